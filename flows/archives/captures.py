"""What a record captured: a page, or something that is passed over, by kind."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from fastwarc.warc import HeaderMap

from cleaners.caps import MAX_BYTES
from cleaners.model import RawPage
from flows.archives.forms import Form
from flows.archives.frames import Frame
from flows.archives.http import Unreadable, body_of, headers_of, split

PAGES = ("text/html", "application/xhtml+xml", "text/plain")
UNFETCHED = "Kliping-Fetched"  # a field of our own: the record's date is not that of a fetch, which nobody knows
_CAPTURES = ("response", "resource", "conversion")
_SEGMENTED = "WARC-Segment-Number"
_MEDIA_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,60}")
_MARKUP = re.compile(rb"\s{0,1000}<")


class Passed(Exception):
    """A record that is no page; `kind` says what it is, and is empty for what only describes other records."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Capture:
    """A page in an archive; `http` are the fields of the response, where it came as one."""

    uri: str
    content_type: str
    fetched_at: datetime | None
    body: bytes
    http: HeaderMap | None = None
    extra: dict[str, str] = field(default_factory=dict)


def capture_of(frame: Frame, form: Form) -> Capture:
    """What a record captured. Raises Passed, and Unreadable where its fields say too little."""
    return _of_arc(frame) if form.is_arc else _of_warc(frame)


def page_of(capture: Capture, frame: Frame, locator: str) -> RawPage:
    """A captured page. Raises Unreadable."""
    if frame.length > len(frame.block) or (capture.http is None and len(capture.body) > MAX_BYTES):
        raise Unreadable("too large", f"{frame.length:,} bytes")
    http = capture.http
    body = capture.body if http is None else body_of(http, capture.body, MAX_BYTES)
    if not body.strip():
        raise Unreadable("empty", "")
    uri = "".join(filter(str.isprintable, capture.uri))
    return RawPage(
        locator=locator,
        body=body,
        url=uri if uri.lower().startswith(("http://", "https://")) else None,
        content_type=capture.content_type,
        fetched_at=capture.fetched_at,
        extra=capture.extra,
        http_status=None if http is None else http.status_code,
        etag=None if http is None else http.get("ETag"),
        last_modified=None if http is None else http.get("Last-Modified"),
    )


def _of_warc(frame: Frame) -> Capture:
    fields = _fields(frame.head)
    kind = (fields.get("WARC-Type") or "").lower()
    if kind in ("revisit", "continuation") or (kind in _CAPTURES and _SEGMENTED in fields):
        raise Passed("revisit" if kind == "revisit" else "segment")
    if kind not in _CAPTURES:
        raise Passed("")
    uri = (fields.get("WARC-Target-URI") or "").strip("<> ")  # some versions of wget write it in brackets
    stated = fields.get("Content-Type") or ""
    fetched_at = None if UNFETCHED in fields else _instant(fields.get("WARC-Date") or "")
    truncated = fields.get("WARC-Truncated")
    extra = {"warc_truncated": truncated} if truncated else {}
    if kind == "response" and (stated.lower().startswith("application/http") or frame.block.startswith(b"HTTP/")):
        return _of_http(frame.block, uri, fetched_at, fields.get("WARC-Identified-Payload-Type") or "", extra)
    return Capture(uri, _page_type(stated, uri, frame.block), fetched_at, frame.block, extra=extra)


def _of_arc(frame: Frame) -> Capture:
    uri, _, date, stated, *_ = frame.head.decode("utf-8", "replace").split(" ")
    if uri.startswith("filedesc:"):
        raise Passed("")
    if frame.block.startswith(b"HTTP/"):
        return _of_http(frame.block, uri, _instant(date), stated, {})
    return Capture(uri, _page_type(stated, uri, frame.block), _instant(date), frame.block)


def _of_http(message: bytes, uri: str, fetched_at: datetime | None, identified: str, extra: dict[str, str]) -> Capture:
    head, body = split(message)
    http = _fields(head)
    if http.status_code is None:
        raise Unreadable("malformed record", "no HTTP response in it")
    if http.status_code != 200:
        raise Passed(f"http {http.status_code}")
    content_type = _page_type(http.get("Content-Type") or identified, uri, body)
    return Capture(uri, content_type, fetched_at, body, http, extra)


def _fields(head: bytes) -> HeaderMap:
    try:
        return headers_of(head)
    except OSError as error:
        raise Unreadable("malformed record", str(error)) from error


def _page_type(stated: str, uri: str, body: bytes) -> str:
    """The type of a page, as stated; markup that came without one is HTML. Raises Passed."""
    if uri.endswith("/robots.txt"):
        raise Passed("robots.txt")
    stated = stated.strip() or ("text/html" if _MARKUP.match(body) else "")
    media_type = re.split("[;,]", stated.lower())[0].strip()
    if media_type not in PAGES:
        raise Passed(media_type if _MEDIA_TYPE.fullmatch(media_type) else "unknown type")
    return stated


def _instant(stated: str) -> datetime | None:
    """A date as WARC has it, or ARC; both know no other zone than UTC."""
    try:
        moment = datetime.fromisoformat(f"{stated[:8]}T{stated[8:]}" if stated.isdecimal() else stated)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
