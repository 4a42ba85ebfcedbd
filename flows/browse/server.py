"""Datasette on the corpus, for this machine alone."""

import socket
from pathlib import Path

import uvicorn
from datasette.app import Datasette  # type: ignore[import-untyped]
from datasette.database import Database  # type: ignore[import-untyped]
from datasette.plugins import pm  # type: ignore[import-untyped]
from starlette.middleware.trustedhost import TrustedHostMiddleware

from flows.browse import plugin
from flows.browse.metadata import DATABASE, PLUGIN, SETTINGS, metadata

HOST = "127.0.0.1"


def listen(port: int) -> socket.socket:
    """A socket on this machine's own address; port 0 is any that is free. Raises OSError where it is taken."""
    return socket.create_server((HOST, port))


def serve(path: str, outlets: Path, listener: socket.socket) -> None:
    """Serve the pages of an SQLite file until interrupted, with ledgers by what is known of the outlets in a folder.
    Datasette opens the file for reading only."""
    # What answers another name would be open to any site whose name leads here.
    app = TrustedHostMiddleware(_datasette(path, outlets).app(), allowed_hosts=[HOST, "localhost"])
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


def _datasette(path: str, outlets: Path) -> Datasette:
    pm.get_plugin(
        "datasette.handle_exception"
    ).rich = None  # with it, each mistyped question is printed as a traceback with all its variables
    pm.register(plugin, PLUGIN)
    datasette = Datasette(metadata=metadata(outlets), settings=SETTINGS, memory=True)
    datasette.remove_database("_memory")
    datasette.add_database(Database(datasette, path=path, is_mutable=True), name=DATABASE)
    return datasette
