"""Writing a sanitised copy, agreeing to it, checking it, and giving it to somebody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import Organisation, User
from commonbeat.intelligence import rules
from commonbeat.intelligence.actions.errors import (
    HandlingUnset,
    NotNow,
    Regraded,
    TakenAlong,
    WordsMissing,
)
from commonbeat.intelligence.actions.writing_down import (
    check_no_receipt,
    check_says_why,
    count_change,
    locked,
    write_down,
)
from commonbeat.intelligence.models import (
    CopiedItem,
    CopyRecipient,
    IntelligenceReport,
    Item,
    SanitisedCopy,
    SourceDetail,
)
from commonbeat.intelligence.permissions import (
    check_can_agree,
    check_can_check_copy,
    check_can_give,
    check_can_sanitise,
)
from commonbeat.intelligence.queries import (
    copied_items,
    current_grading,
    items_of,
    regraded_since,
)
from commonbeat.intelligence.rules import COPY_TABLE, CopyState, Crowd, Handling, State


@dataclass(frozen=True, slots=True)
class CopyWords:
    """A copy as its writer writes it: words by number of item; an item without words stays out."""

    words: Mapping[int, str]
    crowd: Crowd
    reason: str
    conditions: str = ""


@transaction.atomic
def write_copy(
    *, report: IntelligenceReport, copy: CopyWords, user: User, expected: int, now: datetime
) -> SanitisedCopy:
    """Write a copy of some items by hand; where 1 to 3 people could know, a supervisor is asked.

    Raises ``NotAllowed``, ``ReasonMissing``, ``Changed``, ``NotNow``, ``WordsMissing``,
    ``HandlingUnset``, ``TakenAlong`` and ``ReceiptInside``.
    """
    check_can_sanitise(user)
    check_says_why(copy.reason)
    current = locked(report, expected=expected)
    if current.standing is not State.GRADED:
        raise NotNow(_("Finish the grading first. Only a graded report is copied."))
    chosen = [item for item in items_of(current) if copy.words.get(item.number, "").strip()]
    handlings = [_handling(item) for item in chosen]
    _check_copy(copy, current, chosen, handlings)
    written = SanitisedCopy.objects.create(
        report=current,
        number=current.copies.count() + 1,
        state=rules.first_state(copy.crowd).value,
        crowd=copy.crowd.value,
        conditions=copy.conditions.strip(),
        reason=copy.reason.strip(),
        written_by=user,
        written_at=now,
    )
    for item in chosen:
        _copy_item(written, item, copy.words[item.number])
    count_change(current)
    details = {"copy": written.key, "crowd": copy.crowd.value}
    write_down("copy-written", current, user, now=now, reason=copy.reason, details=details)
    return written


@transaction.atomic
def answer_held_copy(
    *, copy: SanitisedCopy, agrees: bool, reason: str, user: User, now: datetime
) -> SanitisedCopy:
    """Let a copy that few could know go on to its check, or refuse it, as a supervisor.

    Raises ``NotAllowed``, ``ReasonMissing``, and ``NotNow`` when it was answered already.
    """
    check_can_agree(user, copy)
    check_says_why(reason)
    current = _locked_copy(copy)
    after = CopyState.CHECKING if agrees else CopyState.REFUSED
    _check_move(current, CopyState.HELD, after)
    if agrees:
        current.agreed_by, current.agreed_at, current.agreed_reason = user, now, reason.strip()
        current.state = after.value
        current.save(update_fields=["state", "agreed_by", "agreed_at", "agreed_reason"])
    else:
        _end(current, after, user, reason, now=now)
    details = {"copy": current.key, "agreed": agrees}
    write_down("copy-answered", current.report, user, now=now, reason=reason, details=details)
    return current


@transaction.atomic
def check_copy(
    *, copy: SanitisedCopy, passes: bool, reason: str, user: User, now: datetime
) -> SanitisedCopy:
    """Finish a copy as a second person, or refuse it; from then on it never changes.

    Raises ``NotAllowed``, ``ReasonMissing``, ``NotNow``, ``HandlingUnset`` and ``Regraded``.
    """
    check_can_check_copy(user, copy)
    check_says_why(reason)
    current = _locked_copy(copy)
    after = CopyState.CHECKED if passes else CopyState.REFUSED
    _check_move(current, CopyState.CHECKING, after)
    if passes:
        _check_may_leave(current)
    _end(current, after, user, reason, now=now)
    details = {"copy": current.key, "passed": passes}
    write_down("copy-checked", current.report, user, now=now, reason=reason, details=details)
    return current


def give_copy(
    *, copy: SanitisedCopy, to: User | Organisation, reason: str, user: User, now: datetime
) -> CopyRecipient:
    """Give a checked copy to somebody of the police, or to an organisation, for a reason.

    Raises ``NotAllowed``, ``ReasonMissing``, ``HandlingUnset``, and ``NotNow`` where it is not
    checked, they have it already, or they are neither.
    """
    check_can_give(user)
    check_says_why(reason)
    if isinstance(to, User) and not (to.is_active and to.is_police):
        raise NotNow(_("A copy is given to somebody of the police, or to an organisation."))
    try:
        with transaction.atomic():
            current = _locked_copy(copy)
            if current.standing is not CopyState.CHECKED:
                raise NotNow(_("Only a checked copy is given to anybody."))
            _check_handling([_copied_handling(item) for item in copied_items(current)])
            given = CopyRecipient.objects.create(
                realm_id=current.report.realm_id,
                copy=current,
                member=to if isinstance(to, User) else None,
                organisation=to if isinstance(to, Organisation) else None,
                reason=reason.strip(),
                given_by=user,
                given_at=now,
            )
            details = {"copy": current.key, "recipient": given.key, "to": given.name}
            write_down("disclosed", current.report, user, now=now, reason=reason, details=details)
    except IntegrityError as error:
        raise NotNow(_("They have this copy already.")) from error
    return given


def _handling(item: Item) -> Handling | None:
    grading = current_grading(item)
    return grading.grade.handling if grading else None


def _copied_handling(item: CopiedItem) -> Handling | None:
    return Handling(item.handling) if item.handling else None


def _copy_item(copy: SanitisedCopy, item: Item, words: str) -> None:
    """Write what a copy says of an item: its allow-listed fields, and words typed by hand."""
    grading = current_grading(item)
    assert grading is not None
    CopiedItem.objects.create(
        realm_id=copy.report.realm_id,
        copy=copy,
        number=item.number,
        words=words.strip(),
        statement=item.statement,
        source=grading.source,
        information=grading.information,
        handling=grading.handling,
        codes=grading.codes,
    )


def _check_copy(
    copy: CopyWords,
    report: IntelligenceReport,
    chosen: list[Item],
    handlings: list[Handling | None],
) -> None:
    if not chosen:
        raise WordsMissing(_("Write at least one item anew."))
    _check_handling(handlings)
    if rules.must_accept(handlings) and not rules.says_something(copy.conditions):
        raise WordsMissing(_("Write the conditions for whoever reads it: an item is graded C."))
    texts = [copy.words[item.number] for item in chosen] + [copy.conditions]
    check_no_receipt(*texts)
    detail = SourceDetail.objects.filter(report=report).first()
    originals = [item.words for item in items_of(report)] + ([detail.words] if detail else [])
    if any(rules.takes_along(text, original) for text in texts for original in originals):
        raise TakenAlong(
            _("Some of these words stand in the original. Write it anew, in words of your own.")
        )


def _check_handling(handlings: list[Handling | None]) -> None:
    if not rules.may_leave(handlings):
        raise HandlingUnset(_("An item has no handling code. Without one nothing leaves."))


def _check_may_leave(copy: SanitisedCopy) -> None:
    copied = {item.number for item in copied_items(copy)}
    items = [item for item in items_of(copy.report) if item.number in copied]
    _check_handling([_handling(item) for item in items])
    if regraded_since(copy):
        raise Regraded(_("An item was graded anew since. Refuse this copy and write another."))


def _check_move(copy: SanitisedCopy, before: CopyState, after: CopyState) -> None:
    if copy.standing is not before or not COPY_TABLE.allows(copy.standing, after):
        raise NotNow(_("Somebody decided about this copy already."))


def _locked_copy(copy: SanitisedCopy) -> SanitisedCopy:
    rows = SanitisedCopy.objects.select_for_update(of=("self",)).select_related("report")
    return rows.get(pk=copy.pk)


def _end(copy: SanitisedCopy, after: CopyState, user: User, reason: str, *, now: datetime) -> None:
    copy.state, copy.ended_by, copy.ended_at = after.value, user, now
    copy.ended_reason = reason.strip()
    copy.save(update_fields=["state", "ended_by", "ended_at", "ended_reason"])
