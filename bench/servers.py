"""Servers to measure: ours as it is served, and a bare one behind the very same bridge."""

import contextlib
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

from tests.running_site import free_port

PROCESSES = 2


@contextlib.contextmanager
def our_site() -> Iterator[int]:
    """Run ``commonbeat serve`` on the row's database and give its port."""
    port = free_port()
    with _running(["-m", "commonbeat.config.cli", "serve", f"--port={port}"], port, "/readyz"):
        yield port


@contextlib.contextmanager
def bare_site() -> Iterator[int]:
    """Run the bare Django site of ``bench.bare`` and give its port."""
    port = free_port()
    command = ["-m", "uvicorn", "bench.bare:application", f"--port={port}"]
    options = ["--loop=uvloop", "--http=httptools", "--no-access-log", "--log-level=error"]
    with _running([*command, *options, f"--workers={PROCESSES}"], port, "/plain"):
        yield port


@contextlib.contextmanager
def _running(arguments: list[str], port: int, health: str) -> Iterator[None]:
    # Visitors that do the work of the report guard would leave the server no processor to measure.
    environment = {**os.environ, "COMMONBEAT_REPORT_GUARD": "0"}
    process = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, env=environment
    )
    try:
        _wait(f"http://127.0.0.1:{port}{health}", process)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"{url}: the server ended with {process.returncode}")
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer")


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0))
