"""What somebody searched for lately, sealed: no words in an address, and why is asked once."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from commonbeat.accounts.permissions import MemberRequest
from commonbeat.casework.actions import Sought
from commonbeat.casework.rules import REASON_LIFE
from commonbeat.core import crypto
from commonbeat.core.ids import random_code
from commonbeat.core.words import words_wanted

_SESSION_KEY = "searches"
_KEPT = 10
_KEY_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """A search of this session; the purpose of one that is not fresh has run out."""

    key: str
    sought: Sought
    is_fresh: bool


def keep_search(request: MemberRequest, sought: Sought, *, now: datetime) -> str:
    """Keep a search, sealed, with the newest few of this session; return its name in addresses."""
    kept = dict(list(request.session.get(_SESSION_KEY, {}).items())[-_KEPT + 1 :])
    key = random_code(_KEY_LENGTH).lower()
    kept[key] = [crypto.seal(json.dumps(asdict(sought))).decode(), now.isoformat()]
    request.session[_SESSION_KEY] = kept
    return key


def kept_search(request: MemberRequest, key: str, *, now: datetime) -> Kept | None:
    """Return a search of this session by its name, or None where there is none."""
    sealed, at = request.session.get(_SESSION_KEY, {}).get(key, ("", ""))
    if not sealed:
        return None
    try:
        sought = Sought(**json.loads(crypto.unseal(sealed.encode())))
    except crypto.InvalidToken:
        return None
    return Kept(key, sought, datetime.fromisoformat(at) > now - REASON_LIFE)


def same_search(request: MemberRequest, sought: Sought, *, now: datetime) -> Kept | None:
    """Return the search for the same words whose purpose still holds, if nothing new was said."""
    for key in reversed(list(request.session.get(_SESSION_KEY, {}))):
        kept = kept_search(request, key, now=now)
        if kept is not None and kept.is_fresh and _is_same(kept.sought, sought):
            return kept
    return None


def _is_same(kept: Sought, sought: Sought) -> bool:
    return (
        set(words_wanted(kept.words)) == set(words_wanted(sought.words))
        and (kept.is_person or not sought.is_person)
        and sought.purpose.strip() in {"", kept.purpose}
        and sought.case.strip() in {"", kept.case}
    )
