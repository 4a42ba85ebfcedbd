"""The first link of the chain: an outlet's page rules, CSS selectors from its `outlet.toml`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from cssselect import SelectorError
from lxml.etree import XPathError
from lxml.html import HtmlElement

from cleaners.css import find
from cleaners.model import Found
from cleaners.names import credits, unique
from cleaners.outlets import Outlet, PageRule
from cleaners.page import Page

FIELDS = ("title", "deck", "section", "authors", "editors", "tags", "captions")  # beside the time of publication
_MOST = 200  # elements that say one field
_PIECES, _LONGEST = 1_000, 10_000  # pieces of text of one of them that are read, and characters
MIN_WORDS = 20  # a body with fewer is the shell of another era, or a page of another kind


@dataclass(frozen=True, slots=True)
class Match:
    """A page rule that fits a page: which blocks it takes for the story, and what it says of the metadata.

    `published` are the lines that say when; `silent` names the fields of which it says that the page states nothing.
    """

    rule: PageRule
    inside: tuple[bool, ...]
    cut: tuple[bool, ...]
    metadata: Mapping[str, Found[Any]]
    published: Found[tuple[str, ...]]
    silent: tuple[str, ...]


class RuleError(ValueError):
    """A selector that cannot be read or applied; the message names it."""


class Body(NamedTuple):
    """The blocks that the body of a rule holds, those of its cuts, those of the body that are not cut, and the words of
    these."""

    inside: list[bool]
    cut: list[bool]
    taken: tuple[bool, ...]
    words: int


def select(css: str, page: Page) -> list[HtmlElement]:
    """The elements that a CSS selector names, in the order of the page. Raises RuleError."""
    try:
        return find(css, page)
    except (SelectorError, XPathError) as error:  # `:contains()` is read, but cannot be applied
        raise RuleError(f"{css}: {error}") from error


def match(page: Page, outlet: Outlet, day: date | None = None) -> Match | str:
    """The first rule of the outlet whose body stands on the page, or why none fits. Raises RuleError.

    Where the `day` of publication is known, a rule of an era that had ended by then is not tried, unless all of them
    had: then `until` is too early.
    """
    if not outlet.pages:
        return f"{outlet.id} has no page rules"
    ended = {id(rule) for rule in outlet.pages if day and rule.until and rule.until < day}
    if all(id(rule) in ended for rule in outlet.pages if rule.body):
        ended = set()
    tried = []
    for rule in outlet.pages:
        if not rule.body:
            continue
        if id(rule) in ended:
            tried.append(f"{rule.body} is for pages until {rule.until}")
            continue
        body = read_body(page, rule)
        if isinstance(body, str):
            tried.append(body)
            continue
        found = _metadata(page, rule, outlet.own_names)
        published = Found(tuple(values(page, rule.published)[:1]), f"rule: {rule.published}")
        # Where the rule knows the place of the tags and none stand there, the page has none elsewhere either.
        silent = ("tags",) if rule.tags and "tags" not in found else ()
        return Match(rule, body.taken, tuple(body.cut), found, published, silent)
    return "; ".join(tried) or f"{outlet.id} has no rule for the body"


def read_body(page: Page, rule: PageRule) -> Body | str:
    """What the body of a rule holds, or why it does not fit the page. Raises RuleError."""
    bodies = select(rule.body, page) if rule.body else []
    if not bodies:
        return f"{rule.body} matches nothing"
    inside = within(page, bodies)
    cut = within(page, [element for css in rule.cut for element in select(css, page)])
    taken = tuple(i and not c for i, c in zip(inside, cut, strict=True))
    words = sum(words_in(page, i) for i, t in enumerate(taken) if t)
    return Body(inside, cut, taken, words) if words >= MIN_WORDS else f"{rule.body} holds {words} words"


def words_in(page: Page, i: int) -> int:
    """The number of words in a block."""
    return page.text.count(" ", page.blocks[i].start, page.blocks[i].end) + 1


def within(page: Page, elements: Iterable[HtmlElement]) -> list[bool]:
    """Which blocks stand in one of the elements."""
    inside: set[HtmlElement] = set()
    for element in elements:
        if element not in inside:
            inside.update(element.iter())
    return [holder in inside for holder in page.holders]


def values(page: Page, css: str | None) -> list[str]:
    """The texts of the elements that a selector names, in order, white space folded, empty ones left out."""
    return [text for element in select(css, page)[:_MOST] if (text := value(element))] if css else []


def value(element: HtmlElement) -> str:
    """The text of an element as a rule reads it, white space folded."""
    return " ".join(" ".join(islice(element.itertext(), _PIECES))[:_LONGEST].split())


def read(field: str, texts: Sequence[str], own: Set[str]) -> Any:
    """What the texts of the elements that a rule names say of a field of the metadata: the first as it stands, names of
    people, tags and captions as tuples; None where they say nothing. `own` are the names of the outlet, folded."""
    if field in ("title", "deck", "section"):
        return texts[0] if texts else None
    if field in ("authors", "editors"):
        return unique(_people(field, texts, own)) or None
    return unique(text.strip(" #,") for text in texts) or None


def _metadata(page: Page, rule: PageRule, own: Set[str]) -> dict[str, Found[Any]]:
    """What the rule's selectors say."""
    selectors = {field: getattr(rule, "caption" if field == "captions" else field) for field in FIELDS}
    found = {field: (read(field, values(page, css), own), css) for field, css in selectors.items()}
    return {field: Found(said, f"rule: {css}") for field, (said, css) in found.items() if said}


def _people(field: str, texts: Iterable[str], own: Set[str]) -> Iterator[str]:
    """The names in the texts, those with a stated role only where it is the field's own. Beside a person the outlet is
    where they work ("Ani Wijaya, CNBC Indonesia"); alone it is who signs."""
    for text in texts:
        named = [name for role, found in credits(text) for name in found if role in (field, None)]
        yield from [name for name in named if name.casefold() not in own] or named
