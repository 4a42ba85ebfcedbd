"""Captures as WARC 1.1: a response for what came by HTTP, a resource for what did not."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha1
from http import HTTPStatus
from importlib.metadata import version
from typing import IO
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid4, uuid5

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from cleaners.model import RawPage
from db import StoredPage
from flows.archives.captures import UNFETCHED

_CONFORMS_TO = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_LEVEL = 6  # of gzip: 9 takes twice the time and saves a hundredth


def write_plain(file: IO[bytes], pages: Iterable[StoredPage]) -> None:
    """Write captures one after the other."""
    for record, payload in _records(pages):
        record.write(file, checksum_data=True, payload_digest=payload)


def write_packed(file: IO[bytes], pages: Iterable[StoredPage]) -> None:
    """Write captures, each as a gzip member of its own, so that each can be read alone."""
    for record, payload in _records(pages):
        member = GzipWriter(file, _LEVEL)
        record.write(member, checksum_data=True, payload_digest=payload)
        member.finish()


def _records(pages: Iterable[StoredPage]) -> Iterator[tuple[WarcRecord, bytes | None]]:
    """The records of an archive, each with the SHA-1 of its payload."""
    about = {"software": f"kliping/{version('kliping')}", "format": "WARC File Format 1.1", "conformsTo": _CONFORMS_TO}
    fields = "".join(f"{name}: {value}\r\n" for name, value in about.items())
    info = _record(WarcRecordType.warcinfo, str(uuid4()), datetime.now(UTC), "application/warc-fields")
    info.set_bytes_content(fields.encode())
    yield info, None
    for stored in pages:
        yield _of_page(stored), sha1(stored.page.body, usedforsecurity=False).digest()


def _of_page(stored: StoredPage) -> WarcRecord:
    page = stored.page
    name = str(uuid5(NAMESPACE_URL, f"{page.locator} {stored.sha256}"))  # the same capture has the same one
    date = page.fetched_at or stored.stored_at
    if page.http_status is None:
        record = _record(WarcRecordType.resource, name, date, _line(page.content_type))
        record.set_bytes_content(page.body)
    else:
        record = _record(WarcRecordType.response, name, date, "application/http; msgtype=response")
        record.set_bytes_content(_http_head(page) + page.body)
    record.headers["WARC-Target-URI"] = _uri(page)
    if page.fetched_at is None:
        record.headers[UNFETCHED] = "unknown"
    return record


def _record(kind: WarcRecordType, name: str, date: datetime, content_type: str) -> WarcRecord:
    record = WarcRecord()
    record.init_headers(kind, f"uuid:{name}".encode())
    record.record_date = date
    record.headers["Content-Type"] = content_type
    return record


def _http_head(page: RawPage) -> bytes:
    """What is stored of the response's head, and the length of the body as it is stored, out of its encodings."""
    status = page.http_status
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
    fields = {"Content-Type": page.content_type, "ETag": page.etag, "Last-Modified": page.last_modified}
    lines = [f"HTTP/1.1 {status} {phrase}", *(f"{name}: {_line(value)}" for name, value in fields.items() if value)]
    return "\r\n".join([*lines, f"Content-Length: {len(page.body)}", "", ""]).encode()


def _uri(page: RawPage) -> str:
    """Where the page is from: its address, else the file it was read of."""
    if page.url or not page.locator.startswith("/"):
        return _line(page.url or page.locator).replace(" ", "%20")
    return "file://" + quote(page.locator, safe="/#+")


def _line(value: str) -> str:
    """A value in one line, as the field of a head must be."""
    return " ".join(value.split())
