"""The seven laws of a document, on composed pages and on hostile ones."""

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cleaners.article import cuts_of, examine
from cleaners.capture import read_capture
from cleaners.decode import decode
from cleaners.furniture import fingerprint
from cleaners.model import Document, Span
from cleaners.outlets import all_aka
from cleaners.page import read_page
from cleaners.registry import CLEANERS, mark
from tests.cleaners.invented import captures, fragments, hostile, pages

texts = st.one_of(captures().map(lambda truth: truth.page), hostile(), st.text(max_size=300))
captured = texts.map(lambda text: read_capture(decode(text.encode("utf-8", "surrogatepass")).text, aka=all_aka()))


@st.composite
def furnished(draw: st.DrawFn) -> Document:
    """A document on a site that is known to repeat some of its paragraphs."""
    document = draw(captured)
    marks = {mark for block in document.blocks if (mark := fingerprint(document.of(block))) is not None}
    some = draw(st.sets(st.sampled_from(sorted(marks)))) if marks else set()
    return replace(document, furniture=frozenset(some))


documents = st.one_of(captured, furnished())


def visible(text: str) -> str:
    return "".join(text.split())


def words_of(document: Document) -> str:
    return visible(" ".join(document.of(block) for block in document.blocks))


@st.composite
def spans(draw: st.DrawFn, document: Document, cleaner: str) -> tuple[Span, ...]:
    """Spans anywhere in a document: they overlap, cross blocks and split words."""
    at = st.integers(0, max(0, len(document.text) - 1))
    drawn = draw(st.lists(st.tuples(at, st.sampled_from((1, 3, 20, 400))), max_size=5))
    return tuple(Span(start, min(start + length, len(document.text)), cleaner) for start, length in drawn)


def tiles(document: Document) -> None:
    """Asserts that the blocks stand in order, touch nowhere, begin and end visibly and hold all that is visible."""
    reach = 0
    for block in document.blocks:
        assert not document.text[reach : block.start].strip()
        assert reach <= block.start < block.end <= len(document.text)
        assert document.of(block) == document.of(block).strip()
        reach = block.end
    assert not document.text[reach:].strip()


@given(documents)
def test_every_visible_character_of_a_capture_lands_in_one_block(document: Document) -> None:
    tiles(document)


@given(fragments())
def test_every_visible_character_of_a_page_lands_in_one_block(fragment: tuple[str, str]) -> None:
    html, shown = fragment
    page = read_page(f"<html><head><title>x</title></head><body>{html}</body></html>")
    tiles(Document(page.text, page.blocks))
    assert visible(page.text) == visible(shown)
    assert len(page.holders) == len(page.blocks)


@given(documents, st.data())
def test_kept_and_cut_are_the_original(document: Document, data: st.DataObject) -> None:
    marked = mark(replace(document, cuts=data.draw(spans(document, "any"))))
    for block, pieces in marked.pieces():
        assert "".join(text for text, _ in pieces) == marked.of(block)
        assert all(text for text, _ in pieces)
    covered = {at for cut in marked.cuts for at in range(cut.start, cut.end)}
    kept = [marked.text[at] for block in marked.blocks for at in range(block.start, block.end) if at not in covered]
    assert visible(marked.kept()) == visible("".join(kept))


@given(documents)
def test_the_cuts_of_an_article_and_its_text_account_for_every_character(document: Document) -> None:
    marked = mark(document)
    cuts, reach, left = cuts_of(marked), 0, ""
    for cut in cuts:
        assert reach <= cut.start < cut.end
        assert cut.text == marked.text[cut.start : cut.end]
        assert cut.cleaner in CLEANERS
        left += marked.text[reach : cut.start]
        reach = cut.end
    assert visible(left + marked.text[reach:]) == visible(marked.kept())


@given(pages())
def test_the_cuts_of_a_page_and_its_text_account_for_every_character(page: bytes) -> None:
    examined = examine(page)
    tiles(examined.document)
    if not examined.article.refused:
        kept = visible(examined.article.text)
        gone = visible("".join(cut.text for cut in examined.article.cuts))
        assert sorted(kept + gone) == sorted(words_of(examined.document))


@given(documents, st.randoms(use_true_random=False))
def test_the_order_of_the_cleaners_does_not_matter(document: Document, chance: random.Random) -> None:
    names = list(CLEANERS)
    chance.shuffle(names)
    one_by_one = document
    for name in names:
        one_by_one = mark(one_by_one, {name: CLEANERS[name]})
    assert one_by_one == mark(document, {name: CLEANERS[name] for name in names}) == mark(document)


@given(documents, st.data())
def test_a_cleaner_reads_no_cuts_and_stays_on_the_page(document: Document, data: st.DataObject) -> None:
    marked = replace(document, cuts=data.draw(spans(document, "any")))
    for name, cleaner in CLEANERS.items():
        found = list(cleaner(document))
        assert found == list(cleaner(marked)), name
        for span in found:
            assert span.cleaner == name
            assert 0 <= span.start < span.end <= len(document.text), name


@given(documents)
def test_marking_a_marked_document_changes_nothing(document: Document) -> None:
    assert mark(mark(document)) == mark(document)


@given(documents, st.data())
def test_one_more_cleaner_never_lengthens_a_text(document: Document, data: st.DataObject) -> None:
    more = data.draw(spans(document, "more"))
    marked = mark(document)
    further = mark(document, {**CLEANERS, "more": lambda _: more})
    assert len(further.kept()) <= len(marked.kept())
    assert len(further.kept().split("\n\n")) <= len(marked.kept().split("\n\n"))
    assert visible(further.kept()) in subsequences(marked.kept())


class subsequences:  # noqa: N801  (reads as a word)
    """All that is left of a text when any of its characters go."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __contains__(self, part: str) -> bool:
        rest: Iterator[str] = iter(self.text)
        return all(character in rest for character in part)


FIELDS = (
    "title", "deck", "authors", "editors", "published_at", "published_zone", "modified_at", "url", "outlet", "kind", "part", "section",
    "tags", "dateline", "wire_source", "lead_image_url", "captions",
)  # fmt: skip


@pytest.mark.parametrize("url", [None, "https://www.kompas.com/desa/panen", "https://kabarrekaan.example/desa/panen"])
@given(page=st.one_of(pages(), texts.map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_every_metadata_value_says_where_it_came_from(url: str | None, page: bytes) -> None:
    article = examine(page, url).article
    assume(article.refused != "empty")
    assert set(article.sources) == {name for name in FIELDS if getattr(article, name)}
    assert all(source.strip() for source in article.sources.values())


def test_the_url_of_a_refused_page_says_where_it_came_from() -> None:
    article = examine(b"", "https://kabarrekaan.example/desa/panen").article
    assert article.url
    assert article.sources == {"url": "url"}


def test_every_cleaner_says_what_it_cuts() -> None:
    for name, cleaner in CLEANERS.items():
        first = (cleaner.__doc__ or "").splitlines()[0]
        assert first.endswith("."), name
