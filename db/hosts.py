"""Turns at hosts, shared by all who fetch, and what the robots.txt of sites say."""

from datetime import datetime, timedelta
from typing import NamedTuple, cast
from uuid import uuid4

from sqlalchemy import Engine, Table, select, update

from db.engine import writing
from db.owners import clock, is_gone, this_process
from db.sanitize import clean
from db.upsert import upsert
from db.web import Host, Robots

_hosts, _robots = (cast(Table, model.__table__) for model in (Host, Robots))


class Claim(NamedTuple):
    """The answer to who wants to ask a host.

    A token is a turn. Without one, `wait` is how many seconds the host is still to be left alone (0: somebody else is
    asking it), and `failures` how many addresses in a row could not be had of it.
    """

    token: str | None
    wait: float = 0.0
    failures: int = 0


class RobotsFile(NamedTuple):
    """A robots.txt as it was had: what it says, empty where the server has none, and the HTTP status that said so."""

    fetched_at: datetime
    status: int
    text: str


def claim_host(engine: Engine, host: str, *, gap: float, lease: float, failures: int) -> Claim:
    """Take a turn at a host, if it is free, rests no longer and was last asked at least `gap` seconds ago.

    The turn ends by itself after `lease` seconds, or with this process. A host at which so many addresses in a row
    failed gives none.
    """
    with writing(engine) as connection:
        upsert(connection, _hosts, [{"host": host, "failures": 0}])
        row = connection.execute(select(Host.__table__).where(Host.host == host).with_for_update()).one()
        now = clock(connection)  # once nobody else is at the row
        asked_at = row.asked_at or now - timedelta(seconds=gap)
        back = max(asked_at - now, timedelta())  # by how much, at least, the clock was set back since
        free_from = [now, (row.rest_until or now) - back, asked_at - back + timedelta(seconds=gap)]
        wait = (max(free_from) - now).total_seconds()
        expires = now < row.expires_at <= now + timedelta(seconds=lease) if row.token else False
        held = expires and not is_gone(row.owner)
        if held or wait or row.failures >= failures:
            return Claim(None, wait, row.failures)
        token = uuid4().hex
        turn = {"owner": this_process(), "token": token, "expires_at": now + timedelta(seconds=lease)}
        connection.execute(update(Host).where(Host.host == host).values(**turn))
        return Claim(token)


def release_host(engine: Engine, host: str, token: str, *, rest: float = 0.0, failed: bool = False) -> None:
    """End a turn: let the host rest for so many seconds, and count an address that could not be had of it.

    Nothing happens if the turn has ended by itself and the host is another's.
    """
    with writing(engine) as connection:
        now = clock(connection)
        end = {
            "owner": None,
            "token": None,
            "expires_at": None,
            "asked_at": now,
            "rest_until": now + timedelta(seconds=rest) if rest else None,
            "failures": Host.failures + 1 if failed else 0,
        }
        connection.execute(update(Host).where(Host.host == host, Host.token == token).values(**end))


def forgive_hosts(engine: Engine) -> None:
    """Begin anew to count what could not be had of hosts, as at the start of a run."""
    with writing(engine) as connection:
        connection.execute(update(Host).where(Host.failures > 0).values(failures=0))


def find_robots(engine: Engine, origin: str) -> RobotsFile | None:
    """The robots.txt of an origin (scheme, host and port) as it was last kept, however old it is."""
    query = select(Robots.fetched_at, Robots.status, Robots.text)
    with engine.connect() as connection:
        row = connection.execute(query.where(Robots.origin == origin)).first()
    return RobotsFile(*row) if row else None


def keep_robots(engine: Engine, origin: str, file: RobotsFile) -> None:
    """Keep a robots.txt in place of the one before."""
    row = {**file._asdict(), "origin": origin, "text": clean(file.text)}
    with writing(engine) as connection:
        upsert(connection, _robots, [row], lambda new: {name: new[name] for name in RobotsFile._fields})
