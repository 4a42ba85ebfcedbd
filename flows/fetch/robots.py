"""robots.txt: what a site lets kliping ask for (RFC 9309)."""

import re
from datetime import UTC, datetime, timedelta

from protego import Protego

from db.hosts import RobotsFile
from flows.fetch.model import ROBOTS, Fetched, FetchError
from flows.fetch.retry import passes
from flows.fetch.target import target

GOOD_FOR = timedelta(hours=24)
UNREACHABLE_FOR = timedelta(minutes=10)  # so that a server's bad minute does not cost a day

_GROUP = re.compile(r"[ \t]*user[- ]?agent[ \t]*:?[ \t]*([^#\r\n]*)", re.IGNORECASE)


class Rules:
    """What the robots.txt of a site says to one agent: what it may ask for, how often, and which sitemaps there are. A
    site without the file allows everything."""

    def __init__(self, file: RobotsFile, agent: str) -> None:
        self._until = file.fetched_at + GOOD_FOR
        self._agent = agent
        self._protego = Protego.parse(_for_agent(file.text, agent))
        self.crawl_delay = float(self._protego.crawl_delay(agent) or 0.0)
        self.sitemaps = tuple(self._protego.sitemaps)

    @property
    def current(self) -> bool:
        """Whether the site need not be asked again."""
        return datetime.now(UTC) < self._until

    def check(self, url: str) -> None:
        """Raises FetchError for an address that may not be asked for."""
        if not self._protego.can_fetch(url, self._agent):
            raise FetchError("forbidden by robots", url)


class Unreachable(Rules):
    """A site that could not say what it allows (5xx, no answer), and so allows nothing."""

    def __init__(self, error: FetchError) -> None:
        self._until = datetime.now(UTC) + UNREACHABLE_FOR
        self._error = error
        self.crawl_delay = 0.0
        self.sitemaps = ()

    def check(self, url: str) -> None:
        """Raises FetchError, whatever the address."""
        host = target(url).host if passes(self._error) else None
        if self._error.status is not None:
            raise FetchError("forbidden by robots", f"its robots.txt gives {self._error.reason}", host=host)
        raise FetchError(self._error.reason, self._error.detail, host=host)


def robots_file(answer: Fetched) -> RobotsFile:
    """The file as it is kept."""
    body = answer.body
    if len(body) == ROBOTS.max_bytes:
        body = body.rpartition(b"\n")[0]  # half a line could forbid more than the whole
    return RobotsFile(answer.fetched_at, answer.status, body.decode("utf-8-sig", "replace"))


def _for_agent(text: str, agent: str) -> str:
    """The file with the groups of others under one name.

    Protego keeps each rule once for each name of its group: thousands of names before thousands of rules, as half a
    megabyte holds, would fill the memory.
    """

    def short(line: str) -> str:
        group = _GROUP.match(line)
        if not group:
            return line
        name = group[1].strip().lower()
        return line if name == "*" or name.replace("*", "") in agent.lower() else "user-agent: -"

    return "\n".join(short(line) for line in text.splitlines())
