"""A run's pages in batches: what a task carries of them, which is where they lie."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from db.ids import hash63

T = TypeVar("T")

# A batch is what one task carries. It takes 2 seconds, at about 13 ms a page: a task costs Prefect .02 s, server and
# all, and 20 kB, what a kill can lose should stay small, and workers should end together. Large inputs have larger
# batches, since Prefect's server keeps up with runs of about 200 tasks.
BATCH_PAGES = 150
MAX_BATCHES = 190


@dataclass(frozen=True, slots=True)
class Batch(Generic[T]):
    """Some items of a run, and how many pages they are. Batches that cover the same have the same id, whatever run they
    are of."""

    id: int
    items: Sequence[T]
    pages: int


def divide(items: Sequence[T], pages: Callable[[T], int], what: str) -> list[Batch[T]]:
    """Divide items, each of so many pages, into batches of up to `BATCH_PAGES` pages, and of more where there would be
    too many batches. `what` is done with them is part of what they cover.

    Some items open a batch by what they are, wherever they stand. So two inputs that have much in common, as a folder
    to which files are added or the pages that are left to do, have most batches in common too.
    """
    limit = BATCH_PAGES
    while limit * MAX_BATCHES < sum(map(pages, items)):
        limit *= 2
    least = limit // 2
    divided: list[list[T]] = []
    size = limit
    for item in items:
        if size >= limit or (size >= least and hash63(ascii(item)) % least == 0):
            divided.append([])
            size = 0
        divided[-1].append(item)
        size += pages(item)
    return [Batch(hash63(what, *map(ascii, some)), some, sum(map(pages, some))) for some in divided]
