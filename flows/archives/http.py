"""HTTP messages as archives keep them: as they were sent, or unpacked under the headers that they were sent with."""

import re
from io import BytesIO

from fastwarc.warc import HeaderMap

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


class Unreadable(Exception):
    """Why a record gives no page, though it should: `reason` in a few words."""

    def __init__(self, reason: str, error: str) -> None:
        super().__init__(error)
        self.reason = reason


def headers_of(head: bytes, *, first_line: bool = True) -> HeaderMap:
    """The fields of a head, whatever its ends of line. Look them up in any case; bytes that are not UTF-8 are lost."""
    headers = HeaderMap()
    lines = head.replace(b"\r\n", b"\n").rstrip(b"\n").split(b"\n")
    headers.parse(BytesIO(b"\r\n".join(lines) + b"\r\n\r\n"), first_line)
    return headers


def split(message: bytes) -> tuple[bytes, bytes]:
    """The head and the body of a message; a head without an end is all there is."""
    end = _HEAD_END.search(message)
    return (message[: end.end()], message[end.end() :]) if end else (message, b"")


def body_of(headers: HeaderMap, body: bytes, limit: int) -> bytes:
    """The body out of its transfer coding and content encodings, at most `limit` bytes. Raises Unreadable."""
    from flows.fetch.encoding import decoded  # here, as it brings all that it takes to fetch
    from flows.fetch.model import FetchError

    if "chunked" in (headers.get("Transfer-Encoding") or "").lower():
        body = _joined(body)
    try:
        return decoded(body, headers.get("Content-Encoding") or "", limit, whole=True)
    except FetchError as error:
        if error.reason == "bad content encoding" and body.lstrip().startswith(b"<"):
            return body
        raise Unreadable(error.reason, error.detail) from error


def _joined(body: bytes) -> bytes:
    """The chunks of a body in one; a body that is not in chunks (any more) as it is."""
    pieces: list[bytes] = []
    at = 0
    while size := _CHUNK_SIZE.match(body, at):
        length = int(size[1], 16)
        if not length:
            return b"".join(pieces)
        at = size.end() + length
        if at > len(body):
            break
        pieces.append(body[size.end() : at])
        at += 2 if body.startswith(b"\r\n", at) else body.startswith(b"\n", at)
    if not pieces:
        return body
    raise Unreadable("truncated", f"chunks without their end, after {at:,} bytes")
