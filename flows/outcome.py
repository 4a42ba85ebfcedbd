"""What came of a batch, or of a whole run: batches add up."""

from collections import Counter
from dataclasses import dataclass, field

from db import Counts, Rejected

NAMED = 100  # so many bad pages are named in a total; all of them stand in the quarantine table
UNCHANGED = "(unchanged)"  # pages that no one had to read again: their outlet was not asked


@dataclass(slots=True)
class Tally:
    """What came of one outlet's pages; `seconds` is the time that their extraction took, and `sample` the locator of a
    page that was read and gave an article."""

    pages: int = 0
    articles: int = 0
    cuts: int = 0
    quarantined: int = 0
    seconds: float = 0.0
    sample: str | None = None

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.pages + other.pages,
            self.articles + other.articles,
            self.cuts + other.cuts,
            self.quarantined + other.quarantined,
            self.seconds + other.seconds,
            self.sample or other.sample,
        )


UNREAD = "(unread)"  # stands for the outlet of what could not be read

# What a crawl counts before it has pages, in the order of its summary.
SOURCES_READ = "feeds, sitemaps, index pages read"
SOURCES_UNCHANGED = "feeds, sitemaps, index pages unchanged"
SOURCES_LEFT = "sitemaps left out"
DEAD = "dead feeds and index pages"
NEW = "addresses new"
KNOWN = "addresses known"
OLD = "addresses of old articles"
NO_ARTICLES = "addresses of no article"
ELSEWHERE = "addresses of other sites"
LEFT = "addresses left for the next crawl"
DISCOVERED = (SOURCES_READ, SOURCES_UNCHANGED, SOURCES_LEFT, DEAD, NEW, KNOWN, OLD, NO_ARTICLES, ELSEWHERE, LEFT)


@dataclass(frozen=True, slots=True)
class Bad:
    """A page that did not go in, and why; `again` where an earlier run said so already and nothing has changed."""

    locator: str
    reason: str
    again: bool = False


def told(rejected: Rejected) -> str:
    """Why something was rejected, in a line."""
    return f"{rejected.reason} ({rejected.error})" if rejected.error else rejected.reason


@dataclass(slots=True)
class Outcome:
    """What became of so many pages; of a run, also which files were `skipped`, by suffix, what was `passed_over` in
    archives, by kind, and its `seconds`.

    `bad` names the pages that are in quarantine, and `again` counts by reason those that were there before. Of a crawl,
    `discovered` counts what came of feeds, sitemaps and index pages, and of the addresses in them.
    `example` is the locator of a page that is in the corpus, and `shown_at` where Prefect's UI shows the run.
    """

    pages: int = 0
    counts: Counts = field(default_factory=Counts)
    again: Counter[str] = field(default_factory=Counter)
    bad: list[Bad] = field(default_factory=list)
    outlets: dict[str, Tally] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)
    passed_over: Counter[str] = field(default_factory=Counter)
    discovered: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    example: str | None = None
    shown_at: str | None = None

    def __add__(self, other: "Outcome") -> "Outcome":
        total = Outcome(
            self.pages + other.pages,
            self.counts + other.counts,
            self.again + other.again,
            (self.bad + other.bad)[:NAMED],
            dict(self.outlets),
            self.skipped + other.skipped,
            self.passed_over + other.passed_over,
            self.discovered + other.discovered,
            self.seconds + other.seconds,
            self.example or other.example,
            self.shown_at or other.shown_at,
        )
        for outlet, tally in other.outlets.items():
            total.note(outlet, tally)
        return total

    def note(self, outlet: str, tally: Tally) -> None:
        """Add to what came of an outlet."""
        self.outlets[outlet] = self.outlets.get(outlet, Tally()) + tally

    def reject(self, rejected: Rejected, outlet: str) -> None:
        """Add what could not be had of an outlet, or not be read."""
        self.counts += Counts(quarantined={rejected.reason: 1})
        self.bad.append(Bad(rejected.locator, told(rejected)))
        self.note(outlet, Tally(quarantined=1))

    @property
    def bad_pages(self) -> int:
        """How many pages did not go in."""
        return sum(self.counts.quarantined.values()) + sum(self.again.values())
