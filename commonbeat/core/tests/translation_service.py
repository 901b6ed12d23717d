"""A small translation service on loopback that speaks as LibreTranslate and as DeepL do."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Talk:
    """What the service was asked, and how it is told to answer."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    status: int = 200
    reply_headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    silent: threading.Event | None = None  # holds the answer back until it is set

    def answer(self, path: str, asked: dict[str, Any]) -> bytes:
        """Return what a working service says: the text in capitals."""
        if self.raw is not None:
            return self.raw
        if path == "/translate":
            return json.dumps({"translatedText": str(asked["q"]).upper()}).encode()
        return json.dumps({"translations": [{"text": asked["text"][0].upper()}]}).encode()


@contextmanager
def translation_service() -> Iterator[Talk]:
    """Run the service on a free port of this machine."""
    talk = Talk()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            asked = json.loads(self.rfile.read(length))
            talk.asked.append(asked)
            talk.paths.append(self.path)
            talk.headers.append(dict(self.headers.items()))
            if talk.silent is not None:
                talk.silent.wait(10)
            data = talk.answer(self.path, asked)
            try:
                self.send_response(talk.status)
                for name, value in talk.reply_headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            except ConnectionError:
                return  # the asker gave up: that is what some tests are about

        do_GET = do_POST  # noqa: N815  the name that the library calls

        def log_message(self, *_args: Any) -> None:
            """Write nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    talk.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield talk
    finally:
        if talk.silent is not None:
            talk.silent.set()
        server.shutdown()
        server.server_close()
        thread.join()
