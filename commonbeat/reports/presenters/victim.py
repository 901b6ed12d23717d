"""What a victim was promised, in words: news by a day, another look, and their own wishes."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonbeat.core.moments import date_text, plain_date_text
from commonbeat.reports.models import Message, Report
from commonbeat.reports.queries import can_ask_review, review_asked, review_ends_at
from commonbeat.reports.rules.victims import HowOften

OFTEN_WORDS: dict[HowOften, Promise] = {
    HowOften.EACH: gettext_lazy("Each time something happens"),
    HowOften.WEEKLY: gettext_lazy("Once a week"),
    HowOften.END: gettext_lazy("Only when it is over"),
}


@dataclass(frozen=True, slots=True)
class VictimView:
    """What the thread says of promises to a victim; empty texts are left out."""

    promise: str
    is_late: bool
    can_review: bool
    review_until: str
    review_asked: bool
    can_wish: bool
    often: str
    safe_times: str
    wishes: list[tuple[str, Promise, bool]]


def victim_view(report: Report, messages: list[Message], *, now: datetime) -> VictimView:
    """Return the promises to a victim as they stand."""
    wish = report.wish or {}
    often = wish.get("often", HowOften.EACH.value)
    can_review = can_ask_review(report, messages, now)
    return VictimView(
        promise=_promise(report, now=now),
        is_late=report.tell_by is not None and report.tell_by < now,
        can_review=can_review,
        review_until=plain_date_text(localtime(review_ends_at(report)).date())
        if can_review
        else "",
        review_asked=report.reply_waiting_since is not None and review_asked(messages),
        can_wish=report.is_victim is True and not report.is_closed,
        often=str(OFTEN_WORDS[HowOften(often)]) if wish else "",
        safe_times=wish.get("safe_times", ""),
        wishes=[(each.value, words, each.value == often) for each, words in OFTEN_WORDS.items()],
    )


def _promise(report: Report, *, now: datetime) -> str:
    if report.tell_by is None:
        return ""
    day = {"day": date_text(localtime(report.tell_by).date())}
    if report.tell_by < now:
        return _("We promised to tell you more by %(day)s. We are late. We are sorry.") % day
    return _("We promised to tell you more by %(day)s.") % day
