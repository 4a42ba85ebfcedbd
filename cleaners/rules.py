"""The first link of the chain: an outlet's page rules, CSS selectors from its `outlet.toml`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.etree import XPathError
from lxml.html import HtmlElement

from cleaners.model import Found
from cleaners.names import credits, unique
from cleaners.outlets import Outlet, PageRule
from cleaners.page import Page

_MIN_WORDS = 20  # a body with fewer is the shell of another era, or a page of another kind


@dataclass(frozen=True, slots=True)
class Match:
    """A page rule that fits a page: which blocks it takes for the story, and what it says of the metadata.

    `published` are the lines that say when; `silent` names the fields of which it says that the page states nothing.
    """

    body: str
    inside: tuple[bool, ...]
    cut: tuple[bool, ...]
    metadata: Mapping[str, Found[Any]]
    published: Found[tuple[str, ...]]
    silent: tuple[str, ...]


class RuleError(ValueError):
    """A selector that cannot be read or applied; the message names it."""


@cache
def _compiled(css: str) -> CSSSelector:
    return CSSSelector(css)


def select(css: str, tree: HtmlElement) -> list[HtmlElement]:
    """The elements that a CSS selector names, in the order of the page. Raises RuleError."""
    try:
        return cast(list[HtmlElement], _compiled(css)(tree))
    except (SelectorError, XPathError) as error:  # `:contains()` is read, but cannot be applied
        raise RuleError(f"{css}: {error}") from error


def match(page: Page, outlet: Outlet) -> Match | str:
    """The first rule of the outlet whose body stands on the page, or why none fits. Raises RuleError."""
    if not outlet.pages:
        return f"{outlet.id} has no page rules"
    tried = []
    for rule in outlet.pages:
        if not rule.body:
            continue
        bodies = select(rule.body, page.tree)
        if not bodies:
            tried.append(f"{rule.body} matches nothing")
            continue
        inside = _within(page, bodies)
        cut = _within(page, [e for css in rule.cut for e in select(css, page.tree)])
        taken = tuple(i and not c for i, c in zip(inside, cut, strict=True))
        words = sum(page.text.count(" ", b.start, b.end) + 1 for b, t in zip(page.blocks, taken, strict=True) if t)
        if words >= _MIN_WORDS:
            found = _metadata(page, rule, outlet.own_names)
            published = Found(tuple(_values(page, rule.published)[:1]), f"rule: {rule.published}")
            # Where the rule knows the place of the tags and none stand there, the page has none elsewhere either.
            silent = ("tags",) if rule.tags and "tags" not in found else ()
            return Match(rule.body, taken, tuple(cut), found, published, silent)
        tried.append(f"{rule.body} holds {words} words")
    return "; ".join(tried) or f"{outlet.id} has no rule for the body"


def _within(page: Page, elements: Sequence[HtmlElement]) -> list[bool]:
    """Which blocks stand in one of the elements."""
    if not elements:
        return [False] * len(page.blocks)
    roots = set(elements)
    known: dict[HtmlElement, bool] = {}

    def inside(element: HtmlElement | None) -> bool:
        path = []
        while element is not None and element not in known and element not in roots:
            path.append(element)
            element = element.getparent()
        answer = element is not None and (element in roots or known[element])
        known.update(dict.fromkeys(path, answer))
        return answer

    return [inside(holder) for holder in page.holders]


def _values(page: Page, css: str | None) -> list[str]:
    """The texts of the elements that a selector names, in order, white space folded, empty ones left out."""
    if not css:
        return []
    texts = (" ".join(" ".join(element.itertext()).split()) for element in select(css, page.tree))
    return [text for text in texts if text]


def _metadata(page: Page, rule: PageRule, own: Set[str]) -> dict[str, Found[Any]]:
    """What the rule's selectors say: texts as they stand, names of people, tags and captions as tuples. `own` are the
    names of the outlet, folded."""
    out: dict[str, Found[Any]] = {}
    for field in ("title", "deck", "section"):
        if found := _values(page, getattr(rule, field)):
            out[field] = Found(found[0], f"rule: {getattr(rule, field)}")
    for field in ("authors", "editors"):
        if named := unique(_people(field, _values(page, getattr(rule, field)), own)):
            out[field] = Found(named, f"rule: {getattr(rule, field)}")
    for field, css in (("tags", rule.tags), ("captions", rule.caption)):
        if listed := unique(text.strip(" #,") for text in _values(page, css)):
            out[field] = Found(listed, f"rule: {css}")
    return out


def _people(field: str, texts: Iterable[str], own: Set[str]) -> Iterator[str]:
    """The names in the texts, those with a stated role only where it is the field's own. Beside a person the outlet is
    where they work ("Ani Wijaya, CNBC Indonesia"); alone it is who signs."""
    for text in texts:
        named = [name for role, found in credits(text) for name in found if role in (field, None)]
        yield from [name for name in named if name.casefold() not in own] or named
