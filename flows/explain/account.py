"""What there is to say of a page that was read: its facts with their sources, what was cut and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby

from cleaners.model import Article, Block, Document, RawPage
from cleaners.registry import CLEANERS
from flows.text import plain

Pieces = list[tuple[str, str | None]]
LONG_REGION = 3  # blocks: a region outside the story that is longer than this is shown folded

# The metadata of an article, in the order in which a reader asks for it.
FACTS = {
    "title": "Title",
    "deck": "Standfirst",
    "authors": "Authors",
    "editors": "Editors",
    "published_at": "Published",
    "modified_at": "Modified",
    "outlet": "Outlet",
    "section": "Section",
    "kind": "Kind",
    "part": "Part",
    "dateline": "Dateline",
    "wire_source": "Wire source",
    "tags": "Tags",
    "language": "Language",
    "url": "URL",
    "lead_image_url": "Lead image",
    "captions": "Captions",
}


def reason(cleaner: str) -> str:
    """Why `cleaner` cuts, in a person's words: the first line of its docstring, or its name where it has none."""
    known = CLEANERS.get(cleaner)
    lines = ((known.__doc__ if known else None) or "").strip().splitlines()
    return plain(lines[0]) if lines else plain(cleaner)


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of the article's metadata, and where on the page it was read ("" where that is not recorded)."""

    label: str
    value: str
    source: str


@dataclass(slots=True)
class Tally:
    """How much one cleaner cut."""

    passages: int = 0
    words: int = 0


@dataclass(frozen=True)
class Account:
    """A raw page, the document and article made of it, and the links of the extractor chain that were tried.

    `stored` is the article that the database holds of the page, where it comes from there.
    """

    page: RawPage
    document: Document
    article: Article
    trail: tuple[tuple[str, str], ...]
    stored: Article | None = None

    @property
    def notice(self) -> str | None:
        """What the reader must know first: that the page is refused, or that another text of it is stored."""
        if self.article.refused:
            return f"Refused: {plain(self.article.refused)}"
        if self.stored and self.article.part and not self.stored.part:
            return f"Part {self.article.part} of a story: what is stored is the story, with all parts that are known"
        if self.stored and self.stored.text != self.article.text:
            return f"The stored text differs: it was made by ruleset {plain(self.stored.ruleset)}"
        return None

    @cached_property
    def facts(self) -> list[Fact]:
        """The metadata that the page states."""
        facts = []
        for name, label in FACTS.items():
            if value := self._value(name):
                facts.append(Fact(label, plain(value), plain(self.article.sources.get(name, ""))))
        return facts

    @cached_property
    def unstated(self) -> list[str]:
        """The labels of the metadata that the page does not state."""
        stated = {fact.label for fact in self.facts}
        return [label for label in FACTS.values() if label not in stated]

    def _value(self, name: str) -> str:
        value = getattr(self.article, name)
        if name == "language":
            told = "" if value == "und" else f"{value} ({self.article.language_confidence:.0%})"
            others = ", ".join(sorted(set(self.foreign.values())))
            return told + (f", with passages in {others}" if others else "")
        if isinstance(value, datetime):
            zone = self.article.published_zone if name == "published_at" else None
            return f"{value:%Y-%m-%d %H:%M %z}" + (f" ({zone})" if zone else "")
        return " · ".join(value) if isinstance(value, tuple) else str(value or "")

    @cached_property
    def foreign(self) -> dict[str, str]:
        """The paragraphs of the article that are in another language than it, and which it is."""
        return {self.article.text[p.start : p.end]: p.language for p in self.article.foreign}

    @cached_property
    def kept_words(self) -> int:
        """Words that no cut covers."""
        return len(self.document.kept().split())

    @cached_property
    def cuts(self) -> dict[str, Tally]:
        """What each cleaner cut, the most words first. A cut over several blocks counts once for each."""
        tallies: dict[str, Tally] = {}
        for _, pieces in self.document.pieces():
            for text, cleaner in pieces:
                if cleaner is not None and (words := len(text.split())):
                    tally = tallies.setdefault(cleaner, Tally())
                    tally.passages += 1
                    tally.words += words
        return dict(sorted(tallies.items(), key=lambda item: (-item[1].words, item[0])))

    def regions(self) -> Iterator[tuple[bool, list[tuple[Block, Pieces]]]]:
        """The blocks in reading order, in runs: `True` with each run outside the story that is wholly cut and long."""
        for aside, run in groupby(self.document.pieces(), _aside):
            blocks = list(run)
            yield aside and len(blocks) > LONG_REGION, blocks


def _aside(item: tuple[Block, Pieces]) -> bool:
    block, pieces = item
    return block.outside and all(cleaner is not None or not text.strip() for text, cleaner in pieces)
