"""Signatures of texts, and what they say of how alike these are."""

from itertools import combinations

import pytest

from cleaners.minhash import BANDS, alike, bands, containment, sign, similarity
from tests.newsroom import Newsroom, lead

STORIES = 300
TOPICS = 20


def runs(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().replace(".", "").split()
    return set(zip(words, words[1:], words[2:], strict=False))


def told(seed: int, **how: int) -> list[str]:
    room = Newsroom(seed, TOPICS)
    return [room.story(number % TOPICS, **how) for number in range(STORIES)]


def found(story: str, copy: str) -> bool:
    """Whether a copy shares a band with its story and is like it."""
    a, b = sign(story), sign(copy)
    return not set(bands(a)).isdisjoint(bands(b)) and alike(a, b) is not None


def test_the_signature_of_a_text_is_what_stored_ones_are() -> None:
    signature = sign("Pasar Sukarimba buka kembali pada hari Senin, kata Wirya Sontani.")
    assert (signature.words, signature.runs) == (2_801_706_873_891_943_419, 8)
    assert (
        signature.minhash.hex()[:32] == "6e7ddad60b5d53c2d93699c195173cd2"
    )  # another one makes all signatures that are stored worthless


def test_case_punctuation_and_white_space_do_not_count() -> None:
    a, b = sign("Pasar  \u201cSukarimba\u201d buka,\n\nkata Wirya."), sign('PASAR "Sukarimba" buka kata wirya')
    assert a == b
    assert alike(a, b) == 1


@pytest.mark.parametrize("text", ["", "...", "Pasar", "Pasar buka", "\ud800 \x00"])
def test_short_and_odd_texts_have_signatures_but_no_bands(text: str) -> None:
    signature = sign(text)
    assert signature.runs <= 1
    assert bands(signature) == []
    assert alike(signature, sign("Gempa mengguncang Sukarimba hari ini")) is None


def test_similarity_is_estimated_within_its_error() -> None:
    room = Newsroom(5, TOPICS)
    errors = []
    for number in range(STORIES):
        story = room.story(number % TOPICS)
        other = room.edited(lead(story, room.dice.uniform(0.3, 1)), room.dice.uniform(0, 0.2))
        a, b = runs(story), runs(other)
        errors.append(similarity(sign(story), sign(other)) - len(a & b) / len(a | b))
    assert abs(sum(errors) / STORIES) < 0.01
    assert sum(error**2 for error in errors) / STORIES < 0.045**2
    assert max(map(abs, errors)) < 0.2


def test_only_the_same_words_have_similarity_one() -> None:
    story = told(5)[0]
    assert similarity(sign(story), sign(story + " Tamat.")) < 1


def test_containment_is_of_the_shorter_text() -> None:
    for story in told(6)[:50]:
        a, b = sign(story), sign(lead(story, 0.5))
        assert containment(a, b, similarity(a, b)) == containment(b, a, similarity(b, a)) > 0.75


def test_a_signature_has_its_bands() -> None:
    assert len(set(bands(sign(told(5)[0])))) == BANDS


@pytest.mark.parametrize("made", ["edited", "cut", "same"])
def test_copies_are_found(made: str) -> None:
    room = Newsroom(7, TOPICS)
    copyist = {"edited": room.edited, "cut": lambda story: lead(story, 0.8), "same": str}[made]
    stories = [room.story(number % TOPICS) for number in range(STORIES)]
    assert sum(found(story, copyist(story)) for story in stories) >= 0.99 * STORIES


@pytest.mark.parametrize("edited", [0.0, 0.05, 0.1])
def test_half_of_the_copies_that_keep_only_the_lead_are_found(edited: float) -> None:
    room = Newsroom(8, TOPICS)
    stories = [room.story(number % TOPICS) for number in range(STORIES)]
    assert sum(found(story, room.edited(lead(story, 0.4), edited)) for story in stories) >= 0.5 * STORIES


@pytest.mark.parametrize("background", [0, 1, 2])
def test_different_stories_of_a_topic_are_no_copies(background: int) -> None:
    stories = told(9, paragraphs=6, background=background)
    wrong = pairs = 0
    for topic in range(TOPICS):
        for a, b in combinations(stories[topic::TOPICS], 2):
            pairs += 1
            wrong += found(a, b)
    assert wrong <= 0.001 * pairs
