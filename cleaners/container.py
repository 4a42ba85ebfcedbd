"""A container that is said to hold the story: which blocks of a page it takes, and whether it fits the page at all."""

from collections.abc import Sequence

from cleaners.lines import line_of
from cleaners.outlets import PageRule
from cleaners.page import Page
from cleaners.rules import MIN_WORDS, select, within

_RUNNING = 6  # words: what has fewer between its spaces is no sentence, which need not be looked at more closely
_BESIDE = 0.5  # running text beside the container, as a share of that in it: with more it is another page's container


def held(page: Page, rule: PageRule) -> list[bool] | str:
    """The blocks that the rule's body holds and none of its cuts does; why not, where it does not fit the page.

    A site that was redesigned may still have elements of the name, which hold a teaser now: then most of the running
    text stands elsewhere.
    """
    bodies = select(rule.body, page) if rule.body else []
    if not bodies:
        return f"{rule.body} matches nothing"
    inside = within(page, bodies)
    cut = within(page, [element for css in rule.cut for element in select(css, page)])
    taken = [i and not c for i, c in zip(inside, cut, strict=True)]
    words = sum(words_in(page, i) for i, t in enumerate(taken) if t)
    if words < MIN_WORDS:
        return f"{rule.body} holds {words} words"
    beside = prose_beside(page, inside)
    if beside > _BESIDE * words:
        return f"{beside} words of running text stand beside {rule.body}, which holds {words}"
    return taken


def prose_beside(page: Page, inside: Sequence[bool]) -> int:
    """The words of running text on the page that were not taken."""
    beside = ((i, words_in(page, i)) for i, taken in enumerate(inside) if not taken)
    return sum(words for i, words in beside if words >= _RUNNING and running(page, i))


def running(page: Page, i: int, kinds: Sequence[str] = ("p",)) -> bool:
    """Whether a block is running text, and no list of links."""
    block = page.blocks[i]
    return block.links < 0.3 and block.kind in kinds and line_of(page.text[block.start : block.end]).prose


def words_in(page: Page, i: int) -> int:
    """The number of words in a block."""
    return page.text.count(" ", page.blocks[i].start, page.blocks[i].end) + 1
