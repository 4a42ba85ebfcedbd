"""The command `kliping`. A verb imports what it needs when it runs, so that `--help` is quick."""

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows import DEFAULT_DB
from flows.browse.verb import browse
from flows.command import FAILED, NOT_ALL, Database, On, Workers, print_outcome, stop, told, under_prefect
from flows.config import config
from flows.export.verb import export
from flows.health.verb import health
from flows.memory.verbs import clean, learn
from flows.outlet import verbs as outlet
from flows.search.verb import search
from flows.serve.verb import serve
from flows.stats.verb import stats

if TYPE_CHECKING:
    from flows.outcome import Outcome

_INPUT = "Files and folders: .html, .txt, .mhtml, .warc[.gz], .arc[.gz], .jsonl[.gz|.zst], .parquet."

main = typer.Typer(
    name="kliping",
    help="Raw pages of Indonesian-language news in, a clean corpus out, with a reason for every passage left out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@main.callback()
def check_settings() -> None:
    if any(name.startswith("KLIPING_") for name in os.environ):  # else there is nothing that could be wrong
        from flows.settings import SettingsError, settings

        try:
            settings()
        except SettingsError as error:
            stop(str(error))


@main.command()
def run(
    paths: Annotated[list[str], typer.Argument(help=_INPUT)],
    outlets: outlet.Folder = None,
    db: Database = DEFAULT_DB,
    workers: Workers = 1,
    on: On = None,
    show: Annotated[int, typer.Option(min=0, help="Print so many stored articles at the end.")] = 0,
) -> None:
    """Read pages, clean them and store them. Exits with 0 only if all of them went in.

    Where PREFECT_API_URL is set, this runs as a flow on that Prefect server.
    """
    with told():
        outcome = _run(paths, outlets, db, workers, on)
        print_outcome(outcome, db, show)
    raise typer.Exit(NOT_ALL if outcome.bad_pages else 0)


@main.command()
def crawl(
    names: Annotated[list[str] | None, typer.Argument(metavar="[OUTLET]…", help="All of them by default.")] = None,
    outlets: outlet.Folder = None,
    db: Database = DEFAULT_DB,
    workers: Workers = 1,
    limit: Annotated[int | None, typer.Option(min=1, help="Fetch no more than so many addresses of articles.")] = None,
    since: Annotated[int, typer.Option(min=0, help="Days to look back where nothing was read before.")] = 7,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from servers that are not public, for tests.")
    ] = False,
) -> None:
    """Discover the new articles of outlets, fetch them, clean them and store them.

    Exits with 0 only if all of them went in. An interrupted crawl goes on where it stopped. Where PREFECT_API_URL is
    set, this runs as a flow on that Prefect server.
    """
    with told():
        folder = str(outlets) if outlets else None
        order = {
            "outlets": names or [],
            "folder": folder,
            "limit": limit,
            "since": since,
            "allow_private": allow_private,
        }
        outcome = _crawl(order, db, workers)
        print_outcome(outcome, db, 0)
    raise typer.Exit(NOT_ALL if outcome.bad_pages else 0)


main.command()(learn)
main.command()(clean)


@main.command()
def explain(
    target: Annotated[
        str, typer.Argument(help="A file, or a stored page by its URL, its locator or its article's id.")
    ],
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page for a browser instead.")] = None,
    outlets: outlet.Folder = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Show what was kept of a page, what was cut and why."""
    from flows.explain import explain

    raise typer.Exit(explain(target, db, html, outlets))


main.add_typer(outlet.app)


main.command()(export)
main.command()(search)
main.command()(health)
main.command()(browse)
main.command()(stats)
main.command()(serve)
main.command()(config)


@main.command()
def migrate(db: Database = DEFAULT_DB) -> None:
    """Make the tables of a new database, or bring those of an older one up to date."""
    from db import DatabaseError, open_engine
    from db import migrate as upgrade

    try:
        upgrade(open_engine(db))
    except DatabaseError as error:
        stop(str(error), FAILED)
    typer.echo("the database is up to date")


def _run(paths: list[str], outlets: Path | None, db: str, workers: int, on: str | None) -> "Outcome":
    from cleaners.outlets import OutletError

    folder = str(outlets) if outlets else None
    try:
        if on or os.environ.get("PREFECT_API_URL"):
            outcome: Outcome = under_prefect("flows.pipeline", db, paths=paths, folder=folder, workers=workers, on=on)
            return outcome
        from rich.console import Console

        from flows import work
        from flows.report import Live

        with Console(stderr=True).status("looking through the files"):
            job = work.prepare(paths, db, folder)
        with Live(job.pages) as live:
            work.run(job, workers, live)
        return live.total
    except OutletError as error:
        stop(str(error))


def _crawl(order: dict[str, Any], db: str, workers: int) -> "Outcome":
    from flows.crawl import CannotBegin, Order, crawl
    from flows.pool import pool
    from flows.report import Live

    try:
        if os.environ.get("PREFECT_API_URL"):
            outcome: Outcome = under_prefect("flows.crawl.flow", db, **order, workers=workers)
            return outcome
        with Live(0, "crawling") as live, pool(workers) as executor:
            asyncio.run(crawl(Order(**order), db, executor, live))
        return live.total
    except CannotBegin as error:
        stop(str(error), FAILED)


if __name__ == "__main__":
    main()
