"""What runs on which schedule: `kliping serve` is built from this, and prefect.yaml says the same for work pools."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TIMEZONE = "Asia/Jakarta"
TAG = "kliping"  # of every scheduled run, by which the automations know them
POOL = "kliping"


@dataclass(frozen=True, slots=True)
class Deployment:
    """A flow, by its module's path, on a schedule (`cron`, in the time of Jakarta) with its parameters.

    One run of it at a time: the next one would find the same work, so one that comes too early is cancelled.
    """

    name: str
    flow: str
    cron: str
    description: str
    tags: tuple[str, ...]
    parameters: Mapping[str, Any] = field(default_factory=dict)


def deployments(groups: list[str], folder: str | None = None, workers: int = 1) -> list[Deployment]:
    """What there is to schedule for groups of outlets in a folder (else `seeds/`), with so many processes a run."""
    where = {"folder": folder, "workers": workers}
    crawls = [
        Deployment(
            name=f"crawl-{group}",
            flow="flows.crawl.flow.run",
            # Spread over the hour, so that they neither start nor ask for the machine together.
            cron=f"{5 + number * 60 // len(groups)} * * * *",
            description=f"The new articles of the outlets of the group {group}, each hour.",
            tags=(TAG, "crawl", group),
            parameters={"group": group, **where},
        )
        for number, group in enumerate(groups)
    ]
    learn = Deployment(
        name="learn",
        flow="flows.memory.learn_flow.run",
        cron="30 1 * * *",
        description="What the day's articles teach of their sites, each night before the stale pages are cleaned.",
        tags=(TAG, "learn"),
    )
    clean = Deployment(
        name="clean-stale",
        flow="flows.memory.clean_flow.run",
        cron="30 2 * * *",
        description="Each night the stored pages that other rules have read, or with less learned of their site.",
        tags=(TAG, "clean"),
        parameters={"stale": True, **where},
    )
    health = Deployment(
        name="health",
        flow="flows.health.flow.run",
        cron="0 6 * * *",
        description="What came of each outlet held against the weeks before, each morning; an alarm is an event.",
        tags=(TAG, "health"),
    )
    return [*crawls, learn, clean, health]
