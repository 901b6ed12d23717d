"""One report: what somebody told the police."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.functional import Promise

from commonbeat.accounts.models import User
from commonbeat.core.actors import (
    ANONYMOUS_REPORTER,
    CONFIDENTIAL_REPORTER,
    NAMED_REPORTER,
    Actor,
)
from commonbeat.core.fields import SealedJSONField, SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, RealmQuerySet
from commonbeat.reports.models.conflict import kept_from
from commonbeat.reports.models.report_table import CONSTRAINTS, INDEXES
from commonbeat.reports.models.wording import (
    CATEGORY_WORDS,
    DOOR_WORDS,
    STATUS_WORDS,
    TOPIC_WORDS,
    StatusWords,
)
from commonbeat.reports.rules import (
    CLOSED,
    Category,
    ClockKind,
    EntryDoor,
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
        """Keep what somebody deals with: neither finished nor only counted."""
        return self.exclude(status__in=[Status.COUNTED.value, *(s.value for s in CLOSED)])

    def for_police(self) -> Self:
        """Keep what the police may know of: neither only counted nor sent to others alone."""
        return self.filter(to_police=True).exclude(status=Status.COUNTED.value)

    def open_to(self, reader: User) -> Self:
        """Keep what the police may know of and this member of theirs is not kept from."""
        return self.for_police().exclude(kept_from(reader.pk))

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
    # A name made up for this one report; nothing joins it to another.
    pseudonym = SealedTextField(null=True)
    # Of a named report alone: from a sealed name nothing leads to an account. Who erases their
    # account leaves their reports behind, without a name.
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reports",
    )
    language = models.CharField(max_length=10, default="en")
    door = models.CharField(
        max_length=10,
        choices=[(d.value, d.value) for d in EntryDoor],
        default=EntryDoor.WEB.value,
        db_default=EntryDoor.WEB.value,
    )
    # What the police had made public, where its reporter came from: "I saw this too".
    about = models.ForeignKey(
        "reports.PublicMatter",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
    )
    # Who took it down for somebody else, as the reporter reads it; kept as it was that day.
    brought_by = models.CharField(max_length=160, blank=True, default="", db_default="")
    # For which organisation its member sent it.
    organisation = models.ForeignKey(
        "accounts.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
    )
    # Whether the police have it. False is for ``sent_to`` alone: no query of theirs finds it.
    to_police = models.BooleanField(default=True, db_default=True)
    # The organisation that its reporter sent it to, instead of the police or beside them.
    sent_to = models.ForeignKey(
        "accounts.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
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
    # Whether the reporter is the victim of a crime; null where nobody said.
    is_victim = models.BooleanField(null=True, blank=True)
    # Enhanced Rights of the Victims' Code: told within one working day.
    is_enhanced = models.BooleanField(default=False)
    # Until when the victim must be told of what happened last; null when nothing is owed.
    tell_by = models.DateTimeField(null=True, blank=True)
    # {"often": …, "safe_times": …}: how the reporter wants to hear from us.
    wish = SealedJSONField(null=True)
    # The order of the queue: when the next promise runs out, far ahead for a report that owes
    # nothing, null once it is finished and its reporter adds no more. Every action that moves a
    # clock or the status sets it to ``queue_moment()``.
    queue_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes = INDEXES
        constraints = CONSTRAINTS

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
    def takes_more(self) -> bool:
        """Whether its reporter may still add to it."""
        return self.state not in {Status.WITHDRAWN, Status.ERASED}

    @property
    def takes_files(self) -> bool:
        """Whether its reporter may add files: the police alone get them, if they read it."""
        return self.takes_more and self.to_police and not self.is_counted

    @property
    def words(self) -> StatusWords:
        """The status in words, for the reporter and for the police."""
        return STATUS_WORDS[self.state]

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is expected of anybody."""
        return self.state in CLOSED

    @property
    def rung(self) -> Identity:
        """How its reporter is known, as a member of its enum."""
        return Identity(self.identity)

    @property
    def is_anonymous(self) -> bool:
        """Whether those who deal with it do not know who wrote it: then only hours are kept.

        A sealed name counts as unknown: a minute could join the report to somebody's account.
        """
        return self.rung is not Identity.NAMED

    @property
    def is_counted(self) -> bool:
        """Whether it is only counted, and nobody reads it."""
        return self.rung is Identity.COUNTED

    @property
    def actor(self) -> Actor:
        """Its reporter as the audit log knows them; of a sealed name, nobody in particular."""
        if self.reporter is not None:
            return self.reporter.actor
        return {
            Identity.CONFIDENTIAL: CONFIDENTIAL_REPORTER,
            Identity.NAMED: NAMED_REPORTER,
        }.get(self.rung, ANONYMOUS_REPORTER)

    @property
    def topic_words(self) -> Promise:
        """What it is about, as the reporter picked it."""
        return TOPIC_WORDS[Topic(self.topic)]

    @property
    def door_words(self) -> Promise:
        """How it came in."""
        return DOOR_WORDS[EntryDoor(self.door)]

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
        gone = self.state in {
            *(Status.COUNTED, Status.ELSEWHERE),
            *(Status.WITHDRAWN, Status.ERASED),
        }
        if gone or (self.is_closed and not (self.reply_waiting_since or self.tell_by)):
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
            tell_by=self.tell_by,
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
