"""Where a text says what was searched for: the stretch that tells most, with the words marked.

Both engines can do this, each in its own way and after its own division into words, and Postgres takes a millisecond
for each text. Here it is one way for both.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

LENGTH = 240  # characters of a snippet, more or less
MAX_TEXT = 200_000  # characters of a text that are looked through: as many as Postgres indexes
MOST = 1_000  # occurrences among which the best stretch is looked for

_WORD = re.compile(r"[^\W_]+")
_ACCENTS = re.compile("[\u0300-\u036f]")
_SPACE = re.compile(r"\s")
_SPACES = re.compile(r"\s+")


class Snippet(NamedTuple):
    """A piece of text on one line, and where in it stands what was searched for: (start, end), in characters."""

    text: str
    marks: tuple[tuple[int, int], ...]


class _Occurrence(NamedTuple):
    start: int
    end: int
    phrase: int


def words_of(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text as they are indexed, in lower case and without accents, each with its start and end."""
    for found in _WORD.finditer(text):
        word = found[0].lower()
        if not word.isascii():
            word = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", word)))
        yield word, *found.span()


def snippet(text: str, phrases: Sequence[list[str]], length: int | None = LENGTH) -> Snippet:
    """The part of a text with most of the phrases, which are words as `words_of` gives them; else its beginning.

    All of the text where `length` is None. "…" stands where it is broken off.
    """
    text = text[:MAX_TEXT]
    found = _occurrences(text, phrases)
    start, end = (0, len(text)) if length is None else _window(text, found, length)
    line, at, marks = "… " if start > 0 else "", start, []
    for one in found:
        if start <= one.start and one.end <= end:
            line += _SPACES.sub(" ", text[at : one.start])
            marks.append((len(line), len(line) + one.end - one.start))
            line, at = line + _SPACE.sub(" ", text[one.start : one.end]), one.end
    return Snippet(line + _SPACES.sub(" ", text[at:end]) + (" …" if end < len(text) else ""), tuple(marks))


def _occurrences(text: str, phrases: Sequence[list[str]]) -> list[_Occurrence]:
    """Where the phrases stand, in order and without overlap."""
    words = list(words_of(text))
    spelt = [word for word, _, _ in words]
    starting: dict[str, list[int]] = {}
    for number, phrase in enumerate(phrases):
        starting.setdefault(phrase[0], []).append(number)
    found: list[_Occurrence] = []
    for i, (word, start, _) in enumerate(words):
        for number in starting.get(word, ()) if not found or start >= found[-1].end else ():
            last = i + len(phrases[number])
            if spelt[i:last] == phrases[number]:
                found.append(_Occurrence(start, words[last - 1][2], number))
                break
    return found


def _window(text: str, found: Sequence[_Occurrence], length: int) -> tuple[int, int]:
    """The stretch of so many characters, from word to word, with most of the phrases, then with most occurrences."""
    if len(text) <= length:
        return 0, len(text)

    def told(i: int) -> tuple[int, int]:
        inside = [one for one in found[i : i + length] if one.end <= found[i].start + length * 3 // 4]
        return len({one.phrase for one in inside}), len(inside)

    at = found[max(range(min(len(found), MOST)), key=told)].start if found else 0
    start = max(0, min(at - length // 4, len(text) - length))
    end = start + length
    if start and (space := _SPACE.search(text, start - 1, at)):
        start = space.end()
    if end < len(text) and (last := max(text.rfind(space, at, end + 1) for space in " \n")) > at:
        end = last
    return start, end
