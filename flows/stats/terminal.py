"""The figures of a corpus on a terminal."""

from rich.columns import Columns
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from db import OutletStats, Stats
from db.stats import Counts
from flows.stats.charts import sparkline, spread
from flows.stats.totals import UNKNOWN, groups, headline
from flows.text import plain

OUTLETS = 20  # that are shown one by one
_WIDE = 110  # columns: what shows the first and the last day as well
_BAR = 12


def show(console: Console, stats: Stats) -> None:
    """Print what the corpus holds, by outlet and by what is known of the articles."""
    console.print(Text(headline(stats), "bold"))
    if not stats.outlets:
        return
    console.print(_outlets(stats, console.width >= _WIDE))
    tables = [Group(Text(title, "bold"), _counted(counts)) for title, counts in groups(stats).items() if counts]
    console.print(Columns(tables, padding=(1, 4)))


def _outlets(stats: Stats, wide: bool) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("outlet", no_wrap=True)
    for name in ("articles", "pages", "words", "copies", "days"):
        table.add_column(name, justify="right", no_wrap=True)
    for name in ("first", "last") if wide else ():
        table.add_column(name, no_wrap=True)
    table.add_column("by day (UTC)", no_wrap=True)
    everything = stats.days
    span = (min(everything), max(everything)) if everything else None
    for outlet in stats.outlets[:OUTLETS]:
        figures = (outlet.articles, outlet.pages, outlet.words, outlet.copies, len(outlet.days))
        ends = (f"{min(outlet.days)}", f"{max(outlet.days)}") if outlet.days else ("", "")
        sparks = sparkline(spread(outlet.days, *span, 24 if wide else 12)) if span else ""
        row = [_name(outlet), *(f"{figure:,}" for figure in figures), *(ends if wide else ())]
        table.add_row(*row, Text(sparks, "green"))
    if len(stats.outlets) > OUTLETS:
        rest = stats.outlets[OUTLETS:]
        figures = tuple(sum(getattr(one, name) for one in rest) for name in ("articles", "pages", "words", "copies"))
        table.add_row(Text(f"{len(rest):,} more", "dim"), *(f"{figure:,}" for figure in figures), style="dim")
    return table


def _counted(counts: Counts) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    top = max(counts.values())
    for name, number in counts.items():
        bar = "█" * max(1, round(number / top * _BAR))
        table.add_row(Text(plain(name or UNKNOWN)), Text(f"{number:,}", justify="right"), Text(bar, "green"))
    return table


def _name(outlet: OutletStats) -> Text:
    return Text(plain(outlet.outlet)) if outlet.outlet else Text(UNKNOWN, "dim")
