"""What a browser says about an upload in pieces (tus 1.0.0), read strictly."""

import base64
import binascii

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination"
PIECE_TYPE = "application/offset+octet-stream"
_LONGEST_NUMBER = 12


def number(text: str) -> int | None:
    """Return a whole number of bytes, or nothing when it is none."""
    if not text.isascii() or not text.isdigit() or len(text) > _LONGEST_NUMBER:
        return None
    return int(text)


def metadata(text: str) -> dict[str, str]:
    """Return the words of ``Upload-Metadata``; what cannot be read is left out."""
    told: dict[str, str] = {}
    for pair in text[:2_000].split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            told[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, ValueError):
            continue
    return told
