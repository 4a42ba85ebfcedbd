"""The first link of the chain: an outlet's page rules, CSS selectors from its `outlet.toml`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from cleaners.model import Found
from cleaners.names import credits, unique
from cleaners.outlets import Outlet, PageRule
from cleaners.page import Page

_MIN_WORDS = 20  # a body with fewer is the shell of another era, or a page of another kind


@dataclass(frozen=True, slots=True)
class Match:
    """A page rule that fits a page: which blocks it takes for the story, and which of those it cuts."""

    rule: PageRule
    inside: tuple[bool, ...]
    cut: tuple[bool, ...]


@cache
def selector(css: str) -> CSSSelector:
    """A compiled CSS selector. Raises ValueError where it cannot be read."""
    try:
        return CSSSelector(css)
    except SelectorError as error:
        raise ValueError(f"not a CSS selector: {css!r}: {error}") from error


def match(page: Page, outlet: Outlet) -> Match | str:
    """The first rule of the outlet whose body stands on the page, or why none fits."""
    if not outlet.pages:
        return f"{outlet.id} has no page rules"
    tried = []
    for rule in outlet.pages:
        if not rule.body:
            continue
        bodies = selector(rule.body)(page.tree)
        if not bodies:
            tried.append(f"{rule.body} matches nothing")
            continue
        inside = _within(page, bodies)
        cut = _within(page, [e for css in rule.cut for e in selector(css)(page.tree)])
        words = sum(
            page.text.count(" ", block.start, block.end) + 1
            for block, taken, gone in zip(page.blocks, inside, cut, strict=True)
            if taken and not gone
        )
        if words >= _MIN_WORDS:
            return Match(rule, tuple(inside), tuple(cut))
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


def values(page: Page, css: str | None) -> list[str]:
    """The texts of the elements that a selector names, in order, white space folded, empty ones left out."""
    if not css:
        return []
    texts = (" ".join(" ".join(element.itertext()).split()) for element in selector(css)(page.tree))
    return [text for text in texts if text]


def metadata(page: Page, rule: PageRule) -> dict[str, Found[object]]:
    """What the rule's selectors say: texts as they stand, names of people, tags and captions as tuples."""
    out: dict[str, Found[object]] = {}
    for field in ("title", "deck", "section"):
        if found := values(page, getattr(rule, field)):
            out[field] = Found(found[0], f"rule: {getattr(rule, field)}")
    for field in ("authors", "editors"):
        if named := unique(_people(field, values(page, getattr(rule, field)))):
            out[field] = Found(named, f"rule: {getattr(rule, field)}")
    for field, css in (("tags", rule.tags), ("captions", rule.caption)):
        if found := unique(text.strip(" #,") for text in values(page, css)):
            out[field] = Found(found, f"rule: {css}")
    return out


def _people(field: str, texts: Iterable[str]) -> list[str]:
    """The names in the texts, those with a stated role only where it is the field's own."""
    return [name for text in texts for role, named in credits(text) for name in named if role in (field, None)]
