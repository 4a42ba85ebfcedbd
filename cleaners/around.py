"""Where on an HTML page its metadata stands: between the headline and the story, and in the lines after the story."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from cleaners.labels import alone
from cleaners.lines import fold, line_of
from cleaners.model import Block, Document
from cleaners.page import Page

HEAD = 60  # blocks before the first long paragraph in which the headline stands
ABOVE = 3  # blocks above the headline that may state the section or the time
TAIL = 30  # blocks after the story in which its tags and credits stand
_LONG = 140  # characters of a paragraph that is no standfirst
_MORE = 60  # characters by which a headline as displayed may be longer
_TEASER = 5  # words: a link with more leads to another story
_NAMING = frozenset(
    ("class", "id", "itemprop", "itemtype", "rel", "aria-label", "data-testid", "data-qa-id", "data-tracking")
)


@dataclass(frozen=True, slots=True)
class Reach:
    """Indices of a page's blocks: its headline (or where the story begins, without one), the first long paragraph of
    the story, its last block, and the first block after it that belongs to a box of other stories or of comments."""

    top: int
    story: int
    end: int
    close: int

    @property
    def head(self) -> range:
        """The blocks from a little above the headline to the story, or to where it should have come."""
        return range(max(0, self.top - ABOVE), min(self.story, self.top + HEAD))


def reach(page: Page, blocks: Sequence[Block], title: str | None) -> Reach | None:
    """Where the story and its headline stand on a page. `blocks` are the page's, with those outside the story marked;
    without any inside, the headline alone tells. None where neither is there."""
    inside = [i for i, block in enumerate(blocks) if not block.outside]
    titles = list(_titles(page, title)) if title else []
    if not inside:
        top = max(titles, key=lambda i: (blocks[i].kind == "h", i), default=None)
        return None if top is None else Reach(top, min(top + HEAD // 2, len(blocks)), top, _close(page, top))
    story = _story(page, inside)
    above = [i for i in titles if story - HEAD <= i <= story]
    # What was taken for the story may begin above the headline.
    below = [i for i in titles if story < i <= story + HEAD and blocks[i].kind == "h"]
    top = max(above, key=lambda i: (blocks[i].kind == "h", i), default=min(below, default=min(inside[0], story)))
    if rest := [i for i in inside if i > top]:
        story = _story(page, rest)
    return Reach(top, max(top, story), inside[-1], _close(page, inside[-1]))


def _titles(page: Page, title: str) -> Iterator[int]:
    folded = fold(title)
    opening = folded.split()[0] if folded else title
    for i, block in enumerate(page.blocks):
        if len(folded) <= block.end - block.start <= 2 * len(title) + _MORE:
            text = text_of(page, i)
            if opening in text.casefold() and fold(text) == folded:
                yield i


def _story(page: Page, inside: Sequence[int]) -> int:
    """The first long paragraph of those taken, else the first of running text."""
    long = next((i for i in inside if page.blocks[i].end - page.blocks[i].start > _LONG), None)
    return next((i for i in inside if line_of(text_of(page, i)).prose), inside[0]) if long is None else long


def _close(page: Page, end: int) -> int:
    for i in range(end + 1, min(end + TAIL, len(page.blocks))):
        text = text_of(page, i)
        if (page.blocks[i].links >= 0.5 and len(text.split()) > _TEASER) or alone(text, "p") == "related":
            return i
    return min(end + TAIL, len(page.blocks))


def around(document: Document, where: Reach, cut: Sequence[bool] = ()) -> Document:
    """The part of a page from its headline to the lines after the story, as a document of its own: what the extractor
    left out there counts, but what the outlet's rules `cut` does not."""
    start = max(0, where.top - ABOVE)
    blocks = [
        block if where.story < i <= where.end or (i < where.story and cut and cut[i]) else block.marked(outside=False)
        for i, block in enumerate(document.blocks[start : where.end + 1 + TAIL], start)
    ]
    return replace(document, blocks=tuple(blocks))


def text_of(page: Page, i: int) -> str:
    """The text of a block of the page."""
    return page.text[page.blocks[i].start : page.blocks[i].end]


def short_text(element: HtmlElement, most: int) -> str:
    """The text of an element, white space folded; empty where it is longer than so many characters."""
    parts: list[str] = []
    size = 0
    for part in element.itertext():
        parts.append(part)
        size += len(part.strip())
        if size > most:
            return ""
    return " ".join("".join(parts).split())


def names_of(element: HtmlElement) -> str:
    """What a page calls an element, in its attributes."""
    return " ".join([value for key, value in element.items() if key in _NAMING])
