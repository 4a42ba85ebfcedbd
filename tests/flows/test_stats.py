"""`kliping stats`: on the terminal and as a page; both engines."""

import re
from datetime import date
from pathlib import Path

import pytest
from analysts import put
from command import Run
from lxml import html as lxml_html

import db
from cleaners.model import Article, RawPage
from flows.stats.charts import sparkline, spread
from tests.browser import browse, needs_chromium


@pytest.fixture
def corpus(url: str) -> str:
    """The URL of the analysts' corpus."""
    engine = db.open_engine(url)
    put(engine)
    engine.dispose()
    return url


def test_what_is_stored_is_added_up(corpus: str) -> None:
    engine = db.open_engine(corpus)
    found = db.stats(engine)
    engine.dispose()
    assert [(one.outlet, one.pages, one.articles, one.words, one.copies) for one in found.outlets] == [
        ("surat", 23, 21, 320, 0),
        ("warta", 4, 4, 26, 1),
        ("kabar", 3, 3, 18, 0),
        ("pos", 2, 2, 18, 1),
    ]
    assert found.outlets[1].days == {date(2026, 8, 1): 2, date(2026, 8, 3): 2}
    assert found.days == {date(2026, 8, 1): 4, date(2026, 8, 2): 1, date(2026, 8, 3): 2, date(2026, 8, 5): 1}
    assert found.languages == {"id": 29, "ms": 1}
    assert found.kinds == {None: 28, "story": 1, "video": 1}
    assert found.extractors == {"rules": 29, "trafilatura": 1}
    assert found.cuts == {"crosslink": 2, "dateline": 1}
    assert found.quarantine == {"no story": 2, "empty": 1}


def test_the_terminal_shows_it(kliping: Run, corpus: str) -> None:
    done = kliping("stats", "--db", corpus, COLUMNS="160")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "30 articles, 382 words, 32 pages, 4 outlets, 4 days of publication"
    warta = next(line for line in lines if line.startswith("warta"))
    assert warta.split() == ["warta", "4", "4", "26", "1", "2", "2026-08-01", "2026-08-03", "█", "█"]
    for said in ("crosslink  2", "no story  2", "not known  28", "trafilatura   1", "ms   1"):
        assert said in done.stdout


def test_the_page_shows_it_and_loads_nothing(kliping: Run, corpus: str, tmp_path: Path) -> None:
    assert kliping("stats", "--db", corpus, "--html", "stats.html").stdout == "Written to stats.html\n"
    tree = lxml_html.fromstring((tmp_path / "stats.html").read_text())
    assert tree.xpath("string(//h1)").startswith("30 articles, 382 words")
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-[\w+/]+='; base-uri 'none'; form-action 'none'", policy)
    assert not tree.xpath("//script | //img | //link | //@style | //@src | //@href")
    bars = tree.xpath("//section[1]/svg/rect")
    assert [(bar.get("x"), bar.get("height")) for bar in bars] == [
        ("0.05", "4"),
        ("1.05", "1"),
        ("2.05", "2"),
        ("4.05", "1"),
    ]
    rows = [[cell.text_content() for cell in row] for row in tree.xpath("//tr[th[@scope='row']]")]
    assert ["warta", "4", "4", "26", "1", "2", "2026-08-01", "2026-08-03"] in [row[:8] for row in rows]
    assert ["no story", "2", "66.7%"] in [row[:3] for row in rows]


def test_an_empty_corpus_says_so(kliping: Run, url: str, tmp_path: Path) -> None:
    done = kliping("stats", "--db", url)
    assert (done.returncode, done.stdout) == (0, "The corpus is empty\n")
    assert kliping("stats", "--db", url, "--html", "stats.html").returncode == 0
    assert "The corpus is empty" in (tmp_path / "stats.html").read_text()


def test_names_from_pages_are_only_ever_text(kliping: Run, url: str, tmp_path: Path) -> None:
    engine = db.open_engine(url)
    article = Article("Pasar buka.", outlet="[bold]<script>x</script>\x1b[31m", language="id", ruleset="1")
    db.store(engine, [db.Result(RawPage("/a.html", b"x"), article)], None)
    engine.dispose()
    assert "[bold]<script>x</script>\ufffd[31m" in kliping("stats", "--db", url, COLUMNS="160").stdout
    kliping("stats", "--db", url, "--html", "stats.html")
    page = (tmp_path / "stats.html").read_text()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


@needs_chromium
def test_in_a_browser_the_page_does_nothing_that_a_page_of_the_corpus_wants(
    kliping: Run, tmp_path: Path, empty_url: str
) -> None:
    hostile = "<script>document.title='diambil'</script><img src=x onerror=\"document.title='diambil'\">"
    engine = db.open_engine(empty_url)
    db.migrate(engine)
    for number in range(3):
        named = f"{hostile}{number}"
        article = Article("Pasar buka.", outlet=named, kind=named, language=named, extractor=named, ruleset="1")
        db.store(engine, [db.Result(RawPage(f"/{number}.html", b"x"), article)], None)
    db.quarantine(engine, [db.Rejected("javascript:document.title='diambil'", hostile, hostile)])
    engine.dispose()
    kliping("stats", "--db", empty_url, "--html", "stats.html")
    shown, console = browse(tmp_path / "stats.html", tmp_path / "profile")
    assert "<title>Statistics" in shown
    assert shown.count("&lt;script&gt;document.title='diambil'") > 3
    assert not re.search(r"<(?:script|img)\b", shown)
    assert console == ""  # the browser tells here what the policy refused


def test_what_cannot_be_shown_is_a_message(kliping: Run, pages: Path) -> None:
    done = kliping("stats")
    assert (done.returncode, done.stderr) == (2, "kliping: there is no such database: nothing has been run into it\n")
    kliping("run", pages)
    done = kliping("stats", "--html", "none/stats.html")
    assert (done.returncode, "cannot be written" in done.stderr) == (2, True)


def test_bars_add_up_days_in_stretches_of_equal_length() -> None:
    days = {date(2026, 1, 1): 3, date(2026, 1, 2): 1, date(2026, 1, 10): 8}
    assert spread(days, date(2026, 1, 1), date(2026, 1, 10), 5) == [4, 0, 0, 0, 8]
    assert spread(days, date(2026, 1, 1), date(2026, 1, 10), 100) == [3, 1, 0, 0, 0, 0, 0, 0, 0, 8]
    assert spread({}, date(2026, 1, 1), date(2026, 1, 1), 5) == [0]
    assert sparkline([0, 1, 4, 8]) == " ▁▄█"
    assert sparkline([]) == ""
