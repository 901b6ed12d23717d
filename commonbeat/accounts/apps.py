from django.apps import AppConfig

from commonbeat.audit.rules import EventType, Kind, keep, register_events

_KEY_ONLY = "Nothing: it names the account by its key."
_REASON = "The reason and the details, when the account is erased."
register_events(
    EventType("account.opened", Kind.COLLECTION, shreds=_KEY_ONLY),
    EventType("account.invited", Kind.COLLECTION, shreds=_REASON),
    EventType("account.signed-in", Kind.CONSULTATION, shreds=_REASON),
    EventType("account.refused", Kind.CONSULTATION, shreds=_REASON),
    EventType("account.passkey-added", Kind.ALTERATION, shreds=_KEY_ONLY),
    EventType("account.passkey-removed", Kind.ALTERATION, shreds=_KEY_ONLY),
    EventType("account.codes-made", Kind.ALTERATION, shreds=_KEY_ONLY),
    EventType("account.recovery-asked", Kind.ALTERATION, shreds=_KEY_ONLY),
    EventType("account.password-changed", Kind.ALTERATION, shreds=_KEY_ONLY),
    EventType("account.details-changed", Kind.ALTERATION, shreds=_KEY_ONLY),
    EventType("account.role-changed", Kind.ALTERATION, shreds=_REASON),
    EventType("account.disabled", Kind.ALTERATION, shreds=_REASON),
    EventType("account.enabled", Kind.ALTERATION, shreds=_REASON),
    EventType("account.signed-out-everywhere", Kind.ALTERATION, shreds=_KEY_ONLY),
    EventType("account.deleted", Kind.ERASURE, shreds=_KEY_ONLY),
    EventType(
        "organisation.takes-reports",
        Kind.ALTERATION,
        shreds="Nothing: it names an organisation, and nobody.",
    ),
)
keep(
    "accounts.User",
    "Until its person erases it; three days if its address is never confirmed; a work account as "
    "long as the log of what was done with it.",
)
keep("accounts.Organisation", "As long as somebody acts for it; it names no person.")
keep("accounts.SignIn", "Thirty days after it ended.", days=30)
keep("accounts.OneTimeLink", "Seven days after it ran out or was used.", days=7)
keep("account.EmailAddress", "As long as the account that it belongs to.")
keep("account.EmailConfirmation", "Never written: addresses are confirmed by code.")
keep("mfa.Authenticator", "As long as the account, or until its person removes it.")
keep("sessions.Session", "One day after it ran out.", days=1)


class AccountsConfig(AppConfig):
    name = "commonbeat.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to what allauth says of passkeys, passwords and proofs."""
        from commonbeat.accounts import receivers  # noqa: F401
