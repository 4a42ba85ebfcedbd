"""Archives for tests, written by hand: what kliping writes would have kliping's own mistakes."""

import gzip
from collections.abc import Iterable

from command import html

DATE = "2026-08-03T03:15:00Z"
HTML = {"Content-Type": "text/html; charset=utf-8"}


def record(block: bytes, kind: str = "response", uri: str = "https://kabar.example/1", **fields: object) -> bytes:
    """A WARC record; a field named with underscores replaces one, or leaves it out where it is None."""
    named = {
        "WARC-Type": kind,
        "WARC-Target-URI": uri,
        "WARC-Date": DATE,
        "WARC-Record-ID": "<urn:uuid:5a1c6ab6-8c51-4d8c-9a56-0b6f4a3f6c11>",
        "Content-Type": "application/http; msgtype=response" if kind == "response" else "text/html",
        "Content-Length": len(block),
    }
    named |= {name.replace("_", "-"): value for name, value in fields.items()}
    head = [f"{name}: {value}" for name, value in named.items() if value is not None]
    return "\r\n".join(["WARC/1.0", *head, "", ""]).encode() + block + b"\r\n\r\n"


def http(body: bytes, status: str = "200 OK", headers: dict[str, str] = HTML) -> bytes:
    """An HTTP response."""
    return "\r\n".join([f"HTTP/1.1 {status}", *(f"{k}: {v}" for k, v in headers.items()), "", ""]).encode() + body


def story(number: int) -> bytes:
    """A response record with an invented article."""
    return record(http(html(number).encode()), uri=f"https://kabar.example/{number}")


def arc(number: int, length: int | None = None) -> bytes:
    """An ARC record with an invented article."""
    block = http(html(number).encode())
    size = len(block) if length is None else length
    return f"https://kabar.example/{number} 192.0.2.1 20260803031500 text/html {size}\n".encode() + block + b"\n"


def packed(records: Iterable[bytes]) -> list[bytes]:
    """Each record as a gzip member."""
    return [gzip.compress(record, mtime=0) for record in records]
