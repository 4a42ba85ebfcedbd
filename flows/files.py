"""Files on disk: what a batch carries of them, how one is named in the database, opened, and refused."""

import errno
import gzip
import hashlib
import os
import stat
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import IO, cast

from db import Rejected
from flows.zstd import open_zstd

MAX_BYTES = 50_000_000  # far above the cap of 5 MB on a page, and what one page may take of the memory
STRETCHES = 8  # of what can only be read from its start
_PACKED = (".gz", ".zst")
_OF_MANY = (".jsonl", ".warc", ".arc")  # what may be packed


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of one page, or a stretch of a file of many: what a batch carries instead of documents.

    What `line` and `offset` count is the business of the module that divided the file: lines and bytes of JSONL.
    """

    path: str
    line: int = 0  # the stretch's first page, from 1; 0 where the file is one page
    offset: int = 0  # from where on the file is read
    pages: int = 1


@dataclass(slots=True)
class Division:
    """A file of many pages in stretches, what is wrong with it as a whole, and what it holds beside pages, by kind."""

    pieces: list[Piece] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)


def few(pieces: Sequence[Piece]) -> list[Piece]:
    """The same pages in at most `STRETCHES` pieces, for what is reached only through all that stands before it.

    That is cheap beside cleaning (a page is unpacked in a hundredth of the time) as long as the pieces are few.
    """
    size = -(-len(pieces) // STRETCHES) or 1
    parts = [pieces[i : i + size] for i in range(0, len(pieces), size)]
    return [replace(part[0], pages=sum(piece.pages for piece in part)) for part in parts]


def digest(body: bytes) -> str:
    """The hash by which a capture is known again."""
    return hashlib.sha256(body).hexdigest()


def suffix_of(path: str) -> str:
    """The suffix that says what a file holds, in lower case: ".html", ".jsonl.gz"."""
    stem, suffix = os.path.splitext(os.path.basename(path).lower())
    inner = os.path.splitext(stem)[1]
    return inner + suffix if suffix in _PACKED and inner in _OF_MANY else suffix


def locator(path: str, place: int | str = "") -> str:
    """A path, or a place in a file, as text. Bytes that are not UTF-8 are written out, since no database takes them."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return text if place == "" else f"{text}#{place}"


def rejected(
    path: str,
    reason: str,
    error: str | Exception | None = None,
    *,
    body: bytes | None = None,
    place: int | str = "",
) -> Rejected:
    """A page that cannot be read, for the quarantine; with its body, an unchanged one is known again."""
    if isinstance(error, OSError) and error.strerror:
        error = error.strerror
    return Rejected(
        locator=locator(path, place),
        stage="read",
        reason=reason,
        sha256=None if body is None else digest(body),
        error=None if error is None else str(error),
    )


def is_compressed(path: str) -> bool:
    return suffix_of(path).endswith(_PACKED)


def open_raw(path: str) -> IO[bytes]:
    """Open a regular file as it lies on the disk; a named pipe would wait for ever."""
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise OSError(errno.EINVAL, "not a regular file")
    return open(path, "rb")


def open_file(path: str) -> IO[bytes]:
    """Open a regular file, unpacked where it is compressed."""
    file = open_raw(path)
    packing = os.path.splitext(path)[1].lower() if is_compressed(path) else ""
    if packing == ".zst":
        return open_zstd(file)
    if packing == ".gz":
        file.close()
        return cast(IO[bytes], gzip.open(path))
    return file


def forward(file: IO[bytes], offset: int) -> None:
    """Go on from the start of a file to a place in it."""
    if file.seekable():
        file.seek(offset)
        return
    while offset and (passed := file.read(min(offset, 1 << 20))):
        offset -= len(passed)
