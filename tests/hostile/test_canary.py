"""Nothing that could tell who an anonymous reporter is may be found anywhere afterwards.

A visitor with marks that exist nowhere else walks every outcome of the anonymous path. Then every
file of the site, its output and every opened row of its database are searched for the marks.
"""

import io
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from commonbeat.core.ids import grouped
from tests.running_site import RunningSite, scratch_database, wait_until
from tests.visitor import Page, Visitor

# Addresses of the loopback range that nothing else uses: one guesses too often, one comes back.
SOURCE, OTHER_SOURCE = "127.77.131.29", "127.77.131.30"


@dataclass(frozen=True)
class Marks:
    """What only this visitor carries; each is searched for byte by byte."""

    agent: str
    language: str
    referrer: str
    forwarded4: str
    forwarded6: str
    filename: str
    hidden: str

    @classmethod
    def new(cls) -> "Marks":
        one = secrets.token_hex(6)
        return cls(
            agent=f"CanaryBrowser-{one}",
            language=f"x-canary{one}",
            referrer=f"canary-page-{one}",
            forwarded4="203.0.113.77",
            forwarded6=f"2001:db8:{one[:4]}:{one[4:8]}::{one[8:]}",
            filename=f"canary-file-{one}",
            hidden=f"canary-exif-{one}",
        )

    def headers(self) -> dict[str, str]:
        return {
            "User-Agent": self.agent,
            "Accept-Language": f"{self.language}, en;q=0.5",
            "Referer": f"https://elsewhere.example/{self.referrer}",
            "X-Forwarded-For": f"{self.forwarded4}, {self.forwarded6}",
            "X-Real-IP": self.forwarded4,
            "Forwarded": f'for="[{self.forwarded6}]"',
        }

    def all(self) -> list[str]:
        return [
            *(self.agent, self.language, self.referrer, self.forwarded4, self.forwarded6),
            *(self.filename, self.hidden, SOURCE, OTHER_SOURCE),
        ]


def photograph(hidden: str) -> bytes:
    """Return a JPEG with a mark in its EXIF and in a comment."""
    picture = Image.new("RGB", (320, 240), "teal")
    exif = Image.Exif()
    exif[0x010E] = hidden
    exif[0x013B] = hidden
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=hidden.encode())
    return out.getvalue()


# The site as it is, with one page that falls over and quotes its visitor while it does.
FAULTY = "tests.hostile.faulty_settings"
ANSWERS = {
    "danger": "no",
    "topic": "bike-taken",
    "when": "yesterday",
    "where_unknown": "on",
    "description": "A blue bicycle was taken from the rack by the library.",
}


# More than the door lets in.
TOO_MUCH = b"\xff\xd8" + bytes(27_500_000)


def walk_every_outcome(url: str, marks: Marks) -> str:
    """Send a report with a photograph, and meet every refusal on the way; return its receipt."""
    visitor = Visitor(url, headers=marks.headers(), source=SOURCE)
    first = visitor.get("/report/").form("receipt").values
    answers = {**first, **ANSWERS}
    picture = {"upload": (f"{marks.filename}.jpg", photograph(marks.hidden))}
    assert visitor.post("/report/", {**answers, "step": "evidence"}, picture).status == 200
    refused: list[tuple[int, Page]] = [
        (422, visitor.post("/report/", {**first, "step": "what", "go": "send"})),
        (
            422,
            visitor.post(
                "/report/",
                {**answers, "step": "evidence"},
                {"upload": (f"{marks.filename}.svg", f"<svg>{marks.hidden}</svg>".encode())},
            ),
        ),
        (403, Visitor(url, headers=marks.headers(), source=SOURCE).post("/report/", ANSWERS)),
        (404, visitor.get(f"/nowhere/{marks.filename}/")),
        (400, visitor.get("/report/", Host=f"{marks.referrer}.example")),
        (404, visitor.get("/receipt/files/00000000000000000000/")),
        # Without its token, and with one from another site.
        (403, visitor.post("/report/", ANSWERS)),
        (403, visitor.post("/report/", answers, Origin="https://elsewhere.example")),
        (413, visitor.post("/report/", answers, {"upload": (f"{marks.filename}.jpg", TOO_MUCH)})),
        (500, visitor.get(f"/help/?fault={marks.referrer}")),
    ]
    refused.append((429, guessed_too_often(visitor)))
    visitor.break_off("/report/", 5_000_000, marks.hidden.encode() * 1000)
    sent = visitor.post("/report/", {**answers, "step": "receipt", "go": "send"})
    assert sent.status == 200, sent.text
    thread = visitor.get("/receipt/thread/")
    assert thread.status == 200
    assert "blue bicycle" in thread.text
    for expected, page in refused:
        assert page.status == expected, (expected, page.status, page.text[:500])
    return come_back(url, marks, first["receipt"])


def come_back(url: str, marks: Marks, receipt: str) -> str:
    """Open the report with its receipt, in another browser, as it was copied from paper."""
    other = Visitor(url, headers=marks.headers(), source=OTHER_SOURCE)
    typed = other.get("/receipt/").form("csrfmiddlewaretoken").values
    opened = other.post("/receipt/", typed | {"receipt": grouped(receipt)})
    assert opened.status == 302, (opened.status, opened.text)
    return receipt


def guessed_too_often(visitor: Visitor) -> Page:
    """Guess receipts until the page stops judging them; return the answer that says so."""
    page = visitor.get("/receipt/")
    # More than ten: on a slow machine the first waits are over before the next guess.
    for _ in range(40):
        wrong = page.form("csrfmiddlewaretoken").values | {"receipt": "0" * 24}
        page = visitor.post("/receipt/", wrong)
        if page.status == 429:
            break
    return page


def places_that_know(site: RunningSite, sought: list[str]) -> list[str]:
    """Return every place, of files and of opened rows, in which something sought is found."""
    found = []
    for path in sorted(Path(site.folder).rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        found += [f"{path.name}: {mark}" for mark in sought if mark.encode() in data]
    rows = site.run("dumpdata")
    assert "blue bicycle" in rows, "the sweep must be able to open what is sealed"
    return found + [f"row: {mark}" for mark in sought if mark in rows]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    with scratch_database() as database_url:
        yield tmp_path, database_url


def visit(site: RunningSite, marks: Marks) -> list[str]:
    site.run("migrate")
    site.start("serve")
    try:
        receipt = walk_every_outcome(site.url, marks)
        wait_until(lambda: "worker runs" in site.output)
        return places_that_know(site, [*marks.all(), receipt, grouped(receipt)])
    finally:
        site.stop()


def test_nothing_of_an_anonymous_reporter_is_kept_anywhere(folder: tuple[Path, str]) -> None:
    faulty = RunningSite(*folder, DJANGO_SETTINGS_MODULE=FAULTY)
    assert visit(faulty, Marks.new()) == []


def test_nothing_is_kept_of_what_a_named_proxy_says_of_a_visitor(folder: tuple[Path, str]) -> None:
    behind = RunningSite(*folder, DJANGO_SETTINGS_MODULE=FAULTY, COMMONBEAT_TRUSTED_PROXIES=SOURCE)
    assert visit(behind, Marks.new()) == []


@pytest.mark.parametrize("leak", ["row", "log", "file", "receipt"])
def test_the_sweep_finds_a_site_that_leaks(folder: tuple[Path, str], leak: str) -> None:
    """Sabotage: the same walk through a site that was made to keep one mark."""
    leaky = RunningSite(
        *folder, DJANGO_SETTINGS_MODULE="tests.hostile.leaky_settings", CANARY_LEAK=leak
    )
    assert visit(leaky, Marks.new()) != []
