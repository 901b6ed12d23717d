"""Twenty films of 100 MB sent at once: what the page servers hold, beside what was sent to them."""

import http.client
import io
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import av
import numpy

from bench.memory import page_servers, resident_bytes
from bench.results import Result, at_most
from bench.servers import our_site
from commonbeat.core.ids import random_code
from commonbeat.reports.rules.evidence import PIECE_BYTES

AT_ONCE = 20
MEGABYTE = 1_000_000
_TRIES = 60


def measure(scale: float) -> Iterator[Result]:
    """Measure the growth at its highest, a sample every tenth of a second."""
    film = _film(max(2 * MEGABYTE, int(100 * MEGABYTE * scale)))
    with our_site() as port:
        _send(port, film[:MEGABYTE])
        processes = page_servers(port)
        before = resident_bytes(processes)
        highest = [before]
        is_over = threading.Event()

        def watch() -> None:
            while not is_over.wait(0.1):
                highest.append(resident_bytes(processes))

        watcher = threading.Thread(target=watch)
        watcher.start()
        with ThreadPoolExecutor(AT_ONCE) as senders:
            answers = list(senders.map(lambda _number: _send(port, film), range(AT_ONCE)))
        is_over.set()
        watcher.join()
    taken = answers.count(True)
    if taken < AT_ONCE:
        raise RuntimeError(f"only {taken} of {AT_ONCE} films were taken")
    yield at_most(
        f"memory of page servers, {AT_ONCE} films of {len(film) // MEGABYTE} MB at once",
        ours=(max(highest) - before) / MEGABYTE,
        floor=AT_ONCE * len(film) / MEGABYTE,
        unit="MB",
        times=0,
        plus=200,
    )


def _film(size: int) -> bytes:
    """Return a film of about ``size`` bytes: one noisy picture again and again."""
    noise = numpy.random.default_rng(1).integers(0, 256, (1_080, 1_920, 3), numpy.uint8)
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as film:
        track = film.add_stream("libx264", rate=25, options={"preset": "ultrafast", "qp": "4"})
        track.width, track.height, track.pix_fmt = 1_920, 1_080, "yuv420p"
        first = track.encode(av.VideoFrame.from_ndarray(noise, format="rgb24"))
        [packet] = [*first, *track.encode(None)]
        data = bytes(packet)
        for number in range(size // len(data) + 1):
            again = av.Packet(data)
            again.pts = again.dts = number
            again.time_base, again.stream, again.is_keyframe = packet.time_base, track, True
            film.mux(again)
    return out.getvalue()


def _send(port: int, data: bytes) -> bool:
    """Send a file in pieces as a browser does; say whether it was taken."""
    told = {"Commonbeat-Receipt": random_code(24), "Tus-Resumable": "1.0.0"}
    begun = _ask(port, "POST", "/evidence/", told | {"Upload-Length": str(len(data))})
    address = begun.headers["Location"]
    offset, status = 0, begun.status
    for _try in range(_TRIES + len(data) // PIECE_BYTES):
        if offset == len(data):
            break
        piece = data[offset : offset + PIECE_BYTES]
        headers = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset)}
        answer = _ask(port, "PATCH", address, told | headers, piece)
        status = answer.status
        if status == 204:
            offset += len(piece)
        elif status < 500:
            return False
        else:
            # Too many at once: a browser asks again a little later where it stands.
            time.sleep(2)
            offset = int(_ask(port, "HEAD", address, told).headers.get("Upload-Offset") or offset)
    return status == 204


def _ask(
    port: int, method: str, path: str, headers: dict[str, str], body: bytes = b""
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    try:
        connection.request(method, path, body, {"Host": "127.0.0.1", **headers})
        answer = connection.getresponse()
        answer.read()
        return answer
    finally:
        connection.close()
