"""What the verbs of the command share: which database they use, and how they end. Quick to import, like them."""

import os
import shlex
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from threading import Timer
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from flows.outcome import Outcome

NOT_ALL = 1  # some pages did not go in
FAILED = 2  # the command could not do its work
INTERRUPTED = 130
TERMINATED = 143
_AGAIN = 0.01  # seconds, in which a callback comes to its end
GOES_ON = "what went in stays, and the same command goes on from there"

Workers = Annotated[
    int, typer.Option("--workers", min=1, envvar="KLIPING_WORKERS", help="Processes that clean at the same time.")
]
Database = Annotated[
    str,
    typer.Option("--db", envvar="DATABASE_URL", metavar="URL", help="sqlite:///FILE or postgresql://USER@HOST/NAME"),
]

On = Annotated[
    str | None, typer.Option("--on", metavar="dask://HOST:PORT", help="Clean on a Dask cluster instead (extra `dask`).")
]

Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Only of this outlet.")]
Language = Annotated[str | None, typer.Option(metavar="CODE", help="Only in this language, such as id.")]
Since = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Only published on this day (UTC) or later."),
]
Until = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Only published on this day (UTC) or before."),
]


@contextmanager
def told(then: str = GOES_ON) -> Iterator[None]:
    """End the command with a message where its work cannot be done or is to stop, and say how things stand then.

    SIGTERM stops it as Ctrl-C does. Either is sent again where it came while Python was in a callback whose errors it
    drops, as of a weak reference.
    """
    from sqlalchemy.exc import SQLAlchemyError

    from db import DatabaseError
    from flows.cluster import ClusterError
    from flows.guard import Died

    code = INTERRUPTED

    def terminate(*_: object) -> None:
        nonlocal code
        code = TERMINATED
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # begun in the background of a script
            raise KeyboardInterrupt
        signal.raise_signal(signal.SIGINT)

    def dropped(error: "sys.UnraisableHookArgs") -> None:
        if issubclass(error.exc_type, KeyboardInterrupt):
            again = signal.SIGTERM if code == TERMINATED else signal.SIGINT
            Timer(_AGAIN, os.kill, (os.getpid(), again)).start()
        else:
            hook(error)

    before = signal.signal(signal.SIGTERM, terminate)
    hook, sys.unraisablehook = sys.unraisablehook, dropped
    try:
        yield
    except KeyboardInterrupt:
        stop(f"stopped; {then}", code)
    except (DatabaseError, ClusterError) as error:
        stop(str(error), FAILED)
    except SQLAlchemyError as error:
        stop(f"the database failed: {getattr(error, 'orig', None) or error}", FAILED)
    except Died as death:
        stop(f"a worker process died again and again: {death.detail}; {then}", FAILED)
    finally:
        signal.signal(signal.SIGTERM, before)
        sys.unraisablehook = hook


def stop(message: str, code: int = FAILED) -> NoReturn:
    """End the command with a message."""
    typer.echo(f"kliping: {message}", err=True)
    raise typer.Exit(code)


def under_prefect(module: str, db: str, **parameters: Any) -> Any:
    """Run the flow `run` of a module on the server of PREFECT_API_URL."""
    from flows.prefect_settings import CLIENT

    if not os.environ.get("PREFECT_API_URL"):
        stop("a cluster is reached through Prefect: set PREFECT_API_URL to a server that its workers reach too", FAILED)
    prepare_prefect(db, CLIENT)
    from flows import pipeline

    try:
        return pipeline.start(import_module(module).run, parameters)
    except pipeline.Unreachable as error:
        unreachable(error)
    except pipeline.Lost as error:
        typer.echo(f"kliping: the Prefect server answers no longer: {error}; {GOES_ON}", err=True)
        os._exit(FAILED)  # at its regular exit Prefect would try for minutes to send what no one takes


def prepare_prefect(db: str, settings: Mapping[str, str]) -> None:
    """Set what Prefect reads when it is imported, and what its flows read."""
    for name, value in settings.items():
        os.environ.setdefault(name, value)
    os.environ["DATABASE_URL"] = db  # not a parameter: Prefect keeps those, passwords and all


def unreachable(error: Exception) -> NoReturn:
    """End the command as there is no Prefect server."""
    from db import shown_url

    stop(
        f"no Prefect server answers at {shown_url(os.environ['PREFECT_API_URL'])}: {error}\n"
        "Start one (`make ui` does), or unset PREFECT_API_URL to run without.",
        FAILED,
    )


def print_outcome(outcome: "Outcome", db: str, show: int) -> None:
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
