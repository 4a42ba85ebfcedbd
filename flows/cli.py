"""The command `kliping`. A verb imports what it needs when it runs, so that `--help` is quick."""

import asyncio
import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from flows import DEFAULT_DB
from flows.outlet import verbs as outlet

if TYPE_CHECKING:
    from flows.outcome import Outcome

NOT_ALL = 1  # some pages did not go in
FAILED = 2  # the command could not do its work
INTERRUPTED = 130
GOES_ON = "what went in stays, and the same command goes on from there"

Database = Annotated[
    str,
    typer.Option("--db", envvar="DATABASE_URL", metavar="URL", help="sqlite:///FILE or postgresql://USER@HOST/NAME"),
]

_INPUT = "Files and folders: .html, .txt, .mhtml, .warc[.gz], .arc[.gz], .jsonl[.gz|.zst], .parquet."

main = typer.Typer(
    name="kliping",
    help="Raw pages of Indonesian-language news in, a clean corpus out, with a reason for every passage left out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@main.command()
def run(
    paths: Annotated[list[str], typer.Argument(help=_INPUT)],
    db: Database = DEFAULT_DB,
    workers: Annotated[int, typer.Option(min=1, help="Processes that clean at the same time.")] = 1,
    show: Annotated[int, typer.Option(min=0, help="Print so many stored articles at the end.")] = 0,
) -> None:
    """Read pages, clean them and store them. Exits with 0 only if all of them went in.

    Where PREFECT_API_URL is set, this runs as a flow on that Prefect server.
    """
    with _told():
        outcome = _run(paths, db, workers)
        _print(outcome, db, show)
    raise typer.Exit(NOT_ALL if outcome.bad_pages else 0)


@main.command()
def crawl(
    names: Annotated[list[str] | None, typer.Argument(metavar="[OUTLET]…", help="All of them by default.")] = None,
    outlets: outlet.Folder = None,
    db: Database = DEFAULT_DB,
    workers: Annotated[int, typer.Option(min=1, help="Processes that clean at the same time.")] = 1,
    limit: Annotated[int | None, typer.Option(min=1, help="Fetch no more than so many addresses of articles.")] = None,
    since: Annotated[int, typer.Option(min=0, help="Days to look back where nothing was read before.")] = 7,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from servers that are not public, for tests.")
    ] = False,
) -> None:
    """Discover the new articles of outlets in their feeds and sitemaps, fetch them, clean them and store them.

    Exits with 0 only if all of them went in. An interrupted crawl goes on where it stopped. Where PREFECT_API_URL is
    set, this runs as a flow on that Prefect server.
    """
    with _told():
        folder = str(outlets) if outlets else None
        order = {
            "outlets": names or [],
            "folder": folder,
            "limit": limit,
            "since": since,
            "allow_private": allow_private,
        }
        outcome = _crawl(order, db, workers)
        _print(outcome, db, 0)
    raise typer.Exit(NOT_ALL if outcome.bad_pages else 0)


@main.command()
def explain(
    target: Annotated[
        str, typer.Argument(help="A file, or a stored page by its URL, its locator or its article's id.")
    ],
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page for a browser instead.")] = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Show what was kept of a page, what was cut and why."""
    from flows.explain import explain

    raise typer.Exit(explain(target, db, html))


main.add_typer(outlet.app)


@main.command()
def export(
    file: Annotated[
        Path,
        typer.Argument(help="Raw pages: .warc, .warc.gz. Articles: .jsonl, .jsonl.gz, .jsonl.zst, .parquet."),
    ],
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Only of this outlet.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
    db: Database = DEFAULT_DB,
) -> None:
    """Write the raw pages of the corpus as an archive, or its articles with all their columns."""
    from flows.export import Unexported
    from flows.export import export as write

    with _told("nothing was written"):
        try:
            typer.echo(write(file, db, outlet, force=force))
        except Unexported as error:
            _stop(str(error), FAILED)
        except OSError as error:
            _stop(f"{file} cannot be written: {error.strerror or error}", FAILED)


@main.command()
def migrate(db: Database = DEFAULT_DB) -> None:
    """Make the tables of a new database, or bring those of an older one up to date."""
    from db import DatabaseError, open_engine
    from db import migrate as upgrade

    try:
        upgrade(open_engine(db))
    except DatabaseError as error:
        _stop(str(error), FAILED)
    typer.echo("the database is up to date")


@contextmanager
def _told(then: str = GOES_ON) -> Iterator[None]:
    """End the command with a message where its work cannot be done, and say how things stand then."""
    from concurrent.futures.process import BrokenProcessPool

    from sqlalchemy.exc import SQLAlchemyError

    from db import DatabaseError

    try:
        yield
    except KeyboardInterrupt:
        _stop(f"stopped; {then}", INTERRUPTED)
    except DatabaseError as error:
        _stop(str(error), FAILED)
    except SQLAlchemyError as error:
        _stop(f"the database failed: {getattr(error, 'orig', None) or error}", FAILED)
    except BrokenProcessPool:
        _stop(f"a worker process died, perhaps for want of memory; {then}", FAILED)


def _run(paths: list[str], db: str, workers: int) -> "Outcome":
    if os.environ.get("PREFECT_API_URL"):
        return _under_prefect("flows.pipeline", db, paths=paths, workers=workers)
    from rich.console import Console

    from flows import work
    from flows.report import Live

    with Console(stderr=True).status("looking through the files"):
        job = work.prepare(paths, db)
    with Live(job.pages) as live:
        work.run(job, workers, live)
    return live.total


def _crawl(order: dict[str, Any], db: str, workers: int) -> "Outcome":
    from flows.crawl import CannotBegin, Order, crawl
    from flows.pool import pool
    from flows.report import Live

    try:
        if os.environ.get("PREFECT_API_URL"):
            return _under_prefect("flows.crawl.flow", db, **order, workers=workers)
        with Live(0, "crawling") as live, pool(workers) as executor:
            asyncio.run(crawl(Order(**order), db, executor, live))
        return live.total
    except CannotBegin as error:
        _stop(str(error), FAILED)


def _under_prefect(module: str, db: str, **parameters: Any) -> "Outcome":
    """Run the flow `run` of a module on the server of PREFECT_API_URL."""
    from flows.prefect_settings import CLIENT

    for name, value in CLIENT.items():
        os.environ.setdefault(name, value)  # before Prefect is imported
    os.environ["DATABASE_URL"] = db  # not a parameter: Prefect keeps those, passwords and all
    from flows import pipeline

    try:
        return pipeline.start(import_module(module).run, parameters)
    except pipeline.Unreachable as error:
        _stop(
            f"no Prefect server answers at {os.environ['PREFECT_API_URL']}: {error}\n"
            "Start one (`make ui` does), or unset PREFECT_API_URL to run without.",
            FAILED,
        )
    except pipeline.Lost as error:
        typer.echo(f"kliping: the Prefect server answers no longer: {error}; {GOES_ON}", err=True)
        os._exit(FAILED)  # at its regular exit Prefect would try for minutes to send what no one takes


def _print(outcome: "Outcome", db: str, show: int) -> None:
    from rich.console import Console

    from db import open_engine, sample
    from flows import report

    console = Console(highlight=False)
    console.print(report.summary(outcome))
    if show:
        console.print(report.sample(sample(open_engine(db), show)))
    console.print(report.verdict(outcome))
    if show and outcome.example:
        # As it can be typed here: `make run` leaves the command in .venv/bin, off the PATH.
        command = "kliping" if shutil.which("kliping") else os.path.relpath(sys.argv[0])
        page = shlex.quote(min(outcome.example, os.path.relpath(outcome.example), key=len))
        console.print(f"What is cut from a page, and why: {command} explain {page}", soft_wrap=True, markup=False)
    if outcome.shown_at:
        console.print(f"Prefect's UI shows this run at {outcome.shown_at}", soft_wrap=True)
    elif show:
        console.print("The same job as a flow on a Prefect server, to be watched in its UI: make ui")


def _stop(message: str, code: int) -> NoReturn:
    typer.echo(f"kliping: {message}", err=True)
    raise typer.Exit(code)


if __name__ == "__main__":
    main()
