"""The questions of docs/queries/: SQL that says in comments at its head what it answers."""

from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

QUERIES = Path(__file__).parents[2] / "docs" / "queries"


class Query(NamedTuple):
    """A question: its file's name without suffix, its title, what it answers, what its columns hold, and its SQL."""

    name: str
    title: str
    about: str
    columns: dict[str, str]
    sql: str


def queries() -> Iterator[Query]:
    """All questions, by title."""
    yield from sorted((_read(path) for path in QUERIES.glob("*.sql")), key=lambda query: query.title)


def _read(path: Path) -> Query:
    lines = path.read_text("utf-8").splitlines()
    head = [line.removeprefix("--").strip() for line in takewhile(lambda line: line.startswith("--"), lines)]
    blank = head.index("")
    columns = dict(line.split(": ", 1) for line in head[blank + 1 :])
    sql = "\n".join(lines[len(head) :]).strip().removesuffix(";")
    return Query(path.stem, head[0], " ".join(head[1:blank]), columns, sql)
