"""A small cache at the door: pages that say that everybody may keep them, for as long as they say.

Django is not asked for what it said a moment ago: on the day when everybody looks at one warning,
the first page costs a look into a table in memory. It is what any shared cache may do (RFC 9111):
only answers that call themselves public are kept, only for visitors without a cookie, one for each
way to ask for a language; ``Age`` tells the next cache how much time is left.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from commonbeat.config.doorway import Message, Receive, Scope, Send

type Headers = list[tuple[bytes, bytes]]
type Key = tuple[bytes, ...]

MOST_PAGES = 500
LARGEST_PAGE = 262_144

# What a kept answer may differ by; anything else is not ours to keep.
_TOLD_APART = frozenset({b"cookie", b"accept-language"})
# Who brings one of these wants an answer of their own.
_OWN = frozenset({b"cookie", b"authorization", b"cache-control", b"range", b"if-none-match"})
# Pages live for seconds; files that live for years are read from where they lie.
_MAX_AGE = re.compile(rb"\bpublic\b.*\bmax-age=(\d{1,2})\b")


@dataclass(frozen=True, slots=True)
class _Kept:
    headers: Headers
    body: bytes
    since: float
    until: float


class KeptPages:
    """Answers from memory where it may, and asks the application behind it where it may not."""

    def __init__(
        self,
        application: Callable[[Scope, Receive, Send], Awaitable[None]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._application = application
        self._clock = clock
        self._pages: OrderedDict[Key, _Kept] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = key_of(scope)
        if key is None:
            await self._application(scope, receive, send)
            return
        kept = self._pages.get(key)
        now = self._clock()
        if kept is not None and kept.until > now:
            age = (b"age", str(int(now - kept.since)).encode())
            await send(
                {"type": "http.response.start", "status": 200, "headers": [*kept.headers, age]}
            )
            await send({"type": "http.response.body", "body": kept.body})
            return
        listener = _Listener(send)
        await self._application(scope, receive, listener)
        if seconds := listener.seconds_to_keep():
            self._keep(key, _Kept(listener.headers, listener.body, now, now + seconds))

    def _keep(self, key: Key, page: _Kept) -> None:
        self._pages[key] = page
        self._pages.move_to_end(key)
        while len(self._pages) > MOST_PAGES or self._oldest().until <= page.since:
            self._pages.popitem(last=False)

    def _oldest(self) -> _Kept:
        return next(iter(self._pages.values()))


def key_of(scope: Scope) -> Key | None:
    """Return what tells kept answers apart, or None for a request that wants its own."""
    if scope["method"] != "GET":
        return None
    host = language = b""
    for name, value in scope["headers"]:
        if name in _OWN:
            return None
        if name == b"host":
            host = value
        elif name == b"accept-language":
            language += value
    scheme = scope.get("scheme", "http").encode()
    return scheme, host, scope["path"].encode(), scope["query_string"], language


@dataclass(slots=True)
class _Listener:
    """Passes an answer on, and remembers it."""

    send: Send
    status: int = 0
    headers: Headers = field(default_factory=list)
    body: bytes = b""
    is_whole: bool = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message["headers"])
        elif not self.body and not message.get("more_body"):
            self.body, self.is_whole = message.get("body", b""), True
        else:
            self.is_whole = False
        await self.send(message)

    def seconds_to_keep(self) -> int:
        """Return for how long everybody may be given this answer; 0 for not at all."""
        if self.status != 200 or not self.is_whole or len(self.body) > LARGEST_PAGE:
            return 0
        said = dict(self.headers)
        varies = {word.strip().lower() for word in said.get(b"vary", b"").split(b",")} - {b""}
        if b"set-cookie" in said or b"age" in said or not varies <= _TOLD_APART:
            return 0
        found = _MAX_AGE.search(said.get(b"cache-control", b""))
        return int(found.group(1)) if found else 0
