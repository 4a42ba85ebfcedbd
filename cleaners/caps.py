"""Caps: how large a page may be, so that none holds its reader up. Of 370 real pages none had a tenth of what is
allowed, save that one of 3 MB is the largest, and a class of 6,000 characters the longest."""

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
MAX_NAMES = 1_500_000  # characters of all classes and ids
MAX_NAME = 20_000  # characters of one, which is read again for each block within
MAX_VALUE = 200_000  # bytes of an attribute, above which its page is looked at more closely; pictures may stand in one
MAX_BLOCKS = 15_000
MAX_DEPTH = 2_000  # levels; the parser gives up at 2,048

# Source in which no tag has too many attributes or too long ones, cut into tags as the HTML standard has it: a count of
# characters would take for a tag what stands in a script, and not see one whose values hold "<" and ">". Where tags are
# odd in ways that are rare it matches no further.
_SPACE = r"[\ \t\n\f\r]"
_END = r"[\ \t\n\f\r/>]"  # of a tag's name
_VALUE = rf"""(?: "[^"]{{0,{MAX_VALUE}}}+" | '[^']{{0,{MAX_VALUE}}}+' | (?=>)
    | [^\ \t\n\f\r"'>][^\ \t\n\f\r>]{{0,{MAX_VALUE}}}+ (?![^\ \t\n\f\r>]) )"""
_ATTRIBUTE = rf"[\ \t\n\f\r/]*+ [^\ \t\n\f\r/=>][^\ \t\n\f\r/=>]*+ (?: {_SPACE}*+ = {_SPACE}*+ {_VALUE} )?+"
_ATTRIBUTES = rf"(?: {_ATTRIBUTE} ){{0,{MAX_ATTRIBUTES_OF_ONE}}}+"
# The same of a tag whose values all stand in double quotes, as nearly all do, which is quicker: so many characters
# between two values hold half as many attributes at most.
_QUOTED = rf"""(?: [^"'=>]{{1,36}}+ (?<![\ \t\n\f\r/]) = "[^"]{{0,{MAX_VALUE}}}+" ){{1,20}}+"""
_TEXT_ONLY = ("script", "style", "iframe", "textarea", "title")
# Elements that are not cut into tags as others are; none begins with one of the letters that are looked for first.
_ODD = "|".join((*_TEXT_ONLY, "noembed", "noframes", "plaintext", "xmp"))


def _text_only(tag: str) -> str:
    """An element whose content is text. It is odd for a script to hold a comment that holds a script."""
    comment = rf"!-- (?: [^<-]++ | -(?!->) | <(?!/?{tag}{_END}) )*+ -->"
    contents = (rf"(?!/{tag}{_END}|!--) | {comment}", rf"(?!/?{tag}{_END})")
    texts = "|".join(rf"[^<]*+ (?: <(?: {content} )[^<]*+ )*+ (?=</{tag}|\Z)" for content in contents)
    return rf"{tag} (?={_END}) {_ATTRIBUTES} {_SPACE}*+ (?: /> | > (?: {texts} ) )"


_PLAIN = re.compile(
    rf"""(?: [^<]++ | <(?:
        (?: [abd-hj-moqru-wyz] | /[a-z] | (?!(?:{_ODD}){_END})[a-z] ) [^\ \t\n\f\r/>]*+
        (?: > | {_QUOTED} > | {_ATTRIBUTES} [\ \t\n\f\r/]*+ (?:>|\Z) )
      | {"|".join(map(_text_only, _TEXT_ONLY))}
      | !-- (?: -?> | [^-]*+ (?: -(?!-!?>)[^-]*+ )*+ (?:--!?>)?+ )
      | (?:[!?]|/(?![a-z]))[^>]*+>?+
      | (?![a-z!?/])
    ))*+""".encode(),
    re.IGNORECASE | re.VERBOSE,
)
_LONG = 1_000_000  # bytes of a page that may hold too much in sum


class CapError(ValueError):
    """A page is larger than it may be; the message is a short reason."""


class _Count:
    """Counts what the parser finds."""

    def __init__(self) -> None:
        self.elements = self.links = self.attributes = self.names = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.elements += 1
        self.links += tag == "a"
        self.attributes += len(attributes)
        name = len(attributes.get("class", "")) + len(attributes.get("id", ""))
        self.names += name
        if self.elements > MAX_ELEMENTS:
            raise CapError("too many elements")
        if self.links > MAX_LINKS:
            raise CapError("too many links")
        if len(attributes) > MAX_ATTRIBUTES_OF_ONE or self.attributes > MAX_ATTRIBUTES:
            raise CapError("too many attributes")
        if name > MAX_NAME or self.names > MAX_NAMES:
            raise CapError("too long names")

    def close(self) -> None:
        """The parser asks for it."""


def check_source(source: bytes) -> None:
    """Check a page, as UTF-8, before it is parsed. Raises CapError, and lxml's errors where there is nothing to parse.

    To build a tree takes a time that grows with the square of a tag's attributes, and to cut into tags does not: so
    where a look at the source leaves a doubt, the parser does that first, alone.
    """
    tags = source.count(b"<")
    if tags > MAX_TAGS:  # the parser looks for the start of each end tag in all levels above
        raise CapError("too many tags")
    plain = _PLAIN.match(source)
    if tags > MAX_LINKS or len(source) > _LONG or plain is None or plain.end() < len(source):
        etree.fromstring(source, etree.HTMLParser(target=cast(Any, _Count()), encoding="utf-8", huge_tree=True))


def check_tree(tree: HtmlElement) -> None:
    """Check a page after it was parsed. Raises CapError."""
    depth, last = 1, tree
    while len(last):  # the parser stops where a page is too deep, so that is where its last element stands
        depth, last = depth + 1, last[-1]
    if depth >= MAX_DEPTH:
        raise CapError("too deeply nested")
