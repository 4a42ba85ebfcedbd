"""The texts that are compared to find copies, as they stand in the database."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, cast

from sqlalchemy import Connection, Engine, Table, select

from cleaners.minhash import Signature, bands, sign
from db.bands import month_of
from db.likeness import UNSETTLED, Cluster
from db.likeness import Signature as StoredSignature
from db.models import StoredArticle
from db.upsert import among, chunks

_articles, _clusters, _signatures = (
    cast(Table, model.__table__) for model in (StoredArticle, Cluster, StoredSignature)
)
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Text:
    """The text of an article; `first` is the id of its first publisher when it was last settled (its own where it was
    no copy), None where it never was."""

    id: int
    told_at: datetime | None
    fetched_at: datetime | None
    signature: Signature
    edition: int
    first: int | None

    @cached_property
    def order(self) -> tuple[datetime, datetime, int]:
        """The place among all articles: of those that are alike the least is the first publisher."""
        return self.told_at or _LAST, self.fetched_at or _LAST, self.id

    @cached_property
    def month(self) -> int:
        """The month that it is filed under."""
        return month_of(self.told_at)

    @cached_property
    def bands(self) -> list[int]:
        """The hashes of its bands; none of a text that is too short."""
        return bands(self.signature)

    @cached_property
    def hashes(self) -> list[int]:
        """What others are found by: the bands, and all words where there are any."""
        return [*self.bands, self.signature.words] if self.signature.words else []

    @property
    def is_first(self) -> bool:
        """Whether it was no copy when it was last settled."""
        return self.first == self.id

    @property
    def is_copy(self) -> bool:
        """Whether it was a copy when it was last settled."""
        return self.first is not None and not self.is_first

    def is_as(self, other: "Text") -> bool:
        """Whether nothing that is compared differs."""
        return self.signature == other.signature and self.order == other.order


def unsettled(engine: Engine) -> list[int]:
    """The articles that are to be compared, by id, the first published first: neighbours in time are neighbours in the
    table of bands, and an article is best settled when those before it are."""
    at = _signatures.c.told_at, _signatures.c.fetched_at
    query = select(_signatures.c.article_id).where(UNSETTLED)
    with engine.connect() as connection:
        return list(connection.scalars(query.order_by(*(when.asc().nulls_last() for when in at))))


def load(connection: Connection, ids: Collection[int], where: Any) -> dict[int, Text]:
    """The texts of articles for which a condition on `signatures` holds, by id."""
    columns = *_signatures.c, _clusters.c.cluster_id
    query = select(*columns).join(_clusters, _clusters.c.article_id == _signatures.c.article_id, isouter=True)
    found = {}
    for chunk in chunks(sorted(ids)):
        for row in connection.execute(query.where(among(connection, _signatures.c.article_id, chunk), where)):
            signature = Signature(row.words, row.runs, row.minhash)
            first = (row.cluster_id or row.article_id) if row.settled else None
            found[row.article_id] = Text(row.article_id, row.told_at, row.fetched_at, signature, row.edition, first)
    return found


def read_anew(connection: Connection, texts: Mapping[int, Text]) -> dict[int, Text]:
    """The same texts as their articles are now."""
    columns = _articles.c.id, _articles.c.published_at, _articles.c.fetched_at, _articles.c.text
    read = {}
    for chunk in chunks(sorted(texts)):
        for row in connection.execute(select(*columns).where(among(connection, _articles.c.id, chunk))):
            old = texts[row.id]
            told_at = row.published_at or row.fetched_at
            read[row.id] = Text(row.id, told_at, row.fetched_at, sign(row.text), old.edition, old.first)
    return read
