"""A demonstration's own mail server: it keeps every mail in a folder and sends none on."""

import asyncio
import os
import secrets
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

from commonbeat.delivery.channels.email.server import PORT_FILE, mail_folder

_TICK = 0.1


def catch_mail(*, port: int, stop: threading.Event, ready: Callable[[int], object]) -> None:
    """Listen on loopback until ``stop`` is set; port 0 takes any free one.

    The worker finds the port in a file of the folder. ``ready`` is called with it. Raises
    ``OSError`` when the port is taken.
    """
    asyncio.run(_catch(mail_folder(), port, stop, ready))


async def _catch(
    folder: Path, port: int, stop: threading.Event, ready: Callable[[int], object]
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    loop = asyncio.get_running_loop()
    keeper = _Keeper(folder)

    def protocol() -> SMTP:
        return SMTP(keeper, loop=loop, enable_SMTPUTF8=True, ident="Commonbeat demonstration")

    server = await loop.create_server(protocol, "127.0.0.1", port)
    taken = int(server.sockets[0].getsockname()[1])
    sign = folder / PORT_FILE
    own = str(taken).encode()
    _write(sign, own)
    ready(taken)
    try:
        while not stop.is_set():
            # Two sites of one folder each have a catcher: whoever is left puts its sign up again.
            if not sign.exists():
                _write(sign, own)
            await asyncio.sleep(_TICK)
    finally:
        if sign.exists() and sign.read_bytes() == own:
            sign.unlink()
        server.close()


class _Keeper:
    """Writes each mail to a file of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep a mail, and say so once it is on the disk."""
        name = f"{time.time_ns()}-{secrets.token_hex(4)}.eml"
        _write(self._folder / name, envelope.content)
        return "250 Kept"


def _write(path: Path, content: bytes) -> None:
    """Write a file that is whole or not there."""
    draft = path.with_name(f"{path.name}.draft")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
