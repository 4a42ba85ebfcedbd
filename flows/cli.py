"""The command `kliping`. A verb imports what it needs when it runs, so that `--help` is quick."""

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from flows import DEFAULT_DB

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

main = typer.Typer(
    name="kliping",
    help="Raw pages of Indonesian-language news in, a clean corpus out, with a reason for every passage left out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@main.command()
def run(
    paths: Annotated[list[str], typer.Argument(help="Files and folders: .html, .htm, .txt, .jsonl, .jsonl.gz.")],
    db: Database = DEFAULT_DB,
    workers: Annotated[int, typer.Option(min=1, help="Processes that clean at the same time.")] = 1,
    show: Annotated[int, typer.Option(min=0, help="Print so many stored articles at the end.")] = 0,
) -> None:
    """Read pages, clean them and store them. Exits with 0 only if all of them went in.

    Where PREFECT_API_URL is set, this runs as a flow on that Prefect server.
    """
    from concurrent.futures.process import BrokenProcessPool

    from sqlalchemy.exc import SQLAlchemyError

    from db import DatabaseError

    try:
        outcome = _under_prefect(paths, db, workers) if os.environ.get("PREFECT_API_URL") else _here(paths, db, workers)
        _print(outcome, db, show)
    except KeyboardInterrupt:
        _stop(f"stopped; {GOES_ON}", INTERRUPTED)
    except DatabaseError as error:
        _stop(str(error), FAILED)
    except SQLAlchemyError as error:
        _stop(f"the database failed: {getattr(error, 'orig', None) or error}", FAILED)
    except BrokenProcessPool:
        _stop(f"a worker process died, perhaps for want of memory; {GOES_ON}", FAILED)
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


def _here(paths: list[str], db: str, workers: int) -> "Outcome":
    """The job without Prefect: nothing of it is imported, no port is opened."""
    from flows import work
    from flows.report import Live

    job = work.prepare(paths, db)
    with Live(job.pages) as live:
        work.run(job, workers, live)
    return live.total


def _under_prefect(paths: list[str], db: str, workers: int) -> "Outcome":
    from flows.prefect_settings import CLIENT

    for name, value in CLIENT.items():
        os.environ.setdefault(name, value)  # before Prefect is imported
    os.environ["DATABASE_URL"] = db  # not a parameter: Prefect keeps those, passwords and all
    from flows import pipeline

    try:
        return pipeline.start(paths, workers)
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
