"""What holds a process that reads pages: its own time for one page, and its memory.

The kernel ends a process that takes more, wherever it is at work: nothing else stops a parser or a pattern, which are
written in C. What the process was reading stands in memory that its parent can see, and the parent goes on from there.
"""

import ctypes
import os
import resource
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol, TypeVar

OUT_OF_MEMORY = 98  # how a process ends that needs more than it may hold
_KEY = 64  # characters of a page's name here


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of its own time that a process may take for a page, and megabytes of data that it may hold."""

    deadline: float
    memory: int


class Page(Protocol):
    """A page, or one that could not be read."""

    @property
    def locator(self) -> str: ...


P = TypeVar("P", bound=Page)


class Died(Exception):
    """A process died: why in a few words, more of it, and the key of the page that it was reading, if any."""

    def __init__(self, reason: str, detail: str, page: str | None) -> None:
        super().__init__(reason, detail, page)
        self.reason, self.detail, self.page = reason, detail, page

    def __str__(self) -> str:
        return f"{self.reason} ({self.detail})"


def death(code: int | None, page: str | None, limits: Limits) -> Died:
    """What an exit code says of a process that was reading a page."""
    if code == -signal.SIGPROF:
        return Died("too slow", f"more than {limits.deadline:g} s", page)
    if code == OUT_OF_MEMORY:
        return Died("too much memory", f"more than {limits.memory:,} MB", page)
    said = f"killed by {signal.Signals(-code).name}" if code and code < 0 else f"exit code {code}"
    return Died("worker died", said, page)


@dataclass(frozen=True, slots=True)
class Fates:
    """Which pages of a batch a process reads, by their keys: all but those that are set `apart`, or one `alone`. That
    one is not read either where `death` says how a process died of it for the second time."""

    apart: frozenset[str] = frozenset()
    alone: str | None = None
    death: Died | None = None


fates = Fates()  # of the batch that this process is at
_place: "ctypes.Array[ctypes.c_char] | None" = None  # where the parent sees what is read here
deadline = 0.0


def new_place(context: Any) -> "ctypes.Array[ctypes.c_char]":
    """Memory in which a process will write what it reads."""
    place: ctypes.Array[ctypes.c_char] = context.RawArray("c", _KEY)
    return place


def page_at(place: "ctypes.Array[ctypes.c_char]") -> str | None:
    """The key of the page that a process was reading when it died."""
    return place.value.decode() or None


def hold(place: "ctypes.Array[ctypes.c_char]", limits: Limits) -> None:
    """Hold this process from now on."""
    global _place, deadline
    _place, deadline = place, limits.deadline
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory * 1_000_000, hard))


def let_go() -> None:
    """End this process, which has no memory left."""
    os._exit(OUT_OF_MEMORY)


def fated(pages: Iterable[P]) -> Iterator[P]:
    """Those of some pages that this process is to see to."""
    if not fates.apart and fates.alone is None:
        return iter(pages)
    return (page for page in pages if fates.alone in (None, _key(page)) and _key(page) not in fates.apart)


@contextmanager
def watched(page: Page) -> Iterator[None]:
    """Have the kernel see to it that the block ends: it reads a page. Nothing happens in a process that is not held."""
    if _place is None:
        yield
        return
    _place.value = _key(page).encode()
    signal.setitimer(signal.ITIMER_PROF, deadline)
    try:
        yield
    except MemoryError:
        let_go()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        _place.value = b""


def _key(page: Page) -> str:
    return sha256(page.locator.encode("utf-8", "surrogatepass")).hexdigest()
