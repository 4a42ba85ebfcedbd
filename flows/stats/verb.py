"""The verb `kliping stats`. Like those of flows.cli it imports what it needs when it runs."""

from pathlib import Path
from typing import Annotated

import typer

from flows import DEFAULT_DB
from flows.command import Database, stop, told


def stats(
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page for a browser instead.")] = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Show the corpus at a glance: outlets, days, languages, kinds, extractors, cuts, quarantine and copies."""
    from rich.console import Console

    from db import migrate, opened
    from db import stats as add_up
    from flows.database import must_exist
    from flows.stats import page, terminal

    with told("the corpus is as it was"):
        must_exist(db)
        with opened(db) as engine:
            migrate(engine)
            found = add_up(engine)
    if html is None:
        terminal.show(Console(highlight=False), found)
        return
    try:
        html.write_text(page.render(found), encoding="utf-8")
    except OSError as error:
        stop(f"{html} cannot be written: {error.strerror or error}")
    typer.echo(f"Written to {html}")
