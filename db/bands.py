"""The bands of articles in SQL: where they are filed, and who shares one.

Keys lead with the month, so that what is looked at for new articles is a part of the table as small as three months,
however large the corpus is; and copies are filed apart from first publishers, since mostly the latter are asked for,
and a story that a thousand sites print has one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import cast

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.exc import IntegrityError

from db.likeness import LshBand

_bands = cast(Table, LshBand.__table__)
ANY_MONTH, NO_MONTH = -1, 0


Place = tuple[int, bool]  # month, and whether of copies
Filed = Mapping[Place, Sequence[tuple[int, int]]]  # place -> hashes and article ids

# Arrays as parameters, written out: many parameters, a row at a time, or the driver's lists cost several times as much.
_INSERT = {
    "sqlite": "INSERT OR IGNORE INTO lsh_bands (month, copy, hash, article_id) VALUES (?, ?, ?, ?)",
    "postgresql": "INSERT INTO lsh_bands (month, copy, hash, article_id) "
    "SELECT %s, %s, * FROM unnest(%s::bigint[], %s::bigint[])",
}
# Postgres takes twice as long to add a row where it must be ready for one that is there, as one is only of an article
# that was deleted and came again.
_INSERT_AGAIN = {**_INSERT, "postgresql": f"{_INSERT['postgresql']} ON CONFLICT DO NOTHING"}
_DELETE = {
    "sqlite": "DELETE FROM lsh_bands WHERE month = ? AND copy = ? AND hash = ? AND article_id = ?",
    "postgresql": "DELETE FROM lsh_bands WHERE month = %s AND copy = %s "
    "AND (hash, article_id) IN (SELECT * FROM unnest(%s::bigint[], %s::bigint[]))",
}
_SHARING = {
    "sqlite": "SELECT hash, article_id FROM lsh_bands WHERE month IN (SELECT value FROM json_each(?)) AND copy = ? "
    "AND hash IN (SELECT value FROM json_each(?))",
    "postgresql": "SELECT hash, article_id FROM lsh_bands WHERE month = ANY (%s::int[]) AND copy = %s "
    "AND hash = ANY (%s::bigint[])",
}


def month_of(moment: datetime | None) -> int:
    """The month that an article is filed under."""
    return moment.year * 12 + moment.month if moment else NO_MONTH


def neighbours(a: int, b: int) -> bool:
    """Whether articles of two months may be copies of each other; one without a date may be of any month."""
    return NO_MONTH in (a, b) or abs(a - b) <= 1


def file(connection: Connection, filed: Filed) -> None:
    """Add bands."""
    try:
        with connection.begin_nested():
            _execute(connection, _INSERT, filed)
    except IntegrityError:
        _execute(connection, _INSERT_AGAIN, filed)


def unfile(connection: Connection, filed: Filed) -> None:
    """Take bands away."""
    _execute(connection, _DELETE, filed)


def sharing(
    connection: Connection, months: Iterable[int], copy: bool, hashes: Iterable[int]
) -> Sequence[tuple[int, int]]:
    """Who is filed under some hashes in some months, copies or others: hash and article id."""
    engine = connection.dialect.name
    array = _array if engine == "postgresql" else str  # a list of numbers is JSON
    found = connection.exec_driver_sql(_SHARING[engine], (array(list(months)), copy, array(sorted(hashes))))
    return found.tuples().all()


def months(connection: Connection) -> Iterator[int]:
    """The months that articles are filed under."""
    month = connection.scalar(select(func.min(_bands.c.month)).where(_bands.c.month > ANY_MONTH))
    while month is not None:
        yield month
        month = connection.scalar(select(func.min(_bands.c.month)).where(_bands.c.month > month))


def _execute(connection: Connection, statement: Mapping[str, str], filed: Filed) -> None:
    """Run a statement for many rows, in the order of the table."""
    engine = connection.dialect.name
    for (month, copy), rows in sorted(filed.items()):
        ordered = sorted(rows, key=itemgetter(0))
        if engine == "postgresql":
            hashes, articles = map(_array, zip(*ordered, strict=True))
            connection.exec_driver_sql(statement[engine], (month, copy, hashes, articles))
        else:
            values = [(month, copy, hash_, article) for hash_, article in ordered]
            connection.exec_driver_sql(statement[engine], values)


def _array(values: Iterable[int]) -> str:
    """An array as Postgres reads it."""
    return "{" + ",".join(map(str, values)) + "}"
