"""`kliping health`: every outlet's day held against those before it, and the pages to look at; needs no Prefect."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Engine

import db
from db.examples import examples
from db.health import Figures, histories, last_day
from flows.database import must_exist
from flows.health.drift import DAYS, Sign, signs

PAGES = 5  # to look at


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of an outlet on a day, what of it is unusual (nothing of a healthy one), and pages that show it."""

    outlet: str
    day: date
    figures: Figures
    signs: tuple[Sign, ...] = ()
    pages: tuple[str, ...] = ()


@dataclass(slots=True)
class Checkup:
    """What became of all outlets on a day; `shown_at` is where Prefect's UI shows it."""

    day: date
    outlets: list[Checked]
    shown_at: str | None = None

    @property
    def alarms(self) -> list[Checked]:
        """The outlets of which something is unusual."""
        return [checked for checked in self.outlets if checked.signs]


def check(db_url: str, outlet: str | None = None, day: date | None = None) -> Checkup:
    """Hold a day (the last one, where None) of all outlets, or of one, against the weeks before it.

    Raises db.DatabaseError, also where nothing came of the outlet in that time.
    """
    must_exist(db_url)
    with db.opened(db_url) as engine:
        db.migrate(engine)
        day = day or last_day(engine)
        if day is None:
            raise db.DatabaseError("there are no pages in the database: nothing has been run into it")
        checked = list(_checked(engine, outlet, day))
    if outlet and not checked:
        raise db.DatabaseError(f"nothing came of {outlet} on {day} and in the {DAYS} days before")
    return Checkup(day, checked)


def _checked(engine: Engine, outlet: str | None, day: date) -> Iterator[Checked]:
    found = histories(engine, day, DAYS)
    now = datetime.now(UTC)
    for name in sorted(found) if outlet is None else found.keys() & {outlet}:
        unusual = tuple(signs(found, name, day, now))
        figures = found[name].days[day] if day in found[name].days else Figures()
        yield Checked(name, day, figures, unusual, _pages(engine, name, day, unusual))


def _pages(engine: Engine, outlet: str, day: date, unusual: tuple[Sign, ...]) -> tuple[str, ...]:
    """Pages that show the signs, of the most certain first."""
    pages: dict[str, None] = {}
    for sign in unusual:
        if len(pages) < PAGES:
            pages |= dict.fromkeys(examples(engine, outlet, day, sign.figure, sign.kind, sign.usual, sign.value, PAGES))
    return tuple(pages)[:PAGES]
