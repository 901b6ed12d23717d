"""Finds a Chromium for the journeys, or installs one where that is allowed.

``python -m tests.chromium`` prints its path, or says how to get one and fails.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO = """No Chromium was found, and none could be installed here. The journeys need one. Either:
  - install it with your system (Debian, Ubuntu: apt-get install chromium; Fedora: dnf install
    chromium; macOS: brew install --cask chromium), or
  - let Playwright fetch its own: .venv/bin/playwright install chromium, or
  - say where one is: COMMONBEAT_CHROMIUM=/path/to/chromium make test"""
# Keep the browser itself off the network: the guard then sees only what a page asks for.
FLAGS = (
    "--disable-background-networking",
    "--disable-client-side-phishing-detection",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def find() -> str | None:
    """Return the path of a Chromium that runs, or nothing."""
    said = os.environ.get("COMMONBEAT_CHROMIUM")
    candidates = [said] if said else [shutil.which(name) for name in NAMES]
    return next((path for path in [*candidates, _playwrights_own()] if path and _runs(path)), None)


def flags() -> list[str]:
    """Return the flags for this machine; root has no sandbox to be put in."""
    return [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def install() -> None:
    """Try what this machine may allow; whether it worked is seen by looking again."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            _try(["apt-get", "--quiet", *arguments], environment)
        if find():
            return
    _try([str(Path(sys.executable).with_name("playwright")), "install", "chromium"])


def main() -> int:
    """Print where Chromium is, installing it first if need be."""
    path = find()
    if path is None:
        install()
        path = find()
    if path is None:
        print(HOW_TO, file=sys.stderr)
        return 1
    print(path)
    return 0


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _runs(path: str) -> bool:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _try(command: list[str], environment: dict[str, str] | None = None) -> None:
    print("Trying:", *command, file=sys.stderr)
    subprocess.run(command, env=environment, stdout=sys.stderr, check=False, timeout=900)


if __name__ == "__main__":
    sys.exit(main())
