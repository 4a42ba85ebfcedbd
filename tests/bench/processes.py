"""What a command costs, with all the processes that it starts."""

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
KLIPING = (sys.executable, "-m", "flows.cli")
_LOOK = 0.05  # seconds between two looks at what processes hold and take


class Failed(Exception):
    """A command that did not do its work; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the processor, of all processes together and of the command's `own` process alone, seconds of the
    clock, and the megabytes that each of the processes has held at most, the greatest first."""

    cpu: float
    own: float
    wall: float
    held: Sequence[int]


def run(*command: object, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end. Raises Failed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "DATABASE_URL"))}
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            list(map(str, command)),
            cwd=ROOT,
            env=kept | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        with _watched(process.pid) as (held, own):
            _, status, used = os.wait4(process.pid, 0)  # with the processes that it has waited for
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise Failed(f"{' '.join(map(str, command))}: {said.read().decode(errors='replace')[-2000:]}")
    return Cost(used.ru_utime + used.ru_stime, own[-1], wall, sorted(held.values(), reverse=True))


@contextmanager
def _watched(process: int) -> Iterator[tuple[dict[int, int], list[float]]]:
    """What a process and those that it starts have held at most, by their ids, and the seconds of the processor that it
    has taken itself, looked up again and again."""
    held: dict[int, int] = {}
    own = [0.0]
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_LOOK):
            for one in _family(process):
                held[one] = max(held.get(one, 0), _peak(one))
            with suppress(psutil.NoSuchProcess):
                own.append(sum(psutil.Process(process).cpu_times()[:2]))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield held, own
    finally:
        over.set()
        watcher.join()


def _family(process: int) -> list[int]:
    try:
        return [process, *(child.pid for child in psutil.Process(process).children(recursive=True))]
    except psutil.NoSuchProcess:
        return []


def _peak(process: int) -> int:
    """Megabytes; of a process that is gone 0."""
    try:
        held = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    except OSError:
        return 0
    return int(held[1]) // 1024 if held else 0
