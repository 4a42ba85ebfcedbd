"""`make ui`: the job of `make run` as a flow on a local Prefect server, which stays up for its UI until Ctrl-C."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from flows import DEFAULT_DB
from flows.prefect_settings import HOME
from flows.server import ServerFailed, local_server


def main(
    paths: Annotated[list[str] | None, typer.Argument(help="What to run, instead of the sample pages.")] = None,
    db: Annotated[str, typer.Option(metavar="URL", help="Where the articles go.")] = DEFAULT_DB,
    home: Annotated[Path, typer.Option(help="Where the server keeps its database and log.")] = HOME,
    once: Annotated[bool, typer.Option("--once", help="Stop when the run is over.")] = False,
) -> None:
    """Run the job as a flow on a local Prefect server, and keep the server for its UI."""
    signal.signal(signal.SIGTERM, _terminated)
    typer.echo("Starting a Prefect server; the first start takes some seconds ...")
    try:
        with local_server(home) as environment:
            command = [sys.executable, "-m", "flows.cli", "run", *(paths or ["seeds"])]
            code = subprocess.run(command, env={**environment, "DATABASE_URL": db}, check=False).returncode
            if not once:
                typer.echo(f"The UI stays at {environment['PREFECT_API_URL'].removesuffix('/api')} until Ctrl-C.")
                while True:
                    time.sleep(3600)
    except ServerFailed as error:
        typer.echo(f"kliping: {error}", err=True)
        code = 2
    except KeyboardInterrupt:
        typer.echo("\nThe server is stopped.")
        code = 0
    raise typer.Exit(code)


def _terminated(*_: object) -> NoReturn:
    raise KeyboardInterrupt  # so that the server is stopped on the way out


if __name__ == "__main__":
    typer.run(main)
