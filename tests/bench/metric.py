"""How near a reading of a page comes to its gold: runs of four words for the text, equality for the metadata."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

SHINGLE = 4  # words
# A dateline before the story and initials after it may be kept apart from the text or not: both count as right.
DATELINE, INITIALS = 8, 4  # words at most

FIELDS = ("title", "day", "minute", "authors", "editors", "tags")

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a tool makes of a page. `published` is a day or a moment; a moment without a zone is the outlet's time."""

    text: str = ""
    title: str | None = None
    published: date | None = None
    authors: Collection[str] = ()
    editors: Collection[str] = ()
    tags: Collection[str] = ()


def words(text: str | None) -> list[str]:
    """The words of a text, without case and punctuation."""
    return _WORD.findall((text or "").casefold())


def shingles(text: list[str]) -> Counter[tuple[str, ...]]:
    """The runs of four words, each as often as it occurs; a shorter text is one run, an empty one none."""
    return Counter(tuple(text[i : i + SHINGLE]) for i in range(max(1, len(text) - SHINGLE + 1)) if text)


def overlap(gold: str, got: str) -> tuple[float, float]:
    """Precision and recall (0-1) of a text's shingles. No text at all scores zero, unless the page has none."""
    theirs = words(got)
    expected, found = shingles(_as_opened_and_closed(words(gold), theirs)), shingles(theirs)
    hits = (expected & found).total()
    precision = hits / found.total() if found else float(not expected)
    recall = hits / expected.total() if expected else float(not found)
    return precision, recall


def f1(precision: float, recall: float) -> float:
    """The harmonic mean of two shares."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def fields(gold: dict[str, Any], got: Reading, given: Collection[str]) -> dict[str, float]:
    """The score (0-1) of each field that the tool gives, where it applies.

    Title, day and minute are right or wrong, on pages that state them. Of authors, editors and tags it is the F1 of the
    two sets, on pages where gold or tool has any.
    """
    scores: dict[str, float] = {}
    if "title" in given and gold.get("title"):
        scores["title"] = float(words(got.title) == words(gold["title"]))
    if gold.get("published_at"):
        moment = datetime.fromisoformat(gold["published_at"])
        if "day" in given:
            scores["day"] = float(_day(got.published, moment) == moment.date())
        if "minute" in given and gold.get("published_precision", "minute") == "minute":
            scores["minute"] = float(_same_minute(got.published, moment))
    for name in ("authors", "editors", "tags"):
        expected, found = _names(gold.get(name)), _names(getattr(got, name))
        if name in given and name in gold and (expected or found):
            scores[name] = 2 * len(expected & found) / (len(expected) + len(found))
    return scores


def _as_opened_and_closed(gold: list[str], got: list[str]) -> list[str]:
    """The gold from where the reading begins to where it ends, if that is a dateline or initials away."""
    if len(got) < SHINGLE:
        return gold
    head = next((i for i in range(DATELINE + 1) if gold[i : i + SHINGLE] == got[:SHINGLE]), 0)
    tail = next((i for i in range(INITIALS + 1) if gold[: len(gold) - i][-SHINGLE:] == got[-SHINGLE:]), 0)
    return gold[head : len(gold) - tail]


def _day(published: date | None, gold: datetime) -> date | None:
    if not isinstance(published, datetime):
        return published
    return (published.astimezone(gold.tzinfo) if published.tzinfo else published).date()


def _same_minute(published: date | None, gold: datetime) -> bool:
    if not isinstance(published, datetime):
        return False
    moment = published if published.tzinfo else published.replace(tzinfo=gold.tzinfo)
    return abs((moment - gold).total_seconds()) < 60


def _names(values: Iterable[str] | None) -> set[str]:
    return {" ".join(words(value)) for value in values or ()} - {""}
