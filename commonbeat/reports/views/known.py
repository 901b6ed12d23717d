"""What the pages of a report say of how its reporter is known, and of the answers at the end."""

from datetime import datetime
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.translation import get_language

from commonbeat.accounts.models import User
from commonbeat.reports.forms import Draft
from commonbeat.reports.models import RUNG_WORDS
from commonbeat.reports.presenters import (
    FileView,
    Goes,
    ability_notes,
    choice_views,
    file_views,
    intake_rows,
    known_as,
    reached_as,
    rung_views,
)
from commonbeat.reports.queries import exhibits_of_receipt, exhibits_sent_with
from commonbeat.reports.rules import Identity, rungs_for
from commonbeat.reports.rules.identity import KNOWN


def identity_page(
    request: HttpRequest, draft: Draft, now: datetime, account: User | None, helper: str
) -> dict[str, Any]:
    """Return what the page that asks for the rung shows."""
    offered = rungs_for(to_police=draft.chosen.to_police)
    if draft.asks_destination:
        # Only counting is one of the destinations then.
        offered -= {Identity.COUNTED}
    chosen = draft.rung if draft.rung in offered else Identity.ANONYMOUS
    return {
        "rungs": rung_views(offered, chosen, goes=Goes.chosen(draft.chosen)),
        "account_name": account.display_name if account else "",
    }


def destination_page(
    request: HttpRequest, draft: Draft, now: datetime, account: User | None, helper: str
) -> dict[str, Any]:
    """Return what the page that asks where the report goes shows."""
    return {
        "choices": choice_views(draft.chosen),
        "notes": ability_notes(),
        "loses_files": any(file.is_kept for file in files(draft)),
    }


def contact_page(
    request: HttpRequest, draft: Draft, now: datetime, account: User | None, helper: str
) -> dict[str, Any]:
    """Return what the page that asks for a name shows."""
    return {"rung": draft.rung.value}


def check_page(
    request: HttpRequest, draft: Draft, now: datetime, account: User | None, helper: str
) -> dict[str, Any]:
    """Return what the page that shows all answers again shows."""
    intake = draft.intake(now, language=get_language() or "")
    is_counted = draft.rung is Identity.COUNTED
    goes = Goes(is_counted=True) if is_counted else Goes.chosen(draft.chosen)
    came = [file for file in files(draft) if file.is_kept]
    kept = came if goes.to_police and not is_counted else []
    return {
        "rows": intake_rows(intake, draft.questions, draft.order(now), len(kept), now=now),
        "files": kept,
        "nobody_knows": intake.identity not in KNOWN,
        "rung_words": RUNG_WORDS[intake.identity],
        "reads": goes.reads(intake.identity),
        "sees_name": goes.sees_name(intake.identity),
        "goes_to": goes.words if draft.asks_destination else "",
        "asks_identity": "identity" in draft.order(now),
        "drops_files": bool(came) and not kept and not is_counted,
        "name": known_as(intake, account.display_name if account else ""),
        "reply": reached_as(intake, account.email if account else ""),
        "has_name": intake.identity in KNOWN | {Identity.PSEUDONYM},
        "asks_contact": "contact" in draft.order(now),
    }


def files(draft: Draft) -> list[FileView]:
    """Return the files that came so far, also once it was sent; none while the database is away."""
    try:
        sent = exhibits_sent_with(draft.receipt)
        return file_views([*sent, *exhibits_of_receipt(draft.receipt)])
    except DatabaseError:
        return []
