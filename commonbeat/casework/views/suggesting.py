"""Suggested answers in the page of a report, and the words that one of them fills in."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from commonbeat.accounts.permissions import MemberRequest
from commonbeat.casework import queries
from commonbeat.casework.forms import EndForm, TalkForm
from commonbeat.casework.models import AnswerTemplate
from commonbeat.casework.permissions import can_decide
from commonbeat.casework.presenters import AnswerChoice, answer_choice
from commonbeat.casework.rules import DecisionKind, Purpose, may_decide, purpose_of
from commonbeat.reports.models import Report

_KINDS = (DecisionKind.ANSWER, DecisionKind.ASK, DecisionKind.CLOSE)


@dataclass(slots=True)
class Suggesting:
    """The answers beside each form, and what the chosen one fills in (``begun``, by form)."""

    talk: list[AnswerChoice] = field(default_factory=list)
    end: list[AnswerChoice] = field(default_factory=list)
    begun: dict[str, dict[str, Any]] = field(default_factory=dict)
    picked: str = ""
    # The address named an answer that is not offered (any more).
    is_gone: bool = False


def suggesting_for(request: MemberRequest, report: Report, *, now: datetime) -> Suggesting:
    """Return the answers that fit a report for somebody who may decide about it."""
    suggesting = Suggesting()
    if not can_decide(request.user):
        return suggesting
    purposes = [
        purpose
        for kind in _KINDS
        if may_decide(kind, report.status) and (purpose := purpose_of(kind)) is not None
    ]
    offered = queries.offered_answers(report, purposes=purposes, now=now)
    for template in offered:
        choice = answer_choice(template, report, user=request.user, now=now)
        (suggesting.end if _is_closing(template) else suggesting.talk).append(choice)
    if key := request.GET.get("answer", ""):
        _pick(suggesting, offered, key, request.GET.get("in", ""))
    return suggesting


def _pick(suggesting: Suggesting, offered: list[AnswerTemplate], key: str, language: str) -> None:
    template = next((row for row in offered if row.key == key), None)
    if template is None:
        suggesting.is_gone = True
        return
    choices = suggesting.end if _is_closing(template) else suggesting.talk
    choice = next(one for one in choices if one.key == key)
    text = next((text for text in choice.texts if text.language == language), choice.texts[0])
    name = EndForm.name if _is_closing(template) else TalkForm.name
    suggesting.picked = name
    suggesting.begun[name] = {"words": text.words, "template": key}
    if name == TalkForm.name:
        suggesting.begun[name]["kind"] = choice.kind


def _is_closing(template: AnswerTemplate) -> bool:
    return template.purpose == Purpose.CLOSING.value
