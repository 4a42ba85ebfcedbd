"""Articles found by their words; both engines."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest
from alembic import command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, text, update
from sqlalchemy.exc import DatabaseError
from test_migrate import config

import db
from db.engine import writing
from db.ids import article_id
from db.models import StoredArticle
from db.search import MAX_CHARACTERS, phrases_of
from db.snippets import LENGTH, snippet, words_of

MakeResult = Callable[..., db.Result]
ARTICLES = StoredArticle.__table__
TEXTS = (
    "Warga Sukarimba menyambut gencatan senjata. Orang-orang turun ke jalan.",
    "Senjata tua dipamerkan di museum; tidak ada gencatan.",
    "Mbappé dan Müller datang, kata PDIP/PKS kepada kabar-rekaan.example pada 3.000 warga.",
    'Near and not or: "gencatan" * senjata AND (title) near/2.',
    "Pasar Tirtasari buka lagi.",
)


def put(engine: Engine, make: MakeResult, texts: Sequence[str] = TEXTS, **fields: Any) -> None:
    db.store(engine, [make(f"/arsip/{i}.html", text, **fields) for i, text in enumerate(texts)], "run")


def found(engine: Engine, words: str, **filters: Any) -> set[str]:
    """The texts' numbers."""
    return {hit.locator.removeprefix("/arsip/").removesuffix(".html") for hit in db.search(engine, words, **filters)}


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("gencatan senjata", "013"),  # all words, in any order
        ('"gencatan senjata"', "03"),  # across the mark between them
        ('"senjata gencatan"', ""),
        ("“gencatan senjata” warga", "0"),
        ('"gencatan senjata', "03"),  # not closed
        ("GENCATAN Sukarimba", "0"),
        ("orang", "0"),
        ("orang-orang", "0"),
        ("senjata-tua", "1"),  # what a hyphen joins is a phrase
        ("gencatan-tua", ""),
        ("mbappe muller", "2"),
        ("Mbappé MÜLLER", "2"),
        ("mbappe\u0301", "2"),
        ("pks", "2"),
        ("rekaan", "2"),
        ("kabar-rekaan.example", "2"),
        ("3.000", "2"),
        ("000", "2"),
        ("genca", ""),  # no beginnings of words
        ("genca*", ""),
    ],
)
def test_words_are_found_as_people_mean_them(engine: Engine, result: MakeResult, words: str, numbers: str) -> None:
    put(engine, result)
    assert found(engine, words) == set(numbers)


@pytest.mark.parametrize("words", ["", " \n", '"', '""" ', "* - +", "\x00", "\ud800", "…"])
def test_without_a_word_there_is_nothing_to_search_for(engine: Engine, words: str) -> None:
    with pytest.raises(db.Unsearchable, match="no word"):
        db.search(engine, words)


@pytest.mark.parametrize("words", ["a" * (MAX_CHARACTERS + 1), "ab " * MAX_CHARACTERS])
def test_too_many_words_are_refused(engine: Engine, words: str) -> None:
    with pytest.raises(db.Unsearchable, match="too much"):
        db.search(engine, words)


@pytest.mark.parametrize("words", ["\U0001d538" * MAX_CHARACTERS, "각" * MAX_CHARACTERS, "a " * MAX_CHARACTERS])
def test_as_many_as_are_allowed_can_be_searched_for(engine: Engine, words: str) -> None:
    assert db.search(engine, words) == []


OPERATORS = [
    *"\"*()^:{}+-|&!<>\\'%;,",
    "\x00",
    "AND",
    "OR",
    "NOT",
    "NEAR(",
    "NEAR",
    "title:",
    "--",
    "/*",
    "\ud83d",
    " ",
]
WORDS = ["gencatan", "senjata", "Orang", "near", "not", "or", "and", "title", "warga", "MULLER", "2", "pasar", "x"]


def test_what_users_type_is_only_ever_words(engine: Engine, result: MakeResult) -> None:
    """Whatever operators of FTS5, SQL or tsquery stand among the words, what is found is what has the words."""
    put(engine, result)
    said = [[word for word, _, _ in words_of(text)] for text in TEXTS]

    @settings(max_examples=150, deadline=None)
    @given(
        pieces=st.lists(st.sampled_from(OPERATORS + WORDS) | st.text("aé1…“”«\u200b\n\t'", max_size=3), max_size=8),
        glue=st.sampled_from(["", " "]),
    )
    def check(pieces: list[str], glue: str) -> None:
        try:
            phrases = phrases_of(glue.join(pieces))
        except db.Unsearchable:
            return
        expected = {
            str(i)
            for i, words in enumerate(said)
            if all(any(words[at : at + len(phrase)] == phrase for at in range(len(words))) for phrase in phrases)
        }
        assert found(engine, glue.join(pieces)) == expected

    check()


def test_no_text_is_an_error(engine: Engine, result: MakeResult) -> None:
    """What counts as a letter differs a little between the engines and Python, but no character does harm."""
    put(engine, result)

    @settings(max_examples=150, deadline=None)
    @given(st.text(min_size=1, max_size=20))
    def check(typed: str) -> None:
        with suppress(db.Unsearchable):
            found(engine, typed)

    check()


def test_the_headline_counts_more_than_the_text_and_short_more_than_long(engine: Engine, result: MakeResult) -> None:
    filler = " Warga menanam padi di sawah sebelah timur." * 20
    articles = [
        result("/once-in-long", "Banjir surut." + filler),
        result("/headline", "Air surut." + filler, title="Banjir di Sukarimba"),
        result("/often", "Banjir lagi. Banjir besar. Banjir surut." + filler),
        result("/none", filler),
    ]
    db.store(engine, articles, "run")
    hits = db.search(engine, "banjir")
    assert [hit.locator for hit in hits] == ["/headline", "/often", "/once-in-long"]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[-1].score > 0
    assert [hit.locator for hit in db.search(engine, "banjir", limit=1)] == ["/headline"]


def test_filters(engine: Engine, result: MakeResult) -> None:
    articles = [
        result("/a", "Pasar buka.", outlet="kabar", published_at=datetime(2026, 8, 6, 23, 30, tzinfo=UTC)),
        result("/b", "Pasar tutup.", outlet="warta", published_at=datetime(2026, 8, 7, 0, 0, tzinfo=UTC)),
        result("/c", "Pasar ramai.", outlet="warta", language="ms"),
    ]
    db.store(engine, articles, "run")

    def locators(**filters: Any) -> str:
        return "".join(sorted(hit.locator[1:] for hit in db.search(engine, "pasar", **filters)))

    assert locators() == "abc"
    assert locators(outlet="warta") == "bc"
    assert locators(outlet="warta' OR 1=1") == ""
    assert locators(language="ms") == "c"
    assert locators(since=date(2026, 8, 7)) == "b"
    assert locators(until=date(2026, 8, 6)) == "a"
    assert locators(since=date(2026, 8, 6), until=date(2026, 8, 7), language="id") == "ab"


def test_a_hit_says_what_is_known_and_where_the_words_stand(engine: Engine, result: MakeResult) -> None:
    when = datetime(2026, 8, 7, tzinfo=UTC)
    url = "https://kabar-rekaan.example/pasar"
    db.store(engine, [result("/a", "Pagi itu\n\nPasar buka.", title="Pasar", url=url, published_at=when)], "run")
    [hit] = db.search(engine, "PASAR")
    assert (hit.id, hit.url, hit.published_at, hit.language, hit.outlet) == (article_id(url), url, when, "id", None)
    assert hit.title == ("Pasar", ((0, 5),))
    assert hit.snippet == ("Pagi itu Pasar buka.", ((9, 14),))


def intact(engine: Engine) -> bool:
    """Whether FTS5 holds what the articles say, no less and no more; Postgres computes its column from them."""
    if engine.dialect.name != "sqlite":
        return True
    try:
        with writing(engine) as connection:
            connection.execute(text("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"))
    except DatabaseError:
        return False
    return True


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(
    changes=st.lists(
        st.tuples(st.sampled_from(["store", "edit", "delete", "rename"]), st.integers(0, 4), st.sampled_from(TEXTS)),
        max_size=12,
    )
)
def test_the_index_follows_whatever_changes_an_article(
    engine: Engine, result: MakeResult, changes: list[tuple[str, int, str]]
) -> None:
    for change, number, said in changes:
        locator = f"/arsip/{number}.html"
        this = ARTICLES.c.locator == locator
        with writing(engine) as connection:
            if change == "delete":
                connection.execute(delete(ARTICLES).where(this))
            elif change == "edit":
                connection.execute(update(ARTICLES).where(this).values(text=said, title=said[:9]))
            elif change == "rename":
                connection.execute(update(ARTICLES).where(this).values(outlet=said[:5]))
        if change == "store":
            db.store(engine, [result(locator, said, title=said[-9:])], "run")
    assert intact(engine)
    queries = ["senjata", "warga", "pasar", "mbappe", "lagi", '"gencatan senjata"']
    answers = [found(engine, query) for query in queries]
    if engine.dialect.name == "sqlite":
        with writing(engine) as connection:
            connection.execute(text("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')"))
    assert [found(engine, query) for query in queries] == answers
    with writing(engine) as connection:
        connection.execute(delete(ARTICLES))


def test_an_index_that_is_not_kept_is_noticed(engine: Engine, result: MakeResult) -> None:
    """So that the test above can fail."""
    if engine.dialect.name != "sqlite":
        pytest.skip("Postgres computes its column itself")
    with writing(engine) as connection:
        connection.execute(text("DROP TRIGGER articles_fts_update"))
    put(engine, result)
    with writing(engine) as connection:
        connection.execute(update(ARTICLES).values(text="Lain."))
    assert not intact(engine)


def test_the_index_is_merged_by_sixteen_segments(engine: Engine, result: MakeResult) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("Postgres has no segments")
    segments = []
    for number in range(40):
        db.store(engine, [result(f"/arsip/{number}.html", TEXTS[number % 5])], "run")
        with engine.connect() as connection:
            segments.append(connection.scalar(text("SELECT count(DISTINCT segid) FROM articles_fts_idx")))
    assert segments[:15] == list(range(1, 16))
    assert max(segments) < 32
    assert len(found(engine, "pasar")) == 8


def test_what_was_stored_before_is_found_after_the_migration(engine: Engine, result: MakeResult) -> None:
    put(engine, result)
    with writing(engine) as connection:
        command.downgrade(config(connection), "0006")
    with writing(engine) as connection:
        connection.execute(update(ARTICLES).where(ARTICLES.c.text == TEXTS[4]).values(text="Jembatan gantung."))
    db.migrate(engine)
    assert found(engine, "senjata") == set("013")
    assert found(engine, "jembatan") == {"4"}
    assert intact(engine)


def test_a_text_of_any_length_is_stored_and_found_by_its_beginning(engine: Engine, result: MakeResult) -> None:
    """A tsvector has a limit of 1 MB, and a word in it of 2 kB."""
    number = count()
    many = " ".join(chr(0x4E00 + next(number) % 20_000) + hex(next(number)) for _ in range(100_000))
    texts = [
        f"Pasar{space}" + said for said in (many, "x" * 1_200_000, "\U0001d538" * 250_000) for space in (" ", "\n\n")
    ]
    put(engine, result, texts)
    assert len(found(engine, "pasar")) == len(texts)


def test_the_view_of_indonesian_articles_has_the_columns_of_the_articles(engine: Engine) -> None:
    with engine.connect() as connection:
        columns = connection.execute(text("SELECT * FROM articles_id")).keys()
    assert set(columns) == set(ARTICLES.c.keys())


# --- snippets, which need no database -----------------------------------------------------------------------------


def test_a_snippet_shows_where_most_of_the_words_stand() -> None:
    said = "Pasar buka. " + "Warga menanam padi. " * 40 + "Harga gabah di pasar naik. " + "Warga menanam padi. " * 40
    shown = snippet(said, [["pasar"], ["gabah"]])
    assert [shown.text[start:end] for start, end in shown.marks] == ["gabah", "pasar"]
    assert shown.text.startswith("… ")
    assert shown.text.endswith(" …")
    assert LENGTH / 2 < len(shown.text) <= LENGTH + 4
    assert shown.text.removeprefix("… ").split()[0] in ("Warga", "menanam", "padi.")


def test_a_snippet_of_a_text_without_the_words_is_its_beginning() -> None:
    assert snippet("Pasar buka.", [["gabah"]]) == ("Pasar buka.", ())
    assert snippet("", [["gabah"]]) == ("", ())
    assert snippet("padi " * 100, [["gabah"]]).text.startswith("padi padi")


@given(
    said=st.text(alphabet="ab \n.é-", max_size=600),
    phrases=st.lists(st.lists(st.sampled_from(["a", "b", "ab", "e", "ae"]), min_size=1, max_size=3), min_size=1),
    length=st.sampled_from([20, 60, None]),
)
def test_marks_are_where_the_words_are(said: str, phrases: list[list[str]], length: int | None) -> None:
    shown = snippet(said, phrases, length)
    assert "\n" not in shown.text
    reach = 0
    for start, end in shown.marks:
        assert reach <= start < end <= len(shown.text)
        assert [word for word, _, _ in words_of(shown.text[start:end])] in phrases
        reach = end
    if length is None:
        assert shown.text.split() == said.split()
    elif any(one in [word for word, _, _ in words_of(said)] for [one] in [p for p in phrases if len(p) == 1]):
        assert shown.marks


def test_time_grows_with_length_only() -> None:
    started = time.perf_counter()
    for said in ("a " * 400_000, "a" * 400_000, " " * 400_000, "-" * 400_000, "a b " * 200_000):
        snippet(said, [["a", "b"], ["a"] * 50 + ["b"], ["b", "b"]])
    assert time.perf_counter() - started < 10
