"""Pages in groups: cleaned and stored, and those that are settled already left as they are."""

import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine

import db
from cleaners import RawPage
from cleaners.outlets import SEEDS, register
from cleaners.registry import ruleset
from cleaners.site import Site, versioned
from flows import guard
from flows.files import digest
from flows.known import examine_page
from flows.outcome import UNREAD, Bad, Outcome, Tally, told

# A group is what is held in memory and written in one transaction: a batch, unless it is of very many or large pages.
GROUP_PAGES = 500
GROUP_BYTES = 64_000_000

Item = TypeVar("Item", RawPage, RawPage | db.Rejected)

logging.getLogger("trafilatura").setLevel(logging.ERROR)  # it warns of each page without a story; so do we, once


def groups(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Items in groups that the memory holds."""
    group: list[Item] = []
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
    already. `following` says where stories go on that are split over several pages: the result and the address.
    `uses` are, by site, the learned rules by which its pages were read, in order: None where none of them fits."""

    results: list[db.Result] = field(default_factory=list)
    rejected: list[db.Rejected] = field(default_factory=list)
    unchanged: int = 0
    following: list[tuple[db.Result, str]] = field(default_factory=list)
    uses: dict[str, list[str | None]] = field(default_factory=dict)


def read_group(
    engine: Engine, group: Sequence[RawPage | db.Rejected], outcome: Outcome, outlets: Path = SEEDS
) -> Reading:
    """Clean the pages of a group that need it, by what is known of the outlets in a folder and learned of sites."""
    group = list(guard.fated(group))
    hashed = [(item, digest(item.body) if isinstance(item, RawPage) else item.sha256 or "") for item in group]
    sites = db.learned_sites(engine)
    keys = [(item.locator, sha256) for item, sha256 in hashed if sha256]
    settled = db.settled(engine, keys, ruleset(outlets), sites)
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
            _clean(item, sha256, reading, outcome, outlets, sites)
        else:
            _reject(item, reading, outcome)
    outcome.pages += len(group)
    return reading


def reread_group(engine: Engine, pages: Sequence[RawPage], outcome: Outcome, outlets: Path = SEEDS) -> Reading:
    """Clean stored pages anew, whether they need it or not."""
    sites = db.learned_sites(engine)
    reading = Reading()
    pages = list(guard.fated(pages))
    for page in pages:
        _clean(page, digest(page.body), reading, outcome, outlets, sites)
    outcome.pages += len(pages)
    return reading


def write_group(
    engine: Engine,
    reading: Reading,
    outcome: Outcome,
    run_id: str,
    *,
    again: bool = False,
    lease: db.Lease | None = None,
) -> None:
    """Store what was read in a group, of pages that are stored already where `again`: they say nothing of whether a
    learned rule fits the pages of today. Raises db.LeaseLost where the lease of their batch does not hold any more."""
    stored = db.store(engine, reading.results, run_id, again=again, lease=lease)
    if not again:
        db.note_uses(engine, reading.uses)
    db.quarantine(engine, reading.rejected)
    reasons = Counter(item.reason for item in reading.rejected)
    outcome.counts += stored + db.Counts(unchanged=reading.unchanged, quarantined=reasons)


def _reject(item: db.Rejected, reading: Reading, outcome: Outcome) -> None:
    reading.rejected.append(item)
    outcome.bad.append(Bad(item.locator, told(item)))
    outcome.note(UNREAD, Tally(pages=1, quarantined=1))


def _clean(
    page: RawPage, sha256: str, reading: Reading, outcome: Outcome, outlets: Path, sites: Mapping[str, Site]
) -> None:
    if death := guard.fates.death:
        _reject(db.Rejected(page.locator, "work", death.reason, sha256, death.detail), reading, outcome)
        return
    start = time.perf_counter()
    with guard.watched(page):
        examined = examine_page(page, register(outlets), sites)
    version = versioned(ruleset(outlets), sites.get(examined.site or ""))
    article = replace(examined.article, ruleset=version)
    seconds = time.perf_counter() - start
    if article.refused:
        outcome.bad.append(Bad(page.locator, article.refused))
    else:
        outcome.example = outcome.example or page.locator
    sample = None if article.refused else page.locator
    tally = Tally(1, int(not article.refused), len(article.cuts), int(bool(article.refused)), seconds, sample)
    outcome.note(article.outlet or "(unknown)", tally)
    result = db.Result(page, article, examined.site, sha256)
    reading.results.append(result)
    links = dict(examined.trail)
    if examined.site and sites.get(examined.site, Site()).rules and "learned" in links and not article.refused:
        fits = "json-ld" not in links  # the next link, else
        reading.uses.setdefault(examined.site, []).append(links["learned"] if fits else None)
    reading.following += [(result, examined.following)] if examined.following else []
