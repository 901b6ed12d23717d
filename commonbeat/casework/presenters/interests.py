"""Who is kept from a report, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonbeat.accounts.models import User
from commonbeat.casework.permissions import can_lift
from commonbeat.casework.presenters.clocks import moment_text
from commonbeat.reports.models import ConflictOfInterest
from commonbeat.reports.rules.conflicts import Ground

GROUND_WORDS: dict[Ground, Promise] = {
    Ground.NAMED: gettext_lazy("Named in it"),
    Ground.SAID_SO: gettext_lazy("Said so themselves"),
    Ground.KNOWN: gettext_lazy("A colleague said so"),
}


@dataclass(frozen=True, slots=True)
class KeptFrom:
    """Somebody who does not see a report, or did not for a while."""

    key: str
    name: str
    ground: str
    since: str
    reason: str
    lifted: str
    lifted_reason: str
    can_lift: bool


def kept_from_view(
    conflicts: Iterable[ConflictOfInterest], *, user: User, now: datetime
) -> list[KeptFrom]:
    """Return everybody who is or was kept from a report, as a page shows them to ``user``."""
    return [_one(conflict, user, now) for conflict in conflicts]


def kept_from_text(conflicts: Iterable[ConflictOfInterest]) -> str:
    """Return the names of those who do not see a report now."""
    return ", ".join(c.member.display_name for c in conflicts if c.lifted_at is None)


def _one(conflict: ConflictOfInterest, user: User, now: datetime) -> KeptFrom:
    said = {"who": conflict.set_by_label, "time": moment_text(conflict.set_at, now=now)}
    by_itself = {"time": said["time"]}
    named = conflict.ground == Ground.NAMED.value
    return KeptFrom(
        key=conflict.key,
        name=conflict.member.display_name,
        ground=str(GROUND_WORDS[Ground(conflict.ground)]),
        since=_("By itself, %(time)s") % by_itself if named else _("%(who)s, %(time)s") % said,
        reason=conflict.reason or "",
        lifted=_lifted(conflict, now),
        lifted_reason=conflict.lifted_reason or "",
        can_lift=can_lift(user, conflict),
    )


def _lifted(conflict: ConflictOfInterest, now: datetime) -> str:
    if conflict.lifted_at is None:
        return ""
    return _("Lifted by %(who)s, %(time)s") % {
        "who": conflict.lifted_by_label,
        "time": moment_text(conflict.lifted_at, now=now),
    }
