"""What a page's data states, and how it lies: the displayed page is believed before its data, and neither is added to."""

import json
from datetime import UTC, datetime

import pytest

from cleaners import Article, extract
from tests.cleaners.invented import HEADLINES, SENTENCES

TITLE = HEADLINES[0]
PARAGRAPHS = [" ".join(SENTENCES[i : i + 2]) for i in (0, 2, 4, 6)]
URL = "https://www.kabarrekaan.example/desa/panen"
TEN_WIB = datetime(2025, 5, 5, 3, tzinfo=UTC)


def page(
    head: str = "", above: str = "", below: str = "", heading: str = f"<h1>{TITLE}</h1>", title: str = TITLE
) -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{head}</head><body><nav><a href=/>Beranda</a></nav>"
        f"<article>{heading}{above}<div class=isi>{body}</div>{below}</article></body></html>"
    ).encode()


def ld(**data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", **data})}</script>'


def meta(**tags: str) -> str:
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{value}">' for name, value in tags.items())


def person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


def read(head: str = "", above: str = "", below: str = "", url: str | None = URL, **given: str) -> Article:
    article = extract(page(head, above, below, **given), url)
    assert article.text == "\n\n".join(PARAGRAPHS)
    return article


@pytest.mark.parametrize(
    ("author", "authors"),
    [
        (person("Ratna Kusumaningsih"), ("Ratna Kusumaningsih",)),
        ([person("Ratna Kusumaningsih"), person("Dimas Wiguna")], ("Ratna Kusumaningsih", "Dimas Wiguna")),
        ("Ratna Kusumaningsih", ("Ratna Kusumaningsih",)),
        (["Ratna Kusumaningsih", "ratna kusumaningsih"], ("Ratna Kusumaningsih",)),
        (person("Kabar Rekaan"), ()),
        ({"@type": "Organization", "name": "Yayasan Kabar Rekaan"}, ()),
        (person("www.kabarrekaan.example"), ()),
        ("https://kabarrekaan.example/penulis/ratna", ()),
        (person("redaksi@kabarrekaan.example"), ()),
        (person("Redaksi"), ()),
        (person("admin2"), ()),
        (person(""), ()),
        ({"@type": "Person"}, ()),
        (None, ()),
        (42, ()),
        ([[["Ratna Kusumaningsih"]]], ("Ratna Kusumaningsih",)),
    ],
)
def test_authors_in_the_data(author: object, authors: tuple[str, ...]) -> None:
    article = read(ld(author=author) + meta(og__site_name="Kabar Rekaan"))
    assert article.authors == authors


def test_an_outlet_is_no_author_by_any_of_its_names() -> None:
    article = extract(
        page(ld(author=[person("detikNews"), person("detikcom"), person("Ratna Kusumaningsih")])),
        "https://news.detik.com/x",
    )
    assert article.authors == ("Ratna Kusumaningsih",)


@pytest.mark.parametrize("name", ["author", "article:author", "dable:author", "content_author", "twitter:creator"])
def test_meta_tags_name_no_author(name: str) -> None:
    assert read(f'<meta name="{name}" content="Ratna Kusumaningsih">').authors == ()


def test_the_displayed_byline_is_believed_before_the_data() -> None:
    article = read(
        ld(author=person("Sari Pranadewi")),
        above="<p>Penulis: Ratna Kusumaningsih</p>",
        below="<p>Editor: Sari Pranadewi</p>",
    )
    assert (article.authors, article.editors) == (("Ratna Kusumaningsih",), ("Sari Pranadewi",))


def test_a_displayed_editor_is_not_the_author() -> None:
    article = read(ld(author=person("Sari Pranadewi")), below="<p>Editor: Sari Pranadewi</p>")
    assert (article.authors, article.editors) == ((), ("Sari Pranadewi",))


def test_editors_in_the_data() -> None:
    article = read(ld(author=person("Ratna Kusumaningsih"), editor=person("Sari Pranadewi")))
    assert (article.authors, article.editors) == (("Ratna Kusumaningsih",), ("Sari Pranadewi",))


@pytest.mark.parametrize(
    ("head", "source"),
    [
        (ld(datePublished="2025-05-05T10:00:00+07:00"), "json-ld: datePublished"),
        (ld(datePublished="2025-05-05T03:00:00Z"), "json-ld: datePublished"),
        (ld(datePublished="2025-05-05T10:00:00"), "json-ld: datePublished"),
        (ld(datePublished="1746414000"), "json-ld: datePublished"),
        (ld(datePublished="1746414000000"), "json-ld: datePublished"),
        (ld(datePublished="2025-05-05T11:00:00+08:00"), "json-ld: datePublished"),
        (meta(article__published_time="2025-05-05T12:00:00+0900"), "meta: article:published_time"),
        (
            ld(datePublished="entah") + meta(article__published_time="2025-05-05 10:00:00"),
            "meta: article:published_time",
        ),
    ],
)
def test_publication_in_the_data(head: str, source: str) -> None:
    article = read(head)
    assert (article.published_at, article.sources["published_at"]) == (TEN_WIB, source)
    assert article.modified_at is None


@pytest.mark.parametrize(
    "head",
    [
        "", meta(article__modified_time="2025-05-05T10:00:00+07:00"), meta(og__updated_time="2025-05-05T10:00:00+07:00"),
        ld(dateModified="2025-05-05T10:00:00+07:00"), ld(dateCreated="2025-05-05", datePublished=""), ld(datePublished=None),
        ld(datePublished="31 Februari 2025"), '<meta name="copyright" content="2025-05-05">', '<meta name="date" content="">',
        '<meta http-equiv="last-modified" content="2025-05-05">',
    ],
)  # fmt: skip
def test_a_modification_is_no_publication(head: str) -> None:
    article = read(head)
    assert article.published_at is None
    assert article.published_zone is None


def test_a_modification_before_the_publication_is_stated_as_it_is() -> None:
    article = read(ld(datePublished="2025-05-05T10:00:00+07:00", dateModified="2025-05-04T10:00:00+07:00"))
    assert article.published_at == TEN_WIB
    assert article.modified_at in (None, datetime(2025, 5, 4, 3, tzinfo=UTC))


@pytest.mark.parametrize(("zone", "hour"), [("WIB", 10), ("WITA", 11), ("WIT", 12)])
def test_the_displayed_time_is_believed_before_the_data(zone: str, hour: int) -> None:
    article = read(ld(datePublished=f"2025-05-05T{hour}:00:00Z"), f"<time>Senin, 5 Mei 2025 {hour}:00 {zone}</time>")
    assert (article.published_at, article.published_zone) == (TEN_WIB, zone)


def test_a_byline_above_the_story_is_no_paragraph() -> None:
    article = read(above="<p>Ratna Kusumaningsih</p><time>Senin, 5 Mei 2025 10:00 WIB</time>")
    assert (article.authors, article.published_at) == (("Ratna Kusumaningsih",), TEN_WIB)


def test_where_the_page_shows_the_day_alone_the_data_states_the_minute() -> None:
    article = read(ld(datePublished="2025-05-05T10:00:00+07:00"), "<time>Senin, 5 Mei 2025</time>")
    assert article.published_at == TEN_WIB


def test_a_page_of_short_paragraphs_shows_its_time_as_well() -> None:
    html = page(ld(datePublished="2025-05-05T10:00:00Z"), "<time>Senin, 5 Mei 2025 10:00 WIB</time>").decode()
    for paragraph, sentence in zip(PARAGRAPHS, SENTENCES, strict=False):
        html = html.replace(paragraph, sentence)
    assert extract(html.encode(), URL).published_at == TEN_WIB


@pytest.mark.parametrize(
    ("heading", "title", "head"),
    [
        (f"<h1>{TITLE}</h1>", f"{TITLE} - Kabar Rekaan", ""),
        (f"<h1><span>{TITLE}</span></h1>", f"{TITLE} | Kabar Rekaan", ""),
        (f"<h1>Kabar Rekaan</h1><h2>{TITLE}</h2>", f"{TITLE} - Kabar Rekaan", ""),
        (f"<div>{TITLE}</div>", f"{TITLE} - Kabar Rekaan", meta(og__site_name="Kabar Rekaan")),
        (f"<div>{TITLE}</div>", f"{TITLE} | Kabar Rekaan", ""),
        (f"<div>{TITLE}</div>", f"{TITLE} - Kabarrekaan.com", ""),
        (f"<div>{TITLE}</div>", "Beranda", ld(headline=TITLE)),
        (f"<div>{TITLE}</div>", "Beranda", meta(og__title=TITLE)),
        (f"<h1>{TITLE}<!-- judul --></h1>", f"{TITLE} - Kabar Rekaan", ""),
        (f"<h1>{TITLE.replace(' Panen', '<br>Panen')}</h1>", f"{TITLE} - Kabar Rekaan", ""),
        (f"<h1>{TITLE}<script>var a = 1</script></h1>", f"{TITLE} - Kabar Rekaan", ""),
        (f"<h1>{TITLE.replace('Panen', '<b>Pa</b>nen')}</h1>", f"{TITLE} - Kabar Rekaan", ""),
    ],
)
def test_title(heading: str, title: str, head: str) -> None:
    assert extract(page(head, heading=heading, title=title), URL).title == TITLE


@pytest.mark.parametrize(
    ("link", "url", "expected"),
    [
        (None, URL, URL),
        (URL, URL + "?utm_source=x", URL),
        ("/desa/lain", URL, "https://www.kabarrekaan.example/desa/lain"),
        ("https://m.kabarrekaan.example/desa/panen", URL, "https://m.kabarrekaan.example/desa/panen"),
        ("https://lain.example/desa/panen", URL, URL),
        ("https://www.kabarrekaan.example/", URL, URL),
        ("javascript:void(0)", URL, URL),
        ("", URL, URL),
        (URL, None, URL),
        ("/desa/panen", None, None),
        ("https://pasar.co.id/x", "https://kabar.co.id/desa/panen", "https://kabar.co.id/desa/panen"),
        ("http://[rusak", URL, URL),
        ("https://ka\u2100bar.example/x", URL, URL),
    ],
)
@pytest.mark.parametrize("form", ['<link rel="canonical" href="{}">', '<meta property="og:url" content="{}">'])
def test_canonical_address(form: str, link: str | None, url: str | None, expected: str | None) -> None:
    article = extract(page("" if link is None else form.format(link)), url)
    assert (article.url, "url" in article.sources) == (expected, expected is not None)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (meta(og__image="https://gambar.example/a.jpg"), "https://gambar.example/a.jpg"),
        (meta(og__image="/a.jpg"), "https://www.kabarrekaan.example/a.jpg"),
        (meta(og__image="//gambar.example/a.jpg"), "https://gambar.example/a.jpg"),
        (ld(image="https://gambar.example/a.jpg"), "https://gambar.example/a.jpg"),
        (ld(image=[{"@type": "ImageObject", "url": "https://gambar.example/a.jpg"}]), "https://gambar.example/a.jpg"),
        (ld(image={"url": ["https://gambar.example/a.jpg"]}), "https://gambar.example/a.jpg"),
        (ld(image=[]), None),
        (ld(image=7), None),
        (meta(og__image=""), None),
        (meta(og__image="http://[rusak"), None),
        ("", None),
    ],
)
def test_lead_image(head: str, expected: str | None) -> None:
    assert read(head).lead_image_url == expected


def test_keywords_are_not_tags() -> None:
    article = read(
        ld(keywords="padi, bendung")
        + '<meta name="keywords" content="padi, bendung"><meta name="news_keywords" content="padi">'
    )
    assert article.tags == ()


def test_tags_below_the_story() -> None:
    assert read(below="<div>Tags: <a href=/tag/padi>padi</a>, <a href=/tag/bendung>bendung</a></div>").tags == (
        "padi",
        "bendung",
    )


def test_captions() -> None:
    article = read(
        above="<figure><img src=a.jpg><figcaption>Petani menjemur gabah. (Foto: Rekaan/Dok. Warga)</figcaption></figure>"
    )
    assert article.captions == ("Petani menjemur gabah. (Foto: Rekaan/Dok. Warga)",)


@pytest.mark.parametrize(
    "data",
    [
        "", "{", "[]", "null", "42", '"x"', '{"@type": "NewsArticle", "headline": {"a": 1}, "author": {"name": {"name": [null, {}]}}, "image": [[]]}',
        '{"@graph": [{"@type": ["Article", 3], "datePublished": [[]]}]}', '{"@type": "NewsArticle", "headline": "' + "x" * 5000,
        "[" * 5000, '{"@graph": ' * 900 + "1" + "}" * 900, '{"@type": "NewsArticle", "author": ' + "[" * 900 + "]" * 900 + "}",
        '<!-- {"@type": "NewsArticle"} -->',
        '{"@type": "NewsArticle", "datePublished": "2025-05-05T10:00:00+99:99"}',
        '{"@type": "NewsArticle", "dateModified": "0001-01-01T00:00:00", "datePublished": "2025-05-05T10:00:00Z"}',
        '{"@type": "NewsArticle", "datePublished": "9999-12-31T23:59:59-12:00", "dateModified": "9999-12-31T23:59:59-12:00"}',
    ],
)  # fmt: skip
def test_odd_data_loses_no_page(data: str) -> None:
    read(f'<script type="application/ld+json">{data}</script>')


@pytest.mark.parametrize(
    ("url", "head", "outlet"),
    [
        ("https://bola.kompas.com/read/1", "", "kompas"),
        ("https://kabarrekaan.example/x", "", "kabarrekaan.example"),
        (None, '<link rel="canonical" href="https://www.detik.com/desa/panen">', "detik"),
        (None, "", None),
    ],
)
def test_outlet(url: str | None, head: str, outlet: str | None) -> None:
    assert extract(page(head), url).outlet == outlet


def test_without_rules_an_outlet_is_a_host_like_any_other() -> None:
    article = extract(page(), "https://www.kompas.com/desa/panen", rules=False)
    assert article.outlet == "kompas.com"
    assert article.extractor == "trafilatura"
