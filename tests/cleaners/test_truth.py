"""What comes out of a page is what stands on it: exactly the story, and nothing that the page does not state."""

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaners import Article, extract
from cleaners.decode import decode
from cleaners.page import read_page
from tests.cleaners.invented import CAPTIONS, HEADLINES, PEOPLE, SENTENCES, Truth, captures, hostile, pages

STORY = "\n\n".join(SENTENCES[:4])


@given(captures())
def test_a_capture_gives_its_story_and_what_its_lines_state(truth: Truth) -> None:
    article = extract(truth.page.encode(), None, "text/plain")
    assert article.text == "\n\n".join(truth.paragraphs)
    for field in ("title", "authors", "editors", "published_at", "dateline", "wire_source", "tags", "captions"):
        assert getattr(article, field) == getattr(truth, field), field
    assert article.modified_at is None
    assert article.deck is None


@given(captures())
def test_white_space_around_lines_does_not_matter(truth: Truth) -> None:
    airy = truth.page.replace("\n", " \r\n\t ").replace("harga ", "harga\u00a0 \t")
    plain, spaced = (extract(page.encode(), None, "text/plain") for page in (truth.page, airy))
    assert spaced.text == plain.text
    assert (spaced.title, spaced.authors, spaced.published_at) == (plain.title, plain.authors, plain.published_at)


def visible(text: str) -> str:
    return "".join(text.split())


def stated(article: Article, *sources: str) -> None:
    """Asserts that every text of an article stands in one of the sources, white space aside."""
    shown = "\n".join(map(visible, sources))
    one = (article.title, article.deck, article.section, article.dateline, article.wire_source, article.published_zone)
    for value in (*filter(None, one), *article.authors, *article.editors, *article.tags, *article.captions):
        assert visible(value) in shown, value


@given(st.one_of(hostile(), captures().map(lambda truth: truth.page)))
def test_nothing_in_the_metadata_of_a_capture_is_invented(text: str) -> None:
    page = text.encode("utf-8", "ignore")
    article, source = extract(page, None, "text/plain"), decode(page).text
    stated(article, source)
    rest = iter(source)
    assert all(character in rest for character in visible(article.text))  # in the same order


@given(pages())
def test_nothing_in_the_metadata_of_a_page_is_invented(page: bytes) -> None:
    html = page.decode()
    stated(replace(extract(page), deck=None), unescape(html), read_page(html).text)  # of the deck below


def test_a_standfirst_is_one_passage() -> None:
    above = f"{SENTENCES[0]}<div><p>{HEADLINES[1]}</p></div>{SENTENCES[3]}<h1>{HEADLINES[0]}</h1>"
    html = f"<title>{HEADLINES[0]}</title>{above}<article><p>SUKARIMBA, Kabarrekaan.com - {SENTENCES[0]}</p><p>{SENTENCES[1]}</p></article>"
    stated(extract(html.encode()), html, read_page(html).text)


@given(pages())
def test_a_page_without_a_time_in_its_head_has_no_date(page: bytes) -> None:
    """The stories name days of their own (17 Maret 2019), and so do their related lists ("3 jam lalu")."""
    html = page.decode()
    timeless = re.sub(r"<meta property=.article:published_time[^>]*>|, \"datePublished\": \"[^\"]*\"", "", html)
    timeless = re.sub(r"(?:Diterbitkan )?(?:\w+,? )?\d{1,2}[ /]\w+[ /]20(?:2\d)[ ,|]+\d\d:\d\d WI\w+", "", timeless)
    article = extract(timeless.encode())
    assert article.published_at is None
    assert article.modified_at is None


DATED = (
    "Bendung itu diresmikan pada Rabu, 14 Februari 2024 pukul 10.00 WIB oleh Wirya Sontani di depan balai desa.",
    "Pada 17/03/2019 pukul 09:30 WIB bendung yang lama jebol dan merendam empat puluh petak sawah di hilir.",
    "Sejak 2 jam lalu warga Sukarimba menunggu kedatangan benih yang dijanjikan koperasi pekan kemarin.",
)


@pytest.mark.parametrize("where", ["story", "caption", "related", "crosslink", "title", "copyright"])
def test_a_date_inside_the_story_is_not_the_publication(where: str) -> None:
    lines = {
        "story": [HEADLINES[0], *DATED],
        "caption": [HEADLINES[0], "Petani menjemur gabah, Rabu (14/2/2024). (Foto: Rekaan/Dok. Warga)", STORY],
        "related": [HEADLINES[0], STORY, "Berita Terkait", HEADLINES[1], "Rabu, 14 Februari 2024 10:00 WIB"],
        "crosslink": [HEADLINES[0], STORY, f"Baca juga: {HEADLINES[1]} 14 Februari 2024"],
        "title": ["Jadwal Panen Sukarimba Rabu 14 Februari 2024", STORY],
        "copyright": [HEADLINES[0], STORY, "Copyright © 14 Februari 2024 Kabarrekaan.com"],
    }[where]
    article = extract("\n\n".join(lines).encode(), None, "text/plain")
    assert article.published_at is None
    assert article.modified_at is None
    assert article.text


def test_people_in_a_story_are_not_its_authors() -> None:
    story = f"{STORY}\n\nPenulis buku itu, {PEOPLE[1]}, hadir bersama editor {PEOPLE[2]} dan reporter {PEOPLE[3]} dari kota."
    article = extract(f"{HEADLINES[0]}\n\n{CAPTIONS[0]}\n\n{story}".encode(), None, "text/plain")
    assert article.authors == article.editors == ()
    assert article.text == story


CONTENT_TYPES = (
    None,
    "",
    "text/html",
    "text/plain",
    "text/html; charset=utf-16",
    "text/html; charset=idna",
    "x",
    "TEXT/HTML; charset=\x00",
)


@given(st.binary(max_size=600), st.sampled_from(CONTENT_TYPES))
@example(b"\xff\xfe<\x00p\x00>\x00\xd8\xd8", "text/html")
@example(b"<" * 5000, "text/html")
@example(b"<html>", None)
@example(b"\xef\xbb\xbf", None)
@example(b"&#1;&#xD800;&#x110000;", "text/html")
@example("\u2028\x85\x1c".encode(), "text/plain")
def test_any_bytes_give_an_article(body: bytes, content_type: str | None) -> None:
    article = extract(body, None, content_type)
    assert bool(article.text) != bool(article.refused)


@given(pages(), st.data())
def test_damaged_pages_give_an_article(page: bytes, data: st.DataObject) -> None:
    at = st.integers(0, len(page))
    for _ in range(data.draw(st.integers(1, 4))):
        start, end = sorted((data.draw(at), data.draw(at)))
        junk = data.draw(
            st.one_of(
                st.binary(max_size=8), st.sampled_from((b"<", b"</p>", b"<script>", b"\x00", b"<!--", b'"', b"&#"))
            )
        )
        page = data.draw(
            st.sampled_from(
                (
                    page[:start] + junk + page[start:],
                    page[:start] + junk + page[end:],
                    page[:end],
                    page + page[start:end],
                )
            )
        )
    article = extract(page, data.draw(st.sampled_from((None, "https://www.detik.com/desa/panen", "??"))))
    assert bool(article.text) != bool(article.refused)


@pytest.mark.parametrize(
    "levels",
    [
        300,
        1_500,
        10_000,
    ],
)
def test_deeply_nested_pages_give_an_article(levels: int) -> None:
    page = f"<h1>{HEADLINES[0]}</h1>{'<div>' * levels}<p>{'</p><p>'.join(SENTENCES)}</p>{'</div>' * levels}"
    article = extract(page.encode(), None, "text/html")
    assert bool(article.text) != bool(article.refused)
