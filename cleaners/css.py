"""CSS selectors on a page. Most open with a class, id, attribute or tag that few elements have: there the search
begins."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple, cast

from cssselect import SelectorError, parse
from cssselect.parser import Attrib, Class, CombinedSelector, Element, Hash
from lxml.cssselect import LxmlTranslator
from lxml.etree import XPath
from lxml.html import HtmlElement

from cleaners.page import Page

_AXES = {" ": "descendant::", ">": "child::", "+": "following-sibling::*[1]/self::", "~": "following-sibling::"}
# What is asked of an attribute, where Python is quicker than a path for each element.
_ASKED: Mapping[str, Callable[[str, str], bool]] = {
    "=": str.__eq__,
    "^=": str.startswith,
    "$=": str.endswith,
    "*=": str.__contains__,
}
_INDEXED = {"class": "by_class", "id": "by_id"}


class _Opening(NamedTuple):
    """How a search begins: at the elements that an index of the page (`where`: by_class, by_id or by_tag) has under
    `name`, or for a `part` under any name that holds it; or at all `elements`, or at the `tree`. Of them count those of
    which the `test` is true, and where that is a path what it leads to."""

    where: str
    name: str = ""
    part: bool = False
    test: Callable[[HtmlElement], bool] | XPath | None = None


class _Search(NamedTuple):
    """What to do for a selector without commas: the opening, and the steps from there, each with its combinator."""

    opening: _Opening
    steps: tuple[tuple[str, XPath], ...]

    @property
    def ordered(self) -> bool:
        """Whether it finds elements in the order of the page, and each once."""
        return not self.steps and not self.opening.part


def find(css: str, page: Page) -> list[HtmlElement]:
    """The elements that a CSS selector names, in the order of the page.

    Raises cssselect.SelectorError where it cannot be read, and lxml.etree.XPathError where it cannot be applied.
    """
    searches = _compiled(css)
    found: list[HtmlElement] = []
    for opening, steps in searches:
        elements = _opened(opening, page)
        # Step by step: a path of several compares each element that it comes to with all that it has come to before.
        for combinator, path in steps:
            if combinator == " ":
                elements = _outermost(elements)
            elif combinator == "~":
                elements = _first_siblings(elements)
            elements = _searched(path, elements)
        found += elements
    if len(found) < 2 or (len(searches) == 1 and searches[0].ordered):
        return found
    wanted = set(found)
    return [element for element in page.elements if element in wanted]


def _outermost(elements: list[HtmlElement]) -> list[HtmlElement]:
    """Those that stand in no other of them."""
    if len(elements) < 2:
        return elements
    covered: set[HtmlElement] = set()
    outermost = []
    for element in elements:
        if element not in covered:
            outermost.append(element)
            covered.update(element.iter())
    return outermost


def _first_siblings(elements: list[HtmlElement]) -> list[HtmlElement]:
    """The first of them under each parent."""
    return list({element.getparent(): element for element in reversed(elements)}.values())


def _opened(opening: _Opening, page: Page) -> list[HtmlElement]:
    test = opening.test
    elements = _begun(opening, page)
    if isinstance(test, XPath):
        return _searched(test, elements)
    return list(elements) if test is None else [element for element in elements if test(element)]


def _begun(opening: _Opening, page: Page) -> Iterable[HtmlElement]:
    if opening.where == "tree":
        return (page.tree,)
    if opening.where == "elements":
        return page.elements
    index: Mapping[str, Sequence[HtmlElement]] = getattr(page, opening.where)
    if opening.part:
        return chain.from_iterable(elements for name, elements in index.items() if opening.name in name)
    return index.get(opening.name, ())


def _searched(path: XPath, roots: Iterable[HtmlElement]) -> list[HtmlElement]:
    return [element for root in roots for element in cast(list[HtmlElement], path(root))]


@lru_cache(maxsize=10_000)
def _compiled(css: str) -> list[_Search]:
    """What to do for each part of a selector; there are several where it has commas."""
    searches = []
    for selector in parse(css):
        if selector.pseudo_element:
            raise SelectorError(f"no element of the page: {css}")
        tree = selector.parsed_tree
        steps = []
        while isinstance(tree, CombinedSelector):
            steps.append((tree.combinator, _path(_AXES[tree.combinator], tree.subselector)))
            tree = tree.selector
        searches.append(_Search(_opening(tree), tuple(reversed(steps))))
    return searches


def _opening(tree: Any) -> _Opening:
    """How to begin for a compound selector: by a class or id of its own, else by an attribute, else its tag."""
    bare = tree.selector if isinstance(tree, (Attrib, Class, Hash)) else tree
    if not isinstance(bare, Element) or bare.namespace:
        return _by_path(tree)
    tag = bare.element
    if isinstance(tree, Attrib):  # "[class*='iklan']", "a[rel]"
        return _of_attribute(tree, tag) or _by_path(tree)
    where, name = _name(tree)
    if where == "tree":
        return _by_path(tree)
    return _Opening(where, name, test=(lambda element: element.tag == tag) if tag else None)  # "div.isi", "#isi", "h1"


def _by_path(tree: Any) -> _Opening:
    where, name = _name(tree)
    return _Opening(where, name, test=_path("descendant-or-self::" if where == "tree" else "self::", tree))


def _of_attribute(tree: Attrib, tag: str | None) -> _Opening | None:
    """How to begin with what is asked of an attribute; None where it takes a path to tell."""
    attribute, value = tree.attrib, str(tree.value.value) if tree.value else ""
    asked = _ASKED.get(tree.operator)
    if tree.namespace or tree.flag or not (tree.operator == "exists" or (asked and value)):
        return None

    def test(element: HtmlElement) -> bool:
        said = element.get(attribute)
        return said is not None and (tag is None or element.tag == tag) and (asked is None or asked(said, value))

    if attribute in _INDEXED and value and not re.search(r"\s", value):
        return _Opening(_INDEXED[attribute], value, part=True, test=test)
    return _Opening("by_tag", tag, test=test) if tag else _Opening("elements", test=test)


def _path(axis: str, tree: Any) -> XPath:
    path = axis + str(LxmlTranslator().xpath(tree))
    if "__lxml_internal_css" in path:  # of `:contains()`, which raises UnicodeDecodeError now and then (lxml 6)
        raise SelectorError(f"cannot be applied: {path}")
    return XPath(path)


def _name(tree: Any) -> tuple[str, str]:
    """The index that knows of a compound selector, and its name there: its class, id or else tag; the tree without."""
    while not isinstance(tree, Element):
        if isinstance(tree, Class):
            return "by_class", tree.class_name
        if isinstance(tree, Hash):
            return "by_id", tree.id
        tree = tree.selector
    return ("by_tag", tree.element) if tree.element else ("tree", "")
