"""The verb `kliping search`. Like those of flows.cli it imports what it needs when it runs."""

from typing import Annotated

import typer

from flows import DEFAULT_DB
from flows.command import Database, Language, Outlet, Since, Until, stop, told


def search(
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS…", help='Words that must all occur, and "phrases in quotation marks".')
    ],
    db: Database = DEFAULT_DB,
    outlet: Outlet = None,
    language: Language = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option(min=1, help="Print no more than so many articles.")] = 10,
    json: Annotated[bool, typer.Option("--json", help="Print each article as a line of JSON.")] = False,
) -> None:
    """Find stored articles by their words, the best first, each with the passage that holds them.

    Case, accents and punctuation do not count. A word of the headline weighs as much as ten of the text.
    """
    from db import Unsearchable, migrate, opened
    from db import search as find
    from flows.database import must_exist
    from flows.search.hits import print_json, show

    days = {"since": since.date() if since else None, "until": until.date() if until else None}
    with told("nothing was changed"):
        must_exist(db)
        with opened(db) as engine:
            migrate(engine)
            try:
                hits = find(engine, " ".join(words), outlet=outlet, language=language, limit=limit, **days)
            except Unsearchable as error:
                stop(str(error))
    (print_json if json else show)(hits)
    if not hits:
        typer.echo("nothing was found", err=True)
