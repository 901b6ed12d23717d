"""People with an account, and the organisations that they act for."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from commonbeat.core.actors import Actor
from commonbeat.core.ids import new_key


class Role(models.TextChoices):
    """The cast: one role a person."""

    RESIDENT = "resident", _("Resident")
    NEIGHBOURHOOD_OFFICER = "neighbourhood-officer", _("Neighbourhood officer")
    TRIAGE_OPERATOR = "triage-operator", _("Triage operator")
    SUPERVISOR = "supervisor", _("Supervisor")
    INTELLIGENCE_OFFICER = "intelligence-officer", _("Intelligence officer")
    ENGAGEMENT_OFFICER = "engagement-officer", _("Engagement officer")
    PARTNER_MEMBER = "partner-member", _("Partner member")
    TRAINER = "trainer", _("Trainer")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


# People who act for the police or a partner: a passkey is needed, a password alone is refused.
STAFF_ROLES = frozenset(set(Role) - {Role.RESIDENT, Role.PARTNER_MEMBER})
TRUSTED_ROLES = STAFF_ROLES | {Role.PARTNER_MEMBER}


class Organisation(models.Model):
    """A body that people act for: the force, a university, a venue."""

    class Kind(models.TextChoices):
        POLICE = "police", _("Police")
        UNIVERSITY_SECURITY = "university-security", _("University security")
        STUDENTS_UNION = "students-union", _("Students' union")
        COUNCIL = "council", _("Council")
        BUSINESS_DISTRICT = "business-district", _("Business improvement district")
        VENUE = "venue", _("Licensed venue")

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    # People may send their reports to it, instead of to the police or to both.
    takes_reports = models.BooleanField(default=False, db_default=False)
    # {language: "the university"}: what people who report call it.
    called = models.JSONField(default=dict, blank=True, db_default={})

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(takes_reports=False) | ~models.Q(kind="police"),
                name="accounts_organisation_police_take_all",
            )
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes accounts; addresses are kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account; without a password none can be used to sign in."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """A person with an account."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    email = models.EmailField(unique=True)
    display_name = models.CharField(max_length=80)
    role = models.CharField(max_length=24, choices=Role.choices, default=Role.RESIDENT)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    def __str__(self) -> str:
        return self.display_name

    @property
    def actor(self) -> Actor:
        """This person as the audit log knows them.

        A resident is named by key alone, so that nothing is left of their name after erasure.
        """
        label = self.display_name if self.is_trusted else "Resident"
        return Actor(id=f"user:{self.key}", label=label)

    @property
    def is_trusted(self) -> bool:
        """Whether this person acts for the police or a partner."""
        return self.role in TRUSTED_ROLES

    @property
    def is_police(self) -> bool:
        """Whether this person works for the police."""
        return self.role in STAFF_ROLES
