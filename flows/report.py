"""What people see of a run: progress and bad pages while it goes on, a summary and sample rows at its end."""

import sys
from collections.abc import Sequence
from types import TracebackType

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from db import Sample
from flows.outcome import DISCOVERED, UNREAD, Bad, Outcome, Tally
from flows.text import count, plain


def complaint(bad: Bad) -> str:
    """The line that names a bad page."""
    again = " (in quarantine already and unchanged: not tried again)" if bad.again else ""
    return plain(f"{bad.locator}: {bad.reason}{again}")


class Live:
    """A run as it goes on: bad pages on stderr as they come and, on a terminal, a progress bar over so many pages.

    `total` is what has become of the pages so far.
    """

    def __init__(self, pages: int, what: str = "cleaning") -> None:
        self.total = Outcome()
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("pages"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self.task = self.progress.add_task(what, total=pages)

    def __enter__(self) -> "Live":
        self.progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.progress.stop()

    def say(self, line: str) -> None:
        """Print a line on stderr, above the bar."""
        self.progress.console.print(Text(plain(line)), soft_wrap=True)

    def show(self, outcome: Outcome) -> None:
        """Show what became of a batch, and add it to the total."""
        self.note(outcome)
        self.advance(outcome.pages)

    def note(self, outcome: Outcome) -> None:
        """Add to the total, and name the bad pages, without moving the bar."""
        self.total += outcome
        for bad in outcome.bad:
            self.say(complaint(bad))

    def advance(self, pages: int) -> None:
        """Move the bar by so many pages."""
        self.progress.advance(self.task, pages)

    @property
    def percentage(self) -> float:
        """How much is done of what is known to be to do."""
        return self.progress.tasks[0].percentage

    def expect(self, pages: int) -> None:
        """Make the bar longer by so many pages."""
        self.progress.update(self.task, total=(self.progress.tasks[0].total or 0) + pages)


def figures(outcome: Outcome) -> list[tuple[str, str]]:
    """The rows of the summary: what was counted, and how many."""
    counts = outcome.counts
    articles = counts.stored + counts.updated
    unread = outcome.outlets.get(UNREAD, Tally()).pages
    rows = [(name, outcome.discovered[name]) for name in DISCOVERED if outcome.discovered[name]]
    rows += [
        ("pages read", outcome.pages - unread),
        ("articles stored", counts.stored),
        ("articles updated", counts.updated),
        ("pages unchanged", counts.unchanged),
    ]
    rows += [(f"quarantined: {reason}", n) for reason, n in sorted(counts.quarantined.items())]
    rows += [(f"in quarantine before: {reason}", n) for reason, n in sorted(outcome.again.items())]
    rows += [(f"files skipped: {suffix}", n) for suffix, n in sorted(outcome.skipped.items())]
    rows += [(f"records passed over: {kind}", n) for kind, n in sorted(outcome.passed_over.items())]
    shown = [(plain(name), f"{n:,}") for name, n in rows]
    speed = articles / outcome.seconds if outcome.seconds else 0
    return [*shown, ("seconds", f"{outcome.seconds:.1f}"), ("articles a second", f"{speed:.0f}")]


def summary(outcome: Outcome) -> Table:
    """The summary as a table for a terminal."""
    table = Table(box=box.SIMPLE, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for name, value in figures(outcome):
        table.add_row(Text(name), Text(value))
    return table


def verdict(outcome: Outcome) -> str:
    """One sentence on what the run came to."""
    counts = outcome.counts
    if counts.stored or counts.updated:
        said = f"{count(counts.stored + counts.updated, 'article')} went in"
    elif outcome.pages:
        said = f"nothing new: {count(counts.unchanged, 'page')} unchanged"
    else:
        said = "nothing new" if outcome.discovered else "no pages to read"
    return f"{said}; {count(outcome.bad_pages, 'page')} in quarantine" if outcome.bad_pages else said


def sample(rows: Sequence[Sample]) -> Table:
    """Stored articles, a row each."""
    table = Table(box=box.SIMPLE, pad_edge=False, expand=True)
    for name in ("outlet", "published (UTC)"):
        table.add_column(name, no_wrap=True)
    table.add_column("title", no_wrap=True, ratio=2)
    table.add_column("words", no_wrap=True, justify="right")
    table.add_column("text", no_wrap=True, ratio=2)
    for row in rows:
        published = f"{row.published_at:%Y-%m-%d %H:%M}" if row.published_at else "-"
        cells = (row.outlet or "-", published, row.title or "-", f"{row.word_count:,}", row.start)
        table.add_row(*(Text(plain(cell)) for cell in cells))
    return table


def by_outlet(outcome: Outcome) -> list[dict[str, str | int | float]]:
    """What came of each outlet, as rows of a table."""
    return [
        {
            "outlet": outlet,
            "pages": tally.pages,
            "articles": tally.articles,
            "cuts": tally.cuts,
            "quarantined": tally.quarantined,
            "seconds": round(tally.seconds, 2),
        }
        for outlet, tally in sorted(outcome.outlets.items())
    ]


def markdown(outcome: Outcome) -> str:
    """The summary and the first bad pages as Markdown."""
    lines = ["| | |", "|---|---:|", *(f"| {name} | {value} |" for name, value in figures(outcome))]
    if outcome.bad:
        lines += ["", "Not in the corpus:", "", *(f"- `{complaint(bad).replace('`', ' ')}`" for bad in outcome.bad)]
    return "\n".join(lines)
