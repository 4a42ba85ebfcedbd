"""Who holds a lease, and whether they are still there."""

import os
import socket
from pathlib import Path


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


def _machine() -> str:
    """The host, and on Linux the space that process ids count in: two containers can share the name of a host."""
    space = Path("/proc/self/ns/pid")
    return f"{socket.gethostname()}/{space.stat().st_ino if space.exists() else 0}"
