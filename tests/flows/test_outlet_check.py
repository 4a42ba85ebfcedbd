"""`kliping outlet check`: what it finds in a folder of outlets, and that it finds nothing in `seeds/`."""

import json
from pathlib import Path

import pytest
from command import Run

from cleaners.ledger import ledger
from cleaners.outlets import SEEDS, Register, read_outlet
from flows import golden
from flows.outlet.check import Checked, check, read_outlets
from tests.harian import Story

RULES = """
name = "Harian Contoh"
domain = "hariancontoh.example"
aka = ["Harian Contoh", "HARIANCONTOH"]
zone = "WITA"
[[page]]
body = "div.isi"
cut = [".rekomendasi", ".iklan"]
title = "h1"
authors = ".penulis"
published = "time"
tags = ".topik a"
[expect]
min_words = 40
"""
WORDS = sum(len(paragraph.split()) for paragraph in Story(0).paragraphs)
OLD = """
[[page]]
body = ".teksberita"
title = "h2"
"""


@pytest.fixture
def outlets(tmp_path: Path) -> Path:
    """A folder with one outlet in order: its rules, two samples and their goldens."""
    folder = tmp_path / "outlets" / "hariancontoh"
    folder.mkdir(parents=True)
    (folder / "outlet.toml").write_text(RULES)
    known = Register({"hariancontoh": read_outlet(folder / "outlet.toml")})
    for n in range(2):
        page = folder / f"cerita-{n}.html"
        page.write_text(Story(n).html(), "utf-8")
        examined = golden.read(page, known)
        page.with_suffix(".ledger").write_text(ledger(examined.document), "utf-8")
        page.with_suffix(".json").write_text(json.dumps(golden.as_json(examined.article)), "utf-8")
    return folder.parent


def findings(outlets: Path) -> dict[str, Checked]:
    """What is found in each outlet, as the command finds it."""
    found = read_outlets(outlets)
    known = Register({name: outlet for name, outlet in found.items() if not isinstance(outlet, Exception)})
    return {name: check(outlets / name, outlet, known) for name, outlet in found.items()}


def rewrite(outlets: Path, old: str, new: str) -> None:
    path = outlets / "hariancontoh" / "outlet.toml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_an_outlet_in_order(kliping: Run, outlets: Path) -> None:
    result = kliping("outlet", "check", "--outlets", outlets)
    assert result.returncode == 0, result.stdout
    assert ["hariancontoh", "2", "1", "0"] in [line.split() for line in result.stdout.splitlines()]
    assert "1 outlet, nothing found" in result.stdout


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('".iklan"', '".iklan", "div.gaib"', "[[page]] 1: cut matches nothing: div.gaib"),
        ('"time"', '".jam"', "[[page]] 1: published matches nothing: .jam"),
        ('".penulis"', '"figure img"', "[[page]] 1: authors matches nothing: figure img"),  # an element without a text
        (
            "min_words = 40",
            "min_words = 4000",
            f"cerita-0.html: {WORDS} words, fewer than the 4000 that [expect] asks for",
        ),
        (
            '"div.isi"',
            '"div.gaib"',
            "cerita-1.html: no page rule takes it: div.gaib matches nothing",
        ),
        ("hariancontoh.example", "lain.example", "cerita-0.html: taken for a page of hariancontoh.example"),
        ('cut = [".rekomendasi", ".iklan"]', 'cut = ["p + p"]', "cerita-0.html: cut otherwise than its .ledger says"),
    ],
)
def test_what_is_amiss_is_found(kliping: Run, outlets: Path, old: str, new: str, said: str) -> None:
    rewrite(outlets, old, new)
    result = kliping("outlet", "check", "--outlets", outlets)
    assert result.returncode == 1
    assert f"hariancontoh: {said}" in result.stdout.splitlines()


def test_a_file_that_cannot_be_read_does_not_hide_the_others(kliping: Run, outlets: Path) -> None:
    other = outlets / "lain" / "outlet.toml"
    other.parent.mkdir()
    other.write_text('name = "Lain"\ndomain = "lain.example"\nwarna = "biru"\n')
    result = kliping("outlet", "check", "--outlets", outlets)
    assert result.returncode == 1
    assert f"lain: {other}: unknown key warna" in result.stdout.splitlines()
    assert "2 outlets, 1 finding" in result.stdout
    assert kliping("outlet", "check", "hariancontoh", "--outlets", outlets).returncode == 0


def test_a_golden_that_has_aged_is_found_with_its_fields(outlets: Path) -> None:
    page = outlets / "hariancontoh" / "cerita-0.html"
    row = json.loads(page.with_suffix(".json").read_text())
    page.with_suffix(".json").write_text(json.dumps({**row, "title": "Lain", "tags": []}))
    page.with_suffix(".ledger").unlink()
    assert findings(outlets)["hariancontoh"].findings == (
        "cerita-0.html: read otherwise than its .json says: tags, title",
        "cerita-0.html: its .ledger is missing",
    )


def test_a_rule_of_which_there_is_no_sample_is_named_and_is_no_finding(kliping: Run, outlets: Path) -> None:
    rewrite(outlets, "[expect]", OLD + "[expect]")
    result = kliping("outlet", "check", "--outlets", outlets, COLUMNS="120")
    assert result.returncode == 0
    assert "[[page]] 2: no sample" in result.stdout
    assert findings(outlets)["hariancontoh"].unseen == (2,)


def test_a_selector_needs_a_match_on_one_sample_of_its_own_rule(outlets: Path) -> None:
    """A box of one story is enough; what only pages of another rule have is not."""
    rewrite(outlets, "[expect]", OLD + 'deck = ".penulis"\n[expect]')
    page = outlets / "hariancontoh" / "lama.html"
    page.write_text(Story(2).html(old=True), "utf-8")
    first = outlets / "hariancontoh" / "cerita-0.html"
    first.write_text(first.read_text().replace('class="rekomendasi"', 'class="sisipan"'))
    said = [finding for finding in findings(outlets)["hariancontoh"].findings if "matches nothing" in finding]
    assert said == ["[[page]] 2: deck matches nothing: .penulis"]


def test_a_sample_that_is_read_from_its_data_needs_no_rule(outlets: Path) -> None:
    """A page that a script draws has none; an AMP form has its story on another page."""
    rewrite(outlets, 'body = "div.isi"', 'body = "div.isi:not(.lain)"')
    page = outlets / "hariancontoh" / "cerita-1.html"
    text = page.read_text("utf-8").replace('class="isi', 'class="isi lain')
    page.write_text(text, "utf-8")
    assert any("no page rule takes it" in said for said in findings(outlets)["hariancontoh"].findings)
    page.write_text(text.replace("<html", "<html amp"), "utf-8")
    assert not any("no page rule takes it" in said for said in findings(outlets)["hariancontoh"].findings)
    data = {"@type": "NewsArticle", "articleBody": "\n".join(Story(1).paragraphs)}
    script = f'<script type="application/ld+json">{json.dumps(data)}</script></head>'
    page.write_text(text.replace("</head>", script), "utf-8")
    assert not any("no page rule takes it" in said for said in findings(outlets)["hariancontoh"].findings)


def test_an_outlet_without_a_sample_and_samples_without_an_outlet(outlets: Path) -> None:
    for path in (outlets / "hariancontoh").glob("cerita-*"):
        path.unlink()
    (outlets / "yatim").mkdir()
    (outlets / "yatim" / "a.html").write_text(Story(0).html())
    (outlets / "catatan").mkdir()
    found = findings(outlets)
    assert set(found) == {"hariancontoh", "yatim"}
    assert found["hariancontoh"].findings == ("no sample",)
    assert "No such file" in found["yatim"].findings[0]


def test_a_domain_that_two_outlets_claim(outlets: Path) -> None:
    other = outlets / "lain" / "outlet.toml"
    other.parent.mkdir()
    other.write_text('name = "Lain"\ndomain = "hariancontoh.example"\n')
    found = findings(outlets)
    assert "hariancontoh.example is lain's as well" in found["hariancontoh"].findings
    assert "hariancontoh.example is hariancontoh's as well" in found["lain"].findings


def test_what_is_not_there_cannot_be_checked(kliping: Run, outlets: Path, tmp_path: Path) -> None:
    (tmp_path / "kosong").mkdir()
    for args, said in (
        (("gaib", "--outlets", outlets), "has no outlet gaib"),
        (("--outlets", tmp_path / "kosong"), "has no outlets"),
        (("--outlets", tmp_path / "gaib"), "No such file"),
    ):
        result = kliping("outlet", "check", *args)
        assert result.returncode == 2
        assert said in result.stderr


OUTLETS = read_outlets(SEEDS)
KNOWN = Register({name: outlet for name, outlet in OUTLETS.items() if not isinstance(outlet, Exception)})


@pytest.mark.parametrize("name", OUTLETS)
def test_nothing_is_amiss_in_the_seeds(name: str) -> None:
    assert check(SEEDS / name, OUTLETS[name], KNOWN).findings == ()
