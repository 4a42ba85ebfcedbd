"""What of each article is compared to find copies, kept in step with the articles.

The signature of a new article is stored with it. An article that changes only has its `edition` raised, in the same
transaction: whoever settles it next reads it anew, so no two writers can leave a signature of another text behind.
"""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Table, exists, insert, literal, select, update

from cleaners.minhash import sign
from db.likeness import Signature
from db.models import StoredArticle
from db.rows import Row
from db.upsert import Columns, among, chunks, upsert

_articles, _signatures = (cast(Table, model.__table__) for model in (StoredArticle, Signature))


def signed(article: Any) -> Row:
    """What of a row of `articles` is compared."""
    return {
        "told_at": article["published_at"] or article["fetched_at"],
        "fetched_at": article["fetched_at"],
        **sign(article["text"])._asdict(),
    }


def put_signatures(connection: Connection, articles: Iterable[Row]) -> None:
    """Store the signatures of new articles."""
    rows = [{"article_id": row["id"], **signed(row), "edition": 1, "settled": 0} for row in articles]
    upsert(connection, _signatures, rows, _next_edition)  # one that is there is of another writer, at the same time


def outdate(connection: Connection, articles: Iterable[int]) -> None:
    """Have articles compared again that have changed, or what they were compared with."""
    for chunk in chunks(lock(connection, articles)):
        connection.execute(
            update(_signatures).where(among(connection, _signatures.c.article_id, chunk)).values(_next_edition())
        )


def lock(connection: Connection, articles: Iterable[int]) -> Sequence[int]:
    """Keep the signatures of articles from other writers, and say which articles have one. Taken in the order of their
    ids, so that two writers wait for each other and do not deadlock."""
    key = _signatures.c.article_id
    found: list[int] = []
    for chunk in chunks(sorted(set(articles))):
        found += connection.scalars(select(key).where(among(connection, key, chunk)).order_by(key).with_for_update())
    return found


def sign_the_unsigned(connection: Connection) -> None:
    """Give a signature, to be made when it is settled, to the articles of a database that is older than signatures."""
    blank = {"words": 0, "runs": 0, "minhash": b"", "edition": 2, "settled": 0}
    unsigned = select(_articles.c.id, *map(literal, blank.values())).where(
        ~exists().where(_signatures.c.article_id == _articles.c.id)
    )
    connection.execute(insert(_signatures).from_select(["article_id", *blank], unsigned))


def _next_edition(_: Columns | None = None) -> dict[str, Any]:
    return {"edition": _signatures.c.edition + 1}
