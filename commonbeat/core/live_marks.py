"""Where a page stands in the stream of live events, so that it tells nobody how many there were.

Events of every kind are numbered in one row. In clear, two looks at a public page would tell that
somebody reported in between, so the number travels sealed, and differently each time.
"""

from cryptography.fernet import InvalidToken

from commonbeat.core.crypto import seal, unseal
from commonbeat.core.ids import row_number

_NAME = "live:"
_LONGEST = 200


def mark_of(event_id: int) -> str:
    """Return the mark of an event, fit for an address and for ``id:``."""
    return seal(f"{_NAME}{event_id:018d}").decode().rstrip("=")


def event_of(mark: str) -> int | None:
    """Return the event that a mark stands for, or nothing where it is none of ours."""
    if not mark or len(mark) > _LONGEST or not mark.isascii():
        return None
    try:
        text = unseal((mark + "=" * (-len(mark) % 4)).encode())
    except InvalidToken:
        return None
    return row_number(text.removeprefix(_NAME)) if text.startswith(_NAME) else None
