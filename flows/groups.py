"""Pages in groups: cleaned and stored, and those that are settled already left as they are."""

import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import Engine

import db
from cleaners import RawPage, examine
from cleaners.outlets import SEEDS, register
from cleaners.registry import ruleset
from flows.files import digest
from flows.outcome import UNREAD, Bad, Outcome, Tally, told

# A group is what is held in memory and written in one transaction: a batch, unless it is of very many or large pages.
GROUP_PAGES = 500
GROUP_BYTES = 64_000_000

logging.getLogger("trafilatura").setLevel(logging.ERROR)  # it warns of each page without a story; so do we, once


def groups(items: Iterable[RawPage | db.Rejected]) -> Iterator[list[RawPage | db.Rejected]]:
    """Items in groups that the memory holds."""
    group: list[RawPage | db.Rejected] = []
    size = 0
    for item in items:
        group.append(item)
        size += len(item.body) if isinstance(item, RawPage) else 0
        if len(group) == GROUP_PAGES or size >= GROUP_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


@dataclass(slots=True)
class Reading:
    """What was read in a group: the results to store, what else is to be noted, and how many pages were settled
    already. `following` says where stories go on that are split over several pages: the result and the address."""

    results: list[db.Result] = field(default_factory=list)
    rejected: list[db.Rejected] = field(default_factory=list)
    unchanged: int = 0
    following: list[tuple[db.Result, str]] = field(default_factory=list)


def read_group(
    engine: Engine, group: Sequence[RawPage | db.Rejected], outcome: Outcome, outlets: Path = SEEDS
) -> Reading:
    """Clean the pages of a group that need it, by what is known of the outlets in a folder."""
    hashed = [(item, digest(item.body) if isinstance(item, RawPage) else item.sha256 or "") for item in group]
    rules = ruleset(outlets)
    settled = db.settled(engine, [(item.locator, sha256) for item, sha256 in hashed if sha256], rules)
    reading = Reading()
    for item, sha256 in hashed:
        verdict = settled.get((item.locator, sha256))
        if verdict == "stored":
            reading.unchanged += 1
            outcome.example = outcome.example or item.locator
            outcome.note("(unchanged)", Tally(pages=1))
        elif verdict is not None:
            outcome.again[verdict] += 1
            outcome.bad.append(Bad(item.locator, verdict, again=True))
            outcome.note("(unchanged)", Tally(pages=1, quarantined=1))
        elif isinstance(item, RawPage):
            result, following = _clean(item, outcome, outlets)
            reading.results.append(result)
            reading.following += [(result, following)] if following else []
        else:
            reading.rejected.append(item)
            outcome.bad.append(Bad(item.locator, told(item)))
            outcome.note(UNREAD, Tally(pages=1, quarantined=1))
    outcome.pages += len(group)
    return reading


def write_group(engine: Engine, reading: Reading, outcome: Outcome, run_id: str) -> None:
    """Store what was read in a group."""
    stored = db.store(engine, reading.results, run_id)
    db.quarantine(engine, reading.rejected)
    reasons = Counter(item.reason for item in reading.rejected)
    outcome.counts += stored + db.Counts(unchanged=reading.unchanged, quarantined=reasons)


def _clean(page: RawPage, outcome: Outcome, outlets: Path) -> tuple[db.Result, str | None]:
    start = time.perf_counter()
    known = register(outlets)
    examined = examine(page.body, page.url, page.content_type, fetched_at=page.fetched_at, known=known)
    article = replace(examined.article, ruleset=ruleset(outlets))
    seconds = time.perf_counter() - start
    if article.refused:
        outcome.bad.append(Bad(page.locator, article.refused))
    else:
        outcome.example = outcome.example or page.locator
    tally = Tally(1, int(not article.refused), len(article.cuts), int(bool(article.refused)), seconds)
    outcome.note(article.outlet or "(unknown)", tally)
    return db.Result(page, article), examined.following
