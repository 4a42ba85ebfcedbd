"""JSON-LD as pages carry it: slightly broken, in several scripts, and now and then about another story."""

import json
from typing import Any

import pytest

from cleaners import extract
from cleaners.json_ld import article, loads, nodes
from tests.cleaners.invented import HEADLINES, SENTENCES

TITLE, OTHER = HEADLINES[:2]
URL = "https://www.kabarrekaan.example/desa/panen"


@pytest.mark.parametrize(
    ("script", "value"),
    [
        ('{"a": "satu"}', {"a": "satu"}),
        ('<!-- {"a": "satu"} -->', {"a": "satu"}),
        ('<!--\n{"a": "satu"}\n//-->', {"a": "satu"}),
        ('//<![CDATA[\n{"a": "satu"}\n//]]>', {"a": "satu"}),
        ('/* <![CDATA[ */ {"a": "satu"} /* ]]> */', {"a": "satu"}),
        ('\ufeff {"a": "satu"};', {"a": "satu"}),
        ('{"a": "satu"}{"b": "dua"}', {"a": "satu"}),
        ('{"a": "satu\ndua\tiga"}', {"a": "satu\ndua\tiga"}),
        ('{"a": ["satu", "dua",], }', {"a": ["satu", "dua"]}),
        ('{"a": "satu, ]", }', {"a": "satu, ]"}),
        (r'{"a": "Jum\'at", "b": "C:\desa"}', {"a": "Jum'at", "b": "C:desa"}),
        (r'{"a": "kata \"saya\", ya",}', {"a": 'kata "saya", ya'}),
        (
            '{\n"a": "Kades: "Air Cukup" untuk Sawah",\n"b": "dua"\n}',
            {"a": 'Kades: "Air Cukup" untuk Sawah', "b": "dua"},
        ),
        ('{"a": "Kades: "Air Cukup" untuk Sawah", "b": "dua"}', None),
        ("{&quot;a&quot;: &quot;satu&quot;}", {"a": "satu"}),
        ("[]", []),
        ("{", None),
        ("", None),
        ("var a = 1", None),
        ("[" * 100_000, None),
        ('{"a":' * 100_000, None),
    ],
)
def test_a_script_is_mended_where_that_is_safe(script: str, value: object) -> None:
    assert loads(script) == value


def own(*scripts: object, titles: tuple[str, ...] = (TITLE,), address: str | None = URL) -> dict[str, Any]:
    return article([node for script in scripts for node in nodes(script)], titles, address)


def news(headline: str | None = None, **fields: object) -> dict[str, object]:
    return {"@type": "NewsArticle", **({"headline": headline} if headline else {}), **fields}


@pytest.mark.parametrize(
    "scripts",
    [
        [news(TITLE, n=1)],
        [news(OTHER, n=2), news(TITLE, n=1)],
        [[{"@type": "Organization"}, news(TITLE, n=1)]],
        [{"@graph": [{"@type": "WebSite"}, news(TITLE, n=1)]}],
        [{"@type": "WebPage", "mainEntity": news(TITLE, n=1)}],
        [news(OTHER, n=2, url="/desa/lain"), news(n=1, mainEntityOfPage={"@type": "WebPage", "@id": URL})],
        [news(OTHER, n=2), news("Judul SEO yang Sama Sekali Lain", n=1, url=URL + "/")],
        [news(OTHER, n=2), news(f"{TITLE} - Kabar Rekaan", n=1)],
        [news(OTHER, n=2), news(TITLE.upper(), n=1)],
        [{"@type": ["Article", "NewsArticle"], "headline": TITLE, "n": 1}],
        [{"@type": "https://schema.org/ReportageNewsArticle", "headline": TITLE, "n": 1}],
        [{"@type": "ItemList", "itemListElement": [{"item": news(TITLE, n=2)}]}, {"@type": "BlogPosting", "n": 1}],
        [news(n=1)],
    ],
)
def test_the_page_s_own_article_is_chosen(scripts: list[object]) -> None:
    assert own(*scripts)["n"] == 1


def test_an_article_that_is_plainly_another_s_is_none() -> None:
    assert own(news(OTHER, url="https://www.kabarrekaan.example/desa/lain")) == {}
    assert own(news(OTHER, url="https://www.kabarrekaan.example/desa/lain"), address=None) != {}


def test_two_nodes_of_one_story_complete_each_other() -> None:
    found = own(news(TITLE, author="Ratna", datePublished=""), news(TITLE, author="Sari", datePublished="2025-05-05"))
    assert (found["author"], found["datePublished"]) == (["Ratna"], "2025-05-05")


def test_people_by_reference_are_named_by_the_graph() -> None:
    person = {"@type": "Person", "@id": "#ratna", "name": "Ratna Kusumaningsih"}
    assert own({"@graph": [news(TITLE, author={"@id": "#ratna"}), person]})["author"] == [person]
    assert own(news(TITLE, author={"@id": "#tiada"}))["author"] == [{"@id": "#tiada"}]


def test_the_page_s_own_node_says_when_where_the_article_does_not() -> None:
    page = {"@type": "WebPage", "datePublished": "2025-05-05", "name": "Kabar Rekaan"}
    assert own({"@graph": [page]}) == {"datePublished": "2025-05-05"}
    assert own(page, news(TITLE, datePublished="2025-05-06"))["datePublished"] == "2025-05-06"


def test_of_two_stories_on_a_page_the_other_lends_nothing() -> None:
    body = "".join(f"<p>{' '.join(SENTENCES[i : i + 2])}</p>" for i in (0, 2, 4, 6))
    scripts = [
        news(OTHER, url="/desa/lain", author={"@type": "Person", "name": "Dimas Wiguna"}, datePublished="2020-01-01"),
        news(TITLE, author={"@type": "Person", "name": "Ratna Kusumaningsih"}, datePublished="2025-05-05T03:00:00Z"),
    ]
    head = "".join(f'<script type="application/ld+json">{json.dumps(script)}</script>' for script in scripts)
    article = extract(
        f"<html><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>{body}</body></html>".encode(), URL
    )
    assert (article.authors, str(article.published_at)) == (("Ratna Kusumaningsih",), "2025-05-05 03:00:00+00:00")
