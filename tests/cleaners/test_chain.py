"""The chain that finds the story on an HTML page: which link wins, and what the others say of themselves."""

import json
from dataclasses import replace
from datetime import date

import pytest

from cleaners import Examined, examine
from cleaners.align import align
from cleaners.chain import CHAIN, take
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
    found, name, trail = take(page, read_structured(page), ERAS)
    assert found is not None
    assert (name, len(trail)) == ("rules", 1)
    inside = [page.text[b.start : b.end] for b in found.blocks if not b.outside]
    assert inside == [PARAGRAPHS[i] for i in taken]


def test_of_two_eras_on_one_page_the_first_listed_is_taken() -> None:
    page = read_page(html(f"<div class=lama><p>{PARAGRAPHS[0]}</p></div><div class=baru><p>{PARAGRAPHS[1]}</p></div>"))
    found, _, _ = take(page, read_structured(page), ERAS)
    assert found is not None
    assert [page.text[b.start : b.end] for b in found.blocks if not b.outside] == [PARAGRAPHS[1]]


@pytest.mark.parametrize(
    ("head", "taken"),
    [
        ('<meta property="article:published_time" content="2024-01-01T23:30:00+07:00">', "baru"),
        ('<meta property="article:published_time" content="2024-01-02T00:10:00+07:00">', "lama"),
        ('<meta property="article:published_time" content="2024-01-01T17:10:00Z">', "lama"),
        ('<link rel="canonical" href="https://rekaan.example/read/2024/01/02/panen">', "lama"),
        ('<link rel="canonical" href="https://rekaan.example/read/20231231/panen">', "baru"),
        ('<link rel="canonical" href="https://rekaan.example/2024/02/31/panen">', "baru"),
        ('<link rel="canonical" href="https://rekaan.example/panen">', "baru"),
    ],
)
def test_an_era_ends_with_its_last_day(head: str, taken: str) -> None:
    page = read_page(
        html(f"<div class=baru><p>{PARAGRAPHS[0]}</p></div><div class=lama><p>{PARAGRAPHS[1]}</p></div>", head)
    )
    found, _, _ = take(page, read_structured(page), ERAS)
    assert found is not None
    story = PARAGRAPHS[0 if taken == "baru" else 1]
    assert [page.text[b.start : b.end] for b in found.blocks if not b.outside] == [story]


LATER = '<meta property="article:published_time" content="2024-05-17">'


def test_a_rule_of_an_era_that_had_ended_says_so() -> None:
    page = read_page(html(f"<div class=baru><p>{PARAGRAPHS[0]}</p></div>", LATER))
    _, name, trail = take(page, read_structured(page), ERAS)
    assert name != "rules"
    assert dict(trail)["rules"] == "div.baru is for pages until 2024-01-01; div.lama matches nothing"


def test_where_every_era_had_ended_they_are_tried_all_the_same() -> None:
    page = read_page(html(f"<div class=baru><p>{PARAGRAPHS[0]}</p></div>", LATER))
    outlet = replace(ERAS, pages=ERAS.pages[:2])
    assert take(page, read_structured(page), outlet)[1] == "rules"


@pytest.mark.parametrize("css", ["div[", "p:contains(x)", "p::before", ">>", ""])
def test_a_rule_that_cannot_be_read_loses_no_page(css: str) -> None:
    outlet = Outlet(id="rekaan", name="Rekaan", domains=("rekaan.example",), pages=(PageRule(body=css),))
    page = read_page(html(f"<article>{paragraphs(*PARAGRAPHS)}</article>"))
    found, name, trail = take(page, read_structured(page), outlet)
    assert found is not None
    assert name == trail[-1][0] == "trafilatura"


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
    "body",
    [
        paragraphs(*PARAGRAPHS),
        paragraphs(*PARAGRAPHS).replace("<", "&lt;").replace(">", "&gt;"),
        " ".join(PARAGRAPHS).replace(" ", "&nbsp;"),
        "&lt;p&gt;" + "&lt;br/&gt;".join(PARAGRAPHS).replace(" ", "&amp;nbsp;") + "&lt;/p&gt;",
        "Baca juga: Harga Gabah Naik\n" + "\n".join(PARAGRAPHS),
        "\n".join(["SUKARIMBA, KABAR REKAAN -", *PARAGRAPHS]),
    ],
)
def test_a_body_is_read_through_markup_and_escapes(body: str) -> None:
    examined = read(html(f"<div>{paragraphs(*PARAGRAPHS)}</div>", ld(body)))
    assert story(examined) == PARAGRAPHS
    assert examined.article.extractor == "json-ld"


def test_a_body_may_be_a_list_of_paragraphs() -> None:
    script = (
        f'<script type="application/ld+json">{json.dumps({"@type": "Article", "articleBody": PARAGRAPHS})}</script>'
    )
    assert read(html(paragraphs(*PARAGRAPHS), script)).article.extractor == "json-ld"


ADVERT = "<div>ADVERTISEMENT</div><div>SCROLL TO CONTINUE WITH CONTENT</div>"


@pytest.mark.parametrize("between", ["{advert}<h2>Air</h2>", "<h2>Air</h2>{advert}", "{advert}<h2>Air</h2>{advert}"])
def test_a_subhead_beside_an_advert_is_story(between: str) -> None:
    body = paragraphs(*PARAGRAPHS[:2]) + between.format(advert=ADVERT) + paragraphs(*PARAGRAPHS[2:])
    examined = read(html(f"<div>{body}</div>", ld("\n".join(PARAGRAPHS))))
    assert story(examined) == [*PARAGRAPHS[:2], "Air", *PARAGRAPHS[2:]]
    assert examined.article.extractor == "json-ld"


def test_short_lines_of_a_body_without_lines_are_found_between_their_neighbours() -> None:
    items = ["Padi ketan", "Air", "Jerami", "Benih unggul"]
    body = paragraphs(*PARAGRAPHS[:2]) + "".join(f"<li>{item}</li>" for item in items) + paragraphs(*PARAGRAPHS[2:])
    side = "<aside><ul><li>Air</li><li>Jerami</li></ul></aside>"
    examined = read(html(f"<ul>{body}</ul>{side}", ld(" ".join([*PARAGRAPHS[:2], *items, *PARAGRAPHS[2:]]))))
    assert story(examined) == [*PARAGRAPHS[:2], *items, *PARAGRAPHS[2:]]
    assert examined.article.extractor == "json-ld"


def test_a_body_that_ends_before_the_story_does_is_passed_over() -> None:
    between = "<figure><figcaption>Petani menjemur gabah.</figcaption></figure>" + ADVERT
    page = html(
        f"<div>{paragraphs(*PARAGRAPHS[:3])}{between}{paragraphs(PARAGRAPHS[3])}</div>", ld(" ".join(PARAGRAPHS[:3]))
    )
    assert "lacks 1 paragraph" in dict(read(page).trail)["json-ld"]


def test_what_stands_under_the_next_heading_does_not_belong_to_the_body() -> None:
    page = html(
        f"<div>{paragraphs(*PARAGRAPHS[:3])}</div><h3>Tentang Kami</h3>{paragraphs(PARAGRAPHS[3])}",
        ld(" ".join(PARAGRAPHS[:3])),
    )
    assert read(page).article.extractor == "json-ld"


LONG = [" ".join(SENTENCES[i : i + 3]) for i in range(0, 15, 3)]


@pytest.mark.parametrize(
    "shown",
    [
        f"<p>{LONG[0]}</p><div class=paywall><p>Berlangganan untuk membaca kelanjutan berita ini.</p></div>",
        f"<p>{LONG[0]}</p><div hidden>{paragraphs(*LONG[1:3])}</div>",
        "<div id=app></div>",
    ],
)
def test_a_body_that_the_page_does_not_show_is_the_document(shown: str) -> None:
    examined = read(html(shown, ld("\n\n".join(LONG))))
    assert story(examined) == LONG
    assert examined.article.extractor == "json-ld"
    assert examined.article.title == TITLE


def test_a_page_that_tells_more_of_its_own_than_it_hides_keeps_its_own() -> None:
    other = [" ".join(SENTENCES[i : i + 3]) for i in range(1, 13, 3)]
    examined = read(html(f"<article>{paragraphs(*other)}</article>", ld("\n".join(w[::-1] for w in LONG))))
    assert story(examined) == other
    assert "stands on the page for" in dict(examined.trail)["json-ld"]


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        (" ".join(PARAGRAPHS[:3]) + " ...", "cut short"),
        (" ".join(PARAGRAPHS[:3]) + "…", "cut short"),
        (PARAGRAPHS[0], "too short"),
        (" ".join(PARAGRAPHS[:3]), "lacks"),
        (" ".join(PARAGRAPHS[::2]), "lacks"),
        (" ".join(reversed(" ".join(PARAGRAPHS).split())), "stands on the page for"),
        ("", "no articleBody"),
        ("   ", "no articleBody"),
        ("— " * 60, "too short"),
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
    assert [name for name, _ in examined.trail] == list(CHAIN)[: len(examined.trail)]
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
