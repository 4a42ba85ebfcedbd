"""Which articles `kliping export` writes, as CSV too, and the data card that says what they are; both engines."""

import csv
import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from analysts import put
from command import Run

import db
from cleaners.model import Article, Cut, RawPage
from flows.export.notices import notices

ROOT = Path(__file__).parents[2]


@pytest.fixture
def corpus(url: str) -> str:
    """The URL of the analysts' corpus."""
    engine = db.open_engine(url)
    put(engine)
    engine.dispose()
    return url


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("--outlet kabar", {"kabar/1", "kabar/2", "kabar/3"}),
        ("--language ms", {"warta/2"}),
        ("--kind video", {"kabar/2"}),
        ("--since 2026-08-03", {"warta/3", "warta/4", "kabar/3"}),
        ("--until 2026-08-02", {"kabar/1", "kabar/2", "warta/1", "warta/2", "pos/1"}),
        ("--until 2026-08-02 --no-copies", {"kabar/1", "kabar/2", "warta/2"}),
        ("--since 2026-08-02 --until 2026-08-02", {"kabar/2"}),
        ("--min-words 13", {"surat/20"}),
        ("--min-words 8 --no-copies --language ms --outlet warta --since 2026-08-01", {"warta/2"}),
    ],
)
def test_articles_are_chosen(kliping: Run, corpus: str, tmp_path: Path, options: str, expected: set[str]) -> None:
    done = kliping("export", "out.jsonl", "--db", corpus, *options.split())
    assert (done.returncode, done.stdout.split(" article")[0]) == (0, str(len(expected)))
    rows = map(json.loads, (tmp_path / "out.jsonl").read_text().splitlines())
    assert {row["title"].removeprefix("Judul ") for row in rows} == expected


def test_nothing_chosen_is_a_message_that_says_what_was(kliping: Run, corpus: str, tmp_path: Path) -> None:
    done = kliping("export", "out.csv", "--db", corpus, "--outlet", "pos", "--min-words", "99", "--card", "README.md")
    assert done.returncode == 2
    assert done.stderr == "kliping: there is no article of the outlet pos, of 99 words or more\n"
    assert not [*tmp_path.glob("*.csv"), *tmp_path.glob("*.md")]


def test_raw_pages_are_chosen_by_outlet_alone(kliping: Run, corpus: str) -> None:
    for option in (["--language", "id"], ["--no-copies"], ["--card", "README.md"]):
        done = kliping("export", "out.warc", "--db", corpus, *option)
        assert (done.returncode, "chosen by --outlet alone" in done.stderr) == (2, True)
    assert kliping("export", "out.warc", "--db", corpus, "--outlet", "pos").stdout.startswith("2 pages in")


def test_articles_are_rows_of_csv(kliping: Run, corpus: str, tmp_path: Path) -> None:
    engine = db.open_engine(corpus)
    text = 'Ia berkata, "Buka."\n\nLalu, pergi; =1+1'
    db.store(engine, [db.Result(RawPage("/a.html", b"x"), Article(text, "Tajuk, panjang", authors=("A", "B")))], None)
    engine.dispose()
    for name in ("out.csv", "out.jsonl"):
        assert kliping("export", name, "--db", corpus).returncode == 0
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert len(rows) == 31
    for row, line in zip(rows, lines, strict=True):
        assert list(row) == list(line)
        assert {name: _of_csv(value, line[name]) for name, value in row.items()} == line
    assert text in {row["text"] for row in rows}


def _of_csv(value: str, like: Any) -> Any:
    if like is None:
        return None if value == "" else value
    return value if isinstance(like, str) else json.loads(value)


def test_a_card_says_what_was_written(kliping: Run, corpus: str, tmp_path: Path) -> None:
    """As hubs of data sets read it: `datasets.load_dataset("data")` finds the file by the card's first lines."""
    (tmp_path / "data").mkdir()
    done = kliping("export", "data/id.parquet", "--db", corpus, "--language", "id", "--card", "data/README.md")
    assert done.stdout.endswith("; what they are: data/README.md\n")
    card = (tmp_path / "data" / "README.md").read_text()
    matter = card.split("---\n")[1]
    assert "license: other\n" in matter
    assert "language:\n- id\n" in matter
    assert "size_categories:\n- n<1K\n" in matter
    assert matter.endswith("configs:\n- config_name: default\n  data_files: 'id.parquet'\n")
    assert "29 articles (in the language id) with 374 words, in `id.parquet`" in card
    assert "ruleset `1`" in card
    assert "| kabar | 3 | 18 | 2026-08-01 | 2026-08-05 | 0 | none stated on its pages |" in card
    assert "| surat | 21 | 320 |  |  | 21 | none stated on its pages |" in card
    assert "| id | 29 |" in card
    assert re.search(r'\| crosslink \| 2 \| 32 \| A link to another story \("Baca juga: ..."\)', card)
    assert "| `published_at` | Time of publication that the page states |" in card
    found = pq.read_table(tmp_path / "data" / "id.parquet")
    assert found.num_rows == 29
    assert set(found.schema.names) == set(re.findall(r"^\| `(\w+)` \|", card, re.MULTILINE))


def test_a_card_quotes_the_notice_that_pages_print_as_text(kliping: Run, url: str, tmp_path: Path) -> None:
    engine = db.open_engine(url)
    notice = "Copyright © 2026 Kabar | <b>All</b> rights [reserved](http://x.example)"
    cuts = (Cut("outside", f"Beranda\n{notice}\nKontak", 0, 99), Cut("related", "Hak © cipta lagu", 100, 120))
    article = Article("Pasar buka.", outlet="kabar", cuts=cuts, ruleset="`1`")
    db.store(engine, [db.Result(RawPage("/a.html", b"x"), article)], None)
    engine.dispose()
    assert kliping("export", "it's.csv", "--db", url, "--card", "README.md").returncode == 0
    card = (tmp_path / "README.md").read_text()
    assert r"“Copyright © 2026 Kabar \| \<b\>All\</b\> rights \[reserved\](http://x.example)”" in card
    assert "data_files: 'it''s.csv'" in card
    assert "lagu" not in card


def test_long_lines_and_other_cuts_are_no_notices() -> None:
    cuts = [
        {"cleaner": "copyright", "text": "© Kabar"},
        {"cleaner": "outside", "text": "© " + "panjang " * 40 + "\nAll Rights Reserved\nBeranda"},
        {"cleaner": "related", "text": "Copyright lagu"},
    ]
    assert list(notices(cuts)) == ["© Kabar", "All Rights Reserved"]


def test_a_card_that_is_there_stays_unless_forced(kliping: Run, corpus: str, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("not to be lost")
    done = kliping("export", "out.csv", "--db", corpus, "--card", "README.md")
    assert (done.returncode, "README.md is there already" in done.stderr) == (2, True)
    assert (tmp_path / "README.md").read_text() == "not to be lost"
    assert kliping("export", "out.csv", "--db", corpus, "--card", "README.md", "--force").returncode == 0
    assert "# News articles" in (tmp_path / "README.md").read_text()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The URLs of a corpus of a thousand articles, and of one of twelve thousand with 78 MB of text."""
    small, large = (tmp_path_factory.mktemp("large") / f"{name}.db" for name in ("small", "large"))
    engine = db.open_engine(f"sqlite:///{small}")
    db.migrate(engine)
    told = [Article(f"Kalimat {i} tentang pasar. " * 250, ruleset="1") for i in range(1_000)]
    db.store(engine, [db.Result(RawPage(f"/{i}", b"x"), article) for i, article in enumerate(told)], None)
    engine.dispose()
    with sqlite3.connect(small) as source, sqlite3.connect(large) as target:
        source.backup(target)
        target.execute("DROP TRIGGER articles_fts_insert")
        target.execute("CREATE TEMPORARY TABLE first AS SELECT * FROM articles")
        names = ", ".join(name for name in db.ARTICLE_COLUMNS if name != "id")
        for i in range(1, 12):
            target.execute(f"INSERT INTO articles (id, {names}) SELECT id + {i}, {names} FROM first")
    return f"sqlite:///{small}", f"sqlite:///{large}"


MEASURE = """
import sys
from pathlib import Path

from db import Selection
from flows.export.files import export
from tests.peak_memory import peak

small, large, name = sys.argv[1:]
export(Path("small-" + name), small, Selection(), Path("small.md"))
before = peak()
print(export(Path("large-" + name), large, Selection(), Path("large.md")).split()[0], peak() - before)
"""


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl.zst", "out.parquet"])
def test_memory_does_not_grow_with_the_corpus(tmp_path: Path, large: tuple[str, str], name: str) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", MEASURE, *large, name]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stderr
    articles, megabytes = done.stdout.split()
    assert articles == "12,000"
    assert int(megabytes) < 30
