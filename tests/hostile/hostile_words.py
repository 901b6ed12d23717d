"""Every text that anybody writes, said with hostile words, and every page and letter showing it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import sign_in
from commonbeat.casework.actions import acknowledge_alarm, close_alarm
from commonbeat.casework.rules import DecisionKind, Thought
from commonbeat.casework.tests.factories import address, at_desk, make_alarm, make_decision
from commonbeat.core import clock
from commonbeat.delivery.channels.email.letters import write_letter
from commonbeat.delivery.tests.factories import make_content
from commonbeat.publishing.rules import ADVICE_LENGTH, FACTS_LENGTH, HEADLINE_LENGTH, Words
from commonbeat.publishing.tests.factories import make_live_warning
from commonbeat.reports.actions import answer_received, say_as_reporter
from commonbeat.reports.models import Identity, Topic
from commonbeat.reports.queries import question_set
from commonbeat.reports.rules import DESCRIPTION_LENGTH, MESSAGE_LENGTH, PLACE_LENGTH, Contact
from commonbeat.reports.rules.identity import NAME_LENGTH, REACH_LENGTH, TIMES_LENGTH, Reach
from commonbeat.reports.rules.questions import TEXT_LENGTH
from commonbeat.reports.tests.factories import (
    make_member,
    make_receipt,
    make_receiver,
    make_report,
    make_sent,
)
from tests.hostile.reading_words import Seen, read

# Every text with the most that it takes.
FIELDS = {
    "description": DESCRIPTION_LENGTH,
    "place": PLACE_LENGTH,
    "answer": TEXT_LENGTH,
    "pseudonym": NAME_LENGTH,
    "contact name": NAME_LENGTH,
    "contact address": REACH_LENGTH,
    "contact times": TIMES_LENGTH,
    "message": MESSAGE_LENGTH,
    "decision words": 2_000,
    "decision reason": 500,
    "decision thought": 2_000,
    "control room": 80,
    "organisation answer": MESSAGE_LENGTH,
    "organisation name": 120,
    "person name": 80,
    "headline": HEADLINE_LENGTH,
    "facts": FACTS_LENGTH,
    "advice": ADVICE_LENGTH,
    "asked": PLACE_LENGTH,
    "letter subject": PLACE_LENGTH,
    "letter": DESCRIPTION_LENGTH,
}
# Some texts ask for a few plain words too.
_PLAIN = "Three plain words "


def sign_of(field: str) -> str:
    """Return the one letter that stands before what a field says, to know it again."""
    return chr(ord("①") + list(FIELDS).index(field))


def chunks(said: tuple[str, ...], most: int) -> list[str]:
    """Return what is said in as few texts of at most ``most`` letters as hold it."""
    found = [""]
    for words in said:
        longer = f"{found[-1]} {words}".strip()
        found = [*found[:-1], longer] if len(longer) <= most else [*found, words]
    return found


def rounds(said: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Yield what each field says, round by round, until each said everything.

    Fields start at different places, so that a few rounds hear all of it from some field.
    """
    parts = {}
    for field, most in FIELDS.items():
        room = most - len(sign_of(field)) - (len(_PLAIN) if field.startswith("decision") else 0)
        parts[field] = chunks(said, room)
    longest = max(len(texts) for texts in parts.values())
    for turn in range(longest):
        yield {
            field: sign_of(field) + texts[(turn + number * len(texts) // len(FIELDS)) % len(texts)]
            for number, (field, texts) in enumerate(parts.items())
        }


@dataclass(frozen=True, slots=True)
class Stage:
    """What was made with the words of one round."""

    words: Mapping[str, str]
    now: datetime

    def pages(self) -> Iterator[Seen]:
        """Yield every page and letter that shows some of the words."""
        yield from self._of_one_report()
        yield from self._of_an_organisation()
        yield from self._of_the_public()
        yield self._letter()

    def _of_one_report(self) -> Iterator[Seen]:
        code, asked = make_receipt(), question_set(Topic.BIKE_TAKEN)
        told: dict[str, Any] = {
            "description": self.words["description"],
            "place": self.words["place"],
            "answers": {"bike": (self.words["answer"],)},
            "question_set": asked.id,
            "now": self.now,
        }
        report = make_report(receipt=code, **told)
        unnamed = make_report(
            identity=Identity.PSEUDONYM, pseudonym=self.words["pseudonym"], **told
        )
        contact = Contact(
            self.words["contact name"],
            Reach.OTHER,
            self.words["contact address"],
            self.words["contact times"],
        )
        named = make_report(identity=Identity.NAMED, contact=contact, **told)
        officer, user = at_desk(Role.SUPERVISOR, display_name=self.words["person name"])
        reason = _PLAIN + self.words["decision reason"]
        for kind in (DecisionKind.TAKE, DecisionKind.ASK):
            words = "" if kind is DecisionKind.TAKE else _PLAIN + self.words["decision words"]
            make_decision(report, kind, user=user, words=words, reason=reason, now=self.now)
        thoughts = {Thought.HARM: _PLAIN + self.words["decision thought"]}
        alarm = make_alarm(report, user=user, now=self.now, reason=reason, thoughts=thoughts)
        acknowledge_alarm(alarm=alarm, user=user, now=self.now)
        called = self.words["control room"]
        close_alarm(alarm=alarm, reference=called, user=user, now=self.now)
        say_as_reporter(report=report, body=self.words["message"], now=self.now)
        holder = Client()
        holder.post("/receipt/", {"receipt": code})
        for path in ("/receipt/thread/", "/receipt/withdraw/"):
            yield _page(holder, path)
        cases = [address(each) for each in (report, unnamed, named)]
        for path in (*cases, f"/staff/alarms/{alarm.key}/", "/staff/queue/", "/me/"):
            yield _page(officer, path)
        for role, path in ((Role.AUDITOR, "audit"), (Role.ADMINISTRATOR, "members")):
            yield _page(at_desk(role)[0], f"/staff/{path}/")

    def _of_an_organisation(self) -> Iterator[Seen]:
        body = make_receiver(self.words["organisation name"])
        member = make_member(body, display_name=self.words["person name"])
        desk, holder, code = Client(), Client(), make_receipt()
        sign_in(desk, member)
        sent = make_sent(
            body,
            receipt=code,
            description=self.words["description"],
            place=self.words["place"],
            now=self.now,
        )
        answer_received(
            received=sent, body=self.words["organisation answer"], member=member, now=self.now
        )
        holder.post("/receipt/", {"receipt": code})
        yield _page(holder, "/receipt/thread/")
        one = reverse("reports:received_one", kwargs={"key": sent.report.key})
        for path in ("/partner/", "/partner/received/", one):
            yield _page(desk, path)

    def _of_the_public(self) -> Iterator[Seen]:
        words = Words(self.words["headline"], self.words["facts"], self.words["advice"])
        warning = make_live_warning(words={"en": words}, now=self.now)
        officer, _user = at_desk(Role.SUPERVISOR)
        for path in ("/staff/warnings/", f"/staff/warnings/{warning.key}/"):
            yield _page(officer, path)
        stranger = Client()
        for path in ("/", "/near-me/", f"/alerts/{warning.key}/"):
            yield _page(stranger, path)
        asked = self.words["asked"]
        yield _page(stranger, "/near-me/", {"q": asked, "map": asked})
        yield _page(officer, "/staff/queue/", {"find": asked, "q": asked})
        fields = {"description": self.words["description"], "place": self.words["place"]}
        for step in ("words", "where", "check", "what", "when"):
            sent = {**fields, "topic": "bike-taken", "when": asked, "go": step}
            yield _read(f"report {step}", stranger.post("/report/", sent))

    def _letter(self) -> Seen:
        content = make_content(
            label=f"words:{self.now.isoformat()}:{self.words['headline'][:20]}",
            subject=self.words["letter subject"],
            body=self.words["letter"],
        )
        sent = write_letter(content).addressed(to="a@b.example", message_pk=1, stop_token="t")
        mail = message_from_bytes(sent, policy=default)
        assert isinstance(mail, EmailMessage)
        part = mail.get_body(("html",))
        assert part is not None
        return read("letter", part.get_content())


def _page(client: Client, path: str, asked: dict[str, str] | None = None) -> Seen:
    return _read(f"{path} asked" if asked else path, client.get(path, asked))


def _read(name: str, page: Any) -> Seen:
    assert page.status_code in {200, 422}, (name, page.status_code)
    return read(name, page.content.decode())


def pages(words: Mapping[str, str]) -> Iterator[Seen]:
    """Say the words of one round in every text, and yield every page and letter that shows any."""
    cache.clear()
    return Stage(words, clock.now()).pages()
