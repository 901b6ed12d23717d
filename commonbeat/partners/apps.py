from django.apps import AppConfig

from commonbeat.audit.rules import EventType, Kind, keep, register_events

_AGREEMENT = "Nothing: it names an organisation."
_REPORT = "The reason, when the report is erased."
_SHARE = "The reason, when the report of the share is erased."
register_events(
    EventType("agreement.made", Kind.ALTERATION, shreds=_AGREEMENT),
    EventType("agreement.put-in-force", Kind.ALTERATION, shreds=_AGREEMENT),
    EventType("agreement.ended", Kind.ALTERATION, shreds=_AGREEMENT),
    EventType("share.asked", Kind.ALTERATION, shreds=_REPORT),
    EventType("share.refused", Kind.ALTERATION, shreds=_REPORT),
    EventType("share.made", Kind.DISCLOSURE, shreds=_REPORT),
    EventType("share.ended", Kind.ALTERATION, shreds=_REPORT),
    EventType("share.read", Kind.CONSULTATION, shreds=_SHARE),
    EventType("share.answered", Kind.COLLECTION, shreds=_SHARE),
)
keep("partners.SharingAgreement", "Six years after it ended, then reviewed.", days=6 * 365)
keep("partners.Share", "As long as the report that it is about; its copy goes with the report.")
keep("partners.ShareAnswer", "As long as the report that the share is about.")


class PartnersConfig(AppConfig):
    name = "commonbeat.partners"
    label = "partners"

    def ready(self) -> None:
        """Listen to what happens to reports, and answer for the page of a case."""
        from commonbeat.partners import receivers  # noqa: F401
