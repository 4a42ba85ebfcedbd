"""Invented outlets: what came of their documents day by day, drawn by chance, and what can happen to them."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from db.health import NEWEST, SAMPLE, STEPS, Figures, History

START = date(2026, 3, 2)
CLEANERS = ("crosslink", "advert", "tags", "caption", "byline", "dateline", "signature", "related")


@dataclass(frozen=True)
class Outlet:
    """How an outlet is: documents on a weekday, and on a day of a weekend as a share of these; shares of its documents
    that hold no story, of its articles that have no date, that the general reader reads, and that have cuts; the
    median of their words and the spread of the logarithms; and how much all of that differs from day to day."""

    rate: float
    weekend: float = 0.6
    refused: float = 0.02
    undated: float = 0.02
    fallback: float = 0.02
    words: float = 300
    spread: float = 0.45
    cuts: dict[str, float] = field(default_factory=lambda: dict.fromkeys(CLEANERS, 0.5))
    unsteady: float = 0.03

    def day(self, dice: random.Random, when: date, number: int | None = None) -> list[Figures]:
        """The figures of each of its documents on a day, so many or as many as it happens to have."""
        is_weekend = when.weekday() >= 5
        busy = self.rate * (self.weekend if is_weekend else 1) * math.exp(dice.gauss(0, 0.15))
        number = _poisson(dice, busy) if number is None else number

        def today(share: float) -> float:  # of the kind of day: weekends are a little otherwise, too
            return share if share in (0, 1) else min(1.0, max(0.0, share + dice.gauss(0, self.unsteady)))

        words = self.words * math.exp(dice.gauss(0, 0.05)) * (0.9 if is_weekend else 1)
        of_day = replace(
            self,
            refused=today(self.refused),
            undated=today(self.undated),
            fallback=today(self.fallback),
            words=words,
            cuts={cleaner: today(share) for cleaner, share in self.cuts.items()},
        )
        midnight = datetime.combine(when, time(), UTC)
        seconds = sorted(dice.uniform(0, 86_400) for _ in range(number))
        return [of_day._document(dice, midnight + timedelta(seconds=second)) for second in seconds]

    def _document(self, dice: random.Random, at: datetime) -> Figures:
        if dice.random() < self.refused:
            return Figures(documents=1, lost=1, pages=1, refused=1, last_at=at)
        words = self.words * math.exp(dice.gauss(0, self.spread))
        figures = Figures(documents=1, pages=1, articles=1, last_at=at, newest_at=at - timedelta(hours=1))
        figures.undated = int(dice.random() < self.undated)
        figures.extractors["trafilatura" if dice.random() < self.fallback else "rules"] = 1
        figures.lengths[sum(words >= step for step in STEPS)] = 1
        figures.cuts.update(cleaner for cleaner, share in self.cuts.items() if dice.random() < share)
        return figures


def some_outlet(dice: random.Random) -> Outlet:
    """An outlet of any size and kind."""
    return Outlet(
        rate=math.exp(dice.uniform(math.log(2), math.log(300))),
        weekend=dice.choice((0, 0.3, 0.6, 0.8, 1)),
        refused=dice.choice((0, 0.01, 0.03, 0.1, 0.3)),
        undated=dice.choice((0, 0.01, 0.05, 0.3, 1)),
        fallback=dice.choice((0, 0.01, 0.05, 0.4, 1)),
        words=dice.uniform(80, 600),
        spread=dice.uniform(0.25, 0.9),
        cuts={cleaner: dice.choice((0, 0.02, 0.1, 0.5, 0.9, 1)) for cleaner in CLEANERS},
        unsteady=dice.choice((0, 0.02, 0.05)),
    )


class Archive:
    """What has come of an outlet so far, as `db.health` tells it."""

    def __init__(self, dice: random.Random, outlet: Outlet, days: int, name: str = "kabar") -> None:
        self.dice, self.outlet, self.name = dice, outlet, name
        self.documents: dict[date, list[Figures]] = {}
        for n in range(days):
            self.add(START + timedelta(n))

    def add(self, when: date, number: int | None = None, **other: Any) -> None:
        """Another day, or more of one, on which some of the outlet's ways are others."""
        came = replace(self.outlet, **other).day(self.dice, when, number)
        self.documents[when] = [*self.documents.get(when, ()), *came]

    def until(self, day: date, days: int = 28) -> History:
        history = History()
        seen = {when: came for when, came in self.documents.items() if day - timedelta(days) <= when <= day and came}
        for when, came in seen.items():
            looked = came if when == day else self.dice.sample(came, min(SAMPLE, len(came)))
            history.days[when] = _sum(looked)
            for name in ("documents", "lost", "pages", "refused"):
                setattr(history.days[when], name, sum(getattr(one, name) for one in came))
        history.newest = _sum([one for when in sorted(seen) for one in seen[when]][-NEWEST:])
        return history


def days_from(first: date, number: int) -> Iterator[date]:
    return (first + timedelta(n) for n in range(number))


def _sum(some: list[Figures]) -> Figures:
    return sum(some, Figures())


def _poisson(dice: random.Random, mean: float) -> int:
    if mean > 50:
        return max(0, round(dice.gauss(mean, math.sqrt(mean))))
    number, left = 0, math.exp(-mean)
    chance = dice.random()
    while chance > left:
        chance *= dice.random()
        number += 1
    return number
