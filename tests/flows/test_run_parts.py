"""A folder with a story in parts, an AMP page, a gallery and an index, as a scraper leaves it."""

import json
from pathlib import Path

import pytest
from command import Rows, Run, figures, story

from flows import work

HOST = "https://www.rekaan.example"
SPLIT = f"{HOST}/desa/warga-perbaiki-saluran-air"
TWICE = f"{HOST}/desa/jembatan-gantung-dibuka"


def page(body: str, head: str = "") -> str:
    body = f"<nav><a href=/>Beranda</a></nav>{body}"
    return f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def article(number: int, paragraphs: slice, below: str = "", head: str = "") -> str:
    title, time, *text = story(number, 9).split("\n\n")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in text[paragraphs])
    head = f"<title>{title}</title>{head}"
    return page(f"<article><h1>{title}</h1><p>{time}</p><div>{body}</div></article>{below}", head)


def part(number: int) -> tuple[str, str]:
    """The address and the page of a part of the split story."""
    links = "".join(f" <a href='{SPLIT}?page={n}'>{n}</a>" if n != number else f" <b>{n}</b>" for n in (1, 2, 3))
    url = SPLIT if number == 1 else f"{SPLIT}?page={number}"
    return url, article(1, slice(3 * number - 3, 3 * number), f"<div>Halaman: {links}</div>")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    teasers = "".join(f"<h3><a href='/desa/{n}'>{story(n).splitlines()[0]}</a></h3>" for n in range(30, 45))
    captions = "".join(
        f"<figure><img src={n}.jpg><figcaption>Saluran nomor {n}.</figcaption></figure>" for n in range(6)
    )
    told = "Enam foto saluran air di lereng timur, difoto sebelum dan sesudah warga bekerja dua pekan."
    canonical = f'<link rel="canonical" href="{TWICE}">'
    pages = [
        part(3),
        part(1),
        (TWICE, article(2, slice(4), head=canonical)),
        ("https://amp.rekaan.example/2", article(2, slice(4), head=canonical)),
        (f"{HOST}/foto/88/saluran-air", page(f"<h1>Foto Saluran Air</h1><p>{told}</p>{captions}")),
        (f"{HOST}/tag/saluran-air", page(f"<h1>Saluran Air</h1>{teasers}")),
    ]
    folder = tmp_path / "scraped"
    folder.mkdir()
    lines = (json.dumps({"url": url, "html": html}) for url, html in pages)
    (folder / "pages.jsonl").write_text("\n".join(lines))
    return folder


def add(folder: Path, name: str, url: str, html: str) -> None:
    (folder / name).write_text(json.dumps({"url": url, "html": html}))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_scraped_folder(
    folder: Path, kliping: Run, empty_url: str, rows: Rows, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "BATCH_PAGES", 1)  # so that the workers have parts of one story at the same time
    result = kliping("run", folder, "--db", empty_url, "--workers", workers)
    assert result.returncode == 1  # the index
    assert rows(empty_url, "SELECT locator, reason FROM quarantine") == [(f"{folder}/pages.jsonl#6", "index page")]
    stored = rows(empty_url, "SELECT url, kind, part_count FROM articles ORDER BY url")
    assert stored == [
        (TWICE, "story", None),
        (SPLIT, "story", 2),
        (f"{HOST}/foto/88/saluran-air", "gallery", None),
    ]
    assert figures(result.stdout)["articles stored"] == "3"
    assert rows(empty_url, "SELECT count(*) FROM article_pages") == [(5,)]

    add(folder, "later.jsonl", *part(2))
    result = kliping("run", folder, "--db", empty_url, "--workers", workers)
    assert (figures(result.stdout)["articles updated"], figures(result.stdout)["pages unchanged"]) == ("1", "5")
    [(text, title)] = rows(empty_url, f"SELECT text, title FROM articles WHERE url = '{SPLIT}'")
    expected, _, *paragraphs = story(1, 9).split("\n\n")
    assert (title, text.split("\n\n")) == (expected, paragraphs)
    assert "nothing new" in kliping("run", folder, "--db", empty_url, "--workers", workers).stdout

    add(folder, "whole.jsonl", f"{SPLIT}?page=all", article(1, slice(9)))
    kliping("run", folder, "--db", empty_url, "--workers", workers)
    assert rows(empty_url, f"SELECT text, part_count FROM articles WHERE url = '{SPLIT}'") == [(text, None)]
    assert "nothing new" in kliping("run", folder, "--db", empty_url, "--workers", workers).stdout


def test_explain_of_a_stored_part_explains_that_page(folder: Path, kliping: Run, empty_url: str) -> None:
    kliping("run", folder, "--db", empty_url)
    locator = f"{folder}/pages.jsonl#1"
    (folder / "pages.jsonl").unlink()
    of_part = kliping("explain", locator, "--db", empty_url, COLUMNS="200").stdout
    paragraphs = story(1, 9).split("\n\n")[2:]
    assert paragraphs[6][:60] in of_part
    assert paragraphs[0][:60] not in of_part
    assert "differs" not in of_part
    of_story = kliping("explain", SPLIT, "--db", empty_url, COLUMNS="200").stdout
    assert paragraphs[0][:60] in of_story
    assert "Part 1 of a story" in of_story
