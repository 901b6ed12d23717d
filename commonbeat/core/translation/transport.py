"""One request to a translation service: to the address of the settings, and to no other."""

import http.client
import json
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, NoReturn
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

_TIMEOUT_SECONDS = 15.0
_LARGEST_ANSWER = 1_048_576
# Asked to wait longer, a service is asked again after this.
_LONGEST_WAIT = timedelta(hours=1)


class TranslationFailed(Exception):
    """No translation came; ``is_permanent`` when asking again would not help.

    ``wait`` is how long the service asked to be left alone. Never holds the text.
    """

    def __init__(self, why: str, *, is_permanent: bool, wait: timedelta = timedelta(0)) -> None:
        super().__init__(why)
        self.is_permanent = is_permanent
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Service:
    """Where a service is, and the key that opens it."""

    url: str
    key: str = ""


class Translator(ABC):
    """A way to one kind of service."""

    name: ClassVar[str]
    label: ClassVar[str]

    def __init__(self, service: Service) -> None:
        self.service = service

    @abstractmethod
    def translate(self, text: str, *, source: str, target: str) -> str:
        """Return ``text`` in another language (codes of ours; ``source`` may be empty).

        Raises ``TranslationFailed``.
        """


class _NoRedirects(HTTPRedirectHandler):
    """A service that sends us elsewhere could send what was written anywhere."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


def _opener() -> OpenerDirector:
    return build_opener(ProxyHandler({}), _NoRedirects, HTTPHandler, HTTPSHandler)


def post_json(service: Service, path: str, fields: dict[str, Any], headers: dict[str, str]) -> Any:
    """Post JSON and return the JSON that comes back; raises ``TranslationFailed``."""
    if urlsplit(service.url).scheme not in {"http", "https"}:
        raise TranslationFailed("the address of the service is none", is_permanent=True)
    request = Request(  # noqa: S310  the scheme was looked at above
        service.url.rstrip("/") + path,
        data=json.dumps(fields).encode(),
        headers={"Content-Type": "application/json", "Accept": "application/json", **headers},
    )
    try:
        with _opener().open(request, timeout=_TIMEOUT_SECONDS) as answer:
            data = answer.read(_LARGEST_ANSWER + 1)
    except HTTPError as error:
        with error:
            _refused(error)
    except (URLError, OSError, http.client.HTTPException) as error:
        raise TranslationFailed(type(error).__name__, is_permanent=False) from None
    if len(data) > _LARGEST_ANSWER:
        raise TranslationFailed("too long an answer", is_permanent=True)
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise TranslationFailed("nonsense", is_permanent=False) from None


def _refused(error: HTTPError) -> NoReturn:
    is_temporary = error.code in {408, 429} or error.code >= 500
    seconds = error.headers.get("Retry-After", "")
    wait = timedelta(seconds=int(seconds)) if seconds.isdecimal() and len(seconds) < 7 else None
    raise TranslationFailed(
        f"http {error.code}",
        is_permanent=not is_temporary,
        wait=min(wait or timedelta(0), _LONGEST_WAIT),
    ) from None


def text_of(found: Any) -> str:
    """Return what came back, if it is words; raises ``TranslationFailed``."""
    if not isinstance(found, str) or not found.strip():
        raise TranslationFailed("nonsense", is_permanent=False)
    return found
