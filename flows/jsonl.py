"""JSONL files, plain or compressed: one page a line, read a stretch at a time."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import IO, Any

from cleaners.model import RawPage
from db import Rejected
from flows.files import MAX_BYTES, Piece, is_compressed, locator, open_file, rejected

# A stretch of a compressed file is reached through all that stands before it. That is cheap beside cleaning (a page is
# decompressed in a hundredth of the time) as long as the stretches are few.
COMPRESSED_STRETCHES = 8


def divide(path: str, pages: int) -> tuple[list[Piece], Rejected | None]:
    """Divide a file into stretches of so many pages, and say what is wrong where it cannot be read to its end."""
    stretches: list[Piece] = []
    start, offset, count, number, at = 1, 0, 0, 0, 0
    broken: Rejected | None = None
    try:
        with open_file(path) as file:
            for number, line, size in _lines(file):
                if count == pages:
                    stretches.append(Piece(path, start, offset, count))
                    start, offset, count = number, at, 0
                count += line is None or not line.isspace()
                at += size
    except (OSError, EOFError, zlib.error) as error:
        broken = _broken(path, error, number)
    if count or not (stretches or broken):
        stretches.append(Piece(path, start, offset, count))
    if is_compressed(path) and len(stretches) > COMPRESSED_STRETCHES:
        size = -(-len(stretches) // COMPRESSED_STRETCHES)
        parts = [stretches[i : i + size] for i in range(0, len(stretches), size)]
        stretches = [replace(part[0], pages=sum(piece.pages for piece in part)) for part in parts]
    return stretches, broken


def read_stretch(piece: Piece) -> Iterator[RawPage | Rejected]:
    """The pages of a stretch, and a rejection with its reason for each line that is not one."""
    number, count = piece.line - 1, 0
    try:
        with open_file(piece.path) as file:
            file.seek(piece.offset)
            for number, line, _ in _lines(file, piece.line):
                if line is None:
                    yield rejected(piece.path, "too large", f"more than {MAX_BYTES:,} bytes", line=number)
                elif not line.isspace():
                    yield _parse(piece.path, number, line)
                else:
                    continue
                count += 1
                if count == piece.pages:
                    return
    except (OSError, EOFError, zlib.error) as error:
        yield _broken(piece.path, error, number)
        return
    if not count:
        yield rejected(piece.path, "empty", body=b"")


def _lines(file: IO[bytes], number: int = 1) -> Iterator[tuple[int, bytes | None, int]]:
    """Each line with its number and its size in bytes; None instead of a line that is too large to hold."""
    while line := file.readline(MAX_BYTES):
        size = len(line)
        if size == MAX_BYTES and not line.endswith(b"\n"):
            while not line.endswith(b"\n") and (line := file.readline(MAX_BYTES)):
                size += len(line)
            yield number, None, size
        else:
            yield number, line, size
        number += 1


def _parse(path: str, number: int, line: bytes) -> RawPage | Rejected:
    """A line `{"url": …, "html" or "text": …, …}`; what else it holds stays beside the page."""

    def bad(error: str | Exception) -> Rejected:
        return rejected(path, "bad json", error, body=line, line=number)

    try:
        record: Any = json.loads(line.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        return bad(error)
    if not isinstance(record, dict):
        return bad("the line is not an object")
    key = "html" if record.get("html") is not None else "text"
    content, url = record.pop(key, None), record.pop("url", None)
    if not isinstance(content, str):
        return bad("no `html` or `text` in the line")
    if not isinstance(url, str | None):
        return bad("`url` is not a text")
    if not content.strip():
        return rejected(path, "empty", body=line, line=number)
    fetched_at = _aware(record.get("fetched_at"))
    if fetched_at:
        del record["fetched_at"]
    return RawPage(
        locator=locator(path, number),
        body=content.encode("utf-8", "ignore"),  # half a surrogate pair is no character
        url="".join(filter(str.isprintable, url or "")).strip() or None,
        content_type="text/html" if key == "html" else "text/plain",
        fetched_at=fetched_at,
        extra=record,
    )


def _broken(path: str, error: Exception, line: int) -> Rejected:
    if isinstance(error, OSError) and not isinstance(error, gzip.BadGzipFile):
        return rejected(path, "unreadable", error)
    return rejected(path, "broken gzip", f"after line {line}: {error}")


def _aware(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
