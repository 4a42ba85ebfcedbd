"""Page rules drafted from some pages of an outlet read its other pages as well, and hold nothing that one page alone has."""

import re
from dataclasses import replace

import pytest
from lxml.html import fromstring

from cleaners import examine
from cleaners.drafting import Draft, Sample, draft_outlet, draft_rules, sample
from cleaners.drafting.selectors import candidates, cost, stable
from cleaners.outlets import Register
from cleaners.page import read_page
from tests.harian import Story


def read(html: str) -> Sample:
    found = sample(read_page(html), examine(html.encode(), rules=False))
    assert found is not None
    return found


def drafted(*pages: str) -> Draft:
    return draft_outlet([read(page) for page in pages], [None] * len(pages))


NEW = drafted(*(Story(n).html() for n in range(3)))


def test_a_page_that_was_not_drafted_from_is_read_whole() -> None:
    article = examine(Story(3).html().encode(), known=Register({"hariancontoh": NEW.outlet})).article
    assert article.extractor == "rules"
    assert article.text.split("\n\n") == Story(3).paragraphs
    assert article.title == Story(3).title
    assert (article.authors, article.section, article.tags) == ((Story(3).author,), Story(3).section, Story(3).tags)
    assert str(article.published_at) == "2026-08-06 09:15:00+08:00"
    for field in ("title", "authors", "published_at", "tags", "captions"):
        assert article.sources[field].startswith("rule: "), field


def test_what_is_known_of_the_outlet() -> None:
    outlet = NEW.outlet
    assert (outlet.id, outlet.name, outlet.domains) == ("hariancontoh", "Harian Contoh", ("hariancontoh.example",))
    assert set(outlet.aka) == {"Harian Contoh", "HARIANCONTOH"}
    assert (outlet.zone, outlet.single) == ("WITA", "?page=all")
    assert outlet.feeds == ("https://hariancontoh.example/rss/daerah", "https://hariancontoh.example/rss/ekonomi")
    assert outlet.expect == {"min_words": 40}


def test_selectors_name_what_stays() -> None:
    (era,) = NEW.eras
    assert (era.pages, NEW.unread) == ((0, 1, 2), ())
    named = [era.rule.body, *era.rule.cut, *(placed.css for placed in era.fields.values())]
    assert not [css for css in named if css and re.search(r"\d", css)]
    assert era.rule.body == ".isi"
    assert set(era.rule.cut) == {".rekomendasi", ".iklan"}


def test_each_template_has_a_rule_of_its_own() -> None:
    draft = drafted(Story(0).html(), Story(1).html(old=True), Story(2).html(), Story(3).html(old=True))
    assert {era.rule.body: era.pages for era in draft.eras} == {".isi": (0, 2), ".teksberita": (1, 3)}
    read_by = {n: examine(Story(n).html(old=True).encode(), known=Register({"x": draft.outlet})) for n in (0, 2)}
    for n, examined in read_by.items():
        assert examined.article.text.split("\n\n") == Story(n).paragraphs
        assert examined.article.title == Story(n).title


def test_a_cut_names_no_element_that_holds_story_on_any_page() -> None:
    """A box of the name that paragraphs have on another page stays."""
    odd = Story(1).html().replace("<p>", '<p class="iklan">')
    (era,) = drafted(Story(0).html(), odd, Story(2).html()).eras
    assert ".iklan" not in era.rule.cut
    assert not [css for css in era.rule.cut if css.endswith(" p")]


def test_a_page_given_twice_is_the_same_story() -> None:
    html = Story(0).html()
    assert drafted(html, html.replace("HARIANCONTOH", "Hariancontoh"), Story(1).html()).eras[0].rule.body == ".isi"


def test_what_stands_on_two_pages_is_not_the_story() -> None:
    box = "".join(f"<p>{line} Tulisan ini sama di setiap halaman.</p>" for line in Story(3).paragraphs)
    pages = [re.sub(r'(<ul class="topik">)', rf'<div class="tentang">{box}</div>\1', Story(n).html()) for n in range(3)]
    assert drafted(*pages).eras[0].rule.body == ".isi"


def test_a_field_that_no_page_states_has_no_selector() -> None:
    (era,) = NEW.eras
    assert {"deck", "editors"}.isdisjoint(era.fields)
    assert era.rule.deck is era.rule.editors is None


def test_a_field_that_some_pages_state_says_on_how_many() -> None:
    bare = re.sub(r'<span class="penulis">.*?</span>', "", Story(1).html())
    authors = drafted(Story(0).html(), bare, Story(2).html()).eras[0].fields["authors"]
    assert authors.said == ((Story(0).author,), None, (Story(2).author,))
    assert authors.stated == 2


def test_popular_topics_are_no_tags() -> None:
    topics = '<ul class="topik"><li><a href="/tag/pemilu">pemilu</a></li><li><a href="/tag/banjir">banjir</a></li></ul>'
    pages = [re.sub(r'<ul class="topik">.*?</ul>', topics, Story(n).html()) for n in range(3)]
    assert "tags" not in drafted(*pages).eras[0].fields


def test_the_order_of_the_pages_does_not_matter() -> None:
    again = drafted(*(Story(n).html() for n in (2, 0, 1)))
    assert again.outlet.pages == NEW.outlet.pages
    assert replace(again.outlet, feeds=()) == replace(NEW.outlet, feeds=())


def test_one_page_is_enough() -> None:
    (era,) = draft_rules([read(Story(0).html())])
    assert (era.rule.body, era.pages) == (".isi", (0,))


def test_a_story_that_the_page_does_not_hold_is_no_sample() -> None:
    html = "<html><body><p>Beranda</p></body></html>"
    assert sample(read_page(html), examine(html.encode(), rules=False)) is None


def test_pages_that_say_nothing_of_their_site_are_told() -> None:
    html = re.sub(r"<link.*?>|<meta.*?>|href=\S+?>|<a[^>]*>", ">", Story(0).html())
    with pytest.raises(ValueError, match="no page says where it comes from"):
        draft_outlet([read(html)], [None])


@pytest.mark.parametrize(
    "name",
    [
        "isi",
        "detail__body-text",
        "kcmread1114",
        "txt-article",
        "read__content",
        "articleBody",
        "author-2",
        "side_article",
    ],
)
def test_names_that_people_give_are_stable(name: str) -> None:
    assert stable(name)


@pytest.mark.parametrize(
    "name",
    [
        "css-1x2y3z", "sc-bdVaJa", "kXyZbQ", "post-123456", "postid-9101", "elementor-element-721e3b8", "Body_content__3xK9f",
        "col-md-8", "mt-4", "span6", "berita9101234", "menu-item-12925", "_2bGxr", "md:pb-3", "", "9abc", "a b", "x" * 60,
    ],
)  # fmt: skip
def test_names_that_a_build_or_an_article_gives_are_not(name: str) -> None:
    assert not stable(name)


def test_the_stem_of_a_built_name_serves() -> None:
    element = fromstring('<div><div class="Body_content__3xK9f"><p>a</p></div></div>')[0]
    assert '[class*="Body_content__"]' in set(candidates(element))


def test_the_shorter_selector_costs_less_and_a_tag_alone_more() -> None:
    assert cost(".isi") < cost("div.isi") < cost(".artikel div.isi")
    assert cost("h1") > cost(".judul")
    assert cost('[itemprop="articleBody"]') < cost(".artikel-isi-lengkap")
