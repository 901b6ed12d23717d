"""The invented cast: somebody in every role, and the organisations that they act for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext_noop

from commonbeat.accounts.actions import open_account, take_reports
from commonbeat.accounts.models import Organisation, Role, User

# A top-level name that is kept for examples: no letter can leave for it.
MAIL_DOMAIN = "commonbeat.example"


@dataclass(frozen=True, slots=True)
class Person:
    """One of the cast."""

    key: str
    name: str
    role: Role
    organisation: str = ""
    language: str = "en"


_KINDS = Organisation.Kind
ORGANISATIONS: dict[str, tuple[str, _KINDS]] = {
    "police": ("Preston police (demonstration)", _KINDS.POLICE),
    "university": ("Ribbleside University security", _KINDS.UNIVERSITY_SECURITY),
    "union": ("Ribbleside Students' Union", _KINDS.STUDENTS_UNION),
    "council": ("City street team", _KINDS.COUNCIL),
    "traders": ("City centre traders", _KINDS.BUSINESS_DISTRICT),
    "venue": ("The Lamplighter", _KINDS.VENUE),
}

# The first of each role is the one whom a log-in link signs in as.
PEOPLE = (
    Person("amira", "Amira Shah", Role.TRIAGE_OPERATOR, "police"),
    Person("joe", "Joe Walsh", Role.TRIAGE_OPERATOR, "police"),
    Person("tom", "Tom Birch", Role.SUPERVISOR, "police"),
    Person("helen", "Helen Price", Role.SUPERVISOR, "police"),
    Person("dan", "Dan Okafor", Role.NEIGHBOURHOOD_OFFICER, "police"),
    Person("lucy", "Lucy Hart", Role.NEIGHBOURHOOD_OFFICER, "police"),
    Person("sara", "Sara Malik", Role.ENGAGEMENT_OFFICER, "police"),
    Person("ben", "Ben Carter", Role.ENGAGEMENT_OFFICER, "police"),
    Person("ruth", "Ruth Lane", Role.INTELLIGENCE_OFFICER, "police"),
    Person("imran", "Imran Dale", Role.INTELLIGENCE_OFFICER, "police"),
    Person("colin", "Colin Reed", Role.TRAINER, "police"),
    Person("nadia", "Nadia Frost", Role.AUDITOR, "police"),
    Person("owen", "Owen Pike", Role.ADMINISTRATOR, "police"),
    Person("jo", "Jo Whittle", Role.PARTNER_MEMBER, "university"),
    Person("lena", "Lena Clegg", Role.PARTNER_MEMBER, "union"),
    Person("ray", "Ray Tunstall", Role.PARTNER_MEMBER, "council"),
    Person("gita", "Gita Desai", Role.PARTNER_MEMBER, "traders"),
    Person("max", "Max Oduya", Role.PARTNER_MEMBER, "venue"),
    Person("mei", "Mei Lin", Role.RESIDENT, language="zh-hans"),
    Person("priya", "Priya Nair", Role.RESIDENT),
    Person("tom_a", "Tom Ashworth", Role.RESIDENT),
    Person("jack", "Jack Dunn", Role.RESIDENT),
    Person("zofia", "Zofia Kaminska", Role.RESIDENT),
    Person("yusuf", "Yusuf Patel", Role.RESIDENT),
)


def bring_in_people(now: datetime) -> dict[str, User]:
    """Open an account for each of the cast, some months before ``now``; return them by key."""
    bodies = {
        key: Organisation.objects.create(name=name, kind=kind)
        for key, (name, kind) in ORGANISATIONS.items()
    }
    take_reports(
        organisation=bodies["university"],
        takes=True,
        called={"en": gettext_noop("the university")},
        now=now - timedelta(days=120),
    )
    cast = {}
    for number, person in enumerate(PEOPLE):
        user = User(
            email=f"{person.name.lower().replace(' ', '.')}@{MAIL_DOMAIN}",
            display_name=person.name,
            role=person.role,
            organisation=bodies.get(person.organisation),
        )
        # Nobody has a password: a demonstration is entered by one-time links.
        user.set_unusable_password()
        with translation.override(person.language):
            cast[person.key] = open_account(user=user, now=now - timedelta(days=120 - number))
    return cast
