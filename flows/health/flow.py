"""`kliping health` under Prefect: each alarm is an event that automations can answer, and stands in an artifact."""

import asyncio
from datetime import date, datetime
from typing import Any

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact
from prefect.events import Event, RelatedResource, Resource, get_events_client
from prefect.runtime import flow_run
from prefect.states import Completed
from prefect.utilities.urls import url_for

from flows.health import report
from flows.health.checkup import Checked, check
from flows.parent import end_with_server
from flows.settings import database_url

EVENT = "kliping.health.alarm"


def _run_name() -> str:
    what = flow_run.parameters["outlet"] or "all outlets"
    return f"health of {what} {datetime.now().astimezone():%Y-%m-%d %H:%M}"


@flow(name="kliping-health", flow_run_name=_run_name, persist_result=False)
async def run(outlet: str | None = None, day: date | None = None) -> Any:
    """Hold what came of each outlet (or of one) on a day (the last with pages) against the four weeks before it.

    The database is the one of DATABASE_URL: parameters are kept, and shown, in the clear.

    Args:
        outlet: The name of an outlet, as its folder is called; without one, all of them are looked at.
        day: The day (in UTC) to look at, by default the last one with pages.
    """
    end_with_server()
    checkup = await asyncio.to_thread(check, database_url(), outlet, day)
    checkup.shown_at = url_for("flow-run", flow_run.get_id())
    said = report.verdict(checkup)
    await acreate_table_artifact(report.rows(checkup), key="health", description=said)
    await acreate_markdown_artifact(report.markdown(checkup), key="alarms", description=said)
    # Sent here and waited for: a worker in the background may be left behind when the process ends.
    async with get_events_client() as events:
        for alarm in checkup.alarms:
            await events.emit(_event(alarm))
    return Completed(message=said, data=checkup)


def _event(alarm: Checked) -> Event:
    outlet = {"prefect.resource.id": f"kliping.outlet.{alarm.outlet}", "prefect.resource.name": alarm.outlet}
    run = {"prefect.resource.id": f"prefect.flow-run.{flow_run.get_id()}", "prefect.resource.role": "flow-run"}
    return Event(event=EVENT, resource=Resource(outlet), related=[RelatedResource(run)], payload=report.record(alarm))
