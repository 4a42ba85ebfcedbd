"""HTML to blocks: one parse, one walk, the visible text in reading order."""

import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from cleaners.model import Block

_SKIPPED = frozenset(
    "script style noscript template svg canvas iframe object embed select textarea head title audio video map datalist"
    " math".split()
)
_KINDS = {
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], "h"),
    **dict.fromkeys(["li", "dt", "dd"], "li"),
    **dict.fromkeys(["figcaption", "caption"], "caption"),
    "tr": "row",
    "blockquote": "quote",
}
_BLOCKS = frozenset(
    "address article aside body button center details dialog div dl fieldset figure footer form header hgroup hr html"
    " label legend main menu nav ol p pre search section summary table tbody thead tfoot ul".split()
) | set(_KINDS)
# Classes under which sites set a picture's caption; "photo" alone also names pages and galleries.
_PICTURE = re.compile(
    r"caption|figure|fig-|keterangan|(?:photo|foto|image|img|pic)[-_]+(?:credit|desc|text|info|by)|(?<![a-z])(?:wp-)?figcap",
    re.IGNORECASE,
)
_PARSER = HTMLParser(encoding="utf-8", remove_pis=True, huge_tree=True)

# What stands after these is the page's as well; the parser would set it beside the tree.
_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)

MAX_ELEMENTS = 60_000  # an article page has 500-5,000


class PageError(ValueError):
    """A page that cannot be read; the message is a short reason."""


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page: its tree, its visible text, the blocks of that text, and the element that holds each block."""

    tree: HtmlElement
    text: str
    blocks: tuple[Block, ...]
    holders: tuple[HtmlElement, ...]


def parse(html: str) -> HtmlElement:
    """Parse a page. Raises PageError where there is nothing to parse."""
    try:
        return document_fromstring(_END.sub("", html).encode("utf-8", "replace"), parser=_PARSER)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise PageError("unreadable") from error


def read_page(html: str) -> Page:
    """Parse a page and lay out its visible text, a block a line of text. Raises PageError."""
    tree = parse(html)
    walk = _Walk()
    walk.run(tree)
    return Page(tree, "".join(walk.parts), tuple(walk.blocks), tuple(walk.holders))


def visible_text(element: HtmlElement) -> str:
    """The text of an element as it is seen, white space folded."""
    parts: list[str] = []
    for event, part in etree.iterwalk(element, events=("start", "end", "comment")):
        if event == "start" and part.tag not in ("script", "style"):
            parts.append(" " if part.tag == "br" else part.text or "")
        elif event != "start" and part is not element:
            parts.append(part.tail or "")
    return " ".join("".join(parts).split())


class _Walk:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self.holders: list[HtmlElement] = []
        self.length = 0
        self.open: list[str] = []  # text of the block that is being read
        self.linked = 0  # its characters that stand in links
        self.links = 0  # how many links are open

    def run(self, tree: HtmlElement) -> None:
        count = 0
        skipped: HtmlElement | None = None
        walk = etree.iterwalk(tree, events=("start", "end", "comment"))
        for event, element in walk:
            if event == "comment":
                if element.tail:
                    self.add(element.tail)
                continue
            tag = element.tag
            if event == "start":
                count += 1
                if count > MAX_ELEMENTS:
                    raise PageError("too many elements")
                if (tag in _SKIPPED or _hidden(element)) and not _swallowed(element):
                    if tag in _BLOCKS:
                        self.flush(element.getparent())
                    walk.skip_subtree()
                    skipped = element
                    continue
                if tag in _BLOCKS or tag == "br":
                    self.flush(element.getparent())
                elif tag == "a":
                    self.links += 1
                elif tag in ("td", "th"):
                    self.add(" ")
                if element.text:
                    self.add(element.text)
            else:
                if element is skipped:
                    skipped = None
                elif tag in _BLOCKS:
                    self.flush(element)
                elif tag == "a" and self.links:
                    self.links -= 1
                if element.tail:
                    self.add(element.tail)
        self.flush(tree)

    def add(self, text: str) -> None:
        self.open.append(text)
        if self.links:
            self.linked += len(text.strip())

    def flush(self, holder: HtmlElement | None) -> None:
        """Close the block that is open, if it holds anything visible. `holder` is the element that it stands in."""
        if not self.open:
            return
        text = " ".join("".join(self.open).split())
        self.open.clear()
        linked, self.linked = self.linked, 0
        if not text:
            return
        if self.blocks:
            self.parts.append("\n")
            self.length += 1
        start, end = self.length, self.length + len(text)
        self.parts.append(text)
        self.length = end
        self.blocks.append(Block(start, end, _kind(holder), links=min(1.0, linked / len(text))))
        self.holders.append(holder)


def _kind(element: HtmlElement | None) -> str:
    levels = 0
    while element is not None:
        if kind := _KINDS.get(element.tag):
            return kind
        if levels < 2 and _PICTURE.search(f"{element.get('class', '')} {element.get('id', '')}"):
            return "caption"
        if element.tag in ("div", "article", "section", "body"):
            return "p"
        element, levels = element.getparent(), levels + 1
    return "p"


def _swallowed(element: HtmlElement) -> bool:
    """Whether an element that is not to be read holds the story: a tag that is never closed takes in what follows, and
    some sites hide their text until a script shows it."""
    if element.tag in ("script", "style", "head", "title"):
        return False
    long = 0
    for paragraph in element.iter("p"):
        long += len(paragraph.text or "") >= 80
        if long == 3:
            return True
    return False


def _hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()
