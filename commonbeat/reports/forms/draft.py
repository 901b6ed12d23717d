"""A report that is being written: it travels in the page, and is kept nowhere else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict

from commonbeat.core.ids import random_code, row_number
from commonbeat.places.queries import cell_from_text, cell_text, wider_cell
from commonbeat.reports.forms import steps
from commonbeat.reports.forms.asking import AskForm, answer_name, joined, values_of
from commonbeat.reports.forms.destination import chosen_in
from commonbeat.reports.forms.identity import rung_in
from commonbeat.reports.forms.pages import FORMS, NAMES
from commonbeat.reports.queries import SetInUse, question_set, receivers
from commonbeat.reports.rules import (
    DESCRIPTION_LENGTH,
    RECEIPT_LENGTH,
    Chosen,
    Identity,
    Intake,
    Topic,
    When,
    clean_receipt,
    read_choice,
)
from commonbeat.reports.rules.identity import needs_contact
from commonbeat.reports.rules.intake import needs_second_check
from commonbeat.reports.rules.questions import (
    SIGNPOSTED,
    Answers,
    Part,
    Question,
    QuestionSet,
    wrong_answer,
)
from commonbeat.reports.rules.steps import Step, ask_page, question_of

# No page asks for it: the page that somebody came from put it there.
_CARRIED = ("about",)
# Far over every limit, so that what is too long is shown again whole and can be made shorter.
_LONGEST = DESCRIPTION_LENGTH * 20
# More questions than any set has, in case somebody changes their mind about the topic.
_MOST_ANSWERS = 60
_LEAVES_OUT: dict[Part, tuple[Step, ...]] = {
    Part.WHEN: (Step.WHEN, Step.AGAIN),
    Part.WHERE: (Step.WHERE,),
    Part.PHOTO: (Step.EVIDENCE,),
}
_NO_SET = QuestionSet()


@dataclass(slots=True)
class Draft:
    """The answers so far, as they were typed."""

    receipt: str
    answers: dict[str, str] = field(default_factory=dict)
    knows_account: bool = False
    begun_with: int | None = None  # the version of the question set that was asked so far
    _forms: dict[str, steps.StepForm] = field(default_factory=dict, repr=False)
    _set: SetInUse | None = field(default=None, repr=False)

    @classmethod
    def new(cls) -> "Draft":
        """Return an empty report with a receipt of its own."""
        return cls(receipt=random_code(RECEIPT_LENGTH))

    @classmethod
    def from_post(cls, post: QueryDict, *, knows_account: bool) -> "Draft":
        """Return what a page sent; a receipt that cannot be one is replaced."""
        receipt = clean_receipt(post.get("receipt", "")) or random_code(RECEIPT_LENGTH)
        answers = {
            name: str(post[name])[:_LONGEST]
            for names in (*NAMES.values(), _CARRIED)
            for name in names
            if post.get(name)
        }
        told = [name for name in post if name.startswith(answer_name(""))][:_MOST_ANSWERS]
        answers |= {
            name[:40]: text for name in told if (text := joined(post.getlist(name))[:_LONGEST])
        }
        draft = cls(receipt=receipt, answers=answers, knows_account=knows_account)
        draft.begun_with = row_number(post.get("set", ""))
        draft._choose_cell(post)
        draft._keep_home_wide()
        return draft

    def _choose_cell(self, post: QueryDict) -> None:
        """Of a cell chosen before and out of sight, and one chosen now, the new one counts."""
        before = post.get("cell_before", "")
        chosen = [cell for cell in post.getlist("cell") if cell]
        new = [cell for cell in chosen if cell != before]
        if chosen:
            self.answers["cell"] = (new or chosen)[-1][:20]

    def _keep_home_wide(self) -> None:
        """Of a home forget the spot and the street before anything is drawn or kept."""
        cell = cell_from_text(self.answers.get("cell", ""))
        if self.answers.get("home") and cell is not None:
            self.answers["cell"] = cell_text(wider_cell(cell))
            self.answers.pop("place", None)

    @property
    def topic(self) -> Topic | None:
        """What it is about, if that was said."""
        value = self.answers.get("topic", "")
        return Topic(value) if value in set(Topic) else None

    @property
    def about(self) -> str:
        """The name of what the police made public and this adds to, or nothing."""
        return self.answers.get("about", "")

    @property
    def chosen(self) -> Chosen:
        """Who shall read it, as far as this person said: the police, unless they chose others."""
        return chosen_in(self.answers)

    @property
    def asks_destination(self) -> bool:
        """Whether there is a choice, or was one that must not be forgotten in silence."""
        told = self.answers.get("destination", "")
        return bool(receivers()) or (bool(told) and read_choice(told) != Chosen())

    @property
    def rung(self) -> Identity:
        """How this person wants to be known, as far as they said."""
        return Identity.COUNTED if self.chosen.is_counted else rung_in(self.answers)

    @property
    def set_in_use(self) -> SetInUse | None:
        """The version of the question set that this report answers."""
        if self.topic is None:
            return None
        if self._set is None or self._set.topic is not self.topic:
            self._set = question_set(self.topic, self.begun_with)
        return self._set

    @property
    def questions(self) -> QuestionSet:
        """What is asked about the topic, or nothing before there is one."""
        in_use = self.set_in_use
        return in_use.questions if in_use else _NO_SET

    @property
    def told(self) -> Answers:
        """The answers to the questions of the set, as far as they can be answers."""
        found = {
            question.key: values_of(question, self.answers.get(answer_name(question.key), ""))
            for question in self.questions.questions
        }
        return {
            question.key: found[question.key]
            for question in self.questions.questions
            if found[question.key] and not wrong_answer(question, found[question.key])
        }

    def question(self, page: str) -> Question | None:
        """Return the question that a page asks, if this report has it."""
        key = question_of(page)
        return next((each for each in self.questions.questions if each.key == key), None)

    def every_page(self) -> list[str]:
        """Return all pages that a report of this topic could have, in order."""
        asks = self.questions.questions
        first = [ask_page(question.key) for question in asks if question.first]
        later = [ask_page(question.key) for question in asks if not question.first]
        pages = list[str](Step)
        pages[pages.index(Step.DOOR) : pages.index(Step.DOOR)] = first
        pages[pages.index(Step.EVIDENCE) : pages.index(Step.EVIDENCE)] = later
        return pages

    def order(self, now: datetime) -> list[str]:
        """Return the pages that this report needs, in order."""
        left_out: set[str] = {step for part in self.questions.without for step in _LEAVES_OUT[part]}
        told = self.told
        if not self._just_happened(now):
            left_out.add(Step.AGAIN)
        if not needs_contact(self.rung, has_account=self.knows_account):
            left_out.add(Step.CONTACT)
        if not self._has_door(told):
            left_out.add(Step.DOOR)
        if not self.asks_destination:
            left_out.add(Step.DESTINATION)
        if self.asks_destination and self.chosen.is_counted:
            left_out.add(Step.IDENTITY)
        if not self.chosen.to_police:
            # Files are for the police alone.
            left_out.add(Step.EVIDENCE)
        asked = {ask_page(question.key) for question in self.questions.asked(told)}
        if self.rung is Identity.COUNTED:
            # Nothing more is asked of what would be thrown away; what is urgent came before.
            left_out.add(Step.EVIDENCE)
            # Whoever only says that they saw it too is asked for no words to throw away.
            if not self.answers.get("description"):
                left_out.add(Step.WORDS)
            asked = {ask_page(each.key) for each in self.questions.asked(told) if each.first}
        return [
            page
            for page in self.every_page()
            if page not in left_out and (page in asked or not question_of(page))
        ]

    def _has_door(self, told: Answers) -> bool:
        door = self.questions.door
        return door is not None and door.is_shown(told)

    def following(self, page: str, now: datetime) -> str:
        """Return the page after one."""
        every = self.every_page()
        later = every[every.index(page) + 1 :]
        return next((other for other in self.order(now) if other in later), Step.RECEIPT)

    def before(self, page: str, now: datetime) -> str | None:
        """Return the page before one, or nothing on the first one."""
        every = self.every_page()
        earlier = every[: every.index(page)]
        found = [other for other in self.order(now) if other in earlier]
        return found[-1] if found else None

    def _just_happened(self, now: datetime) -> bool:
        if not self.answers.get("when") or Part.WHEN in self.questions.without:
            return False
        form = self.form(Step.WHEN, now)
        if not form.is_valid():
            return self.answers["when"] in {When.NOW.value, When.STILL.value}
        data = form.cleaned_data
        return needs_second_check(data["when"], data["happened_from"], now=now)

    def form(self, page: str, now: datetime) -> steps.StepForm:
        """Return the form of a page, filled with what was typed; judged once."""
        if page not in self._forms:
            self._forms[page] = self.new_form(page, now)
        return self._forms[page]

    def new_form(self, page: str, now: datetime) -> steps.StepForm:
        """Return the form of a page, to be judged as things are now."""
        question = self.question(page)
        if question:
            return AskForm(question, data=self.answers, now=now)
        return FORMS[Step(page)](data=self.answers, now=now)

    def quiet_form(self, page: str, now: datetime) -> steps.StepForm:
        """Return the form of a page with what was typed, without a word about it."""
        return self.new_form(page, now).quiet()

    def hidden(self, shown: str) -> Iterator[tuple[str, str]]:
        """Return what a page must carry along: every answer that is not asked on it."""
        own = {answer_name(question_of(shown))} if question_of(shown) else {*NAMES[Step(shown)]}
        if self.set_in_use and self.set_in_use.id:
            yield "set", str(self.set_in_use.id)
        for name, value in self.answers.items():
            if name not in own:
                yield name, value

    def first_gap(self, now: datetime) -> tuple[str, steps.StepForm] | None:
        """Return the first page whose answer is missing or wrong, with its form."""
        for page in self.order(now):
            if page in FORMS or question_of(page):
                form = self.form(page, now)
                if not form.is_valid() or form.says_danger:
                    return page, form
        return None

    def intake(self, now: datetime, *, language: str) -> Intake:
        """Return the report as typed values; only for a draft without a gap."""
        data: dict[str, Any] = {}
        for page in self.order(now):
            if page in FORMS:
                form = self.form(page, now)
                form.is_valid()
                data |= form.cleaned_data
        in_use = self.set_in_use
        return Intake(
            receipt=self.receipt,
            topic=data["topic"],
            description=data.get("description", ""),
            when=data.get("when", When.UNKNOWN),
            happened_from=data.get("happened_from"),
            happened_to=data.get("happened_to"),
            cell=data.get("cell"),
            place=data.get("place", ""),
            identity=self._identity(data),
            pseudonym=data.get("pseudonym", ""),
            contact=data.get("contact"),
            language=language,
            answers=self._kept(),
            question_set=in_use.id if in_use else None,
            about=self.about,
            to_police=self.chosen.to_police or self.chosen.is_counted,
            sent_to=self.chosen.organisation,
        )

    def _identity(self, data: dict[str, Any]) -> Identity:
        if self.chosen.is_counted:
            return Identity.COUNTED
        identity: Identity = data.get("identity", Identity.ANONYMOUS)
        return identity

    def _kept(self) -> Answers:
        kept = self.questions.kept(self.told)
        return {**kept, SIGNPOSTED: ("yes",)} if self._has_door(self.told) else kept
