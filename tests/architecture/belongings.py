"""What belongs to somebody, below which address: the one table. A new address with a part needs a
row in the file of its room, or a reason in ``NOBODYS``.
"""

from dataclasses import replace

from commonbeat.accounts.models import Role
from commonbeat.core import clock
from commonbeat.core.actors import SYSTEM
from commonbeat.reports.actions import keep_from
from commonbeat.reports.models import Report
from commonbeat.reports.rules.conflicts import Ground
from tests.architecture import (
    belongings_casework,
    belongings_intelligence,
    belongings_keeping,
    belongings_partners,
    belongings_people,
    belongings_publishing,
    belongings_records,
    belongings_reports,
)
from tests.architecture.owned import Asker, Owned

OWNED = tuple(
    owned
    for room in (
        belongings_people,
        belongings_reports,
        belongings_partners,
        belongings_casework,
        belongings_publishing,
        belongings_intelligence,
        belongings_records,
        belongings_keeping,
    )
    for owned in room.OWNED
)


def _kept_from(owned: Owned) -> Owned:
    """Return the row of the same object of a report that its asker is kept from."""

    def theirs(asker: Asker) -> object:
        made = owned.mine(asker)
        report = Report.objects.latest("pk")
        keep_from(
            report=report, member=asker.user, ground=Ground.KNOWN, actor=SYSTEM, now=clock.now()
        )
        return made

    return replace(owned, theirs=theirs)


# A conflict of interest closes every way in which the police reach a report.
_OF_REPORTS = (
    "casework:",
    "partners:share",
    "partners:answer",
    "partners:recall",
    "reports:staff_file",
    "reports:take",
    "reports:translate_case",
    "keeping:",
)
# They are about no report.
_OF_NONE = (
    "casework:answer",
    "casework:answer_records_file",
    "casework:take_records_file",
    "casework:hand_over_kept",
    "casework:hand_over_take",
)
_OF_RELEASES = ("reports:prepare_release", "reports:release", "reports:discard_release")
KEPT_FROM = tuple(
    _kept_from(owned)
    for owned in OWNED
    if owned.role is Role.SUPERVISOR
    and owned.name.startswith(_OF_REPORTS + _OF_RELEASES)
    and owned.name not in _OF_NONE
)

# Addresses with a part that is nobody's own, each with its reason.
NOBODYS = {
    "reports:upload": "the receipt in its header is the secret: tested with the uploads",
    "accounts:enrol": "the link is the secret",
    "accounts:demo_enter": "the link is the secret; closed outside a demonstration",
    "alerts:confirm": "the link is the secret",
    "alerts:yours": "the link is the secret",
    "delivery:stop": "the link is the secret",
    "delivery:caught_letter": "invented mail; closed outside a demonstration",
    **dict.fromkeys(
        (
            "reports:question_set",
            "reports:set_frame",
            "reports:set_preview",
            "reports:set_words",
            "reports:question",
        ),
        "what everybody is asked; its editors see all of it",
    ),
    **dict.fromkeys(
        ("intelligence:reword", "intelligence:person", "intelligence:grade"),
        "its report is asked for first, as by every other address of intelligence",
    ),
    "keeping:answer_years": "how long things are kept is the same in every realm, and nobody's",
    "casework:records_answer": "a call is signed with the secret: tested with the records system",
    "casework:lift": "below the report of its address: tested with conflicts of interest",
    "casework:decide": "one form for each kind of decision: tested by itself below",
    "casework:task_act": "one form for each thing to do: tested with the tasks",
    "casework:incident_act": "one form for each thing to do: tested with the incidents",
}
