"""The puzzle and the ticket that each page of the report carries on to the next."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from commonbeat.reports.actions import Admission, Effort, offer_effort
from commonbeat.reports.forms import Draft


def page_effort(
    post: Mapping[str, str], draft: Draft, admission: Admission | None, *, now: datetime
) -> Effort | None:
    """Return what a page carries; the first one carries nothing.

    A puzzle and a ticket belong to a receipt, which a script makes anew on the first page.
    """
    if not draft.answers:
        return None
    offered = offer_effort(Effort.from_post(post), receipt=draft.receipt, now=now)
    return replace(offered, ticket=admission.ticket) if admission else offered
