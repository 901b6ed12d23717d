"""A connection to the mail server that is kept open and, where the server allows, pipelined.

Where the server offers PIPELINING, the body of one mail and the envelope of the next travel
together: one round trip a mail instead of four (RFC 2920).
"""

import smtplib
import socket
import ssl
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Any
from urllib.parse import unquote, urlsplit

_TIMEOUT_SECONDS = 15.0
_IDLE_SECONDS = 30.0
_LONGEST_LINE = 8_192


class ServerDown(Exception):
    """The mail server is not there, or not fit to take anything now."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One mail ready to go: its message, its envelope and its bytes."""

    message_pk: int
    sender: str
    to: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mail: taken, or an error that is for good or not."""

    message_pk: int
    is_sent: bool
    is_permanent: bool = False
    error: str = ""


class Connection:
    """One connection, opened when first needed and again when it broke."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._smtp: Any = None
        self._pipelines = False
        self._used_at = 0.0

    def open(self) -> None:
        """Make sure that the server listens; raises ``ServerDown``."""
        if self._smtp is not None and monotonic() - self._used_at < _IDLE_SECONDS:
            return
        self.close()
        try:
            self._smtp = _connect(self._url)
        except (OSError, smtplib.SMTPException) as error:
            raise ServerDown(type(error).__name__) from error
        self._pipelines = self._smtp.has_extn("pipelining")
        self._used_at = monotonic()

    def close(self) -> None:
        """Hang up."""
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None

    def send(self, parcels: Iterable[Parcel]) -> Iterator[Outcome]:
        """Hand over mails in order, yielding each outcome before the next body leaves.

        What the caller does with an outcome is therefore done before another mail can be taken.
        Raises ``ServerDown`` when the connection breaks: the mail in hand is then unsettled.
        """
        self.open()
        try:
            yield from self._pipelined(parcels) if self._pipelines else self._stepwise(parcels)
            self._used_at = monotonic()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise ServerDown(type(error).__name__) from error
        except BaseException:
            self.close()  # left in the middle of a mail
            raise

    def _pipelined(self, parcels: Iterable[Parcel]) -> Iterator[Outcome]:
        waiting = iter(parcels)
        parcel = next(waiting, None)
        if parcel is not None:
            self._write(_envelope(parcel))
        while parcel is not None:
            codes = [self._reply(), self._reply(), self._reply()]
            following = next(waiting, None)
            envelope = b"" if following is None else _envelope(following)
            if codes[2] == 354:
                # A server may still ask for the body when nobody is to get it: an empty one then.
                accepted = codes[0] < 300 and codes[1] < 300
                self._write((parcel.data if accepted else b"") + b".\r\n" + envelope)
                codes.append(self._reply())
            else:
                self._write(b"RSET\r\n" + envelope)
                self._reply()
            yield _outcome(parcel, codes)
            parcel = following

    def _stepwise(self, parcels: Iterable[Parcel]) -> Iterator[Outcome]:
        for parcel in parcels:
            codes = []
            for command in _envelope(parcel).splitlines(keepends=True):
                self._write(command)
                codes.append(self._reply())
                if codes[-1] >= 400:
                    self._write(b"RSET\r\n")
                    self._reply()
                    break
            else:
                self._write(parcel.data + b".\r\n")
                codes.append(self._reply())
            yield _outcome(parcel, codes)

    def _write(self, data: bytes) -> None:
        self._smtp.sock.sendall(data)

    def _reply(self) -> int:
        while True:
            line = self._smtp.file.readline(_LONGEST_LINE)
            if len(line) < 4 or not line[:3].isdigit():
                raise smtplib.SMTPServerDisconnected
            if line[3:4] != b"-":
                break
        code = int(line[:3])
        if code == 421:
            raise smtplib.SMTPServerDisconnected
        return code


def _connect(url: str) -> Any:
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    smtp: smtplib.SMTP
    if parts.scheme == "smtps":
        smtp = smtplib.SMTP_SSL(
            host,
            parts.port or 465,
            timeout=_TIMEOUT_SECONDS,
            context=ssl.create_default_context(),
        )
    else:
        smtp = smtplib.SMTP(host, parts.port or 25, timeout=_TIMEOUT_SECONDS)
    try:
        smtp.ehlo()
        if parts.scheme != "smtps" and smtp.has_extn("starttls"):
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo()
        if parts.username:
            smtp.login(unquote(parts.username), unquote(parts.password or ""))
        if smtp.sock is not None:
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _envelope(parcel: Parcel) -> bytes:
    return f"MAIL FROM:<{parcel.sender}>\r\nRCPT TO:<{parcel.to}>\r\nDATA\r\n".encode("ascii")


def _outcome(parcel: Parcel, codes: list[int]) -> Outcome:
    """Judge the replies to MAIL, RCPT, DATA and the body."""
    refused = next((n for n, code in enumerate(codes) if code >= 400), None)
    if refused is None:
        return Outcome(parcel.message_pk, is_sent=True)
    code = codes[refused]
    # A refusal of our own sender is our fault, to be mended: it is not the reader's address.
    is_permanent = code >= 500 and refused > 0
    return Outcome(parcel.message_pk, False, is_permanent, f"smtp {code}")
