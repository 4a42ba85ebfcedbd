"""`kliping clean` under Prefect: a flow whose tasks are batches of stored pages."""

from datetime import datetime
from typing import Any

from prefect import flow
from prefect.runtime import flow_run

from flows.memory.cleaning import prepare
from flows.parent import end_with_server
from flows.pipeline import carry_out, reach
from flows.settings import database_url, outlets_folder


def _run_name() -> str:
    what = "clean --stale" if flow_run.parameters["stale"] else "clean"
    return f"{what} {datetime.now().astimezone():%Y-%m-%d %H:%M}"


@flow(name="kliping-clean", flow_run_name=_run_name, persist_result=False)
async def run(stale: bool = True, folder: str | None = None, workers: int = 1, on: str | None = None) -> Any:
    """Read stored pages anew, as they were captured; nothing is fetched.

    The database is the one of DATABASE_URL: parameters are kept, and shown, in the clear.

    Args:
        stale: Only those that other rules have read, or with less learned of their site; else all of them.
        folder: Where the outlets are, by default seeds/ of the checkout.
        workers: Processes that clean at the same time.
        on: A Dask cluster that cleans instead, dask://HOST:PORT.
    """
    end_with_server()
    named = outlets_folder(folder)
    cluster = await reach(on, named)
    return await carry_out(prepare(database_url(), named, stale=stale), workers, named, cluster)
