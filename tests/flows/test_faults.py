"""What goes wrong around a run at its worst moments: nothing is lost, nothing is twice, and the same command goes on.

`make test-faults` does more of it, on more pages, than the other tests do.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import KLIPING, MakeDatabase, Rows, environment, story, workers_of
from sqlalchemy import text

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
    url, marks = new_database(None), tmp_path / "marks"
    seed = random.randrange(1_000_000)
    dice = random.Random(seed)
    labour = [sys.executable, "-m", "tests.flows.labour", str(pages), url, str(marks)]
    for kill in range(KILLS):
        process = begin(labour)
        time.sleep(dice.uniform(0, SECONDS))
        if kill % 2 and process.poll() is None and (workers := workers_of(process, None)):
            dice.choice(workers).kill()  # another takes its place
            time.sleep(dice.uniform(0, SECONDS))
        process.kill()
        process.communicate()
    process = begin(labour)
    _, stderr = process.communicate()
    assert process.returncode == 0, (seed, stderr)
    assert rows(url, WHOLE) == [(PAGES, PAGES, True)], seed
    assert rows(url, "SELECT count(*) FROM quarantine") == [(0,)], seed
    assert rows(url, "SELECT count(*) FROM pages") == [(PAGES,)], seed
    assert marks.stat().st_size >= PAGES, seed
    if url.startswith("sqlite"):
        assert rows(url, "PRAGMA integrity_check") == [("ok",)], seed
        assert rows(url, "PRAGMA foreign_key_check") == [], seed


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


def test_two_runs_at_once_share_a_database(pages: Path, new_database: MakeDatabase, rows: Rows) -> None:
    url = new_database(None)
    runs = [begin([*KLIPING, "run", str(pages), "--db", url]) for _ in range(2)]
    for process in runs:
        _, stderr = process.communicate()
        assert process.returncode == 0, stderr
    assert rows(url, WHOLE) == [(PAGES, PAGES, True)]
    assert rows(url, "SELECT count(*) FROM runs WHERE finished_at IS NOT NULL") == [(2,)]
