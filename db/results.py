"""What goes into the store and what comes back."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from cleaners.model import Article, RawPage


@dataclass(frozen=True, slots=True)
class Result:
    """A page and the article read from it; `article.refused` says why there is none. `site` names the page's site, and
    `sha256` is the hex digest of its body where that was taken already."""

    page: RawPage
    article: Article
    site: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A document of which not even a page can be stored.

    `stage` is where it failed ("read", "extract", ...), `reason` a short lower-case text, `sha256` the hex digest of
    its bytes where they could be read, and `error` the message of the failure.
    """

    locator: str
    stage: str
    reason: str
    sha256: str | None = None
    error: str | None = None


@dataclass(slots=True)
class Counts:
    """What became of documents: each one counts once. `quarantined` counts by reason."""

    stored: int = 0
    updated: int = 0
    unchanged: int = 0
    quarantined: dict[str, int] = field(default_factory=dict)

    def __add__(self, other: "Counts") -> "Counts":
        reasons = sorted(self.quarantined.keys() | other.quarantined.keys())
        return Counts(
            self.stored + other.stored,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            {reason: self.quarantined.get(reason, 0) + other.quarantined.get(reason, 0) for reason in reasons},
        )


class Sample(NamedTuple):
    """A stored article in short; `start` is the first 80 characters of its text."""

    outlet: str | None
    published_at: datetime | None
    title: str | None
    word_count: int
    start: str
