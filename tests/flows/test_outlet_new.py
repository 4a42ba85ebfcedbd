"""`kliping outlet new`: what it writes, what it says, and what it leaves alone."""

import tomllib
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from command import Run

from cleaners.outlets import read_outlet
from tests.harian import Story
from tests.site.answers import page, text
from tests.site.server import Start, sites


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts web sites on loopback."""
    with sites() as start:
        yield start


@pytest.fixture
def harian(tmp_path: Path) -> Path:
    """A folder of three pages of one outlet."""
    folder = tmp_path / "harian"
    folder.mkdir()
    for n in range(3):
        (folder / f"{n}.html").write_text(Story(n).html(), "utf-8")
    return folder


def test_a_draft_is_an_outlet(kliping: Run, harian: Path, tmp_path: Path) -> None:
    result = kliping("outlet", "new", harian, "--outlets", tmp_path / "outlets")
    assert result.returncode == 0, result.stderr
    folder = tmp_path / "outlets" / "hariancontoh"
    assert [path.name for path in folder.iterdir()] == ["outlet.toml"]  # the pages are not the repository's
    outlet = read_outlet(folder / "outlet.toml")
    assert (outlet.name, outlet.domains, outlet.zone) == ("Harian Contoh", ("hariancontoh.example",), "WITA")
    assert [rule.body for rule in outlet.pages] == [".isi"]
    assert outlet.expect == {"min_words": 40}


def test_it_shows_each_selector_with_what_it_reads_and_each_page(kliping: Run, harian: Path, tmp_path: Path) -> None:
    said = kliping("outlet", "new", harian, "--outlets", tmp_path / "outlets", COLUMNS="200").stdout
    rows = [line.split() for line in said.splitlines()]
    assert ["body", ".isi", "3/3"] in rows
    assert ["authors", ".penulis", "3/3", *Story(0).author.split()] in rows
    assert "no place found for editors" in said
    for n in range(3):
        assert f"{n}.html" in said
        assert Story(n).paragraphs[0][:60] in said
    assert "hariancontoh: .isi" in said  # the trail: read by the drafted rule
    assert "invent the story" in said
    assert "CONTRIBUTING" in said


def test_comments_say_what_to_check(kliping: Run, harian: Path, tmp_path: Path) -> None:
    kliping("outlet", "new", harian, "--outlets", tmp_path)
    drafted = (tmp_path / "hariancontoh" / "outlet.toml").read_text("utf-8")
    for comment in ("# Drafted from 3 pages", "# reads 3 pages", "# no place found: deck, editors", "# sitemaps: "):
        assert comment in drafted
    assert Story(0).title not in drafted  # no words of the pages


@pytest.mark.parametrize(
    "name",
    ['Harian "Contoh"', "Harian\u202eContoh", "C:\\\\harian", "Harian \u0001x", "Harian 'Contoh' \"x\"", "😀 Harian"],
)
def test_a_name_stays_what_it_is_and_steers_nothing(kliping: Run, harian: Path, tmp_path: Path, name: str) -> None:
    for file in harian.iterdir():
        file.write_text(
            file.read_text("utf-8").replace('content="Harian Contoh"', f"content='{escape(name)}'"), "utf-8"
        )
    kliping("outlet", "new", harian, "--outlets", tmp_path)
    text = (tmp_path / "hariancontoh" / "outlet.toml").read_text("utf-8")
    assert all(c.isprintable() or c == "\n" for c in text)
    named = tomllib.loads(text)["name"]
    assert named == name or "\x01" in name  # which no page can hold


def test_a_dry_run_writes_nothing_and_prints_the_file(kliping: Run, harian: Path, tmp_path: Path) -> None:
    result = kliping("outlet", "new", harian, "--outlets", tmp_path / "outlets", "-n")
    assert result.returncode == 0
    assert not (tmp_path / "outlets").exists()
    start = result.stdout.index("# Drafted from")
    assert tomllib.loads(result.stdout[start:])["page"][0]["body"] == ".isi"


def test_what_is_there_stays(kliping: Run, harian: Path, tmp_path: Path) -> None:
    mine = tmp_path / "hariancontoh" / "outlet.toml"
    mine.parent.mkdir()
    mine.write_text("mine")
    for name in ((), ("--id", "hariancontoh")):
        result = kliping("outlet", "new", harian, "--outlets", tmp_path, *name)
        assert result.returncode == 2
        assert f"{mine} is there already" in result.stderr
    assert mine.read_text() == "mine"
    assert kliping("outlet", "new", harian, "--outlets", tmp_path, "--id", "lain").returncode == 0
    assert (tmp_path / "lain" / "outlet.toml").exists()


@pytest.mark.parametrize("name", ["../lain", "a/b", "", "Harian Contoh", "/tmp/x"])
def test_an_id_is_the_name_of_a_folder(kliping: Run, harian: Path, tmp_path: Path, name: str) -> None:
    result = kliping("outlet", "new", harian, "--outlets", tmp_path / "outlets", "--id", name)
    assert result.returncode == 2
    assert "names no folder" in result.stderr
    assert not (tmp_path / "outlets").exists()


def test_pages_that_cannot_be_read_are_told(kliping: Run, harian: Path, tmp_path: Path) -> None:
    (harian / "kosong.html").write_text("")
    (harian / "teks.txt").write_text("\n\n".join([Story(3).title, *Story(3).paragraphs]))
    (harian / "menu.html").write_text("<html><body><nav><a href='/a'>Beranda</a></nav></body></html>")
    result = kliping("outlet", "new", harian, harian / "hilang.html", "--outlets", tmp_path / "outlets")
    assert result.returncode == 1
    for name, reason in (
        ("kosong.html", "empty"),
        ("teks.txt", "a text without markup"),
        ("menu.html", "no story"),
        ("hilang.html", "missing"),
    ):
        assert any(line.endswith(f"{name}: {reason}") for line in result.stderr.splitlines()), (name, result.stderr)
    assert (tmp_path / "outlets" / "hariancontoh" / "outlet.toml").exists()


def test_nothing_to_draft_from(kliping: Run, tmp_path: Path) -> None:
    (tmp_path / "kosong.html").write_text("")
    result = kliping("outlet", "new", tmp_path / "kosong.html", "--outlets", tmp_path)
    assert result.returncode == 2
    assert "no page to draft from" in result.stderr


def test_addresses_are_fetched_politely(kliping: Run, start: Start, tmp_path: Path) -> None:
    site = start(
        {
            "/a": page(Story(0).html().encode()),
            "/b": page(Story(1).html().encode()),
            "/tertutup": page(Story(2).html().encode()),
            "/robots.txt": text("User-agent: *\nDisallow: /tertutup"),
        }
    )
    addresses = [site.url(path) for path in ("/a", "/b", "/tertutup")]
    result = kliping("outlet", "new", *addresses, "--id", "harian", "--outlets", tmp_path, "--allow-private")
    assert result.returncode == 1, result.stderr
    assert site.asked() == ["/robots.txt", "/a", "/b"]
    assert all(later.at - earlier.at >= 2 for earlier, later in zip(site.log, site.log[1:], strict=False))
    assert "forbidden by robots" in result.stderr
    assert read_outlet(tmp_path / "harian" / "outlet.toml").pages[0].body == ".isi"


def test_addresses_that_are_not_public_are_not_asked(kliping: Run, start: Start, tmp_path: Path) -> None:
    site = start({"/a": page(Story(0).html().encode())})
    result = kliping("outlet", "new", site.url("/a"), "--outlets", tmp_path)
    assert result.returncode == 2
    assert "private address" in result.stderr
    assert site.log == []


def test_of_many_pages_some_are_read(kliping: Run, harian: Path, tmp_path: Path) -> None:
    for n in range(3, 30):
        (harian / f"{n}.html").write_text(Story(n % 4).html().replace("Bulan", f"Bulan {n}"), "utf-8")
    result = kliping("outlet", "new", harian, "--outlets", tmp_path / "outlets")
    assert result.returncode == 0
    assert "10 pages more were left alone" in result.stderr
