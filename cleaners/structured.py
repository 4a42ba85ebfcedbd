"""What a page says of itself in its data: JSON-LD and meta tags. Both lie in known ways, so nothing here is final."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

from cleaners.model import Found

_ARTICLES = frozenset(
    [
        "Article",
        "NewsArticle",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "OpinionNewsArticle",
        "BlogPosting",
        "LiveBlogPosting",
    ]
)
_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Structured:
    """The article of a page's JSON-LD (empty without one), its meta tags by name or property, and its links by rel."""

    ld: dict[str, Any] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    canonical: str | None = None
    page_title: str | None = None

    def at(self, place: str) -> str | None:
        """The text at a place ("json-ld: headline", "meta: og:title", "html: title"), white space folded."""
        kind, _, key = place.partition(": ")
        value = self.ld.get(key) if kind == "json-ld" else self.meta.get(key) if kind == "meta" else self.page_title
        value = value[0] if isinstance(value, list) and value else value
        return " ".join(value.split()) or None if isinstance(value, str) else None

    def people(self, key: str) -> list[str]:
        """The names of persons under a key of the JSON-LD article ("author", "editor"); organisations are left out."""
        return [name for kind, name in _named(self.ld.get(key)) if not kind.endswith("Organization")]

    def image(self) -> Found[str] | None:
        """The address of the lead image."""
        if shared := self.meta.get("og:image"):
            return Found(shared, "meta: og:image")
        value = self.ld.get("image")
        while isinstance(value, (list, dict)) and value:
            value = value[0] if isinstance(value, list) else value.get("url")
        return Found(value, "json-ld: image") if isinstance(value, str) and value else None


def read_structured(tree: HtmlElement) -> Structured:
    """Read JSON-LD, meta tags, the canonical link and the title element of a page."""
    meta: dict[str, str] = {}
    canonical = page_title = None
    ld: dict[str, Any] = {}
    for element in tree.iter("meta", "link", "title", "script"):
        if element.tag == "meta":
            name = element.get("property") or element.get("name") or element.get("itemprop")
            content = (element.get("content") or "").strip()
            if name and content:
                meta.setdefault(name.lower(), content)
        elif element.tag == "link":
            if (element.get("rel") or "").lower() == "canonical" and element.get("href"):
                canonical = canonical or element.get("href").strip()
        elif element.tag == "title":
            page_title = page_title or " ".join((element.text or "").split()) or None
        elif (element.get("type") or "").lower() == "application/ld+json" and element.text:
            ld = ld or next(_articles(_loads(element.text)), {})
    return Structured(ld, meta, canonical, page_title)


def _loads(text: str) -> Any:
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):  # broken JSON-LD is common; the page's other statements remain
        return None


def _articles(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEPTH:
        return
    if isinstance(data, list):
        for item in data:
            yield from _articles(item, depth + 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        if any(kind in _ARTICLES for kind in (kinds if isinstance(kinds, list) else [kinds])):
            yield data
        for key in ("@graph", "mainEntity"):
            if key in data:
                yield from _articles(data[key], depth + 1)


def _named(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield "", " ".join(value.split())
    elif isinstance(value, list):
        for item in value:
            yield from _named(item)
    elif isinstance(value, dict):
        kind = value.get("@type")
        for _, name in _named(value.get("name")):
            yield kind if isinstance(kind, str) else "", name
