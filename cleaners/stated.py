"""Metadata as a page's data states it (JSON-LD, meta tags, canonical link), with its known lies left out."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from cleaners.dates import ZONES, parse_machine
from cleaners.lines import Line
from cleaners.model import Found
from cleaners.names import names, unique
from cleaners.outlets import Outlet, host_of
from cleaners.page import Page, visible_text
from cleaners.structured import Structured

_TIMES = {  # where a time may stand, the likeliest first
    "published_at": (
        "json-ld: datePublished",
        "meta: article:published_time",
        "meta: datepublished",
        "meta: pubdate",
        "meta: publishdate",
        "meta: content_publisheddate",
    ),
    "modified_at": ("json-ld: dateModified", "meta: article:modified_time", "meta: og:updated_time"),
}
_NOT_A_PERSON = re.compile(r"\.(?:com|co|id|net|org)\b|https?:|@|\d", re.IGNORECASE)
_SITE_NAME = re.compile(r"\.(?:com|co|id|net)\b", re.IGNORECASE)


def stated(data: Structured, outlet: Outlet | None, url: str | None) -> Iterator[tuple[str, Found[Any]]]:
    """Authors, editors, times, section and lead image by field of `Article`.

    People are taken from JSON-LD alone (meta tags name the outlet or a vendor), and only persons. A time without a zone
    counts in the outlet's.
    """
    zone = outlet.timezone if outlet else ZONES["WIB"]
    own = {*(outlet.own_names if outlet else ()), data.meta.get("og:site_name", "").casefold(), host_of(url) or ""}
    for field, key in (("authors", "author"), ("editors", "editor")):
        people = unique(name for text in data.people(key) for name in names(text) if _is_person(name, own))
        if people:
            yield field, Found(people, f"json-ld: {key}")
    for field, places in _TIMES.items():
        for place in places:
            raw = data.at(place)
            if raw and (moment := parse_machine(raw, zone)):
                yield field, Found(moment, place)
                break
    for place in ("json-ld: articleSection", "meta: article:section"):
        if section := data.at(place):
            yield "section", Found(section, place)
            break
    image = data.image()
    if image and (address := _absolute(url or data.canonical, image.value)):
        yield "lead_image_url", Found(address, image.source)


def _is_person(name: str, own: set[str]) -> bool:
    return name.casefold() not in own and " " in name and not _NOT_A_PERSON.search(name)


def canonical_url(data: Structured, url: str | None) -> Found[str] | None:
    """The address of the article: the canonical link where it stays on the page's own site, else the URL itself."""
    for raw, source in ((data.canonical, "html: rel=canonical"), (data.meta.get("og:url"), "meta: og:url")):
        if not raw:
            continue
        full = _absolute(url, raw)
        if full and urlsplit(full).path.strip("/") and (url is None or _site(full) == _site(url)):
            return Found(full, source)
    return Found(url, "url") if url else None


def _absolute(base: str | None, address: str) -> str | None:
    """An address on the web, resolved against the page's own; None where it is none."""
    try:
        full = urljoin(base or "", address)
        return full if urlsplit(full).scheme in ("http", "https") else None
    except ValueError:  # "http://[broken"
        return None


def _site(url: str) -> str:
    """The last labels of a host, enough to tell one site from another."""
    labels = (host_of(url) or "").split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and len(labels[-2]) <= 3 else labels[-2:])


def title(page: Page, data: Structured, outlet: Outlet | None) -> Found[str] | None:
    """The headline: a heading of the page that its data confirms, else what the data states."""
    places = ("json-ld: headline", "meta: og:title", "html: title")
    candidates = [Found(text, place) for place in places if (text := data.at(place))]
    headings = [visible_text(heading) for heading in page.tree.iter("h1", "h2")]
    for heading in headings:
        folded = fold(heading)
        if len(folded.split()) >= 3 and any(fold(c.value).startswith(folded) for c in candidates):
            return Found(heading, "html: heading")
    for candidate in candidates:
        if bare := _without_site(candidate.value, outlet, data):
            return Found(bare, candidate.source)
    return Found(headings[0], "html: heading") if headings and headings[0] else None


def fold(text: str) -> str:
    """The words of a text in lower case, without punctuation."""
    return " ".join(Line(text.casefold()).words)


def _without_site(title: str, outlet: Outlet | None, data: Structured) -> str:
    """A title without the outlet's name at its end ("... - Kompas.com", "... | Republika Online")."""
    separator = " - " if " - " in title else " | "
    head, found, tail = title.rpartition(separator)
    if not found:
        return title
    known = {name.casefold() for name in (outlet.aka if outlet else ())} | {
        data.meta.get("og:site_name", "").casefold()
    }
    named = separator == " | " or tail.strip().casefold() in known or _SITE_NAME.search(tail)
    return head.strip() if named else title
