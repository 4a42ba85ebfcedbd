"""The verbs `kliping learn` and `kliping clean`. Like those of flows.cli they import what they need when they run."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows import DEFAULT_DB
from flows.command import NOT_ALL, Database, On, Workers, print_outcome, stop, told, under_prefect
from flows.outlet.verbs import Folder

if TYPE_CHECKING:
    from flows.memory.lesson import Lesson
    from flows.outcome import Outcome


def learn(db: Database = DEFAULT_DB) -> None:
    """Learn from the stored articles what one page alone cannot tell: the furniture and the page rules of their sites.

    Only what came or changed since the last time is looked at. New pages are read by it from then on, stored ones by
    `kliping clean --stale`. Where PREFECT_API_URL is set, this runs as a flow on that Prefect server.
    """
    with told("what was learned stays, and the same command goes on from there"):
        lesson = _learn(db)
        from rich.console import Console

        from flows.memory.report import show

        show(Console(highlight=False), lesson)


def clean(
    stale: Annotated[
        bool, typer.Option("--stale", help="Only those that other rules have read, or with less learned of their site.")
    ] = False,
    outlets: Folder = None,
    db: Database = DEFAULT_DB,
    workers: Workers = 1,
    on: On = None,
) -> None:
    """Read stored pages anew, as they were captured: nothing is fetched. Exits with 0 only if all of them went in.

    Where PREFECT_API_URL is set, this runs as a flow on that Prefect server.
    """
    with told():
        outcome = _clean(outlets, db, workers, stale, on)
        print_outcome(outcome, db, 0)
    raise typer.Exit(NOT_ALL if outcome.bad_pages else 0)


def _learn(db: str) -> "Lesson":
    if os.environ.get("PREFECT_API_URL"):
        lesson: Lesson = under_prefect("flows.memory.learn_flow", db)
        return lesson
    from flows.memory.learning import learn
    from flows.memory.report import Progress

    with Progress() as progress:
        return learn(db, progress)


def _clean(outlets: Path | None, db: str, workers: int, stale: bool, on: str | None) -> "Outcome":
    from cleaners.outlets import OutletError

    try:
        if on or os.environ.get("PREFECT_API_URL"):
            order = {"stale": stale, "folder": str(outlets) if outlets else None, "workers": workers, "on": on}
            outcome: Outcome = under_prefect("flows.memory.clean_flow", db, **order)
            return outcome
        from flows import work
        from flows.memory.cleaning import prepare
        from flows.report import Live

        job = prepare(db, str(outlets) if outlets else None, stale=stale)
        with Live(job.pages) as live:
            work.run(job, workers, live)
        return live.total
    except OutletError as error:
        stop(str(error))
