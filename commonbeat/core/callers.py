"""What tells callers apart, and no more than that. Nothing here may be kept."""

import ipaddress

# Where the addresses that the door makes up come from: nobody on the internet has one.
MADE_UP = ipaddress.ip_network("fd00::/8")


def caller_of(address: str) -> str:
    """Return what tells callers apart: an address, of a version 6 one its network alone."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def is_made_up(address: str) -> bool:
    """Say whether the door made this address up, so that it tells of nobody."""
    try:
        return ipaddress.ip_address(address) in MADE_UP
    except ValueError:
        return False
