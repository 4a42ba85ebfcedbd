"""Leases of batches; both engines."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

import db
from db import batches
from db.engine import writing
from db.models import Batch, StoredArticle
from tests.db.conftest import MakeResult


@pytest.fixture
def runs(engine: Engine) -> tuple[str, str]:
    return db.start_run(engine, "run a", "1"), db.start_run(engine, "run b", "1")


def row(engine: Engine) -> Any:
    with engine.connect() as connection:
        return connection.execute(select(Batch.__table__)).one()


def change(engine: Engine, **values: object) -> None:
    with writing(engine) as connection:
        connection.execute(update(Batch).values(**values))


def test_a_batch_is_one_run_s_until_it_is_finished_or_the_run_ends(engine: Engine, runs: tuple[str, str]) -> None:
    first, second = runs
    assert batches.claim(engine, 7, first, 150)
    assert not batches.claim(engine, 7, second, 150)
    batches.begin(engine, 7, first)
    batches.finish(engine, 7, first)
    assert row(engine).done_at is not None
    assert batches.claim(engine, 7, second, 150)
    assert row(engine).done_at is None
    batches.free(engine, second)
    assert batches.claim(engine, 7, first, 150)
    assert (row(engine).pages, row(engine).attempts, row(engine).run_id) == (150, 1, first)


def test_of_many_runs_that_want_a_batch_at_once_one_has_it(engine: Engine) -> None:
    ids = [db.start_run(engine, "run", "1") for _ in range(6)]
    together = Barrier(6)
    claimed: list[bool] = []

    def want(run_id: str) -> None:
        together.wait()
        claimed.append(batches.claim(engine, 7, run_id, 1))

    threads = [Thread(target=want, args=[run_id]) for run_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(claimed) == [False] * 5 + [True]


def test_what_a_dead_process_of_this_machine_held_is_free_at_once(
    engine: Engine, url: str, runs: tuple[str, str]
) -> None:
    code = (
        "import sys, db; from db import batches; print(batches.claim(db.open_engine(sys.argv[1]), 7, sys.argv[2], 1))"
    )
    done = subprocess.run([sys.executable, "-c", code, url, runs[0]], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
    assert batches.claim(engine, 7, runs[1], 1)


def test_what_another_machine_held_is_free_when_it_no_longer_says_so(engine: Engine, runs: tuple[str, str]) -> None:
    first, second = runs
    assert batches.claim(engine, 7, first, 1)
    change(engine, owner="elsewhere/1:1", expires_at=datetime.now(UTC) + timedelta(seconds=1))
    batches.renew(engine, first)
    assert row(engine).expires_at > datetime.now(UTC) + batches.LEASE / 2
    assert not batches.claim(engine, 7, second, 1)
    change(engine, expires_at=datetime.now(UTC) - timedelta(seconds=1))
    assert batches.claim(engine, 7, second, 1)


def test_a_lease_that_was_given_before_the_clock_was_set_back_holds_nobody_up(
    engine: Engine, runs: tuple[str, str]
) -> None:
    assert batches.claim(engine, 7, runs[0], 1)
    change(engine, owner="elsewhere/1:1", expires_at=datetime.now(UTC) + timedelta(days=1))
    assert batches.claim(engine, 7, runs[1], 1)


def test_only_who_began_a_batch_last_can_store_what_came_of_it(
    engine: Engine, runs: tuple[str, str], result: MakeResult
) -> None:
    first, second = runs
    batches.claim(engine, 7, first, 1)
    killed = batches.begin(engine, 7, first)
    again = batches.begin(engine, 7, first)
    with pytest.raises(db.LeaseLost):
        db.store(engine, [result()], first, lease=killed)
    assert db.store(engine, [result()], first, lease=again).stored == 1
    change(engine, expires_at=datetime.now(UTC) - timedelta(seconds=1), owner="elsewhere/1:1")
    assert batches.claim(engine, 7, second, 1)  # the first was asleep too long
    with pytest.raises(db.LeaseLost):
        db.store(engine, [result(text="Pasar lain.")], first, lease=again)
    with pytest.raises(db.LeaseLost):
        batches.begin(engine, 7, first)
    batches.finish(engine, 7, first)
    assert row(engine).done_at is None
    with engine.connect() as connection:
        assert connection.scalars(select(StoredArticle.text)).all() == ["Pasar Sukarimba buka."]
    assert row(engine).attempts == 2


def test_pages_that_another_run_has_read_meanwhile_are_stale_no_more(engine: Engine, result: MakeResult) -> None:
    db.store(engine, [result("/arsip/1.html"), result("/arsip/2.html", ruleset="2")], None)
    ids = db.read_pages(engine)
    assert len(db.still_stale(engine, ids, "2", {})) == 1
    assert db.still_stale(engine, ids, "3", {}) == ids
