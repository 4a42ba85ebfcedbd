"""A page that was read without rules: what rules are drafted from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from cleaners.article import Examined
from cleaners.lines import fold
from cleaners.model import Article
from cleaners.page import Page
from cleaners.structured import Structured, read_structured
from cleaners.surroundings import places

_LIST = 4  # items make a list
_TEASER = 60  # words: an item of a list of links that holds more is no teaser
_LEVELS = 6  # elements around a block that may be its item


@dataclass(frozen=True, slots=True)
class Sample:
    """A page, the article read of it, and what each of its blocks is.

    `story[i]` says that words of block i are the article's; `labels[i]` names what else it is ("outside" where it
    stands outside the story and nothing more is known).
    """

    page: Page
    article: Article
    data: Structured
    story: tuple[bool, ...]
    labels: tuple[str | None, ...]

    @property
    def opening(self) -> str:
        """The first words of the story, with the dateline that stands before them."""
        return self.text(self.story.index(True))[:120] if True in self.story else ""

    def text(self, i: int) -> str:
        block = self.page.blocks[i]
        return self.page.text[block.start : block.end]


def sample(page: Page, examined: Examined) -> Sample | None:
    """A sample of a page and what `examine` made of it; None where its story is not among its blocks."""
    document = examined.document
    if examined.article.refused or document.text != page.text:
        return None
    labels: dict[int, str | None] = dict.fromkeys((block.start for block in page.blocks), "outside")
    labels |= {block.start: label for block, label in document.asides}
    labels |= {b.start: label for b, label in zip(document.body, document.anatomy.labels, strict=True)}
    kept = {
        block.start for block, pieces in document.pieces() if any(cut is None and text.strip() for text, cut in pieces)
    }
    headline = fold(examined.article.title or "")
    for block in page.blocks:
        if block.start not in kept and headline and fold(page.text[block.start : block.end]) == headline:
            labels[block.start] = "title"
    return Sample(
        page,
        examined.article,
        read_structured(page),
        tuple(block.start in kept for block in page.blocks),
        tuple(labels[block.start] for block in page.blocks),
    )


def sure(samples: Sequence[Sample]) -> list[Sample]:
    """The samples, with what a reader of one page alone may have taken for story by mistake left out of it: what stands
    on the pages of two stories, and teasers in a list of links."""
    lines = [[sample.text(i).casefold() for i in range(len(sample.story))] for sample in samples]
    of_stories = {(line, story) for story, found in zip(_stories(samples), lines, strict=True) for line in found}
    seen = Counter(line for line, _ in of_stories)
    return [
        replace(
            sample,
            story=tuple(
                story and seen[line] == 1 and not teaser
                for story, line, teaser in zip(sample.story, found, _teasers(sample), strict=True)
            ),
        )
        for sample, found in zip(samples, lines, strict=True)
    ]


def _stories(samples: Sequence[Sample]) -> list[int]:
    """Which story each sample is of: pages with one headline or one opening are copies or parts of the same."""
    known: dict[str, int] = {}
    stories = []
    for i, sample in enumerate(samples):
        names = [name for name in (fold(sample.article.title or ""), fold(sample.opening)) if name]
        story = next((known[name] for name in names if name in known), i)
        known |= dict.fromkeys(names, story)
        stories.append(story)
    return stories


def _teasers(sample: Sample) -> list[bool]:
    """Which blocks stand in one of several siblings of one shape that each hold a headline as a link and few words."""
    paths, known = places(sample.page.holders)
    linked: set[HtmlElement] = set()
    words: Counter[HtmlElement] = Counter()
    for block, place, story in zip(sample.page.blocks, paths, sample.story, strict=True):
        count = sample.page.text.count(" ", block.start, block.end) + 1
        if story:
            words.update(dict.fromkeys(place.path[:_LEVELS], count))
        elif block.links >= 0.6 and 3 <= count <= 25:
            linked.update(place.path[:_LEVELS])
    items = [element for element in linked if 0 < words[element] <= _TEASER]
    alike = Counter(known[element].shape for element in items)
    listed = {element for element in items if alike[known[element].shape] >= _LIST}
    return [not listed.isdisjoint(place.path[:_LEVELS]) for place in paths]
