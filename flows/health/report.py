"""What people and programs see of a checkup."""

import json
import shlex
from collections.abc import Iterator
from typing import Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from db.health import Figures
from flows.health.checkup import Checked, Checkup
from flows.health.drift import Sign, median_length, share
from flows.text import count, plain

_SAID = {
    "lost": "{value:.0%} of the documents gave no article, usually {usual:.0%}",
    "refused": "{value:.0%} of the pages hold no article, usually {usual:.0%}",
    "undated": "{value:.0%} of the articles have no date, usually {usual:.0%}",
    "fallback": "{value:.0%} of the articles are read as those of an unknown site, usually {usual:.0%}",
    "extractors": "{value:.0%} of the articles are read by {kind}, usually {usual:.0%}",
    "lengths": "the median article has {value:.0f} words, usually {usual:.0f}",
    "cuts": "{value:.0%} of the articles have a cut by {kind}, usually {usual:.0%}",
    "documents": "{value:.0f} documents came on {kind}, usually {usual:.0f}",
    "newest": "the newest article is {value:.1f} days old, never more than {usual:.1f} before",
}


def said(sign: Sign) -> str:
    """A sign as a sentence without its stop."""
    return _SAID[sign.figure].format(value=sign.value, usual=sign.usual, kind=plain(sign.kind or ""))


def verdict(checkup: Checkup) -> str:
    """One sentence on what a checkup came to."""
    looked = f"{count(len(checkup.outlets), 'outlet')} on {checkup.day}"
    if not checkup.alarms:
        return f"{looked}: nothing unusual"
    return f"{looked}: {count(len(checkup.alarms), 'alarm')} ({', '.join(plain(one.outlet) for one in checkup.alarms)})"


def rows(checkup: Checkup) -> list[dict[str, str]]:
    """What came of each outlet, as rows of a table."""
    return [_row(checked) for checked in checkup.outlets]


def markdown(checkup: Checkup) -> str:
    """The alarms: what is unusual, and what to look at."""
    lines = [verdict(checkup)]
    for alarm in checkup.alarms:
        lines += ["", f"## {plain(alarm.outlet)}", "", *(f"- {said(sign)}" for sign in alarm.signs)]
        if alarm.pages:
            lines += ["", "Look at:", "", *(f"- `{command}`" for command in _commands(alarm))]
    return "\n".join(lines)


def show(checkup: Checkup) -> None:
    """Print the outlets as a table, then the alarms."""
    console = Console(highlight=False)
    table = Table(box=box.SIMPLE, pad_edge=False, padding=(0, 1, 0, 0))
    for i, name in enumerate(_row(checkup.outlets[0]) if checkup.outlets else ()):
        table.add_column(name, justify="right" if i else "left", no_wrap=True)
    for checked in checkup.outlets:
        table.add_row(*map(Text, _row(checked).values()), style="red" if checked.signs else None)
    console.print(table)
    for alarm in checkup.alarms:
        console.print(Text(plain(alarm.outlet), "bold red"))
        for sign in alarm.signs:
            console.print(Text(f"  {said(sign)}"), soft_wrap=True)
        for command in _commands(alarm):
            console.print(Text(f"  look at: {command}"), soft_wrap=True)
    console.print(Text(verdict(checkup)), soft_wrap=True)
    if checkup.shown_at:
        console.print(f"Prefect's UI shows this run at {checkup.shown_at}", soft_wrap=True)


def print_json(checkup: Checkup) -> None:
    """Print each outlet as a line of JSON."""
    for checked in checkup.outlets:
        typer.echo(json.dumps(record(checked), ensure_ascii=False))


def record(checked: Checked) -> dict[str, Any]:
    """An outlet's day for programs; shares are of 1, `None` where there is nothing to have one of."""
    figures = checked.figures
    return {
        "outlet": checked.outlet,
        "day": checked.day.isoformat(),
        "healthy": not checked.signs,
        "documents": figures.documents,
        "articles": figures.documents - figures.lost,
        **{f"{name}_share": _of(figures, name) for name in ("lost", "refused", "undated", "fallback")},
        "median_words": median_length(figures.lengths),
        "extractors": dict(figures.extractors),
        "newest_at": figures.newest_at.isoformat() if figures.newest_at else None,
        "signs": [
            {"figure": sign.figure, "kind": sign.kind, "value": sign.value, "usual": sign.usual, "said": said(sign)}
            for sign in checked.signs
        ],
        "pages": list(checked.pages),
    }


def _row(checked: Checked) -> dict[str, str]:
    figures = checked.figures
    length = median_length(figures.lengths)
    return {
        "outlet": plain(checked.outlet),
        "pages": f"{figures.documents:,}",
        "yield": _percent(_of(figures, "lost"), inverse=True),
        "empty": _percent(_of(figures, "refused")),
        "words": f"{length:.0f}" if length else "-",
        "undated": _percent(_of(figures, "undated")),
        "fallback": _percent(_of(figures, "fallback")),
        "newest": f"{figures.newest_at:%Y-%m-%d}" if figures.newest_at else "-",
    }


def _of(figures: Figures, name: str) -> float | None:
    part, whole = share(figures, name)
    return part / whole if whole else None


def _percent(value: float | None, *, inverse: bool = False) -> str:
    return "-" if value is None else f"{1 - value if inverse else value:.0%}"


def _commands(alarm: Checked) -> Iterator[str]:
    """What shows the pages of an alarm."""
    return (f"kliping explain {shlex.quote(plain(page))}" for page in alarm.pages)
