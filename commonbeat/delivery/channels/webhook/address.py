"""Where a call may go: to a public name under https, and to nothing inside our own walls."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from commonbeat.core.errors import CommonbeatError

LONGEST = 300
# Labels of letters, digits and dashes; the last begins with a letter, so that no spelling of a
# number (127.1, 0x7f000001, 0177.0.0.1) passes for a name.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?")
_PLAIN = re.compile(r"[!-\[\]-~]+")
# Names that mean this machine or this house, whatever a resolver says.
_OURS = ("localhost", "local", "internal", "localdomain", "home.arpa", "onion", "invalid", "test")
# Version 6 on the open internet; what stands outside is ours, or leads to version 4 in disguise.
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_DISGUISES = (ipaddress.IPv6Network("2002::/16"), ipaddress.IPv6Network("2001::/23"))
_LOOPBACK = "127.0.0.1"

type AnyIP = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefused(CommonbeatError):
    """Nothing is sent to this address."""


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """An address in its parts; ``is_secure`` is false on this machine alone."""

    host: str
    port: int
    path: str
    is_secure: bool = True


def read_address(text: str, *, loopback: bool) -> WebhookAddress:
    """Return an address in its parts; raises ``AddressRefused``, with a sentence for its writer.

    ``loopback`` also lets http://127.0.0.1 pass, for tests and demonstrations.
    """
    if len(text) > LONGEST or not _PLAIN.fullmatch(text):
        raise AddressRefused(_("Write the address in plain letters, without spaces."))
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise AddressRefused(_("This is not an address.")) from None
    if "@" in parts.netloc or "?" in text or "#" in text:
        raise AddressRefused(_("Leave names, passwords, ? and # out of the address."))
    path = parts.path or "/"
    if loopback and parts.scheme == "http" and host == _LOOPBACK:
        return WebhookAddress(host, port or 80, path, is_secure=False)
    if parts.scheme != "https":
        raise AddressRefused(_("The address must begin with https://"))
    # Whatever a browser would repair is not what was written.
    is_plain = parts.netloc.lower() in {host, f"{host}:{port}"}
    if not is_plain or not _NAME.fullmatch(host) or _is_ours(host) or port == 0:
        raise AddressRefused(_("Give a public name, such as records.example.org"))
    return WebhookAddress(host, port or 443, path)


def _is_ours(host: str) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in _OURS)


def is_public(address: str) -> bool:
    """Say whether an address (as a resolver gives it) is one of the open internet."""
    try:
        ip: AnyIP = ipaddress.ip_address(address)
    except ValueError:
        return False
    if ip.is_multicast or ip.is_reserved or not ip.is_global:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return True
    return ip in _GLOBAL_V6 and not any(ip in network for network in _DISGUISES)
