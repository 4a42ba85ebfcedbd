"""The verb `kliping export`. Like those of flows.cli it imports what it needs when it runs."""

from pathlib import Path
from typing import Annotated

import typer

from flows import DEFAULT_DB
from flows.command import Database, Language, Outlet, Since, Until, stop, told

_SUFFIXES = "Raw pages: .warc, .warc.gz. Articles: .jsonl, .jsonl.gz, .jsonl.zst, .parquet, .csv."


def export(
    file: Annotated[Path, typer.Argument(help=_SUFFIXES)],
    outlet: Outlet = None,
    language: Language = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="Only story, gallery, video or live.")] = None,
    since: Since = None,
    until: Until = None,
    min_words: Annotated[int, typer.Option(min=0, help="Only of so many words or more.")] = 0,
    no_copies: Annotated[
        bool, typer.Option("--no-copies", help="Without copies of what another article told first (kliping learn).")
    ] = False,
    card: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a data card, too: Markdown, such as README.md.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    db: Database = DEFAULT_DB,
) -> None:
    """Write the raw pages of the corpus as an archive, or its articles with all their columns."""
    from db import Selection
    from flows.export.files import Unexported
    from flows.export.files import export as write

    first, last = (moment.date() if moment else None for moment in (since, until))
    with told("nothing was written"):
        try:
            only = Selection(outlet, language, kind, first, last, min_words, copies=not no_copies)
            typer.echo(write(file, db, only, card, force=force))
        except Unexported as error:
            stop(str(error))
