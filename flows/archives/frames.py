"""The records of an archive as they lie in the file: every byte of it is in a record or in a gap that is told of.

fastwarc reads what a record holds; where the next one is, is found here. fastwarc's own iteration ends without a word
at an empty gzip member, and with an error at a broken one; a length that is too large swallows the records that follow;
garbage between two records is passed in silence; and it knows no ARC.
"""

import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO

from cleaners.caps import MAX_BYTES
from flows.archives.ahead import Ahead
from flows.archives.forms import ARC, MAX_HEAD, WARC, Extent, Form
from flows.archives.members import CHUNK, MAGIC, Member, next_member
from flows.files import open_raw, suffix_of

LARGEST = 2 * MAX_BYTES  # of a block, what is at hand: as much as the largest page can take, however it was sent
_START = 1024  # bytes by which a gap is known again
_NONE = ("malformed record", "no record begins here")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """Where something lies: at the offset `unit` of its file, or `inside` the gzip member that begins there."""

    unit: int = 0
    inside: int = 0

    @property
    def place(self) -> str:
        """What names it in its file; the later in the file, the greater also as a text."""
        return f"{self.unit:012}" + (f"+{self.inside:012}" if self.inside else "")


@dataclass(frozen=True, slots=True)
class Frame(_Placed):
    """A record: its head, and its block of `length` bytes, of which no more are at hand than `LARGEST`."""

    head: bytes
    block: bytes
    length: int


@dataclass(frozen=True, slots=True)
class Gap(_Placed):
    """What is no record where one should be, why, and its first bytes where there are any."""

    reason: str
    error: str
    start: bytes | None = None


def frames(path: str, offset: int = 0) -> Iterator[Frame | Gap]:
    """The records of an archive in order, from the offset of a record or gzip member on. Raises OSError."""
    form = form_of(path)
    with open_raw(path) as file:
        if _is_gzip(file, path, form):
            yield from _in_members(file, offset, form)
        else:
            file.seek(offset)
            for item in _in_stream(Ahead(iter(lambda: file.read(CHUNK), b""), offset), form):
                yield replace(item, unit=item.inside, inside=0)


def form_of(path: str) -> Form:
    """The format that a file's name says."""
    return ARC if suffix_of(path).startswith(".arc") else WARC


def _is_gzip(file: IO[bytes], path: str, form: Form) -> bool:
    """Told from the first bytes, since files are unpacked, or packed, under the same name."""
    start = file.read(MAX_HEAD)
    return start.startswith(MAGIC) or (path.lower().endswith(".gz") and not form.opening.match(start))


def _in_members(file: IO[bytes], offset: int, form: Form) -> Iterator[Frame | Gap]:
    size = os.fstat(file.fileno()).st_size
    at: int | None = offset
    while at is not None and at < size:
        member = Member(file, at)
        for item in _in_stream(Ahead(iter(member)), form):
            yield replace(item, unit=at)
        at = next_member(file, at + 1, form.opening) if member.end is None else member.end


def _in_stream(ahead: Ahead, form: Form) -> Iterator[Frame | Gap]:
    """The records of a stream, each with its position in it as `inside`. A stream that breaks ends in a gap."""
    at = ahead.at
    try:
        while _pass_between(ahead):
            at = ahead.at
            if item := _next(ahead, form):
                yield replace(item, inside=at)
            at = ahead.at
    except zlib.error as error:
        yield Gap("broken gzip", str(error), inside=at)
    except EOFError as error:
        yield Gap("truncated record", str(error), bytes(ahead.seen[:_START]), inside=at)


def _pass_between(ahead: Ahead) -> bool:
    """Pass the line breaks between two records; whether one follows."""
    while ahead.fill(1) and ahead.seen[0] in b"\r\n":
        ahead.drop(1)
    return bool(ahead.seen)


def _next(ahead: Ahead, form: Form) -> Frame | Gap | None:
    ahead.fill(MAX_HEAD)
    # ARC files do not agree on how the length of the record that describes them is counted.
    describing = ahead.seen.startswith(b"filedesc:")
    item = _record(ahead, form)
    return None if describing and isinstance(item, Gap) else item


def _record(ahead: Ahead, form: Form) -> Frame | Gap:
    extent = form.extent(ahead.seen)
    if extent is None:
        begun = len(ahead.seen) < MAX_HEAD and form.opening.match(ahead.seen)
        return _pass(ahead, form, 1, *(("truncated record", "its head has no end") if begun else _NONE))
    if extent.block is None:
        return _pass(ahead, form, extent.head - 1, "malformed record", "it has no Content-Length")
    end = extent.head + extent.block
    ahead.fill(extent.head + min(extent.block, LARGEST) + MAX_HEAD)
    whole = extent.block <= LARGEST and len(ahead.seen) >= end
    if _ends(ahead.seen[end:], form) if whole else not form.inside.search(ahead.seen, extent.head - 1):
        return _take(ahead, extent)
    return _pass(ahead, form, extent.head - 1, "malformed record", f"it is not {extent.block:,} bytes long, as it says")


def _ends(rest: bytearray, form: Form) -> bool:
    """Whether a record ends before the rest: an end of record, another record (some lengths are a byte too large), or
    nothing."""
    following = rest.lstrip(b"\r\n")
    return not following or rest.startswith(form.ends) or form.opening.match(following) is not None


def _take(ahead: Ahead, extent: Extent) -> Frame | Gap:
    head, size = bytes(ahead.seen[: extent.head]), extent.block or 0
    block = bytes(ahead.seen[extent.head : extent.head + min(size, LARGEST)])
    there = ahead.drop(extent.head + size) - extent.head
    if there < size:
        return Gap("truncated record", f"{there:,} of the {size:,} bytes that it says are there", head + block)
    return Frame(head, block, size)


def _pass(ahead: Ahead, form: Form, start: int, reason: str, error: str) -> Gap:
    """Pass what is no record up to where the next one begins, at `start` or later."""
    first = bytes(ahead.seen[:_START])
    passed = 0
    while not (found := form.inside.search(ahead.seen, start)):
        passed += ahead.drop(max(0, len(ahead.seen) - MAX_HEAD))
        start = 0
        left = len(ahead.seen)
        if ahead.fill(left + CHUNK) == left:
            break
    passed += ahead.drop(found.end() if found else len(ahead.seen))
    return Gap(reason, f"{error}; {passed:,} bytes are passed over", first)
