"""Who holds a lease, whether they are still there, and by which clock it runs out."""

import os
import socket
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, func, select


def this_process() -> str:
    """A name for this process, as the owner of a lease."""
    return f"{_machine()}:{os.getpid()}"


def is_gone(owner: str) -> bool:
    """Whether an owner is a process of this machine that has ended. Of other machines nothing can be known."""
    machine, _, pid = owner.rpartition(":")
    if machine != _machine():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # it runs, as another user
        return False
    return False


def clock(connection: Connection) -> datetime:
    """The time by the clock that all who share the database go by."""
    if connection.dialect.name == "sqlite":
        return datetime.now(UTC)  # a file has one machine
    now: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return now.astimezone(UTC)


def _machine() -> str:
    """The host, and on Linux the space that process ids count in: two containers can share the name of a host."""
    space = Path("/proc/self/ns/pid")
    return f"{socket.gethostname()}/{space.stat().st_ino if space.exists() else 0}"
