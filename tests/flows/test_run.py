import gzip
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from command import Rows, Run, environment, figures, story


@pytest.fixture
def mixed(pages: Path) -> Path:
    """The good pages, and one of each kind of bad input."""
    lines = [json.dumps({"url": f"https://kabar.example/{n}", "text": story(n)}) for n in (11, 12, 13)]
    (pages / "more.jsonl").write_text(
        "\n".join([lines[0], "{broken", lines[1], '{"url": "https://kabar.example/x"}', ""])
    )
    (pages / "packed.jsonl.gz").write_bytes(gzip.compress(lines[2].encode()))
    packed = gzip.compress(
        (json.dumps({"text": story(14)}) + "\n" + json.dumps({"text": os.urandom(900).hex()})).encode()
    )
    (pages / "torn.jsonl.gz").write_bytes(packed[:-200])
    (pages / "empty.txt").touch()
    (pages / "menu.html").write_text("<html><body><nav><a href='/a'>Beranda</a></nav></body></html>")
    (pages / "dangling.html").symlink_to(pages / "nowhere")
    (pages / "report.pdf").write_bytes(b"%PDF")
    return pages


def test_good_pages_go_in_and_bad_ones_are_told(mixed: Path, process: Run, empty_url: str, rows: Rows) -> None:
    result = process("run", mixed, mixed / "report.pdf", mixed / "gone.html", "--db", empty_url)
    assert result.returncode == 1
    bad = {
        str(mixed / "report.pdf"): ("read", "unknown type"),
        str(mixed / "gone.html"): ("read", "missing"),
        str(mixed / "empty.txt"): ("read", "empty"),
        str(mixed / "dangling.html"): ("read", "unreadable"),
        str(mixed / "more.jsonl#2"): ("read", "bad json"),
        str(mixed / "more.jsonl#4"): ("read", "bad json"),
        str(mixed / "torn.jsonl.gz"): ("read", "broken gzip"),
    }
    stored = {row[0]: row[1:] for row in rows(empty_url, "SELECT locator, stage, reason FROM quarantine")}
    refused = stored.pop(str(mixed / "menu.html"))
    assert refused[0] == "extract"
    assert stored == bad
    told = dict(line.split(": ", 1) for line in result.stderr.splitlines())
    assert told.keys() == {*bad, str(mixed / "menu.html")}
    assert all(told[locator].startswith(reason) for locator, (_, reason) in bad.items())

    summary = figures(result.stdout)
    assert summary["pages read"] == "8"  # seven stories and a menu
    assert summary["articles stored"] == "7"
    assert summary["quarantined: bad json"] == "2"
    assert summary["files skipped: .json"] == "2"
    assert "7 articles went in; 8 pages in quarantine" in result.stdout
    assert rows(empty_url, "SELECT count(*) FROM articles") == [(7,)]
    assert rows(empty_url, "SELECT count(*) FROM runs WHERE finished_at IS NOT NULL") == [(1,)]
    urls = {url for (url,) in rows(empty_url, "SELECT url FROM pages WHERE url IS NOT NULL")}
    assert urls == {f"https://kabar.example/{n}" for n in (11, 12, 13)}


def test_a_second_run_stores_nothing_twice_and_says_so(pages: Path, kliping: Run, empty_url: str, rows: Rows) -> None:
    first = kliping("run", pages, "--db", empty_url)
    assert (first.returncode, first.stderr) == (0, "")
    before = rows(empty_url, "SELECT id, text, cleaned_at FROM articles ORDER BY id")
    second = kliping("run", pages, "--db", empty_url)
    assert second.returncode == 0
    assert "nothing new: 3 pages unchanged" in second.stdout
    assert figures(second.stdout)["articles stored"] == "0"
    assert rows(empty_url, "SELECT id, text, cleaned_at FROM articles ORDER BY id") == before


def test_what_is_in_quarantine_and_unchanged_is_not_tried_again(
    mixed: Path, kliping: Run, empty_url: str, rows: Rows
) -> None:
    kliping("run", mixed, "--db", empty_url)
    known = "SELECT locator, attempts, last_at FROM quarantine WHERE sha256 IS NOT NULL ORDER BY locator"
    before = rows(empty_url, known)
    assert len(before) == 4
    second = kliping("run", mixed, "--db", empty_url)
    assert second.returncode == 1
    assert second.stderr.count("not tried again") == 4
    assert figures(second.stdout)["in quarantine before: bad json"] == "2"
    assert "nothing new: 7 pages unchanged; 6 pages in quarantine" in second.stdout
    assert rows(empty_url, known) == before


def test_an_edited_page_updates_its_article(pages: Path, kliping: Run, empty_url: str, rows: Rows) -> None:
    kliping("run", pages, "--db", empty_url)
    (pages / "a.txt").write_text(story(2) + "\n\nPekerjaan itu selesai pada hari Kamis, kata kepala desa.")
    result = kliping("run", pages, "--db", empty_url)
    assert result.returncode == 0
    assert (figures(result.stdout)["articles updated"], figures(result.stdout)["pages unchanged"]) == ("1", "2")
    texts = rows(empty_url, "SELECT text FROM articles")
    assert len(texts) == 3
    assert sum("hari Kamis" in text for (text,) in texts) == 1


def test_a_mended_page_leaves_quarantine(pages: Path, kliping: Run, empty_url: str, rows: Rows) -> None:
    (pages / "late.txt").touch()
    assert kliping("run", pages, "--db", empty_url).returncode == 1
    (pages / "late.txt").write_text(story(5))
    assert kliping("run", pages, "--db", empty_url).returncode == 0
    assert rows(empty_url, "SELECT count(*) FROM quarantine") == [(0,)]


def test_show_prints_articles_and_how_to_go_on(pages: Path, kliping: Run, tmp_path: Path) -> None:
    result = kliping("run", "pages", "--show", "2", COLUMNS="200")
    assert (tmp_path / "kliping.db").exists()
    assert result.stdout.count("Warga ") >= 2
    assert "2026-08-03 03:15" in result.stdout
    *_, explain, ui = result.stdout.splitlines()
    assert explain.endswith("explain pages/a.txt")
    assert ui.endswith("make ui")


def test_the_database_may_come_from_the_environment(pages: Path, kliping: Run, tmp_path: Path) -> None:
    assert kliping("run", pages, DATABASE_URL=f"sqlite:///{tmp_path}/other.db").returncode == 0
    assert (tmp_path / "other.db").exists()
    assert not (tmp_path / "kliping.db").exists()


def test_an_empty_folder_is_no_failure_but_is_told(kliping: Run, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    result = kliping("run", "inbox")
    assert result.returncode == 0
    assert "no pages to read" in result.stdout


def test_words_of_a_page_do_not_steer_the_terminal(kliping: Run, tmp_path: Path) -> None:
    (tmp_path / "evil\x1b[31m\nname.html").touch()
    result = kliping("run", ".")
    assert "\x1b" not in result.stdout + result.stderr
    assert "name.html: empty" in result.stderr


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://user:secret@localhost/x", "not supported"),
        ("sqlite:////nowhere/at/all.db", "cannot open"),
        ("postgresql://user:secret@127.0.0.1:1/x", "cannot open"),
    ],
)
def test_a_database_that_cannot_be_used_is_a_message(pages: Path, kliping: Run, url: str, told: str) -> None:
    result = kliping("run", pages, "--db", url)
    assert result.returncode == 2
    assert told in result.stderr
    assert "secret" not in result.stderr
    assert "Traceback" not in result.stderr


def test_migrate_makes_the_tables(kliping: Run, empty_url: str, rows: Rows) -> None:
    assert kliping("migrate", "--db", empty_url).returncode == 0
    assert rows(empty_url, "SELECT count(*) FROM articles") == [(0,)]


def test_a_database_of_the_future_is_left_alone(kliping: Run, pages: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/future.db"
    kliping("migrate", "--db", url)
    with closing(sqlite3.connect(tmp_path / "future.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'ffff'")
        connection.commit()
    for verb in (["migrate"], ["run", pages]):
        result = kliping(*verb, "--db", url)
        assert result.returncode == 2
        assert "update kliping" in result.stderr


def test_without_a_server_prefect_is_not_imported_and_no_one_is_called(pages: Path, tmp_path: Path) -> None:
    program = f"""
import sys
def watch(event, args):
    assert event not in ("socket.connect", "socket.bind", "socket.getaddrinfo"), (event, args)
sys.addaudithook(watch)
sys.argv = ["kliping", "run", {str(pages)!r}, "--workers", "1"]
from flows.cli import main
try:
    main()
except SystemExit as end:
    assert end.code == 0, end.code
print("prefect:", [name for name in sys.modules if name.partition(".")[0] == "prefect"])
"""
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert result.stdout.endswith("prefect: []\n"), result.stderr


@pytest.mark.parametrize("named", ["option", "environment"])
def test_pages_are_read_by_the_outlets_that_were_named(kliping: Run, pages: Path, rows: Rows, named: str) -> None:
    """Again, they are unchanged; by other outlets they are read anew."""
    outlet = pages.parent / "outlets" / "kabar"
    outlet.mkdir(parents=True)
    rules = 'name = "Kabar Rekaan"\ndomain = "kabar.example"\n[[page]]\nbody = "article"\n'
    (outlet / "outlet.toml").write_text(rules)
    file = pages / "b.html"
    file.write_text(file.read_text().replace("<head>", '<head><link rel="canonical" href="https://kabar.example/1">'))
    option, env = (
        (("--outlets", outlet.parent), {}) if named == "option" else ((), {"KLIPING_OUTLETS": str(outlet.parent)})
    )
    assert "1 article went in" in kliping("run", file, *option, **env).stdout
    read = "SELECT outlet, extractor FROM articles"
    assert rows("sqlite:///kliping.db", read) == [("kabar", "rules")]
    assert "1 page unchanged" in kliping("run", file, *option, **env).stdout
    assert "unchanged" not in kliping("run", file).stdout.splitlines()[-1]
    assert rows("sqlite:///kliping.db", read) != [("kabar", "rules")]


def test_a_folder_without_outlets_is_an_error(kliping: Run, pages: Path) -> None:
    result = kliping("run", pages, "--outlets", pages)
    assert result.returncode == 2
    assert "no outlets in" in result.stderr or "is missing" in result.stderr
