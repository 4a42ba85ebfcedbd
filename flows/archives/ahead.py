"""A stream of bytes that can be looked at before it is passed."""

from collections.abc import Iterator


class Ahead:
    """The chunks of a stream in order. `seen` is what is at hand of it, from the position `at` on."""

    def __init__(self, chunks: Iterator[bytes], at: int = 0) -> None:
        self._chunks = chunks
        self.seen = bytearray()
        self.at = at

    def fill(self, size: int) -> int:
        """Have so many bytes at hand, or all that are left; how many of them there are."""
        while len(self.seen) < size and (chunk := next(self._chunks, None)) is not None:
            self.seen += chunk
        return min(size, len(self.seen))

    def drop(self, size: int) -> int:
        """Pass so many bytes, or all that are left; how many they were."""
        left = size
        while left and self.fill(1):
            passed = min(left, len(self.seen))
            del self.seen[:passed]
            left -= passed
        self.at += size - left
        return size - left
