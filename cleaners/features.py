"""What can be said in numbers of each block of an HTML page, for the judge that tells story from the rest."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import log1p
from typing import NamedTuple

from lxml.html import HtmlElement

from cleaners.dateline import match_dateline
from cleaners.dates import MOMENT
from cleaners.lines import Line
from cleaners.page import Page
from cleaners.repeats import repeats
from cleaners.surroundings import Shape, places

_FAMILIES = (
    ("crosslink", "related"),
    ("byline", "editor", "source"),
    ("share", "navigation", "follow", "copyright"),
    ("advert", "placeholder"),
    ("tags",),
    ("initials", "signature"),
)
_CLOSING = frozenset(("initials", "signature"))
_KINDS = ("h", "li", "caption", "quote", "row")
_FAR = 20  # blocks: further is as good as never
_LISTED = 7  # elements around a block that may be the item of a list


_KIND = {kind: [kind == other for other in _KINDS] for kind in ("p", *_KINDS)}
_FAMILY = {label: [label in family for family in _FAMILIES] for family in _FAMILIES for label in family}
_NO_FAMILY = [False] * len(_FAMILIES)


class _Shares(NamedTuple):
    """What an element holds: of the page's prose, links in its words, words chosen of its own and of all chosen, and
    how many siblings like it hold a link."""

    prose: float
    links: float
    votes: float
    voted: float
    listed: int


class Survey:
    """A page's blocks with the facts that features are made of.

    `voted` says of each block whether another extractor takes it for the story; `title` is the folded headline.
    """

    def __init__(self, page: Page, voted: Sequence[bool], title: str | None) -> None:
        self.page, self.voted = page, voted
        self.lines = [Line(page.text[b.start : b.end]) for b in page.blocks]
        self.links = [b.links for b in page.blocks]
        self.words = [len(line.words) for line in self.lines]
        self.prose = [w if w >= 10 and k < 0.4 else 0 for w, k in zip(self.words, self.links, strict=True)]
        self.places, self.known = places(page.holders)
        self.paths = [place.path for place in self.places]
        self.title = self._find(title)

    def _find(self, title: str | None) -> int:
        if not title:
            return -1
        folded = [" ".join(line.words).casefold() if len(line.words) < 40 else "" for line in self.lines]
        return folded.index(title) if title in folded else -1

    def sums(self, values: Sequence[float]) -> Mapping[HtmlElement, float]:
        """The sum of the blocks' values in each element."""
        total: dict[HtmlElement, float] = defaultdict(float)
        for value, path in zip(values, self.paths, strict=True):
            if value:
                for element in path:
                    total[element] += value
        return total

    def rows(self) -> list[list[float]]:
        """One row of features a block; all rows have the same length."""
        base = self._base()
        nothing = [[-1.0] * 5] * 3
        near = [*nothing, *(row[:5] for row in base), *nothing]  # block i is at i + 3
        repeated = repeats(self.lines, self.links, self.paths)
        return [
            [*row, *near[i], *near[i + 1], *near[i + 2], *near[i + 4], *near[i + 5], *near[i + 6], *repeated[i]]
            for i, row in enumerate(base)
        ]

    def _base(self) -> list[list[float]]:
        lines, links, words, prose, voted, paths = (
            self.lines,
            self.links,
            self.words,
            self.prose,
            self.voted,
            self.paths,
        )
        n = len(lines)
        all_words, all_prose = sum(words) or 1, sum(prose) or 1
        chosen = [w if v else 0 for w, v in zip(words, voted, strict=True)]
        paragraphs = [
            w if w >= 15 and k < 0.25 and line.ends_sentence else 0
            for w, k, line in zip(words, links, lines, strict=True)
        ]
        word_sum, prose_sum, vote_sum = self.sums(words), self.sums(prose), self.sums(chosen)
        link_sum = self.sums([w * k for w, k in zip(words, links, strict=True)])
        total_voted, total_paragraphs = sum(chosen), sum(paragraphs)
        cores = [self._core(vote_sum, total_voted * share) for share in (0.5, 0.8, 0.95)]
        paragraph_sum = self.sums(paragraphs)
        cores += [self._core(paragraph_sum, total_paragraphs * share) for share in (0.5, 0.7, 0.9)]
        core = cores[4]
        core_words = word_sum[core] / all_words if core is not None else 0.0
        core_links = link_sum[core] / (word_sum[core] or 1) if core is not None else 0.0
        listed = self._listings()
        runs = self._runs()
        run_words, run_prose = Counter[int](), Counter[int]()
        for i, run in enumerate(runs):
            run_words[run] += words[i]
            run_prose[run] += prose[i]
        rank = {run: k for k, (run, _) in enumerate(run_prose.most_common())}
        main_run = run_prose.most_common(1)[0][0] if run_prose else 0
        before, after = self._distances()
        closed, opened, passed = self._signs()
        seen = Counter(line.folded for line in lines)
        hull = [i for i, v in enumerate(voted) if v]
        first, last = (hull[0], hull[-1]) if hull else (n, -1)
        shares = {
            element: _Shares(
                prose_sum[element] / all_prose,
                link_sum[element] / (word_sum[element] or 1),
                vote_sum[element] / (word_sum[element] or 1),
                vote_sum[element] / (total_voted or 1),
                listed.get(place.shape, 0),
            )
            for element, place in self.known.items()
        }
        rows, so_far = [], 0
        for i, (line, path) in enumerate(zip(lines, paths, strict=True)):
            block, holder, place = self.page.blocks[i], path[0], self.places[i]
            above = [shares[path[min(k, len(path) - 1)]] for k in range(4)]
            size = log1p(words[i])
            text = line.text
            digits = sum(map(str.isdigit, text))
            row = [
                size,
                links[i],
                line.ends_sentence,
                voted[i],
                block.kind == "h",
                line.capitals,
                sum(map(text.count, ",.;")) / (words[i] or 1),
                digits / len(text),
                *_KIND[block.kind],
                holder.tag == "p",
                holder.tag in ("div", "td", "body"),
                first <= i <= last,
                *place.tags,
                place.story,
                place.rest,
                place.own,
                place.near,
                *[share.prose for share in above],
                *[share.links for share in above[1:]],
                *[share.votes for share in above],
                *[share.voted for share in above],
                i / n,
                (i - self.title) / n if self.title >= 0 else -1,
                i > self.title >= 0,
                i == self.title,
                so_far / all_prose,
                before[i],
                after[i],
                line.label is not None,
                seen[line.folded] > 1,
                len(path),
                total_voted / all_words,
                log1p(total_voted),
                log1p(all_prose),
                "©" in text or "copyright" in line.folded,
                text.endswith(":"),
                text[:1] in "\"“'‘",
                digits > 0 and bool(MOMENT.search(text[:60])),
                log1p(run_words[runs[i]]),
                run_prose[runs[i]] / all_prose,
                min(rank[runs[i]], 10),
                min(max(runs[i] - runs[self.title], -5), 10) if self.title >= 0 else -9,
                min(max(runs[i] - main_run, -5), 10),
                closed[i],
                opened[i],
                log1p(passed[i]),
                passed[i] / (passed[-1] or 1),
                min(max([shares[e].listed for e in path[:_LISTED]]), 12),
                *[c is not None and c in path for c in cores],
                *_FAMILY.get(line.label or "", _NO_FAMILY),
                core_words,
                core_links,
            ]
            so_far += prose[i]
            rows.append(list(map(float, row)))
        return rows

    def _core(self, sums: Mapping[HtmlElement, float], least: float) -> HtmlElement | None:
        """The innermost element that holds at least so much."""
        holding = [element for element, held in sums.items() if held >= least > 0]
        return max(holding, key=lambda element: len(self.known[element].path), default=None)

    def _listings(self) -> Mapping[Shape, int]:
        """How many siblings of one shape hold a link that reads like a headline, by parent and shape."""
        holding: set[HtmlElement] = set()
        for words, links, path in zip(self.words, self.links, self.paths, strict=True):
            if links >= 0.6 and 3 <= words <= 25:
                holding.update(path[:_LISTED])
        return Counter(self.known[element].shape for element in holding)

    def _runs(self) -> list[int]:
        """Blocks between which no two links or short headings stand in a row share a run."""
        runs, run, gap = [], 0, 0
        for i, (words, links) in enumerate(zip(self.words, self.links, strict=True)):
            if (links >= 0.8 and words <= 25) or (self.page.blocks[i].kind == "h" and words <= 3):
                gap += 1
            else:
                run += gap >= 2
                gap = 0
            runs.append(run)
        return runs

    def _distances(self) -> tuple[list[int], list[int]]:
        """How many blocks lie between each block and the nearest long paragraph before and after it."""
        n = len(self.words)
        before, after = [_FAR] * n, [_FAR] * n
        last = -_FAR
        for i in range(n):
            before[i] = min(i - last, _FAR)
            if self.prose[i] >= 20:
                last = i
        following = n + _FAR
        for i in range(n - 1, -1, -1):
            after[i] = min(following - i, _FAR)
            if self.prose[i] >= 20:
                following = i
        return before, after

    def _signs(self) -> tuple[list[bool], list[bool], list[int]]:
        """For each block, whether the story was signed off before it, whether a dateline has come, and how many links
        have been passed, each since the headline."""
        closed, opened, passed = [], [], []
        off = on = False
        count = 0
        for i, line in enumerate(self.lines):
            if i == self.title:
                off, on, count = False, False, 0
            closed.append(off)
            opened.append(on)
            if line.label in _CLOSING:
                off = True
            elif self.words[i] >= 8 and self.links[i] < 0.5 and match_dateline(line.text):
                off, on = False, True
            count += self.links[i] >= 0.8 and self.words[i] <= 25
            passed.append(count)
        return closed, opened, passed
