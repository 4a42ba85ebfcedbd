"""The judge: how likely each block of an HTML page is part of the story, by trees grown on pages with gold.

`judge.json` holds the trees as `tests/train_judge.py` writes them; `features` says what they ask.
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any

from cleaners.features import Survey
from cleaners.page import Page

# A node asks whether feature `[0]` is at most `[1]` and goes on with `[2]` if so, else with `[3]`; a leaf is a number.
Tree = Any


@cache
def _trees() -> list[Tree]:
    trees: list[Tree] = json.loads(files("cleaners").joinpath("judge.json").read_text("utf-8"))
    return trees


def judge(page: Page, voted: Sequence[bool], title: str | None) -> list[float]:
    """The likelihood (0-1) of each block. `voted` says which blocks another extractor takes for the story, and `title`
    is the folded headline."""
    return [_likelihood(row) for row in Survey(page, voted, title).rows()]


def _likelihood(row: Sequence[float]) -> float:
    score = 0.0
    for node in _trees():
        while not isinstance(node, float):
            node = node[2] if row[node[0]] <= node[1] else node[3]
        score += node
    return 1 / (1 + exp(-score))
