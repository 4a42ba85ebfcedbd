import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest
from command import KLIPING, MakeDatabase, Rows, Run, environment, html, story, wait_for, workers_of

from flows import work
from flows.command import GOES_ON
from flows.guard import Died
from flows.outcome import Outcome
from flows.report import Live
from tests import poison

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


def test_a_worker_that_is_killed_is_replaced(many: Path, tmp_path: Path, kliping: Run, rows: Rows) -> None:
    url = migrated(tmp_path, kliping)
    process = start(many, url)
    wait_for(lambda: rows(url, ARTICLES) != [(0,)])
    workers_of(process)[0].kill()
    _, stderr = process.communicate(timeout=60)
    assert (process.returncode, stderr.strip()) == (0, "")
    assert rows(url, "SELECT count(*), count(DISTINCT url) FROM articles") == [(PAGES, PAGES)]
    assert rows(url, "SELECT count(*) FROM quarantine") == [(0,)]


@pytest.mark.parametrize("workers", [1, 2])
def test_pages_that_are_the_death_of_a_worker_are_put_aside_and_their_neighbours_go_in(
    tmp_path: Path, new_database: MakeDatabase, rows: Rows, workers: int
) -> None:
    poisons = {3: poison.DEADLY, 7: poison.ENDLESS, 8: poison.GREEDY, 20: poison.once(tmp_path / "flag")}
    pages = [html(n) + poisons.get(n, b"").decode() for n in range(30)]
    path = tmp_path / "pages.jsonl"
    path.write_text(
        "\n".join(json.dumps({"url": f"https://kabar.example/{n}", "html": page}) for n, page in enumerate(pages))
    )
    url = new_database(None)
    for again in (False, True):
        job = work.prepare([str(path)], url)
        with Live(job.pages) as live:
            work.run(replace(job, clean=partial(poisoned, job.clean)), workers, live)
        total = live.total
        assert rows(url, "SELECT count(*) FROM articles") == [(27,)]
        assert rows(url, "SELECT locator, stage, reason, attempts FROM quarantine ORDER BY locator") == [
            (f"{path}#4", "work", "worker died", 1),
            (f"{path}#8", "work", "too slow", 1),
            (f"{path}#9", "work", "too much memory", 1),
        ]
        assert (total.pages, total.counts.stored, sum(total.again.values())) == (30, *((0, 3) if again else (27, 0)))


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_pages_that_are_the_death_of_a_worker_cost_a_run_no_more_than_their_deadlines_and_other_workers(
    tmp_path: Path, new_database: MakeDatabase, rows: Rows
) -> None:
    def seconds(name: str, bodies: list[str]) -> float:
        path, url = tmp_path / f"{name}.jsonl", new_database(None)
        lines = (json.dumps({"url": f"https://kabar.example/{n}", "html": body}) for n, body in enumerate(bodies))
        path.write_text("\n".join(lines))
        started = time.monotonic()
        job = work.prepare([str(path)], url)
        with Live(job.pages) as live:
            work.run(replace(job, clean=partial(poisoned, job.clean)), 2, live)
        good = sum(body in pages for body in bodies)
        assert rows(url, "SELECT count(*) FROM articles") == [(good,)]
        assert rows(url, "SELECT count(*) FROM quarantine") == [(len(bodies) - good,)]
        return time.monotonic() - started

    pages = [html(n) for n in range(500)]
    poisons = [html(500 + n) + what.decode() for n, what in enumerate((poison.DEADLY, poison.ENDLESS, poison.GREEDY))]
    start = seconds("one", pages[:1])
    without = seconds("good", pages)
    among = [page for place, what in enumerate(poisons) for page in (*pages[place * 166 : place * 166 + 166], what)]
    took = seconds("poisoned", [*among, *pages[498:]])
    # Each kills a worker twice, and has the batch around it begun again.
    assert took - 2 * poison.SECONDS < 2 * without + 2 * len(poisons) * start


def test_the_deadline_is_a_setting(kliping: Run, tmp_path: Path, rows: Rows) -> None:
    page = tmp_path / "long.html"
    page.write_text(html(1).replace("</article>", "<p>Warga menanam padi.</p>" * 12_000))
    url = f"sqlite:///{tmp_path}/kliping.db"
    assert kliping("run", page, "--db", url, KLIPING_DEADLINE="0.05").returncode == 1
    assert rows(url, "SELECT reason, last_error FROM quarantine") == [("too slow", "more than 0.05 s")]
    assert rows(url, ARTICLES) == [(0,)]


def test_a_worker_that_dies_of_no_page_is_a_message(tmp_path: Path, new_database: MakeDatabase) -> None:
    path = tmp_path / "page.html"
    path.write_text(html(1))
    job = work.prepare([str(path)], new_database(None))
    with Live(job.pages) as live, pytest.raises(Died, match="worker died"):
        work.run(replace(job, clean=die), 1, live)


def poisoned(clean: Callable[[Any], Outcome], batch: Any) -> Outcome:
    """Cleaning in a process in which some pages are poison."""
    poison.administer()
    return clean(batch)


def die(batch: Any) -> Outcome:
    os.kill(os.getpid(), signal.SIGKILL)
    return Outcome()


def migrated(folder: Path, kliping: Run) -> str:
    url = f"sqlite:///{folder}/kliping.db"
    assert kliping("migrate", "--db", url).returncode == 0
    return url
