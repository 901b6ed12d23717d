"""The virus scanner: a real clamd with a signature of its own, and a scanner that is away."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from clamav_client.clamd import ClamdUnixSocket
from pytest_django import Settings

from commonbeat.core.tests.clamd import EICAR, needs_clamd, running_clamd
from commonbeat.core.viruses import Answer, Scan, scan


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Start a clamd that knows one virus; yields its socket."""
    with running_clamd(tmp_path_factory.mktemp("clamd")) as socket:
        yield socket


def check_found() -> None:
    answer = scan(io.BytesIO(EICAR))
    assert answer.scan is Scan.INFECTED
    assert "Eicar" in answer.name


@needs_clamd
def test_a_virus_is_found_and_named(clamd: Path, settings: Settings) -> None:
    settings.CLAMAV = f"unix://{clamd}"
    check_found()


@needs_clamd
def test_a_virus_behind_other_bytes_is_found(clamd: Path, settings: Settings) -> None:
    settings.CLAMAV = f"unix://{clamd}"
    assert scan(io.BytesIO(b"a" * 100_000 + EICAR)).scan is Scan.INFECTED


@needs_clamd
def test_other_files_are_clean(clamd: Path, settings: Settings) -> None:
    settings.CLAMAV = f"unix://{clamd}"
    assert scan(io.BytesIO(b"hello" * 10_000)) == Answer(Scan.CLEAN)
    assert scan(io.BytesIO(b"")) == Answer(Scan.CLEAN)


@needs_clamd
def test_a_file_larger_than_the_scanner_takes_says_so(clamd: Path, settings: Settings) -> None:
    settings.CLAMAV = f"unix://{clamd}"
    assert scan(io.BytesIO(bytes(2_200_000))).scan in {Scan.TOO_LARGE, Scan.UNREACHABLE}


@needs_clamd
def test_sabotage_a_scanner_that_takes_everything_is_noticed(
    clamd: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CLAMAV = f"unix://{clamd}"
    monkeypatch.setattr(ClamdUnixSocket, "instream", lambda *_: {"stream": ("OK", None)})
    with pytest.raises(AssertionError):
        check_found()


def test_without_a_scanner_nothing_is_known(settings: Settings) -> None:
    settings.CLAMAV = ""
    assert scan(io.BytesIO(EICAR)) == Answer(Scan.NOT_CONFIGURED)


@pytest.mark.parametrize("address", ["unix:///nowhere/clamd", "tcp://127.0.0.1:1"])
def test_a_scanner_that_is_away_is_to_be_asked_again(address: str, settings: Settings) -> None:
    settings.CLAMAV = address
    assert scan(io.BytesIO(EICAR)) == Answer(Scan.UNREACHABLE)
