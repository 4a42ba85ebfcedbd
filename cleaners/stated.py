"""Metadata as a page's data states it (JSON-LD, meta tags, canonical link), with its known lies left out."""

import re
from collections.abc import Iterable, Iterator, Set
from datetime import date, timezone
from typing import Any
from urllib.parse import urlsplit

from cleaners.address import absolute, canonical
from cleaners.dates import ZONES, Moment, parse_machine
from cleaners.lines import agree, fold, squeezed
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
_DAY_IN_PATH = re.compile(r"/(20\d\d)/?(0[1-9]|1[0-2])/?(0[1-9]|[12]\d|3[01])/")
_NOT_A_PERSON = re.compile(
    r"\.(?:com|co|id|net|org)\b|https?:|@|\d|\b(?:redaksi|admin(?:istrator)?|tim|team|newsroom|newsdesk|desk|editor)\b",
    re.IGNORECASE,
)
_SITE_NAME = re.compile(r"\.(?:com|co|id|net)\b", re.IGNORECASE)
_LAST_PART = re.compile(r"^(.*\S)\s+(\||::|[-–—•»])\s+(.{2,60})$")
_WORDS = 3  # of the shortest heading that the data can confirm
_LONGEST = 300  # characters of a line that may be the headline


def stated(data: Structured, outlet: Outlet | None, url: str | None) -> Iterator[tuple[str, Found[Any]]]:
    """Authors, editors, times, section and lead image by field of `Article`.

    People are taken from JSON-LD alone (meta tags name the outlet or a vendor), and only persons. A time without a zone
    counts in the outlet's.
    """
    own = own_names(data, outlet, url)
    for field, key in (("authors", "author"), ("editors", "editor")):
        if people := persons(data.people(key), own):
            yield field, Found(people, f"json-ld: {key}")
    for field in _TIMES:
        if time := _time(data, field, outlet):
            yield field, time
    for place in ("json-ld: articleSection", "meta: article:section"):
        if section := data.at(place):
            yield "section", Found(section, place)
            break
    image = data.image()
    if image and (address := absolute(url or data.canonical, image.value)):
        yield "lead_image_url", Found(address, image.source)


def published_on(data: Structured, outlet: Outlet | None) -> date | None:
    """The day on which a page says that it was published, in its data or in the path of its own address
    ("/2024/05/17/"). It is known before the page is read, so it can say which of the outlet's page rules to try."""
    if time := _time(data, "published_at", outlet):
        return time.value.value.astimezone(_zone(outlet)).date()
    for address in (data.canonical, data.meta.get("og:url")):
        if found := _DAY_IN_PATH.search(address or ""):
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:  # 31 February
                continue
    return None


def _time(data: Structured, field: str, outlet: Outlet | None) -> Found[Moment] | None:
    for place in _TIMES[field]:
        raw = data.at(place)
        if raw and (moment := parse_machine(raw, _zone(outlet))):
            return Found(moment, place)
    return None


def _zone(outlet: Outlet | None) -> timezone:
    return outlet.timezone if outlet else ZONES["WIB"]


def own_names(data: Structured, outlet: Outlet | None, url: str | None) -> frozenset[str]:
    """What the outlet of a page is called, squeezed (see `squeezed`): by what is known of it, by its own data and by
    its host."""
    host = host_of(url or data.canonical or data.meta.get("og:url")) or ""
    names = [
        *(outlet.own_names if outlet else ()),
        data.meta.get("og:site_name", ""),
        host,
        _site(f"//{host}").split(".")[0],
    ]
    return frozenset(name for name in map(squeezed, names) if name)


def persons(texts: Iterable[str], own: Set[str]) -> tuple[str, ...]:
    """The names of persons in texts of the page's data; `own` are the outlet's names, squeezed."""
    named = (name for text in texts for name in names(text))
    return unique(n for n in named if squeezed(n) not in own and " " in n and not _NOT_A_PERSON.search(n))


def canonical_url(data: Structured, url: str | None, outlet: Outlet | None = None) -> Found[str] | None:
    """The address of the story: the canonical link where it stays on the page's own site, else the URL itself, both
    without what the story can do without (see `cleaners.address`)."""
    own = canonical(url, outlet) if url else None
    for raw, source in ((data.canonical, "html: rel=canonical"), (data.meta.get("og:url"), "meta: og:url")):
        if not raw:
            continue
        full = absolute(url, raw)
        if full and urlsplit(full).path.strip("/") and (own is None or _site(full) == _site(own)):
            return Found(canonical(full, outlet), source)
    return Found(own, "url") if own else None


def _site(url: str) -> str:
    """The last labels of a host, enough to tell one site from another."""
    labels = (host_of(url) or "").split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and len(labels[-2]) <= 3 else labels[-2:])


def title(page: Page, data: Structured, outlet: Outlet | None) -> Found[str] | None:
    """The headline: a heading of the page that its data confirms, else a line that does, else what the data states."""
    places = ("json-ld: headline", "meta: og:title", "html: title")
    candidates = [Found(text, place) for place in places if (text := data.at(place))]
    headed = (element for element in page.elements if element.tag in ("h1", "h2"))
    headings = [text for heading in headed if (text := visible_text(heading))]
    for same in (_opens, agree):
        for candidate in candidates:
            if found := next((heading for heading in headings if same(heading, candidate.value)), None):
                return Found(found, "html: heading")
    own = own_names(data, outlet, None)
    bare = [Found(text, c.source) for c in candidates if (text := _without_site(c.value, own))]
    folded = {fold(c.value) for c in bare if len(c.value.split()) >= _WORDS}
    openings = tuple(text.split()[0] for text in folded if text)
    for block in page.blocks:
        text = page.text[block.start : block.end] if block.end - block.start <= _LONGEST else ""
        if openings and block.links < 0.5 and text.casefold().startswith(openings) and fold(text) in folded:
            return Found(text, "html: line")
    if bare:
        return bare[0]
    return Found(headings[0], "html: heading") if headings else None


def _opens(heading: str, candidate: str) -> bool:
    """Whether a candidate is the heading, or the heading and more."""
    folded = fold(heading)
    return len(folded.split()) >= _WORDS and fold(candidate).startswith(folded)


def _without_site(title: str, own: Set[str]) -> str:
    """A title without the outlet's name at its end ("... - Kompas.com", "... | Republika Online", "... :: Rekaan")."""
    while found := _LAST_PART.match(title):
        tail = squeezed(found[3])
        named = found[2] in ("|", "::") or _SITE_NAME.search(found[3])
        if not named and not any(name in tail and len(name) >= 0.4 * len(tail) for name in own):
            break
        title = found[1].rstrip()
    return title
