"""A sample as selectors are weighed on it: what each block counts, and how well a container holds the story."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from cleaners.cached import cached_property
from cleaners.drafting.sample import Sample
from cleaners.lines import Line
from cleaners.rules import MIN_WORDS, select

_DEEP = 100  # elements around a block that are looked at
_SPOT = 0.05  # of the words of the story: what else may stand in a container that is called pure
_HEADLINE = 6.0  # how much a word of the headline counts: a container that holds it is too wide
_LOOSE = 0.5  # and any other that is not the story: a cut may take it out
_FURNITURE = 0.2  # and one that the cleaners cut wherever it stands


class Fit(NamedTuple):
    """How well a container holds a page's story and nothing else: F of words, and whether what it holds is the story
    from its first sentence on and nothing else, be it all of it or not."""

    f: float
    pure: bool


@dataclass
class Ground:
    """A sample with the sums that selectors are weighed by, and what each selector matched."""

    sample: Sample
    matched: dict[str, list[HtmlElement]] = field(default_factory=dict)

    @cached_property
    def words(self) -> list[float]:
        """What each block counts: its words, those of links and of short lines less."""
        found = []
        for i, block in enumerate(self.sample.page.blocks):
            line = Line(self.sample.text(i))
            whole = line.prose or block.kind == "h"
            found.append(len(line.words) * (1 - 0.7 * block.links) * (1.0 if whole else 0.5))
        return found

    @cached_property
    def paths(self) -> list[list[HtmlElement]]:
        """The elements around each block, the innermost first."""
        return [[holder, *islice(holder.iterancestors(), _DEEP)] for holder in self.sample.page.holders]

    @cached_property
    def lead(self) -> int:
        """The story's first sentence."""
        prose = (i for i, story in enumerate(self.sample.story) if story and Line(self.sample.text(i)).prose)
        return next(prose, self.sample.story.index(True))

    @cached_property
    def total(self) -> float:
        return sum(w for w, s in zip(self.words, self.sample.story, strict=True) if s)

    @cached_property
    def held(self) -> Counter[HtmlElement]:
        """The words of the story in each element."""
        sums: Counter[HtmlElement] = Counter()
        for words, story, path in zip(self.words, self.sample.story, self.paths, strict=True):
            if story:
                sums.update(dict.fromkeys(path, words))
        return sums

    def select(self, css: str) -> list[HtmlElement]:
        if css not in self.matched:
            self.matched[css] = select(css, self.sample.page)
        return self.matched[css]

    def within(self, css: str) -> list[int]:
        """The blocks that stand in what a selector matches."""
        roots = set(self.select(css))
        return [i for i, path in enumerate(self.paths) if not roots.isdisjoint(path)] if roots else []

    def fit(self, css: str) -> Fit | None:
        """How well a container holds the story; None where it holds too little for a rule to take the page."""
        inside = self.within(css)
        if sum(len(self.sample.text(i).split()) for i in inside) < MIN_WORDS:
            return None
        hit = rest = 0.0
        for i in inside:
            label = self.sample.labels[i]
            if self.sample.story[i]:
                hit += self.words[i]
            else:
                furniture = _LOOSE if label in (None, "outside") else _FURNITURE
                rest += self.words[i] * (_HEADLINE if label == "title" else furniture)
        return Fit(2 * hit / (self.total + hit + rest), rest <= _SPOT * hit and self.lead in inside)
