"""A visitor without a browser: plain HTTP, a cookie jar, and forms as the page gave them."""

import contextlib
import http.client
import mimetypes
import secrets
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

type Files = dict[str, tuple[str, bytes]]


@dataclass
class PageForm:
    """One form of a page, with what it would send as it stands."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(PageForm(found.get("action", ""), found.get("method", "get")))
        elif tag == "input" and self.forms and found.get("name"):
            chosen = found.get("type") not in {"radio", "checkbox", "file", "submit"}
            if chosen or "checked" in found:
                self.forms[-1].values[found["name"]] = found.get("value", "")
        elif tag == "textarea" and self.forms:
            self._textarea = found.get("name", "")
            self.forms[-1].values[self._textarea] = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.forms[-1].values[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""


@dataclass
class Page:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def form(self, holding: str) -> PageForm:
        """Return the form that has a field of this name."""
        parser = _Forms()
        parser.feed(self.text)
        return next(form for form in parser.forms if holding in form.values)


class Visitor:
    """Somebody who opens pages; ``source`` is the loopback address that they come from."""

    def __init__(
        self, url: str, *, headers: dict[str, str] | None = None, source: str = "127.0.0.1"
    ) -> None:
        self.url = url
        self.headers = headers or {}
        self.source = source
        self.cookies: dict[str, str] = {}

    def get(self, path: str, **headers: str) -> Page:
        """Open a page."""
        return self._ask("GET", path, None, headers)

    def post(
        self, path: str, values: dict[str, str], files: Files | None = None, **headers: str
    ) -> Page:
        """Send a form."""
        body, kind = (
            multipart(values, files)
            if files
            else (urlencode(values).encode(), "application/x-www-form-urlencoded")
        )
        return self._ask("POST", path, body, {"Content-Type": kind, **headers})

    def break_off(self, path: str, declared: int, sent: bytes) -> None:
        """Start to send a body and close the connection in the middle of it."""
        connection = self._connect()
        connection.putrequest("POST", path)
        for name, value in self._all_headers({"Content-Type": "multipart/form-data"}).items():
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(declared))
        connection.endheaders()
        connection.send(sent)
        connection.close()

    def _connect(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.url)
        return http.client.HTTPConnection(
            parts.hostname or "", parts.port, timeout=60, source_address=(self.source, 0)
        )

    def _all_headers(self, more: dict[str, str]) -> dict[str, str]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookie, "Origin": self.url, **self.headers, **more}

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Page:
        with contextlib.closing(self._connect()) as connection:
            connection.request(method, path, body=body, headers=self._all_headers(headers))
            response = connection.getresponse()
            page = Page(response.status, response.msg, response.read())
        for line in response.msg.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return page


def multipart(values: dict[str, str], files: Files) -> tuple[bytes, str]:
    """Return a form with files as bytes, each name as it is given, and what kind of body it is."""
    boundary = secrets.token_hex(16)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in values.items()
    ]
    for name, (filename, data) in files.items():
        kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
        head = (
            f"--{boundary}\r\nContent-Disposition: form-data; "
            f'name="{name}"; filename="{filename}"\r\nContent-Type: {kind}\r\n\r\n'
        )
        parts.append(head.encode() + data + b"\r\n")
    parts.append(f"--{boundary}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={boundary}"
