"""Fetching an address: with leave of robots.txt, in turn, within limits, through redirects, again if need be."""

import asyncio
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

from db.hosts import RobotsFile
from flows.fetch.agent import user_agent
from flows.fetch.client import Client, Headers, Response
from flows.fetch.connect import Resolve, system_resolver
from flows.fetch.hosts import LEFT_ALONE, Hosts
from flows.fetch.model import HTML, ROBOTS, Fetched, FetchError, Kind, Limits
from flows.fetch.retry import blames_host, passes, rest
from flows.fetch.robots import Rules, Unreachable, robots_file
from flows.fetch.target import Target, target

GAP = 2.0  # seconds between two requests to a host of which nothing else is known


@dataclass(slots=True)
class _Errand:
    """What is fetched, and how many seconds on the network are left for it."""

    kind: Kind
    validators: Headers
    gap: float
    left: float


class Fetcher:
    """Fetches for one process; `hosts` joins it with the others that fetch."""

    def __init__(
        self,
        hosts: Hosts,
        limits: Limits | None = None,
        *,
        allow_private: bool = False,
        resolve: Resolve = system_resolver,
    ) -> None:
        self._hosts = hosts
        self._limits = limits or Limits()
        self._agent = user_agent()
        self._client = Client(self._agent, allow_private, self._limits, resolve)
        self._rules: dict[str, Rules] = {}
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def fetch(
        self,
        url: str,
        kind: Kind = HTML,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        gap: float = GAP,
    ) -> Fetched:
        """Fetch an address. `gap` is its outlet's delay; a longer Crawl-delay in the site's robots.txt counts.

        With the validators of an earlier fetch, `status` may be 304. Raises FetchError.
        """
        stated = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        validators = {name: value for name, value in stated.items() if value}
        return await self._follow(target(url), _Errand(kind, validators, gap, self._limits.total))

    async def sitemaps(self, url: str, gap: float = GAP) -> tuple[str, ...]:
        """The sitemaps that the robots.txt of a URL's site names. Raises FetchError where its host is left alone."""
        return (await self._rules_of(target(url), gap)).sitemaps

    async def _follow(self, start: Target, errand: _Errand) -> Fetched:
        at, passed = start, [start.url]
        while True:
            response = await self._ask(at, errand, await self._pace(at, errand))
            if response.location is None:
                break
            at = target(response.location, at.url)
            if at.url in passed:
                raise FetchError("redirect loop", " -> ".join([*passed, at.url]), status=response.status)
            if len(passed) > self._limits.redirects:
                raise FetchError("too many redirects", " -> ".join([*passed, at.url]), status=response.status)
            passed.append(at.url)
        headers = response.headers
        return Fetched(
            url=at.url,
            requested=start.url,
            status=response.status,
            content_type=headers.get("content-type", ""),
            charset=response.charset,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            body=response.body,
            fetched_at=response.received_at,
            redirects=tuple(passed[:-1]),
        )

    async def _pace(self, at: Target, errand: _Errand) -> float:
        """The gap to keep, where robots.txt lets a target be asked for. Raises FetchError where it does not."""
        if errand.kind is ROBOTS:
            return errand.gap
        rules = await self._rules_of(at, errand.gap)
        rules.check(at.url)
        if rules.crawl_delay > self._limits.crawl_delay:
            raise FetchError("crawl delay too long", f"{at.origin} asks for {rules.crawl_delay:g} s")
        return max(errand.gap, rules.crawl_delay)

    async def _rules_of(self, at: Target, gap: float) -> Rules:
        """The rules of a target's origin, as they are known here, were kept by anybody, or else are asked for."""
        async with self._asking[at.origin]:
            rules = self._rules.get(at.origin)
            if not (rules and rules.current):
                file = await self._hosts.robots(at.origin)
                rules = await self._read(file) if file else None
            if not (rules and rules.current):
                rules = await self._asked_rules(at, gap)
            self._rules[at.origin] = rules
            return rules

    async def _asked_rules(self, at: Target, gap: float) -> Rules:
        """What a site says now, kept for others where it says anything.

        Two processes that come to a new site together both ask, each in its turn: that costs the site a request, and
        to wait for each other would cost them a lock that has to outlive either.
        """
        robots = target("/robots.txt", at.origin)
        try:
            file = robots_file(await self._follow(robots, _Errand(ROBOTS, {}, gap, self._limits.total)))
        except FetchError as error:
            if error.reason in LEFT_ALONE:
                raise
            if error.status is None or error.status >= 500:
                return Unreachable(error)
            file = RobotsFile(datetime.now(UTC), error.status, "")
        await self._hosts.keep_robots(at.origin, file)
        return await self._read(file)

    async def _read(self, file: RobotsFile) -> Rules:
        """In a thread, since a file made to be slow takes half a second."""
        return await asyncio.to_thread(Rules, file, self._agent)

    async def _ask(self, at: Target, errand: _Errand, gap: float) -> Response:
        """Ask for a target, again where its failure may pass, each time in a turn of its own."""
        tries = 0
        while True:
            async with self._hosts.turn(at.host, gap) as turn:
                started = time.monotonic()
                try:
                    return await self._client.get(at, errand.kind, errand.validators, errand.left)
                except FetchError as error:
                    tries += 1
                    again = passes(error) and tries <= self._limits.retries
                    if passes(error):
                        turn.rest = rest(error, tries, self._limits)
                    if not again or turn.rest > self._limits.patience:
                        turn.failed = blames_host(error)
                        raise
                finally:
                    errand.left -= time.monotonic() - started
