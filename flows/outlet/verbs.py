"""The verbs of `kliping outlet`. Like those beside them they import what they need when they run."""

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[
    Path | None,
    typer.Option(
        "--outlets", envvar="KLIPING_OUTLETS", metavar="DIR", help="Where the outlets are.", show_default="seeds/"
    ),
]

app = typer.Typer(
    name="outlet", help="Draft the rules of a new outlet, or check those that there are.", no_args_is_help=True
)


@app.command()
def new(
    pages: Annotated[list[str], typer.Argument(metavar="URL|FILE…", help="A few pages of one outlet.")],
    name: Annotated[
        str | None, typer.Option("--id", metavar="NAME", help="The outlet's folder, by default named by its domain.")
    ] = None,
    outlets: Folder = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Write nothing, print the file instead.")] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from servers that are not public, for tests.")
    ] = False,
) -> None:
    """Draft an outlet.toml from pages (files, folders or addresses), and show how it reads them.

    Exits with 1 if some pages could not be read, with 2 if nothing was drafted.
    """
    from flows.outlet.new import new

    raise typer.Exit(new(pages, name, outlets, dry_run=dry_run, allow_private=allow_private))


@app.command()
def check(
    names: Annotated[list[str] | None, typer.Argument(metavar="[OUTLET]…", help="All of them by default.")] = None,
    outlets: Folder = None,
) -> None:
    """Hold the rules of outlets against their sample pages: say what matches nothing and what reads otherwise.

    Exits with 1 if anything was found, with 2 if there is nothing to check.
    """
    from flows.outlet.report import check

    raise typer.Exit(check(names or [], outlets))
