"""Stories that are split over several pages: one article, whatever order its parts come in; both engines."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from itertools import permutations
from random import Random
from threading import Barrier, Thread
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, RowMapping, select, text

import db
from cleaners.model import Cut
from db.engine import writing
from db.ids import article_id
from db.models import ArticlePage, ArticlePart, StoredArticle
from tests.db.test_migrate import config

MakeResult = Callable[..., db.Result]
URL = "https://kabar-rekaan.example/pasar"
NOON = datetime(2026, 8, 7, 12, tzinfo=UTC)
TEXTS = {
    1: "Pasar Sukarimba buka lagi pada Jumat pagi.\n\nPedagang datang sejak subuh.",
    2: "Warga antre di pintu timur.",
    3: "Pasar tutup pukul empat sore.",
}


def rows(engine: Engine, table: Any = StoredArticle.__table__) -> Sequence[RowMapping]:
    with engine.connect() as connection:
        return connection.execute(select(table).order_by(*table.primary_key)).mappings().all()


def content(engine: Engine) -> list[dict[str, Any]]:
    """The articles, but for what says when they were stored."""
    return [{name: row[name] for name in row if name not in ("cleaned_at", "run_id")} for row in rows(engine)]


@pytest.fixture
def part(result: MakeResult) -> Callable[..., db.Result]:
    """Makes the capture of a part; the metadata of each part are its own."""

    def make(number: int, **fields: Any) -> db.Result:
        given = {
            "title": f"Pasar Buka {number}",
            "captions": (f"Pintu {number}.",),
            "cuts": (Cut("crosslink", f"Baca juga: {number}", 3, 16),),
            "sources": {"title": "h1", "part": "html: pager"},
            "published_at": NOON.replace(hour=number),
            **fields,
        }
        locator, words = given.pop("locator", f"/halaman/{number}"), given.pop("text", TEXTS[number])
        return result(locator, words, url=URL, part=number, **given)

    return make


def arrive(engine: Engine, results: Iterable[db.Result]) -> db.Counts:
    counts = db.Counts()
    for result in results:
        counts += db.store(engine, [result], "run")
    return counts


@pytest.mark.parametrize("whole", [False, True])
def test_the_order_of_arrival_does_not_count(
    engine: Engine, part: Callable[..., db.Result], result: MakeResult, whole: bool
) -> None:
    captures = [part(1), part(2), part(3)]
    if whole:
        captures.append(result("/semua", "Semuanya di sini.", url=URL, title="Pasar Buka"))
    stories = []
    for order in permutations(captures):
        with writing(engine) as connection:
            for table in ("article_parts", "article_pages", "articles"):
                connection.execute(text(f"DELETE FROM {table}"))
        arrive(engine, order[:2])
        db.store(engine, order[2:], "run")  # the last together
        stories.append(content(engine))
        assert len(rows(engine, ArticlePage.__table__)) == len(captures)
    assert all(story == stories[0] for story in stories)
    [[article]] = stories[:1]
    if whole:
        assert (article["text"], article["part_count"], article["locator"]) == ("Semuanya di sini.", None, "/semua")
        return
    assert article["text"] == "\n\n".join(TEXTS.values())
    assert (article["part_count"], article["locator"], article["title"]) == (3, "/halaman/1", "Pasar Buka 1")
    assert article["published_at"] == NOON.replace(hour=1)
    assert article["captions"] == ["Pintu 1.", "Pintu 2.", "Pintu 3."]
    assert [cut["text"] for cut in article["cuts"]] == ["Baca juga: 1", "Baca juga: 2", "Baca juga: 3"]
    assert (article["word_count"], article["id"]) == (21, article_id(URL))
    assert article["sources"] == {"title": "h1"}


def test_each_part_counts_once_and_a_second_time_nothing_is_new(engine: Engine, part: Callable[..., db.Result]) -> None:
    captures = [part(number) for number in (2, 1, 3)]
    assert db.store(engine, captures, "run") == db.Counts(stored=1, updated=2)
    before = rows(engine), rows(engine, ArticlePart.__table__)
    assert db.store(engine, captures, "again") == db.Counts(unchanged=3)
    assert arrive(engine, captures) == db.Counts(unchanged=3)
    assert (rows(engine), rows(engine, ArticlePart.__table__)) == before


def test_one_by_one_they_count_the_same(engine: Engine, part: Callable[..., db.Result]) -> None:
    assert arrive(engine, [part(number) for number in (3, 1, 2)]) == db.Counts(stored=1, updated=2)


def test_a_part_that_is_captured_again_replaces_itself_alone(engine: Engine, part: Callable[..., db.Result]) -> None:
    arrive(engine, [part(1), part(2), part(3)])
    assert arrive(engine, [part(2, text="Warga antre di pintu barat.")]) == db.Counts(updated=1)
    [row] = rows(engine)
    assert row["text"].split("\n\n")[2:] == ["Warga antre di pintu barat.", TEXTS[3]]
    assert len(rows(engine, ArticlePart.__table__)) == 3


def test_of_two_captures_of_a_part_the_later_fetch_counts(engine: Engine, part: Callable[..., db.Result]) -> None:
    arrive(engine, [part(1), part(2, locator="/b", text="Baru.", page={"fetched_at": NOON})])
    arrive(engine, [part(2, locator="/z", text="Lama.", page={"fetched_at": NOON.replace(day=6)})])
    assert rows(engine)[0]["text"].endswith("\n\nBaru.")
    arrive(engine, [part(2, locator="/b", text="Kemarin.", page={"fetched_at": NOON.replace(day=5)})])
    assert rows(engine)[0]["text"].endswith("\n\nBaru.")


def test_a_page_that_held_all_and_holds_a_part_now_gives_way(
    engine: Engine, part: Callable[..., db.Result], result: MakeResult
) -> None:
    arrive(engine, [part(2), result("/halaman/1", "Berita singkat.", url=URL)])
    assert rows(engine)[0]["text"] == "Berita singkat."
    assert arrive(engine, [part(1)]) == db.Counts(updated=1)
    assert rows(engine)[0]["text"] == f"{TEXTS[1]}\n\n{TEXTS[2]}"


def test_a_page_that_held_a_part_and_holds_all_now_is_whole(
    engine: Engine, part: Callable[..., db.Result], result: MakeResult
) -> None:
    whole = result("/halaman/1", "Semuanya di sini.", url=URL)
    arrive(engine, [part(1), part(2), whole, part(2, text="Warga pulang.")])
    assert rows(engine)[0]["text"] == "Semuanya di sini."
    assert db.find(engine, "/halaman/1") == whole


def test_what_is_missing_is_left_out_and_what_is_repeated_is_cut(
    engine: Engine, part: Callable[..., db.Result]
) -> None:
    again = TEXTS[1].split("\n\n")[0] + " Kepala pasar senang."
    arrive(engine, [part(1, text=again), part(3, text=f"Pasar Buka 1\n\n{again}\n\n{TEXTS[3]}")])
    [row] = rows(engine)
    assert row["text"].split("\n\n") == [again, TEXTS[3]]
    assert [cut["text"] for cut in row["cuts"] if cut["cleaner"] == "repeated"] == ["Pasar Buka 1", again]
    assert row["part_count"] == 2


def test_find_gives_a_part_by_its_locator_and_the_story_by_its_address(
    engine: Engine, part: Callable[..., db.Result]
) -> None:
    captures = [part(1), part(2)]
    db.store(engine, captures, "run")
    assert [db.find(engine, f"/halaman/{number}") for number in (1, 2)] == captures
    story = db.find(engine, URL)
    assert story is not None
    assert (story.page, story.article.part) == (captures[0].page, None)
    assert story.article.text == f"{TEXTS[1]}\n\n{TEXTS[2]}"
    assert story == db.find(engine, str(article_id(URL)))


def test_writers_at_the_same_time_lose_no_part(engine: Engine, result: MakeResult) -> None:
    stories = 12

    def captures(story: int) -> list[db.Result]:
        url = f"{URL}/{story}"
        parts = [result(f"/{story}/{n}", f"Bagian {n}.", url=url, part=n) for n in (1, 2, 3, 4)]
        return [*parts, result(f"/{story}/all", "Semua.", url=url)] if story % 3 == 0 else parts

    everything = [capture for story in range(stories) for capture in captures(story)]
    barrier = Barrier(3)
    done: list[int] = []

    def write(number: int) -> None:
        mine = Random(number).sample(everything[number::3], len(everything[number::3]))
        barrier.wait(10)
        for start in range(0, len(mine), 4):
            db.store(engine, mine[start : start + 4], f"run {number}")
        done.append(number)

    threads = [Thread(target=write, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(done) == 3
    found = {row["url"]: row["text"] for row in rows(engine)}
    joint = "\n\n".join(f"Bagian {n}." for n in (1, 2, 3, 4))
    assert found == {f"{URL}/{story}": "Semua." if story % 3 == 0 else joint for story in range(stories)}


def test_both_engines_store_the_same(
    part: Callable[..., db.Result], new_sqlite: Callable[[None], str], new_postgres: Callable[[None], str]
) -> None:
    stored = []
    for make in (new_sqlite, new_postgres):
        engine = db.open_engine(make(None))
        db.migrate(engine)
        db.store(engine, [part(3), part(1, language_confidence=0.1 + 0.2)], "run")
        stored.append((content(engine), rows(engine, ArticlePart.__table__)))
        engine.dispose()
    assert stored[0] == stored[1]


def test_a_story_without_an_address_is_known_by_its_page(engine: Engine, result: MakeResult) -> None:
    db.store(engine, [result("/a", "Satu.", part=2), result("/b", "Dua.", part=1)], "run")
    assert [row["text"] for row in rows(engine)] == [
        {article_id("/a"): "Satu.", article_id("/b"): "Dua."}[row["id"]] for row in rows(engine)
    ]


def columns_of_view(connection: Connection) -> set[str]:
    return set(connection.execute(text("SELECT * FROM articles_id")).keys())


def test_an_older_database_keeps_its_articles(engine: Engine, result: MakeResult) -> None:
    db.store(engine, [result(url=URL, kind="story")], "run")
    before = content(engine)
    with writing(engine) as connection:
        command.downgrade(config(connection), "0002")
        assert "part_count" not in columns_of_view(connection)
    db.migrate(engine)
    assert [{**row, "foreign_passages": []} for row in content(engine)] == before  # not known any more: NULL
    with engine.connect() as connection:
        assert "part_count" in columns_of_view(connection)
