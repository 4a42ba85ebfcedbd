"""What is stored of pages, their edits and their copies; both engines."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from threading import Barrier, Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, RowMapping, event, inspect, select, text

import db
from cleaners.model import Cut
from db.engine import writing
from db.ids import article_id
from db.models import ArticlePage, Base, Page, PageBody, StoredArticle

MakeResult = Callable[..., db.Result]
URL = "https://kabar-rekaan.example/pasar"
DAYS = [None, *(datetime(2026, 8, day, tzinfo=UTC) for day in (1, 2))]
ARTICLES = StoredArticle.__table__


def rows(engine: Engine, table: Any = ARTICLES) -> Sequence[RowMapping]:
    with engine.connect() as connection:
        return connection.execute(select(table).order_by(*table.primary_key)).mappings().all()


def content(engine: Engine) -> list[dict[str, Any]]:
    """The articles, but for what says when they were stored."""
    return [{name: row[name] for name in row if name not in ("cleaned_at", "run_id")} for row in rows(engine)]


def texts(engine: Engine) -> list[str]:
    return sorted(row["text"] for row in rows(engine))


def empty(engine: Engine) -> None:
    with writing(engine) as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())


def test_all_that_is_known_of_an_article_is_stored(engine: Engine, result: MakeResult) -> None:
    wib = timezone(timedelta(hours=7))
    stored = result(
        text="Pasar Sukarimba buka 24 jam.\n\nWarga senang.",
        url=URL,
        title="Pasar Buka",
        deck="Sejak Senin",
        authors=("Wirya Sontani", "TEMPO"),
        editors=("Sari Melur",),
        published_at=datetime(2026, 8, 7, 6, 30, tzinfo=wib),
        published_zone="WIB",
        tags=("pasar",),
        cuts=(Cut("crosslink", "Baca juga: Harga Gabah", 10, 32),),
        sources={"title": "h1"},
        language_confidence=0.1 + 0.2,
        page={"url": URL + "?page=all", "fetched_at": datetime(2026, 8, 8, tzinfo=wib), "extra": {"id": 7}},
    )
    assert db.store(engine, [stored], "run") == db.Counts(stored=1)
    assert db.find(engine, URL) == stored
    [row] = rows(engine)
    assert row["published_at"].utcoffset() == timedelta(0)
    assert (row["word_count"], row["sentence_count"], row["foreign_share"]) == (7, 2, 0)
    assert row["boilerplate_share"] == 22 / (22 + 43)
    [page] = rows(engine, Page.__table__)
    assert (page["locator"], page["refused"], page["run_id"]) == ("/arsip/1.html", None, "run")
    [body] = rows(engine, PageBody.__table__)
    assert body["body"].startswith(b"\x28\xb5\x2f\xfd")  # the magic number of zstd


def test_the_same_again_changes_nothing(engine: Engine, result: MakeResult) -> None:
    db.store(engine, [result()], "a")
    before = rows(engine)
    assert db.store(engine, [result()], "b") == db.Counts(unchanged=1)
    assert rows(engine) == before
    assert len(rows(engine, Page.__table__)) == 1


def test_an_edited_file_updates_its_article_and_so_does_its_former_content(engine: Engine, result: MakeResult) -> None:
    for version, counts in (
        ("Pagi.", db.Counts(stored=1)),
        ("Siang.", db.Counts(updated=1)),
        ("Pagi.", db.Counts(updated=1)),
    ):
        assert db.store(engine, [result(text=version)], "run") == counts
        assert texts(engine) == [version]
    assert len(rows(engine, Page.__table__)) == 2


def test_the_last_of_two_captures_in_one_call_is_the_newest(engine: Engine, result: MakeResult) -> None:
    first, last = result(text="Pagi."), result(text="Siang.")
    assert db.store(engine, [first, last, first], "run") == db.Counts(stored=1, unchanged=2)
    assert texts(engine) == ["Pagi."]
    assert db.store(engine, [first, last], "run") == db.Counts(updated=1, unchanged=1)
    assert texts(engine) == ["Siang."]


def test_other_rules_renew_an_article_that_they_read_alike(engine: Engine, result: MakeResult) -> None:
    db.store(engine, [result(ruleset="1")], "run")
    assert db.store(engine, [result(ruleset="2")], "run") == db.Counts(unchanged=1)
    assert rows(engine)[0]["ruleset"] == "2"


def test_the_better_of_two_pages_gives_the_article_and_both_belong_to_it(engine: Engine, result: MakeResult) -> None:
    old = result("/b", "Lama.", url=URL, page={"fetched_at": DAYS[1]})
    new = result("/a", "Baru.", url=URL, page={"fetched_at": DAYS[2]})
    greater = result("/c", "Sama waktunya.", url=URL, page={"fetched_at": DAYS[2]})
    undated = result("/d", "Tanpa waktu.", url=URL)
    counted = [db.store(engine, [page], "run") for page in (old, new, undated, greater, old)]
    assert counted == [
        db.Counts(stored=1),
        db.Counts(updated=1),
        db.Counts(unchanged=1),
        db.Counts(updated=1),
        db.Counts(unchanged=1),
    ]
    [row] = rows(engine)
    assert (row["text"], row["locator"], row["id"]) == ("Sama waktunya.", "/c", article_id(URL))
    assert len(rows(engine, ArticlePage.__table__)) == 4
    found = db.find(engine, "/b")
    assert found is not None
    assert (found.page, found.article) == (old.page, greater.article)


def test_locators_are_compared_by_code_point_and_not_by_language(engine: Engine, result: MakeResult) -> None:
    for locator in ("/a", "/B", "/á"):
        db.store(engine, [result(locator, f"Dari {locator}.", url=URL)], "run")
    assert texts(engine) == ["Dari /á."]
    db.store(engine, [result("/Z", "Dari /Z.", url=URL)], "run")
    assert texts(engine) == ["Dari /á."]
    if engine.dialect.name == "postgresql":  # whose server may compare by language
        columns = {column["name"]: column["type"] for column in inspect(engine).get_columns("articles")}
        assert columns["locator"].collation == "C"


def test_a_capture_seen_again_later_counts_as_later(engine: Engine, result: MakeResult) -> None:
    def fetched(words: str, day: datetime | None) -> None:
        db.store(engine, [result("https://x.example/", words, page={"fetched_at": day})], "run")

    fetched("Pagi.", DAYS[1])
    fetched("Siang.", DAYS[2])
    fetched("Pagi.", DAYS[2])
    assert texts(engine) == ["Pagi."]
    fetched("Pagi.", None)
    assert {page["fetched_at"] for page in rows(engine, Page.__table__)} == {DAYS[2]}


def test_of_a_file_whose_fetch_was_earlier_the_order_of_arrival_does_not_count(
    engine: Engine, result: MakeResult
) -> None:
    db.store(engine, [result(text="Baru.", page={"fetched_at": DAYS[2]})], "run")
    db.store(engine, [result(text="Lama.", page={"fetched_at": DAYS[1]})], "run")
    assert texts(engine) == ["Baru."]


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[list[tuple[Any, ...]], list[tuple[int, bool]]]:
    """Pages as (number of the URL, fetched_at, locator), and an order of them with the ends of batches marked."""
    page = st.tuples(st.sampled_from([None, 1, 2]), st.sampled_from(DAYS), st.sampled_from("abc"))
    pages = draw(st.lists(page, min_size=1, max_size=7, unique=True))
    order = draw(st.permutations(range(len(pages))))
    return pages, [(number, draw(st.booleans())) for number in order]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(arrivals())
def test_neither_order_nor_batches_matter(
    engine: Engine, result: MakeResult, arrivals: tuple[list[tuple[Any, ...]], list[tuple[int, bool]]]
) -> None:
    pages, order = arrivals
    results = [
        result(f"/{locator}", f"Halaman {i}.", url=url and f"{URL}/{url}", page={"fetched_at": day})
        for i, (url, day, locator) in enumerate(pages)
    ]
    empty(engine)
    db.store(engine, results, "run")
    together = content(engine)
    links = rows(engine, ArticlePage.__table__)
    empty(engine)
    batch = []
    for number, last in order:
        batch.append(results[number])
        if last:
            db.store(engine, batch, "run")
            batch = []
    db.store(engine, batch, "run")
    assert content(engine) == together
    assert rows(engine, ArticlePage.__table__) == links
    keys = {(url and f"{URL}/{url}") or f"/{locator}" for url, _, locator in pages}
    assert {row["id"] for row in together} == {article_id(key) for key in keys}


def test_writers_at_the_same_time_agree_on_the_best_page(engine: Engine, result: MakeResult) -> None:
    results = [result(f"/{i:03}", f"Halaman {i}.", url=f"{URL}/{i % 5}") for i in range(60)]
    barrier = Barrier(3)
    counts: list[db.Counts] = []

    def write(seed: int) -> None:
        mine = Random(seed).sample(results, len(results))
        barrier.wait(10)
        counts.extend(db.store(engine, mine[i : i + 20], "run") for i in range(0, len(mine), 20))

    threads = [Thread(target=write, args=(seed,)) for seed in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(counts) == 9
    assert sum(count.stored for count in counts) == 5
    assert texts(engine) == [f"Halaman {i}." for i in range(55, 60)]
    assert len(rows(engine, ArticlePage.__table__)) == 60


def test_writers_meet_on_primary_keys_only(new_postgres: Callable[[None], str]) -> None:
    """On Postgres ON CONFLICT looks after the key that it names: another constraint that is checked at once fails one
    of two writers of the same row."""
    engine = db.open_engine(new_postgres(None))
    db.migrate(engine)
    at_once = "SELECT indexrelid::regclass::text FROM pg_index WHERE indisunique AND indimmediate AND NOT indisprimary"
    with engine.connect() as connection:
        assert not connection.scalars(text(f"{at_once} AND indexrelid >= 16384")).all()  # those of Postgres are below
    engine.dispose()


def test_a_better_page_that_comes_in_between_is_not_overwritten(
    result: MakeResult, new_postgres: Callable[[None], str]
) -> None:
    """On Postgres another writer may store between the look at an article and the write (on SQLite it waits)."""
    url = new_postgres(None)
    engine, other = db.open_engine(url), db.open_engine(url)
    db.migrate(engine)
    worse, better = result("/a", "Satu.", url=URL), result("/b", "Dua.", url=URL)

    @event.listens_for(engine, "after_cursor_execute")
    def come_in_between(_: Any, __: Any, statement: str, *___: Any) -> None:
        if "FROM articles" in statement and not db.count_articles(other):
            db.store(other, [better], "other")

    counts = db.store(engine, [worse], "run")
    assert (counts.stored, counts.unchanged) == (0, 1)  # it was new when it was looked for
    assert texts(other) == ["Dua."]
    assert len(rows(other, ArticlePage.__table__)) == 2
    engine.dispose()
    other.dispose()


def test_both_engines_store_the_same(
    result: MakeResult, new_sqlite: Callable[[None], str], new_postgres: Callable[[None], str]
) -> None:
    results = [
        result(f"/{i}", f"Pasar {i} buka.", url=f"{URL}/{i % 3}", page={"fetched_at": DAYS[i % 2]}, tags=("é", "b"))
        for i in range(9)
    ]
    stored = []
    for make in (new_sqlite, new_postgres):
        engine = db.open_engine(make(None))
        db.migrate(engine)
        db.store(engine, results, "run")
        stored.append((content(engine), rows(engine, ArticlePage.__table__), db.sample(engine, 5)))
        engine.dispose()
    assert stored[0] == stored[1]


def test_a_large_batch_goes_in_and_is_settled(engine: Engine, result: MakeResult) -> None:
    results = [result(f"/{i}", f"Halaman {i}.") for i in range(2_100)]
    assert db.store(engine, results, "run") == db.Counts(stored=2_100)
    assert db.store(engine, results[::-1], "run") == db.Counts(unchanged=2_100)
    assert db.count_articles(engine) == 2_100


def test_nul_and_lone_surrogates_never_reach_the_database(engine: Engine, result: MakeResult) -> None:
    bad = "\x00\ud800"
    stored = result(
        f"/arsip/{bad}1.html",
        f"Pasar{bad} buka.",
        url=URL + bad,
        title=bad,
        tags=(f"pa{bad}sar",),
        cuts=(Cut("crosslink", f"Baca{bad} juga", 0, 9),),
        sources={"title": f"h1{bad}"},
        page={
            "body": b"Pasar\x00 buka.",
            "url": URL + bad,
            "extra": {f"k{bad}": [bad, 1, float("nan"), {"x": bad}], "when": DAYS[1]},
        },
    )
    refused = result(f"/arsip/{bad}2.html", refused=f"empty{bad}")
    assert db.store(engine, [stored, refused], "run") == db.Counts(stored=1, quarantined={"empty": 1})
    db.quarantine(engine, [db.Rejected(f"/{bad}3", "read", f"unreadable{bad}", error=f"no{bad}")])
    db.finish_run(engine, db.start_run(engine, f"run{bad}", "1"), db.Counts(quarantined={f"x{bad}": 1}), {})
    found = db.find(engine, f"/arsip/{bad}1.html")
    assert found is not None
    assert found.page.body == b"Pasar\x00 buka."
    assert found.page.extra == {"k": ["", 1, None, {"x": ""}], "when": "2026-08-01 00:00:00+00:00"}
    assert (found.article.text, found.article.tags, found.article.title) == ("Pasar buka.", ("pasar",), "")
    assert (found.article.url, found.article.cuts[0].text) == (URL, "Baca juga")


def test_letters_are_stored_as_they_are(engine: Engine, result: MakeResult) -> None:
    db.store(engine, [result(tags=("Café",))], "run")
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM articles WHERE CAST(tags AS text) LIKE '%Café%'")) == 1


@pytest.mark.parametrize("where", ["published_at", "modified_at", "fetched_at"])
def test_naive_times_are_refused_and_nothing_is_stored(engine: Engine, result: MakeResult, where: str) -> None:
    naive = datetime(2026, 8, 7, 6, 30)
    fields = {"page": {where: naive}} if where == "fetched_at" else {where: naive}
    with pytest.raises(ValueError, match="has no time zone"):
        db.store(engine, [result("/1"), result("/2", **fields)], "run")
    assert rows(engine) == rows(engine, Page.__table__) == []


def test_nothing_to_store_is_fine(engine: Engine) -> None:
    assert db.store(engine, [], "run") == db.Counts()
    db.quarantine(engine, [])
    assert db.settled(engine, [], "1") == {}
