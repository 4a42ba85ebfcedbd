"""The block of docs/legal.md that takes an article down: it is gone, and does not come back."""

import sqlite3
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, text

import db
from cleaners import extract
from cleaners.model import RawPage
from db import frontier
from db.candidates import Candidate, enqueue
from tests.docs.pages import ROOT, fenced

LOOK, REMEMBER, TAKE_DOWN = fenced(ROOT / "docs" / "legal.md", "sql")[1:]
[ADDRESS] = [line.split("'")[1] for line in REMEMBER.splitlines() if line.startswith("VALUES")]
BODY = (ROOT / "seeds/detik/kartu-angkot.html").read_bytes()
HELD = ("articles", "pages", "page_bodies", "article_pages", "article_parts", "signatures", "clusters", "frontier")


def run(engine: Engine, script: str) -> list[tuple[object, ...]]:
    """Run a script as psql and sqlite3 do, each statement by itself; on SQLite they heed no keys between tables."""
    if engine.dialect.name == "sqlite":
        connection: Any = sqlite3.connect(str(engine.url.database), isolation_level=None)
    else:
        url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        connection = psycopg.connect(url, autocommit=True)
    cursor = connection.cursor()
    for statement in script.strip().removesuffix(";").split(";\n"):
        cursor.execute(statement)
    rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return list(rows)


def stored(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {table: connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0 for table in HELD}


def result(page: RawPage) -> db.Result:
    return db.Result(page, extract(page.body, page.url))


@pytest.fixture
def corpus(engine: Engine) -> Engine:
    """A story that a crawl fetched and that lies in a file too, with a copy by another outlet, and one more story."""
    assert extract(BODY).url == ADDRESS
    assert enqueue(engine, [Candidate(ADDRESS, "news.detik.com", "detik", ADDRESS)]) == 1
    [address] = frontier.take(engine, "detik", "news.detik.com", "run", 1)
    now = datetime.now(UTC)
    fetched = RawPage(ADDRESS, BODY, url=ADDRESS, content_type="text/html", fetched_at=now)
    frontier.keep(engine, address, fetched, "detik", "run")
    frontier.finish(engine, [address.id])
    copy = f"<article><h1>Kartu Angkot</h1><p>{'</p><p>'.join(extract(BODY).text.split(chr(10) * 2))}</p></article>"
    other = (ROOT / "seeds/detik/banjir-rob.html").read_bytes()
    pages = [
        RawPage("/arsip/kartu.html", BODY),
        RawPage("/arsip/salinan.html", copy.encode(), url="https://salinan.example/1", fetched_at=now),
        RawPage("/arsip/rob.html", other),
    ]
    db.store(engine, [result(page) for page in (fetched, *pages)], "run")
    db.find_copies(engine)
    return engine


def test_an_article_that_is_taken_down_does_not_come_back(corpus: Engine) -> None:
    first = stored(corpus)
    assert first == {
        "articles": 3,
        "pages": 4,
        "page_bodies": 4,
        "article_pages": 4,
        "article_parts": 0,
        "signatures": 3,
        "clusters": 2,
        "frontier": 1,
    }
    assert {row[0] for row in run(corpus, LOOK)} == {ADDRESS, "https://salinan.example/1"}
    run(corpus, REMEMBER)
    assert TAKE_DOWN.startswith("BEGIN;")  # all of it or nothing
    assert TAKE_DOWN.rstrip().endswith("COMMIT;")
    for _ in range(2):  # it can be run as often as one likes
        run(corpus, TAKE_DOWN)
    db.find_copies(corpus)
    left = {"articles": 2, "pages": 2, "page_bodies": 2, "article_pages": 2, "signatures": 2, "clusters": 0}
    assert stored(corpus) == first | left
    assert [hit.outlet for hit in db.search(corpus, "kartu angkot")] == [
        "salinan.example"
    ]  # the copy, which is the first now
    # The same folder again, by whatever rules; pages cleaned anew; a crawl that is told of a change.
    assert db.find(corpus, "/arsip/kartu.html") is None
    keys = [(locator, sha256(BODY).hexdigest()) for locator in ("/arsip/kartu.html", ADDRESS)]
    assert db.settled(corpus, keys, "other rules") == dict.fromkeys(keys, "taken down")
    assert len(db.read_pages(corpus)) == 2
    changed = datetime.now(UTC) + timedelta(days=1)
    assert enqueue(corpus, [Candidate(ADDRESS, "news.detik.com", "detik", ADDRESS, lastmod=changed)]) == 0
