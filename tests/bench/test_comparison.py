"""The figures of the open comparison, worked out by hand; the libraries themselves are not needed here."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from tests.bench.metric import Reading, f1, fields, overlap, shingles, words
from tests.bench.table import Score, field_table, text_table

STORY = "Warga Sukarimba memanen padi lebih awal tahun ini."  # eight words, five runs of four


def test_words_have_no_case_and_no_punctuation() -> None:
    assert words("“Kami ragu,” kata DIRMAN (42).") == ["kami", "ragu", "kata", "dirman", "42"]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("", {}),
        ("– … –", {}),
        ("Panen raya", {("panen", "raya"): 1}),
        ("a b c d", {("a", "b", "c", "d"): 1}),
        ("a b a b a b", {("a", "b", "a", "b"): 2, ("b", "a", "b", "a"): 1}),
    ],
)
def test_runs_of_four_words(text: str, runs: dict[tuple[str, ...], int]) -> None:
    assert shingles(words(text)) == runs


@pytest.mark.parametrize(
    ("got", "precision", "recall"),
    [
        (STORY, 1, 1),
        ("", 0, 0),
        ("Panen", 0, 0),
        ("sukarimba memanen padi lebih harga gabah", 1 / 3, 1 / 4),
        (f"{STORY} Baca juga: Harga gabah", 5 / 9, 1),  # four runs more
        (f"{STORY} {STORY}", 5 / 13, 1),  # each run counts as often as it stands there
        ("Harga gabah naik lagi di pasar", 0, 0),
        ("Warga Sukarimba panen padi", 0, 0),
    ],
)
def test_precision_and_recall(got: str, precision: float, recall: float) -> None:
    assert overlap(STORY, got) == pytest.approx((precision, recall))


def test_a_page_without_a_story_is_read_right_by_nothing() -> None:
    assert overlap("", "") == (1, 1)
    assert overlap("", STORY) == (0, 0)


def test_a_dateline_and_initials_may_stand_or_not() -> None:
    gold = f"SUKARIMBA, Kabarrekaan.com - {STORY} (abc/def)"
    assert overlap(gold, gold) == overlap(gold, STORY) == (1, 1)
    assert overlap(gold, f"{STORY} (abc/def)") == (1, 1)


def test_more_than_a_dateline_or_initials_is_missed() -> None:
    ten = " ".join("abcdefghij")
    assert overlap(f"{STORY} a b c d", STORY) == (1, 1)
    assert overlap(f"{ten} {STORY}", STORY) == pytest.approx((1, 5 / 15))
    assert overlap(f"{STORY} {ten}", STORY) == pytest.approx((1, 5 / 15))


def test_the_harmonic_mean() -> None:
    assert f1(0.5, 1) == pytest.approx(2 / 3)
    assert f1(0, 0) == 0


WIB = timezone(timedelta(hours=7))
EVERY = ("title", "day", "minute", "authors", "editors", "tags")
GOLD = {
    "title": "Panen Raya",
    "published_at": "2024-02-14T06:30:00+07:00",
    "authors": ["Wirya Sontani", "Sari Pranadewi"],
    "editors": [],
    "tags": ["Padi"],
}


def test_fields_that_are_right() -> None:
    moment = datetime(2024, 2, 13, 23, 30, 59, tzinfo=UTC)  # the day before in UTC
    got = Reading("", "PANEN raya!", moment, ["Sari Pranadewi", "Wirya Sontani"], (), ["padi", ""])
    assert fields(GOLD, got, EVERY) == {"title": 1, "day": 1, "minute": 1, "authors": 1, "tags": 1}


def test_fields_that_are_wrong() -> None:
    got = Reading("", "Panen", datetime(2024, 2, 13, 23, 31, tzinfo=WIB), ["Wirya Sontani", "Redaksi"], ["Dirman"])
    right = {"title": 0, "day": 0, "minute": 0, "authors": 0.5, "editors": 0, "tags": 0}
    assert fields(GOLD, got, EVERY) == right
    assert fields(GOLD, Reading(), EVERY) == {"title": 0, "day": 0, "minute": 0, "authors": 0, "tags": 0}


def test_a_day_is_no_minute_and_a_time_without_a_zone_is_local() -> None:
    assert fields(GOLD, Reading(published=date(2024, 2, 14)), ("day", "minute")) == {"day": 1, "minute": 0}
    assert fields(GOLD, Reading(published=datetime(2024, 2, 14, 6, 30)), ("day", "minute")) == {"day": 1, "minute": 1}


def test_only_what_a_tool_gives_and_a_page_states_counts() -> None:
    assert fields(GOLD, Reading(), ("title",)) == {"title": 0}
    assert fields({}, Reading("", "Panen Raya", authors=["Redaksi"]), EVERY) == {}
    assert fields({"title": None, "published_at": None, "tags": []}, Reading(), EVERY) == {}
    assert fields({"published_at": GOLD["published_at"], "published_precision": "day"}, Reading(), EVERY) == {"day": 0}


SCORES = [
    Score("desa", "1", "ours", 1.0, 1.0, {"title": 1.0, "tags": 0.5}, 0.2),
    Score("desa", "2", "ours", 0.5, 1.0, {"title": 1.0}, 0.2),
    Score("kota", "1", "ours", 0.25, 0.5, {"title": 0.0}, 0.1),
    Score("desa", "1", "theirs", 1.0, 0.98, {}, 0.3),
    Score("desa", "2", "theirs", 1.0, 1.0, {}, 0.1),
    Score("kota", "1", "theirs", 0.0, 0.0, {}, 0.6, raised=True),
    Score("kota", "1", "untimed", 0.0, 0.0),
]


def test_the_table_of_texts() -> None:
    """Of two sets of two pages and one: each set counts the same."""
    assert text_table(SCORES, "theirs").splitlines() == [
        "|  | precision | recall | F1 | better | worse | raised | time |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        "| ours | .500 | .750 | .595 | 1 | 1 | 0 | 0.50 |",
        "| theirs | .500 | .495 | .497 | – | – | 1 | 1.00 |",
        "| untimed | .000 | .000 | .000 | 0 | 0 | 0 | – |",
    ]


def test_the_table_of_fields() -> None:
    assert field_table(SCORES).splitlines() == [
        "|  | title | day | minute | authors | editors | tags |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        "| ours | .667 | – | – | – | – | .500 |",
    ]
