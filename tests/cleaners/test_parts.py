"""Stories that are split over several pages: which part a page holds, and the parts joined."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cleaners import Article, extract
from cleaners.model import Cut
from cleaners.parts import join
from tests.cleaners.invented import HEADLINES, SENTENCES

STORY = "https://www.rekaan.example/desa/panen-padi-lebih-awal"
BODY = "".join(f"<p>{' '.join(SENTENCES[i : i + 2])}</p>" for i in (0, 2, 4, 6))


def page(pager: str = "", head: str = "", title: str = HEADLINES[0]) -> bytes:
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{head}</head><body><nav><a href=/>Beranda</a></nav>"
        f"<article><h1>{HEADLINES[0]}</h1><div class=isi>{BODY}</div></article>{pager}<footer>© Rekaan</footer></body></html>"
    ).encode()


def links(form: str, *numbers: int, current: int = 0, base: str = STORY) -> str:
    """A pager whose links have the form of those of page `n`; the current one is no link."""
    row = "".join(
        f" <span>{n}</span>" if n == current else f" <a href='{base + form.format(n=n) if n > 1 else base}'>{n}</a>"
        for n in numbers
    )
    return f"<div class=paging><span>Halaman:</span>{row}</div>"


def told(html: bytes, url: str | None = None) -> tuple[int | None, str | None]:
    article = extract(html, url)
    assert article.text
    assert (article.part is None) == ("part" not in article.sources)
    return article.part, article.url


@pytest.mark.parametrize("form", ["?page={n}", "?halaman={n}", "/{n}", "-{n}", "/halaman/{n}", "?p={n}"])
def test_the_parts_of_a_story_have_one_address(form: str) -> None:
    for current in (1, 2, 3):
        pager = links(form, 1, 2, 3, current=current)
        url = STORY + form.format(n=current) if current > 1 else STORY
        assert told(page(pager), url) == (current, STORY)
        own = f'<link rel="canonical" href="{url}">'
        assert told(page(pager, own)) == (current, STORY)
        assert told(page(pager, own), url) == (current, STORY)
        if "?" not in form:
            slashed = re.sub("(href='[^']*)", r"\1/", pager)
            assert told(page(slashed), f"{url}/") == (current, f"{STORY}/")


def test_the_canonical_address_of_a_later_part_may_be_that_of_the_story() -> None:
    head = f'<link rel="canonical" href="{STORY}">'
    assert told(page(links("?page={n}", 1, 2, 3, current=2), head)) == (2, STORY)
    assert told(page("<div class=paging><b>Halaman 2/3</b> <a href='?page=3'>Selanjutnya</a></div>", head)) == (
        2,
        STORY,
    )
    assert told(page("<p>Halaman 2 dari 3</p>", head)) == (2, STORY)


@pytest.mark.parametrize(
    ("pager", "part"),
    [
        ("<ul><li><a href='{s}'>1</a></li><li class=active><a href='{s}/10'>2</a></li></ul>", 2),
        ("<ul><li><a href='{s}'>1</a></li><li><a class='link--active' href='#'>2</a></li></ul>", 2),
        ("<p>Halaman: <a href='{s}?page=1' aria-current=page>1</a> <a href='{s}?page=2'>2</a></p>", 1),
        ("<p>Halaman Selanjutnya: <a href='?page=2'>2</a> <a href='?page=all'>Tampilkan Semua</a></p>", 1),
        ("<p>Halaman 1 <a href='?page=2'>2</a> <a href='?page=3'>3</a> <a href='?page=2'>Next</a></p>", 1),
        ("<p><a href='{s}'>1</a> 2 <a href='{s}/3'>3</a></p>", 2),
        ("<p><a href='{s}'><i>1</i></a> <i>2</i> <a href='{s}/3'><i>3</i></a></p>", 2),
        ("<p><a href='{s}?page=3'>Selanjutnya</a></p>", 2),
        ("<p><a href='{s}?page=3'>« Sebelumnya</a></p>", 4),
        ("<p><a href='{s}?p=0' class=sel_current>1</a> <a href='{s}?p=1'>2</a> <a href='{s}?p=2'>3</a></p>", 1),
        ("<p><a href='http://rekaan.example/desa/panen-padi-lebih-awal?page=1'>1</a> <b>2</b></p>", 2),
    ],
)
def test_the_part_is_read_on_the_pager(pager: str, part: int) -> None:
    head = f'<link rel="canonical" href="{STORY}">'
    assert told(page(f"<div>{pager.format(s=STORY)}</div>", head)) == (part, STORY)


def test_links_in_the_head_are_a_pager() -> None:
    assert told(page(head=f'<link rel="next" href="{STORY}/2">'), STORY) == (1, STORY)
    assert told(page(head=f'<link rel="next" href="{STORY}?page=2">'), STORY) == (1, STORY)
    head = f'<link rel="prev" href="{STORY}"><link rel="next" href="{STORY}?page=3">'
    assert told(page(head=head), f"{STORY}?page=2") == (2, STORY)


@pytest.mark.parametrize(
    ("pager", "url"),
    [
        ("", STORY),
        ("", f"{STORY}-2"),
        ("", f"{STORY}/2"),
        ("<p><a href='/desa/2'>2</a> <a href='/desa/3'>3</a></p>", STORY),  # of the section
        ("<p><a href='/berita/40'>1</a> <a href='/berita/42'>2</a></p>", "https://rekaan.example/berita/41"),
        ("<p>Komentar <a href='#komentar-2'>2</a> <a href='{s}/comment-page-2'>2</a></p>", STORY),
        ("<ol><li>1 <a href='/desa/a'>2</a></li><li><a href='/desa/b'>3</a></li></ol>", STORY),
        ("<p><a href='?page=all'>Tampilkan Semua</a></p>", STORY),
        ("<h2>2 dari 3 halaman</h2><p>Lagi.</p><h2>3 dari 3 halaman</h2>", STORY),  # heads of parts that are all here
        ("<p>Halaman 5 dari 3</p>", STORY),
        ("<p><a href='https://lain.example/desa/panen-padi-lebih-awal?page=2'>2</a></p>", STORY),
    ],
)
def test_other_numbers_are_no_parts(pager: str, url: str) -> None:
    assert told(page(pager.format(s=STORY)), url) == (None, url)


def test_posts_that_follow_each_other_are_no_parts() -> None:
    """Where two posts have one headline, the address of the later one ends in "-2"."""
    head = f'<link rel="prev" href="{STORY}"><link rel="next" href="{STORY}-3">'
    for pager in ("", f"<p><a href='{STORY}'>Sebelumnya</a> <a href='{STORY}-3'>Selanjutnya</a></p>"):
        assert told(page(pager, head), f"{STORY}-2") == (None, f"{STORY}-2")
    head = '<link rel="prev" href="/berita/40"><link rel="next" href="/berita/42">'
    assert told(page(head=head), "https://rekaan.example/berita/41") == (None, "https://rekaan.example/berita/41")


def test_a_page_that_holds_all_parts_is_whole() -> None:
    pager = links("?page={n}", 1, 2, 3, current=1)
    assert told(page(pager), f"{STORY}?page=all") == (None, STORY)
    assert told(page(pager, title=f"{HEADLINES[0]} Halaman all - Rekaan"), STORY) == (None, STORY)
    assert told(page(pager, title=f"{HEADLINES[0]} - Semua Halaman - Rekaan"), STORY) == (None, STORY)
    assert told(page(pager), "https://www.kompas.com/desa/panen?page=all")[0] is None


@pytest.mark.parametrize(
    ("line", "url", "part"),
    [
        ("", f"{STORY}?page=2", 2),
        ("", STORY, None),
        ("", f"{STORY}-2", None),
        ("Halaman: 1 2 3 Selanjutnya", f"{STORY}?page=3", 3),
        ("Halaman: 1 2 3 Selanjutnya", STORY, 1),
        ("Halaman: 1 2 3 Selanjutnya", f"{STORY}?page=all", None),
        ("Halaman: 1 2 3 Selanjutnya", None, None),
        ("Halaman 2 dari 3", None, 2),
        ("Halaman 12 sampai 34 dari buku itu hilang.", STORY, None),
    ],
)
def test_the_part_of_a_capture(line: str, url: str | None, part: int | None) -> None:
    capture = f"{HEADLINES[0]}\n\n{' '.join(SENTENCES[:3])}\n\n{line}".encode()
    article = extract(capture, url, "text/plain")
    assert article.part == part
    assert url is None or article.url == url.partition("?")[0]


def test_the_amp_and_mobile_forms_of_a_page_have_its_address() -> None:
    desktop = "https://www.tribunnews.com/desa/2026/08/07/panen-padi"
    head = f'<link rel="canonical" href="{desktop}">'
    for url in (
        "https://www.tribunnews.com/amp/desa/2026/08/07/panen-padi",
        "https://m.tribunnews.com/desa/2026/08/07/panen-padi",
        "https://www-tribunnews-com.cdn.ampproject.org/c/s/www.tribunnews.com/amp/desa/2026/08/07/panen-padi",
        f"{desktop}?page=all",
    ):
        for known in ("", head):
            article = extract(page(head=known), url)
            assert (article.url, article.outlet, article.part) == (desktop, "tribunnews", None)
    elsewhere = extract(page(head=head), "https://amp.tribunnews.com/4711")
    assert (elsewhere.url, elsewhere.sources["url"]) == (desktop, "html: rel=canonical")


# --- joining -----------------------------------------------------------------------------------------------------


def part(number: int, text: str, **stated: object) -> Article:
    sources = dict.fromkeys(stated, f"source {number}")
    return Article(text=text, part=number, url=STORY, sources={**sources, "part": "url"}, **stated)  # type: ignore[arg-type]


def test_each_value_is_that_of_the_first_part_to_state_it() -> None:
    when = datetime(2026, 8, 7, tzinfo=UTC)
    first = part(1, "Satu.", title="Panen", authors=("Wirya Sontani",), language="und", published_zone="WIT")
    second = part(
        2, "Dua.", title="Panen - 2", deck="Lagi", dateline="SUKARIMBA", language="id", language_confidence=0.9
    )
    second = replace(second, captions=("Sawah.",), sources={**second.sources, "captions": "source 2"})
    third = part(
        3, "Tiga.", editors=("Sari Melur",), published_at=when, published_zone="WIB", captions=("Lumbung.", "Sawah.")
    )
    joined = join([first, second, third])
    assert joined.text == "Satu.\n\nDua.\n\nTiga."
    assert (joined.title, joined.authors, joined.editors) == ("Panen", ("Wirya Sontani",), ("Sari Melur",))
    assert (joined.deck, joined.dateline, joined.part, joined.url) == (None, None, None, STORY)
    assert (joined.published_at, joined.published_zone) == (when, "WIB")
    assert (joined.language, joined.language_confidence) == ("id", 0.9)
    assert joined.captions == ("Sawah.", "Lumbung.")
    assert joined.sources["title"] == "source 1"
    assert joined.sources["editors"] == joined.sources["published_zone"] == "part 3: source 3"
    assert joined.sources["captions"] == "part 2: source 2"
    assert "part" not in joined.sources
    assert "deck" not in joined.sources


def test_without_the_first_part_the_next_one_opens_the_story() -> None:
    joined = join([part(2, "Dua.", deck="Lagi"), part(3, "Tiga.")])
    assert (joined.deck, joined.text, joined.part) == ("Lagi", "Dua.\n\nTiga.", None)
    assert join([part(2, "Dua.")]).text == "Dua."


def test_a_repeated_paragraph_is_cut_and_a_short_one_may_be_said_twice() -> None:
    long = SENTENCES[0]
    joined = join([part(1, f"{long}\n\nYa.", title="Panen Raya"), part(2, f"Panen raya!\n\n{long}\n\nYa.\n\nTidak.")])
    assert joined.text == f"{long}\n\nYa.\n\nYa.\n\nTidak."
    assert joined.cuts == (Cut("repeated", "Panen raya!", 0, 0), Cut("repeated", long, 0, 0))


def test_a_sentence_over_the_break_stays_two_paragraphs() -> None:
    assert join([part(1, "Warga datang"), part(2, "dari hulu.")]).text == "Warga datang\n\ndari hulu."
