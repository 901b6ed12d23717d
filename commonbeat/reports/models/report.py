"""One report: what somebody told the police."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.functional import Promise

from commonbeat.core.fields import SealedJSONField, SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, RealmQuerySet
from commonbeat.reports.models.wording import (
    CATEGORY_WORDS,
    STATUS_WORDS,
    TOPIC_WORDS,
    StatusWords,
)
from commonbeat.reports.rules import (
    CLOSED,
    Category,
    ClockKind,
    Identity,
    Qualifier,
    Status,
    Topic,
    hour_band,
    queue_moment,
    reply_due_at,
)

# The first letters of a reference say whose it is; the number is the row's own.
REFERENCE_PREFIX = "PR"


class ReportQuerySet(RealmQuerySet["Report"]):
    """Filters for reports; start with ``in_realm``."""

    def open(self) -> Self:
        """Keep what is not finished."""
        return self.exclude(status__in=[status.value for status in CLOSED])

    def awaiting_triage(self) -> Self:
        """Keep what nobody has decided on yet, in the order in which it came."""
        waiting = [Status.SUBMITTED.value, Status.SEEN.value, Status.ASSESSED.value]
        return self.filter(status__in=waiting).order_by("id")


class Report(InRealm):
    """What was told, sealed, with the little that must be counted, sorted and mapped in clear.

    Of an anonymous reporter it holds no address, no device and, once it was read, no time finer
    than the hour.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    receipt_digest = models.BinaryField(max_length=32, unique=True)
    topic = models.CharField(max_length=20, choices=[(t.value, t.value) for t in Topic])
    category = models.CharField(max_length=24, choices=[(c.value, c.value) for c in Category])
    qualifier = models.CharField(
        max_length=16, blank=True, choices=[(q.value, q.value) for q in Qualifier]
    )
    status = models.CharField(
        max_length=16, choices=[(s.value, s.value) for s in Status], default=Status.SUBMITTED.value
    )
    # Where an unanswered question sends the report back to.
    asked_from = models.CharField(max_length=16, blank=True)
    version = models.PositiveIntegerField(default=1)
    description = SealedTextField()
    # {"when": …, "from": ISO time or null, "to": …}: exact, therefore sealed.
    happened = SealedJSONField()
    happened_hour = models.DateTimeField(null=True, blank=True)
    place = SealedTextField()
    # {question: [answers]}, as the version of the question set below asked them.
    answers = SealedJSONField(null=True)
    question_set = models.ForeignKey(
        "reports.QuestionSetVersion",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    cell7 = models.BigIntegerField(null=True, blank=True)
    cell8 = models.BigIntegerField(null=True, blank=True)
    cell9 = models.BigIntegerField(null=True, blank=True)
    area = models.ForeignKey(
        "places.Area", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    identity = models.CharField(
        max_length=16,
        choices=[(i.value, i.value) for i in Identity],
        default=Identity.ANONYMOUS.value,
    )
    # Who erases their account leaves their reports behind, without a name.
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reports",
    )
    language = models.CharField(max_length=10, default="en")
    # The exact moment while the first promise runs; of an anonymous report only the hour is left
    # once somebody has read it.
    received_at = models.DateTimeField()
    status_changed_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    # Decided when it was seen, from the exact moment, which an anonymous report then forgets.
    seen_late = models.BooleanField(null=True, blank=True)
    assessed_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # The reporter wrote, and we have neither answered nor decided since.
    reply_waiting_since = models.DateTimeField(null=True, blank=True)
    # The order of the queue: when the next promise runs out, far ahead for a report that owes
    # nothing, null once it is finished and its reporter adds no more. Every action that moves a
    # clock or the status sets it to ``queue_moment()``.
    queue_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["realm", "queue_at", "id"],
                name="reports_report_queue",
                condition=models.Q(queue_at__isnull=False),
            ),
            models.Index(
                fields=["realm", "status", "queue_at", "id"], name="reports_report_status"
            ),
            models.Index(fields=["realm", "cell8", "happened_hour"], name="reports_report_cell8"),
            models.Index(fields=["realm", "area", "id"], name="reports_report_area"),
            models.Index(
                fields=["reporter", "id"],
                name="reports_report_mine",
                condition=models.Q(reporter__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=[s.value for s in Status]),
                name="reports_report_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(category__in=[c.value for c in Category]),
                name="reports_report_category_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(identity=Identity.ANONYMOUS.value)
                | models.Q(reporter__isnull=True),
                name="reports_report_anonymous_has_no_reporter",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The name the police use for it, like PR-26-000123."""
        return f"{REFERENCE_PREFIX}-{self.received_at:%y}-{self.pk:06d}"

    @property
    def state(self) -> Status:
        """The status as a member of its enum."""
        return Status(self.status)

    @property
    def words(self) -> StatusWords:
        """The status in words, for the reporter and for the police."""
        return STATUS_WORDS[self.state]

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is expected of anybody."""
        return self.state in CLOSED

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody knows who wrote it."""
        return self.identity == Identity.ANONYMOUS.value

    @property
    def topic_words(self) -> Promise:
        """What it is about, as the reporter picked it."""
        return TOPIC_WORDS[Topic(self.topic)]

    @property
    def category_words(self) -> Promise:
        """What it is about, as it is counted."""
        return CATEGORY_WORDS[Category(self.category)]

    @property
    def received_shown(self) -> datetime:
        """When it came in, as the police may see it: the hour alone of an anonymous report."""
        return hour_band(self.received_at) if self.is_anonymous else self.received_at

    def queue_moment(self) -> datetime | None:
        """Return what ``queue_at`` must hold, as the other columns stand."""
        gone = self.state in {Status.WITHDRAWN, Status.ERASED}
        if gone or (self.is_closed and self.reply_waiting_since is None):
            return None
        closed_at = self.status_changed_at if self.is_closed else None
        return queue_moment(
            Category(self.category),
            started_at=self.received_at,
            stopped={
                ClockKind.SEEN: self.seen_at or closed_at,
                ClockKind.ASSESSED: self.assessed_at or closed_at,
                ClockKind.ANSWERED: self.answered_at or closed_at,
                ClockKind.NEIGHBOURHOOD: self.answered_at or closed_at,
            },
            reply_waiting_since=self.reply_waiting_since,
        )

    def reply_due_at(self) -> datetime | None:
        """Return by when what the reporter wrote since our first answer is owed one too."""
        if self.reply_waiting_since is None or self.answered_at is None:
            return None
        return reply_due_at(Category(self.category), self.reply_waiting_since)

    @property
    def topic_live(self) -> str:
        """The topic of live events that the open thread page follows."""
        return f"report:{self.key}"
