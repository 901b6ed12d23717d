"""Intelligence reports, and who told them, kept apart."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.functional import Promise

from commonbeat.accounts.models import User
from commonbeat.core.fields import SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, RealmQuerySet
from commonbeat.intelligence.models.wording import MARKING_WORDS, STATE_TONES, STATE_WORDS
from commonbeat.intelligence.rules import Marking, State
from commonbeat.reports.models import CATEGORY_WORDS, Category, kept_from

REFERENCE_PREFIX = "IR"


class IntelligenceReportQuerySet(RealmQuerySet["IntelligenceReport"]):
    """Filters for intelligence reports; start with ``in_realm``."""

    def kept(self) -> Self:
        """Leave out what was erased."""
        return self.exclude(state=State.ERASED.value)

    def open_to(self, reader: User) -> Self:
        """Keep what is there and was not made from a report that ``reader`` is kept from."""
        return self.kept().exclude(kept_from(reader.pk, report="report"))


class IntelligenceReport(InRealm):
    """A record of its own, made from a report or from nothing; its items hold what it says.

    ``version`` counts its changes. Higher markings than OFFICIAL have no place to stand.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    # The way is one way: from a report nothing leads here.
    report = models.ForeignKey(
        "reports.Report", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Told by somebody without a name: what it says begins with the lowest trust.
    is_nameless = models.BooleanField(default=False)
    category = models.CharField(max_length=24, choices=[(c.value, c.value) for c in Category])
    area = models.ForeignKey(
        "places.Area", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in State], default=State.DRAFT.value
    )
    version = models.PositiveIntegerField(default=1)
    is_sensitive = models.BooleanField(default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    # Why it was moved last, for whoever works on it next.
    move_reason = SealedTextField()
    review_on = models.DateField()

    objects = IntelligenceReportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["realm", "state", "id"], name="intelligence_report_state"),
            models.Index(fields=["realm", "area", "id"], name="intelligence_report_area"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in State]),
                name="intelligence_report_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(category__in=[c.value for c in Category]),
                name="intelligence_report_category_known",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The name that it is known by, like IR-26-000012."""
        return f"{REFERENCE_PREFIX}-{self.made_at:%y}-{self.pk:06d}"

    @property
    def standing(self) -> State:
        """The state as a member of its enum."""
        return State(self.state)

    @property
    def state_words(self) -> Promise:
        """The state in words."""
        return STATE_WORDS[self.standing]

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return STATE_TONES.get(self.standing, "")

    @property
    def category_words(self) -> Promise:
        """What it is about, in words."""
        return CATEGORY_WORDS[Category(self.category)]

    @property
    def marking(self) -> str:
        """The marking with its caveat."""
        caveat = Marking.OFFICIAL_SENSITIVE if self.is_sensitive else Marking.OFFICIAL
        return MARKING_WORDS[caveat]


class SourceDetail(models.Model):
    """Who told it and how they know: sealed, in a table of its own, opened for a reason each time.

    Never filled from a report by itself; gone with the report that the record was made from.
    """

    report = models.OneToOneField(
        IntelligenceReport, on_delete=models.CASCADE, related_name="source_detail"
    )
    words = SealedTextField()

    def __str__(self) -> str:
        return f"source of {self.report_id}"
