"""Pages that are the same for everybody but for a few words: drawn once a language, then filled.

Drawing the first and the last page of a report anew for each visitor would cost several times what
keeping the report does.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import get_language

# No person can type these: the characters belong to nobody and are taken out of what is typed.
_OPEN, _CLOSE = "\ue000", "\ue001"
_SLOT = re.compile(f"{_OPEN}([a-z0-9_]+){_CLOSE}")
_moulds: dict[tuple[object, ...], list[str]] = {}


def slot(name: str) -> str:
    """Return what stands in a mould for the words called ``name``."""
    return f"{_OPEN}{name}{_CLOSE}"


@dataclass(frozen=True, slots=True)
class Mould:
    """What draws a mould: a context with ``slot(name)`` wherever a word goes.

    ``stand_ins`` maps text that the drawing will hold to names of words, for values that a
    template formats by itself.
    """

    context: Mapping[str, Any]
    stand_ins: Mapping[str, str] = field(default_factory=dict)


def cast(
    request: HttpRequest,
    template: str,
    *,
    kind: str,
    words: Mapping[str, str],
    make: Callable[[], Mould],
) -> HttpResponse:
    """Fill the mould of a template with ``words``, which are escaped.

    ``make`` is asked once a language, session or none, and ``kind`` of page; all else that it draws
    must be the same for everybody.
    """
    name = (template, kind, get_language(), request.path, _has_session(request), settings.DEMO)
    parts = _moulds.get(name)
    if parts is None:
        parts = _moulds[name] = _SLOT.split(_drawn(request, template, make()))
    told = {"csrf": get_token(request), **words}
    # Every other part is the name of a word.
    filled = [part if n % 2 == 0 else escape(told[part]) for n, part in enumerate(parts)]
    return HttpResponse("".join(filled))


def _drawn(request: HttpRequest, template: str, mould: Mould) -> str:
    context = {**mould.context, "csrf_token": slot("csrf")}
    drawn: str = render_to_string(template, context, request)
    for text, word in mould.stand_ins.items():
        drawn = drawn.replace(text, slot(word))
    return drawn


def _has_session(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES
