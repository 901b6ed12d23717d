"""One live event to a thousand open pages, beside a bare server that tells a thousand streams."""

import asyncio
import contextlib
import resource
import statistics
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from time import perf_counter

from django.db import transaction

from bench.results import Result, at_most
from bench.servers import our_site
from commonbeat.core import clock, live
from commonbeat.core.models import LIVE_REALM_ID
from tests.running_site import free_port

STREAMS = 1_000
ROUNDS = 9
ADDRESS = "/live/alerts/"
_MARK = b"event: bench"
_SECONDS = 30

type Tell = Callable[[], Awaitable[None]]


def measure(scale: float) -> Iterator[Result]:
    """Measure from the commit, or the bare server's word, to the last page that heard of it."""
    streams = max(10, int(STREAMS * scale))
    _allow_files(streams)
    with our_site() as port:
        ours = asyncio.run(_median_delay(port, ADDRESS, streams, _publish))
    with _bare_server() as port:
        floor = asyncio.run(_median_delay(port, "/", streams, lambda: _ring(port)))
    yield at_most(
        f"live event to {streams:,} streams",
        ours=ours * 1000,
        floor=floor * 1000,
        unit="ms",
        times=1.5,
    )


async def _publish() -> None:
    await asyncio.to_thread(_write)


def _write() -> None:
    with transaction.atomic():
        live.publish(topic=f"alerts:{LIVE_REALM_ID}", kind="bench", data={}, now=clock.now())


async def _ring(port: int) -> None:
    _reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST /ring HTTP/1.1\r\n\r\n")
    await writer.drain()
    writer.close()


async def _median_delay(port: int, path: str, streams: int, tell: Tell) -> float:
    pages = [await _open(port, path) for _ in range(streams)]
    await asyncio.sleep(1.0)
    delays = []
    for _ in range(ROUNDS):
        hearing = [asyncio.create_task(_hear(reader)) for reader, _writer in pages]
        await asyncio.sleep(0.2)
        await tell()
        told = perf_counter()
        async with asyncio.timeout(_SECONDS):
            heard = await asyncio.gather(*hearing)
        delays.append(max(heard) - told)
    for _reader, writer in pages:
        writer.close()
    return statistics.median(delays)


async def _open(port: int, path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    status = await reader.readline()
    assert b" 200 " in status, status
    return reader, writer


async def _hear(reader: asyncio.StreamReader) -> float:
    while True:
        line = await reader.readline()
        assert line, "a stream was cut"
        if _MARK in line:
            return perf_counter()


@contextlib.contextmanager
def _bare_server() -> Iterator[int]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "bench.bare_streams", str(port)])
    try:
        asyncio.run(_until_open(port))
        yield port
    finally:
        process.terminate()
        process.wait()


async def _until_open(port: int) -> None:
    for _ in range(100):
        with contextlib.suppress(OSError):
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.1)
    raise RuntimeError("the bare server did not start")


def _allow_files(streams: int) -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = streams * 2 + 200
    if hard != resource.RLIM_INFINITY and hard < wanted:
        raise RuntimeError(f"this machine allows {hard} open files, and {wanted} are needed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
