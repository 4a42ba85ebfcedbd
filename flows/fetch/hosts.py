"""Whose turn it is at a host: one request at a time, and a gap between two, for all who fetch."""

import asyncio
import time
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import Engine

import db
from db.hosts import Claim, RobotsFile
from flows.fetch.model import FetchError, Limits

LEASE_MARGIN = 30.0  # seconds a turn may outlast what is asked in it, on a machine that is busy
POLL = 0.2  # seconds until a host that somebody else is asking is looked at again

LEFT_ALONE = {"host resting", "host failing"}  # the reasons for which a host gives no turn


@dataclass(slots=True)
class Turn:
    """A turn at a host. Its holder says how many seconds to let the host rest, and whether an address failed there."""

    rest: float = 0.0
    failed: bool = False


class Hosts(ABC):
    """Turns at hosts, and what their robots.txt say."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def turn(self, host: str, gap: float) -> AsyncIterator[Turn]:
        """Wait for a turn at a host, at least so many seconds after the one before has ended.

        Raises FetchError for a host that is to be left alone: "host resting" where it asked for a long rest, "host
        failing" where too many addresses in a row could not be had of it.
        """
        async with self._locks[host]:
            token = await self._wait(host, gap)
            turn = Turn()
            try:
                yield turn
            finally:
                await self._release(host, token, turn)

    async def _wait(self, host: str, gap: float) -> str:
        while True:
            claim = await self._claim(host, gap)
            if claim.token:
                return claim.token
            if claim.failures >= self._limits.failures:
                said = f"{host}: {claim.failures} addresses in a row could not be fetched"
                raise FetchError("host failing", said, host=host)
            if claim.wait > self._limits.patience:
                raise FetchError("host resting", f"{host} asked for {claim.wait:.0f} s more", host=host)
            await asyncio.sleep(claim.wait or POLL)

    @abstractmethod
    async def _claim(self, host: str, gap: float) -> Claim: ...

    @abstractmethod
    async def _release(self, host: str, token: str, turn: Turn) -> None: ...

    @abstractmethod
    async def robots(self, origin: str) -> RobotsFile | None:
        """The robots.txt of an origin as it was last kept."""

    @abstractmethod
    async def keep_robots(self, origin: str, file: RobotsFile) -> None:
        """Keep a robots.txt in place of the one before."""


class OwnHosts(Hosts):
    """Turns among the tasks of this process alone, forgotten when it ends."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self._asked: dict[str, float] = {}
        self._rested: dict[str, float] = {}
        self._failures: defaultdict[str, int] = defaultdict(int)
        self._robots: dict[str, RobotsFile] = {}

    async def _claim(self, host: str, gap: float) -> Claim:
        ready = max(self._asked.get(host, -gap) + gap, self._rested.get(host, 0.0))
        wait, failures = max(0.0, ready - time.monotonic()), self._failures[host]
        return Claim(None if wait or failures >= self._limits.failures else "own", wait, failures)

    async def _release(self, host: str, token: str, turn: Turn) -> None:
        self._asked[host] = time.monotonic()
        self._rested[host] = self._asked[host] + turn.rest
        self._failures[host] = self._failures[host] + 1 if turn.failed else 0

    async def robots(self, origin: str) -> RobotsFile | None:
        return self._robots.get(origin)

    async def keep_robots(self, origin: str, file: RobotsFile) -> None:
        self._robots[origin] = file


class SharedHosts(Hosts):
    """Turns among all processes that share a database, on this machine and on others. It belongs to one event loop."""

    def __init__(self, engine: Engine, limits: Limits) -> None:
        super().__init__(limits)
        self._engine = engine

    async def _claim(self, host: str, gap: float) -> Claim:
        lease = self._limits.total + LEASE_MARGIN
        failures = self._limits.failures
        return await asyncio.to_thread(db.claim_host, self._engine, host, gap=gap, lease=lease, failures=failures)

    async def _release(self, host: str, token: str, turn: Turn) -> None:
        await asyncio.to_thread(db.release_host, self._engine, host, token, rest=turn.rest, failed=turn.failed)

    async def robots(self, origin: str) -> RobotsFile | None:
        return await asyncio.to_thread(db.find_robots, self._engine, origin)

    async def keep_robots(self, origin: str, file: RobotsFile) -> None:
        await asyncio.to_thread(db.keep_robots, self._engine, origin, file)
