"""What people see of learning: a bar while it goes on, and a summary."""

import sys
from collections import Counter
from types import TracebackType

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars
from rich.table import Table
from rich.text import Text

from flows.memory.lesson import Lesson
from flows.text import count, plain

_SHOWN = 20  # pieces of furniture


class Progress:
    """A bar for each step, on a terminal."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        console = Console(stderr=True)
        self.bars = Bars(*columns, console=console, transient=True, disable=not sys.stderr.isatty())
        self.task: TaskID | None = None

    def __enter__(self) -> "Progress":
        self.bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.bars.stop()

    def begin(self, what: str, total: int | None) -> None:
        """A new bar."""
        self.task = self.bars.add_task(what, total=total)

    def advance(self, number: int) -> None:
        """Move it."""
        if self.task is not None:
            self.bars.advance(self.task, number)


def by_site(lesson: Lesson) -> list[dict[str, str | int]]:
    """What was learned of each site, as rows of a table."""
    furniture = Counter(item.site for item in lesson.furniture)
    rules = Counter(item.site for item in lesson.rules)
    sites = sorted(furniture.keys() | rules.keys())
    return [{"site": site, "furniture": furniture[site], "page rules": rules[site]} for site in sites]


def verdict(lesson: Lesson) -> str:
    """One sentence on what it came to."""
    learned = [
        f"{count(len(lesson.furniture), 'piece')} of furniture" if lesson.furniture else "",
        count(len(lesson.rules), "page rule") if lesson.rules else "",
        f"{lesson.copies.copies:,} copies among the articles" if lesson.copies and lesson.copies.copies else "",
    ]
    said = ", ".join(filter(None, learned)) or "nothing learned"
    return f"{said}; {count(lesson.articles, 'article')} new or changed" if lesson.articles else said


def show(console: Console, lesson: Lesson) -> None:
    """The summary for a terminal."""
    if rows := by_site(lesson):
        table = Table(box=box.SIMPLE, pad_edge=False)
        for name in rows[0]:
            table.add_column(name, justify="left" if name == "site" else "right")
        for row in rows:
            table.add_row(*(Text(plain(str(value))) for value in row.values()))
        console.print(table)
    for item in lesson.furniture[:_SHOWN]:
        console.print(Text(f"furniture of {plain(item.site)}: {plain(item.text)}"), overflow="ellipsis", no_wrap=True)
    if (more := len(lesson.furniture) - _SHOWN) > 0:
        console.print(f"and {more} more: see the table furniture")
    for rule in lesson.rules[:_SHOWN]:
        said = f"stories of {rule.site} stand in {rule.rule.body}: {count(rule.pages, 'page')} agree"
        console.print(Text(plain(said)), overflow="ellipsis", no_wrap=True)
    console.print(f"{verdict(lesson)}, in {lesson.seconds:.1f} seconds")
    if lesson.furniture or lesson.rules:
        console.print("New pages are read by it from now on, stored ones by: kliping clean --stale")
    if lesson.shown_at:
        console.print(f"Prefect's UI shows this run at {lesson.shown_at}", soft_wrap=True)
