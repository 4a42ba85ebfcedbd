"""`kliping outlet check` on a terminal."""

import sys
from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from cleaners.outlets import SEEDS, Outlet, Register
from flows.outlet.check import Checked, read_outlets
from flows.outlet.check import check as check_outlet
from flows.text import count, plain


def check(names: Sequence[str], folder: Path | None) -> int:
    """Check outlets of a folder, all or those that are named, and print what was found. Returns the exit code: 0, 1
    where something was found, 2 where there is nothing to check."""
    console, errors = Console(highlight=False), Console(stderr=True, highlight=False, soft_wrap=True)
    folder = folder or SEEDS
    try:
        found = read_outlets(folder)
    except OSError as error:
        return _stop(errors, f"{folder}: {error.strerror}")
    if unknown := [name for name in names if name not in found]:
        return _stop(errors, f"{folder} has no outlet {', '.join(unknown)}")
    if not found:
        return _stop(errors, f"{folder} has no outlets")
    known = Register({name: outlet for name, outlet in found.items() if isinstance(outlet, Outlet)})
    checked = [
        check_outlet(folder / name, found[name], known)
        for name in track(names or found, "checking", console=errors, transient=True, disable=not sys.stderr.isatty())
    ]
    console.print(_table(checked))
    for item in checked:
        for finding in item.findings:
            console.print(Text(plain(f"{item.id}: {finding}"), "red"), soft_wrap=True)
    findings = sum(len(item.findings) for item in checked)
    console.print(f"{count(len(checked), 'outlet')}, {count(findings, 'finding') if findings else 'nothing found'}")
    return 1 if findings else 0


def _table(checked: Sequence[Checked]) -> Table:
    """A line an outlet."""
    table = Table(box=box.SIMPLE, pad_edge=False)
    table.add_column("outlet", no_wrap=True)
    for name in ("samples", "page rules"):
        table.add_column(name, justify="right")
    table.add_column("rules without a sample")
    table.add_column("findings", justify="right")
    for item in checked:
        unseen = ", ".join(f"[[page]] {number}" for number in item.unseen)
        row = (item.id, str(item.samples), str(item.rules), unseen and f"{unseen}: no sample", str(len(item.findings)))
        table.add_row(*(Text(plain(cell)) for cell in row))
    return table


def _stop(errors: Console, message: str) -> int:
    errors.print(Text(f"kliping: {plain(message)}"))
    return 2
