"""A whole report on one page, for whoever types fast: the same questions, the same forms."""

from dataclasses import dataclass, field
from datetime import datetime

from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from commonbeat.core.fieldsets import describe_errors
from commonbeat.reports.forms.asking import AskForm
from commonbeat.reports.forms.draft import Draft
from commonbeat.reports.forms.pages import FORMS
from commonbeat.reports.forms.steps import StepForm
from commonbeat.reports.rules import Identity, Topic
from commonbeat.reports.rules.questions import Door
from commonbeat.reports.rules.steps import Step, question_of

# Pages of the flow that a sheet has no room or no need for. Danger is asked once, at the top;
# a photograph is added by its owner with the receipt.
_NOT_HERE = frozenset(
    {
        *(Step.AGAIN, Step.DOOR, Step.DESTINATION, Step.IDENTITY),
        *(Step.EVIDENCE, Step.CHECK, Step.RECEIPT),
    }
)


# How somebody whose report is written down for them can be known; a made-up name needs nobody else.
TAKEN_RUNGS = (Identity.ANONYMOUS, Identity.CONFIDENTIAL, Identity.NAMED)


@dataclass(slots=True)
class Sheet:
    """A draft as one page shows it: ``forms`` by the name of their page, in the order of the flow.

    Quiet until ``judge`` was called.
    """

    draft: Draft
    now: datetime
    forms: dict[str, StepForm] = field(default_factory=dict)
    # Questions that an answer brought up and that the page before did not show.
    new: list[str] = field(default_factory=list)

    @classmethod
    def blank(cls, now: datetime, *, topic: str = "") -> "Sheet":
        """Return an empty sheet, about a topic if one is known."""
        draft = Draft.new()
        if topic in set(Topic):
            draft.answers["topic"] = topic
        return cls._of(draft, now)

    @classmethod
    def from_post(
        cls, post: QueryDict, now: datetime, *, rungs: tuple[Identity, ...] = ()
    ) -> "Sheet":
        """Return what was typed so far; ``rungs`` are those that the page lets choose."""
        draft = Draft.from_post(post, knows_account=False)
        sheet = cls._of(draft, now, rung=draft.rung if draft.rung in rungs else None)
        before = set(post.get("shown", "").split())
        sheet.new = [page for page in sheet.asked if page not in before]
        return sheet

    @classmethod
    def _of(cls, draft: Draft, now: datetime, *, rung: Identity | None = None) -> "Sheet":
        # The question about danger at the top of the sheet stands for the one about "just now".
        draft.answers["danger_again"] = "no"
        # It is written down by or for the police.
        draft.answers.pop("destination", None)
        draft.answers["identity"] = (rung or Identity.ANONYMOUS).value
        sheet = cls(draft, now)
        sheet.forms = {page: draft.quiet_form(page, now) for page in sheet._pages()}
        return sheet

    def _pages(self) -> list[str]:
        order = self.draft.order(self.now)
        return [page for page in order if page not in _NOT_HERE and self._has_form(page)]

    def _has_form(self, page: str) -> bool:
        return page in FORMS or bool(question_of(page))

    @property
    def asked(self) -> list[str]:
        """The pages of the topic's own questions that these answers lead to."""
        return [page for page in self.forms if question_of(page)]

    @property
    def shown(self) -> str:
        """The questions on this page, as a hidden field carries them."""
        return " ".join(self.asked)

    def judge(self) -> bool:
        """Judge every answer; return whether the report can be taken as it is."""
        self.forms = {page: self.draft.form(page, self.now) for page in self._pages()}
        faulty = [form for form in self.forms.values() if not form.is_valid()]
        danger = [form for form in self.forms.values() if form.is_valid() and form.says_danger]
        for form in danger:
            name = next(iter(form.fields))
            form.add_error(
                name, _("Somebody is in danger: call the control room now. Write it down after.")
            )
        return not faulty and not danger

    def form(self, page: str) -> StepForm | None:
        """Return the form of one page, if this report has it."""
        return self.forms.get(page)

    def contact(self) -> StepForm:
        """Return the form for a name, which a page shows before anybody chose to give one."""
        return self.forms.get(Step.CONTACT) or self.draft.quiet_form(Step.CONTACT, self.now)

    def errors(self) -> list[dict[str, str]]:
        """Return what is to be mended, in the order of the page."""
        return describe_errors(self.forms.values())

    def questions(self) -> list[tuple[BoundField, bool]]:
        """Return the topic's own questions, each with whether an answer just brought it up."""
        asks = [(page, self.forms[page]) for page in self.asked]
        return [(ask[ask.name], page in self.new) for page, ask in asks if isinstance(ask, AskForm)]

    def door(self) -> Door | None:
        """Return who helps better than the police, if these answers say so."""
        if Step.DOOR not in self.draft.order(self.now):
            return None
        return self.draft.questions.door
