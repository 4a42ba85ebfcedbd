"""CSS selectors on a page. Most open with a class, id or tag that few elements have, where the search begins."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, cast

from cssselect import SelectorError, parse
from cssselect.parser import Class, CombinedSelector, Element, Hash
from lxml.cssselect import LxmlTranslator
from lxml.etree import XPath
from lxml.html import HtmlElement

from cleaners.page import Page

_AXES = {" ": "descendant::", ">": "child::", "+": "following-sibling::*[1]/self::", "~": "following-sibling::"}


def find(css: str, page: Page) -> list[HtmlElement]:
    """The elements that a CSS selector names, in the order of the page.

    Raises cssselect.SelectorError where it cannot be read, and lxml.etree.XPathError where it cannot be applied.
    """
    parts = _compiled(css)
    found: list[HtmlElement] = []
    for name, opening, steps in parts:
        elements = _opened(opening, _named(name, page) if name else (page.tree,))
        # Step by step: a path of several compares each element that it comes to with all that it has come to before.
        for combinator, path in steps:
            if combinator == " ":
                elements = _outermost(elements)
            elif combinator == "~":
                elements = _first_siblings(elements)
            elements = _searched(path, elements)
        found += elements
    if len(found) < 2 or (len(parts) == 1 and not parts[0][2]):
        return found
    wanted = set(found)  # what was found from several elements may be in another order, or found twice
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


def _named(name: str, page: Page) -> Sequence[HtmlElement]:
    if name.startswith("#"):
        return page.by_id.get(name[1:], ())
    return page.by_class.get(name[1:], ()) if name.startswith(".") else page.by_tag.get(name, ())


def _opened(opening: XPath | str | None, elements: Sequence[HtmlElement]) -> list[HtmlElement]:
    """Those of the elements that are what a selector opens with: a path, a tag, or no more than their name."""
    if isinstance(opening, XPath):
        return _searched(opening, elements)
    return [element for element in elements if opening is None or element.tag == opening]


def _searched(path: XPath, roots: Sequence[HtmlElement]) -> list[HtmlElement]:
    return [element for root in roots for element in cast(list[HtmlElement], path(root))]


@lru_cache(maxsize=10_000)
def _compiled(css: str) -> list[tuple[str | None, XPath | str | None, tuple[tuple[str, XPath], ...]]]:
    """For each part of a selector (there are several where it has commas) the name that it opens with, what is asked of
    those so named (see `_opened`), and the steps from there, each with its combinator."""
    parts = []
    for selector in parse(css):
        if selector.pseudo_element:
            raise SelectorError(f"no element of the page: {css}")
        tree = selector.parsed_tree
        steps = []
        while isinstance(tree, CombinedSelector):
            steps.append((tree.combinator, _path(_AXES[tree.combinator], tree.subselector)))
            tree = tree.selector
        name = _name(tree)
        parts.append((name, _opening(name, tree), tuple(reversed(steps))))
    return parts


def _opening(name: str | None, tree: Any) -> XPath | str | None:
    bare = tree.selector if isinstance(tree, (Class, Hash)) else tree
    if name and isinstance(bare, Element):  # "div.isi", "#isi", "h1"
        return bare.element
    return _path("self::" if name else "descendant-or-self::", tree)


def _path(axis: str, tree: Any) -> XPath:
    path = axis + str(LxmlTranslator().xpath(tree))
    if "__lxml_internal_css" in path:  # of `:contains()`, which raises UnicodeDecodeError now and then (lxml 6)
        raise SelectorError(f"cannot be applied: {path}")
    return XPath(path)


def _name(tree: Any) -> str | None:
    """The class (".isi"), id ("#isi") or else tag that a compound selector has; None for any."""
    while not isinstance(tree, Element):
        if isinstance(tree, Class):
            return f".{tree.class_name}"
        if isinstance(tree, Hash):
            return f"#{tree.id}"
        tree = tree.selector
    return tree.element
