"""Suggested answers beside a report, and advice before words are sent: shown, never a bar."""

from datetime import timedelta
from typing import Any

import pytest

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.casework import rules
from commonbeat.casework.actions import withdraw_answer
from commonbeat.casework.models import AnswerUse, Decision, DecisionAdvice
from commonbeat.casework.rules import Advice, Purpose
from commonbeat.casework.tests.factories import (
    OFFERED,
    address,
    at_desk,
    make_answer,
    make_decision,
    press_send,
)
from commonbeat.core import clock
from commonbeat.reports.models import Report
from commonbeat.reports.rules import Topic
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=10)
BLAMES = f"{OFFERED} Why did you leave it there?"
POLISH = "Dziękujemy. Zajmujemy się tym teraz i napiszemy tutaj do jutra, co jest nowego."


@pytest.fixture(autouse=True)
def _it_is_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)


@pytest.fixture
def report() -> Report:
    return make_report()


def talk(words: str, **fields: str) -> dict[str, str]:
    """Return the fields of an answer."""
    return {"do": "talk", "kind": "answer", "words": words, **fields}


class TestSuggested:
    def test_a_link_fills_the_form_without_a_script(self, report: Report) -> None:
        answer = make_answer(
            words={"en": "About {reference}: you will hear from us here by {date}. {who} {link}"},
            now=NOON,
        )
        client, _user = at_desk(display_name="Sara Malik")
        page = client.get(f"{address(report)}?answer={answer.key}")
        form = page.context["forms"]["talk"]
        words = form["words"].value()
        assert words.startswith(f"About {report.reference}: you will hear from us here by ")
        assert "Sara, operations room" in words
        assert words.endswith("/receipt/")
        assert "{" not in words
        assert form["template"].value() == answer.key
        assert words in page.content.decode()

    def test_a_question_chooses_to_ask_and_words_at_the_end_open_their_form(
        self, report: Report
    ) -> None:
        question = make_answer(purpose=Purpose.QUESTION, now=NOON)
        closing = make_answer(purpose=Purpose.CLOSING, now=NOON)
        client, _user = at_desk()
        asked = client.get(f"{address(report)}?answer={question.key}")
        assert asked.context["forms"]["talk"]["kind"].value() == "ask"
        ended = client.get(f"{address(report)}?answer={closing.key}")
        assert ended.context["forms"]["end"]["words"].value() == OFFERED
        assert ended.context["suggesting"].picked == "end"

    def test_what_fits_the_kind_and_the_state_is_offered(self, report: Report) -> None:
        other = next(topic for topic in Topic if topic.value != report.topic)
        make_answer(title="For all", now=NOON)
        make_answer(title="For these", topic=report.topic, now=NOON)
        make_answer(title="For others", topic=other.value, now=NOON)
        make_answer(title="A question", purpose=Purpose.QUESTION, now=NOON)
        client, user = at_desk()
        suggesting = client.get(address(report)).context["suggesting"]
        assert [one.title for one in suggesting.talk] == ["For these", "For all", "A question"]
        make_decision(report, rules.DecisionKind.CLOSE, user=user)
        client.post(address(report), {"reason": "They telephoned about it"})
        suggesting = client.get(address(report)).context["suggesting"]
        assert [one.title for one in suggesting.talk] == ["For these", "For all"]

    def test_the_reporters_language_and_english_stand_side_by_side(self) -> None:
        report = make_report(language="pl")
        answer = make_answer(words={"en": OFFERED, "pl": POLISH, "es": "Hola a todos"}, now=NOON)
        lacking = make_answer(title="English alone", now=NOON)
        client, _user = at_desk()
        page = client.get(f"{address(report)}?answer={answer.key}")
        by_key = {one.key: one for one in page.context["suggesting"].talk}
        assert [text.language for text in by_key[answer.key].texts] == ["pl", "en"]
        assert by_key[lacking.key].lacks_theirs
        assert page.context["forms"]["talk"]["words"].value() == POLISH
        english = client.get(f"{address(report)}?answer={answer.key}&in=en")
        assert english.context["forms"]["talk"]["words"].value() == OFFERED

    def test_an_answer_that_is_gone_or_never_was_is_said_to_be(self, report: Report) -> None:
        client, _user = at_desk()
        page = client.get(f"{address(report)}?answer=none")
        assert "This answer is offered no more." in page.content.decode()

    def test_whoever_only_reads_is_offered_nothing(self, report: Report) -> None:
        make_answer(now=NOON)
        client, _user = at_desk(Role.INTELLIGENCE_OFFICER)
        page = client.post(address(report), {"reason": "A pattern of thefts"}, follow=True)
        assert page.context["suggesting"].talk == []


class TestAdvice:
    def test_words_without_advice_go_out_at_once(self, report: Report) -> None:
        client, _user = at_desk()
        assert press_send(client, report, **talk(OFFERED)).status_code == 302
        assert not DecisionAdvice.objects.exists()

    def test_advice_is_shown_once_and_one_more_press_sends_the_words_as_they_are(
        self, report: Report
    ) -> None:
        client, _user = at_desk()
        page = press_send(client, report, **talk(BLAMES))
        text = page.content.decode()
        assert page.status_code == 200
        for shown in ("Before this goes out", "May sound like blame", "Change it", BLAMES):
            assert shown in text
        assert not Decision.objects.exists()
        shown = page.context["forms"]["talk"]["shown"].value()
        assert shown == "blame"
        done = press_send(client, report, **talk(BLAMES, shown=shown, as_it_is="on"))
        assert done.status_code == 302
        advice = DecisionAdvice.objects.get()
        assert (advice.advice, advice.is_overridden) == ("blame", True)
        entry = AuditEntry.objects.get(event="report.decided")
        assert entry.details["advice"] == {"shown": ["blame"], "sent_as_it_was": ["blame"]}
        assert "leave it there" not in str(entry.details)
        again = client.get(address(report)).content.decode()
        assert "Advice read and not followed" in again

    def test_changed_words_go_out_and_the_advice_counts_as_followed(self, report: Report) -> None:
        client, _user = at_desk()
        done = press_send(client, report, **talk(OFFERED, shown="blame nonsense"))
        assert done.status_code == 302
        advice = DecisionAdvice.objects.get()
        assert (advice.advice, advice.is_overridden) == ("blame", False)

    def test_advice_that_was_not_on_the_page_is_shown_before_anything_goes_out(
        self, report: Report
    ) -> None:
        client, _user = at_desk()
        worse = f"{BLAMES} We will catch them."
        page = press_send(client, report, **talk(worse, shown="blame", as_it_is="on"))
        assert page.status_code == 200
        assert "Promises what we cannot keep" in page.content.decode()
        assert page.context["forms"]["talk"]["shown"].value() == "blame promise"
        assert not Decision.objects.exists()

    def test_the_warning_about_informants_comes_first_and_by_itself(self, report: Report) -> None:
        client, _user = at_desk()
        words = "Why did you leave? Find out where he lives."
        page = press_send(client, report, **talk(words, kind="ask"))
        text = page.content.decode()
        assert "find things out for us" in text
        assert "Before this goes out" not in text
        page = press_send(client, report, **talk(words, kind="ask", drift_accepted="on"))
        assert "Before this goes out" in page.content.decode()

    @pytest.mark.parametrize(
        "fields",
        [
            {"do": "end", "outcome": "dealt-with"},
            {"do": "share", "outcome": "council"},
            {"do": "hand-on", "outcome": "council"},
        ],
    )
    def test_words_at_the_end_are_looked_at_too(
        self, fields: dict[str, str], report: Report
    ) -> None:
        client, _user = at_desk()
        page = press_send(client, report, **fields, words=BLAMES)
        assert "May sound like blame" in page.content.decode()
        done = press_send(client, report, **fields, words=BLAMES, shown="blame", as_it_is="on")
        assert done.status_code == 302

    def test_sabotage_advice_that_nobody_sees_is_noticed(
        self, report: Report, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Sabotage: words go out whatever is to be said about them."""
        monkeypatch.setattr(rules, "may_send", lambda *args, **kwargs: True)
        client, _user = at_desk()
        assert press_send(client, report, **talk(BLAMES)).status_code == 302


class TestTheAnswerOfADecision:
    @pytest.mark.parametrize(("words", "is_changed"), [(OFFERED, False), (f"{OFFERED} Bye", True)])
    def test_it_is_kept_with_the_decision_and_whether_it_was_changed(
        self, words: str, is_changed: bool, report: Report
    ) -> None:
        answer = make_answer(now=NOON)
        client, _user = at_desk()
        assert press_send(client, report, **talk(words, template=answer.key)).status_code == 302
        use = AnswerUse.objects.get()
        assert (use.template, use.is_changed) == (answer, is_changed)
        details: dict[str, Any] = AuditEntry.objects.get(event="report.decided").details
        assert details["answer"] == {"template": answer.key, "changed": is_changed}
        assert "Began with our answer" in client.get(address(report)).content.decode()

    def test_withdrawn_while_somebody_writes_their_words_stay_and_they_hear_of_it(
        self, report: Report
    ) -> None:
        answer = make_answer(now=NOON)
        client, _user = at_desk()
        client.get(f"{address(report)}?answer={answer.key}")
        supervisor = make_user(Role.SUPERVISOR)
        withdraw_answer(answer=answer, user=supervisor, now=LATER - timedelta(minutes=1))
        mine = f"{OFFERED} And these are my own words."
        page = press_send(client, report, **talk(mine, template=answer.key))
        text = page.content.decode()
        assert "The suggested answer was withdrawn" in text
        assert mine in text
        assert page.context["forms"]["talk"]["template"].value() == answer.key
        assert not Decision.objects.exists()
        again = talk(mine, template=answer.key, shown="withdrawn", as_it_is="on")
        assert press_send(client, report, **again).status_code == 302
        assert AnswerUse.objects.get().template == answer
        assert DecisionAdvice.objects.get().advice == Advice.WITHDRAWN.value
