"""One call: resolved once, sent to the address that was checked, answered in five seconds."""

import contextlib
import http.client
import queue
import socket
import ssl
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.conf import settings

from commonbeat.delivery.channels.webhook.address import (
    AddressRefused,
    WebhookAddress,
    is_public,
    read_address,
)
from commonbeat.delivery.channels.webhook.signature import signed_headers

SECONDS = 5.0
LARGEST_ANSWER = 1_048_576
# Asked to wait longer, the other side is tried again after this.
_LONGEST_WAIT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Call:
    """What is sent where; a repeated call has the same ``id``, so that it counts once."""

    id: str
    address: str
    body: bytes
    secrets: tuple[str, ...]


class WebhookFailed(Exception):
    """The call was not taken; ``is_permanent`` when the same call again would not help.

    ``why`` is a short word of ours, never anything that the other side said. ``wait`` is how long
    it asked to be left alone.
    """

    def __init__(
        self, why: str, *, is_permanent: bool = False, wait: timedelta = timedelta(0)
    ) -> None:
        super().__init__(why)
        self.why = why
        self.is_permanent = is_permanent
        self.wait = wait


type _Spot = tuple[int, tuple[Any, ...]]


class _Pinned(http.client.HTTPConnection):
    """A connection to one checked spot, wherever its name leads meanwhile."""

    def __init__(self, address: WebhookAddress, spot: _Spot, *, ends: float) -> None:
        super().__init__(address.host, address.port)
        self.address = address
        self.spot = spot
        self.ends = ends
        self.line: socket.socket | None = None
        self.is_cut = False

    def connect(self) -> None:
        """Connect to the spot; of a secure address the certificate must be that of its name."""
        family, where = self.spot
        self.line = socket.socket(family, socket.SOCK_STREAM)
        self.line.settimeout(max(self.ends - monotonic(), 0.001))
        self.line.connect(where)
        if self.address.is_secure:
            self.line = _context().wrap_socket(
                self.line, server_hostname=self.address.host, do_handshake_on_connect=False
            )
            self.line.do_handshake()
        self.sock = self.line

    def cut(self) -> None:
        """End it from another thread, whatever it waits for."""
        self.is_cut = True
        if self.line is not None:
            with contextlib.suppress(OSError):
                # Of the plain class: that of TLS would first say goodbye to whoever is slow.
                socket.socket.shutdown(self.line, socket.SHUT_RDWR)

    def hang_up(self) -> None:
        """Close it."""
        self.close()
        if self.line is not None:
            self.line.close()


def deliver(call: Call, *, realm_is_live: bool, now: datetime) -> bytes:
    """Make a call and return what was answered; raises ``WebhookFailed``."""
    if not realm_is_live:
        raise WebhookFailed("exercise", is_permanent=True)
    try:
        address = read_address(call.address, loopback=settings.WEBHOOK_LOOPBACK)
    except AddressRefused:
        raise WebhookFailed("address", is_permanent=True) from None
    ends = monotonic() + SECONDS
    connection = _Pinned(address, _checked_spot(address, ends=ends), ends=ends)
    timer = threading.Timer(max(ends - monotonic(), 0), connection.cut)
    timer.daemon = True
    timer.start()
    try:
        return _exchange(connection, call, now=now)
    except ssl.SSLCertVerificationError:
        raise WebhookFailed("certificate") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise WebhookFailed("time" if connection.is_cut else "connection") from None
    finally:
        timer.cancel()
        connection.hang_up()


def _exchange(connection: _Pinned, call: Call, *, now: datetime) -> bytes:
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "User-Agent": "Commonbeat",
        "Connection": "close",
        **signed_headers(call.secrets, call_id=call.id, body=call.body, now=now),
    }
    connection.request("POST", connection.address.path, body=call.body, headers=headers)
    with contextlib.closing(connection.getresponse()) as answer:
        if not 200 <= answer.status < 300:
            raise _refused(answer)
        data = answer.read(LARGEST_ANSWER + 1)
        if len(data) > LARGEST_ANSWER:
            raise WebhookFailed("too-long")
        if connection.is_cut:
            raise WebhookFailed("time")
        if answer.length:
            # It broke off: whether they kept the call nobody knows, so it is made again.
            raise WebhookFailed("connection")
        return data


def _refused(answer: http.client.HTTPResponse) -> WebhookFailed:
    is_temporary = answer.status in {408, 425, 429} or answer.status >= 500
    seconds = answer.headers.get("Retry-After", "")
    asked = int(seconds) if seconds.isascii() and seconds.isdecimal() and len(seconds) < 7 else 0
    wait = min(timedelta(seconds=asked), _LONGEST_WAIT)
    if 300 <= answer.status < 400:
        return WebhookFailed("redirect", is_permanent=True)
    return WebhookFailed(
        "trouble" if is_temporary else "refused", is_permanent=not is_temporary, wait=wait
    )


def _context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _checked_spot(address: WebhookAddress, *, ends: float) -> _Spot:
    """Resolve a name once; one private answer among several is enough to refuse them all."""
    if not address.is_secure:
        # Only this machine is without TLS, and only where the settings allow it.
        return socket.AF_INET, (address.host, address.port)
    spots = _resolve(address, seconds=max(ends - monotonic(), 0.001))
    if not spots:
        raise WebhookFailed("name")
    if not all(is_public(str(where[0])) for _family, where in spots):
        raise WebhookFailed("private", is_permanent=True)
    return spots[0]


def _resolve(address: WebhookAddress, *, seconds: float) -> list[_Spot]:
    """Ask the resolver, which has no time limit of its own, for ``seconds`` at most."""
    answers: queue.SimpleQueue[list[_Spot]] = queue.SimpleQueue()

    def ask() -> None:
        found: Iterable[Any] = ()
        with contextlib.suppress(OSError, UnicodeError):
            found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
        answers.put([(family, where) for family, _kind, _proto, _name, where in found])

    threading.Thread(target=ask, daemon=True).start()
    try:
        return answers.get(timeout=seconds)
    except queue.Empty:
        raise WebhookFailed("time") from None
