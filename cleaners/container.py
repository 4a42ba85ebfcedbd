"""A container that is said to hold the story: which blocks of a page it takes, and whether it fits the page at all."""

from collections.abc import Sequence

from cleaners.lines import line_of
from cleaners.outlets import PageRule
from cleaners.page import Page
from cleaners.rules import read_body, words_in

_RUNNING = 6  # words: what has fewer between its spaces is no sentence, which need not be looked at more closely
_BESIDE = 0.5  # running text beside the container, as a share of that in it: with more it is another page's container


def held(page: Page, rule: PageRule) -> Sequence[bool] | str:
    """The blocks that the rule's body holds and none of its cuts does; why not, where it does not fit the page.

    A site that was redesigned may still have elements of the name, which hold a teaser now: then most of the running
    text stands elsewhere.
    """
    body = read_body(page, rule)
    if isinstance(body, str):
        return body
    beside = prose_beside(page, body.inside)
    if beside > _BESIDE * body.words:
        return f"{beside} words of running text stand beside {rule.body}, which holds {body.words}"
    return body.taken


def prose_beside(page: Page, inside: Sequence[bool]) -> int:
    """The words of running text on the page that were not taken."""
    beside = ((i, words_in(page, i)) for i, taken in enumerate(inside) if not taken)
    return sum(words for i, words in beside if words >= _RUNNING and running(page, i))


def running(page: Page, i: int, kinds: Sequence[str] = ("p",)) -> bool:
    """Whether a block is running text, and no list of links."""
    block = page.blocks[i]
    return block.links < 0.3 and block.kind in kinds and line_of(page.text[block.start : block.end]).prose
