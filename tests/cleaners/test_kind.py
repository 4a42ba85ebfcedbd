"""Kinds of page: what makes a gallery, a video, a live report or an index, and what must stay a story."""

import json

import pytest

from cleaners import Article, extract
from tests.cleaners.invented import HEADLINES, SENTENCES

HOST = "https://www.rekaan.example"
LONG = "".join(f"<p>{' '.join(SENTENCES[i : i + 2])}</p>" for i in range(0, 16, 2))
SHORT = f"<p>{SENTENCES[0]}</p>"
DESCRIPTION = "Sepuluh foto panen raya di Sukarimba sejak fajar."


def ld(*types: str, **data: object) -> str:
    return "".join(
        f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", "@type": kind, **data})}</script>'
        for kind in types
    )


def meta(**tags: str) -> str:
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{value}">' for name, value in tags.items())


def page(body: str, head: str = "", title: str = HEADLINES[0]) -> bytes:
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{head}</head><body><nav><a href=/>Beranda</a></nav>"
        f"<article><h1>{title}</h1>{body}</article>{teasers(12)}<footer>© Rekaan</footer></body></html>"
    ).encode()


def teasers(count: int, summary: str = "") -> str:
    """Linked headlines, each with a summary."""
    cards = (
        f"<li><h3><a href='/desa/{n}'>{HEADLINES[n % len(HEADLINES)]} Bagian {n}</a></h3>{summary}</li>"
        for n in range(count)
    )
    return f"<section><h2>Terkini</h2><ul>{''.join(cards)}</ul></section>"


def index(head: str = "") -> bytes:
    listed = "".join(teasers(12, f"<p>{sentence} {SENTENCES[1]}</p>") for sentence in SENTENCES[:2])
    return f"<html><head><title>Rekaan</title>{head}</head><body><nav><a href=/>Beranda</a></nav>{listed}</body></html>".encode()


def kind(article: Article) -> str | None:
    """The kind, after a look at what every article has."""
    assert article.kind is None or article.sources["kind"]
    assert bool(article.text) != bool(article.refused)
    return article.kind


# --- indexes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "path"),
    [
        ("", "/"),
        ("", "/index.html"),
        ("", "/tag/panen"),
        ("", "/topik/panen"),
        ("", "/indeks"),
        ("", "/indeks/desa/2026"),
        ("", "/search?q=panen"),
        (ld("CollectionPage"), "/desa"),
        (ld("SearchResultsPage"), "/hasil"),
        (ld("WebSite", "ItemList") + meta(og__type="website"), "/desa"),
        (meta(og__type="article"), "/"),
    ],
)
def test_an_index_is_refused(head: str, path: str) -> None:
    article = extract(index(head), HOST + path)
    assert (kind(article), article.refused) == ("index", "index page")


@pytest.mark.parametrize(
    ("head", "path"),
    [
        ("", "/desa/panen-raya-dimulai"),
        ("", "/desa"),
        (meta(og__type="website"), "/desa/panen-raya-dimulai"),
        (ld("WebSite", "ItemList"), "/desa/panen-raya-dimulai"),
        (meta(og__type="website"), "/foto/panen-raya-dimulai"),
        (meta(og__type="video.other"), "/tag/panen"),
        (ld("VideoObject", "CollectionPage"), "/desa"),
        (meta(og__type="article"), "/tag/panen"),
        (ld("NewsArticle", headline=HEADLINES[0]), "/tag/panen"),
        (meta(og__type="website", article__published_time="2026-08-07T10:00:00+07:00"), "/desa"),
        (ld("NewsArticle", "CollectionPage", headline=HEADLINES[0]), "/desa"),
    ],
)
def test_one_sign_alone_makes_no_index(head: str, path: str) -> None:
    assert extract(index(head), HOST + path).refused != "index page"


@pytest.mark.parametrize("path", ["/", "/tag/panen", "/indeks", "/desa"])
def test_a_page_with_a_story_is_no_index_wherever_it_lies(path: str) -> None:
    for head in ("", ld("CollectionPage"), ld("WebSite", "ItemList"), meta(og__type="website")):
        article = extract(page(LONG, head), HOST + path)
        assert (kind(article), article.refused) == ("story", None)
        brief = extract(page("".join(f"<p>{sentence}</p>" for sentence in SENTENCES[:5]), head), HOST + path)
        assert (kind(brief), brief.refused) == ("story", None)


# --- galleries, videos, live reports -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "path", "head"),
    [
        ("gallery", "/foto/4711/panen-raya", ""),
        ("gallery", "/foto-news/d-4711/panen-raya", ""),
        ("gallery", "/galeri/panen-raya", ""),
        ("gallery", "/desa/photo/4711/panen-raya", ld("NewsArticle")),
        ("gallery", "/desa/panen-raya", ld("ImageGallery", name=HEADLINES[0])),
        ("video", "/video/4711/panen-raya", ""),
        ("video", "/desa/panen-raya", meta(og__type="video.other")),
        ("video", "/desa/panen-raya", ld("VideoObject", name=HEADLINES[0], description=SENTENCES[0])),
        ("video", "/tv/4711/panen-raya", meta(og__type="article")),
        ("live", "/live/panen-raya", ""),
        ("live", "/desa/panen-raya", ld("LiveBlogPosting", headline=HEADLINES[0])),
        ("story", "/desa/panen-raya", ld("NewsArticle", "VideoObject", headline=HEADLINES[0])),
        ("story", "/desa/panen-raya", ld("NewsArticle", "ImageGallery", headline=HEADLINES[0])),
        ("story", "/desa/foto-panen-raya", ""),
        ("story", "/desa/video-panen-raya-dan-foto", meta(og__type="article")),
        ("story", "/teknologi/video-call/panen", ""),
    ],
)
def test_the_kind_is_read_from_data_and_address(expected: str, path: str, head: str) -> None:
    article = extract(page(f"{SHORT}<p>{SENTENCES[2]}</p>", head), HOST + path)
    assert (kind(article), article.refused) == (expected, None)
    assert SENTENCES[0] in article.text


@pytest.mark.parametrize("host", ["foto.rekaan.example", "video.rekaan.example"])
def test_hosts_of_one_kind(host: str) -> None:
    assert kind(extract(page(LONG), f"https://{host}/4711")) == {"f": "gallery", "v": "video"}[host[0]]


def test_a_long_story_with_a_video_or_pictures_is_a_story() -> None:
    figures = "".join(f"<figure><img src=a.jpg><figcaption>Sawah {n}</figcaption></figure>" for n in range(8))
    for head in (meta(og__type="video.other"), ld("VideoObject"), ld("ImageGallery")):
        assert kind(extract(page(LONG, head), f"{HOST}/desa/panen")) == "story"
    assert kind(extract(page(figures + LONG), f"{HOST}/desa/panen")) == "story"
    assert kind(extract(page(LONG), f"{HOST}/tv/ulasan/panen")) == "story"


def test_where_the_data_is_silent_the_build_tells() -> None:
    caption = "<figure><img src=a.jpg><figcaption>Warga memanggul gabah ke lumbung di tepi sungai, petak {n}.</figcaption></figure>"
    figures = "".join(caption.format(n=n) for n in range(6))
    article = extract(page(f"{SHORT}{figures}<p>{SENTENCES[2]}</p>"), f"{HOST}/desa/panen")
    assert kind(article) == "gallery"
    assert len(article.captions) == 6
    player = '<iframe src="https://www.youtube.com/embed/rekaan"></iframe>'
    assert kind(extract(page(f"{player}{SHORT}<p>{SENTENCES[2]}</p>"), f"{HOST}/desa/panen")) == "video"
    assert kind(extract(page(f"{player}{LONG}"), f"{HOST}/desa/panen")) == "story"


def test_a_headline_may_say_so() -> None:
    for label, expected in (("FOTO: ", "gallery"), ("VIDEO: ", "video"), ("Foto ", "story"), ("Video: ", "story")):
        assert kind(extract(page(LONG, title=label + HEADLINES[0]), f"{HOST}/desa/panen")) == expected


def test_a_capture_is_a_story_unless_its_headline_says_otherwise() -> None:
    capture = f"VIDEO: {HEADLINES[0]}\n\n{SENTENCES[0]}\n\n{SENTENCES[2]}".encode()
    assert kind(extract(capture, None, "text/plain")) == "video"
    capture = f"{HEADLINES[0]}\n\n{SENTENCES[0]}\n\n{SENTENCES[2]}".encode()
    article = extract(capture, f"{HOST}/tag/panen", "text/plain")
    assert (kind(article), article.sources["kind"]) == ("story", "text")


@pytest.mark.parametrize(
    "head", [meta(og__description=DESCRIPTION), f'<meta name="description" content="{DESCRIPTION}..">']
)
def test_the_description_of_a_gallery_is_its_text_however_short(head: str) -> None:
    article = extract(page(f"<p>{DESCRIPTION}</p>", head), f"{HOST}/foto/4711")
    assert (kind(article), article.text, article.extractor) == ("gallery", DESCRIPTION, "description")


def test_a_gallery_without_any_text_is_refused() -> None:
    article = extract(page("<img src=a.jpg>", meta(og__description=DESCRIPTION)), f"{HOST}/foto/4711")
    assert (kind(article), article.refused) == ("gallery", "no story")
