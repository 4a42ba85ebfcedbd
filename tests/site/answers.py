"""Answers that sites in the wild give, and those that only hostile ones do. Their words are invented."""

import gzip
import zlib
from collections.abc import Callable, Mapping
from functools import cache, partial

import brotli
import zstandard

from tests.site.server import Answer, Request, Route

STORY = (
    "<!doctype html><html lang='id'><head><title>Pasar Sukarimba Buka Malam</title></head><body>"
    "<h1>Pasar Sukarimba Buka Malam</h1><p>Pedagang Pasar Sukarimba mulai berjualan hingga malam, kata Wirya Sontani "
    "pada Senin.</p><p>Harga cabai tetap 30 ribu rupiah – “tidak naik”.</p></body></html>"
).encode()
ENCODERS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": partial(brotli.compress, quality=3),
    "zstd": zstandard.ZstdCompressor().compress,
}
ENDLESS = 1_000_000_000
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


def page(body: bytes = STORY, **headers: str) -> Answer:
    """A page; `Content_Type="..."` sets a header."""
    return Answer(body, headers={name.replace("_", "-"): value for name, value in headers.items()})


def text(body: str) -> Answer:
    """A plain text, as robots.txt is one."""
    return page(body.encode(), Content_Type="text/plain")


def redirect(location: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": location})


def chain(steps: int) -> dict[str, Route]:
    """/1 leads to /2, and so on to a page."""
    return {**{f"/{step}": redirect(f"/{step + 1}") for step in range(1, steps + 1)}, f"/{steps + 1}": page()}


def error(status: int, **headers: str) -> Answer:
    return Answer(status=status, headers={name.replace("_", "-"): value for name, value in headers.items()})


def unchanged_by(etag: str) -> Route:
    """A page that answers 304 to who has it."""

    def answer(request: Request) -> Answer:
        if request.headers.get("if-none-match") == etag:
            return Answer(status=304, headers={"ETag": etag})
        return page(ETag=etag, Last_Modified="Fri, 07 Aug 2026 02:15:00 GMT")

    return answer


def encoded(encoding: str, body: bytes = STORY) -> Answer:
    return page(ENCODERS[encoding](body), Content_Encoding=encoding)


@cache
def bomb(encoding: str) -> Answer:
    """Thirty kilobytes that stand for thirty megabytes, or fewer."""
    return encoded(encoding, bytes(30_000_000))


def chunked(*chunks: bytes, last: bytes = b"0\r\n\r\n") -> Answer:
    """A response in chunks, each as it stands."""
    return Answer(raw=[HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *chunks, last])


def cut_short(body: bytes = STORY) -> Answer:
    """A page of which the second half does not come."""
    return Answer(raw=[HEAD + b"Content-Length: %d\r\n\r\n" % len(body), body[: len(body) // 2]])


def drip(pause: float = 0.05) -> Answer:
    """A page that never ends, a letter at a time."""
    return Answer(raw=[HEAD + b"\r\n", b"a"], times=ENDLESS, pause=pause)


def drip_of_headers(pause: float = 0.05) -> Answer:
    return Answer(raw=[b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"], times=ENDLESS, pause=pause)


def silence() -> Answer:
    """Nothing at all, and the connection stays open."""
    return Answer(raw=[], end="hang")


def huge(size: int = 50_000_000) -> Answer:
    """A page of so many bytes, whose length is not said before."""
    paragraph = b"<p>" + b"a" * 99_993 + b"</p>"
    return Answer(raw=[HEAD + b"\r\n", paragraph], times=size // len(paragraph))


def endless_headers() -> Answer:
    return Answer(raw=[b"HTTP/1.1 200 OK\r\n", b"X-Filler: " + b"a" * 1000 + b"\r\n"], times=ENDLESS)


def endless_header() -> Answer:
    return Answer(raw=[b"HTTP/1.1 200 OK\r\nX-Filler: ", b"a" * 1000], times=ENDLESS)
