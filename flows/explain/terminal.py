"""An account on a terminal. Page text is only ever a `Text`: markup that it holds is never interpreted."""

from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from flows.explain.account import Account, Pieces, reason
from flows.text import count, plain


def show(console: Console, account: Account) -> None:
    """Print the header, the trail, the blocks and the counts of a page."""
    console.print(Text(plain(account.article.title or "No title stated"), "bold"))
    console.print(Text(plain(account.page.locator), "dim"))
    if account.notice:
        console.print(Text(account.notice, "bold red"))
    for heading, table in (
        ("Metadata", _facts(account)),
        ("Extractor", _trail(account)),
        ("Page", _blocks(account)),
        ("Words", _counts(account)),
    ):
        console.print()
        console.rule(Text(heading, "bold"), align="left", style="dim", characters="-")
        console.print(table)
    console.print(Text(f"ruleset {plain(account.article.ruleset)}", "dim"))


def _grid(*justify: JustifyMethod) -> Table:
    """A table without lines: narrow columns, and a last one that takes what is left and wraps."""
    grid = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    for side in justify[:-1]:
        grid.add_column(justify=side, no_wrap=True)
    grid.add_column(justify=justify[-1], overflow="fold")
    return grid


def _facts(account: Account) -> Table:
    grid = _grid("right", "left")
    for fact in account.facts:
        value = Text(fact.value)
        if fact.source:
            value.append(f"  <- {fact.source}", "dim")
        grid.add_row(Text(fact.label, "dim"), value)
    if account.unstated:
        grid.add_row(Text("Not stated", "dim"), Text(", ".join(account.unstated).lower(), "dim"))
    return grid


def _trail(account: Account) -> Table:
    grid = _grid("right", "left", "left")
    for link, verdict in account.trail:
        won = link == account.article.extractor
        grid.add_row(
            Text("=>" if won else "", "bold green"),
            Text(plain(link), "bold green" if won else "dim"),
            Text(plain(verdict), "" if won else "dim"),
        )
    return grid


def _blocks(account: Account) -> Table:
    grid = _grid("right", "left")
    previous_kept = False
    for folded, blocks in account.regions():
        if folded:
            words = sum(len(text.split()) for _, pieces in blocks for text, _ in pieces)
            names = sorted({cleaner for _, pieces in blocks for _, cleaner in pieces if cleaner})
            summary = f"... {count(len(blocks), 'block')}, {count(words, 'word')} outside the story"
            grid.add_row(Text(plain(", ".join(names)), "red"), Text(summary, "dim red"))
            previous_kept = False
            continue
        for block, pieces in blocks:
            kept = any(cleaner is None and text.strip() for text, cleaner in pieces)
            if (kept or previous_kept) and not block.continues and grid.row_count:
                grid.add_row()
            _add_pieces(grid, pieces, account.foreign, "bold" if block.kind == "h" else "")
            previous_kept = kept
    return grid


def _add_pieces(grid: Table, pieces: Pieces, foreign: dict[str, str], style: str) -> None:
    for text, cleaner in pieces:
        words = Text(plain(text).strip())
        if not words:
            continue
        if cleaner is None:
            words.stylize(style)
            language = foreign.get(" ".join(text.split()))
            grid.add_row(Text(f"in {language}", "dim") if language else Text(""), words)
        else:
            words.stylize("strike red dim")
            grid.add_row(Text(plain(cleaner), "red"), words)


def _counts(account: Account) -> Table:
    grid = _grid("right", "right", "left", "left")
    grid.add_row(Text(f"{account.kept_words:,}", "bold"), Text(""), Text("kept", "bold"), Text(""))
    for cleaner, tally in account.cuts.items():
        grid.add_row(
            Text(f"{tally.words:,}"),
            Text(f"{tally.passages:,}x", "dim"),
            Text(plain(cleaner), "red"),
            Text(reason(cleaner)),
        )
    return grid
