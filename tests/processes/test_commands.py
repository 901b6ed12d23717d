"""What the command says to somebody who starts a site for the first time."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

from tests.running_site import ROOT, RunningSite


def commonbeat(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("COMMONBEAT_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "commonbeat.config.cli", *command],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_site_without_a_key_does_not_start_and_says_how_to_make_one(tmp_path: Path) -> None:
    done = commonbeat("serve", COMMONBEAT_VAR=str(tmp_path))
    assert done.returncode == 1
    assert "commonbeat new-key" in done.stderr
    assert "Traceback" not in done.stderr
    assert not any(tmp_path.iterdir())


def test_a_new_key_needs_no_settings_and_is_new_each_time() -> None:
    first, second = commonbeat("new-key"), commonbeat("new-key")
    assert re.fullmatch(r"[\w-]{64}\n", first.stdout)
    assert first.stdout != second.stdout


def test_a_real_site_cannot_be_made_a_demonstration(tmp_path: Path) -> None:
    for command in (["demo", "--fresh"], ["demo-link", "supervisor"]):
        done = commonbeat(*command, COMMONBEAT_SECRET_KEY="real", COMMONBEAT_VAR=str(tmp_path))
        assert done.returncode == 1
        assert "real site" in done.stderr


def test_a_database_that_was_not_migrated_is_said_plainly(tmp_path: Path) -> None:
    site = RunningSite(tmp_path)
    for command in ("serve", "web", "live", "worker"):
        said = site.run(command, check=False)
        assert "commonbeat migrate" in said
        assert "Traceback" not in said


def test_a_port_that_is_taken_is_said_plainly(tmp_path: Path) -> None:
    site = RunningSite(tmp_path)
    site.run("migrate", "--verbosity=0")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = site.run("serve", f"--port={taken.getsockname()[1]}", check=False)
    assert "--port" in said
    assert "Traceback" not in said
