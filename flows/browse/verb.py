"""The verb `kliping browse`. Like those of flows.cli it imports what it needs when it runs."""

from importlib.util import find_spec
from typing import Annotated

import typer

from flows import DEFAULT_DB
from flows.command import Database, stop, told
from flows.outlet.verbs import Folder


def browse(
    db: Database = DEFAULT_DB,
    outlets: Folder = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine; 0: any that is free.")] = 8001,
) -> None:
    """Look at the corpus in the browser: facets, search, questions to ask, and the ledger of each article.

    Serves an SQLite file by Datasette, to this machine alone, for reading only, until it is interrupted.
    """
    from sqlalchemy import make_url

    from cleaners.outlets import OutletError
    from db import migrate, opened
    from flows.database import must_exist
    from flows.outlet.folder import folder_of

    if find_spec("datasette") is None:
        stop("this needs Datasette: `make browse` brings it, as does pip install -r requirements-browse.lock")
    try:
        folder = folder_of(outlets)
    except OutletError as error:
        stop(str(error))
    with told("the corpus is as it was"):
        must_exist(db)
        with opened(db) as engine:
            if engine.dialect.name != "sqlite":
                stop(
                    "Datasette reads SQLite files only; the questions of docs/queries/ can be asked of Postgres by psql"
                )
            migrate(engine)
        from flows.browse.server import HOST, listen, serve

        try:
            listener = listen(port)
        except OSError as error:
            stop(f"port {port} cannot be had: {error.strerror}; name another with --port")
        typer.echo(f"the corpus is at http://{HOST}:{listener.getsockname()[1]}/ until Ctrl-C")
        serve(str(make_url(db).database), folder, listener)
