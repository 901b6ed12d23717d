"""The floor of live events: a server of streams alone, which repeats a word to all of them."""

import asyncio
import sys

import uvloop

_pages: set[asyncio.StreamWriter] = set()


async def _meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    request = await reader.readline()
    if request.startswith(b"POST"):
        for page in _pages:
            page.write(b"8\r\nevent: bench\n\n\r\n")
        writer.close()
        return
    if request.startswith(b"GET"):
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n")
        _pages.add(writer)


async def main(port: int) -> None:
    """Serve until ended."""
    server = await asyncio.start_server(_meet, "127.0.0.1", port, backlog=2_048)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
