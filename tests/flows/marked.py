"""A run in which some pages are poison, and that leaves a mark for each page that is read, in a file for each process
that has pages read:

    DATABASE_URL=... PREFECT_API_URL=... python -m tests.flows.marked PAGES MARKS [CLUSTER]
"""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from socket import gethostname
from typing import Any

from prefect import flow

from cleaners import Examined, RawPage
from flows import groups, pipeline
from flows.outcome import Outcome
from flows.settings import database_url
from flows.work import prepare
from tests import poison


def cleaning(clean: Callable[[Any], Outcome], marks: str, batch: Any) -> Outcome:
    """Clean a batch, and append a byte to the file of the parent for each page."""
    poison.administer()
    examine = groups.examine_page

    def marked(page: RawPage, *rest: Any) -> Examined:
        with open(f"{marks}/{gethostname()}-{os.getppid()}", "ab") as file:
            file.write(b".")
        return examine(page, *rest)

    groups.examine_page = marked
    return clean(batch)


@flow(name="marked", persist_result=False)
async def run(pages: str, marks: str, on: str | None = None) -> Any:
    cluster = await pipeline.reach(on, None, [pages])
    job = prepare([pages], database_url())
    return await pipeline.carry_out(replace(job, clean=partial(cleaning, job.clean, marks)), 1, None, cluster)


if __name__ == "__main__":
    from tests.flows import marked  # what is in `__main__` cannot be sent to other processes

    pages, marks, *on = sys.argv[1:]
    pipeline.start(marked.run, {"pages": pages, "marks": marks, "on": on[0] if on else None})
