"""`kliping outlet new`: draft the rules of an outlet from a few of its pages, and show how they read those."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from cleaners import RawPage, examine
from cleaners.drafting import Draft, Sample, draft_outlet
from cleaners.outlets import SEEDS, Outlet, Register, read_outlet
from flows.explain.account import Account
from flows.explain.terminal import show
from flows.fetch import FetchError
from flows.outlet.gather import Gathered, Unread, gather, read
from flows.outlet.toml import KEYS, render
from flows.text import count, plain

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)
_EXAMPLE = 60  # characters


class Undrafted(Exception):
    """Nothing can be drafted; the message says why."""


class Sole(Register):
    """The one outlet that there is: every page is its own, also a file that does not say where it comes from."""

    def __init__(self, outlet: Outlet) -> None:
        super().__init__({outlet.id: outlet})
        self.outlet = outlet

    def of(self, url: str | None) -> Outlet:
        return self.outlet


def new(
    names: list[str], name: str | None, folder: Path | None, *, dry_run: bool = False, allow_private: bool = False
) -> int:
    """Draft an outlet from the pages under some names (files, folders, addresses), show how it reads them, and write
    `folder`/<id>/outlet.toml. Returns the exit code: 0, 1 where some pages could not be read, 2 where nothing came of
    it."""
    console, errors = Console(highlight=False), Console(stderr=True, highlight=False, soft_wrap=True)
    folder = folder or SEEDS
    try:
        if name is not None and not _ID.fullmatch(name):
            raise Undrafted(f"{name!r} names no folder: an id is of lower-case letters, digits, - and _")
        if name and not dry_run:
            _free(folder, name)
        pages, samples, unread = _read(gather(names, allow_private=allow_private), errors)
        with errors.status("drafting"):
            draft = _draft(pages, samples, name)
        if not dry_run:
            _free(folder, draft.outlet.id)
        text = render(draft, len(samples), any(s.article.published_zone for s in samples))
        outlet = _parsed(draft.outlet.id, text)
        _show(console, draft, outlet, pages)
        if dry_run:
            console.print(Text(text), soft_wrap=True)
        else:
            _write(console, folder / outlet.id / "outlet.toml", text)
    except (Undrafted, FetchError, OSError) as error:
        errors.print(Text(f"kliping: {plain(str(error))}"))
        return 2
    return 1 if unread or draft.unread else 0


def _free(folder: Path, name: str) -> None:
    path = folder / name / "outlet.toml"
    if path.exists():
        raise Undrafted(f"{path} is there already and stays as it is; give another --id, or look with --dry-run")


def _read(gathered: Gathered, errors: Console) -> tuple[list[RawPage], list[Sample], list[Unread]]:
    """The pages that can be drafted from, each with what was read of it, and those that cannot, which are told."""
    unread = list(gathered.unread)
    pages, samples = [], []
    for page in track(gathered.pages, "reading", console=errors, transient=True, disable=not sys.stderr.isatty()):
        found = read(page)
        if isinstance(found, Unread):
            unread.append(found)
        else:
            pages.append(page)
            samples.append(found)
    for item in unread:
        errors.print(Text(plain(f"{item.locator}: {item.reason}")))
    if gathered.spared:
        errors.print(Text(f"{count(gathered.spared, 'page')} more were left alone: a few are enough"))
    if not pages:
        raise Undrafted("no page to draft from")
    return pages, samples, unread


def _draft(pages: list[RawPage], samples: list[Sample], name: str | None) -> Draft:
    try:
        draft = draft_outlet(samples, [page.url for page in pages], name)
    except ValueError as error:
        raise Undrafted(str(error)) from error
    if not draft.eras:
        raise Undrafted("no element holds the story of any page and nothing else")
    return draft


def _parsed(name: str, text: str) -> Outlet:
    """The outlet as it is read from its file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name / "outlet.toml"
        path.parent.mkdir()
        path.write_text(text, "utf-8")
        return read_outlet(path)


def _show(console: Console, draft: Draft, outlet: Outlet, pages: list[RawPage]) -> None:
    """The outlet, its selectors with what they read, and each page as it is read with them."""
    known = Sole(outlet)
    for page in pages:
        examined = examine(page.body, page.url, page.content_type, fetched_at=page.fetched_at, known=known)
        show(console, Account(page, examined.document, examined.article, examined.trail))
        console.print()
    console.rule(Text(outlet.id, "bold"), align="left", style="dim", characters="=")
    console.print(_facts(outlet))
    for number, era in enumerate(draft.eras, 1):
        reads = f"[[page]] {number} reads {count(len(era.pages), 'page')} of {len(pages)}"
        console.print(Text(f"\n{reads}", "bold"))
        grid = _grid()
        grid.add_row("body", Text(era.rule.body or ""), f"{len(era.pages)}/{len(era.pages)}", "")
        for css in era.rule.cut:
            grid.add_row("cut", Text(css), "", "")
        for key in KEYS:
            if placed := era.fields.get(key):
                said = [value for value in placed.said if value is not None]
                grid.add_row(key, Text(placed.css), f"{len(said)}/{len(era.pages)}", Text(_example(said)))
        console.print(grid)
        for key in KEYS:
            if key not in era.fields:
                console.print(Text(f"no place found for {key}", "dim"))
    for i in draft.unread:
        console.print(Text(plain(f"no rule reads {pages[i].locator}"), "red"))


def _facts(outlet: Outlet) -> Table:
    grid = _grid()
    facts: Iterable[tuple[str, tuple[str, ...]]] = (
        ("name", (outlet.name,)),
        ("domain", outlet.domains),
        ("aka", outlet.aka),
        ("zone", (outlet.zone,)),
        ("feeds", outlet.feeds),
        ("sitemaps", outlet.sitemaps),
        ("single", (outlet.single,) if outlet.single else ()),
    )
    for key, values in facts:
        grid.add_row(key, Text(plain(", ".join(values) or "none found"), "" if values else "dim"))
    return grid


def _grid() -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True, min_width=9)
    grid.add_column(overflow="fold", min_width=30)
    grid.add_column(justify="right")
    grid.add_column(overflow="ellipsis", no_wrap=True)
    return grid


def _example(said: list[object]) -> str:
    value = said[0]
    text = plain(" · ".join(map(str, value)) if isinstance(value, tuple) else str(value))
    return text if len(text) <= _EXAMPLE else f"{text[: _EXAMPLE - 1]}…"


def _write(console: Console, path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    console.print(Text(f"\nWritten to {plain(str(path))}. Read each line against the pages above and mend it."))
    console.print(
        "Then put a sample page beside it. The pages are their publisher's and are not copied: keep their markup and\n"
        'invent the story (CONTRIBUTING, "Add an outlet"). `make golden` and `kliping outlet check` do the rest.',
        soft_wrap=True,
    )
