"""Visitors: processes that ask a site for pages, each visit on a connection of its own."""

import http.client
import multiprocessing
import re
import time
from collections.abc import Callable
from urllib.parse import urlencode

from commonbeat.core.ids import random_code

type Visit = Callable[[int], None]

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
ANSWERS = {
    "go": "send",
    "danger": "no",
    "topic": "bike-taken",
    "when": "unknown",
    "where_unknown": "1",
    "description": "My green bicycle was taken from the rack. The lock was cut.",
}


def report(port: int) -> None:
    """Open the form as a new visitor and send a report; raises unless it was taken."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/report/")
    form = connection.getresponse()
    cookie = (form.getheader("Set-Cookie") or "").partition(";")[0]
    token = _TOKEN.search(form.read().decode())
    assert token, "the form has no token"
    answers = {**ANSWERS, "csrfmiddlewaretoken": token.group(1), "receipt": random_code(24)}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    connection.request("POST", "/report/", urlencode(answers), headers)
    answer = connection.getresponse()
    page = answer.read()
    connection.close()
    assert answer.status == 200, answer.status
    assert b"thank you" in page.lower(), "the report was not taken"


def reader(next_path: Callable[[], str]) -> Visit:
    """Return a visit that reads twenty pages over one connection."""

    def read(port: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for _ in range(20):
            connection.request("GET", next_path())
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
        connection.close()

    return read


def visits_a_second(visit: Visit, port: int, *, visitors: int, seconds: float) -> float:
    """Return how many visits so many visitors at once complete in a second."""
    visit(port)
    context = multiprocessing.get_context("fork")
    counts: multiprocessing.Queue[tuple[int, float]] = context.Queue()
    processes = [
        context.Process(target=_keep_visiting, args=(visit, port, seconds, counts))
        for _ in range(visitors)
    ]
    for process in processes:
        process.start()
    told = [counts.get(timeout=seconds + 60) for _ in processes]
    for process in processes:
        process.join()
    return sum(count / spent for count, spent in told)


def _keep_visiting(
    visit: Visit, port: int, seconds: float, counts: "multiprocessing.Queue[tuple[int, float]]"
) -> None:
    started = time.perf_counter()
    count = 0
    while time.perf_counter() - started < seconds:
        visit(port)
        count += 1
    counts.put((count, time.perf_counter() - started))
