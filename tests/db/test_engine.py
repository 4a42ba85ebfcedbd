"""Opening databases, and their transactions."""

import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import DBAPIError, StatementError

import db
from db.engine import writing
from db.models import Run

WIB = timezone(timedelta(hours=7))
RUN = {"what": "run", "ruleset": "1", "counts": {}, "timings": {}}


@pytest.mark.parametrize(
    "url", ["mysql://user:rahasia@host/x", "kliping.db", "postgresql://user:rahasia@host:port/x", ""]
)
def test_other_urls_are_refused_without_their_password(url: str) -> None:
    with pytest.raises(db.DatabaseError, match="sqlite:///file\\.db or postgresql://") as error:
        db.open_engine(url)
    assert "rahasia" not in str(error.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_server_that_does_not_answer_is_named_without_the_password(scheme: str) -> None:
    with pytest.raises(db.DatabaseError, match="127\\.0\\.0\\.1:1/arsip") as error:
        db.open_engine(f"{scheme}://user:rahasia@127.0.0.1:1/arsip?password=rahasia")
    assert "rahasia" not in str(error.value)


def test_files_that_cannot_be_a_database(tmp_path: Path) -> None:
    with pytest.raises(db.DatabaseError, match="unable to open"):
        db.open_engine(f"sqlite:///{tmp_path}/missing/kliping.db")
    (tmp_path / "page.html").write_text("<p>Pasar Sukarimba buka.</p>" * 100)
    with pytest.raises(db.DatabaseError, match="not a database"):
        db.open_engine(f"sqlite:///{tmp_path}/page.html")


def test_sqlite_is_set_up_on_every_connection(tmp_path: Path) -> None:
    engine = db.open_engine(f"sqlite:///{tmp_path}/kliping.db")
    with engine.connect() as one, engine.connect() as other:
        for connection in (one, other):
            pragmas = [connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous")]
            assert pragmas == ["wal", 1]
            assert connection.scalar(text("PRAGMA foreign_keys")) == 1
            assert connection.scalar(text("PRAGMA busy_timeout")) == 30_000
    engine.dispose()


def test_many_processes_open_a_new_sqlite_file_at_once(tmp_path: Path) -> None:
    code = "import sys; from db.engine import open_engine; sys.stdin.read(); open_engine(sys.argv[1])"
    command = [sys.executable, "-c", code, f"sqlite:///{tmp_path}/kliping.db"]
    processes = [subprocess.Popen(command, cwd=Path(__file__).parents[2], stdin=subprocess.PIPE) for _ in range(4)]
    for process in processes:
        assert process.stdin
        process.stdin.close()
    assert [process.wait(60) for process in processes] == [0] * 4


def test_a_transaction_that_fails_leaves_nothing_not_even_tables(engine: Engine) -> None:
    def fail_halfway() -> None:
        with writing(engine) as connection:
            connection.execute(text("CREATE TABLE extra (id integer)"))
            connection.execute(text("INSERT INTO extra VALUES (1)"))
            connection.execute(text("SELECT * FROM missing"))

    with pytest.raises(DBAPIError, match="missing"):
        fail_halfway()
    with engine.connect() as connection, pytest.raises(DBAPIError, match="extra"):
        connection.execute(text("SELECT * FROM extra"))


def test_writers_that_read_first_wait_for_each_other(tmp_path: Path) -> None:
    """With a BEGIN that is not IMMEDIATE the second one fails at once: "database is locked"."""
    url = f"sqlite:///{tmp_path}/kliping.db"
    engine = db.open_engine(url)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE numbers (n integer)"))
        connection.execute(text("INSERT INTO numbers VALUES (0)"))

    def add() -> None:
        for _ in range(20):
            with writing(engine) as connection:
                n = connection.scalar(text("SELECT n FROM numbers"))
                connection.execute(text("UPDATE numbers SET n = :n"), {"n": n + 1})

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT n FROM numbers")) == 80
    engine.dispose()


def test_a_reader_does_not_wait_for_a_writer(engine: Engine) -> None:
    with writing(engine) as writer, engine.connect() as reader:
        writer.execute(insert(Run).values(id="a", started_at=datetime.now(UTC), **RUN))
        assert reader.execute(select(Run.id)).all() == []


def test_times_come_back_in_utc_and_naive_ones_are_refused(engine: Engine) -> None:
    moment = datetime(2026, 8, 7, 6, 30, 0, 123456, WIB)
    with writing(engine) as connection:
        connection.execute(insert(Run).values(id="a", started_at=moment, **RUN))
        stored = connection.execute(select(Run.started_at, Run.finished_at)).one()
    assert stored == (moment, None)
    assert stored.started_at.tzinfo is UTC
    with pytest.raises(StatementError, match="has no time zone"), writing(engine) as connection:
        connection.execute(insert(Run).values(id="b", started_at=datetime(2026, 8, 7, 6, 30), **RUN))


def test_sqlite_holds_the_utc_clock(tmp_path: Path) -> None:
    engine = db.open_engine(f"sqlite:///{tmp_path}/kliping.db")
    db.migrate(engine)
    with writing(engine) as connection:
        connection.execute(insert(Run).values(id="a", started_at=datetime(2026, 8, 7, 6, 30, tzinfo=WIB), **RUN))
    engine.dispose()
    with sqlite3.connect(tmp_path / "kliping.db") as plain:
        assert plain.execute("SELECT datetime(started_at) FROM runs").fetchone() == ("2026-08-06 23:30:00",)
    plain.close()
