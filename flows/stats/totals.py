"""What both the terminal and the page say of a corpus."""

from db import Stats
from db.stats import Counts
from flows.text import count

UNKNOWN = "not known"


def headline(stats: Stats) -> str:
    """The corpus in one line."""
    if not stats.outlets and not stats.quarantine:
        return "The corpus is empty"
    known = sum(outlet.outlet is not None for outlet in stats.outlets)
    parts = [
        count(sum(outlet.articles for outlet in stats.outlets), "article"),
        count(sum(outlet.words for outlet in stats.outlets), "word"),
        count(sum(outlet.pages for outlet in stats.outlets), "page"),
        count(known, "outlet"),
        f"{count(len(stats.days), 'day')} of publication",
    ]
    return ", ".join(parts)


def groups(stats: Stats) -> dict[str, Counts]:
    """What is counted, by its title."""
    return {
        "Languages": stats.languages,
        "Kinds": stats.kinds,
        "Read by": stats.extractors,
        "Cuts by reason": stats.cuts,
        "Quarantine by reason": stats.quarantine,
    }
