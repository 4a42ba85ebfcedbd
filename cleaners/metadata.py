"""The metadata of an article: what the page displays, then what its data states. Nothing is invented."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from cleaners import around, displayed, visible
from cleaners.address import canonical
from cleaners.dates import ZONES, Moment
from cleaners.lines import squeezed
from cleaners.model import Article, Block, Document, Found
from cleaners.names import unique
from cleaners.outlets import Outlet, host_of
from cleaners.page import Page
from cleaners.rules import Match
from cleaners.stated import canonical_url, own_names, persons
from cleaners.stated import stated as stated_in
from cleaners.structured import Structured
from cleaners.within import find_dateline

_HOME_OFFSETS = tuple(ZONES[name].utcoffset(None) for name in ("WIB", "WITA", "WIT"))


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found, by field of `Article`, each value with its source."""

    found: dict[str, Found[Any]] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """The text that was found for a field."""
        item = self.found.get(name)
        return item.value if item else None

    def adding(self, **found: Found[Any] | None) -> "Metadata":
        """The same with what else was found; None adds nothing."""
        return Metadata(self.found | {name: item for name, item in found.items() if item})

    def without(self, name: str, value: Any) -> "Metadata":
        """The same without a field that has this value."""
        return Metadata({other: item for other, item in self.found.items() if (other, item.value) != (name, value)})

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
    found = visible.everything(document, outlet.timezone if outlet else ZONES["WIB"], fetched_at)
    if url:
        found["url"] = Found(canonical(url, outlet), "url")
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
    blocks: tuple[Block, ...] = (),
) -> Metadata:
    """The metadata of an HTML page: what its data states, below what it displays, below what the outlet's rule says.

    Where the document is not the page's own text, `blocks` are the page's, with those outside the story marked. Then a
    script draws the page, and what it draws it from counts as displayed.
    """
    zone = outlet.timezone if outlet else ZONES["WIB"]
    stated = dict(stated_in(data, outlet, url))
    filed = canonical_url(data, url, outlet)
    address = filed.value if filed else url
    own = own_names(data, outlet, address)
    headline = title.value if title else None
    drawn = document.text != page.text
    whole = replace(document, text=page.text, blocks=blocks) if drawn else document
    signed = visible.people(document) if ruled else {}
    story = visible.texts(document)
    shown: dict[str, Found[Any]] = {name: story[name] for name in ("dateline", "wire_source") if name in story}
    told = frozenset(ruled.metadata) if ruled else frozenset[str]()  # nobody need look for that again
    if where := around.reach(page, whole.blocks, headline):
        near = around.around(whole, where, ruled.cut if ruled else ())
        beside = displayed.near_story(page, whole.blocks, near, where, headline, address, zone, fetched_at, told)
        named = {} if {"authors", "editors"} <= told else displayed.people(page, where, near, document, own)
        shown = beside | shown | named
        stated = displayed.stamps(page, where, zone) | stated
    else:
        shown |= visible.people(document)
    if drawn and (captions := visible.captions(document)):
        shown.setdefault("captions", Found(captions, "text: captions"))
    if (drawn or not {"published_at", "authors"} <= {*stated, *shown, *told}) and data.island:
        said = dict(data.island.stated(zone, address))
        if drawn:
            shown = said | shown
        else:  # tags that it does not display are none
            stated = {name: found for name, found in said.items() if name != "tags"} | stated
    if "authors" not in stated | shown:
        reporters, source = data.reporters()
        if people := persons(reporters, own):
            stated["authors"] = Found(people, source)
    if "authors" in stated and "authors" not in shown and "editors" in shown:  # data calls an editor the author
        editors = {name.casefold() for name in shown["editors"].value}
        people, source = stated["authors"].value, stated.pop("authors").source
        writers = tuple(name for name in people if name.casefold() not in editors)
        if writers:
            shown["authors"] = Found(writers, source)
    if ruled:
        shown = {name: value for name, value in shown.items() if name not in ruled.silent} | dict(ruled.metadata)
        credited = signed.get("authors")  # "Reporter: ..." below the story, beside the byline above it
        if credited and "authors" in ruled.metadata:
            byline = shown["authors"]
            shown["authors"] = Found(unique([*byline.value, *credited.value]), f"{byline.source}; {credited.source}")
        shown |= visible.times(ruled.published.value, zone, fetched_at, ruled.published.source)
    below_pictures = shown["captions"].value if "captions" in shown else ()
    if "deck" in shown and any(shown["deck"].value in caption for caption in below_pictures):
        del shown["deck"]
    if "published_at" in shown and "published_at" in stated:
        shown["published_at"] = _better(shown["published_at"], stated["published_at"])
    if "wire_source" in shown and squeezed(shown["wire_source"].value) in own:
        del shown["wire_source"]
    found = stated | shown
    if title:
        found["title"] = title
    if filed:
        found["url"] = filed
    return Metadata(found | _outlet(outlet, url or address))


def _better(shown: Found[Moment], stated: Found[Moment]) -> Found[Moment]:
    """The displayed time, unless the page shows only the day, or the clock of the site above the headline, or the data
    adds the zone: to the very same time, or to what the clock of one of the country's zones shows then."""
    clock = shown.source == displayed.ABOVE and abs(shown.value.value - stated.value.value) > timedelta(days=1)
    if clock or not shown.value.exact:
        return stated
    if not stated.value.zone or shown.value.zone:
        return shown
    local = stated.value.value.replace(tzinfo=None) == shown.value.value.replace(tzinfo=None)
    at_home = stated.value.value.utcoffset() in _HOME_OFFSETS
    return stated if stated.value.value == shown.value.value or (local and at_home) else shown


def dateline_text(document: Document) -> Iterator[str]:
    """The dateline as written, where there is one."""
    if found := find_dateline(document):
        yield document.text[found[0] : found[0] + found[1].length]


def _outlet(outlet: Outlet | None, url: str | None) -> dict[str, Found[str]]:
    if outlet:
        return {"outlet": Found(outlet.id, "url" if outlet.serves(url) else "page: how it names itself")}
    host = host_of(url)
    return {"outlet": Found(host, "url")} if host else {}
