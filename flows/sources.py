"""What lies under the paths that were named, and its pages, read in bounded memory."""

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType

from cleaners.model import RawPage
from db import Rejected
from flows import mhtml
from flows.files import MAX_BYTES, Piece, locator, open_file, rejected, suffix_of

CONTENT_TYPES = {".html": "text/html", ".htm": "text/html", ".txt": "text/plain"}
MHTML = (".mhtml", ".mht")
ARCHIVES = (".warc", ".warc.gz", ".arc", ".arc.gz")
# Modules with a `divide` and a `read_stretch`, by name: most runs need one of them, and pyarrow is large.
OF_MANY = {
    **dict.fromkeys((".jsonl", ".jsonl.gz", ".jsonl.zst"), "flows.jsonl"),
    **dict.fromkeys(ARCHIVES, "flows.archives"),
    ".parquet": "flows.parquet",
}
SUFFIXES = (*CONTENT_TYPES, *MHTML, *OF_MANY)


@dataclass(slots=True)
class Listing:
    """What was found under some paths. `skipped` counts the files of other types in folders, by suffix, `passed_over`
    what archives hold beside pages, by kind."""

    pieces: list[Piece] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    passed_over: Counter[str] = field(default_factory=Counter)


def discover(paths: Iterable[str], stretch: int) -> Listing:
    """List the pages under files and folders (recursively, in sorted order), each file once.

    A file of many pages is divided into stretches of so many.
    """
    listing = Listing()
    found: dict[str, bool] = {}  # whether the file was named itself
    for name in paths:
        for path, named in _walk(name, listing):
            found[path] = found.get(path, False) or named
    for path, named in found.items():
        suffix = suffix_of(path)
        if suffix in OF_MANY:
            division = _reader(suffix).divide(path, stretch)
            listing.pieces += division.pieces
            listing.rejected += division.rejected
            listing.passed_over += division.passed_over
        elif suffix in SUFFIXES:
            listing.pieces.append(Piece(path))
        elif named:
            listing.rejected.append(rejected(path, "unknown type", f"not {', '.join(SUFFIXES)}"))
        else:
            listing.skipped[suffix or "no suffix"] += 1
    return listing


def read(piece: Piece) -> Iterator[RawPage | Rejected]:
    """The pages of a piece, and a rejection with its reason for each one that cannot be read."""
    suffix = suffix_of(piece.path)
    if suffix in OF_MANY:
        yield from _reader(suffix).read_stretch(piece)
        return
    try:
        with open_file(piece.path) as file:
            body = file.read(MAX_BYTES + 1)
    except OSError as error:
        yield rejected(piece.path, "unreadable", error)
        return
    if len(body) > MAX_BYTES:
        yield rejected(piece.path, "too large", f"more than {MAX_BYTES:,} bytes")
    elif not body.strip():
        yield rejected(piece.path, "empty", body=body)
    elif suffix in MHTML:
        page = mhtml.page_of(locator(piece.path), body)
        yield page or rejected(piece.path, "no page", "no part of it is one", body=body)
    else:
        yield RawPage(locator(piece.path), body, content_type=CONTENT_TYPES[suffix])


def _reader(suffix: str) -> ModuleType:
    return import_module(OF_MANY[suffix])


def _walk(name: str, listing: Listing) -> Iterator[tuple[str, bool]]:
    """The files under a name, each with whether it was named itself."""
    path = os.path.abspath(name)
    try:
        mode = os.stat(name).st_mode  # of the name as given: the empty name is nothing, not the working directory
    except FileNotFoundError:
        listing.rejected.append(rejected(path, "missing"))
        return
    except OSError as error:
        listing.rejected.append(rejected(path, "unreadable", error))
        return
    if not stat.S_ISDIR(mode):
        yield path, True
        return

    def unreadable(error: OSError) -> None:
        listing.rejected.append(rejected(error.filename, "unreadable", error))

    for folder, folders, files in os.walk(path, onerror=unreadable):
        folders.sort()
        for file in sorted(files):
            yield os.path.join(folder, file), False
