"""What was decided about one report, who read it, and how it stands."""

from dataclasses import dataclass

from django.db.models import Max

from commonbeat.accounts.models import User
from commonbeat.audit.models import AuditEntry
from commonbeat.casework.models import Assignment, Decision
from commonbeat.core.ids import row_number
from commonbeat.reports.models import AuthorKind, Message, MessageKind, Report


def decisions(report: Report) -> list[Decision]:
    """Return what was decided about a report, first to last."""
    rows = Decision.objects.filter(report=report).order_by("number")
    return list(rows.select_related("answer_use__template").prefetch_related("advice"))


@dataclass(frozen=True, slots=True)
class Stamp:
    """How a report stood when a page was drawn: what a decision was based on."""

    version: int
    decision: int
    message: int

    def __str__(self) -> str:
        return f"{self.version}.{self.decision}.{self.message}"

    @classmethod
    def read(cls, text: str) -> "Stamp | None":
        """Return the stamp that a form carries, or None where it is none."""
        numbers = [number for part in text.split(".") if (number := row_number(part)) is not None]
        return cls(*numbers) if len(numbers) == text.count(".") + 1 == 3 else None


def stamp_of(report: Report) -> Stamp:
    """Return how a report stands now."""
    decision = Decision.objects.filter(report=report).aggregate(last=Max("number"))["last"]
    # What somebody else said to the reporter is none of ours: no decision hangs on it.
    ours = Message.objects.filter(report=report).exclude(author=AuthorKind.PARTNER.value)
    message = ours.aggregate(last=Max("id"))["last"]
    return Stamp(report.version, decision or 0, message or 0)


def stamp_from(report: Report, decisions: list[Decision], messages: list[Message]) -> Stamp:
    """Return the same from rows at hand, in the order in which they were written."""
    return Stamp(
        report.version,
        decisions[-1].number if decisions else 0,
        messages[-1].pk if messages else 0,
    )


def questions_asked(report: Report) -> int:
    """Return how many questions the police asked about a report so far."""
    return report.messages.filter(kind=MessageKind.QUESTION.value).count()


def openings(report: Report) -> list[AuditEntry]:
    """Return who opened a report, newest first; only the latest few, without their reasons."""
    return list(
        AuditEntry.objects.in_realm(report.realm_id)
        .filter(subject=f"report:{report.key}", event="report.opened")
        .defer("payload")
        .order_by("-at", "-pk")[:20]
    )


def assigned_officer(report: Report) -> User | None:
    """Return who has a report in hand."""
    assignment = Assignment.objects.filter(report=report).select_related("officer").first()
    return assignment.officer if assignment else None
