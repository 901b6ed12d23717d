"""The answers that a force keeps ready, and how often advice about words was given."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from commonbeat.casework.models import AnswerTemplate, DecisionAdvice
from commonbeat.casework.queries.lists import offered_services
from commonbeat.casework.rules import Advice, Purpose, digits, host_of
from commonbeat.reports.models import Report

# In a month of fewer writers than this, a total would be the total of one or two people.
FEWEST_WRITERS = 3
_MONTHS = 12


def kept_answers(*, realm_id: int) -> list[AnswerTemplate]:
    """Return the newest version of every answer, by what it is for and its title."""
    newest = AnswerTemplate.objects.in_realm(realm_id).newest()
    return _in_order(newest)


def offered_answers(
    report: Report, *, purposes: Iterable[Purpose], now: datetime
) -> list[AnswerTemplate]:
    """Return the answers that fit a report's kind and what can be done with it now."""
    rows = AnswerTemplate.objects.in_realm(report.realm_id).in_use(now).about(report.topic)
    return _in_order(rows.filter(purpose__in=[purpose.value for purpose in purposes]))


def answer_by_key(*, realm_id: int, key: str) -> AnswerTemplate | None:
    """Return one version of an answer, offered or not, or None where there is none."""
    return AnswerTemplate.objects.in_realm(realm_id).filter(key=key).first()


def newest_of(answer: AnswerTemplate) -> AnswerTemplate:
    """Return the last version of the answer that this is a version of."""
    while (after := AnswerTemplate.objects.filter(replaces=answer).first()) is not None:
        answer = after
    return answer


def known_contacts() -> frozenset[str]:
    """Return the sites and numbers that a reporter may be given: our own and the services'."""
    reaches = [service.reach for service in offered_services() if service.reach]
    numbers = {digits(reach) for reach in reaches} - {""}
    sites = {host_of(word) for reach in reaches for word in reach.split() if "." in word}
    return frozenset(numbers | sites | {urlsplit(settings.BASE_URL).hostname or ""} - {""})


def _in_order(rows: Iterable[AnswerTemplate]) -> list[AnswerTemplate]:
    # What was written for one kind of report fits it better than what fits them all.
    order = list(Purpose)
    return sorted(
        rows, key=lambda row: (order.index(Purpose(row.purpose)), not row.topic, row.title)
    )


@dataclass(frozen=True, slots=True)
class AdviceCount:
    """How often one kind of advice was read in a month, and how often not followed."""

    advice: Advice
    shown: int
    overridden: int


@dataclass(frozen=True, slots=True)
class AdviceMonth:
    """One month; ``counts`` is None where so few people wrote that a total would be theirs."""

    month: date
    counts: list[AdviceCount] | None


def advice_months(*, realm_id: int) -> list[AdviceMonth]:
    """Return how often advice was read and not followed, the newest month first.

    Nobody is counted for themselves: a month says nothing until three people got advice in it.
    """
    rows = DecisionAdvice.objects.in_realm(realm_id).annotate(month=TruncMonth("decision__at"))
    writers = dict(
        rows.values("month")
        .annotate(writers=Count("decision__actor_id", distinct=True))
        .values_list("month", "writers")
    )
    months = sorted(writers, reverse=True)[:_MONTHS]
    found: dict[datetime, list[AdviceCount]] = defaultdict(list)
    told = [month for month in months if writers[month] >= FEWEST_WRITERS]
    counted = rows.filter(month__in=told).values("month", "advice")
    for row in counted.annotate(
        shown=Count("pk"), overridden=Count("pk", filter=Q(is_overridden=True))
    ).order_by("-shown", "advice"):
        advice = Advice(row["advice"])
        found[row["month"]].append(AdviceCount(advice, row["shown"], row["overridden"]))
    return [AdviceMonth(month.date(), found.get(month)) for month in months]
