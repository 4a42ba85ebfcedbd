"""Which blocks of a page a text is made of."""

from collections import Counter
from collections.abc import Sequence

from cleaners.labels import alone
from cleaners.lines import Line
from cleaners.page import Page

_SHINGLE = 4  # words
# The share of a block's shingles that the text has: less is chance, since blocks and texts differ in white space.
_OURS = 0.6
_FLOWING = 10_000  # words of a text without lines in which short blocks are looked for


def words_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    return Line(text.casefold()).words


def shingles(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The runs of four words in a text, or the text itself where it is shorter."""
    return [tuple(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))] if words else []


def align(page: Page, text: str) -> tuple[list[bool], float]:
    """Which blocks of a page a text is made of, and the share of the text's words that they account for.

    Long blocks are known by their shingles, short ones where a line of the text is the block; in a text without lines,
    where it goes on from the block before to the block after with theirs. A heading between two blocks that count is a
    subhead, and counts.
    """
    said = words_of(text)
    flat = "" if "\n" in text or len(said) > _FLOWING else f" {' '.join(said)} "
    theirs = Counter(shingles(said))
    rows = Counter(" ".join(words_of(row)) for row in text.splitlines())
    blocks = [words_of(page.text[block.start : block.end]) for block in page.blocks]
    run = [word for words in blocks for word in words] if flat else []
    inside = []
    covered = at = 0
    for words in blocks:
        if len(words) < _SHINGLE:
            key = " ".join(words)
            taken = bool(words) and rows[key] > 0
            if taken:
                rows[key] -= 1
            elif words and flat:
                around = run[max(0, at - 2) : at + len(words) + 2]
                taken = len(around) > len(words) + 2 and f" {' '.join(around)} " in flat
        else:
            own = shingles(words)
            hits = [s for s in own if theirs.get(s, 0) > 0]
            taken = len(hits) >= _OURS * len(own)
            if taken:
                theirs.subtract(hits)
        at += len(words)
        covered += len(words) if taken else 0
        inside.append(taken)
    for i, block in enumerate(page.blocks):  # a subhead between two paragraphs of the story belongs to it
        if not inside[i] and block.kind == "h" and block.links < 0.5:
            inside[i] = all(_goes_on(page, inside, i, step) for step in (-1, 1))
    return inside, min(1.0, covered / len(said)) if said else 0.0


def _goes_on(page: Page, inside: Sequence[bool], i: int, step: int) -> bool:
    """Whether the next block before (-1) or after (1) block i is story, adverts and the like aside."""
    for j in range(i + step, i + 4 * step, step):
        if not 0 <= j < len(inside):
            return False
        block = page.blocks[j]
        if inside[j] or not alone(page.text[block.start : block.end], block.kind):
            return inside[j]
    return False
