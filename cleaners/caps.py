"""Caps: how large a page may be, so that none holds its reader up. Of 370 real pages none had a tenth of any, save
that bytes are capped at twice the largest and names at thrice the longest."""

import re
from collections.abc import Mapping
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

MAX_BYTES = 5_000_000
MAX_TAGS = 200_000  # of any kind, comments and each "<" in a script too
MAX_ELEMENTS = 45_000
MAX_LINKS = 10_000
MAX_ATTRIBUTES = 100_000
MAX_ATTRIBUTES_OF_ONE = 400
MAX_NAMES = 20_000  # characters of a class or id, which is read again for each element within
_LONG_TAG = re.compile(rb"<[a-zA-Z][^<>]{4000}")  # one of fewer characters has no attributes to speak of
_STRAY = 5_000  # ">" that close no tag: in scripts, and in values of attributes
MAX_DEPTH = 2_000  # levels; the parser gives up at 2,048


class CapError(ValueError):
    """A page is larger than it may be; the message is a short reason."""


class _Count:
    """Counts what the parser finds."""

    def __init__(self) -> None:
        self.elements = self.links = self.attributes = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        own = len(attributes)
        self.elements += 1
        self.links += tag == "a"
        self.attributes += own
        if self.elements > MAX_ELEMENTS:
            raise CapError("too many elements")
        if self.links > MAX_LINKS:
            raise CapError("too many links")
        if own > MAX_ATTRIBUTES_OF_ONE or self.attributes > MAX_ATTRIBUTES:
            raise CapError("too many attributes")
        if own and (len(attributes.get("class", "")) > MAX_NAMES or len(attributes.get("id", "")) > MAX_NAMES):
            raise CapError("too long names")

    def close(self) -> None:
        """The parser asks for it."""


def check_source(source: bytes) -> None:
    """Check a page, as UTF-8, before it is parsed. Raises CapError, and lxml's errors where there is nothing to parse.

    To build a tree takes a time that grows with the square of a tag's attributes, and to cut into tags does not: so the
    parser does that first, alone.
    """
    opened, closed = source.count(b"<"), source.count(b">")
    if opened > MAX_TAGS:  # the parser looks for the start of each end tag in all levels above
        raise CapError("too many tags")
    if opened <= MAX_LINKS and closed <= opened + _STRAY and not _LONG_TAG.search(source):
        return  # so nothing is near a cap: nearly every page
    etree.fromstring(source, etree.HTMLParser(target=cast(Any, _Count()), encoding="utf-8", huge_tree=True))


def check_tree(tree: HtmlElement) -> None:
    """Check a page after it was parsed. Raises CapError."""
    depth, last = 0, tree
    while len(last):  # the parser stops where a page is too deep, so that is where its last element stands
        depth, last = depth + 1, last[-1]
    if depth >= MAX_DEPTH:
        raise CapError("too deeply nested")
