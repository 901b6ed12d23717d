"""What of a report is searched by its words, and the reports that hold some."""

from collections.abc import Sequence

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import override

from commonbeat.core.words import text_digests, wanted_digests
from commonbeat.reports.models import Message, Report, ReportQuerySet, ReportWord
from commonbeat.reports.queries.question_sets import told_more
from commonbeat.reports.queries.received import police_thread

# Up to so many reports a word is rare: it is not worth counting further to choose among words.
_COUNTED = 5_000


def _purpose(realm_id: int) -> str:
    """Return what the digests of one realm are for: a word of an exercise is none of real work."""
    return f"report-words:{realm_id}"


def digests_of(report: Report, texts: Sequence[str]) -> list[int]:
    """Return what texts of a report are filed under."""
    return text_digests(_purpose(report.realm_id), texts)


def first_texts(report: Report) -> list[str]:
    """Return what somebody wrote when they reported: never the name that they made up.

    What they chose from a list is there in the language of the house.
    """
    with override(settings.LANGUAGE_CODE):
        answers = [told.answer for told in told_more(report).answers]
    return [report.description, report.place, *answers]


def searched_texts(report: Report) -> list[str]:
    """Return every text by which the police find a report: what they read on its page."""
    if report.is_counted or not report.to_police:
        return []
    said = [message.body for message in police_thread(report) if is_searched(message)]
    return [*first_texts(report), *said]


def is_searched(message: Message) -> bool:
    """Say whether a message is what one side said: what happened is no news to look for."""
    return not message.is_event


def newest_with(
    reports: ReportQuerySet, *, realm_id: int, text: str, before: int | None, most: int
) -> list[int]:
    """Return the ids of the newest of ``reports`` that hold every word of a text.

    ``before`` is the id behind which to go on. A text without a word finds nothing. Asks the
    database twice, however many there are.
    """
    words = _rarest_first(wanted_digests(_purpose(realm_id), text))
    if not words:
        return []
    found = ReportWord.objects.filter(_filed_as(words[0]))
    for digests in words[1:]:
        also = ReportWord.objects.filter(_filed_as(digests), report_id=OuterRef("report_id"))
        found = found.filter(Exists(also))
    found = found.filter(Exists(reports.filter(pk=OuterRef("report_id"))))
    if before is not None:
        found = found.filter(report_id__lt=before)
    if len(words[0]) > 1:
        # Under two keys a report may be filed twice.
        found = found.distinct()
    return list(found.order_by("-report_id").values_list("report_id", flat=True)[:most])


def _filed_as(digests: list[int]) -> Q:
    """Match one digest: with a single one the list comes in order and need not be sorted."""
    return Q(digest=digests[0]) if len(digests) == 1 else Q(digest__in=digests)


def _rarest_first(words: list[list[int]]) -> list[list[int]]:
    """Return words in the order of how many reports hold them, as far as it is counted.

    The list of the first is walked, the others are looked up in.
    """
    if len(words) < 2:
        return words
    table = connection.ops.quote_name(ReportWord._meta.db_table)
    counts = [
        f"(SELECT count(*) FROM (SELECT 1 FROM {table} "  # noqa: S608  our own names
        f"WHERE digest IN ({', '.join(['%s'] * len(digests))}) LIMIT {_COUNTED}) AS few)"
        for digests in words
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}", [d for digests in words for d in digests])
        numbers = cursor.fetchone()
    return [word for _number, word in sorted(zip(numbers, words, strict=True))]
