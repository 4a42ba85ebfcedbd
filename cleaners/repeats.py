"""How often a page repeats the surroundings of a block: the items of a list have twins, the paragraphs of a story
have one parent."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log1p

from lxml.html import HtmlElement

from cleaners.dates import MOMENT
from cleaners.lines import Line

_LEVELS = 4  # elements that make up a block's surroundings
_PARAGRAPH = 12  # words
_HEADLINES = range(3, 26)  # words of a link that may head an item
_ABOVE = 3  # blocks before an item within which its headline stands


def repeats(
    lines: Sequence[Line], links: Sequence[float], paths: Sequence[tuple[HtmlElement, ...]]
) -> list[list[float]]:
    """A row of numbers a block: `lines` are the blocks' texts, `links` their shares of links, `paths` the elements
    around each, the innermost first."""
    words = [len(line.words) for line in lines]
    kinds = [tuple([(element.tag, element.get("class")) for element in path[:_LEVELS]]) for path in paths]
    above = [[path[min(level, len(path) - 1)] for path in paths] for level in range(_LEVELS)]
    twins, twin_words = Counter(kinds), Counter[tuple[object, ...]]()
    parents: list[dict[tuple[object, ...], set[HtmlElement]]] = [defaultdict(set) for _ in range(1, _LEVELS)]
    beside, near = Counter[HtmlElement](), Counter[HtmlElement]()  # paragraphs with one parent, with one grandparent
    for i, kind in enumerate(kinds):
        twin_words[kind] += words[i]
        for level, found in enumerate(parents, 1):
            found[kind].add(above[level][i])
        if words[i] >= _PARAGRAPH and links[i] < 0.3:
            beside[above[1][i]] += 1
            near[above[2][i]] += 1
    dated = [any(map(str.isdigit, line.text[:60])) and bool(MOMENT.search(line.text[:60])) for line in lines]
    heads = [k >= 0.8 and w in _HEADLINES for w, k in zip(words, links, strict=True)]
    all_words, all_dated = sum(words) or 1, log1p(sum(dated))
    rows = []
    for i, kind in enumerate(kinds):
        apart = [len(found[kind]) for found in parents]
        headline = next((d for d in range(1, min(i, _ABOVE) + 1) if heads[i - d]), 0)
        rows.append(
            [
                log1p(twins[kind]),
                *map(log1p, apart),
                *[twins[kind] / n for n in apart[:2]],
                twin_words[kind] / all_words,
                all_dated if dated[i] else 0.0,
                log1p(beside[above[1][i]]),
                log1p(near[above[2][i]]),
                float(headline),
            ]
        )
    return rows
