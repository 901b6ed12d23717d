"""Grading items: a new grade stands beside the old ones, and none is changed."""

from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonbeat.accounts.models import User
from commonbeat.intelligence import rules
from commonbeat.intelligence.actions.errors import BadGrade, NotNow
from commonbeat.intelligence.actions.writing_down import (
    check_no_receipt,
    check_says_why,
    count_change,
    locked,
    write_down,
)
from commonbeat.intelligence.models import Grading, Item
from commonbeat.intelligence.permissions import check_can_grade
from commonbeat.intelligence.rules import Grade, GradeFault

FAULT_WORDS: dict[GradeFault, Promise] = {
    GradeFault.CONDITIONS_MISSING: gettext_lazy("Write the conditions that come with C."),
    GradeFault.CONDITIONS_UNASKED: gettext_lazy("Only C comes with conditions."),
}


@transaction.atomic
def grade_item(
    *, item: Item, grade: Grade, reason: str, user: User, expected: int, now: datetime
) -> Grading:
    """Append a grade, which counts from now on.

    Raises ``NotAllowed``, ``ReasonMissing``, ``BadGrade``, ``ReceiptInside``, ``Changed`` and
    ``NotNow``.
    """
    check_can_grade(user)
    check_says_why(reason)
    fault = rules.grade_fault(grade)
    if fault is not None:
        raise BadGrade(str(FAULT_WORDS[fault]))
    check_no_receipt(reason, grade.conditions)
    current = locked(item.report, expected=expected)
    if current.standing not in rules.GRADED_IN:
        raise NotNow(_("Items are graded once the report was handed in, and before its archive."))
    grading = Grading.objects.create(
        realm_id=current.realm_id,
        item=item,
        source=grade.source.value,
        information=grade.information.value,
        handling=grade.handling.value if grade.handling else "",
        codes=" ".join(sorted(grade.codes)),
        conditions=grade.conditions.strip(),
        reason=reason.strip(),
        graded_by=user,
        at=now,
    )
    count_change(current)
    details = {"item": item.number, "grade": grade.short}
    write_down("graded", current, user, now=now, reason=reason, details=details)
    return grading
