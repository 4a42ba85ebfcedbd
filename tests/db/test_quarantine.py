"""Documents that give no article, and which captures need no more work; both engines."""

import sqlite3
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from sqlalchemy import Engine, event, select

import db
from db.models import Page, PageBody, Quarantined

MakeResult = Callable[..., db.Result]
PATH = "/arsip/1.html"


def quarantined(engine: Engine) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(select(Quarantined.__table__)).mappings()]


def key(result: db.Result) -> tuple[str, str]:
    return result.page.locator, sha256(result.page.body).hexdigest()


def settled(engine: Engine, result: db.Result, ruleset: str = "1") -> str | None:
    return db.settled(engine, [key(result)], ruleset).get(key(result))


def test_a_refused_page_is_kept_and_named(engine: Engine, result: MakeResult) -> None:
    refused = result(refused="no story", outlet="Kabar Rekaan")
    assert db.store(engine, [refused], "run") == db.Counts(quarantined={"no story": 1})
    [row] = quarantined(engine)
    assert row.items() >= {"locator": PATH, "stage": "extract", "reason": "no story", "attempts": 1}.items()
    assert (row["sha256"], row["first_at"]) == (key(refused)[1], row["last_at"])
    assert db.count_articles(engine) == 0
    assert db.find(engine, PATH) == refused
    with engine.connect() as connection:
        assert connection.execute(select(Page.refused, Page.outlet)).one() == ("no story", "Kabar Rekaan")
        assert connection.scalar(select(PageBody.body))


def test_each_failure_is_counted_and_the_last_one_named(engine: Engine, result: MakeResult) -> None:
    db.store(engine, [result(refused="empty")], "run")
    db.quarantine(engine, [db.Rejected(PATH, "work", "worker died", key(result())[1], "signal 9")])
    [row] = quarantined(engine)
    assert (row["stage"], row["reason"], row["attempts"], row["last_error"]) == ("work", "worker died", 2, "signal 9")
    assert row["first_at"] < row["last_at"]


def test_a_page_that_is_stored_leaves_quarantine(engine: Engine, result: MakeResult) -> None:
    db.store(engine, [result(refused="empty"), result("/2", refused="empty")], "run")
    db.store(engine, [result(text="Sekarang ada isinya.")], "run")
    assert [row["locator"] for row in quarantined(engine)] == ["/2"]


def test_the_last_of_a_locator_in_one_call_decides(engine: Engine, result: MakeResult) -> None:
    good, bad = result(text="Ada isinya."), result(text="Kosong.", refused="empty")
    assert db.store(engine, [bad, good], "run") == db.Counts(stored=1, quarantined={"empty": 1})
    assert quarantined(engine) == []
    assert db.store(engine, [good, bad], "run") == db.Counts(unchanged=1, quarantined={"empty": 1})
    assert len(quarantined(engine)) == 1


def test_an_article_outlives_the_refusal_of_a_later_capture(engine: Engine, result: MakeResult) -> None:
    good, bad = result(text="Ada isinya."), result(text="Kosong.", refused="empty")
    db.store(engine, [good], "run")
    db.store(engine, [bad], "run")
    assert db.count_articles(engine) == 1
    assert db.find(engine, PATH) == bad  # what lies there now
    db.store(engine, [result(text="Ada isinya.", refused="no story", ruleset="2")], "run")
    assert db.count_articles(engine) == 1


def test_a_stored_capture_is_settled_until_file_or_rules_change(engine: Engine, result: MakeResult) -> None:
    first, second = result(text="Pagi."), result(text="Siang.")
    assert settled(engine, first) is None
    db.store(engine, [first], "run")
    assert settled(engine, first) == "stored"
    assert settled(engine, first, ruleset="2") is None
    assert settled(engine, second) is None
    db.store(engine, [second], "run")
    assert settled(engine, second) == "stored"
    assert settled(engine, first) is None  # its article is the second's now


def test_of_two_captures_in_one_call_the_last_one_is_the_newest(engine: Engine, result: MakeResult) -> None:
    first, second = result(text="Pagi."), result(text="Siang.")
    for older, newer in ((first, second), (second, first)):
        db.store(engine, [older, newer], "run")
        assert db.settled(engine, [key(older), key(newer)], "1") == {key(newer): "stored"}


def test_a_page_that_gave_way_to_another_is_settled_too(engine: Engine, result: MakeResult) -> None:
    url = "https://kabar-rekaan.example/pasar"
    less, more = result("/a", "Satu.", url=url), result("/b", "Dua.", url=url)
    db.store(engine, [more, less], "run")
    assert db.settled(engine, [key(less), key(more)], "1") == {key(less): "stored", key(more): "stored"}


def test_a_refused_capture_is_settled_until_file_or_rules_change(engine: Engine, result: MakeResult) -> None:
    good, bad = result(text="Ada isinya."), result(text="Kosong.", refused="empty")
    db.store(engine, [good, bad], "run")
    assert settled(engine, bad) == "empty"
    assert settled(engine, bad, ruleset="2") is None
    assert settled(engine, good) is None
    db.store(engine, [good], "run")
    assert settled(engine, good) == "stored"
    assert settled(engine, bad) is None


def test_what_could_not_be_read_is_settled_by_its_content(engine: Engine, result: MakeResult) -> None:
    page = result()
    db.quarantine(engine, [db.Rejected(PATH, "work", "worker died", key(page)[1])])
    assert settled(engine, page) == settled(engine, page, ruleset="2") == "worker died"
    assert settled(engine, result(text="Lain.")) is None
    db.quarantine(engine, [db.Rejected(PATH, "read", "unreadable")])
    assert settled(engine, page) is None


def test_a_file_that_is_as_it_was_before_it_failed_is_not_settled(engine: Engine, result: MakeResult) -> None:
    page = result()
    db.store(engine, [page], "run")
    db.quarantine(engine, [db.Rejected(PATH, "work", "worker died", "0" * 64)])
    assert settled(engine, page) is None
    db.store(engine, [page], "run")
    assert quarantined(engine) == []
    assert settled(engine, page) == "stored"


def test_more_keys_than_a_statement_takes_are_looked_up(engine: Engine, result: MakeResult) -> None:
    page = result()
    db.store(engine, [page], "run")
    if engine.dialect.name == "sqlite":  # some builds take 999 variables, some 250,000
        engine.dispose()
        event.listen(engine, "connect", lambda c, _: c.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999))
    keys = [(f"/{i}", "0" * 64) for i in range(3_000)]
    assert db.settled(engine, [*keys, key(page)], "1") == {key(page): "stored"}
