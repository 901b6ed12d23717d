"""A report that is being written: it travels in the page, and is kept nowhere else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict

from commonbeat.core.ids import random_code
from commonbeat.reports.forms import steps
from commonbeat.reports.forms.when import WhenForm
from commonbeat.reports.rules import (
    DESCRIPTION_LENGTH,
    RECEIPT_LENGTH,
    Identity,
    Intake,
    Topic,
    When,
    clean_receipt,
)
from commonbeat.reports.rules.intake import needs_second_check
from commonbeat.reports.rules.steps import Step

FORMS: dict[Step, type[steps.StepForm]] = {
    Step.EMERGENCY: steps.EmergencyForm,
    Step.WHAT: steps.TopicForm,
    Step.WHEN: WhenForm,
    Step.AGAIN: steps.AgainForm,
    Step.WHERE: steps.WhereForm,
    Step.WORDS: steps.WordsForm,
    Step.PHOTO: steps.PhotoForm,
    Step.IDENTITY: steps.IdentityForm,
}

# What the inputs of each page are called; whatever else is posted is not looked at.
NAMES: dict[Step, tuple[str, ...]] = {
    Step.EMERGENCY: ("danger",),
    Step.WHAT: ("topic",),
    Step.WHEN: (
        "when",
        *(f"{name}_{part}" for name in ("day", "from_day", "to_day") for part in range(3)),
        "time",
        "from_time",
        "to_time",
        "said_on",
    ),
    Step.AGAIN: ("danger_again",),
    Step.WHERE: ("place", "cell", "where_unknown"),
    Step.WORDS: ("description",),
    Step.PHOTO: ("photo",),
    Step.IDENTITY: ("identity",),
    Step.CHECK: (),
    Step.RECEIPT: (),
}
# Far over every limit, so that what is too long is shown again whole and can be made shorter.
_LONGEST = DESCRIPTION_LENGTH * 20


@dataclass(slots=True)
class Draft:
    """The answers so far, as they were typed."""

    receipt: str
    answers: dict[str, str] = field(default_factory=dict)
    knows_account: bool = False
    _forms: dict[Step, steps.StepForm] = field(default_factory=dict, repr=False)

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
            for names in NAMES.values()
            for name in names
            if post.get(name)
        }
        draft = cls(receipt=receipt, answers=answers, knows_account=knows_account)
        draft._choose_cell(post)
        return draft

    def _choose_cell(self, post: QueryDict) -> None:
        """Of a cell chosen before and out of sight, and one chosen now, the new one counts."""
        before = post.get("cell_before", "")
        chosen = [cell for cell in post.getlist("cell") if cell]
        new = [cell for cell in chosen if cell != before]
        if chosen:
            self.answers["cell"] = (new or chosen)[-1][:20]

    def order(self, now: datetime) -> list[Step]:
        """Return the pages that this report needs, in order."""
        left_out: set[Step] = set()
        if self.topic is Topic.QUESTION:
            left_out |= {Step.WHEN, Step.AGAIN, Step.PHOTO}
        elif not self._just_happened(now):
            left_out.add(Step.AGAIN)
        if not self.knows_account:
            left_out.add(Step.IDENTITY)
        return [step for step in Step if step not in left_out]

    def following(self, step: Step, now: datetime) -> Step:
        """Return the page after ``step``."""
        pages = self.order(now)
        later = [other for other in pages if list(Step).index(other) > list(Step).index(step)]
        return later[0] if later else Step.RECEIPT

    def before(self, step: Step, now: datetime) -> Step | None:
        """Return the page before ``step``, or nothing on the first one."""
        pages = self.order(now)
        earlier = [other for other in pages if list(Step).index(other) < list(Step).index(step)]
        return earlier[-1] if earlier else None

    @property
    def topic(self) -> Topic | None:
        """What it is about, if that was said."""
        value = self.answers.get("topic", "")
        return Topic(value) if value in set(Topic) else None

    def _just_happened(self, now: datetime) -> bool:
        if not self.answers.get("when"):
            return False
        form = self.form(Step.WHEN, now)
        if not form.is_valid():
            return self.answers["when"] in {When.NOW.value, When.STILL.value}
        data = form.cleaned_data
        return needs_second_check(data["when"], data["happened_from"], now=now)

    def form(self, step: Step, now: datetime) -> steps.StepForm:
        """Return the form of a page, filled with what was typed; judged once."""
        if step not in self._forms:
            self._forms[step] = FORMS[step](data=self.answers, now=now)
        return self._forms[step]

    def quiet_form(self, step: Step, now: datetime) -> steps.StepForm:
        """Return the form of a page with what was typed, without a word about it."""
        return FORMS[step](data=self.answers, now=now).quiet()

    def hidden(self, shown: Step) -> Iterator[tuple[str, str]]:
        """Return what a page must carry along: every answer that is not asked on it."""
        own = set(NAMES[shown])
        for name, value in self.answers.items():
            if name not in own:
                yield name, value

    def first_gap(self, now: datetime) -> tuple[Step, steps.StepForm] | None:
        """Return the first page whose answer is missing or wrong, with its form."""
        for step in self.order(now):
            if step in FORMS:
                form = self.form(step, now)
                if not form.is_valid() or is_danger(form):
                    return step, form
        return None

    def intake(self, now: datetime, *, language: str) -> Intake:
        """Return the report as typed values; only for a draft without a gap."""
        data: dict[str, Any] = {}
        for step in self.order(now):
            if step in FORMS:
                form = self.form(step, now)
                form.is_valid()
                data |= form.cleaned_data
        return Intake(
            receipt=self.receipt,
            topic=data["topic"],
            description=data["description"],
            when=data.get("when", When.UNKNOWN),
            happened_from=data.get("happened_from"),
            happened_to=data.get("happened_to"),
            cell=data.get("cell"),
            place=data.get("place", ""),
            photo=data.get("photo", ""),
            identity=data.get("identity", Identity.ANONYMOUS),
            language=language,
        )


def is_danger(form: steps.StepForm) -> bool:
    """Say whether the answer is that somebody is in danger: then no form goes on."""
    answers = (form.cleaned_data.get("danger"), form.cleaned_data.get("danger_again"))
    return "yes" in answers
