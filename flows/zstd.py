"""Files compressed with zstd, as a stream: all their frames, in little memory, and a break is noticed."""

import io
from typing import IO

import zstandard

_SLICE = 1024  # of what is compressed: 4 bytes of it can stand for 128 KiB


class _Frames(io.RawIOBase):
    """What the frames of a file hold, one after the other. Raises EOFError where the last has no end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._packed = b""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            self._packed = self._packed or self._file.read(_SLICE)
            if not self._packed:
                if self._frame:
                    raise EOFError("the zstd frame has no end")
                return 0
            self._frame = self._frame or zstandard.ZstdDecompressor().decompressobj()
            self._ready = memoryview(self._frame.decompress(self._packed))
            self._packed = self._frame.unused_data
            if self._frame.eof:
                self._frame = None
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def close(self) -> None:
        self._file.close()
        super().close()


def open_zstd(file: IO[bytes]) -> IO[bytes]:
    """What a file holds, unpacked. Reading it raises ZstdError where it is broken, and EOFError where it ends early."""
    return io.BufferedReader(_Frames(file), 1 << 16)
