"""How good a text looks, by figures that need no model."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cleaners.model import Cut, Passage

# A full stop after one of these (or after a single letter) ends no sentence, unless it ends the paragraph.
_ABBREVIATIONS = {
    *(
        "bpk",
        "brigjen",
        "dr",
        "dra",
        "drs",
        "gg",
        "hj",
        "hlm",
        "ir",
        "irjen",
        "jend",
        "jl",
        "jln",
        "kapt",
        "kav",
        "kec",
    ),
    *("kel", "kh", "kol", "komjen", "kompol", "letjen", "letkol", "ltd", "mayjen", "mr", "mrs", "no", "ny", "prof"),
    *("pt", "rp", "sdr", "sdri", "serka", "sertu", "st", "tgl", "tn", "yth"),
}
_SMALL = re.compile("[a-z]+")  # four letters in five; the rest are looked at one by one
_CLOSERS = "\"')]\u2019\u201d\u00bb"  # quotes and brackets that may follow the full stop
_ENDS = ("!", "?", "…")


@dataclass(frozen=True, slots=True)
class Quality:
    """Figures of a text; all shares are 0 to 1, and 0 where there is nothing to count.

    A word is a run of characters without white space that holds a letter or a digit. `digit_share` is of the characters
    that are not white space, `capital_share` of the letters, `repeated_line_share` of the characters in lines, for
    lines that repeat an earlier one (white space and case aside), `boilerplate_share` of all characters, cut and kept.
    `foreign_share` is of the characters of the text; None where its own language is not known.
    """

    word_count: int
    sentence_count: int
    digit_share: float
    capital_share: float
    repeated_line_share: float
    boilerplate_share: float
    foreign_share: float | None


def quality(text: str, cuts: Sequence[Cut], foreign: Sequence[Passage] | None = ()) -> Quality:
    """The figures of an article's text (paragraphs joined by a blank line), of what was cut of its page, and of its
    passages in another language (None where its own is not known)."""
    paragraphs = [
        [token for token in paragraph.split() if token.isalnum() or any(map(str.isalnum, token))]
        for paragraph in text.split("\n\n")
    ]
    lines = [" ".join(line.split()).lower() for line in text.splitlines()]
    cut = sum(len(cut.text) for cut in cuts)
    visible = "".join(text.split())
    rest = _SMALL.sub("", visible)
    letters = len(visible) - len(rest) + sum(map(str.isalpha, rest))
    return Quality(
        word_count=sum(map(len, paragraphs)),
        sentence_count=sum(map(_sentences, paragraphs)),
        digit_share=_share(sum(map(str.isdecimal, rest)), len(visible)),
        capital_share=_share(sum(map(str.isupper, rest)), letters),
        repeated_line_share=1 - _share(sum(map(len, set(lines))), sum(map(len, lines))) if any(lines) else 0.0,
        boilerplate_share=_share(cut, cut + len(text)),
        foreign_share=None if foreign is None else _share(sum(p.end - p.start for p in foreign), len(text)),
    )


def _sentences(words: Sequence[str]) -> int:
    """How many sentences a paragraph has; its end is the end of one, with a full stop or without."""
    return sum(_ends(word) and _starts(following) for word, following in pairwise(words)) + bool(words)


def _ends(word: str) -> bool:
    if word[-1].isalnum():
        return False
    word = word.rstrip(_CLOSERS)
    if not word.endswith("."):
        return word.endswith(_ENDS)
    stem = "".join(filter(str.isalnum, word)).lower()
    return len(stem) > 1 and stem not in _ABBREVIATIONS


def _starts(word: str) -> bool:
    first = next(filter(str.isalnum, word))
    return first.isupper() or first.isdecimal()


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
