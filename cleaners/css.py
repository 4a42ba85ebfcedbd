"""CSS selectors on a page. Most open with a class or id that few elements have; the tree is searched from those."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, cast

from cssselect import parse
from cssselect.parser import Class, Element, Hash
from lxml.cssselect import CSSSelector, LxmlTranslator
from lxml.etree import XPath
from lxml.html import HtmlElement

from cleaners.page import Page

_FEW = 20  # elements: to ask more of them one by one takes longer than to search the tree once


def find(css: str, page: Page) -> list[HtmlElement]:
    """The elements that a CSS selector names, in the order of the page.

    Raises cssselect.SelectorError where it cannot be read, and lxml.etree.XPathError where it cannot be applied.
    """
    parts, whole = _compiled(css)
    found: list[list[HtmlElement]] = []
    alone = len(parts) == 1  # whether each element found is one that the selector opens with
    for name, path in parts:
        roots = _named(name, page) if name else (page.tree,)
        if len(roots) > _FEW:
            return _searched(whole, page.tree)
        for root in roots:
            if hits := _searched(path, root):
                found.append(hits)
                alone = alone and hits == [root]
    if len(found) > 1 and not alone:  # what was found from several elements may lie within one another
        return _searched(whole, page.tree)
    return [element for hits in found for element in hits]


def _named(name: str, page: Page) -> Sequence[HtmlElement]:
    return page.by_id(name[1:]) if name.startswith("#") else page.by_class.get(name[1:], ())


def _searched(path: XPath, root: HtmlElement) -> list[HtmlElement]:
    return cast(list[HtmlElement], path(root))


@lru_cache(maxsize=10_000)
def _compiled(css: str) -> tuple[list[tuple[str | None, XPath]], XPath]:
    """For each part of a selector (there are several where it has commas) its name and the path from what is so named,
    and the path that searches the whole tree."""
    parts = []
    for selector in parse(css):
        name = _name(selector.parsed_tree)
        axis = "self::" if name else "descendant-or-self::"
        parts.append((name, XPath(LxmlTranslator().selector_to_xpath(selector, prefix=axis))))
    return parts, CSSSelector(css)


def _name(tree: Any) -> str | None:
    """The class (".isi") or id ("#isi") of the outermost element that a selector speaks of, None where it has none."""
    while not isinstance(tree, Element):
        if isinstance(tree, Class):
            return f".{tree.class_name}"
        if isinstance(tree, Hash):
            return f"#{tree.id}"
        tree = tree.selector
    return None
