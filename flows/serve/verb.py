"""The verb `kliping serve`. Like those of flows.cli it imports what it needs when it runs."""

import asyncio
import os
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from flows import DEFAULT_DB
from flows.command import Database, Workers, prepare_prefect, stop, told, unreachable
from flows.outlet.verbs import Folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.deployments import Deployment


def serve(
    outlets: Folder = None,
    db: Database = DEFAULT_DB,
    workers: Workers = 1,
) -> None:
    """Crawl, learn, clean and look after the outlets' health on schedules, until Ctrl-C.

    The schedules are kept by the Prefect server of PREFECT_API_URL; without one, a server is started for as long.
    """
    from flows.server import ServerFailed

    with told("what went in stays, and the schedules are paused until they are served again"):
        planned = _planned(outlets, workers)
        _make_database(db)
        try:
            with _server() as environment:
                os.environ.update(environment)
                _serve(planned, db)
        except ServerFailed as error:
            stop(str(error))


def _planned(outlets: Path | None, workers: int) -> "list[Deployment]":
    """What is to be scheduled. Ends the command where no crawl of it could begin."""
    from cleaners.outlets import SEEDS, OutletError
    from flows.crawl.groups import groups
    from flows.deployments import deployments
    from flows.fetch import FetchError
    from flows.fetch.agent import check_contact, user_agent
    from flows.outlet.folder import outlets_in

    try:
        check_contact(user_agent())
        known = outlets_in(outlets or SEEDS)
    except FetchError as error:
        stop(error.detail)
    except OutletError as error:
        stop(str(error))
    return deployments(list(groups(known)), str(outlets.resolve()) if outlets else None, workers)


def _make_database(url: str) -> None:
    import db

    with db.opened(url) as engine:
        db.migrate(engine)


def _server() -> "AbstractContextManager[Mapping[str, str]]":
    """The environment for the server that was named, or for one that runs while the block lasts."""
    from flows.prefect_settings import HOME
    from flows.server import local_server

    if os.environ.get("PREFECT_API_URL"):
        return nullcontext({})
    typer.echo("Starting a Prefect server; the first start takes some seconds ...")
    return local_server(Path(os.environ.get("PREFECT_HOME") or HOME))


def _serve(planned: "list[Deployment]", db: str) -> None:
    from flows.prefect_settings import CLIENT, RUNS

    prepare_prefect(db, CLIENT | RUNS)
    from flows.deployments import TIMEZONE
    from flows.parent import SERVED_BY
    from flows.pipeline import Unreachable
    from flows.serve.serving import serve

    typer.echo(f"On their schedules (cron, {TIMEZONE}):")
    for deployment in planned:
        typer.echo(f"  {deployment.name:16} {deployment.cron}")
    typer.echo(f"Prefect's UI shows them at {os.environ['PREFECT_API_URL'].removesuffix('/api')} until Ctrl-C.")
    os.environ[SERVED_BY] = str(os.getpid())
    try:
        asyncio.run(serve(planned))
    except Unreachable as error:
        unreachable(error)
