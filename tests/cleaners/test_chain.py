"""The chain that finds the story on an HTML page: which link wins, and what the others say of themselves."""

import json
from datetime import date

import pytest

from cleaners import Examined, examine
from cleaners.chain import CHAIN, align, take
from cleaners.outlets import Outlet, PageRule
from cleaners.page import read_page
from cleaners.structured import read_structured
from tests.cleaners.invented import HEADLINES, SENTENCES

TITLE = HEADLINES[0]
PARAGRAPHS = [" ".join(SENTENCES[i : i + 2]) for i in range(0, 10, 2)]
KOMPAS = "https://regional.kompas.com/read/2025/05/05/panen"


def html(body: str, head: str = "") -> str:
    nav = "<nav><ul><li><a href=/>Beranda</a><li><a href=/desa>Desa</a></ul></nav>"
    foot = "<footer><p>Copyright © 2025 Kabarrekaan.com. All rights reserved.</p></footer>"
    return f"<html><head><title>{TITLE}</title>{head}</head><body>{nav}<h1>{TITLE}</h1>{body}{foot}</body></html>"


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def ld(body: str) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "articleBody": body})}</script>'


def read(page: str, url: str | None = None, *, rules: bool = True) -> Examined:
    return examine(page.encode(), url, "text/html", rules=rules)


def story(examined: Examined) -> list[str]:
    return examined.article.text.split("\n\n")


def test_the_rules_of_an_outlet_come_first() -> None:
    body = (
        paragraphs(*PARAGRAPHS[:3]) + f'<div class="inject-baca-juga">{PARAGRAPHS[4]}</div>' + paragraphs(PARAGRAPHS[3])
    )
    page = html(
        f'<div class="read__content">{body}</div><div class="lain">{paragraphs(*PARAGRAPHS)}</div>',
        ld(" ".join(PARAGRAPHS)),
    )
    examined = read(page, KOMPAS)
    assert story(examined) == PARAGRAPHS[:4]
    assert examined.article.extractor == "rules"
    assert [name for name, _ in examined.trail] == ["rules"]
    assert read(page, KOMPAS, rules=False).article.extractor != "rules"
    assert read(page, "https://kabarrekaan.example/x").article.extractor != "rules"


def test_a_rule_that_fits_nothing_or_a_shell_is_passed_over() -> None:
    for body in ("", '<div class="read__content"><p>Memuat</p></div>'):
        examined = read(html(body + f"<article>{paragraphs(*PARAGRAPHS)}</article>"), KOMPAS)
        assert story(examined) == PARAGRAPHS
        assert examined.article.extractor == "trafilatura"
        assert "read__content" in dict(examined.trail)["rules"]


ERAS = Outlet(
    id="rekaan",
    name="Rekaan",
    domains=("rekaan.example",),
    pages=(
        PageRule(until=date(2024, 1, 1), body="div.baru", cut=("aside",)),
        PageRule(title="h1"),
        PageRule(body="div.lama"),
    ),
)


@pytest.mark.parametrize(("era", "taken"), [("baru", [0]), ("lama", [0, 1])])
def test_the_first_era_that_fits_is_taken(era: str, taken: list[int]) -> None:
    page = read_page(html(f"<div class={era}><p>{PARAGRAPHS[0]}</p><aside>{PARAGRAPHS[1]}</aside></div>"))
    found, name, trail = take(page, read_structured(page.tree), ERAS)
    assert found is not None
    assert (name, len(trail)) == ("rules", 1)
    inside = [page.text[b.start : b.end] for b in found.blocks if not b.outside]
    assert inside == [PARAGRAPHS[i] for i in taken]


def test_of_two_eras_on_one_page_the_first_listed_is_taken() -> None:
    page = read_page(html(f"<div class=lama><p>{PARAGRAPHS[0]}</p></div><div class=baru><p>{PARAGRAPHS[1]}</p></div>"))
    found, _, _ = take(page, read_structured(page.tree), ERAS)
    assert found is not None
    assert [page.text[b.start : b.end] for b in found.blocks if not b.outside] == [PARAGRAPHS[1]]


@pytest.mark.parametrize("css", ["div[", "p:contains(x)", "p::before", ">>", ""])
def test_a_rule_that_cannot_be_read_loses_no_page(css: str) -> None:
    outlet = Outlet(id="rekaan", name="Rekaan", domains=("rekaan.example",), pages=(PageRule(body=css),))
    page = read_page(html(f"<article>{paragraphs(*PARAGRAPHS)}</article>"))
    found, name, trail = take(page, read_structured(page.tree), outlet)
    assert found is not None
    assert (name, len(trail)) == ("trafilatura", len(CHAIN))


def test_a_hidden_element_that_a_rule_cuts_takes_no_text_with_it() -> None:
    body = f"{PARAGRAPHS[0]}<div class='inject-baca-juga' style='display:none'>Baca juga</div>" + paragraphs(
        *PARAGRAPHS[1:]
    )
    assert story(read(html(f'<div class="read__content">{body}</div>'), KOMPAS)) == PARAGRAPHS


@pytest.mark.parametrize("joint", [" ", "\n", "\n\n", "\r\n\r\n"])
def test_a_whole_article_body_is_taken(joint: str) -> None:
    examined = read(html(f"<div>{paragraphs(*PARAGRAPHS)}</div>", ld(joint.join(PARAGRAPHS))))
    assert story(examined) == PARAGRAPHS
    assert examined.article.extractor == "json-ld"


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        (" ".join(PARAGRAPHS[:3]) + " ...", "cut short"),
        (" ".join(PARAGRAPHS[:3]) + "…", "cut short"),
        (" ".join(f"<p>{p}</p>" for p in PARAGRAPHS), "markup"),
        (PARAGRAPHS[0], "too short"),
        (" ".join(PARAGRAPHS[:3]), "lacks"),
        (" ".join(PARAGRAPHS[::2]), "lacks"),
        (" ".join(reversed(" ".join(PARAGRAPHS).split())), "stands on the page for"),
        ("", "no articleBody"),
        ("   ", "no articleBody"),
        ("— " * 60, "stands on the page for 0%"),
    ],
)
def test_an_article_body_that_is_not_the_story_is_passed_over(body: str, verdict: str) -> None:
    examined = read(html(f"<div>{paragraphs(*PARAGRAPHS)}</div>", ld(body)))
    assert story(examined) == PARAGRAPHS
    assert examined.article.extractor == "trafilatura"
    assert verdict in dict(examined.trail)["json-ld"]


def test_a_page_whose_story_stands_nowhere_else_is_refused() -> None:
    examined = read(html("<div id=root></div>"))
    assert examined.article.refused == "no story"
    assert examined.article.text == ""
    assert [name for name, _ in examined.trail] == list(CHAIN)
    assert "".join(examined.article.cuts[0].text.split()).startswith("Beranda")


def test_the_story_keeps_its_order_and_its_subheads() -> None:
    body = paragraphs(*PARAGRAPHS[:2]) + "<h2>Harga gabah</h2>" + paragraphs(*PARAGRAPHS[2:])
    assert story(read(html(f"<article>{body}</article>"))) == [*PARAGRAPHS[:2], "Harga gabah", *PARAGRAPHS[2:]]


def test_paragraphs_parted_by_breaks() -> None:
    assert story(read(html(f"<article><div>{'<br><br>'.join(PARAGRAPHS)}</div></article>"))) == PARAGRAPHS


def test_a_table_in_a_story_is_story() -> None:
    rows = "".join(
        f"<tr><td>{name}</td><td>{n} ton</td></tr>"
        for name, n in (("Sukarimba", 42), ("Lembayung", 17), ("Hulu Jaya", 8))
    )
    examined = read(
        html(f"<article>{paragraphs(*PARAGRAPHS[:3])}<table>{rows}</table>{paragraphs(*PARAGRAPHS[3:])}</article>")
    )
    text = " ".join(examined.article.text.split())
    assert "Sukarimba 42 ton Lembayung 17 ton Hulu Jaya 8 ton" in text


def test_alignment_finds_each_block_once() -> None:
    page = read_page(paragraphs(PARAGRAPHS[0], "Ya", PARAGRAPHS[1], "Ya", PARAGRAPHS[2], PARAGRAPHS[0]))
    inside, covered = align(page, f"{PARAGRAPHS[0]}\nYa\n{PARAGRAPHS[2]}")
    assert inside == [True, True, False, False, True, False]
    assert covered == 1


@pytest.mark.parametrize("text", ["", "—", "Sesuatu yang sama sekali lain dari halaman ini dan tidak ada di sana."])
def test_alignment_with_a_text_that_is_not_there(text: str) -> None:
    page = read_page(paragraphs(*PARAGRAPHS))
    assert align(page, text) == ([False] * len(PARAGRAPHS), 0)


def test_a_text_that_is_not_shown_is_read_alone() -> None:
    """As on a page that keeps its story in an element that a script is to show."""
    hidden = f"<article style='display:none'>{paragraphs(' '.join(PARAGRAPHS[:2]), ' '.join(PARAGRAPHS[2:]))}</article>"
    examined = read(html(hidden))
    assert story(examined) == [" ".join(PARAGRAPHS[:2]), " ".join(PARAGRAPHS[2:])]
    assert examined.document.text != read_page(html(hidden)).text
