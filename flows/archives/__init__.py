"""Web archives, WARC and ARC, packed with gzip or not: divided by their records, and read a stretch at a time."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, islice

from cleaners.model import RawPage
from db import Rejected
from flows.archives.captures import Capture, Passed, capture_of, page_of
from flows.archives.frames import Frame, Gap, form_of, frames
from flows.archives.http import Unreadable
from flows.files import Division, Piece, few, locator, rejected

__all__ = ["divide", "page_at", "read_stretch"]

_PLACE = re.compile(r"(\d{1,18})(?:\+(\d{1,18}))?")
_Found = Gap | tuple[Frame, Capture | Unreadable]


def divide(path: str, pages: int) -> Division:
    """Divide an archive into stretches of so many pages.

    A piece's `offset` is that of a record, or of the gzip member that holds it, and its `line` counts the pages there:
    of a member that holds many, as where the archive was packed as a whole, all is read from its start.
    """
    division = Division()
    pieces: list[Piece] = []
    unit, number = -1, 0
    try:
        for found in _pages(path, 0, division.passed_over):
            at = found.unit if isinstance(found, Gap) else found[0].unit
            unit, number = at, number + 1 if at == unit else 1
            if not pieces or pieces[-1].pages == pages:
                pieces.append(Piece(path, number, at, 0))
            pieces[-1] = replace(pieces[-1], pages=pieces[-1].pages + 1)
    except OSError as error:
        division.rejected.append(rejected(path, "unreadable", error))
    if not (pieces or division.passed_over or division.rejected):
        division.rejected.append(rejected(path, "empty", body=b""))
    del division.passed_over[""]
    for _, there in groupby(pieces, lambda piece: piece.offset):
        division.pieces += few(list(there))
    return division


def read_stretch(piece: Piece) -> Iterator[RawPage | Rejected]:
    """The pages of a stretch, and a rejection with its reason for each that cannot be read, and each gap."""
    first = piece.line - 1
    try:
        for found in islice(_pages(piece.path, piece.offset, Counter()), first, first + piece.pages):
            yield _read(piece.path, found)
    except OSError as error:
        yield rejected(piece.path, "unreadable", error)


def page_at(path: str, place: str) -> RawPage | Rejected | None:
    """The page that is named `path#place`, if there is one. Raises OSError."""
    named = _PLACE.fullmatch(place)
    if named:
        at = (int(named[1]), int(named[2] or 0))
        for found in _pages(path, at[0], Counter()):
            frame = found if isinstance(found, Gap) else found[0]
            if (frame.unit, frame.inside) >= at:
                return _read(path, found) if (frame.unit, frame.inside) == at else None
    return None


def _pages(path: str, offset: int, passed_over: Counter[str]) -> Iterator[_Found]:
    """What should be a page, from an offset on; what is none is counted by kind."""
    form = form_of(path)
    for frame in frames(path, offset):
        if isinstance(frame, Gap):
            yield frame
            continue
        try:
            yield frame, capture_of(frame, form)
        except Passed as passed:
            passed_over[passed.kind] += 1
        except Unreadable as error:
            yield frame, error


def _read(path: str, found: _Found) -> RawPage | Rejected:
    if isinstance(found, Gap):
        return rejected(path, found.reason, found.error, body=found.start, place=found.place)
    frame, capture = found
    try:
        if isinstance(capture, Unreadable):
            raise capture
        return page_of(capture, frame, locator(path, frame.place))
    except Unreadable as error:
        body = frame.head + frame.block
        return rejected(path, error.reason, str(error) or None, body=body, place=frame.place)
