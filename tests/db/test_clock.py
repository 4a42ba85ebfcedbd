"""A clock that is set back, as at a wrong time corrected, hides nothing and holds nobody up; both engines."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select, update

import db
from db import frontier
from db.candidates import Candidate, enqueue
from db.engine import writing
from db.models import StoredArticle
from db.web import Frontier, Host
from tests.db.conftest import MakeResult

DAY = timedelta(days=1)
HOST = "kabar-rekaan.example"


@pytest.fixture
def set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the store takes for the present is a day before."""

    class Yesterday(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) - DAY

    monkeypatch.setattr("db.present.datetime", Yesterday)


def test_the_last_capture_of_a_place_is_still_the_newest(
    engine: Engine, result: MakeResult, request: pytest.FixtureRequest
) -> None:
    locator = "/arsip/1.html"
    db.store(engine, [result(locator, "Pasar lama Sukarimba buka.")], None)
    request.getfixturevalue("set_back")
    for text in ("Pasar baru Sukarimba buka.", "Pasar Sukarimba tutup."):
        assert db.store(engine, [result(locator, text)], None).updated == 1
        found = db.find(engine, locator)
        assert found is not None
        assert text.encode() in found.page.body
    assert [page.body for page in db.raw_pages(engine, db.read_pages(engine))] == [b"<p>Pasar Sukarimba tutup.</p>"]


def test_what_is_stored_later_is_learned_from(
    engine: Engine, result: MakeResult, request: pytest.FixtureRequest
) -> None:
    db.store(engine, [result("/arsip/1.html")], None)
    assert db.count_unlearned(engine) == 1
    assert sum(articles for articles, _ in db.learn_furniture(engine)) == 1
    request.getfixturevalue("set_back")
    db.store(engine, [result("/arsip/2.html"), result("/arsip/3.html")], None)
    assert db.count_unlearned(engine) == 2
    assert sum(articles for articles, _ in db.learn_furniture(engine)) == 2
    with engine.connect() as connection:
        moments = connection.scalars(select(StoredArticle.cleaned_at).order_by(StoredArticle.locator)).all()
    assert moments == sorted(moments)


def test_nobody_waits_for_a_turn_as_long_as_the_clock_was_set_back(engine: Engine) -> None:
    token = db.claim_host(engine, HOST, gap=2, lease=60, failures=5).token
    assert token
    elsewhere = {"owner": "elsewhere/1:1", "expires_at": datetime.now(UTC) + DAY}
    with writing(engine) as connection:
        connection.execute(update(Host).values(**elsewhere))  # by another machine, before the clock was set back
    token = db.claim_host(engine, HOST, gap=2, lease=60, failures=5).token
    assert token
    db.release_host(engine, HOST, token, rest=30)
    tomorrow = datetime.now(UTC) + DAY
    with writing(engine) as connection:
        moments = {"asked_at": tomorrow, "rest_until": tomorrow + timedelta(seconds=30)}
        connection.execute(update(Host).values(**moments))
    assert 29 < db.claim_host(engine, HOST, gap=2, lease=60, failures=5).wait <= 30
    assert 59 < db.claim_host(engine, HOST, gap=60, lease=60, failures=5).wait <= 60


def test_an_address_that_was_taken_elsewhere_is_free_again(engine: Engine) -> None:
    url = f"https://{HOST}/berita/1"
    run_id = db.start_run(engine, "crawl", "1")
    assert enqueue(engine, [Candidate(url, HOST, "kabar", url, None)]) == 1
    assert [address.url for address in frontier.take(engine, "kabar", HOST, run_id, 10)] == [url]
    with writing(engine) as connection:
        connection.execute(update(Frontier).values(owner="elsewhere/1:1"))
    assert frontier.take(engine, "kabar", HOST, run_id, 10) == []
    with writing(engine) as connection:
        connection.execute(update(Frontier).values(expires_at=datetime.now(UTC) + DAY))
    assert [address.url for address in frontier.take(engine, "kabar", HOST, run_id, 10)] == [url]
