"""Views of the shell: language, leaving at once, and what makes the site an app on a phone."""

import hashlib
import json
from copy import copy
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, get_language_bidi, get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from commonbeat.core import assets
from commonbeat.core.access import public
from commonbeat.core.exits import AWAY

# What other apps may share with ours.
SHARED_TYPES = ("image/jpeg", "image/png", "image/webp")
LANGUAGE_AGE = 365 * 24 * 60 * 60
SHELL_FILES = (
    "public.css",
    "public.js",
    "phone.js",
    "theme.js",
    "next-latin.woff2",
    "mono-latin.woff2",
    "mark.svg",
)
# The pages that a phone keeps, and the doors that its worker must know, by what it calls them.
_KEPT_PAGES = {"offline": "core:offline", "phone": "reports:phone", "unsent": "reports:unsent"}
_DOORS = {
    "report": "reports:report",
    "begin": "reports:begin",
    "share": "reports:share",
    "send": "reports:from_phone",
    "snap": "places:snap",
}


def _local(address: str) -> str:
    """Return an address of this site as it is, and the first page in place of any other."""
    safe = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if safe else "/"


def chosen_language(request: HttpRequest) -> str:
    """Return the language that a form chooses, or nothing."""
    chosen = request.POST.get("language", "")
    return chosen if chosen in dict(settings.LANGUAGES) else ""


def remember_language[R: HttpResponse](response: R, code: str) -> R:
    """Keep a choice of language in a cookie that names no person."""
    response.headers["Content-Language"] = code
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=LANGUAGE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """List the languages by their own names; a choice is kept in a cookie that names no person."""
    asked = request.POST if request.method == "POST" else request.GET
    back = _local(asked.get("next", "/"))
    if chosen := chosen_language(request):
        response = redirect(back)
        return remember_language(response, chosen)
    languages = [get_language_info(code) for code, _name in settings.LANGUAGES]
    return render(request, "core/language.html", {"languages": languages, "next": back})


@public
@csrf_exempt
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Forget this browser and go to a neutral page.

    A link serves people without JavaScript; the script posts while it leaves by itself. Needs no
    token, since it only ever removes, and does nothing for another site or for a prefetch.
    """
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        return HttpResponse(status=204)
    response: HttpResponse = (
        HttpResponse(status=204) if request.method == "POST" else HttpResponseRedirect(AWAY)
    )
    if request.headers.get("Sec-Fetch-Site", "same-origin") in {"cross-site", "same-site"}:
        return response
    # Browsers obey the header on https only, so the cookies that we see are ended by name too.
    # The script says when a report still waits on the phone: the header would take it along, and
    # it would be lost. What else is stored the script has then cleared by itself.
    waits = request.POST.get("waits") == "1"
    response.headers["Clear-Site-Data"] = (
        '"cache", "cookies"' if waits else '"cache", "cookies", "storage"'
    )
    for name in request.COOKIES:
        response.delete_cookie(name)
    for name, path in settings.RECEIPT_COOKIES.items():
        response.delete_cookie(name, path=path)
    return response


@public
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show what the app shows without a connection."""
    return render(request, "core/offline.html")


@public
@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """Lead a browser to our icon, where it looks for one beside a file that is no page."""
    return redirect(assets.address("icon-192.png"))


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Describe the app that a phone can keep on its first screen."""
    return JsonResponse(
        {
            "id": "/",
            "name": f"Commonbeat {settings.TOWN_NAME}",
            "short_name": "Commonbeat",
            "description": _("Tell the people near you who can help. No name needed."),
            "lang": get_language(),
            "dir": "rtl" if get_language_bidi() else "ltr",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#faf6ee",
            "theme_color": "#faf6ee",
            "icons": _icons(),
            "share_target": _share_target(),
        },
        content_type="application/manifest+json",
    )


def _icons() -> list[dict[str, str]]:
    """Return the pictures of the app, for first screens of every kind."""
    icons = [
        {"src": assets.address(f"icon-{n}.png"), "sizes": f"{n}x{n}", "type": "image/png"}
        for n in (192, 512)
    ]
    maskable = {
        "src": assets.address("icon-maskable-512.png"),
        "sizes": "512x512",
        "type": "image/png",
        "purpose": "maskable",
    }
    drawn = {"src": assets.address("mark.svg"), "sizes": "any", "type": "image/svg+xml"}
    return [drawn, *icons, maskable]


def _share_target() -> dict[str, Any]:
    """Return where other apps send what somebody shares with ours."""
    return {
        "action": reverse("reports:share"),
        "method": "POST",
        "enctype": "multipart/form-data",
        "params": {
            "title": "title",
            "text": "text",
            "url": "url",
            "files": [{"name": "files", "accept": list(SHARED_TYPES)}],
        },
    }


def _shell_files() -> list[str]:
    """Return the addresses of the files that the pages of the shell need, in this language."""
    built = assets.built_files()
    script = f"script-{get_language()}.css"
    names = [*SHELL_FILES, *([script] if script in built else [])]
    return [assets.address(name) for name in names]


def _drawn(address: str, request: HttpRequest) -> bytes:
    """Return a page as this visitor would get it at its own address.

    Whatever it says of where one is must not depend on who draws it: the digest of two processes
    would differ, and a phone would take the worker of each for a new one.
    """
    asked = copy(request)
    asked.path = asked.path_info = address
    page: HttpResponse = resolve(address).func(asked)
    return page.content


@public
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Serve the worker that keeps the shell, and never a page of anybody's, on the phone."""
    built = Path(settings.STATICFILES_DIRS[0]) / assets.BUILD / "service-worker.js"
    code = built.read_text() if built.exists() else ""
    addresses = {name: reverse(view) for name, view in (_KEPT_PAGES | _DOORS).items()}
    shell = {**addresses, "files": _shell_files()}
    told = hashlib.sha256(json.dumps(shell).encode() + code.encode())
    for name in _KEPT_PAGES:
        told.update(_drawn(addresses[name], request))
    version = told.hexdigest()[:16]
    settings_line = f"self.SHELL = {json.dumps({**shell, 'version': version})};\n"
    response = HttpResponse(settings_line + code, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/"
    return response
