"""What the Prefect server does by itself about runs that nobody answers for any more.

    python -m flows.serve.automations

puts these automations on the server of PREFECT_API_URL; `kliping serve` does it too.
"""

import asyncio
from datetime import timedelta

from prefect.automations import EventTrigger, Posture
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore
from prefect.events.schemas.events import ResourceSpecification

from flows.deployments import TAG

_ENDS = {f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Cancelled", "Crashed")}
_HEARTBEAT = "prefect.flow-run.heartbeat"  # each 30 seconds, from the process of the run
_OURS = ResourceSpecification({"prefect.resource.role": "tag", "prefect.resource.id": f"prefect.tag.{TAG}"})


def _crash(name: str, description: str, after: set[str], expect: set[str], within: int) -> AutomationCore:
    """Have a run Crashed where, so many seconds after an event, none of those came that should: it would hold the only
    place that its deployment has, and block the schedule for good."""
    return AutomationCore(
        name=name,
        description=description,
        tags=[TAG],
        trigger=EventTrigger(
            posture=Posture.Proactive,
            after=after,
            expect=expect,
            match=ResourceSpecification({"prefect.resource.id": "prefect.flow-run.*"}),
            match_related=_OURS,
            for_each={"prefect.resource.id"},
            threshold=1,
            within=timedelta(seconds=within),
        ),
        actions=[ChangeFlowRunState(name=None, state=StateType.CRASHED, message=description, force=False)],
    )


AUTOMATIONS = (
    _crash(
        "kliping: runs whose process died",
        "The process of this run gave no sign of life for 90 seconds.",
        after={"prefect.flow-run.Running", _HEARTBEAT},  # its first sign of life comes 30 seconds after its start
        expect={_HEARTBEAT, *_ENDS},
        within=90,
    ),
    _crash(
        "kliping: runs that never began",
        "A process was to begin this run, and did not within three minutes.",
        after={"prefect.flow-run.Pending", "prefect.flow-run.Submitting"},
        # The next sign of any kind, be it that the run waits again for its turn.
        expect={"prefect.flow-run.Running", _HEARTBEAT, "prefect.flow-run.AwaitingConcurrencySlot", *_ENDS},
        within=180,
    ),
)


async def install() -> None:
    """Put the automations on the server, or bring those that are there up to date."""
    async with get_client() as client:
        for automation in AUTOMATIONS:
            there = await client.read_automations_by_name(automation.name)
            if there:
                await client.update_automation(there[0].id, automation)
            else:
                await client.create_automation(automation)


if __name__ == "__main__":
    asyncio.run(install())
