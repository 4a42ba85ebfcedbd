"""A command that is to stop, by Ctrl-C or SIGTERM, does so at once, and leaves nobody behind and a whole database."""

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from command import KLIPING, Rows, Server, environment, html, left_of, story, wait_for

import db
from cleaners.model import Article, RawPage
from flows.command import GOES_ON

ROOT = Path(__file__).parents[2]
PAGES = 600
WITHIN = 5.0  # seconds
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
both = pytest.mark.parametrize("end", CODES, ids=lambda end: end.name)
sqlite = pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
Process = subprocess.Popen[str]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stopping") / "pages.jsonl"
    path.write_text("\n".join(json.dumps({"url": f"https://kabar.example/{n}", "html": html(n)}) for n in range(PAGES)))
    return path


@pytest.fixture(scope="module")
def corpus(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file of these pages."""
    path = tmp_path_factory.mktemp("corpus") / "kliping.db"
    command = [*KLIPING, "run", pages, "--db", f"sqlite:///{path}", "--workers", "2"]
    subprocess.run(command, env=environment(), capture_output=True, check=True, timeout=90)
    return path


@pytest.fixture(scope="module")
def long_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file of so much text that to write it out takes a second."""
    path = tmp_path_factory.mktemp("long") / "kliping.db"
    engine = db.open_engine(f"sqlite:///{path}")
    db.migrate(engine)
    text = "\n\n".join(story(n) for n in range(150))
    for n in range(120):
        page = RawPage(f"/arsip/{n}.txt", b"x")
        db.store(engine, [db.Result(page, Article(text=f"{n} {text}", language="id", ruleset="1"))], None)
    engine.dispose()
    return path


def begin(*args: object, ignoring: bool = False, **env: str) -> Process:
    return subprocess.Popen(
        [*KLIPING, *map(str, args)],
        env=environment(**env),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=(lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)) if ignoring else None,
    )


def stopped(process: Process, end: signal.Signals, at_work: Callable[[], object]) -> str:
    """Have a command stop when it is at work, and see that it does so as it should. What it said."""
    wait_for(lambda: process.poll() is not None or at_work(), every=0.01)
    assert process.poll() is None, process.communicate()
    begun = psutil.Process(process.pid).children(recursive=True)
    at = time.monotonic()
    process.send_signal(end)
    _, stderr = process.communicate(timeout=30)
    left = left_of(begun, at + WITHIN - time.monotonic())
    took = time.monotonic() - at
    assert (process.returncode, left) == (CODES[end], []), stderr
    assert took < WITHIN
    assert "Traceback" not in stderr
    return stderr.strip()


def whole(url: str, rows: Rows) -> None:
    """Asserts that a database is consistent, and that no run of it seems to go on."""
    if url.startswith("sqlite"):
        assert rows(url, "PRAGMA integrity_check") == [("ok",)]
        assert rows(url, "PRAGMA foreign_key_check") == []
    assert rows(url, "SELECT count(*) FROM runs WHERE finished_at IS NULL") == [(0,)]
    assert rows(url, "SELECT count(*) FROM quarantine") == [(0,)]


@both
def test_a_run_stops(pages: Path, url: str, rows: Rows, end: signal.Signals) -> None:
    process = begin("run", pages, "--db", url, "--workers", 2)
    said = stopped(process, end, lambda: rows(url, "SELECT count(*) FROM articles") != [(0,)])
    assert said == f"kliping: stopped; {GOES_ON}"
    whole(url, rows)
    stored = rows(url, "SELECT count(*), count(DISTINCT url) FROM articles")[0]
    assert 0 < stored[0] == stored[1] < PAGES


@sqlite
def test_a_run_that_a_script_began_in_the_background_stops(pages: Path, url: str, rows: Rows) -> None:
    """There Ctrl-C is ignored, and SIGTERM must not be."""
    process = begin("run", pages, "--db", url, "--workers", 2, ignoring=True)
    stopped(process, signal.SIGTERM, lambda: rows(url, "SELECT count(*) FROM articles") != [(0,)])
    whole(url, rows)


@both
def test_a_signal_that_comes_while_python_drops_errors_is_heard(end: signal.Signals) -> None:
    program = (
        "import os, sys, time, typer, weakref\n"
        "from flows.command import told\n"
        "class Passing: pass\n"
        "passing = Passing()\n"
        f"reference = weakref.ref(passing, lambda _: os.kill(os.getpid(), {end:d}))\n"
        "try:\n"
        "    with told('all is well'):\n"
        "        del passing\n"
        "        time.sleep(20)\n"
        "except typer.Exit as how:\n"
        "    sys.exit(how.exit_code)\n"
    )
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    assert time.monotonic() - begun < 15
    assert (done.returncode, done.stderr) == (CODES[end], "kliping: stopped; all is well\n")


@both
def test_a_run_under_prefect_stops(
    pages: Path, tmp_path: Path, rows: Rows, server: Server, end: signal.Signals
) -> None:
    url = f"sqlite:///{tmp_path}/kliping.db"
    migrated = [*KLIPING, "migrate", "--db", url]
    subprocess.run(migrated, env=environment(), capture_output=True, check=True, timeout=60)
    process = begin("run", pages, "--db", url, "--workers", 2, **server.environment)
    said = stopped(process, end, lambda: rows(url, "SELECT count(*) FROM articles") != [(0,)])
    assert said.endswith(f"kliping: stopped; {GOES_ON}")
    whole(url, rows)


@both
def test_cleaning_stops(corpus: Path, tmp_path: Path, rows: Rows, end: signal.Signals) -> None:
    url = copy(corpus, tmp_path)
    runs = "SELECT count(*) FROM pages JOIN runs ON runs.id = pages.run_id WHERE what = 'clean'"
    process = begin("clean", "--db", url, "--workers", 2)
    stopped(process, end, lambda: rows(url, runs) != [(0,)])
    whole(url, rows)
    assert 0 < rows(url, runs)[0][0] < PAGES


@both
def test_learning_stops(corpus: Path, tmp_path: Path, rows: Rows, end: signal.Signals) -> None:
    url = copy(corpus, tmp_path)
    process = begin("learn", "--db", url)
    stopped(process, end, lambda: rows(url, "SELECT count(*) FROM runs WHERE what = 'learn'") != [(0,)])
    whole(url, rows)
    assert begin("learn", "--db", url).wait(60) == 0


@both
def test_an_export_stops_and_leaves_no_file(long_corpus: Path, tmp_path: Path, rows: Rows, end: signal.Signals) -> None:
    url = copy(long_corpus, tmp_path)
    process = begin("export", tmp_path / "corpus.jsonl.gz", "--db", url)
    assert stopped(process, end, lambda: list(tmp_path.glob(".corpus*"))) == "kliping: stopped; nothing was written"
    assert not [path for path in tmp_path.iterdir() if "corpus" in path.name]
    whole(url, rows)


def copy(corpus: Path, folder: Path) -> str:
    shutil.copy(corpus, folder)
    return f"sqlite:///{folder / corpus.name}"
