"""Words go to a service only when somebody asks, and what comes back stands beside the original."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.audit.models import AuditEntry
from commonbeat.core import clock
from commonbeat.core.errors import NotAllowed
from commonbeat.core.tests.translation_service import Talk, translation_service
from commonbeat.reports.actions import say_as_police
from commonbeat.reports.actions.translating import (
    LeaveMissing,
    NoService,
    translate_for_police,
    translate_for_reporter,
    work_on_translations,
)
from commonbeat.reports.models import MessageKind, Report, Translation
from commonbeat.reports.rules import hour_band
from commonbeat.reports.rules.translating import MOST_TRIES, TranslationState
from commonbeat.reports.tests.factories import make_receipt, make_report

pytestmark = pytest.mark.django_db
WORDS = "Ktoś ukradł mój rower."


@pytest.fixture
def service(settings: Settings) -> Iterator[Talk]:
    with translation_service() as talk:
        settings.TRANSLATION_SERVICE = "libretranslate"
        settings.TRANSLATION_URL = talk.url
        yield talk


@pytest.fixture
def officer() -> User:
    return make_user(Role.TRIAGE_OPERATOR)


def answered(receipt: str = "") -> Report:
    """Return a report with an answer of the police."""
    report = make_report(receipt=receipt or make_receipt(), description=WORDS, now=clock.now())
    officer = make_user(Role.TRIAGE_OPERATOR)
    say_as_police(
        report=report,
        kind=MessageKind.ANSWER,
        body="We found it.",
        actor=officer.actor,
        now=clock.now(),
    )
    return report


def ask(report: Report, officer: User, *, may_leave: bool = True) -> int:
    return translate_for_police(
        report=report, user=officer, language="en", may_leave=may_leave, now=clock.now()
    )


def check_leave_comes_first(report: Report, officer: User, service: Talk) -> None:
    with pytest.raises(LeaveMissing):
        ask(report, officer, may_leave=False)
    work_on_translations(now=clock.now())
    assert service.asked == []


def test_an_anonymous_persons_words_leave_only_after_somebody_said_so(
    officer: User, service: Talk
) -> None:
    report = answered()
    check_leave_comes_first(report, officer, service)
    ask(report, officer)
    work_on_translations(now=clock.now())
    assert [asked["q"] for asked in service.asked] == [WORDS]
    entry = AuditEntry.objects.get(event="report.words-may-leave")
    assert entry.actor_id == officer.actor.id


def test_sabotage_words_that_leave_without_leave_are_noticed(
    officer: User, service: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commonbeat.reports.actions import translating

    monkeypatch.setattr(translating, "needs_leave", lambda _report: False)
    with pytest.raises(pytest.fail.Exception):
        check_leave_comes_first(answered(), officer, service)


def test_leave_is_asked_for_once_a_report(officer: User, service: Talk) -> None:
    report = answered()
    ask(report, officer)
    translate_for_police(
        report=report, user=officer, language="pl", may_leave=False, now=clock.now()
    )
    assert AuditEntry.objects.filter(event="report.words-may-leave").count() == 1


def test_a_named_persons_words_need_no_leave(officer: User, service: Talk) -> None:
    report = make_report(reporter=make_user(), description=WORDS, now=clock.now())
    assert ask(report, officer, may_leave=False) == 1


def test_what_comes_back_is_sealed_and_beside_the_original(officer: User, service: Talk) -> None:
    report = answered()
    ask(report, officer)
    assert work_on_translations(now=clock.now()) == 1
    row = Translation.objects.get()
    assert (row.text, row.original) == (WORDS.upper(), WORDS)
    assert (row.state, row.due_at) == (TranslationState.DONE.value, None)
    assert row.service == "LibreTranslate"


def test_it_is_asked_for_once_however_often_the_button_is_pressed(
    officer: User, service: Talk
) -> None:
    report = answered()
    assert [ask(report, officer), ask(report, officer)] == [
        1,
        0,
    ] or Translation.objects.count() == 1
    work_on_translations(now=clock.now())
    work_on_translations(now=clock.now())
    assert len(service.asked) == 1


def test_a_service_that_is_busy_is_asked_again_when_it_said(officer: User, service: Talk) -> None:
    ask(answered(), officer)
    now = clock.now()
    service.status, service.reply_headers = 429, {"Retry-After": "300"}
    work_on_translations(now=now)
    work_on_translations(now=now + timedelta(seconds=299))
    assert len(service.asked) == 1
    service.status = 200
    work_on_translations(now=now + timedelta(seconds=301))
    assert Translation.objects.get().state == TranslationState.DONE.value


def test_a_refusal_for_good_is_said_and_may_be_asked_again(officer: User, service: Talk) -> None:
    report = answered()
    ask(report, officer)
    service.status = 403
    work_on_translations(now=clock.now())
    row = Translation.objects.get()
    assert (row.state, row.error) == (TranslationState.FAILED.value, "http 403")
    service.status = 200
    ask(report, officer)
    work_on_translations(now=clock.now())
    row.refresh_from_db()
    assert row.state == TranslationState.DONE.value


def test_it_is_given_up_after_some_tries(officer: User, service: Talk) -> None:
    ask(answered(), officer)
    now = clock.now()
    service.status = 500
    for hour in range(MOST_TRIES + 3):
        work_on_translations(now=now + timedelta(hours=hour))
    assert len(service.asked) == MOST_TRIES
    assert Translation.objects.get().state == TranslationState.FAILED.value


def test_a_worker_that_was_killed_leaves_nothing_undone(officer: User, service: Talk) -> None:
    from commonbeat.reports.actions.translating import _claim

    ask(answered(), officer)
    now = clock.now()
    assert len(_claim(now)) == 1
    assert work_on_translations(now=now) == 0
    assert work_on_translations(now=now + timedelta(minutes=10)) == 1


def test_without_a_service_nobody_is_offered_one(client: Client, officer: User) -> None:
    with pytest.raises(NoService):
        ask(answered(), officer)
    receipt = make_receipt()
    answered(receipt)
    client.post("/receipt/", {"receipt": receipt})
    assert "/receipt/translate/" not in client.get("/receipt/thread/").content.decode()
    assert client.post("/receipt/translate/").status_code == 404


def test_only_who_works_with_reports_may_ask(service: Talk) -> None:
    with pytest.raises(NotAllowed):
        ask(answered(), make_user(Role.AUDITOR))


def test_a_reporter_has_our_answer_translated_and_no_minute_is_kept(
    client: Client, service: Talk
) -> None:
    receipt = make_receipt()
    report = answered(receipt)
    client.post("/receipt/", {"receipt": receipt})
    assert "/receipt/translate/" not in client.get("/receipt/thread/").content.decode()
    client.cookies["cb_language"] = "pl"
    assert "/receipt/translate/" in client.get("/receipt/thread/").content.decode()
    assert client.post("/receipt/translate/").status_code == 303
    row = Translation.objects.get(report=report)
    assert row.due_at is not None
    assert row.due_at == hour_band(row.due_at)
    entry = AuditEntry.objects.get(event="report.translation-asked")
    assert (entry.actor_id, entry.at) == ("anonymous", hour_band(entry.at))
    work_on_translations(now=clock.now())
    page = client.get("/receipt/thread/").content.decode()
    assert "WE FOUND IT." in page
    assert "We found it." in page
    assert 'lang="pl"' in page
    assert [asked["q"] for asked in service.asked] == ["We found it."]


def test_a_reporters_wish_sends_nothing_that_they_wrote(service: Talk) -> None:
    translate_for_reporter(report=answered(), language="pl", now=clock.now())
    work_on_translations(now=clock.now())
    assert all(WORDS not in asked["q"] for asked in service.asked)


def test_the_case_asks_for_leave_and_shows_what_came_back(
    client: Client, officer: User, service: Talk
) -> None:
    report = answered()
    sign_in(client, officer)
    where = f"/staff/reports/{report.reference}/"
    assert 'name="may_leave"' in client.get(where).content.decode()
    client.post(f"/staff/translate/{report.reference}/", {})
    assert Translation.objects.count() == 0
    client.post(f"/staff/translate/{report.reference}/", {"may_leave": "1"})
    work_on_translations(now=clock.now())
    assert WORDS.upper() in client.get(where).content.decode()


def test_the_case_says_plainly_that_no_service_is_set_up(client: Client, officer: User) -> None:
    report = answered()
    sign_in(client, officer)
    page = client.get(f"/staff/reports/{report.reference}/").content.decode()
    assert "No translation service is set up here" in page
