"""What a page says of itself in its data: JSON-LD and meta tags. Both lie in known ways, so nothing here is final."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lxml.html import HtmlElement

from cleaners import island, json_ld
from cleaners.cached import cached_property
from cleaners.decode import tidy
from cleaners.model import Found
from cleaners.page import Page

_HEADINGS, _LONGEST = 5, 300  # headings of the first order that are looked at, and characters of each
_DEPTH = 6  # lists and objects within one another that name a person
# Not "author": there stands whoever keeps the page.
_REPORTED = re.compile(r"""["'](penulis|reporters?)["']\s?:\s?["']([^"'\\<>]{5,80})["']""")


@dataclass(frozen=True)
class Structured:
    """The article of a page's JSON-LD (empty without one), its meta tags by name or property, its
    canonical link, its title element, its first-order headings, the scripts that hold plain data by name, and the types
    of all its JSON-LD."""

    ld: dict[str, Any] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    canonical: str | None = None
    page_title: str | None = None
    headings: tuple[str, ...] = ()
    scripts: tuple[HtmlElement, ...] = ()
    types: frozenset[str] = frozenset()

    def at(self, place: str) -> str | None:
        """The text at a place ("json-ld: headline", "meta: og:title", "html: title"), white space folded."""
        kind, _, key = place.partition(": ")
        value = self.ld.get(key) if kind == "json-ld" else self.meta.get(key) if kind == "meta" else self.page_title
        value = value[0] if isinstance(value, list) and value else value
        value = str(value) if type(value) is int else value
        return " ".join(tidy(value).split()) or None if isinstance(value, str) else None

    @cached_property
    def island(self) -> island.Island | None:
        """The article in the data that the page's own scripts are given, if one agrees with the page's titles."""
        stated = (self.at(place) for place in ("json-ld: headline", "meta: og:title", "html: title"))
        return island.find(self.scripts, [title for title in (*stated, *self.headings) if title])

    def people(self, key: str) -> list[str]:
        """The names of persons under a key of the JSON-LD article ("author", "editor"); organisations are left out."""
        return [name for kind, name in _named(self.ld.get(key)) if not kind.endswith("Organization")]

    def reporters(self) -> tuple[list[str], str]:
        """The names that the page tells those who count its readers, as its reporters, and where it says so."""
        for script in self.scripts:
            if found := _REPORTED.search(script.text or ""):
                return [tidy(found[2])], f"data layer: {found[1]}"
        return [], ""

    def image(self) -> Found[str] | None:
        """The address of the lead image."""
        if shared := self.meta.get("og:image"):
            return Found(shared, "meta: og:image")
        value = self.ld.get("image")
        while isinstance(value, (list, dict)) and value:
            value = value[0] if isinstance(value, list) else value.get("url")
        return Found(value, "json-ld: image") if isinstance(value, str) and value else None


def read_structured(page: Page) -> Structured:
    """Read JSON-LD, meta tags, the canonical link, the title element and the headings of a page."""
    tagged = page.by_tag
    meta: dict[str, str] = {}
    for element in tagged.get("meta", ()):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            meta.setdefault(name.lower(), content)
    links = (link for link in tagged.get("link", ()) if (link.get("rel") or "").lower() == "canonical")
    named = (" ".join((element.text or "").split()) for element in tagged.get("title", ()))
    linked: list[dict[str, Any]] = []
    scripts: list[HtmlElement] = []
    for script in tagged.get("script", ()):
        if (script.get("type") or "").lower() == "application/ld+json":
            linked += json_ld.nodes(json_ld.loads(script.text or ""))
        else:
            scripts.append(script)
    stated = Structured(
        meta=meta,
        canonical=next(filter(None, ((link.get("href") or "").strip() for link in links)), None),
        page_title=next(filter(None, named), None),
        headings=tuple(" ".join(h.text_content().split())[:_LONGEST] for h in tagged.get("h1", ())[:_HEADINGS]),
        scripts=tuple(scripts),
        types=json_ld.types(linked),
    )
    titles = [title for title in (meta.get("og:title"), stated.page_title, *stated.headings) if title]
    return replace(stated, ld=json_ld.article(linked, titles, stated.canonical or meta.get("og:url")))


def _named(value: Any, depth: int = 0) -> Iterator[tuple[str, str]]:
    if depth > _DEPTH:
        return
    if isinstance(value, str):
        yield "", " ".join(tidy(value).split())
    elif isinstance(value, list):
        for item in value:
            yield from _named(item, depth + 1)
    elif isinstance(value, dict):
        kind = value.get("@type")
        for _, name in _named(value.get("name"), depth + 1):
            yield kind if isinstance(kind, str) else "", name
