"""Stories that are split over several pages: what was read of each part is kept, and the article is joined of it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, cast

from sqlalchemy import Connection, Table, delete, select

from cleaners.parts import join
from db.models import ArticlePart, StoredArticle
from db.rows import WHEN, WHENCE, Row, article_of_part, article_row, fetched
from db.upsert import chunks, everything, upsert

_articles, _parts = (cast(Table, model.__table__) for model in (StoredArticle, ArticlePart))


def joined(parts: Iterable[Row], run_id: str | None, now: datetime) -> Row:
    """The row of the article that the parts of one story make: of two readings of a part that of the later fetch, then
    of the greater locator. Its page is that of the first part."""
    best = {row["part"]: row for row in sorted(parts, key=lambda row: (fetched(row), row["locator"]))}
    ordered = [best[number] for number in sorted(best)]
    first = ordered[0]
    page = {"id": first["page_id"], "run_id": run_id, "seen_at": now} | {n: first[n] for n in ("locator", "fetched_at")}
    return article_row(join([article_of_part(row) for row in ordered]), page, len(ordered))


def by_article(parts: Iterable[Row]) -> dict[int, list[Row]]:
    """The rows of parts by the article that they belong to."""
    ordered = sorted(parts, key=lambda row: row["article_id"])
    return {key: list(rows) for key, rows in groupby(ordered, key=lambda row: cast(int, row["article_id"]))}


def put_parts(connection: Connection, parts: Sequence[Row], run_id: str | None, now: datetime) -> tuple[int, int]:
    """Store what was read of parts and join their articles anew. Returns how many articles came with them, and how many
    of the other parts changed one.

    Of two captures of one locator that of the later fetch counts, then the one stored later. An article that was read
    whole stays, unless the very page that it was read from is a part now. The caller has written to the rows of all
    these articles, so no other transaction changes them or their parts before this one ends.
    """
    arrived = by_article(parts)
    known = {_place(row): row for row in _rows(connection, _parts.c.article_id, arrived)}
    changed: dict[tuple[int, int], Row] = {}
    for row in parts:
        old = changed.get(_place(row)) or known.get(_place(row))
        if old is None or (fetched(row) >= fetched(old) and row != old):
            changed[_place(row)] = row
    upsert(connection, _parts, list(changed.values()), everything)
    readings = by_article((known | changed).values())
    there = {key for key, _ in known}
    renewed, added, updated = [], 0, 0
    for article in _rows(connection, _articles.c.id, arrived):
        key = article["id"]
        if article["part_count"] is None and not _was_whole(article, arrived[key]):
            continue
        row = joined(readings[key], run_id, now)
        differing = {name for name, value in row.items() if article[name] != value} - WHEN
        if differing:
            renewed.append(row)
        new = article["part_count"] is not None and key not in there
        added += new
        if new or differing - WHENCE:
            updated += sum(place[0] == key for place in changed) - new
    upsert(connection, _articles, renewed, everything)
    return added, updated


def forget_parts(connection: Connection, wholes: Iterable[tuple[Row, int]]) -> None:
    """Forget what was read of parts on pages that hold their stories whole now: rows of `articles`, each with the hash
    of its page's locator."""
    whole = {(row["id"], locator): row for row, locator in wholes}
    for part in list(_rows(connection, _parts.c.article_id, {key for key, _ in whole})):
        if (row := whole.get(_place(part))) and fetched(row) >= fetched(part):
            key, locator = _place(part)
            connection.execute(delete(_parts).where(_parts.c.article_id == key, _parts.c.locator_hash == locator))


def _was_whole(article: Row, parts: Iterable[Row]) -> bool:
    """Whether the page that an article was read from is one of these parts now."""
    return any(row["locator"] == article["locator"] and fetched(row) >= fetched(article) for row in parts)


def _place(row: Row) -> tuple[int, int]:
    return row["article_id"], row["locator_hash"]


def _rows(connection: Connection, column: Any, keys: Iterable[int]) -> Iterator[Row]:
    """The rows of a column's table that have one of the keys in it."""
    for chunk in chunks(sorted(keys)):
        for row in connection.execute(select(column.table).where(column.in_(chunk))).mappings():
            yield dict(row)
