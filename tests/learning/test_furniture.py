"""Furniture on an invented site of 200 articles: six kinds that no phrase names, and a story that runs on."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import text

import db
from cleaners.furniture import fingerprint, likeness, marked, other_words
from db.engine import writing
from tests.learning.conftest import Corpus, Figures
from tests.learning.invented import SITE, Piece, pieces

Weigh = Callable[[Sequence[Piece]], Figures]
PIECES = list(pieces(200))


def test_after_sixty_articles_furniture_is_cut_and_stories_are_whole(corpus: Corpus, weigh: Weigh) -> None:
    first, rest = PIECES[:60], PIECES[60:]
    corpus.add(first, "first")
    assert weigh(first) == Figures(cut=0.0, lost=0.0, kept=1.0)  # so nothing else cuts it
    lesson = corpus.learn()
    assert (lesson.articles, {item.site for item in lesson.furniture}) == (60, {SITE})
    corpus.add(rest, "rest")
    assert weigh(rest).cut >= 0.95
    assert weigh(rest).lost <= 0.0005
    assert weigh(rest).kept == 1.0
    cuts = corpus.ask("SELECT DISTINCT cleaner FROM cuts WHERE text LIKE 'Dukung kerja redaksi%'")
    assert cuts == [("furniture",)]


def test_what_is_stored_is_stale_when_its_site_teaches_something_and_is_cleaned_without_its_source(
    corpus: Corpus, weigh: Weigh
) -> None:
    first = PIECES[:60]
    corpus.add(first, "first")
    assert corpus.clean().pages == 0
    corpus.learn()
    (corpus.folder / "first.jsonl").unlink()
    outcome = corpus.clean()
    assert (outcome.pages, outcome.counts.updated) == (60, 60)
    assert weigh(first) == Figures(cut=1.0, lost=0.0, kept=1.0)
    assert corpus.clean().pages == 0
    assert corpus.learn().furniture == []
    again = corpus.add(first, "first")
    assert (again.counts.unchanged, again.counts.updated) == (60, 0)


def test_what_was_given_up_stands_in_the_text_again_and_is_not_learned_again(corpus: Corpus, weigh: Weigh) -> None:
    corpus.add(PIECES[:60])
    corpus.learn()
    with writing(corpus.engine) as connection:
        connection.execute(text("UPDATE furniture SET retired_at = learned_at"))
    corpus.clean()
    assert weigh(PIECES[:60]).cut == 0.0
    corpus.add(PIECES[60:120], "more")
    assert corpus.learn().furniture == []
    assert weigh(PIECES[:120]).cut == 0.0


def test_learning_batch_by_batch_comes_to_the_same(corpus: Corpus, weigh: Weigh) -> None:
    for start in range(0, 60, 12):
        corpus.add(PIECES[start : start + 12], f"batch{start}")
        lesson = corpus.learn()
        assert lesson.articles == 12
    assert corpus.learn().articles == 0
    corpus.clean()
    assert weigh(PIECES[:60]) == Figures(cut=1.0, lost=0.0, kept=1.0)


def test_what_is_kept_of_a_paragraph_is_a_sample_of_its_articles(corpus: Corpus) -> None:
    said = PIECES[0].paragraphs[0]  # on articles that have all else in common too, so that it is never learned
    alike = [replace(PIECES[0], number=n, paragraphs=(*PIECES[0].paragraphs, f"Catatan {n}")) for n in range(40)]
    corpus.add(alike)
    assert corpus.learn().furniture == []
    assert corpus.ask("SELECT max(n) FROM (SELECT count(*) AS n FROM sightings GROUP BY paragraph) AS counts") == [
        (20,)
    ]
    assert any(said in paragraphs for paragraphs in corpus.texts().values())


@pytest.mark.parametrize(
    ("count", "days", "learned"), [(4, 4, False), (5, 5, True), (5, 3, True), (6, 2, False)], ids=str
)
def test_five_articles_on_three_days_are_enough_and_fewer_are_not(
    corpus: Corpus, count: int, days: int, learned: bool
) -> None:
    line = "Naskah ini dibacakan pula di balai warga setiap petang."
    singles = [piece for piece in PIECES if not piece.backgrounds]
    some = [
        replace(piece, number=5 * (i % days) + i // days, paragraphs=(*piece.story, line))
        for i, piece in enumerate(singles[:count])
    ]
    corpus.add(some)
    assert [item.text for item in corpus.learn().furniture] == [line] * learned


def test_articles_without_a_date_count_where_there_are_twice_as_many(corpus: Corpus) -> None:
    line = "Naskah ini dibacakan pula di balai warga setiap petang."
    singles = [piece for piece in PIECES if not piece.backgrounds]
    pages = corpus.folder / "undated"
    pages.mkdir()

    def save(some: Sequence[Piece]) -> None:
        for piece in some:
            (pages / f"{piece.number}.txt").write_text("\n\n".join((*piece.story, line)))
        corpus.run(pages)

    save(singles[:9])
    assert corpus.learn().furniture == []
    save(singles[9:10])
    assert [(item.text, item.days, item.site) for item in corpus.learn().furniture] == [(line, 0, str(pages))]


def test_a_fingerprint_knows_a_block_by_its_words_with_numbers_as_one() -> None:
    assert fingerprint("Hubungi 0812-3344, SEKARANG!") == fingerprint("hubungi 021 5 sekarang")
    assert fingerprint("Hubungi 0812 sekarang") != fingerprint("Hubungi kami sekarang")


@pytest.mark.parametrize(
    "said",
    [
        "“Kami menunggu dua bulan di dermaga,” kata seorang pedagang.",
        '"Kami menunggu dua bulan di dermaga itu',
        "SUKARIMBA, Kabarrekaan.com -",
        "Bahan:",
        "2026",
        "***",
    ],
)
def test_quotes_datelines_and_openers_are_never_furniture(said: str) -> None:
    assert fingerprint(said) is None


def test_a_name_in_quotation_marks_is_no_quote() -> None:
    assert fingerprint("Ikuti rubrik “Ruang Pembaca” setiap hari kerja.") is not None


def test_likeness_is_of_the_words_beside_what_is_weighed() -> None:
    line = "Naskah ini dibacakan pula di balai warga."
    mark = fingerprint(line)
    assert mark is not None
    one, other = (other_words(marked(f"{story}\n\n{line}"), {mark}) for story in ("padi sawah air", "air laut"))
    assert likeness([one, other]) == 1 / 4


def test_sites_are_as_they_were_learned(corpus: Corpus) -> None:
    corpus.add(PIECES[:60])
    lesson = corpus.learn()
    sites = db.learned_sites(corpus.engine)
    assert sites[SITE].furniture == {item.fingerprint for item in lesson.furniture}
    assert corpus.ask("SELECT DISTINCT site FROM pages") == [(SITE,)]
