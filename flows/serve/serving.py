"""`kliping serve`: the deployments on their schedules, run by this process, until it is stopped."""

import signal
from collections.abc import Sequence
from importlib import import_module
from types import FrameType

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.flows import Flow
from prefect.runner import Runner
from prefect.schedules import Cron
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType

from flows.deployments import TIMEZONE, Deployment
from flows.pipeline import Unreachable
from flows.serve import automations

# One run at a time. A run has this long to begin before its place is given to another.
ONE = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW, grace_period_seconds=300)


async def serve(deployments: Sequence[Deployment]) -> None:
    """Run the deployments on their schedules until this process is stopped, which pauses them. Raises Unreachable."""
    async with get_client() as client:
        error = await client.api_healthcheck()
    if error:
        raise Unreachable(str(error) or type(error).__name__)
    await automations.install()
    runner = _Runner()
    for deployment in deployments:
        await runner.aadd_deployment(await built(deployment))
    await runner.start()


class _Runner(Runner):
    """Prefect's own, but it leaves SIGTERM to the command, as the inherited answer never waits for its end; and what
    it ends before the time it reports, since a run that seems to go on would hold the only place of its deployment."""

    def __init__(self) -> None:
        super().__init__()
        self._terminate = signal.getsignal(signal.SIGTERM)

    def handle_sigterm(self, number: int, frame: FrameType | None) -> None:
        if callable(self._terminate):
            self._terminate(number, frame)

    async def __aexit__(self, *exc_info: object) -> None:
        at_work = self._process_manager.flow_run_ids()
        try:
            await super().__aexit__(*exc_info)
        finally:
            async with get_client() as client:
                for run_id in at_work:
                    await client.set_flow_run_state(run_id, Crashed(message="`kliping serve` was stopped."), force=True)


async def built(deployment: Deployment) -> RunnerDeployment:
    """The deployment as Prefect has it."""
    flow: Flow[..., object] = import_module(deployment.flow.rpartition(".")[0]).run
    return await flow.ato_deployment(
        deployment.name,
        schedule=Cron(deployment.cron, timezone=TIMEZONE),
        concurrency_limit=ONE,
        paused=False,  # stopping paused it
        parameters=dict(deployment.parameters),
        description=deployment.description,
        tags=list(deployment.tags),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
