"""Copies of stories, across runs and outlets: who was first, and how alike they are.

An article is a copy of the first publisher that it is like: the earliest of those articles that are no copies
themselves. So each copy is like its first, and not only like another copy; and what the database says in the end
depends on the articles and not on the order in which they came. An article is settled against those that are earlier.
Where one becomes a first publisher, or is one no more, the later ones that are like it are settled again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import NamedTuple, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Table,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    text,
    update,
)

from cleaners.minhash import containment
from cleaners.outlets import Outlet, outlets
from db.bands import ANY_MONTH, Filed, file, unfile
from db.engine import writing
from db.firsts import Settled, settle
from db.likeness import UNSETTLED, Cluster, Signature
from db.models import StoredArticle
from db.rows import Row
from db.signatures import lock, outdate, sign_the_unsigned
from db.texts import Text, load, read_anew, unsettled
from db.upsert import Columns, among, chunks, everything, upsert
from db.wires import put_agreement

_articles, _clusters, _signatures = (cast(Table, model.__table__) for model in (StoredArticle, Cluster, Signature))
_BATCH = 5_000  # articles a transaction: the more, the fewer times each page of the table of bands is written


class Copies(NamedTuple):
    """How many articles a search compared, how many copies of how many stories the corpus has now, and how many
    articles credit another source than their first publisher's."""

    compared: int
    copies: int
    stories: int
    disputed: int


def find_copies(engine: Engine, known: Mapping[str, Outlet] | None = None) -> Copies:
    """Settle which of the articles that are new or have changed are copies, and of which, in `clusters`.

    It costs in proportion to those articles. `known` are the outlets that credit lines may name, by id (those of
    `seeds/` if None). Searches at the same time take turns, a batch each.
    """
    names = outlets() if known is None else known
    with writing(engine) as connection:
        sign_the_unsigned(connection)
        orphans = select(_clusters.c.article_id).where(~exists().where(_articles.c.id == _clusters.c.cluster_id))
        outdate(connection, connection.scalars(orphans))
    compared = 0
    while waiting := unsettled(engine):
        for start in range(0, len(waiting), _BATCH):
            with writing(engine) as connection:
                if connection.dialect.name == "postgresql":
                    connection.execute(text("LOCK TABLE clusters IN SHARE ROW EXCLUSIVE MODE"))
                compared += _settle_batch(connection, waiting[start : start + _BATCH], names)
    with engine.connect() as connection:
        return Copies(compared, *connection.execute(_TOTALS).one())


_IS_COPY = _clusters.c.article_id != _clusters.c.cluster_id
_TOTALS = select(
    func.count().filter(_IS_COPY),
    func.count(_clusters.c.cluster_id.distinct()),
    func.count().filter(~_clusters.c.wire_agrees),
)


def _settle_batch(connection: Connection, ids: Sequence[int], known: Mapping[str, Outlet]) -> int:
    """Settle articles, as far as nobody else has done so; how many these were."""
    before = load(connection, ids, UNSETTLED)
    changed = read_anew(connection, {id_: old for id_, old in before.items() if old.edition > 1})
    settled, later = settle(connection, [(old, changed.get(id_, old)) for id_, old in before.items()])
    given_up = [one.text.id for one in settled if one.before.is_first and (one.is_copy or not one.was_first)]
    again = (later | _copies_of(connection, given_up)) - before.keys()
    lock(connection, before.keys() | again)
    _refile(connection, settled)
    _put_clusters(connection, settled, known)
    _put_signatures(connection, settled)
    outdate(connection, again)
    return len(settled)


def _copies_of(connection: Connection, firsts: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for chunk in chunks(firsts):
        found.update(connection.scalars(select(_clusters.c.article_id).where(_clusters.c.cluster_id.in_(chunk))))
    return found


def _refile(connection: Connection, settled: Sequence[Settled]) -> None:
    """File the bands of articles, and take away those under which they were filed before."""
    there = [one for one in settled if one.before.first is not None]
    right = {one.text.id for one in there if one.before.is_as(one.text) and one.before.is_copy == one.is_copy}
    there = [one for one in there if one.text.id not in right]
    unfile(connection, _filed((one.before, one.before.is_copy) for one in there))
    file(connection, _filed((one.text, one.is_copy) for one in settled if one.text.id not in right))


def _filed(texts: Iterable[tuple[Text, bool]]) -> Filed:
    """What texts, copies or others, are filed under. The same words are looked for in all months."""
    filed: defaultdict[tuple[int, bool], list[tuple[int, int]]] = defaultdict(list)
    for one, is_copy in texts:
        if one.signature.words:
            filed[ANY_MONTH, is_copy].append((one.signature.words, one.id))
        filed[one.month, is_copy] += [(band, one.id) for band in one.bands]
    return {place: rows for place, rows in filed.items() if rows}


def _put_clusters(connection: Connection, settled: Sequence[Settled], known: Mapping[str, Outlet]) -> None:
    """Write the rows of copies, and those of first publishers that have copies."""
    now = datetime.now(UTC)
    copies = [_row(one.text, one.first, one.similarity, now) for one in settled if one.is_copy]
    upsert(connection, _clusters, copies, everything, _differs)
    alone = [one.text.id for one in settled if one.before.is_copy and not one.is_copy]
    for chunk in chunks(alone):
        connection.execute(delete(_clusters).where(_clusters.c.article_id.in_(chunk)))
    firsts = {one.first.id: one.first for one in settled if one.is_copy}
    upsert(connection, _clusters, [_row(first, first, 1.0, now) for first in firsts.values()])
    touched = firsts.keys() | {first for one in settled if (first := one.before.first)}
    copy = _clusters.alias()
    left = exists().where(copy.c.cluster_id == _clusters.c.article_id, copy.c.article_id != copy.c.cluster_id)
    for chunk in chunks(sorted(touched)):
        by_itself = _clusters.c.article_id.in_(chunk), _clusters.c.article_id == _clusters.c.cluster_id, ~left
        connection.execute(delete(_clusters).where(*by_itself))
    put_agreement(connection, touched, known)


def _row(text: Text, first: Text, similarity: float, now: datetime) -> Row:
    return {
        "article_id": text.id,
        "cluster_id": first.id,
        "similarity": similarity,
        "containment": containment(text.signature, first.signature, similarity),
        "wire_agrees": None,
        "found_at": now,
    }


def _differs(new: Columns) -> ColumnElement[bool]:
    names = ("cluster_id", "similarity", "containment")
    return or_(*(_clusters.c[name].is_distinct_from(new[name]) for name in names))


def _put_signatures(connection: Connection, settled: Sequence[Settled]) -> None:
    """Note that articles were settled as they were read: one that has changed since is not."""
    key = _signatures.c.article_id
    anew = update(_signatures).where(key == bindparam("id"))
    values = [
        {"id": one.text.id, **one.text.signature._asdict()}
        | {"told_at": one.text.told_at, "fetched_at": one.text.fetched_at}
        for one in settled
        if not one.before.is_as(one.text)
    ]
    if values:
        connection.execute(anew.values({name: bindparam(name) for name in values[0] if name != "id"}), values)
    editions = sorted((one.text.edition, one.text.id) for one in settled)
    for edition, group in groupby(editions, key=lambda pair: pair[0]):
        for chunk in chunks([id_ for _, id_ in group]):
            connection.execute(update(_signatures).where(among(connection, key, chunk)).values(settled=edition))
