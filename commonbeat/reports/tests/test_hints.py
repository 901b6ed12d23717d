"""A machine says in which language a report probably is; it decides nothing."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.core import clock, tongues
from commonbeat.reports.actions.hints import hint_languages
from commonbeat.reports.models import LanguageHint
from commonbeat.reports.queries import language_hint
from commonbeat.reports.tests.factories import make_report

POLISH = "Ktoś ukradł mój rower spod biblioteki wczoraj wieczorem."
SAID = {
    "en": "Somebody took my bike from the library last night.",
    "pl": POLISH,
    "es": "Alguien robó mi bicicleta delante de la biblioteca ayer por la noche.",
    "ar": "سرق أحدهم دراجتي أمام المكتبة مساء أمس",
    "zh-hans": "昨晚有人在图书馆门口偷了我的自行车",
    "ro": "Cineva mi-a furat bicicleta din fața bibliotecii aseară.",
    "ur": "کسی نے میری سائیکل لائبریری کے سامنے سے چرا لی ہے",
}
needs_extra = pytest.mark.skipif(
    not tongues.is_installed(), reason="the extra “language” is not installed"
)


@needs_extra
@pytest.mark.parametrize("language", SAID)
def test_the_languages_of_the_town_are_told_apart(language: str) -> None:
    found = tongues.guess(SAID[language])
    assert found is not None
    assert found.language == language
    assert found.sure >= 90


@needs_extra
@pytest.mark.parametrize("text", ["", "ok", "bike gone", "1234567890" * 3, "?" * 500, "自行车"])
def test_of_short_or_unsure_words_nothing_is_said(text: str) -> None:
    assert tongues.guess(text) is None


@needs_extra
def test_only_likely_languages_are_looked_among(settings: Settings) -> None:
    settings.LIKELY_LANGUAGES = ["en", "es"]
    found = tongues.guess(POLISH)
    assert found is None or found.language in {"en", "es"}


@needs_extra
@pytest.mark.django_db
def test_the_choice_of_the_person_stays_as_it_was() -> None:
    now = clock.now()
    report = make_report(description=POLISH, language="en", now=now)
    assert hint_languages(now=now) == 1
    report.refresh_from_db()
    assert report.language == "en"
    hint = language_hint(report)
    assert hint is not None
    assert hint.language == "pl"


@needs_extra
@pytest.mark.django_db
def test_each_report_is_looked_at_once_and_old_ones_never() -> None:
    now = clock.now()
    make_report(description="ok", now=now)
    make_report(description=POLISH, now=now - timedelta(days=30))
    assert [hint_languages(now=now), hint_languages(now=now)] == [1, 0]
    assert LanguageHint.objects.get().language == ""


@needs_extra
@pytest.mark.django_db
def test_staff_read_it_as_a_hint(client: Client) -> None:
    now = clock.now()
    report = make_report(description=POLISH, language="en", now=now)
    hint_languages(now=now)
    sign_in(client, make_user(Role.TRIAGE_OPERATOR))
    page = client.get(f"/staff/reports/{report.reference}/").content.decode()
    assert "Probably Polish (hint" in page


@pytest.mark.django_db
def test_without_the_extra_nobody_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tongues, "find_spec", lambda _name: None)
    make_report(description=POLISH, now=clock.now())
    assert hint_languages(now=clock.now()) == 0
    assert not LanguageHint.objects.exists()
