"""HTML to blocks: one parse, one walk, the visible text in reading order."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlComment, HtmlElement, HTMLParser, document_fromstring

from cleaners.cached import cached_property
from cleaners.caps import MAX_BLOCKS, CapError, check_source, check_tree
from cleaners.model import Block

_SKIPPED = frozenset(
    "script style noscript template svg canvas iframe object embed select textarea head title audio video map datalist"
    " math noframes noembed".split()
)
_NEVER_SHOWN = frozenset(("script", "style", "head", "title"))
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
# What becomes of an element, by its tag.
_SORTS = {
    **dict.fromkeys(_BLOCKS, "block"),
    **dict.fromkeys(_SKIPPED, "skipped"),
    **dict.fromkeys(("td", "th"), "cell"),
    "br": "break",
    "a": "link",
}
_HOLDERS = frozenset(("div", "article", "section", "body"))
# Classes under which sites set a picture's caption; "photo" alone also names pages and galleries.
_PICTURE = re.compile(
    r"caption|figure|fig-|keterangan|(?:photo|foto|image|img|pic)[-_]+(?:credit|desc|text|info|by)|(?<![a-z])(?:wp-)?figcap",
    re.IGNORECASE,
)
_PARSER = HTMLParser(encoding="utf-8", remove_pis=True, huge_tree=True, collect_ids=False)
# lxml's own lookup asks Python for the class of every single element, to tell forms and inputs apart.
_PARSER.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement, comment=HtmlComment))

_LONGEST = 1_000  # characters of a class and id that are looked at
_NEAR = 30  # levels around a block that tell its kind
_PARAGRAPH = 80  # characters of one that a story would have

# What stands after these is the page's as well; the parser would set it beside the tree.
_END = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)


class _Classes(Mapping[str, Sequence[HtmlElement]]):
    """Elements by class, in the order of the page. Most share all their classes with others, as teasers do."""

    def __init__(self, elements: Sequence[HtmlElement]) -> None:
        alike: dict[str, list[int]] = defaultdict(list)
        for place, element in enumerate(elements):
            if classes := element.get("class"):
                alike[classes].append(place)
        self._elements = elements
        self._places: dict[str, list[int]] = defaultdict(list)
        for classes, places in alike.items():
            for name in {*classes.split()}:
                self._places[name] += places

    def __getitem__(self, name: str) -> Sequence[HtmlElement]:
        if name not in self._places:
            raise KeyError(name)
        return [self._elements[place] for place in sorted(self._places[name])]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class PageError(ValueError):
    """A page that cannot be read; the message is a short reason."""


@dataclass(frozen=True)
class Page:
    """A parsed page: its tree, its visible text, the blocks of that text (outside the story until they are taken for
    it), the element that holds each block, and all elements in their order."""

    tree: HtmlElement
    text: str
    blocks: tuple[Block, ...]
    holders: tuple[HtmlElement, ...]
    elements: Sequence[HtmlElement]

    @cached_property
    def by_tag(self) -> Mapping[str, Sequence[HtmlElement]]:
        """The elements by tag, in the order of the page."""
        found: dict[str, list[HtmlElement]] = defaultdict(list)
        for element in self.elements:
            found[element.tag].append(element)
        return found

    @cached_property
    def by_class(self) -> Mapping[str, Sequence[HtmlElement]]:
        """The elements by class, in the order of the page."""
        return _Classes(self.elements)

    @cached_property
    def by_id(self) -> Mapping[str, Sequence[HtmlElement]]:
        """The elements by id, in the order of the page: pages name one twice."""
        found: dict[str, list[HtmlElement]] = defaultdict(list)
        for element in self.elements:
            if name := element.get("id"):
                found[name].append(element)
        return found


def parse(html: str) -> HtmlElement:
    """Parse a page. Raises PageError where there is nothing to parse, or too much."""
    source = _END.sub(b"", html.encode("utf-8", "replace"))
    try:
        check_source(source)
        tree = document_fromstring(source, parser=_PARSER)
        check_tree(tree)
    except CapError as error:
        raise PageError(str(error)) from error
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise PageError("unreadable") from error
    return tree


def read_page(html: str) -> Page:
    """Parse a page and lay out its visible text, a block a line of text. Raises PageError."""
    tree = parse(html)
    lines, blocks, holders, elements = _walk(tree)
    if len(blocks) > MAX_BLOCKS:
        raise PageError("too many blocks")
    return Page(tree, "\n".join(lines), tuple(blocks), tuple(holders), elements)


def text_in(element: HtmlElement) -> str:
    """All text in an element as it stands there; `itertext` takes six times as long."""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def visible_text(element: HtmlElement) -> str:
    """The text of an element as it is seen, white space folded."""
    parts: list[str] = []
    for event, part in etree.iterwalk(element, events=("start", "end", "comment")):
        if event == "start" and part.tag not in ("script", "style"):
            parts.append(" " if part.tag == "br" else part.text or "")
        elif event != "start" and part is not element:
            parts.append(part.tail or "")
    return " ".join("".join(parts).split())


def _walk(tree: HtmlElement) -> tuple[list[str], list[Block], list[HtmlElement], list[HtmlElement]]:
    """The lines of visible text in reading order, their blocks, the elements that these stand in, and all elements."""
    lines: list[str] = []
    blocks: list[Block] = []
    holders: list[HtmlElement] = []
    elements: list[HtmlElement] = []
    begun: list[str] = []  # text of the block that is being read
    linked = 0  # its characters that stand in links
    links = 0  # how many links are open
    length = 0

    def close(holder: HtmlElement) -> None:
        nonlocal length, linked
        line = " ".join("".join(begun).split())
        end = length + len(line)
        lines.append(line)
        share = min(1.0, linked / len(line)) if linked else 0.0
        blocks.append(Block(length, end, _kind(holder), False, True, share))
        holders.append(holder)
        length = end + 1
        begun.clear()
        linked = 0

    swallowing = _swallowing(tree)
    skipped: HtmlElement | None = None
    walk = etree.iterwalk(tree, events=("start", "end", "comment"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            sort = _SORTS.get(tag)
            if (
                sort == "skipped"
                or element.get("hidden") is not None
                or ((style := element.get("style")) is not None and _hides(style))
            ) and (element not in swallowing or tag in _NEVER_SHOWN):
                if begun and sort == "block":
                    close(element.getparent())
                walk.skip_subtree()
                elements.extend(element.iter("*"))
                skipped = element
                continue
            elements.append(element)
            text = element.text
            if sort is None:
                pass
            elif sort in ("block", "break"):
                if begun:
                    close(element.getparent())
            elif sort == "cell":
                text = " " + (text or "")
            elif sort == "link" and element not in swallowing:
                links += 1
        else:
            text = element.tail
            sort = _SORTS.get(tag)
            if element is skipped:
                skipped = None
            elif sort == "block":
                if begun:
                    close(element)
            elif sort == "link" and links:
                links -= 1
        if text and (begun or not text.isspace()):  # a block begins with what is seen
            begun.append(text)
            if links:
                linked += len(text.strip())
    if begun:
        close(tree)
    return lines, blocks, holders, elements


def _kind(element: HtmlElement | None) -> str:
    levels = 0
    while element is not None and levels < _NEAR:
        if kind := _KINDS.get(element.tag):
            return kind
        if levels < 2:
            classes, name = element.get("class"), element.get("id")
            if (classes or name) and _of_picture(f"{classes or ''} {name or ''}"[:_LONGEST]):
                return "caption"
        if element.tag in _HOLDERS:
            return "p"
        element, levels = element.getparent(), levels + 1
    return "p"


@lru_cache(maxsize=5_000)
def _of_picture(named: str) -> bool:
    """Whether a class and id speak of a picture's caption."""
    return _PICTURE.search(named) is not None


def _swallowing(tree: HtmlElement) -> set[HtmlElement]:
    """The elements that hold three long paragraphs: a link, or an element that is not to be read, is then one that has
    swallowed the story. A tag that is never closed takes in what follows, and some sites hide their text until a script
    shows it."""
    held: dict[HtmlElement, int] = {}
    swallowing: set[HtmlElement] = set()
    for paragraph in tree.iter("p"):
        if len(paragraph.text or "") < _PARAGRAPH:
            continue
        for above in paragraph.iterancestors():
            if above in swallowing:  # and so is all that is above it
                break
            held[above] = held.get(above, 0) + 1
            if held[above] == 3:
                swallowing.add(above)
    return swallowing


def _hides(style: str) -> bool:
    return "display:none" in style.replace(" ", "").lower()
