"""Cleaning in which some pages are the death of their process, as one is that takes all memory."""

import os
import signal
from collections.abc import Sequence
from typing import Any

import db
from db.captures import stored_page
from db.frontier import Arrived
from flows.crawl import cleaning
from flows.outcome import Outcome

DEADLY = b"<!-- deadly -->"
_clean = cleaning.clean


def clean(db_url: str, outlet: str, host: str, arrived: Sequence[Arrived], **rest: Any) -> Outcome:
    with db.opened(db_url) as engine:
        for address in arrived:
            page = stored_page(engine, address.page_id)
            if page and DEADLY in page.body:
                os.kill(os.getpid(), signal.SIGKILL)
    return _clean(db_url, outlet, host, arrived, **rest)
