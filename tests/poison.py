"""Pages that are the death of the process that reads them, each in its own way."""

import os
import signal
import time
from pathlib import Path
from typing import Any

from cleaners import Examined, RawPage
from flows import groups, guard

DEADLY, ENDLESS, GREEDY, ONCE = b"<!-- deadly -->", b"<!-- endless -->", b"<!-- greedy -->", b"<!-- once: "
SECONDS = 1.0  # that a process has for a page
_examine = groups.examine_page


def administer() -> None:
    """Let such pages do their worst in this process, in a fraction of the time."""
    guard.deadline = SECONDS
    groups.examine_page = _poisoned


def once(flag: Path) -> bytes:
    """What makes a page the death of one process, and of no other; `flag` is a file that is not there yet."""
    return ONCE + bytes(flag) + b" -->"


def _poisoned(page: RawPage, *rest: Any) -> Examined:
    if DEADLY in page.body:
        os.kill(os.getpid(), signal.SIGKILL)
    if ENDLESS in page.body:
        while True:
            time.monotonic()
    if GREEDY in page.body:
        hoard = [bytes(50_000_000) for _ in range(100)]
        del hoard
    if ONCE in page.body:
        flag = Path(page.body.partition(ONCE)[2].partition(b" -->")[0].decode())
        if not flag.exists():
            flag.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return _examine(page, *rest)
