"""The metadata of an article: what the page displays, then what its data states. Nothing is invented."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from cleaners import visible
from cleaners.dates import ZONES, Moment
from cleaners.lines import Line
from cleaners.model import Article, Document, Found
from cleaners.names import unique
from cleaners.outlets import Outlet, host_of, outlet_of
from cleaners.page import Page
from cleaners.rules import Match
from cleaners.stated import canonical_url, fold
from cleaners.stated import stated as stated_in
from cleaners.structured import Structured
from cleaners.within import find_dateline

_TAG_PATH = re.compile(r"/(?:tags?|topik|topic|tagar)/[^/]", re.IGNORECASE)
_BREADCRUMB = re.compile(r"bread|crumb|kanal|channel|section|categor|kategori|rubrik", re.IGNORECASE)
_NEAR = 12  # blocks after the story within which a list of tags begins
_TAIL = 30  # blocks after the story in which its tags and credits stand
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
    ruled: Match | None,
) -> Metadata:
    """The metadata of an HTML page: what its data states, below what it displays, below what the outlet's rule says."""
    zone = outlet.timezone if outlet else ZONES["WIB"]
    stated = dict(stated_in(data, outlet, url))
    canonical = canonical_url(data, url)
    address = canonical.value if canonical else url
    shown = _displayed(_around(page, document, title, ruled.cut if ruled else ()), outlet, fetched_at)
    if "section" in stated or ("section" in shown and not _names_section(page, shown["section"].value, address)):
        shown.pop("section", None)  # any line above the headline may be a guess, the data's section is not
    shown.pop("dateline", None)  # only the story opens with one
    story = visible.texts(document)
    shown |= {name: story[name] for name in ("dateline", "wire_source") if name in story}
    signed = visible.people(document)
    shown |= {name: signed[name] for name in ("authors", "editors") if name in signed and name not in shown}
    if "authors" in stated and "authors" not in shown and "editors" in shown:  # data calls an editor the author
        editors = {name.casefold() for name in shown["editors"].value}
        writers = tuple(name for name in stated.pop("authors").value if name.casefold() not in editors)
        if writers:
            shown["authors"] = Found(writers, "json-ld: author")
    if captions := unique([*_captions(page), *(shown["captions"].value if "captions" in shown else ())]):
        shown["captions"] = Found(captions, "html: captions")
    if tags := _tag_links(page, document):
        shown["tags"] = tags
    if ruled:
        shown = {name: value for name, value in shown.items() if name not in ruled.silent} | dict(ruled.metadata)
        credited = signed.get("authors")  # "Reporter: ..." below the story, beside the byline above it
        if credited and "authors" in ruled.metadata:
            byline = shown["authors"]
            shown["authors"] = Found(unique([*byline.value, *credited.value]), f"{byline.source}; {credited.source}")
        shown |= visible.times(ruled.published.value, zone, fetched_at, ruled.published.source)
    if "deck" in shown and any(shown["deck"].value in caption for caption in captions):
        del shown["deck"]
    if "published_at" in shown and "published_at" in stated:
        shown["published_at"] = _better(shown["published_at"], stated["published_at"])
    if "wire_source" in shown and outlet and shown["wire_source"].value.casefold() in outlet.own_names:
        del shown["wire_source"]
    found = stated | shown
    if title:
        found["title"] = title
    if canonical:
        found["url"] = canonical
    return Metadata(found | _outlet(outlet, url or address))


def _better(shown: Found[Moment], stated: Found[Moment]) -> Found[Moment]:
    """The displayed time, unless the page shows only the day, or the data adds the zone to the very same time."""
    adds_zone = stated.value.zone and not shown.value.zone and stated.value.value == shown.value.value
    return stated if adds_zone or not shown.value.exact else shown


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


def _around(page: Page, document: Document, title: Found[str] | None, cut: tuple[bool, ...] = ()) -> Document:
    """The part of the page from its headline to the lines after the story, as a document of its own."""
    if document.text != page.text:
        return document
    taken = [i for i, b in enumerate(document.blocks) if not b.outside]
    if not taken:
        return document
    first, last = taken[0], taken[-1]
    folded = fold(title.value) if title else None
    starts = [
        i
        for i in range(max(0, first - _HEAD), first + 1)
        if folded and fold(page.text[page.blocks[i].start : page.blocks[i].end]) == folded
    ]
    start = max(0, starts[0] - 3) if starts else first
    # The first long paragraph; the extractor leaves out some of what stands before it (byline, time, picture).
    below = [i for i in taken if i > start]
    long = (i for i in below if len(document.of(document.blocks[i])) > 140)
    story = next(long, next((i for i in below if Line(document.of(document.blocks[i])).prose), first))
    blocks = [
        block if story < i <= last or (i < story and cut and cut[i]) else replace(block, outside=False)
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
        if i == story[-1] and page.blocks[i].links < 0.5:  # its links are the story's
            continue
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


def _names_section(page: Page, name: str, url: str | None) -> bool:
    """Whether a name stands in what calls itself a breadcrumb or a section, or links to a folder of `url`."""
    path = urlsplit(url or "").path
    for block, holder in zip(page.blocks, page.holders, strict=True):
        if name in page.text[block.start : block.end]:
            around = (holder, *islice(holder.iterancestors(), 3))
            if any(_BREADCRUMB.search(f"{e.get('class') or ''} {e.get('id') or ''}") for e in around):
                return True
            folders = (urlsplit(link.get("href") or "").path.rstrip("/") for link in holder.iter("a"))
            if any(folder and path.startswith(f"{folder}/") for folder in folders):
                return True
    return False


def _captions(page: Page) -> list[str]:
    return [page.text[block.start : block.end] for block in page.blocks if block.kind == "caption"]
