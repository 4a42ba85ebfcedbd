"""Lines of a capture that say what the lines after them say once more: a scraper that takes the text of each element
takes that of an element around others twice."""

from collections.abc import Sequence
from itertools import pairwise

_LEAST = 60  # characters of the line with which the other begins: tags begin alike, too
_FOLLOWING = 100  # lines after it that are compared
_NEW = 0.25  # share of what only the longer line says, such as the links between two paragraphs


def repetitions(texts: Sequence[str]) -> set[int]:
    """The indices of the lines that begin with all of the next line, and of which the lines after them hold nearly all
    of the rest. White space does not count."""
    bare = ["".join(text.split()) for text in texts]
    return {
        i
        for i, (text, following) in enumerate(pairwise(bare))
        if _LEAST <= len(following) < len(text) and text.startswith(following) and _is_said_again(i, bare)
    }


def _is_said_again(i: int, bare: Sequence[str]) -> bool:
    rest = bare[i]
    for line in sorted(bare[i + 1 : i + 1 + _FOLLOWING], key=len, reverse=True):
        rest = rest.replace(line, "", 1)
    return len(rest) <= _NEW * len(bare[i])
