"""A run that leaves a mark for each page that it reads: `python -m tests.flows.labour PAGES DATABASE MARKS`."""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from cleaners import Examined, RawPage
from flows import groups, work
from flows.outcome import Outcome
from flows.report import Live

_examine = groups.examine_page


def marking(clean: Callable[[Any], Outcome], marks: str, batch: Any) -> Outcome:
    """Clean a batch, and append a byte to a file for each page."""
    file = os.open(marks, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def examine(page: RawPage, *rest: Any) -> Examined:
        os.write(file, b".")
        return _examine(page, *rest)

    groups.examine_page = examine
    try:
        return clean(batch)
    finally:
        os.close(file)


if __name__ == "__main__":
    pages, database, marks = sys.argv[1:]
    job = work.prepare([pages], database)
    with Live(job.pages) as live:
        work.run(replace(job, clean=partial(marking, job.clean, marks)), 2, live)
