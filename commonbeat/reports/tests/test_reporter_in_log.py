"""Whatever a reporter does, the log names them as their report does, and no more finely."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils.translation import override
from pytest_django import Settings

from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.core.actors import (
    ANONYMOUS_REPORTER,
    CONFIDENTIAL_REPORTER,
    NAMED_REPORTER,
    Actor,
)
from commonbeat.core.tests.translation_service import translation_service
from commonbeat.reports.actions import (
    ask_review,
    change_status,
    keep_wish,
    say_as_police,
    withdraw_report,
)
from commonbeat.reports.actions.translating import translate_for_reporter
from commonbeat.reports.models import Identity, Message, MessageKind, Report, Status
from commonbeat.reports.rules import Contact, hour_band
from commonbeat.reports.rules.victims import HowOften
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db

OFFICER = Actor(id="user:x", label="PC Amira Hussain")
RUTH = Contact(name="Ruth Example")
RUNGS = ("anonymous", "confidential", "named", "account")
LATER = NOON + timedelta(hours=2, minutes=11)


def filed(rung: str, **answers: Any) -> Report:
    """Return a report that is filed and answered, by somebody who is known like this."""
    if rung == "account":
        answers["reporter"] = make_user()
    elif rung != "anonymous":
        answers |= {"identity": Identity(rung), "contact": RUTH}
    report = make_report(**answers)
    say_as_police(report=report, kind=MessageKind.OUTCOME, body="No.", actor=OFFICER, now=NOON)
    change_status(
        report=report,
        after=Status.FILED,
        actor=OFFICER,
        expected_version=report.version,
        now=NOON + timedelta(minutes=5),
    )
    return report


def expected(report: Report, rung: str) -> str:
    if report.reporter is not None:
        return report.reporter.actor.id
    by_rung = {"confidential": CONFIDENTIAL_REPORTER, "named": NAMED_REPORTER}
    return by_rung.get(rung, ANONYMOUS_REPORTER).id


def check_logged(rung: str, settings: Settings) -> None:
    """Let a reporter do what they can after an answer, and read the log of it."""
    report = filed(rung)
    before = AuditEntry.objects.latest("pk").pk
    keep_wish(report=report, often=HowOften.WEEKLY, safe_times="Mornings", now=LATER)
    ask_review(report=report, body="Please look again.", now=LATER)
    with translation_service() as talk:
        settings.TRANSLATION_SERVICE, settings.TRANSLATION_URL = "libretranslate", talk.url
        translate_for_reporter(report=report, language="pl", now=LATER)
    logged = {
        entry.event: (entry.actor_id, entry.at)
        for entry in AuditEntry.objects.filter(subject=f"report:{report.key}", pk__gt=before)
    }
    at: datetime = LATER if rung in {"named", "account"} else hour_band(LATER)
    events = ("wish-kept", "reporter-wrote", "event-told", "translation-asked")
    assert logged == {f"report.{event}": (expected(report, rung), at) for event in events}


@pytest.mark.parametrize("rung", RUNGS)
def test_the_log_names_a_reporter_as_the_report_does(rung: str, settings: Settings) -> None:
    check_logged(rung, settings)


@pytest.mark.parametrize("rung", RUNGS[1:])
def test_sabotage_one_name_for_all_reporters_is_noticed(
    rung: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Report, "actor", ANONYMOUS_REPORTER)
    with pytest.raises(AssertionError):
        check_logged(rung, settings)


def told_in(page: str) -> list[str]:
    """Return what the thread of a Polish report tells of acts on a page in another language."""
    with override(page):
        ask_review(report=filed("anonymous", language="pl"), body="Proszę.", now=LATER)
        withdraw_report(report=make_report(language="pl"), now=LATER)
    events = Message.objects.filter(kind=MessageKind.EVENT.value, author="reporter")
    return [message.body for message in events.order_by("id")]


def test_the_thread_tells_in_the_language_of_the_report() -> None:
    polish = told_in("pl")
    Message.objects.all().delete()
    assert told_in("en") == polish
    assert len(polish) == 2 and not any("You" in told for told in polish)
