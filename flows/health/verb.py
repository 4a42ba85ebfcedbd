"""The verb `kliping health`. Like those of flows.cli it imports what it needs when it runs."""

import os
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from flows import DEFAULT_DB
from flows.command import NOT_ALL, Database, told, under_prefect

if TYPE_CHECKING:
    from flows.health.checkup import Checkup


def health(
    db: Database = DEFAULT_DB,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Only this outlet.")] = None,
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="This day (UTC), else the last with pages."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print each outlet as a line of JSON.")] = False,
) -> None:
    """Hold what came of each outlet on a day against the four weeks before it.

    Exits with 1 if something is unusual, and names pages that show it. Where PREFECT_API_URL is set, this runs as a
    flow on that Prefect server, with an event for each alarm.
    """
    with told("nothing was changed"):
        checkup = _check(db, outlet, day)
        from flows.health.report import print_json, show

        (print_json if json else show)(checkup)
    raise typer.Exit(NOT_ALL if checkup.alarms else 0)


def _check(db: str, outlet: str | None, day: datetime | None) -> "Checkup":
    when = day.date() if day else None
    if os.environ.get("PREFECT_API_URL"):
        checkup: Checkup = under_prefect("flows.health.flow", db, outlet=outlet, day=when)
        return checkup
    from flows.health.checkup import check

    return check(db, outlet, when)
