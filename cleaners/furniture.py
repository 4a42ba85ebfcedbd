"""What a site repeats on unlike stories: what it is known by, and the cleaner that cuts it."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from hashlib import blake2b
from itertools import combinations

from cleaners.dateline import match_dateline
from cleaners.model import Document, Span

_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+")
_ZEROS = re.compile(r"\b0(?: 0\b)+")
_QUOTED = re.compile(r"[\"“”«][^\"“”»]*")
_QUOTE = 5  # words in quotation marks are what somebody said; fewer are a name
_FEW = 4  # words: a shorter line that ends in a colon opens what follows it in the story


def furniture(document: Document) -> Iterator[Span]:
    """What the site repeats on unlike stories, as `kliping learn` has found."""
    if not document.furniture:
        return
    paragraphs: list[tuple[int, int]] = []
    for block in document.body:
        start = paragraphs.pop()[0] if block.continues and paragraphs else block.start
        paragraphs.append((start, block.end))
    for start, end in paragraphs:
        if fingerprint(document.text[start:end]) in document.furniture:
            yield Span(start, end, "furniture")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of an article's text."""
    return [paragraph for paragraph in text.split("\n\n") if paragraph]


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, as fingerprints and comparisons take them."""
    return _WORD.findall(text.casefold())


def fingerprint(paragraph: str) -> int | None:
    """A hash of a paragraph's words in lower case, every number as 0. None for what is never furniture: a quotation, a
    dateline, a label of what follows ("Bahan:"), nothing in letters."""
    words = words_of(paragraph)
    if not any(map(str.isalpha, words)) or (len(words) < _FEW and paragraph.rstrip().endswith(":")):
        return None
    if any(len(words_of(quoted)) >= _QUOTE for quoted in _QUOTED.findall(paragraph)):
        return None
    dateline = match_dateline(f"{paragraph} A")
    if dateline and len(words_of(paragraph[dateline.length :])) < _FEW:
        return None
    return digest(_ZEROS.sub("0", _DIGITS.sub("0", " ".join(words))))


def digest(text: str) -> int:
    """A hash of 47 bits: a table of one for each paragraph of a corpus keeps it in six bytes on SQLite."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=6).digest(), "big") >> 1


def marked(text: str) -> list[tuple[int | None, frozenset[str]]]:
    """The paragraphs of an article's text, each with its fingerprint and its words."""
    return [(fingerprint(paragraph), frozenset(words_of(paragraph))) for paragraph in paragraphs(text)]


def other_words(article: Iterable[tuple[int | None, Set[str]]], without: Set[int]) -> frozenset[str]:
    """The words of an article beside the paragraphs that have one of these fingerprints."""
    return frozenset().union(*(words for mark, words in article if mark not in without))


def likeness(articles: Sequence[Set[str]]) -> float:
    """The mean Jaccard similarity of each two among some articles, given by their words (none of them empty)."""
    pairs = [len(one & other) / len(one | other) for one, other in combinations(articles, 2)]
    return sum(pairs) / len(pairs)
