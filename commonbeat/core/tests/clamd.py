"""A real clamd for tests, with one signature of its own."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CLAMD = shutil.which("clamd")
# The harmless word that every scanner is asked to take for a virus; in two parts, so that one
# that reads this file does not.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
needs_clamd = pytest.mark.skipif(CLAMD is None, reason="clamd is not installed on this machine")


@contextmanager
def running_clamd(folder: Path) -> Iterator[Path]:
    """Run a clamd that knows one virus; yields its socket."""
    assert CLAMD is not None
    # On any file, anywhere in it.
    (folder / "own.ndb").write_text(f"Own.Eicar:0:*:{EICAR.hex()}\n")
    socket, configuration = folder / "socket", folder / "clamd.conf"
    configuration.write_text(
        f"DatabaseDirectory {folder}\nLocalSocket {socket}\nForeground yes\n"
        "StreamMaxLength 2M\nMaxThreads 2\n"
    )
    daemon = subprocess.Popen(
        [CLAMD, "--config-file", str(configuration)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert daemon.stdout is not None
    said = []
    for line in daemon.stdout:
        said.append(line)
        if "Self checking" in line or "Listening" in line:
            break
    # Nobody waits for the pipe while it goes on talking.
    drain = threading.Thread(target=daemon.stdout.read, daemon=True)
    drain.start()
    try:
        assert daemon.poll() is None, "".join(said)
        yield socket
    finally:
        daemon.terminate()
        daemon.wait(30)
        drain.join()
        daemon.stdout.close()
