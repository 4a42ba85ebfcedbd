"""Bodies out of their content encodings, never more of them than is wanted."""

import zlib
from io import BytesIO

import brotli  # type: ignore[import-untyped]
import zstandard

from flows.fetch.model import FetchError

ACCEPTED = "gzip, deflate, br, zstd"
MOST = 3  # encodings on top of each other; honest servers use one


class _Broken(Exception):
    """A body that is not of the encoding that it claims."""


def decoded(body: bytes, encodings: str, limit: int, whole: bool) -> bytes:
    """Undo the encodings of a Content-Encoding header, given in the order in which they were applied.

    At most `limit` bytes are ever decoded. Raises FetchError: "too large" where there is more and the `whole` is
    wanted, "truncated" where the end is missing, and "bad content encoding".
    """
    names = [name for part in encodings.split(",") if (name := part.strip().lower()) not in ("", "identity")]
    if len(names) > MOST or not all(name in _DECODERS for name in names):
        raise FetchError("bad content encoding", encodings[:80])
    for name in reversed(names if body else []):
        try:
            body, ended = _DECODERS[name](body, limit + 1)
        except _Broken as error:
            raise FetchError("bad content encoding", f"{name}: {error}") from error
        if not ended and len(body) <= limit:
            raise FetchError("truncated", f"{name} without its end")
    if len(body) > limit and whole:
        raise FetchError("too large", f"more than {limit:,} bytes when decoded")
    return body[:limit]


def _gzip(body: bytes, limit: int) -> tuple[bytes, bool]:
    """One member after the other; what follows the last is padding, as browsers hold."""
    text = b""
    while True:
        piece, ended, rest = _inflate(body, 31, limit - len(text))
        text += piece
        if not ended or not rest.startswith(b"\x1f\x8b") or len(text) >= limit:
            return text, ended
        body = rest


def _deflate(body: bytes, limit: int) -> tuple[bytes, bool]:
    """With its wrapper as the standard has it, or without as some servers do."""
    try:
        text, ended, _ = _inflate(body, zlib.MAX_WBITS, limit)
    except _Broken:
        text, ended, _ = _inflate(body, -zlib.MAX_WBITS, limit)
    return text, ended


def _inflate(body: bytes, wbits: int, limit: int) -> tuple[bytes, bool, bytes]:
    """In pieces, as zlib joins what it gives at once, and so holds it twice."""
    inflator = zlib.decompressobj(wbits)
    text, rest = BytesIO(), body
    try:
        while not inflator.eof and text.tell() < limit:
            piece = inflator.decompress(rest, min(_PIECE, limit - text.tell()))
            rest = inflator.unconsumed_tail
            if not (piece or rest):
                break
            text.write(piece)
    except zlib.error as error:
        raise _Broken(error) from error
    return text.getvalue(), inflator.eof, inflator.unused_data


def _brotli(body: bytes, limit: int) -> tuple[bytes, bool]:
    decompressor = brotli.Decompressor()
    try:
        pieces = [decompressor.process(body, output_buffer_limit=limit)]
        size = len(pieces[0])
        while size < limit and not decompressor.is_finished() and not decompressor.can_accept_more_data():
            pieces.append(decompressor.process(b"", output_buffer_limit=limit - size))
            size += len(pieces[-1])
    except brotli.error as error:
        raise _Broken(error) from error
    return b"".join(pieces)[:limit], decompressor.is_finished()


def _zstd(body: bytes, limit: int) -> tuple[bytes, bool]:
    """In slices, since this decoder knows no limit: a block of 4 bytes can stand for 128 KiB."""
    decompressor = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
    pieces, size, start = [], 0, 0
    try:
        while start < len(body) and size < limit and not decompressor.eof:
            pieces.append(decompressor.decompress(body[start : start + _ZSTD_SLICE]))
            size += len(pieces[-1])
            start += _ZSTD_SLICE
    except zstandard.ZstdError as error:
        raise _Broken(error) from error
    return b"".join(pieces)[:limit], decompressor.eof


_PIECE = 4 * 1024 * 1024
_ZSTD_WINDOW = 8 * 1024 * 1024  # RFC 9659: the most that a server may ask of a client
_ZSTD_SLICE = 256
_DECODERS = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
