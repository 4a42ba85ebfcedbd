"""What is unusual of an outlet's day, and what is not: on figures drawn by chance, of outlets of any size and kind."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from db.health import History
from flows.health.drift import Sign, median_length, signs
from tests.health.outlets import CLEANERS, START, Archive, Outlet, some_outlet

TODAY = START + timedelta(40)
STEADY = Outlet(rate=40, cuts=dict.fromkeys(CLEANERS, 0.8))


def end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(1), time(), UTC)


def signs_of(archive: Archive, day: date = TODAY, now: datetime | None = None, **others: History) -> list[Sign]:
    return signs({"kabar": archive.until(day), **others}, "kabar", day, now or end_of(day))


def names(some: list[Sign]) -> set[str]:
    return {sign.figure for sign in some}


def test_quiet_outlets_raise_less_than_one_alarm_in_a_thousand_days() -> None:
    alarms = days = 0
    for seed in range(40):
        dice = random.Random(seed)
        archive = Archive(dice, some_outlet(dice), 58)
        for n in range(28, 58):
            alarms += bool(signs_of(archive, START + timedelta(n)))
            days += 1
    assert alarms / days < 1 / 1000


def test_thirty_quiet_days_of_a_new_outlet_raise_none() -> None:
    archive = Archive(random.Random(1), STEADY, 0)
    for n in range(30):
        archive.add(START + timedelta(n))
        assert signs_of(archive, START + timedelta(n)) == []


CHANGES: dict[str, dict[str, Any]] = {
    "refused": {"refused": 1.0},
    "undated": {"undated": 1.0},
    "fallback": {"fallback": 0.7},
    "lengths": {"words": STEADY.words / 2},
    "cuts": {"cuts": dict.fromkeys(CLEANERS, 0.0)},
}


@pytest.mark.parametrize("after_a_usual_day", [False, True])
@pytest.mark.parametrize("figure", CHANGES)
def test_the_alarm_comes_with_the_first_twenty_pages(figure: str, after_a_usual_day: bool) -> None:
    told = 0
    for seed in range(10):
        archive = Archive(random.Random(seed), STEADY, 40)
        if after_a_usual_day:
            archive.add(TODAY)
            assert signs_of(archive) == []
        archive.add(TODAY, 20, **CHANGES[figure])
        told += figure in names(signs_of(archive))
    assert told >= (8 if figure == "lengths" else 10)  # lengths differ by themselves


def test_articles_of_half_the_length_are_told_on_the_first_day() -> None:
    for seed in range(10):
        archive = Archive(random.Random(seed), STEADY, 40)
        archive.add(TODAY, 40, **CHANGES["lengths"])
        assert "lengths" in names(signs_of(archive)), seed


@pytest.mark.parametrize("figure", CHANGES)
def test_an_outlet_of_a_few_pages_a_day_is_judged_by_its_last_twenty(figure: str) -> None:
    archive = Archive(random.Random(3), replace(STEADY, rate=5), 40)
    told: set[str] = set()
    for n in range(40, 45):
        archive.add(START + timedelta(n), 4, **CHANGES[figure])
        told |= names(signs_of(archive, START + timedelta(n)))
    assert figure in told


def test_a_day_that_has_only_begun_still_tells_of_the_evening_before() -> None:
    archive = Archive(random.Random(1), STEADY, 40)
    archive.add(TODAY, 20, undated=1.0)
    tomorrow = TODAY + timedelta(1)
    assert names(signs_of(archive, tomorrow, datetime.combine(tomorrow, time(1), UTC))) == {"undated"}


def test_few_bad_pages_are_no_sign() -> None:
    archive = Archive(random.Random(1), STEADY, 40)
    archive.add(TODAY, 40)
    archive.add(TODAY, 4, refused=1.0)
    assert signs_of(archive) == []


def test_what_weekends_are_like_is_no_sign() -> None:
    archive = Archive(random.Random(1), STEADY, 0)
    for n in range(60):
        weekend = (START + timedelta(n)).weekday() >= 5
        archive.add(START + timedelta(n), **({"refused": 0.25, "words": 180} if weekend else {}))
    assert [n for n in range(28, 60) if signs_of(archive, START + timedelta(n))] == []


def test_the_alarm_goes_on_for_some_days_and_ends_where_the_new_is_the_usual() -> None:
    archive = Archive(random.Random(1), STEADY, 40)
    alarms = []
    for n in range(40, 80):
        archive.add(START + timedelta(n), fallback=1.0)
        alarms.append("fallback" in names(signs_of(archive, START + timedelta(n))))
    assert all(alarms[:4])
    assert not any(alarms[14:])


def test_a_silent_outlet_is_a_sign_on_the_first_day_and_not_before_that_is_over() -> None:
    archive = Archive(random.Random(1), STEADY, 40)
    noon = datetime.combine(TODAY, time(12), UTC)
    assert signs_of(archive, now=noon) == []
    [sign] = signs_of(archive)
    assert (sign.figure, sign.kind, sign.value) == ("documents", TODAY.isoformat(), 0)
    assert names(signs_of(archive, TODAY + timedelta(1), noon + timedelta(1))) == {"documents"}


def test_an_outlet_of_a_few_pages_a_day_is_silent_after_some_days() -> None:
    archive = Archive(random.Random(2), replace(STEADY, rate=4), 40)
    silent = [bool(signs_of(archive, TODAY + timedelta(n))) for n in range(6)]
    assert not silent[0]
    assert any(silent)


def test_an_outlet_is_not_silent_where_nothing_came_of_others_either() -> None:
    archive, other = (Archive(random.Random(seed), STEADY, 40) for seed in (1, 2))
    assert signs_of(archive, lain=other.until(TODAY)) == []
    other.add(TODAY)
    assert names(signs_of(archive, lain=other.until(TODAY))) == {"documents"}


def test_a_paper_without_weekends_is_silent_on_none() -> None:
    archive = Archive(random.Random(1), replace(STEADY, weekend=0), 60)
    assert [n for n in range(28, 60) if signs_of(archive, START + timedelta(n))] == []


def test_old_news_is_a_sign() -> None:
    archive = Archive(random.Random(1), STEADY, 40)
    for n in range(40, 43):
        archive.add(START + timedelta(n))
        for figures in archive.documents[START + timedelta(n)]:
            figures.newest_at = figures.newest_at and end_of(TODAY) - timedelta(days=2)
    assert "newest" in names(signs_of(archive, START + timedelta(42)))


def test_without_a_history_nothing_is_unusual() -> None:
    archive = Archive(random.Random(1), STEADY, 6)
    archive.add(START + timedelta(6), 200, refused=1.0, words=10)
    assert signs_of(archive, START + timedelta(6)) == []
    few = Archive(random.Random(1), replace(STEADY, rate=1), 28)
    few.add(START + timedelta(28), 3, refused=1.0)
    assert signs_of(few, START + timedelta(28)) == []


def test_the_median_length_is_told_to_a_tenth() -> None:
    archive = Archive(random.Random(1), replace(STEADY, rate=300), 1)
    assert median_length(archive.until(START).days[START].lengths) == pytest.approx(STEADY.words, rel=0.1)
