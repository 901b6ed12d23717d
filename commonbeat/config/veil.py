"""What Django may know of where a visitor is: nothing.

A visitor's address stops at the door. Django meets a made-up one: the same for ten minutes, so that
somebody who hammers at log-in can be slowed down, and impossible to trace back afterwards.

Behind a proxy every connection comes from the proxy. Where a setting names it, what it says of the
visitor is believed for as long as it takes to make an address up, and goes no further.
"""

import hmac
import secrets
import time
from collections.abc import Callable, Iterable
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.core.exceptions import ImproperlyConfigured

from commonbeat.config.doorway import Scope
from commonbeat.core.callers import caller_of

VEIL_SECONDS = 600
# The one header that is believed, and only from a proxy that is named.
_FORWARDED = b"x-forwarded-for"
# What a proxy or a browser may say about where a visitor is.
_ADDRESS_HEADERS = frozenset(
    {
        b"cf-connecting-ip",
        b"client-ip",
        b"fastly-client-ip",
        b"forwarded",
        b"true-client-ip",
        b"via",
        b"x-client-ip",
        b"x-cluster-client-ip",
        b"x-forwarded-for",
        b"x-real-ip",
    }
)


class Proxies:
    """The proxies that are believed when they say who asks; nobody is by default."""

    def __init__(self, named: Iterable[str] = ()) -> None:
        """Take addresses and networks; raises ``ImproperlyConfigured`` for anything else."""
        try:
            self._networks = [ip_network(name.strip()) for name in named if name.strip()]
        except ValueError as error:
            raise ImproperlyConfigured(f"COMMONBEAT_TRUSTED_PROXIES: {error}.") from None

    def visitor(self, peer: str, forwarded: Iterable[bytes]) -> str:
        """Return who asks: the nearest hop that is no proxy of ours, or else the peer itself.

        ``forwarded`` are the ``X-Forwarded-For`` lines in order. Whatever a visitor wrote into
        them stands further away than what the proxy wrote, and is never reached.
        """
        if not self._are(peer):
            return peer
        hops = [hop.strip() for line in forwarded for hop in line.decode("latin-1").split(",")]
        for hop in reversed(hops):
            if _parsed(hop) is None:
                return peer
            if not self._are(hop):
                return hop
        return peer

    def _are(self, address: str) -> bool:
        parsed = _parsed(address)
        return parsed is not None and any(parsed in network for network in self._networks)


class Veil:
    """Gives each visitor a made-up address under a key that is kept nowhere and soon replaced."""

    def __init__(
        self,
        proxies: Proxies | None = None,
        *,
        scheme: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``scheme`` is that of the public address, whatever the way from the proxy to here."""
        self._proxies = proxies or Proxies()
        self._scheme = scheme
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._until = clock() + VEIL_SECONDS

    def over(self, address: str) -> str:
        """Return the visitor's made-up address, from the private range ``fd00::/8``.

        A household that changes its version 6 address within its network stays one visitor.
        """
        if self._clock() >= self._until:
            self._key = secrets.token_bytes(32)
            self._until = self._clock() + VEIL_SECONDS
        digest = hmac.new(self._key, caller_of(address).encode(), sha256).digest()
        return str(IPv6Address(b"\xfd" + digest[:15]))

    def veiled(self, scope: Scope) -> Scope:
        """Return the scope as Django may see it."""
        client = scope.get("client")
        forwarded = [value for name, value in scope["headers"] if name == _FORWARDED]
        headers = [pair for pair in scope["headers"] if pair[0] not in _ADDRESS_HEADERS]
        seen: Scope = {**scope, "headers": headers}
        visitor = self._proxies.visitor(client[0], forwarded) if client else None
        seen["client"] = (self.over(visitor), 0) if visitor else None
        if self._scheme:
            seen["scheme"] = self._scheme
        return seen


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return mapped or parsed
