"""The members of a gzip file, each by its offset: a broken one costs no other.

`gzip` and `zlib` read members as one stream, and end at the first that is broken.
"""

import re
import zlib
from collections.abc import Iterator
from typing import IO

CHUNK = 1 << 16  # bytes read at a time
_MOST = 1 << 20  # bytes unpacked at a time
MAGIC = b"\x1f\x8b\x08"  # a member's first bytes, with the one method that there is
_PROBE = 4096  # bytes by which a member is known
_GZIP = 16 + zlib.MAX_WBITS


class Member:
    """A member of a gzip file, from its offset `start`: its chunks, once, and then the offset of its `end`.

    A member that is broken raises zlib.error, one that has no end EOFError; `end` is then None.
    """

    def __init__(self, file: IO[bytes], start: int) -> None:
        self._file = file
        self.start = start
        self.end: int | None = None

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(self.start)
        inflator = zlib.decompressobj(_GZIP)
        while not inflator.eof:
            packed = inflator.unconsumed_tail or self._file.read(CHUNK)
            chunk = inflator.decompress(packed, _MOST)
            if chunk:
                yield chunk
            elif not packed:
                raise EOFError("the gzip member has no end")
        self.end = self._file.tell() - len(inflator.unused_data)


def next_member(file: IO[bytes], at: int, opening: re.Pattern[bytes]) -> int | None:
    """The offset, from `at` on, of the next member that holds what begins like `opening`."""
    while True:
        file.seek(at)
        chunk = file.read(CHUNK + _PROBE)
        found = chunk.find(MAGIC)
        while 0 <= found < CHUNK:
            if _opens(chunk[found : found + _PROBE], opening):
                return at + found
            found = chunk.find(MAGIC, found + 1)
        if len(chunk) <= CHUNK:
            return None
        at += CHUNK


def _opens(packed: bytes, opening: re.Pattern[bytes]) -> bool:
    try:
        start = zlib.decompressobj(_GZIP).decompress(packed, _PROBE)
    except zlib.error:
        return False
    return opening.match(start.lstrip()) is not None
