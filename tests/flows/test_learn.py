"""`kliping learn` and `kliping clean` as people run them; on a Prefect server in test_prefect.py."""

from pathlib import Path

from command import Rows, Run, figures
from sqlalchemy import text

import db
from db.engine import writing
from tests.learning.invented import SITE, jsonl, page, pieces


def test_what_is_learned_is_told_and_stored_pages_are_cleaned_by_it(
    kliping: Run, tmp_path: Path, empty_url: str, rows: Rows
) -> None:
    file = tmp_path / "kabar.jsonl"
    file.write_text(jsonl(list(pieces(60))))
    kliping("run", file, "--db", empty_url)
    learned = kliping("learn", "--db", empty_url, COLUMNS="200")
    assert learned.returncode == 0
    assert f"furniture of {SITE}: Geser layar untuk meneruskan bacaan" in learned.stdout
    assert "6 pieces of furniture; 60 articles new or changed" in learned.stdout
    assert "kliping clean --stale" in learned.stdout
    assert rows(empty_url, "SELECT count(*) FROM furniture") == [(6,)]

    explained = kliping("explain", "https://lenteraselatan.example/kabar/7", "--db", empty_url, COLUMNS="200")
    assert "The stored text differs" in explained.stdout
    assert "repeats on unlike stories" in explained.stdout
    cleaned = kliping("clean", "--stale", "--db", empty_url, "--workers", "2")
    assert (cleaned.returncode, figures(cleaned.stdout)["articles updated"]) == (0, "60")
    explained = kliping("explain", "https://lenteraselatan.example/kabar/7", "--db", empty_url, COLUMNS="200")
    assert "The stored text differs" not in explained.stdout

    assert "no pages to read" in kliping("clean", "--stale", "--db", empty_url).stdout
    assert "nothing learned" in kliping("learn", "--db", empty_url).stdout
    all_again = kliping("clean", "--db", empty_url)
    assert (figures(all_again.stdout)["pages read"], figures(all_again.stdout)["articles updated"]) == ("60", "0")
    whats = rows(empty_url, "SELECT what FROM runs WHERE finished_at IS NOT NULL ORDER BY started_at")
    assert [what for (what,) in whats[1:]] == ["learn", "clean --stale", "clean --stale", "learn", "clean"]


def test_page_rules_are_told(kliping: Run, tmp_path: Path, empty_url: str) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for piece in pieces(5, seed=5):
        (folder / f"{piece.number}.html").write_text(page(piece))
    kliping("run", folder, "--db", empty_url)
    learned = kliping("learn", "--db", empty_url, COLUMNS="200")
    assert f"stories of {SITE} stand in .isi-kabar: 5 pages agree" in learned.stdout


def test_an_older_capture_of_a_place_stays_the_older_one(kliping: Run, pages: Path, empty_url: str, rows: Rows) -> None:
    kliping("run", pages, "--db", empty_url)
    (pages / "a.txt").write_text((pages / "a.txt").read_text() + "\n\nPekerjaan itu selesai, kata kepala desa.")
    kliping("run", pages, "--db", empty_url)
    order = "SELECT id, seen_at, stored_at FROM pages ORDER BY id"
    before = rows(empty_url, order)
    cleaned = kliping("clean", "--db", empty_url)
    assert figures(cleaned.stdout)["pages read"] == "3"  # of four captures
    assert rows(empty_url, order) == before
    assert "3 pages unchanged" in kliping("run", pages, "--db", empty_url).stdout


def test_pages_that_other_rules_read_are_stale(kliping: Run, pages: Path, empty_url: str, rows: Rows) -> None:
    kliping("run", pages, "--db", empty_url)
    engine = db.open_engine(empty_url)
    with writing(engine) as connection:
        connection.execute(text("UPDATE pages SET ruleset = 'older' WHERE locator LIKE '%a.txt'"))
        connection.execute(
            text("UPDATE articles SET title = 'Judul lama', ruleset = 'older' WHERE locator LIKE '%a.txt'")
        )
    engine.dispose()
    for file in pages.rglob("*.*"):
        file.unlink()
    cleaned = kliping("clean", "--stale", "--db", empty_url)
    assert (cleaned.returncode, figures(cleaned.stdout)["articles updated"]) == (0, "1")
    assert rows(empty_url, "SELECT count(*) FROM articles WHERE title = 'Judul lama' OR ruleset = 'older'") == [(0,)]


def test_the_rules_are_those_of_the_folder_that_is_named(kliping: Run, pages: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/own.db"
    kliping("run", pages, "--db", url)
    outlet = tmp_path / "outlets" / "kabar"
    outlet.mkdir(parents=True)
    (outlet / "outlet.toml").write_text('name = "Kabar"\ndomain = "kabar.example"\n')
    args = ("clean", "--stale", "--outlets", tmp_path / "outlets", "--db", url)
    assert figures(kliping(*args).stdout)["pages read"] == "3"
    assert "no pages to read" in kliping(*args).stdout
    assert figures(kliping("clean", "--stale", "--db", url).stdout)["pages read"] == "3"


def test_a_refused_page_is_told_again(kliping: Run, pages: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/own.db"
    (pages / "menu.html").write_text("<html><body><nav><a href='/a'>Beranda</a></nav></body></html>")
    assert kliping("run", pages, "--db", url).returncode == 1
    assert kliping("clean", "--stale", "--db", url).returncode == 0
    cleaned = kliping("clean", "--db", url)
    assert cleaned.returncode == 1
    assert "menu.html" in cleaned.stderr


def test_what_cannot_be_done_is_a_message(kliping: Run, pages: Path, tmp_path: Path) -> None:
    for verb in ("learn", "clean"):
        result = kliping(verb, "--db", f"sqlite:///{tmp_path}/none.db")
        assert (result.returncode, "there is no such database" in result.stderr) == (2, True)
        assert not (tmp_path / "none.db").exists()
    kliping("run", pages)
    (tmp_path / "empty").mkdir()
    result = kliping("clean", "--outlets", "empty")
    assert (result.returncode, "no outlets in empty" in result.stderr) == (2, True)
