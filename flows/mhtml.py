"""MHTML: a page that a browser saved with its images in one file, as a mail of several parts."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime

from cleaners.model import RawPage

_PAGES = ("text/html", "application/xhtml+xml", "text/plain")


def page_of(locator: str, file: bytes) -> RawPage | None:
    """The page that was saved: the file's root part. None where there is none."""
    mail = message_from_bytes(file)
    root = _root(mail)
    body = root.get_payload(decode=True) if root else None
    if root is None or not isinstance(body, bytes):
        return None
    # The first is the address of the page, also where the part has one that the browser made up.
    addresses = (mail.get("Snapshot-Content-Location"), root.get("Content-Location"), mail.get("Content-Location"))
    url = next((text for address in addresses if _is_web(text := _plain(address))), None)
    return RawPage(
        locator=locator,
        body=body,
        url=url,
        content_type=_plain(root.get("Content-Type")) or root.get_content_type(),
        fetched_at=_instant(_plain(mail.get("Date"))),
    )


def _root(mail: Message) -> Message | None:
    """The part that the others belong to: the one that is named as such, else the first page."""
    parts = [part for part in mail.walk() if part.get_content_type() in _PAGES]
    start = mail.get_param("start")
    named = (part for part in parts if start and part.get("Content-ID") == start)
    # A text beside the markup is what mail programs show instead of it.
    markup = (part for part in parts if part.get_content_type() != "text/plain")
    return next(named, None) or next(markup, None) or next(iter(parts), None)


def _plain(field: object) -> str:
    """A field of a head in one line; folded ones come with their line breaks."""
    return " ".join(str(field or "").split())


def _is_web(address: str) -> bool:
    return address.lower().startswith(("http://", "https://"))


def _instant(stated: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(stated)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None and not stated.endswith("-0000"):  # which is UTC, and how Chromium states it
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
