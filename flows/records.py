"""A page as a record of named values: a line of JSONL, a row of Parquet. The names are those of the usual dumps."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from cleaners.model import RawPage

CONTENT = ("html", "text", "content", "body")  # the first that holds something is the page
URL = ("url", "uri", "warc_target_uri")
TYPE = ("content_type", "mime_type")
FETCHED = ("fetched_at", "fetch_time", "warc_date", "date")
_IN_UTC = {"warc_date"}  # WARC knows no other zone
UNKNOWN_TYPE = "application/octet-stream"  # the cleaners look whether it is markup


class NoPage(Exception):
    """A record that is no page, and why."""


def page_of(locator: str, record: Mapping[str, Any]) -> RawPage | None:
    """The page that a record holds, with what else it holds beside it; None where it holds nothing.

    A fetch time counts where it is an instant, so with its zone. Raises NoPage.
    """
    rest = dict(record)
    key = next((name for name in CONTENT if rest.get(name) is not None), "")
    content, url, stated = rest.pop(key, None), _take(rest, URL), _take(rest, TYPE)
    if not isinstance(content, str | bytes):
        raise NoPage(f"no {listed(CONTENT)} in it")
    if not isinstance(url, str | None):
        raise NoPage("`url` is not a text")
    if not content.strip():
        return None
    fetched_at = None
    for name in FETCHED:
        if fetched_at := _instant(rest.get(name), name in _IN_UTC):
            del rest[name]
            break
    return RawPage(
        locator=locator,
        body=content if isinstance(content, bytes) else content.encode("utf-8", "ignore"),  # no halves of a surrogate
        url="".join(filter(str.isprintable, url or "")).strip() or None,
        content_type=_type(key, stated if isinstance(stated, str) else ""),
        fetched_at=fetched_at,
        extra=rest,
    )


def listed(names: Sequence[str]) -> str:
    """Names, as a sentence gives a choice of them: "`html` or `text`"."""
    quoted = [f"`{name}`" for name in names]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]])


def _take(record: dict[str, Any], names: Sequence[str]) -> Any:
    for name in names:
        if (value := record.pop(name, None)) is not None:
            return value
    return None


def _type(key: str, stated: str) -> str:
    """The type that a record states is that of the page it was made of: text that was taken from markup is none."""
    match key:
        case "text":
            return "text/plain"
        case "html":
            return stated if "html" in stated.lower() else "text/html"
        case _:
            return stated.strip() or UNKNOWN_TYPE


def _instant(value: object, in_utc: bool) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value.strip()) if isinstance(value, str) else value
        if not isinstance(moment, datetime):
            return None
        moment = moment.replace(tzinfo=UTC) if in_utc and moment.tzinfo is None else moment
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
