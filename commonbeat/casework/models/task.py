"""Tasks: what somebody is asked to do about a report or an incident, and the log of each."""

from datetime import datetime
from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models

from commonbeat.accounts.models import Role, User
from commonbeat.casework.models.decision import Immutable
from commonbeat.casework.models.incident import Incident, IncidentReport
from commonbeat.casework.rules import TASK_ACTIVE, TaskState, TaskStep, Urgency
from commonbeat.core.fields import SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, RealmQuerySet
from commonbeat.reports.models import kept_from

TASK_PREFIX = "TA"
# A team is everybody of one of these roles.
TASK_TEAMS = (Role.TRIAGE_OPERATOR, Role.NEIGHBOURHOOD_OFFICER, Role.SUPERVISOR)


class TaskQuerySet(RealmQuerySet["Task"]):
    """Filters for tasks; start with ``in_realm``."""

    def active(self) -> Self:
        """Keep what somebody still has to do."""
        return self.filter(state__in=sorted(state.value for state in TASK_ACTIVE))

    def ended(self) -> Self:
        """Keep what nobody has to do any more."""
        return self.exclude(state__in=sorted(state.value for state in TASK_ACTIVE))

    def late(self, now: datetime) -> Self:
        """Keep what should have been done by now."""
        return self.active().filter(due_at__lt=now)

    def open_to(self, reader: User) -> Self:
        """Keep those about nothing that ``reader`` is kept from."""
        hidden = IncidentReport.objects.filter(incident=models.OuterRef("incident")).filter(
            kept_from(reader.pk, report="report")
        )
        return self.exclude(kept_from(reader.pk, report="report")).exclude(models.Exists(hidden))


class Task(InRealm):
    """Something to do about one report or one incident, asked of a person or of a team.

    ``person`` is who it was asked of, or who of the ``team`` accepted it.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    report = models.ForeignKey(
        "reports.Report", null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    incident = models.ForeignKey(
        Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    title = SealedTextField()
    words = SealedTextField()
    urgency = models.CharField(max_length=10, choices=[(u.value, u.value) for u in Urgency])
    due_at = models.DateTimeField()
    state = models.CharField(
        max_length=12,
        choices=[(s.value, s.value) for s in TaskState],
        default=TaskState.OPEN.value,
    )
    version = models.PositiveIntegerField(default=1)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    team = models.CharField(
        max_length=24, blank=True, choices=[(role.value, role.value) for role in TASK_TEAMS]
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    # What came of it, or why nothing did.
    result = SealedTextField(null=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["realm", "state", "due_at"], name="casework_task_due"),
            models.Index(fields=["person", "state"], name="casework_task_person"),
            models.Index(fields=["asked_by", "state"], name="casework_task_asked"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in TaskState]),
                name="casework_task_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(report__isnull=True, incident__isnull=False)
                | models.Q(report__isnull=False, incident__isnull=True),
                name="casework_task_about_one",
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | ~models.Q(team=""),
                name="casework_task_asked_of_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[TaskState.ACCEPTED.value, TaskState.DONE.value])
                | models.Q(person__isnull=False),
                name="casework_task_accepted_by_one",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=sorted(s.value for s in TASK_ACTIVE), ended_at__isnull=True
                )
                | (
                    ~models.Q(state__in=sorted(s.value for s in TASK_ACTIVE))
                    & models.Q(ended_at__isnull=False)
                ),
                name="casework_task_ended_once",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The name the police use for it, like TA-26-000012."""
        return f"{TASK_PREFIX}-{self.asked_at:%y}-{self.pk:06d}"

    @property
    def standing(self) -> TaskState:
        """The state as a member of its enum."""
        return TaskState(self.state)

    @property
    def is_active(self) -> bool:
        """Whether somebody still has to do it."""
        return self.standing in TASK_ACTIVE

    @property
    def subject(self) -> str:
        """What the log of the law knows it by: the report or the incident that it is about."""
        about = self.report if self.report is not None else self.incident
        kind = "report" if self.report is not None else "incident"
        return f"{kind}:{about.key if about is not None else ''}"


class TaskEntryQuerySet(RealmQuerySet["TaskEntry"]):
    """Lines of the log are added and read; nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise Immutable

    def erase_words(self) -> int:
        """Empty what was written, when the report is erased; that it was done stays."""
        return super().update(words="")


class TaskEntry(InRealm):
    """One line of a task's log; it never changes once it is written.

    ``to_label`` names whom it was asked of from then on, where that changed.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=12, choices=[(s.value, s.value) for s in TaskStep])
    words = SealedTextField()
    to_label = models.CharField(max_length=120, blank=True)
    actor_id = models.CharField(max_length=60)
    actor_label = models.CharField(max_length=120)
    at = models.DateTimeField()

    objects = TaskEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "number"], name="casework_taskentry_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(step__in=[s.value for s in TaskStep]),
                name="casework_taskentry_step_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.task_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new line; raises ``Immutable`` for one that is written already."""
        if not self._state.adding:
            raise Immutable
        super().save(*args, **kwargs)
