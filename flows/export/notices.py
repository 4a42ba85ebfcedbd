"""Notices of rights, as pages print them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flows.text import plain

LONGEST = 200  # characters
_NOTICE = re.compile("©|copyright|all rights reserved", re.IGNORECASE)


def notices(cuts: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The lines in which a page claims its rights: they are never part of a story, so they stand among its cuts."""
    for cut in cuts:
        if cut["cleaner"] in ("copyright", "outside"):
            for line in cut["text"].splitlines():
                if len(line) <= LONGEST and _NOTICE.search(line):
                    yield plain(line).strip()
