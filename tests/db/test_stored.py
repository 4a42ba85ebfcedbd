"""All that is stored, as it is exported; both engines."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

import db

MakeResult = Callable[..., db.Result]
MOMENT = datetime(2026, 8, 3, 3, 15, tzinfo=UTC)


@pytest.fixture
def few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.export._PAGES", 2)
    monkeypatch.setattr("db.export._ARTICLES", 2)


def test_every_capture_comes_back_as_it_went_in(engine: Engine, result: MakeResult, few_at_a_time: None) -> None:
    fields: dict[str, Any] = {
        "url": "https://kabar.example/1",
        "content_type": "text/html; charset=utf-8",
        "fetched_at": MOMENT,
        "extra": {"tag": "x"},
        "http_status": 200,
        "etag": '"a1"',
        "last_modified": "Mon, 3 Aug 2026",
    }
    results = [
        result("/arsip/2.html", page=fields),
        result("/arsip/3.html", refused="empty"),
        result("/arsip/1.html", page={"body": b"\xff\x00"}),
        result("/arsip/1.html", "Pasar tutup."),
        result("/arsip/1.html", page={"body": b"\xff\x00"}),  # what lies there now
    ]
    db.store(engine, results, None)
    stored = list(db.stored_pages(engine))
    # By locator, and the captures of one as they were last seen.
    assert [row.page for row in stored] == [results[n].page for n in (3, 2, 0, 1)]
    assert all(row.stored_at.tzinfo and len(row.sha256) == 64 for row in stored)
    assert db.count_pages(engine) == 4


def test_every_article_comes_with_all_its_columns(engine: Engine, result: MakeResult, few_at_a_time: None) -> None:
    results = [
        result(f"/arsip/{n}.html", f"Pasar {n} buka.", title=f"Pasar {n}", authors=("Sari",), published_at=MOMENT)
        for n in range(5)
    ]
    db.store(engine, results, None)
    rows = list(db.stored_articles(engine))
    assert {row["title"] for row in rows} == {f"Pasar {n}" for n in range(5)}
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert all(row.keys() == db.ARTICLE_COLUMNS.keys() for row in rows)
    for name, kind in db.ARTICLE_COLUMNS.items():
        values = [row[name] for row in rows if row[name] is not None]
        assert all(isinstance(value, dict if name == "sources" else kind) for value in values), name
    assert rows[0]["published_at"] == MOMENT


def test_one_outlet_is_taken_alone(engine: Engine, result: MakeResult) -> None:
    results = [result(f"/arsip/{n}.html", outlet="detik" if n % 2 else None) for n in range(4)]
    db.store(engine, results, None)
    assert {row.page.locator for row in db.stored_pages(engine, "detik")} == {"/arsip/1.html", "/arsip/3.html"}
    assert [row["outlet"] for row in db.stored_articles(engine, db.Selection("detik"))] == ["detik", "detik"]
    assert db.count_selected(engine, db.Selection("detik")) == 2
    assert list(db.stored_articles(engine, db.Selection("tempo"))) == []


@pytest.mark.parametrize(
    ("url", "missing"),
    [
        ("sqlite:////nowhere/at/all.db", True),
        ("sqlite:////nowhere/at/all.db?timeout=3", True),
        ("postgresql://nobody@127.0.0.1:1/x", False),
        ("no url", False),
    ],
)
def test_a_missing_file_is_known_without_making_it(url: str, missing: bool) -> None:
    assert db.is_missing(url) is missing
