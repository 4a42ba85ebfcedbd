"""What lies under the paths that were named, and its pages, read in bounded memory."""

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cleaners.model import RawPage
from db import Rejected
from flows import jsonl
from flows.files import MAX_BYTES, Piece, locator, open_file, rejected, suffix_of

CONTENT_TYPES = {".html": "text/html", ".htm": "text/html", ".txt": "text/plain"}
JSONL = (".jsonl", ".jsonl.gz")


@dataclass(slots=True)
class Listing:
    """What was found under some paths. `skipped` counts the files of other types in folders, by suffix."""

    pieces: list[Piece] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


def discover(paths: Iterable[str], stretch: int) -> Listing:
    """List the pages under files and folders (recursively, in sorted order), each file once.

    A JSONL file is divided into stretches of so many pages.
    """
    listing = Listing()
    found: dict[str, bool] = {}  # whether the file was named itself
    for name in paths:
        for path, named in _walk(name, listing):
            found[path] = found.get(path, False) or named
    for path, named in found.items():
        suffix = suffix_of(path)
        if suffix in CONTENT_TYPES:
            listing.pieces.append(Piece(path))
        elif suffix in JSONL:
            stretches, broken = jsonl.divide(path, stretch)
            listing.pieces += stretches
            listing.rejected += [broken] if broken else []
        elif named:
            listing.rejected.append(rejected(path, "unknown type", f"not {', '.join((*CONTENT_TYPES, *JSONL))}"))
        else:
            listing.skipped[suffix or "no suffix"] += 1
    return listing


def read(piece: Piece) -> Iterator[RawPage | Rejected]:
    """The pages of a piece, and a rejection with its reason for each one that cannot be read."""
    if piece.line:
        yield from jsonl.read_stretch(piece)
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
    else:
        yield RawPage(locator(piece.path), body, content_type=CONTENT_TYPES[suffix_of(piece.path)])


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
