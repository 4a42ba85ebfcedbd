"""Copies of stories: who was first, how alike they are, and what a credit line says to it; both engines."""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, delete, func, select, text

import db
from cleaners.outlets import Outlet
from db.engine import writing
from db.ids import article_id
from db.likeness import Cluster, LshBand, Signature
from db.models import Base, StoredArticle
from db.wires import credited
from tests.newsroom import Newsroom, lead

MakeResult = Callable[..., db.Result]
Told = tuple[str, str, datetime | None]  # locator, text, time of publication
DAY = timedelta(days=1)
NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)
TOPICS = 20


def stored(engine: Engine, result: MakeResult, told: Sequence[Told], **fields: Any) -> None:
    db.store(engine, [result(at, said, published_at=when, **fields) for at, said, when in told], "run")


def clusters(engine: Engine) -> dict[str, tuple[str, float, float | None]]:
    """What stands in `clusters`, but for when it was found: locator -> that of the first, and how alike they are."""
    first, this = StoredArticle.__table__.alias(), StoredArticle.__table__
    query = select(this.c.locator, first.c.locator, Cluster.similarity, Cluster.containment)
    query = query.join(Cluster, Cluster.article_id == this.c.id).join(first, first.c.id == Cluster.cluster_id)
    with engine.connect() as connection:
        return {row[0]: tuple(row[1:]) for row in connection.execute(query)}


def firsts(engine: Engine) -> dict[str, str]:
    return {at: first for at, (first, *_) in clusters(engine).items()}


def count(engine: Engine, model: type[Base]) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(model)) or 0


def empty(engine: Engine) -> None:
    with writing(engine) as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())


def test_copies_are_found_across_runs_and_different_stories_are_not(engine: Engine, result: MakeResult) -> None:
    room = Newsroom(21, TOPICS)
    ways = {
        "same": str,
        "edited": room.edited,
        "cut": lambda story: lead(story, 0.8),
        "lead": lambda story: lead(story, 0.4),
    }
    stories = [room.story(number % TOPICS) for number in range(280)]
    originals = [(f"/{i}", story, NOON + room.dice.random() * 600 * DAY) for i, story in enumerate(stories)]
    copies = [
        (f"{at}/{(way := list(ways)[i % 4])}", ways[way](story), when + room.dice.random() * 20 * DAY)
        for i, (at, story, when) in enumerate(originals)
        if when
    ]
    for run in range(0, 280, 70):
        stored(engine, result, originals[run : run + 70], outlet="kabar")
        db.find_copies(engine)
        stored(engine, result, copies[run : run + 70], outlet="warta")
    found = db.find_copies(engine)
    placed = {at: first for at, first in firsts(engine).items() if at != first}
    assert all(at.startswith(f"{first}/") for at, first in placed.items())  # none is a copy of another story
    for way, least in {"same": 70, "edited": 69.3, "cut": 69.3, "lead": 35}.items():
        assert sum(at.endswith(way) for at in placed) >= least, way
    assert found == db.Copies(70, len(placed), len(placed), 0)


FAMILY = Newsroom(22, TOPICS)
STORY, OTHER = FAMILY.story(1), FAMILY.story(1)
RETOLD = FAMILY.edited(STORY)
ARTICLES: list[Told] = [
    ("/first", STORY, NOON),
    ("/same", STORY, NOON + 2 * DAY),
    ("/at-once", STORY, NOON),
    ("/retold", RETOLD, NOON + DAY),
    ("/retold-again", FAMILY.edited(RETOLD, 0.15), NOON + 3 * DAY),
    ("/retold-and-cut", FAMILY.edited(lead(STORY, 0.7), 0.15), NOON - DAY),
    ("/lead", lead(STORY, 0.4), NOON + 4 * DAY),
    ("/lead-of-retold", lead(RETOLD, 0.45), NOON + 5 * DAY),
    ("/undated", FAMILY.edited(STORY, 0.05), None),
    ("/undated-too", FAMILY.edited(OTHER, 0.05), None),
    ("/next-month", FAMILY.edited(STORY, 0.05), NOON + 30 * DAY),
    ("/same-in-spring", STORY, NOON + 250 * DAY),
    ("/other", OTHER, NOON - 2 * DAY),
    ("/other-retold", FAMILY.edited(OTHER), NOON + DAY),
]


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_arrival_does_not_matter(engine: Engine, result: MakeResult, seed: int) -> None:
    stored(engine, result, ARTICLES)
    db.find_copies(engine)
    at_once = clusters(engine)
    assert len({first for first, *_ in at_once.values()}) >= 2
    empty(engine)
    dice = random.Random(seed)
    shuffled = dice.sample(ARTICLES, k=len(ARTICLES))
    while shuffled:
        some = [shuffled.pop() for _ in range(min(len(shuffled), dice.randint(1, 5)))]
        stored(engine, result, some)
        db.find_copies(engine)
    assert clusters(engine) == at_once


def test_an_earlier_article_that_comes_later_is_the_first(engine: Engine, result: MakeResult) -> None:
    copies = [(f"/copy-{hour}", STORY + f" {hour}.", NOON + timedelta(hours=hour)) for hour in range(3)]
    stored(engine, result, copies)
    db.find_copies(engine)
    assert set(firsts(engine).values()) == {"/copy-0"}
    stored(engine, result, [("/first", STORY, NOON - DAY)])
    assert db.find_copies(engine).compared == 4
    assert firsts(engine) == dict.fromkeys(["/first", "/copy-0", "/copy-1", "/copy-2"], "/first")


def test_of_two_told_at_once_the_one_fetched_first_is_the_first(engine: Engine, result: MakeResult) -> None:
    pages = [("/a", NOON + DAY), ("/b", NOON), ("/c", None)]
    db.store(engine, [result(at, STORY, published_at=NOON, page={"fetched_at": when}) for at, when in pages], "run")
    db.find_copies(engine)
    assert set(firsts(engine).values()) == {"/b"}


def test_an_article_that_changes_is_compared_anew(engine: Engine, result: MakeResult) -> None:
    told = [("/a", STORY, NOON), ("/b", STORY, NOON + DAY), ("/c", STORY, NOON + 2 * DAY)]
    stored(engine, result, told)
    db.find_copies(engine)
    assert firsts(engine) == {"/a": "/a", "/b": "/a", "/c": "/a"}
    bands = count(engine, LshBand)
    stored(engine, result, [("/a", OTHER, NOON)])
    db.find_copies(engine)
    assert firsts(engine) == {"/b": "/b", "/c": "/b"}
    stored(engine, result, [("/a", STORY, NOON + 90 * DAY)])  # now it is the last
    db.find_copies(engine)
    assert firsts(engine) == {"/a": "/b", "/b": "/b", "/c": "/b"}
    stored(engine, result, [("/b", OTHER, NOON), ("/c", "Lain.", NOON)])
    db.find_copies(engine)
    assert firsts(engine) == {}
    assert count(engine, LshBand) == bands - 42  # "Lain." has no bands but that of all words


def test_nothing_new_is_nothing_to_compare(engine: Engine, result: MakeResult) -> None:
    stored(engine, result, ARTICLES)
    found = db.find_copies(engine)
    with engine.connect() as connection:
        before = connection.execute(select(Cluster.__table__).order_by(Cluster.article_id)).all()
    stored(engine, result, ARTICLES)
    assert db.find_copies(engine) == found._replace(compared=0)
    with engine.connect() as connection:
        assert connection.execute(select(Cluster.__table__).order_by(Cluster.article_id)).all() == before


def test_near_copies_are_looked_for_in_neighbouring_months_and_the_same_text_in_all(
    engine: Engine, result: MakeResult
) -> None:
    near = FAMILY.edited(STORY, 0.02)
    months = {"/next": 31, "/later": 100, "/undated": None}
    told = [(at, near + f" {at}.", None if days is None else NOON + days * DAY) for at, days in months.items()]
    stored(engine, result, [("/first", STORY, NOON), ("/years-later", STORY.upper(), NOON + 3000 * DAY), *told])
    db.find_copies(engine)
    found = firsts(engine)
    assert found["/next"] == found["/years-later"] == found["/undated"] == "/first"
    assert "/later" not in found


def test_of_short_texts_only_the_same_are_copies(engine: Engine, result: MakeResult) -> None:
    told = ["Gempa guncang Sukarimba.", "Gempa guncang Sukarimba lagi.", "GEMPA GUNCANG SUKARIMBA", "...", "!"]
    stored(engine, result, [(f"/{i}", said, NOON + i * DAY) for i, said in enumerate(told)])
    db.find_copies(engine)
    assert firsts(engine) == {"/0": "/0", "/2": "/0"}


def test_articles_id_holds_no_copies(engine: Engine, result: MakeResult) -> None:
    stored(engine, result, ARTICLES)
    db.find_copies(engine)
    with engine.connect() as connection:
        shown = set(connection.scalars(text("SELECT locator FROM articles_id")))
    copies = {at for at, first in firsts(engine).items() if at != first}
    assert copies
    assert shown == {at for at, *_ in ARTICLES} - copies


ANTARA = Outlet("antaranews", "ANTARA", ("antaranews.example",), ("ANTARA", "ANTARA News"))


def told_by(engine: Engine, result: MakeResult, *papers: tuple[str, str | None]) -> list[bool | None]:
    """Have papers (outlet, credit) print a story one after the other; whether their credits agree."""
    pages = [
        result(f"/{i}", STORY, published_at=NOON + i * DAY, outlet=outlet, wire_source=credit)
        for i, (outlet, credit) in enumerate(papers)
    ]
    db.store(engine, pages, "run")
    db.find_copies(engine, {ANTARA.id: ANTARA})
    query = select(Cluster.wire_agrees).join(StoredArticle, StoredArticle.id == Cluster.article_id)
    with engine.connect() as connection:
        return list(connection.scalars(query.order_by(StoredArticle.published_at)))


def test_a_credit_and_the_cluster_agree_or_the_row_says_so(engine: Engine, result: MakeResult) -> None:
    agrees = told_by(engine, result, ("antaranews", None), ("kabar", "Antara"), ("warta", "Reuters"), ("pos", None))
    assert agrees == [None, True, False, None]
    with engine.connect() as connection:
        [row] = connection.execute(text("SELECT * FROM syndicated")).mappings()
    assert (row["first_outlet"], row["articles"], row["outlets"]) == ("antaranews", 4, 4)
    assert (row["credits"], row["credits_elsewhere"], row["least_similarity"]) == (2, 1, 1.0)


def test_the_source_may_be_outside_the_corpus(engine: Engine, result: MakeResult) -> None:
    assert told_by(engine, result, ("kabar", "Antara/Reuters"), ("warta", "Reuters"), ("pos", "AFP")) == [
        True,
        True,
        False,
    ]


def test_a_source_that_came_later_than_its_copy_is_told(engine: Engine, result: MakeResult) -> None:
    assert told_by(engine, result, ("kabar", "LKBN Antara"), ("antaranews", None)) == [False, None]


def test_names_in_a_credit() -> None:
    assert credited("Kantor Berita ANTARA/AFP dan CNN Indonesia") == {"antara", "afp", "cnnindonesia"}
    assert credited(None) == credited(" / ") == set()


def test_searches_and_writers_at_the_same_time(engine: Engine, result: MakeResult) -> None:
    stored(engine, result, ARTICLES)
    db.find_copies(engine)
    expected = clusters(engine)
    empty(engine)

    def write(told: Told) -> None:
        for said in (OTHER, told[1]):
            stored(engine, result, [(told[0], said, told[2])])

    def search(_: int) -> None:
        for _ in range(4):
            db.find_copies(engine)

    with ThreadPoolExecutor(8) as pool:
        done = [*pool.map(write, ARTICLES), *pool.map(search, range(3))]
    assert len(done) == len(ARTICLES) + 3
    db.find_copies(engine)
    assert clusters(engine) == expected


def test_articles_from_before_signatures_get_theirs(engine: Engine, result: MakeResult) -> None:
    stored(engine, result, ARTICLES)
    with writing(engine) as connection:
        connection.execute(delete(Signature))
    db.find_copies(engine)
    assert firsts(engine)["/same"] in firsts(engine)
    assert count(engine, Signature) == len(ARTICLES)


def test_copies_of_an_article_that_is_gone_have_another_first(engine: Engine, result: MakeResult) -> None:
    stored(engine, result, [("/a", STORY, NOON), ("/b", STORY, NOON + DAY), ("/c", STORY, NOON + 2 * DAY)])
    db.find_copies(engine)
    with writing(engine) as connection:
        connection.execute(delete(StoredArticle).where(StoredArticle.id == article_id("/a")))
    db.find_copies(engine)
    assert firsts(engine) == {"/b": "/b", "/c": "/b"}


def test_an_article_that_is_gone_may_come_again(engine: Engine, result: MakeResult) -> None:
    stored(engine, result, [("/a", STORY, NOON)])
    db.find_copies(engine)
    filed = count(engine, LshBand)
    with writing(engine) as connection:  # what it is filed under stays
        connection.execute(delete(Signature))
        connection.execute(delete(StoredArticle))
    stored(engine, result, [("/a", STORY, NOON), ("/b", RETOLD, NOON + DAY)])
    db.find_copies(engine)
    assert firsts(engine) == {"/a": "/a", "/b": "/a"}
    assert filed < count(engine, LshBand) <= 2 * filed
