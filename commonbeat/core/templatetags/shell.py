"""The parts of the page around every page: brand, navigation, language, account and Exit.

Most of them are the same on thousands of pages: they are drawn once a language and kept.
"""

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from commonbeat.core import assets
from commonbeat.core.exits import AWAY

register = template.Library()

# The five places of the public site: name of the address, words, icon, and where else it is.
PLACES: tuple[tuple[str, Promise, str, str], ...] = (
    ("publishing:home", _("Home"), "home", ""),
    ("publishing:near_me", _("Near me"), "map", ""),
    ("reports:report", _("Report"), "plus", ""),
    ("reports:mine", _("My reports"), "chat", "/receipt/"),
    ("alerts:home", _("Alerts"), "bell", ""),
)
MAIN_PLACE = "reports:report"


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


@lru_cache(maxsize=256)
def _kept(language: str, name: str, facts: tuple[tuple[str, Any], ...]) -> SafeString:
    return render_to_string(f"components/{name}.html", dict(facts))


def _draw(name: str, **facts: Any) -> SafeString:
    """Draw a part from facts that tell it apart; the next page with the same facts reuses it."""
    return _kept(_language(), name, tuple(facts.items()))


def _is_current(path: str, href: str, also: str) -> bool:
    if href == "/":
        return path == href
    return path.startswith(href) or (bool(also) and path.startswith(also))


@register.simple_tag
def script_styles() -> SafeString:
    """Link the fonts of the page's script, where it is one that our own letters do not cover."""
    name = f"script-{_language()}.css"
    if name not in assets.built_files():
        return SafeString()
    return format_html('<link rel="stylesheet" href="{}">', assets.address(name))


@register.simple_tag
def every_script_styles() -> SafeString:
    """Link the fonts of every script of the site, for a page on which several languages stand."""
    names = [f"script-{code}.css" for code, _name in settings.LANGUAGES]
    built = [(assets.address(name),) for name in names if name in assets.built_files()]
    return format_html_join("", '<link rel="stylesheet" href="{}">', built)


@register.inclusion_tag("components/brand.html")
def brand(name: str = "Commonbeat", place: str = "") -> dict[str, Any]:
    """Draw the mark and the name, once a page."""
    return {"name": name, "place": place or settings.TOWN_NAME}


@register.simple_tag(takes_context=True)
def site_nav(context: template.Context, where: str) -> SafeString:
    """List the five places, in the ``header`` or in the ``bar`` at the foot of a phone."""
    request: HttpRequest | None = context.get("request")
    path = request.path if request else ""
    items = []
    for name, label, icon, also in PLACES:
        href = reverse(name)
        current = _is_current(path, href, also)
        items.append((href, label, icon, name == MAIN_PLACE, current))
    return _draw("site_nav", where=where, items=tuple(items))


@register.inclusion_tag("components/language_tool.html", takes_context=True)
def language_tool(context: template.Context) -> dict[str, Any]:
    """Name the language of the page and lead to the others, and back."""
    request: HttpRequest | None = context.get("request")
    back = ""
    if request and request.path != reverse("core:language"):
        back = request.get_full_path() if request.method == "GET" else request.path
    code = _language()
    return {"code": code, "name": get_language_info(code)["name_local"], "next": back}


def _account(context: template.Context) -> dict[str, Any]:
    """Whether the browser carries a session cookie is all that is asked: nobody is looked up."""
    has_session = bool(context.get("has_session"))
    href = reverse("accounts:me" if has_session else settings.LOGIN_URL)
    return {"has_session": has_session, "href": href}


@register.simple_tag(takes_context=True)
def account_tool(context: template.Context) -> SafeString:
    """Lead to the account, or to signing in."""
    return _draw("account_tool", **_account(context))


@register.simple_tag(takes_context=True)
def site_footer(context: template.Context) -> SafeString:
    """Say who runs the site, and lead to what people ask about it."""
    names = {"town_name": settings.TOWN_NAME, "force_name": settings.FORCE_NAME}
    return _draw("site_footer", **names, **_account(context))


def _exit(name: str) -> SafeString:
    return _draw(name, href=reverse("core:exit"), away=AWAY)


@register.simple_tag
def exit_tool() -> SafeString:
    """Draw Exit for the header."""
    return _exit("exit_tool")


@register.simple_tag
def exit_bar() -> SafeString:
    """Draw Exit as a bar that stays at the foot of a sensitive page."""
    return _exit("exit_bar")


@register.simple_tag
def exit_link() -> SafeString:
    """Put Exit among the first stops of the keyboard; it shows when it is reached."""
    return _exit("exit_link")
