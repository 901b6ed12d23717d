"""Who is in the operations room."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from commonbeat.accounts.models import User
from commonbeat.casework.models import Presence
from commonbeat.casework.rules import PRESENCE_LIFE

TONES = ("a", "m", "g", "p")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the room as others see them: a name, initials, and a tone that stays theirs."""

    key: str
    name: str
    initials: str
    tone: str
    role: str = ""

    @classmethod
    def named(cls, key: str, name: str, role: str = "") -> "Person":
        """Return the person of this account key and name."""
        tone = TONES[sha256(key.encode()).digest()[0] % len(TONES)]
        return cls(key=key, name=name, initials=initials(name), tone=tone, role=role)

    @classmethod
    def of(cls, user: User) -> "Person":
        """Return the person behind an account."""
        return cls.named(user.key, user.display_name, user.get_role_display())


def initials(name: str) -> str:
    """Return up to two initials, or the first character of a name in one piece."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@dataclass(frozen=True, slots=True)
class Here:
    """Who has the room open, and who has which report open (by the report's key)."""

    people: list[Person]
    by_report: dict[str, list[Person]]


def who_is_here(*, realm_id: int, now: datetime) -> Here:
    """Return who is here now, in the order of their names."""
    presences = (
        Presence.objects.in_realm(realm_id)
        .filter(seen_at__gt=now - PRESENCE_LIFE, user__is_active=True)
        .select_related("user")
        .only("report_key", "user__key", "user__display_name", "user__role")
        .order_by("user__display_name", "user_id")
    )
    return _here((presence.report_key, presence.user) for presence in presences)


def _here(rows: Iterable[tuple[str, User]]) -> Here:
    people: dict[str, Person] = {}
    by_report: dict[str, list[Person]] = {}
    for report_key, user in rows:
        person = people.setdefault(user.key, Person.of(user))
        if report_key:
            by_report.setdefault(report_key, []).append(person)
    return Here(list(people.values()), by_report)
