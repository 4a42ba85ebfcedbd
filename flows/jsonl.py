"""JSONL files, plain or compressed: one page a line, read a stretch at a time."""

import gzip
import json
import zlib
from collections.abc import Iterator
from typing import IO, Any

from zstandard import ZstdError

from cleaners.model import RawPage
from db import Rejected
from flows.files import MAX_BYTES, Division, Piece, few, forward, is_compressed, locator, open_file, rejected
from flows.records import NoPage, page_of

_CANNOT_BE_READ = (OSError, EOFError, zlib.error, ZstdError)


def divide(path: str, pages: int) -> Division:
    """Divide a file into stretches of so many pages, and say what is wrong where it cannot be read to its end."""
    division = Division()
    stretches = division.pieces
    start, offset, count, number, at = 1, 0, 0, 0, 0
    try:
        with open_file(path) as file:
            for number, line, size in _lines(file):
                if count == pages:
                    stretches.append(Piece(path, start, offset, count))
                    start, offset, count = number, at, 0
                count += line is None or not line.isspace()
                at += size
    except _CANNOT_BE_READ as error:
        division.rejected.append(_broken(path, error, number))
    if count or not (stretches or division.rejected):
        stretches.append(Piece(path, start, offset, count))
    if is_compressed(path):
        division.pieces = few(stretches)
    return division


def read_stretch(piece: Piece) -> Iterator[RawPage | Rejected]:
    """The pages of a stretch, and a rejection with its reason for each line that is not one."""
    number, count = piece.line - 1, 0
    try:
        with open_file(piece.path) as file:
            forward(file, piece.offset)
            for number, line, _ in _lines(file, piece.line):
                if line is None:
                    yield rejected(piece.path, "too large", f"more than {MAX_BYTES:,} bytes", place=number)
                elif not line.isspace():
                    yield _parse(piece.path, number, line)
                else:
                    continue
                count += 1
                if count == piece.pages:
                    return
    except _CANNOT_BE_READ as error:
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
    """A line `{"url": …, "html" or "text": …, …}`."""
    try:
        record: Any = json.loads(line.decode("utf-8-sig", "replace"))
        if not isinstance(record, dict):
            raise NoPage("the line is not an object")
        page = page_of(locator(path, number), record)
    except (ValueError, RecursionError, NoPage) as error:
        return rejected(path, "bad json", error, body=line, place=number)
    return page or rejected(path, "empty", body=line, place=number)


def _broken(path: str, error: Exception, line: int) -> Rejected:
    if isinstance(error, OSError) and not isinstance(error, gzip.BadGzipFile):
        return rejected(path, "unreadable", error)
    packing = "zstd" if path.lower().endswith(".zst") else "gzip"
    return rejected(path, f"broken {packing}", f"after line {line}: {error}")
