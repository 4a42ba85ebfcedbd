"""Web sites on loopback: real servers whose pages, and faults, are tables.

    with sites() as start:
        site = start({"/": Answer(b"<p>Pasar Sukarimba buka.</p>"), "/lama": redirect("/")})
        fetch(site.url("/lama"))
        assert [request.path for request in site.log] == ["/lama", "/"]

A site has an address of its own in 127.0.0.0/8 where a test wants several hosts. What a path is not in the table gives
404, and so does /robots.txt, which allows everything.
"""

import asyncio
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import chain, repeat
from typing import Literal

PATIENCE = 10  # seconds a connection stays open for a client that does nothing


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came in; `at` is when its head was read, on the clock of `time.monotonic`."""

    at: float
    path: str
    headers: Mapping[str, str]  # by lower-case name


@dataclass(slots=True)
class Connection:
    """When a connection was opened and when both sides had closed it."""

    opened: float
    closed: float = float("inf")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a path gives: a response, or where `raw` stands the very bytes that are sent, piece by piece.

    The last piece is sent `times` times, and `pause` seconds lie before each. After raw bytes the connection ends: it
    is closed, reset, or left open until the client goes ("hang").
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: Sequence[bytes] | None = None
    times: int = 1
    pause: float = 0.0
    end: Literal["close", "reset", "hang"] = "close"

    @property
    def pieces(self) -> Iterable[bytes]:
        if self.raw is not None:
            return chain(self.raw[:-1], repeat(self.raw[-1], self.times) if self.raw else ())
        fields = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(self.body)), **self.headers}
        head = f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        return [head.encode() + b"\r\n" + self.body]


# A list is answered in turn, its last answer from then on.
Route = Answer | Sequence[Answer] | Callable[[Request], Answer]


class Site:
    """A running server, and what it saw."""

    def __init__(self, routes: Mapping[str, Route], scheme: str, address: str, port: int) -> None:
        self.routes = dict(routes)
        self.origin = f"{scheme}://{f'[{address}]' if ':' in address else address}:{port}"
        self.port = port
        self.log: list[Request] = []
        self.connections: list[Connection] = []

    def url(self, path: str = "/") -> str:
        return self.origin + path

    def asked(self) -> list[str]:
        """The paths asked for, in order."""
        return [request.path for request in self.log]

    def answer(self, request: Request) -> Answer:
        route = self.routes.get(request.path, Answer(status=404))
        if isinstance(route, Answer):
            return route
        if callable(route):
            return route(request)
        return route[min(self.asked().count(request.path), len(route)) - 1]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of a connection, one after the other."""
        connection = Connection(time.monotonic())
        self.connections.append(connection)
        with suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
            while await self._exchange(reader, writer):
                pass
        writer.close()
        with suppress(OSError, TimeoutError):
            await asyncio.wait_for(writer.wait_closed(), PATIENCE)
        connection.closed = time.monotonic()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request. Returns whether another may follow."""
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        request = Request(time.monotonic(), first.split(" ")[1], headers)
        self.log.append(request)
        answer = self.answer(request)
        for piece in answer.pieces:
            if answer.pause:
                await asyncio.sleep(answer.pause)
            writer.write(piece)
            await writer.drain()
        if answer.raw is None and headers.get("connection") != "close":
            return True
        if answer.raw is None or answer.end == "hang":
            await asyncio.wait_for(reader.read(), PATIENCE)  # until the client closes
        elif answer.end == "reset":
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        return False


Start = Callable[..., Site]


@contextmanager
def sites() -> Iterator[Start]:
    """Starts sites: `start(routes, address="127.0.0.1", port=0, tls=None)`. They end with the block."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def start(
        routes: Mapping[str, Route], address: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
    ) -> Site:
        async def listen() -> Site:
            sock = socket.create_server(
                (address, port), family=socket.AF_INET6 if ":" in address else socket.AF_INET, backlog=100
            )
            site = Site(routes, "https" if tls else "http", address, sock.getsockname()[1])
            servers.append(await asyncio.start_server(site.serve, sock=sock, ssl=tls))
            return site

        return asyncio.run_coroutine_threadsafe(listen(), loop).result(10)

    async def stop() -> None:
        for server in servers:
            server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    servers: list[asyncio.Server] = []
    try:
        yield start
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
