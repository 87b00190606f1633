"""A plain HTTP/1.1 client: so many connections, so many requests, nothing else."""

from __future__ import annotations

import asyncio
import sys


async def _run(port: int, path: str, cookie: str, requests: int, connections: int) -> int:
    left = iter(range(requests))
    head = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
        "Accept-Language: zh-hans\r\n\r\n"
    ).encode()
    sizes = await asyncio.gather(*(_client(port, head, left) for _ in range(connections)))
    return max(sizes)


async def _client(port: int, head: bytes, left: object) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    size = 0
    for _ in left:  # type: ignore[attr-defined]
        writer.write(head)
        await writer.drain()
        size = await _answer(reader)
    writer.close()
    return size


async def _answer(reader: asyncio.StreamReader) -> int:
    top = await reader.readuntil(b"\r\n\r\n")
    if not top.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(top.decode("latin1")[:400])
    lower = top.lower()
    if b"transfer-encoding: chunked" in lower:
        return await _chunks(reader)
    length = int(lower.split(b"content-length:")[1].split(b"\r\n")[0])
    await reader.readexactly(length)
    return length


async def _chunks(reader: asyncio.StreamReader) -> int:
    total = 0
    while size := int((await reader.readline()).strip(), 16):
        await reader.readexactly(size + 2)
        total += size
    await reader.readline()
    return total


if __name__ == "__main__":
    port, path, cookie, requests, connections = sys.argv[1:]
    print(asyncio.run(_run(int(port), path, cookie, int(requests), int(connections))))
