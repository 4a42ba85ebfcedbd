"""The metadata of an article: what the page displays, then what its data states. Nothing is invented."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from cleaners import rules, visible
from cleaners.dates import ZONES, Moment, parse_machine
from cleaners.lines import Line
from cleaners.model import Article, Document, Found
from cleaners.names import names, unique
from cleaners.outlets import Outlet, PageRule, host_of, outlet_of
from cleaners.page import Page
from cleaners.structured import Structured
from cleaners.within import find_dateline

_TAG_PATH = re.compile(r"/(?:tags?|topik|topic|tagar)/[^/]", re.IGNORECASE)
_NEAR = 12  # blocks after the story within which a list of tags begins
_TAIL = 30  # blocks after the story in which its tags and credits stand
_NONE: Found[tuple[str, ...]] = Found((), "")
_HEAD = 25  # blocks before the story in which its headline stands


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found, by field of `Article`, each value with its source."""

    found: dict[str, Found[Any]] = field(default_factory=dict)

    def article(self) -> Article:
        """An article with the metadata and their sources, and no text yet."""
        values: dict[str, Any] = {}
        sources: dict[str, str] = {}
        for name, item in self.found.items():
            value = item.value
            if isinstance(value, Moment):
                if name == "published_at" and value.zone:
                    values["published_zone"], sources["published_zone"] = value.zone, item.source
                value = value.value
            values[name], sources[name] = value, item.source
        if "published_at" in values and "modified_at" in values:  # one clock for both
            values["modified_at"] = values["modified_at"].astimezone(values["published_at"].tzinfo)
        return Article(**values, sources=sources)


def of_text(document: Document, outlet: Outlet | None, url: str | None, fetched_at: datetime | None) -> Metadata:
    """The metadata of a text capture."""
    found = _displayed(document, outlet, fetched_at)
    if url:
        found["url"] = Found(url, "url")
    return Metadata(found | _outlet(outlet, url))


def of_html(
    page: Page,
    document: Document,
    data: Structured,
    outlet: Outlet | None,
    url: str | None,
    fetched_at: datetime | None,
    title: Found[str] | None,
    rule: PageRule | None,
) -> Metadata:
    """The metadata of an HTML page: as displayed around the story, else as its JSON-LD and meta tags state them."""
    found: dict[str, Found[Any]] = dict(_stated(data, outlet, url))
    times = {name: found[name] for name in ("published_at",) if name in found}
    shown = _displayed(_around(page, document, title), outlet, fetched_at)
    own = _displayed(document, outlet, fetched_at)
    shown |= {name: own[name] for name in ("dateline", "wire_source") if name in own}
    shown["captions"] = Found(unique([*_captions(page), *shown["captions"].value]), "text: captions") if "captions" in shown else Found(tuple(_captions(page)), "html: figcaption")
    if not shown["captions"].value:
        del shown["captions"]
    if "published_at" in shown and not shown["published_at"].value.exact and "published_at" in found:
        del shown["published_at"]  # the data states the minute, the page the day alone
    found |= shown
    if tags := _tag_links(page, document):
        found["tags"] = tags
    if rule:
        if rule.tags:  # the outlet's rule knows where tags stand: elsewhere there are none
            found.pop("tags", None)
        found |= _ruled(page, rule, outlet, fetched_at)
    if "deck" in found and any(found["deck"].value in caption for caption in found.get("captions", _NONE).value):
        del found["deck"]
    stated = times.get("published_at")
    shown_at = found.get("published_at")
    if stated and stated.value.zone and shown_at and not shown_at.value.zone and stated.value.value == shown_at.value.value:
        found["published_at"] = stated  # the page shows the time, its data the zone
    if title:
        found["title"] = title
    if canonical := canonical_url(data, url):
        found["url"] = canonical
    return Metadata(found | _outlet(outlet, url or (canonical.value if canonical else None)))


def _ruled(page: Page, rule: PageRule, outlet: Outlet | None, fetched_at: datetime | None) -> dict[str, Found[Any]]:
    """What the outlet's own selectors say; a time among them is read like a line above the story."""
    found: dict[str, Found[Any]] = dict(rules.metadata(page, rule))
    if lines := rules.values(page, rule.published):
        zone = outlet.timezone if outlet else ZONES["WIB"]
        found |= visible.times(lines, zone, fetched_at, f"rule: {rule.published}")
    return found


def _displayed(document: Document, outlet: Outlet | None, fetched_at: datetime | None) -> dict[str, Found[Any]]:
    zone = outlet.timezone if outlet else ZONES["WIB"]
    found: dict[str, Found[Any]] = {**visible.texts(document), **visible.people(document)}
    found |= visible.moments(document, zone, fetched_at)
    if tags := visible.tags(document):
        found["tags"] = tags
    if captions := visible.captions(document):
        found["captions"] = Found(captions, "text: captions")
    return found


def dateline_text(document: Document) -> Iterator[str]:
    """The dateline as written, where there is one."""
    if found := find_dateline(document):
        yield document.text[found[0] : found[0] + found[1].length]


def _outlet(outlet: Outlet | None, url: str | None) -> dict[str, Found[str]]:
    if outlet:
        return {"outlet": Found(outlet.id, "url" if outlet_of(url) else "page: how it names itself")}
    host = host_of(url)
    return {"outlet": Found(host, "url")} if host else {}


def title_of(page: Page, data: Structured, outlet: Outlet | None, rule: PageRule | None) -> Found[str] | None:
    """The headline: where the outlet's rule says, else a heading that the page's data confirms, else the data."""
    if rule and (ruled := rules.values(page, rule.title)):
        return Found(ruled[0], f"rule: {rule.title}")
    stated = [
        (text, source)
        for text, source in (
            (data.text("headline"), "json-ld: headline"),
            (data.meta.get("og:title"), "meta: og:title"),
            (data.page_title, "html: title"),
        )
        if text
    ]
    headings = [" ".join(" ".join(h.itertext()).split()) for h in page.tree.iter("h1", "h2")]
    for heading in headings:
        words = Line(heading).words
        folded = " ".join(words).casefold()
        if len(words) >= 3 and any(" ".join(Line(text).words).casefold().startswith(folded) for text, _ in stated):
            return Found(heading, "html: heading")
    for text, source in stated:
        bare = _without_site(" ".join(text.split()), outlet, data)
        if bare:
            return Found(bare, source)
    return Found(headings[0], "html: heading") if headings and headings[0] else None


def _without_site(title: str, outlet: Outlet | None, data: Structured) -> str:
    """A title without the outlet's name at its end ("... - Kompas.com", "... | Republika Online")."""
    known = {n.casefold() for n in (outlet.aka if outlet else ())} | {data.meta.get("og:site_name", "").casefold()}
    head, separator, tail = title.rpartition(" - ") if " - " in title else title.rpartition(" | ")
    if separator and head and (tail.strip().casefold() in known or re.search(r"\.(?:com|co|id|net)\b", tail) or separator == " | "):
        return head.strip()
    return title


def _around(page: Page, document: Document, title: Found[str] | None) -> Document:
    """The part of the page from its headline to the lines after the story, as a document of its own."""
    if document.text != page.text:
        return document
    taken = [i for i, b in enumerate(document.blocks) if not b.outside]
    if not taken:
        return document
    first, last = taken[0], taken[-1]
    folded = " ".join(Line(title.value).words).casefold() if title else None
    starts = [
        i
        for i in range(max(0, first - _HEAD), first + 1)
        if folded and " ".join(Line(page.text[page.blocks[i].start : page.blocks[i].end]).words).casefold() == folded
    ]
    start = max(0, starts[0] - 3) if starts else first
    # The first long paragraph; the extractor leaves out some of what stands before it (byline, time, picture).
    story = next((i for i in taken if i >= start and len(document.of(document.blocks[i])) > 140), first)
    blocks = [
        block if story < i <= last else replace(block, outside=False)
        for i, block in enumerate(document.blocks[start : last + 1 + _TAIL], start)
    ]
    return replace(document, blocks=tuple(blocks))


def _tag_links(page: Page, document: Document) -> Found[tuple[str, ...]] | None:
    """The list of links to tag pages below the story; one link alone heads a box of other stories."""
    story = [i for i, block in enumerate(document.blocks) if not block.outside]
    if document.text != page.text or not story:
        return None
    listed: dict[str, None] = {}
    last = story[-1] + _NEAR
    for i in range(story[-1], len(page.blocks)):
        if i > last:
            break
        links = [
            " ".join(link.text_content().split()).strip(" #,")
            for link in page.holders[i].iter("a")
            if link.get("rel") == "tag" or _TAG_PATH.search(link.get("href") or "")
        ]
        here = page.text[page.blocks[i].start : page.blocks[i].end]
        if links := [name for name in links if name and len(name) <= 60 and name in here]:
            listed.update(dict.fromkeys(links))
            last = i + 2
    return Found(unique(listed), "html: links to tag pages") if len(listed) >= 2 else None


def _captions(page: Page) -> list[str]:
    return [
        page.text[block.start : block.end]
        for block in page.blocks
        if block.kind == "caption"
    ]


def _stated(data: Structured, outlet: Outlet | None, url: str | None) -> Iterator[tuple[str, Found[Any]]]:
    zone = outlet.timezone if outlet else ZONES["WIB"]
    own = {n.casefold() for n in (outlet.aka if outlet else ())} | {(data.meta.get("og:site_name") or "").casefold()}
    own |= {(outlet.name if outlet else "").casefold(), (host_of(url) or "").casefold()}
    for field_name, key in (("authors", "author"), ("editors", "editor")):
        people = unique(n for name in data.people(key) for n in names(name) if _is_person(n, own))
        if people:
            yield field_name, Found(people, f"json-ld: {key}")
            continue
    times = {
        "published_at": (("datePublished", "json-ld"), ("article:published_time", "meta"), ("datepublished", "meta"), ("pubdate", "meta"), ("publishdate", "meta"), ("content_publisheddate", "meta")),
        "modified_at": (("dateModified", "json-ld"), ("article:modified_time", "meta"), ("og:updated_time", "meta")),
    }  # fmt: skip
    for field_name, keys in times.items():
        for key, where in keys:
            raw = data.text(key) if where == "json-ld" else data.meta.get(key)
            if raw and (moment := parse_machine(raw, zone)):
                yield field_name, Found(moment, f"{where}: {key}")
                break
    if section := data.text("articleSection") or data.meta.get("article:section"):
        yield "section", Found(section, "json-ld: articleSection" if data.text("articleSection") else "meta: article:section")
    if image := data.image():
        yield "lead_image_url", Found(urljoin(url or data.canonical or "", image), "meta: og:image" if "og:image" in data.meta else "json-ld: image")


def _is_person(name: str, own: set[str]) -> bool:
    folded = name.casefold()
    return folded not in own and not re.search(r"\.(?:com|co|id|net|org)\b|https?:|@|\d", folded) and " " in name.strip()


def canonical_url(data: Structured, url: str | None) -> Found[str] | None:
    """The address of the article: the canonical link where it stays on the page's own site, else the URL itself."""
    for raw, source in ((data.canonical, "html: rel=canonical"), (data.meta.get("og:url"), "meta: og:url")):
        if not raw:
            continue
        full = urljoin(url or "", raw)
        parts = urlsplit(full)
        if parts.scheme in ("http", "https") and parts.path.strip("/") and (url is None or _site(full) == _site(url)):
            return Found(full, source)
    return Found(url, "url") if url else None


def _site(url: str) -> str:
    """The last labels of a host, enough to tell one site from another."""
    labels = (host_of(url) or "").split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and len(labels[-2]) <= 3 else labels[-2:])
