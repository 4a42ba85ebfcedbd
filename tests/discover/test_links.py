"""The articles that an index page links to: what menus hold is none of them."""

import time

import pytest

from flows.discover import Entry, SourceError, links

BASE = "https://kabar-rekaan.example/indeks"
STORY = "/berita/3190245/warga-sukarimba-perbaiki-jembatan"
SHORT = "/opini/kemerdekaan-pers"
HEADLINE = "Warga Sukarimba Perbaiki Jembatan"


def found(html: str) -> list[str]:
    return [entry.url for entry in links(html.encode(), "text/html", BASE)]


def link(href: str, text: str = HEADLINE) -> str:
    return f"<a href='{href}'>{text}</a>"


@pytest.mark.parametrize(
    "html",
    [
        link(STORY),
        link(f"https://kabar-rekaan.example{STORY}#komentar"),
        f"<base href='https://kabar-rekaan.example/berita/3190245/'>{link('warga-sukarimba-perbaiki-jembatan')}",
        f"<a href='{STORY}'><img src=1.jpg></a> {link(STORY)} {link(STORY, 'Selengkapnya')}",
    ],
    ids="plain whole base thrice".split(),
)
def test_a_story_is_named_once_however_it_is_linked(html: str) -> None:
    assert list(links(html.encode(), "text/html", BASE)) == [Entry(f"https://kabar-rekaan.example{STORY}")]


@pytest.mark.parametrize(
    "html",
    [
        link(SHORT),
        f"<a href='{SHORT}' title='{HEADLINE}'><img src=1.jpg></a>",
        f"<a href='{SHORT}'><img src=1.jpg alt='{HEADLINE}'></a>",
        f"<a href='{SHORT}'><h2>Warga <b>Sukarimba</b></h2><p>Perbaiki Jembatan</p></a>",
    ],
    ids="plain title picture card".split(),
)
def test_an_address_that_says_little_is_a_story_s_if_its_link_is_a_headline(html: str) -> None:
    assert found(html) == [f"https://kabar-rekaan.example{SHORT}"]


def test_an_address_that_says_enough_needs_no_headline() -> None:
    for href in (STORY, "/3190245", "/2026/08/07/x", "/warga-sukarimba-perbaiki-jembatan", "/?p=31902"):
        assert found(link(href, "")) == [f"https://kabar-rekaan.example{href}"]


@pytest.mark.parametrize(
    ("href", "text"),
    [
        *((SHORT, text) for text in ("", "Selengkapnya", "Kemerdekaan Pers", "Baca berita ini")),
        *((f"/{name}", HEADLINE) for name in ("pedoman-pemberitaan-media-siber", "info/syarat-dan-ketentuan")),
        *((href, HEADLINE) for href in ("/", "/ekonomi", "/tag/banjir-bandang-di-hulu", "?page=2")),
        *((href, HEADLINE) for href in ("#atas", "mailto:a@kabar.example", "javascript:buka(12345)", "http://[", "")),
        ("/laporan-tahunan-desa-sukarimba-2026.pdf", HEADLINE),
    ],
)
def test_what_a_menu_or_a_button_links_to_is_not(href: str, text: str) -> None:
    assert found(link(href, text)) == []


def test_other_charsets_and_damage_are_read() -> None:
    html = f"<p>\x00\x96<a href='{STORY}'>Warga Caf\xe9 Perbaiki Jembatan<li>{link('/opini/12345/x')}"
    body = html.encode("latin-1")
    assert [entry.url.rpartition(".example")[2] for entry in links(body, "text/html; charset=latin-1", BASE)] == [
        STORY,
        "/opini/12345/x",
    ]


@pytest.mark.parametrize(
    ("html", "reason"),
    [("", "unreadable"), (link(STORY) * 20_000, "too many links"), ("<div>" * 1_000_000, "too many tags")],
)
def test_a_page_that_cannot_be_read_or_is_too_large_says_so(html: str, reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        found(html)
    assert caught.value.reason == reason


def test_a_hostile_page_costs_little() -> None:
    began = time.process_time()
    for href in ("/" + "a-" * 2_000, "/" + "a" * 4_000, "/" + "-" * 4_000, "/" + "1" * 4_000):
        found("".join(link(f"{href}{n}") for n in range(900)))
    assert time.process_time() - began < 6
