"""Starts the page and stream servers, and finds the addresses that they listen on."""

import resource
import socket
from typing import Literal

import uvicorn

type Face = Literal["application", "pages", "streams"]

BACKLOG = 2_048
# Streams never end by themselves: they are cut this long after the signal to stop.
SECONDS_TO_STOP = 3


class AddressTaken(Exception):
    """Another process listens there already."""


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; raises ``AddressTaken``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise AddressTaken(f"{host} port {port}: {error.strerror}") from error
    listener.listen(BACKLOG)
    return listener


def run(face: Face, listener: socket.socket) -> None:
    """Serve one face of the site on a socket until told to stop.

    No access log and no server name: who visits is written nowhere.
    """
    _allow_many_connections()
    config = uvicorn.Config(
        f"commonbeat.config.asgi:{face}",
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,
        proxy_headers=False,  # whom to believe is decided at our own door: see veil.py
        log_level="critical",  # its tracebacks may quote what a person wrote; apps.py logs faults
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=SECONDS_TO_STOP,
    )
    uvicorn.Server(config).run(sockets=[listener])


def _allow_many_connections() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if hard == resource.RLIM_INFINITY else hard
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
