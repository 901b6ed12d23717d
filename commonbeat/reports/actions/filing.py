"""Filing reports under their words, in the transaction that writes the words."""

from collections.abc import Sequence

from django.db import transaction

from commonbeat.reports.models import Message, Report, ReportWord
from commonbeat.reports.queries import digests_of, first_texts, is_searched, searched_texts
from commonbeat.reports.rules import AuthorKind, Status, police_read


def file_report(report: Report) -> None:
    """File a report that has just come in."""
    _file(report, first_texts(report))


def file_message(report: Report, message: Message) -> None:
    """File a report under what was said in its thread, if the police read that."""
    is_theirs = report.to_police and police_read(AuthorKind(message.author))
    if is_theirs and is_searched(message):
        _file(report, [message.body])


def _file(report: Report, texts: Sequence[str]) -> None:
    rows = [ReportWord(digest=digest, report=report) for digest in digests_of(report, texts)]
    ReportWord.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def file_again(report: Report) -> bool:
    """File a report anew from all its words under the newest key; return whether that changed it.

    What it was filed under before is forgotten.
    """
    current = Report.objects.select_for_update().get(pk=report.pk)
    is_gone = current.state is Status.ERASED
    wanted = set() if is_gone else set(digests_of(current, searched_texts(current)))
    rows = ReportWord.objects.filter(report=current)
    held = set(rows.values_list("digest", flat=True))
    if wanted == held:
        return False
    rows.exclude(digest__in=wanted & held).delete()
    new = [ReportWord(digest=digest, report=current) for digest in wanted - held]
    ReportWord.objects.bulk_create(new, ignore_conflicts=True)
    return True


def file_older(*, after: int, most: int) -> tuple[int, int, int | None]:
    """File the next few reports behind the id ``after`` anew.

    Returns how many were looked at, how many changed, and the id to go on from: None at the end.
    Safe to run again, to stop at any moment and to run beside people at work.
    """
    ids = Report.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:most]
    reports = [Report.objects.get(pk=pk) for pk in ids]
    changed = sum(file_again(report) for report in reports)
    return len(reports), changed, reports[-1].pk if len(reports) == most else None
