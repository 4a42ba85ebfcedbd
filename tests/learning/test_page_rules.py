"""Where the stories of an unknown site stand: learned from five pages, used on the next, given up at a redesign."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

import db
from cleaners import extract
from cleaners.outlets import PageRule
from cleaners.site import Site, versioned
from db.rules import MISSES
from tests.learning.conftest import Corpus
from tests.learning.invented import SITE, Piece, page, pieces

PIECES = list(pieces(60, seed=5))


def save(corpus: Corpus, some: Sequence[Piece], template: str = "terang") -> Path:
    folder = corpus.folder / f"{template}{some[0].number}"
    folder.mkdir()
    for piece in some:
        (folder / f"{piece.number}.html").write_text(page(piece, template))
    return folder


def extractors(corpus: Corpus, some: Sequence[Piece]) -> Counter[object]:
    by_url = dict(corpus.ask("SELECT url, extractor FROM articles"))
    return Counter(by_url[piece.url] for piece in some)


def whole(corpus: Corpus, some: Sequence[Piece]) -> bool:
    """Whether each article has its story, and nothing else."""
    texts = corpus.texts()
    return all(texts[piece.url] == piece.story for piece in some)


def test_five_pages_teach_where_the_next_ones_have_their_story(corpus: Corpus) -> None:
    first, rest = PIECES[:5], PIECES[5:15]
    corpus.run(save(corpus, first[:4]))
    assert corpus.learn().rules == []
    corpus.run(save(corpus, first[4:]))
    assert extractors(corpus, first) == {"trafilatura": 5}
    learned = corpus.learn().rules
    assert [(rule.site, rule.rule.body, rule.pages) for rule in learned] == [(SITE, ".isi-kabar", 5)]
    corpus.run(save(corpus, rest))
    assert extractors(corpus, rest) == {"learned": 10}
    assert whole(corpus, rest)
    assert corpus.ask("SELECT hits, misses FROM site_rules") == [(10, 0)]
    assert corpus.clean().pages == 5
    assert extractors(corpus, first) == {"learned": 5}
    assert corpus.ask("SELECT hits, misses FROM site_rules") == [(10, 0)]  # old pages say nothing of today
    assert corpus.learn().rules == []


def test_a_redesign_in_mid_stream_costs_no_article(corpus: Corpus) -> None:
    corpus.run(save(corpus, PIECES[:8]))
    corpus.learn()
    before, after = PIECES[8:14], PIECES[14 : 14 + MISSES + 5]
    corpus.run(save(corpus, before))
    outcome = corpus.run(save(corpus, after, "gelap"))
    assert (outcome.counts.stored, outcome.bad_pages) == (len(after), 0)
    assert extractors(corpus, before) == {"learned": len(before)}
    assert extractors(corpus, after) == {"trafilatura": len(after)}
    assert whole(corpus, before + after)
    assert corpus.ask("SELECT selector FROM site_rules WHERE retired_at IS NULL") == []

    assert [rule.rule.body for rule in corpus.learn().rules] == [".naskah-utama"]
    later = PIECES[40:45]
    corpus.run(save(corpus, later, "gelap"))
    assert extractors(corpus, later) == {"learned": 5}
    assert corpus.clean().bad_pages == 0
    assert whole(corpus, PIECES[: 14 + MISSES + 5] + later)
    assert corpus.ask("SELECT selector FROM site_rules WHERE retired_at IS NULL") == [(".naskah-utama",)]
    assert corpus.clean().pages == 0


def test_a_few_pages_that_it_does_not_fit_do_not_end_a_rule(corpus: Corpus) -> None:
    corpus.run(save(corpus, PIECES[:8]))
    corpus.learn()
    corpus.run(save(corpus, PIECES[8 : 8 + MISSES - 1], "gelap"))
    assert corpus.ask("SELECT misses, retired_at FROM site_rules") == [(MISSES - 1, None)]
    corpus.run(save(corpus, PIECES[30:31]))
    corpus.run(save(corpus, PIECES[31:33], "gelap"))
    assert corpus.ask("SELECT misses, retired_at FROM site_rules") == [(2, None)]


def test_pages_of_two_templates_teach_two_rules(corpus: Corpus) -> None:
    corpus.run(save(corpus, PIECES[:8]))
    corpus.learn()
    corpus.run(save(corpus, PIECES[8:16], "gelap"))
    corpus.learn()
    corpus.run(save(corpus, PIECES[20:24]))
    corpus.run(save(corpus, PIECES[24:28], "gelap"))
    assert extractors(corpus, PIECES[20:28]) == {"learned": 8}
    assert whole(corpus, PIECES[20:28])
    assert len(db.learned_sites(corpus.engine)[SITE].rules) == 2


def test_an_outlets_own_rule_comes_before_what_was_learned() -> None:
    raw = Path("seeds/detik/kartu-angkot.html").read_bytes()
    assert extract(raw, site=Site(rules=(PageRule(body="body"),))).extractor == "rules"


def test_what_was_learned_of_a_site_can_be_given_with_its_page() -> None:
    site = Site(rules=(PageRule(body=".isi-kabar"),))
    read = extract(page(PIECES[0]).encode(), PIECES[0].url, site=site)
    assert (read.extractor, read.text.split("\n\n")) == ("learned", PIECES[0].story)


@pytest.mark.parametrize("body", [".isi-kabar", ".tiada"])
def test_what_does_not_fit_is_read_as_if_nothing_was_known(body: str) -> None:
    raw = page(PIECES[0], "gelap").encode()
    read = extract(raw, PIECES[0].url, site=Site(rules=(PageRule(body=body),)))
    assert read == extract(raw, PIECES[0].url)


def test_each_thing_that_is_learned_is_another_version() -> None:
    known = (Site(), Site(frozenset({1})), Site(frozenset({1, 2})), Site(rules=(PageRule(body="p"),)))
    assert len({versioned("r", site) for site in (None, *known)}) == 5
    assert Site(frozenset({1, 2})).version == Site(frozenset({2, 1})).version


def test_what_reports_of_one_story_repeat_does_not_hide_the_container(corpus: Corpus) -> None:
    running = [piece for piece in PIECES if piece.backgrounds]
    others = [piece for piece in PIECES if not piece.backgrounds]
    corpus.run(save(corpus, running[:4] + others[:3]))
    assert [rule.rule.body for rule in corpus.learn().rules] == [".isi-kabar"]
    corpus.run(save(corpus, running[4:6]))
    assert extractors(corpus, running[4:6]) == {"learned": 2}
    assert whole(corpus, running[4:6])
