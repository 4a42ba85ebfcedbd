"""Finding articles by their words: FTS5 on SQLite, a tsvector on Postgres (migration 0007 says how they index).

The words of a user never become SQL or operators of a query language. They are taken apart here, and what reaches the
database is a bound list of quoted phrases, which both engines read alike: all of them must occur.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Engine, FromClause, Table, column, literal_column, select, table
from sqlalchemy import func as sql

from db.days import within
from db.models import StoredArticle
from db.sanitize import clean
from db.snippets import Snippet, snippet, words_of

MAX_CHARACTERS = 500  # of a query; Postgres refuses a word of more than 2,046 bytes
_QUOTES = str.maketrans("“”„‟″«»", '"""""""')

_articles = cast(Table, StoredArticle.__table__)
_fts = table("articles_fts", column("rowid"), column("rank"))
_vector: ColumnElement[Any] = literal_column("articles.search_vector")


class Unsearchable(ValueError):
    """Words that cannot be searched for; the message says why."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found, with the stretch of its text that says most of what was searched for. `score` compares
    the hits of one search: the greater the better."""

    id: int
    score: float
    title: Snippet
    snippet: Snippet
    outlet: str | None
    published_at: datetime | None
    language: str
    url: str | None
    locator: str


def search(
    engine: Engine,
    words: str,
    *,
    outlet: str | None = None,
    language: str | None = None,
    since: date | None = None,
    until: date | None = None,
    limit: int = 10,
) -> list[Hit]:
    """The articles in which all of the words occur, in title or text, the best first.

    Words in quotation marks must follow each other. Case, accents and punctuation do not count. `since` and `until` are
    the first and the last day of publication (UTC); with one of them an undated article is not found. Ranked by bm25 on
    SQLite and by ts_rank_cd on Postgres, where a word of the title counts as much as ten of the text.

    Raises Unsearchable where there is no word, or more than 500 characters.
    """
    phrases = phrases_of(words)
    at = _articles.c
    conditions = [column == value for column, value in ((at.outlet, outlet), (at.language, language)) if value]
    conditions += within(at.published_at, since, until)
    quoted = " ".join(f'"{" ".join(phrase)}"' for phrase in phrases)
    found, matches, score = (_in_postgres if engine.dialect.name == "postgresql" else _in_sqlite)(quoted)
    # Ranked apart from the texts, which are only read for the hits that are shown.
    ranked = select(at.id, score.label("score")).select_from(found).where(matches, *conditions)
    best = ranked.order_by(score.desc(), at.id).limit(limit).subquery()
    names = ("title", "text", "outlet", "published_at", "language", "url", "locator")
    rows = select(best, *(at[name] for name in names)).join(_articles, at.id == best.c.id)
    with engine.connect() as connection:
        hits = connection.execute(rows.order_by(best.c.score.desc(), best.c.id)).mappings().all()
    return [_hit(dict(row), phrases) for row in hits]


def phrases_of(words: str) -> list[list[str]]:
    """The phrases that a user asks for, each a list of words as they are indexed: what stands in quotation marks, and
    else what stands between white space ("orang-orang" is a phrase of two words). A mark that is not closed reaches to
    the end."""
    parts = unicodedata.normalize("NFC", clean(words)).translate(_QUOTES).split('"')
    asked = [piece for i, part in enumerate(parts) for piece in ([part] if i % 2 else part.split())]
    phrases = [found for piece in asked if (found := [word for word, _, _ in words_of(piece)])]
    if not phrases:
        raise Unsearchable("there is no word to search for")
    if sum(len(word) for phrase in phrases for word in phrase) > MAX_CHARACTERS:
        raise Unsearchable(f"that is too much to search for: {MAX_CHARACTERS} characters at most")
    return phrases


def _in_sqlite(quoted: str) -> tuple[FromClause, ColumnElement[bool], ColumnElement[float]]:
    """Where to look, the condition, and the score: FTS5 gives the best the lowest rank."""
    matches = literal_column("articles_fts").op("MATCH", is_comparison=True)(quoted)
    return _fts.join(_articles, _articles.c.id == _fts.c.rowid), matches, -_fts.c.rank


def _in_postgres(quoted: str) -> tuple[FromClause, ColumnElement[bool], ColumnElement[float]]:
    as_indexed = unicodedata.normalize("NFD", quoted)
    query = sql.websearch_to_tsquery(literal_column("'simple'::regconfig"), as_indexed)
    by_length = 1  # divides by the logarithm of the length, as bm25 does in its way
    score = sql.ts_rank_cd(_vector, query, by_length)
    return _articles, _vector.op("@@", is_comparison=True)(query), score


def _hit(row: dict[str, Any], phrases: Sequence[list[str]]) -> Hit:
    title = snippet(row.pop("title") or "", phrases, None)
    return Hit(title=title, snippet=snippet(row.pop("text"), phrases), **row)
