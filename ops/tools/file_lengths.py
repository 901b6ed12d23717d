"""Files that are too long to be one thing: over 300 lines is a question, over 500 a fault."""

import subprocess
import sys
from pathlib import Path

QUESTION, FAULT = 300, 500
KINDS = {".py", ".ts", ".mjs", ".scss", ".css", ".html", ".md", ".sh", ".toml", ".json", ".svg"}
GENERATED = {"package-lock.json", "uv.lock"}


def main() -> int:
    """Print every file over the first limit; fail if one is over the second."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    faults = 0
    for path in map(Path, sorted(set(listed))):
        if path.suffix not in KINDS or path.name in GENERATED or not path.is_file():
            continue
        length = len(path.read_bytes().splitlines())
        if length > FAULT:
            faults += 1
            print(f"{path}: {length} lines, over {FAULT}: split it")
        elif length > QUESTION:
            print(f"{path}: {length} lines: could it be two?")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
