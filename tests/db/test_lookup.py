"""Finding what is stored, the views and the record of runs; both engines."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, text

import db
from cleaners.model import Cut
from db.engine import writing
from db.ids import article_id
from db.likeness import Cluster
from db.models import Page, Run

MakeResult = Callable[..., db.Result]
URL = "https://kabar-rekaan.example/pasar"
NIGHT = datetime(2026, 8, 6, 23, 30, tzinfo=UTC)


def read(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_find(engine: Engine, result: MakeResult) -> None:
    by_url, line, refused = result("/a.html", url=URL), result("/b.jsonl#3"), result("/c.txt", refused="empty")
    db.store(engine, [by_url, line, refused], "run")
    with engine.connect() as connection:
        pages = {row.locator: row.id for row in connection.execute(select(Page.locator, Page.id))}
    assert db.find(engine, URL) == db.find(engine, "/a.html") == db.find(engine, str(article_id(URL))) == by_url
    assert db.find(engine, str(pages["/a.html"])) == by_url
    assert db.find(engine, "/b.jsonl#3") == line
    assert db.find(engine, "/c.txt") == db.find(engine, str(pages["/c.txt"])) == refused
    for unknown in ("/b.jsonl", "https://kabar-rekaan.example/", "7", "9" * 40, ""):
        assert db.find(engine, unknown) is None


def test_find_gives_the_newest_reading_of_a_page(engine: Engine, result: MakeResult) -> None:
    without, with_url = result(), result(url=URL, ruleset="2")
    db.store(engine, [without], "run")
    db.store(engine, [with_url], "run")
    assert db.find(engine, "/arsip/1.html") == with_url


@pytest.mark.parametrize("body", [b"", b"\x00\xff" * 1_000_000])
def test_a_body_comes_back_byte_for_byte(engine: Engine, result: MakeResult, body: bytes) -> None:
    db.store(engine, [result(page={"body": body})], "run")
    found = db.find(engine, "/arsip/1.html")
    assert found is not None
    assert found.page.body == body


def test_sample_is_the_latest_published(engine: Engine, result: MakeResult) -> None:
    db.store(engine, [result("/1", "Lama.", published_at=NIGHT), result("/2", "Tanpa waktu.")], "run")
    db.store(engine, [result("/3", "Baru. " * 20, title="Baru", outlet="Kabar", published_at=datetime.now(UTC))], "run")
    assert [row.start for row in db.sample(engine, 9)] == [("Baru. " * 20)[:80], "Lama.", "Tanpa waktu."]
    [newest] = db.sample(engine, 1)
    assert (newest.outlet, newest.title, newest.word_count) == ("Kabar", "Baru", 20)


def test_view_cuts(engine: Engine, result: MakeResult) -> None:
    cuts = (Cut("byline", "Oleh Wirya", 0, 10), Cut("crosslink", 'Baca "juga"\n', 12, 24))
    db.store(engine, [result(cuts=cuts), result("/2")], "run")
    rows = read(engine, 'SELECT article_id, cleaner, text, start, "end" FROM cuts ORDER BY start')
    assert rows == [(article_id("/arsip/1.html"), cut.cleaner, cut.text, cut.start, cut.end) for cut in cuts]


def test_view_daily(engine: Engine, result: MakeResult) -> None:
    stories = [
        result("/1", "Satu dua.", outlet="Kabar", published_at=NIGHT),
        result("/2", "Satu dua tiga.", outlet="Kabar", published_at=NIGHT.replace(hour=1), language="ms"),
        result("/3", "Satu.", outlet="Kabar", published_at=NIGHT.replace(day=7, hour=0)),
        result("/4", "Satu.", outlet="Warta"),
    ]
    db.store(engine, stories, "run")
    rows = read(engine, "SELECT outlet, day, articles, indonesian, words, mean_words FROM daily ORDER BY outlet, day")
    days = [str(day) if isinstance(day, date) else day for _, day, *_ in rows]
    assert days == ["2026-08-06", "2026-08-07", None]
    assert [(outlet, *figures) for outlet, _, *figures in rows] == [
        ("Kabar", 2, 1, 5, 2.5),
        ("Kabar", 1, 1, 1, 1.0),
        ("Warta", 1, 1, 1, 1.0),
    ]


def test_view_articles_id(engine: Engine, result: MakeResult) -> None:
    db.store(engine, [result("/first"), result("/copy"), result("/alone"), result("/ms", language="ms")], "run")
    first, copy = article_id("/first"), article_id("/copy")
    with writing(engine) as connection:
        cluster = {"cluster_id": first, "similarity": 0.9, "found_at": NIGHT}
        connection.execute(insert(Cluster), [{"article_id": key, **cluster} for key in (first, copy)])
    assert read(engine, "SELECT locator FROM articles_id ORDER BY locator") == [("/alone",), ("/first",)]


def test_runs_are_recorded(engine: Engine) -> None:
    run_id = db.start_run(engine, "run seeds", "7")
    assert run_id != db.start_run(engine, "run seeds", "7")
    counts = db.Counts(1, 2, 3, {"empty": 1}) + db.Counts(quarantined={"empty": 1, "no story": 2})
    db.finish_run(engine, run_id, counts, {"seconds": 1.5})
    with engine.connect() as connection:
        run = connection.execute(select(Run.__table__).where(Run.id == run_id)).mappings().one()
    assert (run["what"], run["ruleset"], run["timings"]) == ("run seeds", "7", {"seconds": 1.5})
    assert run["counts"] == {"stored": 1, "updated": 2, "unchanged": 3, "quarantined": {"empty": 2, "no story": 2}}
    assert run["started_at"] <= run["finished_at"]
