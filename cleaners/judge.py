"""The judge: which blocks of an HTML page are the story, by how likely each is, by trees grown on pages with gold.

`judge.json` holds the trees as `tests/train_judge.py` writes them; `features` says what they ask.
"""

import json
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any

from cleaners.features import Survey
from cleaners.page import Page

# A node asks whether feature `[0]` is at most `[1]` and goes on with `[2]` if so, else with `[3]`; a leaf is a number.
Tree = Any
Score = Callable[[Sequence[float]], float]

_LIKELY = 0.5
_POSSIBLE = 0.1
_SURE = 0.9
_PARAGRAPH = 15  # words


@cache
def _score() -> Score:
    return compiled(json.loads(files("cleaners").joinpath("judge.json").read_text("utf-8")))


def compiled(trees: Sequence[Tree]) -> Score:
    """The sum of what trees say of a row, as one Python expression: to walk them takes four times as long."""
    score: Score = eval(f"lambda row: {' + '.join(map(_expression, trees))}")  # noqa: S307  (of numbers)
    return score


def _expression(node: Tree) -> str:
    if isinstance(node, float):
        return f"({node!r})"
    feature, threshold, low, high = node
    return f"({_expression(low)} if row[{int(feature)}] <= {float(threshold)!r} else {_expression(high)})"


def judge(page: Page, voted: Sequence[bool], title: str | None) -> list[bool]:
    """Which blocks are the story. `voted` says which another extractor takes for it, and `title` is the folded
    headline."""
    survey = Survey(page, voted, title)
    return verdict([_likelihood(row) for row in survey.rows()], voted, survey.words)


def verdict(likelihoods: Sequence[float], voted: Sequence[bool], words: Sequence[int]) -> list[bool]:
    """Which blocks of these likelihoods, votes and numbers of words are the story: the likely ones, and between them
    those that the other extractor takes for it and that are not out of the question (rows of a table, say, of which
    the judge has seen few).

    Where the judge is sure of no paragraph, the likeliest is the measure for the rest: of pages unlike all that it was
    grown on, the story is still what looks most like one.
    """
    surest = max((p for p, n in zip(likelihoods, words, strict=True) if n >= _PARAGRAPH), default=1.0)
    unsure = surest if surest < _SURE else 1.0
    story = [p >= _LIKELY * unsure for p in likelihoods]
    first, last = (story.index(True), len(story) - story[::-1].index(True)) if any(story) else (0, 0)
    for i in range(first, last):
        story[i] |= voted[i] and likelihoods[i] >= _POSSIBLE * unsure
    return story


def _likelihood(row: Sequence[float]) -> float:
    return 1 / (1 + exp(-_score()(row)))
