"""What the records of WARC and ARC files look like: how one begins, how long it is."""

import re
from dataclasses import dataclass
from typing import NamedTuple

MAX_HEAD = 64 * 1024  # bytes; the heads of real records have under a thousand

_WARC_LINE = rb"WARC/\d\.\d{1,2}[ \t]*\r?\n"
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"\nContent-Length[ \t]*:[ \t]*(\d{1,15})[ \t]*\r?\n", re.IGNORECASE)
# An address, an IP number, a date, a media type, in version 2 five more fields, and the length.
_ARC_LINE = (
    rb"[A-Za-z][A-Za-z0-9+.-]{0,30}:[^ \r\n]{1,8000} [0-9A-Fa-f.:]{1,45} \d{14} [^ \r\n]{1,200}"
    rb"(?: [^ \r\n]{1,8000}){0,5} (\d{1,15})[ \t]*\r?\n"
)


class Extent(NamedTuple):
    """How many bytes the head of a record has, and how many its head says that follow (None: it does not say)."""

    head: int
    block: int | None


@dataclass(frozen=True, slots=True)
class Form:
    """A format: what a record opens with, what comes before one that begins inside of something, and what ends one."""

    opening: re.Pattern[bytes]
    inside: re.Pattern[bytes]
    ends: tuple[bytes, ...]
    is_arc: bool

    def extent(self, start: bytes | bytearray) -> Extent | None:
        """How large the record is that begins here; None where none does."""
        line = self.opening.match(start)
        if not line:
            return None
        if self.is_arc:
            return Extent(line.end(), int(line[1]))
        end = _HEAD_END.search(start, line.end() - 2, MAX_HEAD)
        if not end:
            return None
        length = _LENGTH.search(start, line.end() - 2, end.end())
        return Extent(end.end(), int(length[1]) if length else None)


# Inside of something else a record is known by more than its first line: WARC by the name of its first field, ARC by
# what the line stands after.
WARC = Form(
    re.compile(_WARC_LINE),
    re.compile(rb"(?=" + _WARC_LINE + rb"[A-Za-z-]{1,40}[ \t]*:)"),
    (b"\r\n\r\n", b"\n\n"),
    is_arc=False,
)
ARC = Form(re.compile(_ARC_LINE), re.compile(rb"\n(?=" + _ARC_LINE + rb")"), (b"\n", b"\r\n"), is_arc=True)
