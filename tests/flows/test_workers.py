import json
import os
import signal
import subprocess
from pathlib import Path

import psutil
import pytest
from command import KLIPING, MakeDatabase, Rows, Run, environment, html, story, wait_for, workers_of

from flows.command import GOES_ON

PAGES = 600
ARTICLES = "SELECT count(*) FROM articles"


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A file of pages that two workers have some seconds of work with."""
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join(json.dumps({"url": f"https://kabar.example/{n}", "html": html(n)}) for n in range(PAGES)))
    return path


def start(path: Path, url: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*KLIPING, "run", str(path), "--workers", "2", "--db", url],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_two_workers_store_what_one_does(tmp_path: Path, process: Run, new_database: MakeDatabase, rows: Rows) -> None:
    path = tmp_path / "pages.jsonl"
    # 330 pages are three batches; every tenth is bad, and the stories of the last thirty are those of the first.
    texts = ["" if n % 10 == 0 else story(n % 300) for n in range(330)]
    path.write_text(
        "\n".join(json.dumps({"url": f"https://kabar.example/{n % 300}", "text": t}) for n, t in enumerate(texts))
    )
    stored = []
    for workers in (1, 2):
        url = new_database(None)
        result = process("run", path, "--db", url, "--workers", workers)
        assert result.returncode == 1
        assert result.stderr.count(": empty") == 33
        questions = (
            "SELECT id, text, locator, cuts FROM articles ORDER BY id",
            "SELECT locator, reason, attempts FROM quarantine ORDER BY locator",
            "SELECT id, outlet, refused FROM pages ORDER BY id",
        )
        stored.append([rows(url, question) for question in questions])
    assert stored[0] == stored[1]
    assert len(stored[0][0]) == 270


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_workers_end_with_their_parent_and_nothing_is_lost(
    many: Path, tmp_path: Path, kliping: Run, rows: Rows, end: signal.Signals
) -> None:
    url = migrated(tmp_path, kliping)
    process = start(many, url)
    wait_for(lambda: rows(url, ARTICLES) != [(0,)])
    workers = workers_of(process)
    if end == signal.SIGINT:
        os.killpg(process.pid, end)  # as Ctrl-C in a terminal does
    else:
        process.kill()
    _, stderr = process.communicate(timeout=20)
    gone, alive = psutil.wait_procs(workers, timeout=5)
    assert (len(gone), alive) == (2, [])
    if end == signal.SIGINT:
        assert process.returncode == 130
        assert stderr.strip() == f"kliping: stopped; {GOES_ON}"

    assert 0 < rows(url, ARTICLES)[0][0] < PAGES
    assert kliping("run", many, "--db", url).returncode == 0
    assert rows(url, "SELECT count(*), count(DISTINCT url) FROM articles") == [(PAGES, PAGES)]
    assert rows(url, "SELECT count(*) FROM quarantine") == [(0,)]


def test_a_worker_that_dies_is_a_message(many: Path, tmp_path: Path, kliping: Run, rows: Rows) -> None:
    url = migrated(tmp_path, kliping)
    process = start(many, url)
    wait_for(lambda: rows(url, ARTICLES) != [(0,)])
    workers = workers_of(process)
    workers[0].kill()
    _, stderr = process.communicate(timeout=20)
    assert process.returncode == 2
    assert stderr.strip() == f"kliping: a worker process died, perhaps for want of memory; {GOES_ON}"
    assert not psutil.wait_procs(workers, timeout=5)[1]
    assert rows(url, "SELECT count(*) FROM runs WHERE finished_at IS NOT NULL") == [(1,)]


def migrated(folder: Path, kliping: Run) -> str:
    url = f"sqlite:///{folder}/kliping.db"
    assert kliping("migrate", "--db", url).returncode == 0
    return url
