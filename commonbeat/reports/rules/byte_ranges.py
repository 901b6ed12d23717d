"""Which part of a file a player asks for (RFC 9110, section 14)."""

import re

_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")


def part_of(asked: str, *, size: int) -> tuple[int, int] | None:
    """Return where the part begins and where it ends, in bytes; nothing means the whole file.

    ``asked`` is the header ``Range``. Several parts, nonsense and what lies outside mean the whole
    file, as the standard allows.
    """
    found = _RANGE.fullmatch(asked.strip())
    if found is None:
        return None
    first, last = found.groups()
    if first:
        start, end = int(first), min(size, int(last) + 1) if last else size
    elif last:
        start, end = max(0, size - int(last)), size
    else:
        return None
    return (start, end) if start < end else None
