"""Turns at hosts and what is kept of robots.txt; both engines."""

import multiprocessing
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

from sqlalchemy import Engine, select, update

import db
from db.engine import writing
from db.hosts import Claim, RobotsFile
from db.owners import is_gone, this_process
from db.web import Host

ROOT = Path(__file__).parents[2]
KABAR = "kabar-rekaan.example"
DAY = timedelta(days=1)


def claim(engine: Engine, host: str = KABAR, *, gap: float = 0.0, lease: float = 60.0, failures: int = 5) -> Claim:
    return db.claim_host(engine, host, gap=gap, lease=lease, failures=failures)


def turn(engine: Engine, **end: float) -> None:
    token = claim(engine).token
    assert token
    db.release_host(engine, KABAR, token, **end)  # type: ignore[arg-type]


def test_a_host_is_one_s_at_a_time(engine: Engine) -> None:
    first = claim(engine)
    assert first.token
    assert claim(engine) == Claim(None, 0.0, 0)
    assert claim(engine, "lain.example").token
    db.release_host(engine, KABAR, first.token)
    assert claim(engine).token


def test_of_many_who_want_a_turn_at_once_one_has_it(engine: Engine) -> None:
    claims: list[Claim] = []
    together = Barrier(6)

    def want() -> None:
        together.wait()
        claims.append(claim(engine))

    threads = [Thread(target=want) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(claims) == 6
    assert sum(claim.token is not None for claim in claims) == 1


def test_the_gap_counts_from_the_end_of_the_turn_before(engine: Engine) -> None:
    turn(engine)
    assert 9 < claim(engine, gap=10).wait <= 10
    assert 59 < claim(engine, gap=60).wait <= 60
    assert claim(engine, gap=0).token


def test_a_rest_is_kept_to_by_all_and_has_an_end(engine: Engine) -> None:
    turn(engine, rest=30)
    assert 29 < claim(engine).wait <= 30
    assert 59 < claim(engine, gap=60).wait <= 60
    with writing(engine) as connection:
        connection.execute(update(Host).values(rest_until=datetime.now(UTC) - timedelta(seconds=1)))
    assert claim(engine).token


def test_failures_in_a_row_are_counted_and_end_the_turns(engine: Engine) -> None:
    for _ in range(2):
        turn(engine, failed=True)
    turn(engine)
    for _ in range(5):
        turn(engine, failed=True)
    assert claim(engine) == Claim(None, 0.0, 5)
    assert claim(engine, failures=6).token
    db.forgive_hosts(engine)
    with engine.connect() as connection:
        assert connection.scalar(select(Host.failures)) == 0


def test_a_turn_that_has_run_out_is_another_s_and_its_end_does_nothing(engine: Engine) -> None:
    late = claim(engine, lease=-1)
    other = claim(engine)
    assert late.token
    assert other.token
    db.release_host(engine, KABAR, late.token, rest=60, failed=True)
    assert claim(engine) == Claim(None, 0.0, 0)  # still the other's
    db.release_host(engine, KABAR, other.token)
    assert claim(engine).token


def test_the_turn_of_a_process_that_was_killed_is_free_at_once(engine: Engine, url: str) -> None:
    code = (
        "import os, sys, db; e = db.open_engine(sys.argv[1]); "
        "assert db.claim_host(e, sys.argv[2], gap=0, lease=3600, failures=5).token; os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code, url, KABAR], cwd=ROOT, check=False, timeout=60).returncode == -9
    assert claim(engine).token


def test_the_turn_of_another_machine_lasts_until_it_runs_out(engine: Engine) -> None:
    assert claim(engine).token
    with writing(engine) as connection:
        connection.execute(update(Host).values(owner="elsewhere/1:1"))
    assert claim(engine) == Claim(None, 0.0, 0)


def test_who_is_gone() -> None:
    assert not is_gone(this_process())
    ended = multiprocessing.get_context("spawn").Process()
    ended.start()
    ended.join()
    machine = this_process().removesuffix(str(os.getpid()))
    assert is_gone(f"{machine}{ended.pid}")
    assert not is_gone(f"{machine}1")  # may belong to another user, and runs
    assert not is_gone(f"elsewhere/0:{ended.pid}")


def test_robots_are_kept_as_they_were_had(engine: Engine) -> None:
    origin, now = f"https://{KABAR}", datetime.now(UTC)
    assert db.find_robots(engine, origin) is None
    for file in (RobotsFile(now, 200, "User-agent: *\nDisallow: /arsip"), RobotsFile(now + DAY, 404, "")):
        db.keep_robots(engine, origin, file)
        assert db.find_robots(engine, origin) == file
    db.keep_robots(engine, f"{origin}:8080", RobotsFile(now, 200, "a\0b"))
    assert db.find_robots(engine, f"{origin}:8080") == RobotsFile(now, 200, "ab")
    assert db.find_robots(engine, origin) == file
