"""The shapes that flow through kliping: page → document → article.

All are frozen: a cleaner never edits what it reads, it returns spans.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from cleaners.anatomy import Anatomy, survey
from cleaners.cached import cached_property
from cleaners.labels import alone

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RawPage:
    """One raw capture of a page, as it was found.

    `locator` says where it lies: the absolute path of a file, `path#place` in a file of many pages (a line of JSONL, a
    row of Parquet, the offset of an archive's record), or the URL that was fetched. `fetched_at` is aware or None.
    `http_status`, `etag` and `last_modified` are those of the response, where it came as one. `extra` holds whatever
    else came with the page (other keys of a JSONL line).
    """

    locator: str
    body: bytes
    url: str | None = None
    content_type: str = "text/html"
    fetched_at: datetime | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    http_status: int | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A metadata value and where on the page it was read, e.g. `Found("Tempo.co", "text: byline")`."""

    value: T
    source: str


class Block(NamedTuple):  # a page has hundreds, and a frozen dataclass takes thrice as long to make
    """A run of text in reading order: `document.text[start:end]`, without white space at either end.

    `kind` is "p" (any text), "h" (a heading), "li" (an item of a list), "caption", "quote" or "row" (of a table).
    `continues` marks a block that goes on with the paragraph of the block before it (a scraper's line break).
    `outside` marks a block of the page that the extractor did not take for the story.
    `links` is the share of the characters that stand in links (0 in text captures, where it is not known).
    """

    start: int
    end: int
    kind: str = "p"
    continues: bool = False
    outside: bool = False
    links: float = 0.0

    def marked(self, outside: bool) -> "Block":
        """The block, outside the story or not."""
        if outside == self.outside:
            return self
        return Block(self.start, self.end, self.kind, self.continues, outside, self.links)


class Span(NamedTuple):
    """`document.text[start:end]` is not the story, says `cleaner` (a key of `cleaners.registry.CLEANERS`)."""

    start: int
    end: int
    cleaner: str


@dataclass(frozen=True)
class Document:
    """What was read of a page: a text, its blocks and the cuts marked on it. The text is never edited.

    `title` is the headline as the page's data states it (None where only the text can tell), `aka` the names by which
    the outlet calls itself, `markup` whether the page was HTML, and `furniture` the fingerprints of what its site is
    known to repeat.
    """

    text: str
    blocks: tuple[Block, ...]
    cuts: tuple[Span, ...] = ()
    title: str | None = None
    aka: tuple[str, ...] = ()
    markup: bool = False
    furniture: frozenset[int] = frozenset()

    @cached_property
    def body(self) -> tuple[Block, ...]:
        """The blocks of the region that holds the story."""
        return tuple(b for b in self.blocks if not b.outside)

    @cached_property
    def anatomy(self) -> Anatomy:
        """What the blocks of `body` are, told from their text and their order alone (never from the cuts)."""
        body = self.body
        links = [b.links for b in body] if self.markup else None
        captions = [b.kind == "caption" for b in body]
        return survey([self.of(b) for b in body], [b.continues for b in body], self.title, self.aka, links, captions)

    @cached_property
    def paragraphs(self) -> Sequence[tuple[Block, int]]:
        """The blocks of `body` that no phrase names, each with the number of its words."""
        lines = zip(self.body, self.anatomy.lines, strict=True)
        return [(block, len(line.words)) for block, line in lines if line.label is None]

    @cached_property
    def asides(self) -> tuple[tuple[Block, str], ...]:
        """The blocks left out amid the story that have a label of their own, each with it."""
        inside = [i for i, block in enumerate(self.blocks) if not block.outside]
        amid = self.blocks[inside[0] : inside[-1]] if inside else ()
        labelled = ((block, alone(self.of(block), block.kind)) for block in amid if block.outside)
        return tuple((block, label) for block, label in labelled if label)

    @cached_property
    def by_label(self) -> Mapping[str, Sequence[Block]]:
        """The blocks by what they are, those of the story's region first; what may be story is left out."""
        found: dict[str, list[Block]] = {}
        for block, label in (*zip(self.body, self.anatomy.labels, strict=True), *self.asides):
            if label:
                found.setdefault(label, []).append(block)
        return found

    def of(self, part: Block | Span) -> str:
        """The text of a block or span."""
        return self.text[part.start : part.end]

    @cached_property
    def resolved(self) -> tuple[Span, ...]:
        """The cuts without overlap: where two meet, the one that starts first (then the longer) has the characters."""
        spans: list[Span] = []
        reach = 0
        for span in sorted(self.cuts, key=lambda s: (s.start, -s.end, s.cleaner)):
            if span.end > reach:
                spans.append(span if span.start >= reach else Span(reach, span.end, span.cleaner))
                reach = span.end
        return tuple(spans)

    def pieces(self, *, whole_cuts: bool = True) -> Iterator[tuple[Block, list[tuple[str, str | None]]]]:
        """Each block with its text in pieces, `(text, cleaner)` where cut and `(text, None)` where kept; without the
        blocks that are cut as a whole, if `whole_cuts` is False."""
        spans, i = self.resolved, 0
        for block in self.blocks:
            at = block.start
            while i < len(spans) and spans[i].end <= at:
                i += 1
            if i < len(spans) and spans[i].start <= at and block.end <= spans[i].end:  # most are cut as a whole
                if whole_cuts:
                    yield block, [(self.text[at : block.end], spans[i].cleaner)]
                continue
            pieces: list[tuple[str, str | None]] = []
            k = i  # a span that reaches into the next block is looked at again there
            while k < len(spans) and spans[k].start < block.end:
                start, end = max(spans[k].start, at), min(spans[k].end, block.end)
                if start > at:
                    pieces.append((self.text[at:start], None))
                pieces.append((self.text[start:end], spans[k].cleaner))
                at, k = end, k + 1
            if at < block.end:
                pieces.append((self.text[at : block.end], None))
            yield block, pieces

    def kept(self) -> str:
        """The article's text: what no cut covers, paragraphs joined by a blank line, white space folded."""
        return self._kept

    @cached_property
    def _kept(self) -> str:
        paragraphs: list[str] = []
        joined = False  # whether the paragraph of the block before is still open
        for block, pieces in self.pieces(whole_cuts=False):
            kept = [text for text, cleaner in pieces if cleaner is None]
            if not (words := " ".join(" ".join(kept).split())):
                continue
            if block.continues and joined:
                paragraphs[-1] += words if words[0] in ",.;:)]%”’" else " " + words
            else:
                paragraphs.append(words)
            joined = True
        return "\n\n".join(paragraphs)


Cleaner = Callable[[Document], Iterable[Span]]


@dataclass(frozen=True, slots=True)
class Cut:
    """A passage that is not the story: its text as the page has it, where it stands, and the cleaner that said so."""

    cleaner: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """`article.text[start:end]` is in another language than the article."""

    language: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """A clean article. What the page does not state is None (or empty for lists): nothing is invented.

    `text` has its paragraphs joined by a blank line and is empty where `refused` says why there is no story.
    `published_at` and `modified_at` are aware; `published_zone` is the zone as stated (WIB, WITA, WIT, +07:00, Z).
    `kind` is story, gallery, video, live or index. `part` is the number of the part of a story that is split over
    several pages, None for a whole one; all parts have one `url`, that of the story. `sources` says for each metadata
    value where it was read. `extractor` names the link of the chain that found the text, `ruleset` the version of the
    rules.
    """

    text: str = ""
    title: str | None = None
    deck: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    published_at: datetime | None = None
    published_zone: str | None = None
    modified_at: datetime | None = None
    url: str | None = None
    outlet: str | None = None
    kind: str | None = None
    part: int | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    dateline: str | None = None
    wire_source: str | None = None
    language: str = "und"
    language_confidence: float = 0.0
    foreign: tuple[Passage, ...] = ()
    lead_image_url: str | None = None
    captions: tuple[str, ...] = ()
    cuts: tuple[Cut, ...] = ()
    extractor: str | None = None
    ruleset: str = ""
    refused: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
