"""Who is kept from a report, and whom of the police a text names."""

import threading
import time
from collections.abc import Mapping

from commonbeat.accounts.models import STAFF_ROLES, User
from commonbeat.reports.models import AuthorKind, ConflictOfInterest, Report
from commonbeat.reports.rules.conflicts import Known, known_as, named_in

# Another process hears of a new colleague after this many seconds.
_KEPT_FOR = 60.0


class _Names:
    """Everybody of the police by family name, read again once a minute."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Read them again when they are next asked for."""
        self.known: Mapping[str, list[Known]] = {}
        self.read_at = float("-inf")

    def people(self) -> Mapping[str, list[Known]]:
        """Return them."""
        if time.monotonic() - self.read_at < _KEPT_FOR:
            return self.known
        with self.lock:
            found: dict[str, list[Known]] = {}
            rows = User.objects.filter(role__in=STAFF_ROLES, is_active=True)
            for number, name in rows.values_list("pk", "display_name"):
                known = known_as(number, name)
                found.setdefault(known.last, []).append(known)
            self.known, self.read_at = found, time.monotonic()
        return found


_names = _Names()


def forget_names() -> None:
    """Let this process know who works here since a moment ago."""
    _names.forget()


def police_named_in(*texts: str) -> list[User]:
    """Return everybody of the police whom a text names, as they are now."""
    found = named_in("\n".join(texts), _names.people())
    if not found:
        return []
    return list(User.objects.filter(pk__in=found, role__in=STAFF_ROLES, is_active=True))


def first_words(report: Report) -> list[str]:
    """Return everything that somebody wrote when they reported."""
    answers = (value for values in (report.answers or {}).values() for value in values)
    return [report.description, report.place, *answers]


def words_so_far(report: Report) -> list[str]:
    """Return everything that its reporter wrote until now."""
    said = report.messages.filter(author=AuthorKind.REPORTER.value)
    return [*first_words(report), *(message.body for message in said)]


def is_kept_from(*, report: Report, user: User) -> bool:
    """Say whether a report does not exist for somebody."""
    return report.conflicts.filter(member=user, lifted_at__isnull=True).exists()


def conflicts_of(report: Report) -> list[ConflictOfInterest]:
    """Return everybody who is or was kept from a report, in order."""
    return list(report.conflicts.select_related("member").order_by("id"))
