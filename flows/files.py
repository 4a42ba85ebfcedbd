"""Files on disk: what a batch carries of them, how one is named in the database, opened, and refused."""

import gzip
import hashlib
import os
import stat
from dataclasses import dataclass
from typing import IO, cast

from db import Rejected

MAX_BYTES = 50_000_000  # far above the cap of 5 MB on a page, and what one page may take of the memory


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of one page, or a stretch of a JSONL file: what a batch carries instead of documents."""

    path: str
    line: int = 0  # the stretch's first line, from 1; 0 where the file is one page
    offset: int = 0  # where that line starts, in bytes (of what a compressed file holds)
    pages: int = 1


def digest(body: bytes) -> str:
    """The hash by which a capture is known again."""
    return hashlib.sha256(body).hexdigest()


def suffix_of(path: str) -> str:
    """The suffix that says what a file holds, in lower case: ".html", ".jsonl.gz"."""
    stem, suffix = os.path.splitext(os.path.basename(path).lower())
    return ".jsonl.gz" if suffix == ".gz" and stem.endswith(".jsonl") else suffix


def locator(path: str, line: int = 0) -> str:
    """A path, or a line of a file, as text. Bytes that are not UTF-8 are written out, since no database takes them."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return f"{text}#{line}" if line else text


def rejected(
    path: str, reason: str, error: str | Exception | None = None, *, body: bytes | None = None, line: int = 0
) -> Rejected:
    """A page that cannot be read, for the quarantine; with its body, an unchanged one is known again."""
    if isinstance(error, OSError) and error.strerror:
        error = error.strerror
    return Rejected(
        locator=locator(path, line),
        stage="read",
        reason=reason,
        sha256=None if body is None else digest(body),
        error=None if error is None else str(error),
    )


def is_compressed(path: str) -> bool:
    return suffix_of(path).endswith(".gz")


def open_file(path: str) -> IO[bytes]:
    """Open a regular file; a named pipe would wait for ever."""
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise OSError("not a regular file")
    return cast(IO[bytes], gzip.open(path)) if is_compressed(path) else open(path, "rb")
