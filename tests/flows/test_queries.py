"""The questions of docs/queries/ on a small corpus whose answers are stated here; both engines."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from analysts import put
from sqlalchemy import Engine

from flows.browse.queries import QUERIES, queries

ANSWERS: dict[str, list[tuple[Any, ...]]] = {
    "who-published-first": [
        ("kabar", "2026-08-01 01:00", "Judul kabar/1", 3, 3, 6.0, "Kabar", "https://kabar.example/kabar/1")
    ],
    "cuts-by-reason-and-outlet": [("kabar", "crosslink", 2, 2, 66.7, 32), ("kabar", "dateline", 1, 1, 33.3, 19)],
    "articles-by-day": [
        ("2026-08-05", 1, 1, 1, 3, 3),
        ("2026-08-03", 1, 2, 2, 6, 3),
        ("2026-08-02", 1, 1, 1, 3, 3),
        ("2026-08-01", 3, 4, 3, 44, 11),
    ],
    "wire-share": [
        ("warta", 4, 2, 50.0, 2, 1, 25.0, 0),
        ("pos", 2, 0, 0, 0, 1, 50.0, 1),
        ("kabar", 3, 0, 0, 0, 0, 0, 0),
        ("surat", 21, 0, 0, 0, 0, 0, 0),
    ],
    "malay-among-indonesian": [
        ("warta", 25.0, 0.75, 8, "2026-08-01 05:00", "Judul warta/2", None, "https://warta.example/warta/2")
    ],
    "copies-by-outlet": [
        ("pos", 2, 1, 50.0, 6.0, 0, 0),
        ("warta", 4, 1, 25.0, 2.0, 0, 0),
        ("kabar", 3, 0, 0, None, 0, 2),
        ("surat", 21, 0, 0, None, 0, 0),
    ],
    "longest-silence": [
        ("kabar", 72.0, "2026-08-02 01:00", "2026-08-05 01:00", 48.0, 3),
        ("warta", 48.0, "2026-08-01 05:00", "2026-08-03 05:00", 19.3, 4),
    ],
    "corrections-after-publication": [
        ("kabar", 26.5, "2026-08-05 01:00", "2026-08-06 03:30", "Judul kabar/3", "https://kabar.example/kabar/3"),
        ("kabar", 3.0, "2026-08-02 01:00", "2026-08-02 04:00", "Judul kabar/2", "https://kabar.example/kabar/2"),
    ],
    "most-used-tags": [
        ("banjir", 2, 1, "2026-08-01 01:00", "2026-08-02 01:00"),
        ("sukarimba", 1, 1, "2026-08-01 01:00", "2026-08-01 01:00"),
    ],
    "quality-outliers": [
        (
            *("surat", "word_count", 200, 15.238, 20.0, "Judul surat/20"),
            *("https://surat.example/surat/20", "https://surat.example/surat/20"),
        )
    ],
}


def told(value: Any) -> Any:
    """A value as both engines would give it: the driver of one has no times, that of the other exact decimals."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return value.removesuffix(":00.000000") if isinstance(value, str) else value


@pytest.fixture
def corpus(engine: Engine) -> Engine:
    put(engine)
    return engine


def test_each_question_has_its_answer_on_both_engines_and_columns_as_it_says(corpus: Engine) -> None:
    answers = {}
    with corpus.connect() as connection:
        for query in queries():
            result = connection.exec_driver_sql(query.sql)
            assert list(result.keys()) == list(query.columns), query.name
            answers[query.name] = [tuple(map(told, row)) for row in result]
    assert answers == ANSWERS


def test_each_question_can_be_asked_of_an_empty_corpus(engine: Engine) -> None:
    with engine.connect() as connection:
        assert [connection.exec_driver_sql(query.sql).all() for query in queries()] == [[]] * 10


def test_the_heads_say_what_is_asked() -> None:
    found = list(queries())
    assert {query.name for query in found} == {path.stem for path in QUERIES.iterdir()} == set(ANSWERS)
    for query in found:
        assert query.title
        assert query.about.endswith(".")
        assert all(query.columns.values())
        assert query.sql.startswith(("SELECT", "WITH"))
        assert ":" not in query.sql  # a browser would ask for the parameter
