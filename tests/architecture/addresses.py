"""Every address of the site, read from the URLconf."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from commonbeat.core.access import Access


@dataclass(frozen=True, slots=True)
class Address:
    """One address: its name, its pattern object and what its view states about access."""

    name: str
    pattern: URLPattern

    @property
    def access(self) -> Access | None:
        """The view's statement, or None where it is missing."""
        stated: Access | None = getattr(self.pattern.callback, "access", None)
        return stated

    @property
    def is_for_some_roles(self) -> bool:
        """Whether the view states roles."""
        return self.access is not None and self.access.roles is not None


def _walk(resolver: URLResolver, names: tuple[str, ...]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, (*names, *([entry.namespace] if entry.namespace else [])))
        else:
            yield Address(name=":".join((*names, entry.name or str(entry.pattern))), pattern=entry)


def addresses() -> dict[str, Address]:
    """Return every address by name."""
    resolver: Any = get_resolver()
    return {address.name: address for address in _walk(resolver, ())}
