"""`explain` shows all of a page, says why, and is not misled by what the page holds."""

import base64
import hashlib
import io
import json
import re
import unicodedata
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html as lxml_html
from rich.console import Console

import db
from cleaners import examine, extract
from cleaners.model import Article, RawPage
from cleaners.outlets import register
from cleaners.registry import CLEANERS, RULESET
from db.ids import article_id
from flows.explain import explain
from flows.explain.account import FACTS, Account, reason
from flows.explain.page import render
from flows.explain.terminal import show
from flows.text import plain
from tests.account_sample import account
from tests.browser import browse, needs_chromium

HOSTILE = (
    "\x1b[2J\x1b]0;terjebak\x07\x9b31m[bold red]tebal[/] [link=file:///x]tautan[/link] :skull: \u202ekabilret"
    "\ud800\ufffe\x00 "
    "</p></del></style><script>document.title='terjebak'</script><img src=x onerror=\"document.title='terjebak'\">"
    "<svg onload=\"document.title='terjebak'\"> & &lt;b&gt; ' onmouseover='x"
)
STORY = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Bendung Sukarimba Selesai</title></head>
<body><nav><a href="/">Beranda</a> <a href="/desa">Desa</a></nav><article><h1>Bendung Sukarimba Selesai</h1>
<p>Bendung di hulu Sukarimba selesai dibangun pada akhir pekan setelah warga bekerja bergiliran selama dua tahun.</p>
<p>Baca juga: Harga Gabah di Pasar Lembayung Naik</p>
<p>Kepala desa, Tarmo Wiguna, mengatakan air akan dialirkan ke empat puluh petak sawah di lereng timur bulan depan.</p>
<p>Menurut Tarmo, saluran lama tidak lagi mampu menahan lumpur yang turun dari bukit setiap kali hujan deras.</p>
<p>Warga berharap panen berikutnya tidak lagi bergantung pada hujan yang belakangan ini sulit diperkirakan.</p>
</article></body></html>"""


def printed(shown: Account, *, terminal: bool = False, width: int = 100) -> str:
    out = io.StringIO()
    show(Console(file=out, force_terminal=terminal, color_system="standard" if terminal else None, width=width), shown)
    return out.getvalue()


def hostile() -> Account:
    shown = account(
        [("p", HOSTILE, {}), ("p", "Potongan " + HOSTILE, "crosslink"), ("h", "Nama asing", {HOSTILE: "asing"})],
        **dict.fromkeys(("title", "deck", "outlet", "section", "dateline", "published_zone"), HOSTILE),
        **dict.fromkeys(("kind", "refused", "ruleset"), HOSTILE),
        authors=(HOSTILE,),
        url="javascript:document.title='terjebak'",
        lead_image_url="https://kabar-rekaan.example/a.jpg\"><script>document.title='terjebak'</script>",
        sources=dict.fromkeys(FACTS, HOSTILE),
        extractor=HOSTILE,
    )
    return replace(shown, page=replace(shown.page, locator=HOSTILE), trail=((HOSTILE, HOSTILE),))


# --- the account -------------------------------------------------------------------------------------------------


def test_every_cleaner_has_a_reason_and_other_names_stand_for_themselves() -> None:
    for cleaner in CLEANERS:
        assert len(reason(cleaner).split()) > 1
    assert reason("asing") == "asing"


def test_all_metadata_of_an_article_is_shown() -> None:
    # What is not metadata, or is told in another value's place.
    aside = {"text", "cuts", "extractor", "ruleset", "refused", "sources"}
    aside |= {"published_zone", "language_confidence", "foreign"}
    assert FACTS.keys() == {field.name for field in fields(Article)} - aside
    stated = {fact.label: fact for fact in account().facts}
    assert stated["Published"].value == "2026-08-07 14:30 +0700 (WIB)"
    assert stated["Published"].source == "json-ld: datePublished"
    assert account().unstated == ["Editors", "Modified", "Kind", "Part", "Wire source", "Lead image"]


def test_passages_in_another_language_are_shown_as_such() -> None:
    text = "The old bridge broke when the river rose on Friday night, said the head of the public works office."
    page = STORY.replace("</article>", f"<p>{text}</p></article>").encode()
    examined = examine(page)
    shown = Account(RawPage("a.html", page), examined.document, examined.article, examined.trail)
    [language] = [fact.value for fact in shown.facts if fact.label == "Language"]
    assert re.fullmatch(r"id \(\d+%\), with passages in en", language)
    assert re.search(r"^ *in en  The old bridge broke", printed(shown), re.MULTILINE)
    [paragraph] = lxml_html.fromstring(render(shown)).xpath("//p[@lang]")
    assert (paragraph.get("lang"), paragraph.text_content()) == ("en", text)


def test_counts_add_up() -> None:
    shown = account()
    total = sum(len(shown.document.of(block).split()) for block in shown.document.blocks)
    assert shown.kept_words + sum(tally.words for tally in shown.cuts.values()) == total
    assert (shown.cuts["crosslink"].passages, shown.cuts["crosslink"].words) == (2, 10)


# --- on a terminal -----------------------------------------------------------------------------------------------


def test_terminal_shows_kept_and_cut_with_reasons() -> None:
    out = printed(account())
    lines = [line.rstrip() for line in out.splitlines()]
    assert " dateline  SUKARIMBA, Kabar Rekaan -" in lines
    assert any(re.fullmatch(r" {11}Warga Sukarimba memanen padi dua pekan .*", line) for line in lines)
    assert re.search(r"^10  2x  crosslink  " + re.escape(reason("crosslink")[:40]), out, re.MULTILINE)
    assert "<- json-ld: datePublished" in out
    assert re.search(r"^ +json-ld +articleBody is cut short", out, re.MULTILINE)
    assert re.search(r"^=> +trafilatura", out, re.MULTILINE)
    assert "\x1b" not in out


def test_terminal_colours_only_what_is_cut() -> None:
    out = printed(account(), terminal=True)
    assert re.search(r"\x1b\[[\d;]*9;31m(?:\x1b\[[\d;]*m)*SUKARIMBA, Kabar Rekaan -\x1b\[0m", out)
    assert re.search(r"^ *(?:\x1b\[0m)? *Warga Sukarimba memanen", out, re.MULTILINE)


def test_terminal_folds_long_regions_outside_the_story_and_no_others() -> None:
    out = printed(account())
    assert "... 5 blocks, 6 words outside the story" in out
    assert "Olahraga" not in out
    assert "Ikuti kami di saluran pesan" in out


@pytest.mark.parametrize("terminal", [False, True])
def test_a_page_cannot_steer_the_terminal(terminal: bool) -> None:
    out = printed(hostile(), terminal=terminal, width=2_000)
    own = r"\x1b\[(?:0|[1-9](?:;\d+)*|3\d)m"  # what rich itself writes for bold, dim, strike and colours
    bare = re.sub(own, "", out) if terminal else out
    controls = {char for char in bare if unicodedata.category(char) in ("Cc", "Cs")} | set("\u202e") & set(bare)
    assert controls == {"\n"}
    assert "[bold red]tebal[/] [link=file:///x]tautan[/link] :skull:" in bare


# --- as a page ---------------------------------------------------------------------------------------------------


def test_page_shows_the_article_beside_the_page_and_every_word_of_both() -> None:
    shown = account()
    tree = lxml_html.fromstring(render(shown))
    article, page = tree.xpath("//article")[0], tree.xpath("//div[@class='page']")[0]
    assert "\n\n".join(p.text_content() for p in article.xpath("p[not(@class)]")) == shown.article.text
    assert article.xpath("h2")[0].text_content() == shown.article.title
    cut = [(e.xpath("b")[0].text, e.xpath("span")[0].text, e.get("title")) for e in page.iter("del")]
    pieces = [piece for _, pieces in shown.document.pieces() for piece in pieces]
    assert cut == [(name, text, reason(name)) for text, name in pieces if name]
    for label in page.xpath(".//del/b | .//summary"):
        label.drop_tree()
    assert "".join(page.text_content().split()) == "".join(shown.document.text.split())
    assert [e.text_content() for e in tree.xpath("//li[@class='won']")] == ["trafilatura 98 words in 8 blocks"]


def test_page_draws_kept_and_cut_to_scale() -> None:
    shown = account()
    svg = lxml_html.fromstring(render(shown)).xpath("//svg")[0]
    total = int(svg.get("viewbox").split()[2])
    widths = {e.xpath("title")[0].text.split(":")[0]: int(e.get("width")) for e in svg.iter("rect")}
    assert widths == {"kept": shown.kept_words} | {name: tally.words for name, tally in shown.cuts.items()}
    assert total == sum(widths.values())


def test_page_holds_nothing_that_acts_and_asks_for_nothing() -> None:
    source = render(hostile())
    tree = lxml_html.fromstring(source)
    assert {e.tag for e in tree.iter() if isinstance(e.tag, str)}.isdisjoint(
        {"script", "img", "iframe", "object", "embed", "link", "base", "form", "audio", "video", "image", "use"}
    )
    attributes = {name for e in tree.iter() for name in e.attrib}
    assert not {name for name in attributes if name.startswith("on") or name in ("style", "src", "srcset", "action")}
    assert all(href.startswith(("https://", "http://")) for href in tree.xpath("//@href"))
    assert not {char for char in source if unicodedata.category(char) in ("Cc", "Cs")} - {"\n"}
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    digest = base64.b64encode(hashlib.sha256(tree.xpath("//style")[0].text.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{digest}';" in policy
    assert not re.search(r"url\(|@import", tree.xpath("//style")[0].text)


def test_page_says_that_nothing_is_stored_of_a_refused_page() -> None:
    tree = lxml_html.fromstring(render(account(text="", refused="no story")))
    assert tree.xpath("//h1")[0].text_content() == "Refused: no story"
    assert tree.xpath("//article/p[@class='nothing']")


@needs_chromium
def test_page_in_a_browser(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    # A page that does what the hostile text wants, to know that this browser would show it.
    page.write_text(f"<title>utuh</title><p>{HOSTILE.encode('utf-8', 'replace').decode()}")
    dom, _ = browse(page, tmp_path / "profile")
    assert "<title>terjebak</title>" in dom

    page.write_text(render(hostile()), encoding="utf-8")
    dom, console = browse(page, tmp_path / "profile")
    tree = lxml_html.fromstring(dom)
    assert "terjebak'</script>" in tree.xpath("//title")[0].text_content()
    assert "<script" not in dom
    assert plain(HOSTILE).strip() in tree.xpath("//article")[0].text_content()
    assert console == ""  # the browser tells here what the policy refused, its own style sheet too

    page.write_text(render(account()), encoding="utf-8")
    dom, console = browse(page, tmp_path / "profile")
    assert "Warga Sukarimba memanen padi" in lxml_html.fromstring(dom).xpath("//article")[0].text_content()
    assert console == ""


# --- finding the page --------------------------------------------------------------------------------------------


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "bendung.html"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture
def db_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'kliping.db'}"


def test_a_file(story: Path, db_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert explain(str(story), db_url) == 0
    out = capsys.readouterr().out
    assert "Bendung di hulu Sukarimba selesai dibangun" in " ".join(out.split())
    assert re.search(r"^ *crosslink  Baca juga: Harga Gabah", out, re.MULTILINE)
    assert not (tmp_path / "kliping.db").exists()


def test_html(story: Path, db_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "halaman.html"
    assert explain(str(story), db_url, page) == 0
    assert str(page) in capsys.readouterr().out.replace("\n", "")
    paragraphs = lxml_html.parse(str(page)).xpath("//article/p[not(@class)]")
    assert [p.text_content() for p in paragraphs] == extract(STORY.encode()).text.split("\n\n")
    assert explain(str(story), db_url, tmp_path / "tiada" / "halaman.html") == 2
    assert "tiada" in capsys.readouterr().err


def test_rules_of_another_folder(story: Path, db_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "outlets" / "kabar"
    folder.mkdir(parents=True)
    (folder / "outlet.toml").write_text("name = 'Kabar'\ndomain = 'kabar-rekaan.example'\n[[page]]\nbody = 'article'")
    story.write_text(STORY.replace("<head>", "<head><link rel='canonical' href='https://kabar-rekaan.example/1/a'>"))
    assert explain(str(story), db_url, outlets=folder.parent) == 0
    assert "=> rules kabar: article" in " ".join(capsys.readouterr().out.split())
    for path, message in ((tmp_path / "tiada", "no outlets in"), (folder.parent, "unknown key nama")):
        (folder / "outlet.toml").write_text("nama = 'Kabar'")
        register.cache_clear()
        assert explain(str(story), db_url, outlets=path) == 2
        assert message in capsys.readouterr().err


def test_a_line_of_many(db_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [json.dumps({"text": f"Halaman {i} dari desa Sukarimba."}) for i in range(1, 6)]
    path = tmp_path / "halaman.jsonl"
    path.write_text("\n".join([*lines, "bukan json"]))
    assert explain(f"{path}#4", db_url) == 0
    out = capsys.readouterr().out
    assert "Halaman 4" in out
    assert "Halaman 3" not in out
    for target, message in [("", "in each line"), ("#6", "bad json"), ("#7", "no page in line 7")]:
        assert explain(f"{path}{target}", db_url) == 2
        assert message in capsys.readouterr().err


def stored(db_url: str, page: RawPage, **changes: object) -> None:
    engine = db.open_engine(db_url)
    db.migrate(engine)
    article = extract(page.body, page.url, page.content_type, fetched_at=page.fetched_at)
    db.store(engine, [db.Result(page, replace(article, **changes))], db.start_run(engine, "test", RULESET))


def test_a_stored_page(db_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    url = "https://kabar-rekaan.example/desa/bendung"
    stored(db_url, RawPage(url, STORY.encode(), url=url, fetched_at=datetime(2026, 8, 7, tzinfo=UTC)))
    for target in (url, str(article_id(url))):
        assert explain(target, db_url) == 0
        out = capsys.readouterr().out
        assert re.search(r"^ *crosslink  Baca juga: Harga Gabah", out, re.MULTILINE)
        assert "stored text differs" not in out


def test_a_stored_page_of_which_the_file_is_gone(
    story: Path, db_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(story.parent)
    stored(db_url, RawPage(str(story), story.read_bytes()))
    story.unlink()
    assert explain(story.name, db_url) == 0
    assert "Baca juga: Harga Gabah" in capsys.readouterr().out


def test_a_stored_text_that_these_rules_would_not_make(db_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    url = "https://kabar-rekaan.example/desa/bendung"
    stored(db_url, RawPage(url, STORY.encode(), url=url), text="Teks dari aturan lama.", ruleset="2020.1")
    assert explain(url, db_url) == 0
    assert "The stored text differs: it was made by ruleset 2020.1" in capsys.readouterr().out


def test_a_refused_page_is_explained(db_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "kosong.html"
    path.write_text("<!doctype html><title>Kosong</title><body><nav><a href='/'>Beranda</a></nav></body>")
    assert explain(str(path), db_url) == 0
    assert re.search(r"^Refused: \w+", capsys.readouterr().out, re.MULTILINE)


@pytest.mark.parametrize("target", ["https://rekaan.example/tiada", "tiada.html", "tiada.jsonl#3", "\x1b[2Jtiada", ""])
def test_an_unknown_target(target: str, db_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert explain(target, db_url) == 2
    out, err = capsys.readouterr()
    assert not out
    assert plain(target) in err
    assert "\x1b" not in err
    assert not (tmp_path / "kliping.db").exists()


def test_a_folder(db_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert explain(str(tmp_path), db_url) == 2
    assert "name one page" in capsys.readouterr().err
