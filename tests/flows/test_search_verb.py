"""`kliping search`: what it prints for people and for programs, and what it says where it cannot."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command import Run, environment

import db
from cleaners.model import Article, RawPage

TEXT = "Warga Sukarimba menyambut gencatan senjata.\n\nPasar Tirtasari buka lagi. [bold]Harga gabah naik.[/bold]"
HEAVY = ("prefect", "trafilatura", "pycld2", "langdetect", "pyarrow", "alembic")


@pytest.fixture
def corpus(url: str) -> str:
    """A database with three articles; on both engines."""
    engine = db.open_engine(url)
    articles = [
        Article(
            TEXT, "Gencatan \x1b[31mSenjata\u202e", outlet="kabar", published_at=datetime(2026, 8, 7, 3, tzinfo=UTC)
        ),
        Article("Senjata tua di museum.", "Museum", url="https://warta.example/museum", language="ms"),
        Article("Pasar buka.", None, outlet="warta"),
    ]
    pages = [RawPage(f"/arsip/{i}.html", b"x") for i in range(len(articles))]
    db.store(engine, [db.Result(*pair) for pair in zip(pages, articles, strict=True)], None)
    engine.dispose()
    return url


def test_where_it_is_piped_the_answer_is_plain_text(kliping: Run, corpus: str) -> None:
    done = kliping("search", "gencatan", "senjata", "--db", corpus)
    assert done.returncode == 0
    assert done.stdout == (
        "Gencatan \ufffd[31mSenjata\ufffd\nkabar · 2026-08-07 03:00 · /arsip/0.html\n"
        "Warga Sukarimba menyambut gencatan senjata. Pasar Tirtasari buka lagi. [bold]Harga gabah naik.[/bold]\n\n"
    )


def test_on_a_terminal_the_words_stand_out(process: Run, corpus: str) -> None:
    shown = process("search", '"gencatan senjata"', "--db", corpus, FORCE_COLOR="1", TERM="xterm").stdout
    assert "menyambut \x1b[1;33mgencatan senjata\x1b[0m. Pasar" in shown
    assert "\x1b[31m" not in shown


def test_json_has_a_line_for_each_article(kliping: Run, corpus: str) -> None:
    lines = kliping("search", "senjata", "--json", "--db", corpus).stdout.splitlines()
    first, second = sorted(map(json.loads, lines), key=lambda hit: hit["locator"])
    assert (first["title"], first["published_at"]) == ("Gencatan \x1b[31mSenjata\u202e", "2026-08-07T03:00:00+00:00")
    assert second["url"] == "https://warta.example/museum"
    assert [second["snippet"][start:end] for start, end in second["marks"]] == ["Senjata"]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["senjata", "--language", "ms"], ["/arsip/1.html"]),
        (["pasar", "--outlet", "warta"], ["/arsip/2.html"]),
        (["pasar", "--since", "2026-08-07", "--until", "2026-08-07"], ["/arsip/0.html"]),
        (["pasar", "--until", "2026-08-06"], []),
        (["pasar", "--limit", "1"], ["/arsip/2.html"]),
        (['gencatan\' OR "1"="1'], []),
    ],
)
def test_options(kliping: Run, corpus: str, options: list[str], found: list[str]) -> None:
    done = kliping("search", *options, "--json", "--db", corpus)
    assert [json.loads(line)["locator"] for line in done.stdout.splitlines()] == found
    assert ("nothing was found" in done.stderr) is (not found)
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["***"], "no word to search for"),
        (["kata " * 200], "too much"),
        (["kata", "--since", "kemarin"], "kemarin"),
        (["kata", "--limit", "0"], "--limit"),
    ],
)
def test_what_cannot_be_searched_for_is_told(kliping: Run, corpus: str, options: list[str], said: str) -> None:
    done = kliping("search", *options, "--db", corpus)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_database_that_is_not_there_is_not_made(kliping: Run, tmp_path: Path) -> None:
    done = kliping("search", "kata")
    assert (done.returncode, list(tmp_path.iterdir())) == (2, [])
    assert "no such database" in done.stderr


def test_it_imports_nothing_that_reads_pages(corpus: str) -> None:
    program = "import sys, flows.cli; flows.cli.main(standalone_mode=False); print(*sys.modules)"
    command = [sys.executable, "-c", program, "search", "senjata", "--db", corpus]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)
    assert "Museum" in done.stdout
    modules = {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}
    assert modules.isdisjoint(HEAVY)
