"""The site as processes: what dies is started again, and what is stopped is gone."""

import os
import signal
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running_site import SECONDS_TO_STOP, RunningSite, is_alive, scratch_database, wait_until


@pytest.fixture
def site(tmp_path: Path) -> Iterator[RunningSite]:
    with scratch_database() as url:
        site = RunningSite(tmp_path, url, COMMONBEAT_PAGE_THREADS="2")
        site.run("migrate", "--verbosity=0")
        try:
            site.start("serve")
            yield site
        finally:
            site.stop()


def answers(site: RunningSite) -> bool:
    with urllib.request.urlopen(f"{site.url}/readyz", timeout=60) as response:
        return bool(response.status == 200)


def test_each_part_that_is_killed_is_started_again(site: RunningSite) -> None:
    for name, pid in site.parts().items():
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda name=name, pid=pid: site.parts()[name] != pid, 30)
        wait_until(lambda name=name: is_alive(site.parts()[name]), 30)
        assert answers(site)


def test_no_visitor_is_refused_while_every_page_process_is_dead(site: RunningSite) -> None:
    for name, pid in site.parts().items():
        if name.startswith("web"):
            os.kill(pid, signal.SIGKILL)
    # The socket is still open, so this waits for the new processes instead of failing.
    assert answers(site)


def test_ctrl_c_leaves_nothing_running(site: RunningSite) -> None:
    pids = list(site.parts().values())
    # An open stream, which never ends by itself.
    with socket.create_connection(("127.0.0.1", site.port)) as stream:
        stream.sendall(b"GET /live/alerts/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert site.stop() < SECONDS_TO_STOP
    assert not any(is_alive(pid) for pid in pids)
    assert "Stopped." in site.output


def test_the_parts_end_when_the_supervisor_is_killed(site: RunningSite) -> None:
    assert site.process is not None
    pids = list(site.parts().values())
    site.process.kill()
    site.process.wait()
    wait_until(lambda: not any(is_alive(pid) for pid in pids), 30)


def test_a_crowd_of_slow_senders_holds_up_nobody(site: RunningSite) -> None:
    senders = [socket.create_connection(("127.0.0.1", site.port)) for _ in range(24)]
    try:
        for sender in senders:
            sender.sendall(
                b"POST /report/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nslow"
            )
        started = time.monotonic()
        assert answers(site)
        assert time.monotonic() - started < 2
    finally:
        for sender in senders:
            sender.close()


def test_a_body_over_the_limit_is_refused_with_a_page(site: RunningSite) -> None:
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as sender:
        sender.sendall(
            b"POST /report/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 60000000\r\n\r\n"
        )
        threading.Thread(target=_send_all, args=(sender, b"x" * 60_000_000), daemon=True).start()
        answer = sender.recv(65_536)
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"content-security-policy" in answer.lower()


def _send_all(sender: socket.socket, data: bytes) -> None:
    try:
        sender.sendall(data)
    except OSError:
        return
