"""The verb `kliping config`. Like those of flows.cli it imports what it needs when it runs."""

import typer

from flows import DEFAULT_DB
from flows.command import Database


def config(context: typer.Context, db: Database = DEFAULT_DB) -> None:
    """Show which settings are in force, and where each comes from."""
    import os

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from cleaners.outlets import SEEDS
    from db import shown_url
    from flows.fetch.agent import user_agent
    from flows.settings import Settings, settings

    said = settings()
    url = said.prefect_api_url
    how = context.get_parameter_source("db")
    named = how is not None and how.name == "COMMANDLINE"
    values = {name: str(value) for name, value in said if value is not None} | {
        "database_url": shown_url(db),
        "prefect_api_url": shown_url(url.get_secret_value()) if url else "none",
        "user_agent": user_agent(),
        "outlets": str(said.outlets or SEEDS),
    }
    table = Table(box=box.SIMPLE, pad_edge=False)
    table.add_column("setting", no_wrap=True)
    for name in ("in force", "from", "what it is"):
        table.add_column(name, overflow="fold")
    for name, variable in Settings.variables().items():
        source = "environment" if os.environ.get(variable) else "default"
        source = "--db" if name == "database_url" and named else source
        what = Settings.model_fields[name].description or ""
        table.add_row(*map(Text, (variable, values.get(name, "none"), source, what)))
    Console(highlight=False).print(table)
