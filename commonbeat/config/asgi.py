"""One origin, two faces: pages for people, and streams that keep their pages live.

``application`` serves both (``commonbeat serve``). A scaled site runs ``pages`` and ``streams``
as processes of their own (``commonbeat web`` and ``commonbeat live``) behind one proxy.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonbeat.config.settings")

_wsgi = get_wsgi_application()

from django.conf import settings  # noqa: E402

from commonbeat.config.doorway import Receive, Scope, Send  # noqa: E402
from commonbeat.config.kept import KeptPages  # noqa: E402
from commonbeat.config.pages import Pages  # noqa: E402
from commonbeat.config.veil import Proxies, Veil  # noqa: E402

LIVE_PREFIX = "/live/"
LIVE_BODY_LIMIT = 65_536
LIVE_THREADS = 2
HEALTH = frozenset({"/healthz", "/readyz"})

_pages = KeptPages(Pages(_wsgi, settings.PAGE_THREADS))
# Threads of their own: many streams that come back at once hold up no page.
_streams = Pages(_wsgi, LIVE_THREADS, limit=LIVE_BODY_LIMIT)
_veil = Veil(Proxies(settings.TRUSTED_PROXIES), scheme="https" if settings.SECURE else "")


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve streams under ``/live/`` and pages everywhere else."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] != "http":
        await send({"type": "websocket.close", "code": 1000})
    elif scope["path"].startswith(LIVE_PREFIX):
        await _streams(_veil.veiled(scope), receive, send)
    else:
        await _pages(_veil.veiled(scope), receive, send)


async def pages(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve pages alone."""
    if scope["type"] == "http" and scope["path"].startswith(LIVE_PREFIX):
        await _answer_empty(send, 404)
    else:
        await application(scope, receive, send)


async def streams(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve streams alone, and say that the process is well."""
    if scope["type"] == "http" and not (
        scope["path"].startswith(LIVE_PREFIX) or scope["path"] in HEALTH
    ):
        await _answer_empty(send, 404)
    else:
        await application(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


async def _answer_empty(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b""})
