"""Where a crawl stands: what waits, whose turn it is, and what is not asked for again; both engines."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, select, update

import db
from cleaners.model import Article, RawPage
from db import frontier
from db.candidates import Candidate, enqueue
from db.captures import stored_page
from db.engine import writing
from db.frontier import Address
from db.models import Page
from db.results import Result
from db.sources import Source, find_source, keep_source
from db.web import Frontier

ROOT = Path(__file__).parents[2]
NOW = datetime.now(UTC)
DAY = timedelta(days=1)
HOST = "kabar-rekaan.example"


def candidate(number: int, lastmod: datetime | None = None, scheme: str = "https") -> Candidate:
    url = f"{scheme}://{HOST}/berita/{number}"
    return Candidate(url, HOST, "kabar", url, lastmod)


def take(engine: Engine, run: str = "run", limit: int = 99) -> list[Address]:
    return frontier.take(engine, "kabar", HOST, run, limit)


def keep(engine: Engine, address: Address, body: bytes = b"<p>Pasar buka.</p>", run: str = "run") -> None:
    validators = {"etag": '"e1"', "last_modified": "Fri, 07 Aug 2026 02:15:00 GMT"}
    page = RawPage(address.url, body, address.url, "text/html", datetime.now(UTC), http_status=200, **validators)
    frontier.keep(engine, address, page, "kabar", run)


def do(engine: Engine, run: str = "run") -> int:
    """Fetch and read all that waits."""
    addresses = take(engine, run)
    for address in addresses:
        keep(engine, address, run=run)
    frontier.finish(engine, [arrived.id for arrived in frontier.fetched(engine, "kabar", HOST, run)])
    return len(addresses)


def states(engine: Engine) -> dict[str, str]:
    with engine.connect() as connection:
        rows = connection.execute(select(Frontier.url, Frontier.state)).all()
    return {url.rpartition("/")[2]: state for url, state in rows}


def test_the_newest_has_its_turn_first_and_the_undated_last(engine: Engine) -> None:
    assert enqueue(engine, [candidate(1), candidate(2, NOW - DAY), candidate(3, NOW)]) == 3
    assert [address.url[-1] for address in take(engine, limit=2)] == ["3", "2"]


def test_what_waits_or_was_fetched_is_not_named_twice(engine: Engine) -> None:
    assert enqueue(engine, [candidate(1), candidate(1), candidate(2)]) == 2
    assert enqueue(engine, [candidate(1), candidate(2, scheme="http")]) == 0
    assert do(engine) == 2
    assert enqueue(engine, [candidate(1), candidate(2, NOW - DAY)]) == 0
    assert do(engine, "next") == 0


def test_what_changed_since_is_fetched_again_with_the_validators_of_its_page(engine: Engine) -> None:
    enqueue(engine, [candidate(1, NOW - DAY)])
    [first] = take(engine)
    assert (first.etag, first.last_modified) == (None, None)
    keep(engine, first)
    frontier.finish(engine, [first.id])
    changed = datetime.now(UTC) + timedelta(minutes=1)
    assert enqueue(engine, [candidate(1, changed)]) == 1
    [again] = take(engine, "next")
    assert (again.etag, again.last_modified) == ('"e1"', "Fri, 07 Aug 2026 02:15:00 GMT")
    frontier.keep_unchanged(engine, again, "next")
    frontier.finish(engine, [again.id])
    assert enqueue(engine, [candidate(1, changed)]) == 0  # a clock that is ahead says so each time


def test_an_article_that_is_stored_is_not_fetched_unless_it_has_changed(engine: Engine) -> None:
    fetched = NOW - DAY
    for number, scheme in ((1, "https"), (2, "http")):
        url = f"{scheme}://{HOST}/berita/{number}"
        page = RawPage(f"/arsip/{number}.html", b"<p>Pasar.</p>", url, fetched_at=fetched)
        db.store(engine, [Result(page, Article(text="Pasar.", url=url, ruleset="r1"))], None)
    assert enqueue(engine, [candidate(1), candidate(2), candidate(1, fetched - DAY)]) == 0
    assert enqueue(engine, [candidate(1, fetched + timedelta(hours=1)), candidate(2)]) == 1


def test_a_part_of_a_stored_story_is_fetched(engine: Engine) -> None:
    url = f"https://{HOST}/berita/1"
    page = RawPage(url, b"<p>Pasar.</p>", url, fetched_at=NOW)
    db.store(engine, [Result(page, Article(text="Pasar.", url=url, part=1, ruleset="r1"))], None)
    assert enqueue(engine, [Candidate(f"{url}?page=2", HOST, "kabar")]) == 1


def test_a_page_is_stored_raw_before_it_is_read(engine: Engine) -> None:
    enqueue(engine, [candidate(1)])
    [address] = take(engine)
    keep(engine, address)
    assert states(engine) == {"1": "fetched"}
    [arrived] = frontier.fetched(engine, "kabar", HOST, "run")
    page = stored_page(engine, arrived.page_id)
    assert page
    assert (page.body, page.url) == (b"<p>Pasar buka.</p>", address.url)
    with engine.connect() as connection:
        row = connection.execute(select(Page.http_status, Page.etag, Page.outlet, Page.ruleset)).one()
    assert tuple(row) == (200, '"e1"', "kabar", "")
    assert db.settled(engine, [(page.locator, "x")], "r1") == {}


def test_fetching_a_page_again_leaves_what_was_read_of_it(engine: Engine) -> None:
    enqueue(engine, [candidate(1)])
    [address] = take(engine)
    keep(engine, address)
    page = stored_page(engine, frontier.fetched(engine, "kabar", HOST, "run")[0].page_id)
    assert page
    db.store(engine, [Result(page, Article(text="Pasar buka.", url=page.url, outlet="kabar", ruleset="r1"))], "run")
    keep(engine, address, run="next")
    with engine.connect() as connection:
        row = connection.execute(select(Page.ruleset, Page.refused, Page.http_status, Page.run_id)).one()
    assert tuple(row) == ("r1", None, 200, "next")


def test_what_failed_waits_for_the_next_run(engine: Engine) -> None:
    enqueue(engine, [candidate(1)])
    [address] = take(engine)
    frontier.fail(engine, address, "http 503", "run")
    assert take(engine) == []
    assert frontier.pending(engine, "kabar", "run") == []
    assert frontier.count_waiting(engine, ["kabar"]) == 1
    [again] = take(engine, "next")
    assert again.attempts == 1


def test_what_is_refused_waits_until_it_is_due_and_named_again(engine: Engine) -> None:
    enqueue(engine, [candidate(1), candidate(2)])
    for address in take(engine):
        frontier.fail(engine, address, "http 404", "run", due_at=NOW + DAY * (1 if address.url[-1] == "1" else -1))
    assert take(engine, "next") == []
    assert enqueue(engine, [candidate(1), candidate(2)]) == 1
    assert [address.url[-1] for address in take(engine, "next")] == ["2"]


def test_a_host_that_is_left_alone_keeps_what_waits_for_the_next_run(engine: Engine) -> None:
    enqueue(engine, [candidate(number) for number in range(5)])
    take(engine, limit=2)
    frontier.leave(engine, "kabar", HOST, "host resting", "run")
    assert take(engine) == []
    assert len(take(engine, "next")) == 5


def test_two_processes_do_not_take_the_same(engine: Engine, url: str) -> None:
    enqueue(engine, [candidate(number) for number in range(20)])
    code = (
        "import sys, db; from db import frontier; engine = db.open_engine(sys.argv[1]); sys.stdin.read();"
        f"print(*(address.id for address in frontier.take(engine, 'kabar', '{HOST}', 'run', 12)))"
    )
    command = [sys.executable, "-c", code, url]
    takers = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    for taker in takers:
        assert taker.stdin
        taker.stdin.close()
    taken = [taker.stdout.read().split() if taker.stdout else [] for taker in takers]
    assert [taker.wait(30) for taker in takers] == [0, 0]
    assert sorted(map(len, taken)) == [8, 12]
    assert len({*taken[0], *taken[1]}) == 20
    assert take(engine) == []  # they might still be at work, as far as this run knows
    frontier.reclaim(engine)
    assert len(take(engine)) == 20


def test_what_another_machine_took_is_free_after_an_hour(engine: Engine) -> None:
    enqueue(engine, [candidate(1)])
    take(engine)
    for expires, free in ((NOW + frontier.LEASE / 2, 0), (NOW - DAY, 1)):
        with writing(engine) as connection:
            connection.execute(update(Frontier).values(owner="elsewhere/1:1", expires_at=expires))
        frontier.reclaim(engine)
        assert len(take(engine)) == free


def test_hosts_with_work_are_told(engine: Engine) -> None:
    other = Candidate("https://bola.kabar-rekaan.example/1", "bola.kabar-rekaan.example", "kabar")
    enqueue(engine, [candidate(1), candidate(2), other])
    keep(engine, take(engine, limit=1)[0])
    assert frontier.pending(engine, "kabar", "run") == [("bola.kabar-rekaan.example", 1, 0), (HOST, 1, 1)]


def test_a_source_is_remembered(engine: Engine) -> None:
    source = Source(f"https://{HOST}/rss", "kabar", NOW, NOW - DAY, 20, '"a"', None)
    assert find_source(engine, source.url) is None
    keep_source(engine, source)
    assert find_source(engine, source.url) == source
    newer = Source(source.url, "kabar", NOW + DAY)
    keep_source(engine, newer)
    assert find_source(engine, source.url) == newer
