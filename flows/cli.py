"""The command `kliping`. Verbs import what they need when they run, so that `--help` is quick."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from flows.outcome import Outcome
    from flows.work import Job

STARTED_NOTHING = 2  # the exit code where the command could not even begin
INTERRUPTED = 130

Db = Annotated[
    str,
    typer.Option("--db", envvar="DATABASE_URL", metavar="URL", help="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"),
]
DEFAULT_DB = "sqlite:///kliping.db"

main = typer.Typer(
    name="kliping",
    help="Raw pages of Indonesian-language news in, a clean corpus out, with a reason for every passage left out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@main.command()
def run(
    paths: Annotated[list[str], typer.Argument(help="Files and folders of .html, .htm, .txt, .jsonl, .jsonl.gz")],
    db: Db = DEFAULT_DB,
    workers: Annotated[int, typer.Option(min=1, help="Processes that clean at the same time.")] = 1,
    show: Annotated[int, typer.Option(min=0, help="Print so many of the stored articles.")] = 0,
) -> None:
    """Read pages, clean them and store them. With PREFECT_API_URL set it runs as a flow on that Prefect server.

    Exits with 0 only if all pages went in.
    """
