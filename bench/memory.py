"""What the page servers of a site hold in memory, read from the system."""

import os
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")


def page_servers(port: int) -> list[int]:
    """Return the processes that answer pages on a port: those that hold its listening socket."""
    inode = _listener(port)
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            command = (folder / "cmdline").read_bytes().split(b"\0")
            sockets = [str(link.readlink()) for link in (folder / "fd").iterdir()]
        except OSError:
            continue
        if b"web" in command and f"socket:[{inode}]" in sockets:
            found.append(int(folder.name))
    if not found:
        raise RuntimeError(f"nobody serves pages on port {port}")
    return found


def resident_bytes(processes: list[int]) -> int:
    """Return what these processes hold together."""
    total = 0
    for process in processes:
        total += int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE
    return total


def _listener(port: int) -> str:
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        is_listening = fields[3] == "0A"
        if is_listening and int(fields[1].rpartition(":")[2], 16) == port:
            return fields[9]
    raise RuntimeError(f"nobody listens on port {port}")
