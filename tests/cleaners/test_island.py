"""The data that a page's own scripts are given: the article in it, what it says, and what is no article."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml.html import fromstring

from cleaners import Examined, examine
from cleaners.dates import ZONES
from cleaners.island import Island, find
from cleaners.layout import lay_out
from tests.cleaners.invented import HEADLINES, SENTENCES

TITLE, OTHER = HEADLINES[:2]
STORY = [" ".join(SENTENCES[i : i + 3]) for i in range(0, 15, 3)]
CONTENT = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
ARTICLE = {"title": TITLE, "content": CONTENT}


def next_data(article: object) -> str:
    return f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"props": {"pageProps": {"article": article}}})}</script>'


def found(html: str, *titles: str) -> Island | None:
    return find(fromstring(f"<body>{html}</body>").iter("script"), titles or (TITLE,))


def stated(article: dict[str, Any]) -> dict[str, tuple[Any, str]]:
    island = found(next_data({**ARTICLE, **article}))
    assert island is not None
    return {
        field: (getattr(item.value, "value", item.value), item.source.rpartition(".")[2])
        for field, item in island.stated(ZONES["WIB"], "https://www.kabarrekaan.example/desa/panen")
    }


DATA = json.dumps({"page": {"data": ARTICLE}})


@pytest.mark.parametrize(
    ("script", "path"),
    [
        (f'<script id="__NEXT_DATA__" type="application/json">{DATA}</script>', "__NEXT_DATA__: page.data"),
        (f'<script type="application/json">\n{DATA}\n</script>', "script: page.data"),
        (f"<script>window.__INITIAL_STATE__ = {DATA};</script>", "__INITIAL_STATE__: page.data"),
        (f'<script>window["__APOLLO_STATE__"]={DATA}</script>', "__APOLLO_STATE__: page.data"),
        (f"<script>var a = 1; const berita = {DATA}; mulai(berita)</script>", "berita: page.data"),
        (f"<script>window.__A__ = {{x: 1}};\nwindow.__NUXT__ = {DATA}</script>", "__NUXT__: page.data"),
        (f"<script>self.__STATE__ = JSON.parse({json.dumps(DATA)})</script>", "__STATE__: page.data"),
    ],
)
def test_where_an_article_is_found(script: str, path: str) -> None:
    island = found(script)
    assert island is not None
    assert (island.path, island.story) == (path, CONTENT)


@pytest.mark.parametrize(
    "article",
    [
        {"judul": TITLE, "isi": CONTENT},
        {"headline": TITLE, "article_body": CONTENT},
        {"title": {"rendered": TITLE}, "content": {"rendered": CONTENT}},
        {"title": TITLE, "konten": STORY},
        {"title": f"{TITLE} - Kabar Rekaan", "content": CONTENT, "text": "Ringkasan."},
        {"title": TITLE.replace(" ", "&#32;"), "content": CONTENT},
        {"title": TITLE, "content": CONTENT, "related": [{"title": OTHER, "content": CONTENT * 2}]},
    ],
)
def test_spellings_of_an_article(article: dict[str, Any]) -> None:
    island = found(next_data(article))
    assert island is not None
    assert island.story in (CONTENT, "\n".join(STORY))


@pytest.mark.parametrize(
    "script",
    [
        "",
        next_data({"title": OTHER, "content": CONTENT}),
        next_data({"title": TITLE, "content": "Segera."}),
        next_data({"title": TITLE, "content": json.dumps([{"type": "p", "value": text} for text in STORY])}),
        next_data({"title": TITLE, "content": [{"type": "p", "value": text} for text in STORY]}),
        next_data({"title": TITLE[:8], "content": CONTENT}),
        f"<script>window.__NUXT__ = (function(a){{return {DATA}}})(1)</script>",
        f"<script>window.__STATE__ = {{title: '{TITLE}', content: '{CONTENT}'}}</script>",
        f'<script type="application/json">{DATA[:-20]}</script>',
        f"<script type='application/json'>{'[' * 5000}</script>",
        f"<script type='application/json'>{'[' * 60}{DATA}{']' * 60}</script>",
        f"<script>{'a = {' * 5000}</script>",
        f"<script type='application/json'>{json.dumps({'a' * 3000: [{'b': [i]} for i in range(60_000)]})}</script>",
    ],
)
def test_what_is_no_article_of_the_page(script: str) -> None:
    assert found(script) is None


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ({}, {}),
        ({"published_at": "2025-05-05 10:00:00"}, {"published_at": (datetime(2025, 5, 5, 3, tzinfo=UTC), "published_at")}),
        ({"publishedAt": "2025-05-05T03:00:00Z"}, {"published_at": (datetime(2025, 5, 5, 3, tzinfo=UTC), "publishedAt")}),
        ({"publish_date": 1746414000}, {"published_at": (datetime(2025, 5, 5, 3, tzinfo=UTC), "publish_date")}),
        ({"published_at": "segera", "updated_at": 1746414000000}, {"modified_at": (datetime(2025, 5, 5, 3, tzinfo=UTC), "updated_at")}),
        ({"created_at": "2025-05-05 10:00:00"}, {}),
        ({"authors": [{"name": "Ratna Kusumaningsih"}, {"name": "Dimas Wiguna"}]}, {"authors": (("Ratna Kusumaningsih", "Dimas Wiguna"), "authors")}),
        ({"author": {"full_name": "Ratna Kusumaningsih"}}, {"authors": (("Ratna Kusumaningsih",), "author")}),
        ({"penulis": "Ratna Kusumaningsih", "redaktur": "Sari Pranadewi"}, {"authors": (("Ratna Kusumaningsih",), "penulis"), "editors": (("Sari Pranadewi",), "redaktur")}),
        ({"author": None, "reporter": "C31"}, {}),
        ({"category": {"name": "Desa", "slug": "desa"}}, {"section": ("Desa", "category")}),
        ({"kanal": "Desa &amp; Kota"}, {"section": ("Desa & Kota", "kanal")}),
        ({"tags": [{"name": "padi"}, {"name": "#bendung"}]}, {"tags": (("padi", "bendung"), "tags")}),
        ({"tags": "padi, bendung"}, {"tags": (("padi", "bendung"), "tags")}),
        ({"cover": "/a.jpg"}, {"lead_image_url": ("https://www.kabarrekaan.example/a.jpg", "cover")}),
        ({"image": {"original": "https://gambar.example/a.jpg"}}, {"lead_image_url": ("https://gambar.example/a.jpg", "image")}),
        ({"image": 7, "tags": [[[[["padi"]]]]], "author": {"a": "b"}, "category": [], "published_at": True}, {}),
    ],
)  # fmt: skip
def test_what_an_article_says_of_itself(article: dict[str, Any], expected: dict[str, tuple[Any, str]]) -> None:
    assert stated(article) == expected


FIELDS = {
    "published_at": "2025-05-05 10:00:00",
    "authors": [{"name": "Ratna Kusumaningsih"}],
    "tags": [{"name": "padi"}],
    "category": {"name": "Desa"},
}


def page(body: str, article: dict[str, Any] = FIELDS) -> Examined:
    nav = "<nav><a href=/>Beranda</a> <a href=/desa>Desa</a></nav>"
    html = (
        f"<html><head><title>{TITLE}</title></head><body>{nav}{body}{next_data({**ARTICLE, **article})}</body></html>"
    )
    return examine(html.encode(), "https://www.kabarrekaan.example/desa/panen", "text/html")


def test_a_page_that_a_script_draws_is_read_from_its_data() -> None:
    article = page("<div id=__next></div>").article
    assert (article.text, article.extractor) == ("\n\n".join(STORY), "data-island")
    assert (article.title, article.authors, article.tags, article.section) == (
        TITLE,
        ("Ratna Kusumaningsih",),
        ("padi",),
        "Desa",
    )
    assert article.published_at == datetime(2025, 5, 5, 3, tzinfo=UTC)
    assert article.sources["tags"] == "data island: __NEXT_DATA__: props.pageProps.article.tags"


def test_a_page_that_shows_its_first_part_has_the_rest_in_its_data() -> None:
    first = f"<h1>{TITLE}</h1><p>Oleh Dimas Wiguna</p><p>Selasa, 6 Mei 2025 10:00 WIB</p><p>{STORY[0]}</p><a href='?page=2'>2</a>"
    article = page(first).article
    assert (article.text, article.extractor) == ("\n\n".join(STORY), "data-island")
    assert (article.authors, article.sources["authors"]) == (("Dimas Wiguna",), "html: byline")
    assert article.published_at == datetime(2025, 5, 6, 3, tzinfo=UTC)


def test_where_the_story_stands_on_the_page_its_own_blocks_are_the_story() -> None:
    examined = page(f"<h1>{TITLE}</h1><div>{CONTENT}</div><p>© 2025 Kabar Rekaan</p>", {**FIELDS, "tags": ["padi"]})
    article = examined.article
    assert (article.text, article.extractor) == ("\n\n".join(STORY), "data-island")
    assert "© 2025 Kabar Rekaan" in [cut.text for cut in article.cuts]
    assert article.tags == ()
    assert article.authors == ("Ratna Kusumaningsih",)


def test_a_page_that_tells_another_story_keeps_its_own() -> None:
    other = "".join(f"<p>{' '.join(SENTENCES[i : i + 3])}</p>" for i in range(1, 13, 3))
    html = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><article>{other}</article>{next_data({'title': TITLE, 'content': CONTENT[::-1]})}</body></html>"
    examined = examine(html.encode(), None, "text/html")
    assert examined.article.extractor == "trafilatura"


@pytest.mark.parametrize(
    ("story", "lines"),
    [
        ("Satu.\nDua.\r\n\r\nTiga.", ["Satu.", "Dua.", "Tiga."]),
        ("<p>Satu.</p><p>Dua <b>kali</b>.</p>", ["Satu.", "Dua kali."]),
        ("Satu.<br><br>Dua.<!-- iklan -->", ["Satu.", "Dua."]),
        ("&lt;p&gt;Satu &amp;amp; dua.&lt;/p&gt;&lt;p&gt;Tiga.&lt;/p&gt;", ["Satu & dua.", "Tiga."]),
        ("Satu&nbsp;&amp;nbsp;&quot;dua&quot;.", ['Satu "dua".']),
        ("<p>Satu&amp;nbsp;dua.</p>", ["Satu dua."]),
        ("Jika 3 < 5 dan 5 > 3, air cukup.", ["Jika 3 < 5 dan 5 > 3, air cukup."]),
        ("<p>Satu.</p><script>var a = '<p>dua</p>'</script>", ["Satu."]),
        ("\ud83dSatu.\x00", ["Satu."]),
        ("", []),
        ("<p></p>", []),
    ],
)
def test_a_story_in_data_is_laid_out_as_what_was_meant(story: str, lines: list[str]) -> None:
    text, blocks = lay_out(story)
    assert [" ".join(text[block.start : block.end].split()) for block in blocks] == lines
