"""Asking the virus scanner of the site (ClamAV) about a file, without the file touching a disk."""

from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO
from urllib.parse import urlsplit

from clamav_client.clamd import (
    BufferTooLongError,
    ClamdError,
    ClamdNetworkSocket,
    ClamdUnixSocket,
)
from django.conf import settings

_TIMEOUT_SECONDS = 120


class Scan(StrEnum):
    """What is known of a file after asking."""

    CLEAN = "clean"
    INFECTED = "infected"
    # Larger than the scanner takes (its own StreamMaxLength).
    TOO_LARGE = "too-large"
    NOT_CONFIGURED = "not-configured"
    # To be asked again: it is away, or had no answer.
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Answer:
    """The scanner's answer; ``name`` is the one of what it found."""

    scan: Scan
    name: str = ""


def scan(source: BinaryIO) -> Answer:
    """Send the plain bytes of ``source`` from here on to the scanner; never raises for its state.

    ``settings.CLAMAV`` is ``unix:///path/of/clamd.sock`` or ``tcp://host:3310``, or empty.
    """
    if not settings.CLAMAV:
        return Answer(Scan.NOT_CONFIGURED)
    try:
        replies = _scanner(settings.CLAMAV).instream(source)
    except BufferTooLongError:
        return Answer(Scan.TOO_LARGE)
    except (ClamdError, OSError):
        return Answer(Scan.UNREACHABLE)
    if len(replies) != 1:
        return Answer(Scan.UNREACHABLE)
    [(state, name)] = replies.values()
    if state == "FOUND":
        return Answer(Scan.INFECTED, str(name)[:120])
    return Answer(Scan.CLEAN if state == "OK" else Scan.UNREACHABLE)


def _scanner(address: str) -> ClamdNetworkSocket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        return ClamdUnixSocket(parts.path, timeout=_TIMEOUT_SECONDS)
    return ClamdNetworkSocket(
        parts.hostname or "127.0.0.1", parts.port or 3310, timeout=_TIMEOUT_SECONDS
    )
