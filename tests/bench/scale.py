"""`make bench-scale`: whether the cost stays the same as the corpus grows, and what Prefect costs.

    python -m tests.bench.scale [growth|prefect] [--articles N] [--pages N] [--rounds N]

Databases of a twentieth, of a quarter and of all N articles are filled by `kliping run`. Then each of them is asked to
do the same, in turn. With nothing said otherwise the tables take their place in `docs/performance.md`. It takes an hour
and 5 GB of disk.
"""

import argparse
import json
import os
import random
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median

import psutil

from cleaners import extract
from flows.server import local_server
from tests.bench import pages
from tests.bench.document import PERFORMANCE, Bound, bounds_table, fill, occasion, versions
from tests.bench.processes import KLIPING, Cost, run
from tests.bench.runs import ratio
from tests.bench.table import markdown

ARTICLES = 200_000
SHARES = (20, 4, 1)
NEW = 5_000  # articles that come to each of the databases
PAGES = 6_000  # with and without Prefect
ROUNDS = 3
NAMES = 2_000
RUN = f"kliping run, {NEW:,} new articles"
QUESTIONS = {"a name": "NAME", "a word": "jembatan", "two words": "jembatan warga", "a common word": "warga"}


def articles(first: int, count: int) -> Iterator[dict[str, str]]:
    """Text captures of some 200 words, of 20 papers: sentences of the sample stories in ever other order, and names."""
    stories = [extract(page.html.encode(), None, "text/html").text for page in pages.originals()]
    sentences = sorted({said for story in stories for said in re.split(r"(?<=[.!?])\s+", story) if len(said) > 60})
    names = invented(NAMES)
    for number in range(first, first + count):
        dice = random.Random(number)
        said = [*dice.sample(sentences, 12), f"Hal itu disampaikan oleh {dice.choice(names)} pada hari yang sama."]
        words = dice.sample(f"{said[0]} {said[1]}".split(), 8)
        body = [" ".join(said[place : place + 3]) for place in range(0, 13, 3)]
        day = f"{dice.randint(1, 28):02}/{dice.randint(1, 12):02}/{dice.randint(2015, 2025)}"
        time = f"{number % 24:02}:{number % 60:02}"
        yield {
            "url": f"https://kabar-{number % 20}.example/berita/{number}",
            "text": "\n\n".join([f"{' '.join(words).title()} {number}", f"{day} {time} WIB", *body]),
        }


def invented(count: int) -> list[str]:
    """Names that no sample page has."""
    dice = random.Random(0)
    syllables = [consonant + vowel for consonant in "bdgjklmnprstw" for vowel in "aiueo"]
    return ["".join(dice.choices(syllables, k=5)).capitalize() for _ in range(count)]


def dump(path: Path, first: int, count: int) -> Path:
    """A file of such articles."""
    with path.open("w") as file:
        file.writelines(json.dumps(article) + "\n" for article in articles(first, count))
    return path


def tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def at(database: Path) -> tuple[str, str]:
    return "--db", f"sqlite:///{database}"


def grown(folder: Path, counts: Sequence[int]) -> dict[int, Path]:
    """A database for each of the counts of articles, made of the one before."""
    making, held = folder / "making.db", 0
    databases: dict[int, Path] = {}
    for count in counts:
        more = dump(folder / f"{held}.jsonl", held, count - held)
        cost = run(*KLIPING, "run", more, *at(making), "--workers", 2)
        tell(f"{count:,} articles: {(count - held) / cost.cpu:.0f} a CPU second")
        databases[count], held = copied(making, folder / f"{count}.db"), count
    making.unlink()
    return databases


def copied(database: Path, to: Path, stale: int = 0) -> Path:
    """A copy of a database, in which some pages are said to be read by other rules."""
    shutil.copy(database, to)
    with to.open("rb+") as file:
        os.fsync(file.fileno())  # else the first that writes to the copy pays for all of it
    with sqlite3.connect(to) as connection:
        connection.execute("UPDATE pages SET ruleset = 'other' WHERE id IN (SELECT id FROM pages LIMIT ?)", [stale])
    connection.close()
    return to


def commands(folder: Path, new: Path) -> dict[str, Sequence[object]]:
    """What is done with each of the databases, in turn."""
    questions = {name: words.replace("NAME", invented(NAMES)[0]) for name, words in QUESTIONS.items()}
    return {
        RUN: ("run", new),
        f"kliping clean --stale, {NEW:,} of them stale": ("clean", "--stale"),
        "kliping clean --stale, none stale": ("clean", "--stale"),
        "kliping export all.parquet": ("export", folder / "all.parquet", "--force"),
        "kliping export all.jsonl.zst": ("export", folder / "all.jsonl.zst", "--force"),
        **{f"kliping search, {name}": ("search", words) for name, words in questions.items()},
    }


def growth(folder: Path, counts: Sequence[int], rounds: int) -> tuple[str, list[Bound]]:
    """What the same work costs in smaller and larger databases."""
    databases = grown(folder, counts)
    work = commands(folder, dump(folder / "new.jsonl", 10**6, NEW))
    costs: dict[str, dict[int, list[Cost]]] = {name: {count: [] for count in counts} for name in work}
    for number in range(1, rounds + 1):
        for count, database in databases.items():
            probe = copied(database, folder / "probe.db", NEW)
            for name, command in work.items():
                cost = run(*KLIPING, *command, *at(probe))
                costs[name][count].append(cost)
                tell(f"round {number}: {count:,} articles: {name}: {cost.cpu:.2f} s")
            for file in folder.glob("probe.db*"):
                file.unlink()
    rows = [
        [name, *(f"{median(cost.cpu for cost in of[count]):.2f}" for count in counts), megabytes(of[counts[-1]])]
        for name, of in costs.items()
    ]
    slower = ratio(*([cost.cpu for cost in costs[RUN][count]] for count in (counts[-1], counts[0]))) - 1
    held = max(cost.held[0] for of in costs.values() for found in of.values() for cost in found)
    bounds = [
        Bound(
            f"% more CPU time for new articles with {counts[-1]:,} stored than with {counts[0]:,}",
            slower * 100,
            most=15,
        ),
        Bound("MB that a process holds", held, most=400),
    ]
    return markdown(["CPU seconds", *(f"{count:,} articles" for count in counts), "MB"], rows), bounds


def megabytes(costs: Sequence[Cost]) -> str:
    return " + ".join(map(str, max(cost.held for cost in costs)))


def under_prefect(folder: Path, count: int, rounds: int) -> tuple[str, list[Bound]]:
    """What the same run costs without Prefect, and as a flow on a server of its own."""
    pages.write(folder / "pages", count)
    command = (*KLIPING, "run", folder / "pages" / "known", *at(folder / "prefect.db"))
    plain, flow, server = [], [], []
    with local_server(folder / "server") as environment:
        url = {"PREFECT_API_URL": environment["PREFECT_API_URL"]}
        for _ in range(rounds):
            for costs, more in ((plain, {}), (flow, url)):
                before = spent_by_children()
                costs.append(run(*command, environment=more))
                if more:
                    server.append(spent_by_children() - before)
                for file in folder.glob("prefect.db*"):
                    file.unlink()
                tell(f"{'with' if more else 'without'} Prefect: {costs[-1].cpu:.1f} s")
    rows = [
        ["kliping run", *_seconds(plain), megabytes(plain)],
        ["kliping run, as a flow", *_seconds(flow), megabytes(flow)],
        ["Prefect's server meanwhile", f"{median(server):.1f}", "", ""],
    ]
    # A worker does the same in both: what differs is the command's own process.
    more = median((one.own - other.own) / other.cpu for one, other in zip(flow, plain, strict=True))
    return markdown(["CPU seconds", "in all", "of the command's own process", "MB"], rows), [
        Bound("% of a plain run's CPU time that a flow takes beside it", more * 100, most=3)
    ]


def _seconds(costs: Sequence[Cost]) -> list[str]:
    return [f"{median(cost.cpu for cost in costs):.1f}", f"{median(cost.own for cost in costs):.1f}"]


def spent_by_children() -> float:
    """Seconds of the processor that the running children of this process have taken."""
    children = psutil.Process().children(recursive=True)
    return sum(sum(child.cpu_times()[:2]) for child in children)


def main() -> int:
    """Measure, and show the tables."""
    cli = argparse.ArgumentParser(prog="python -m tests.bench.scale")
    cli.add_argument("part", nargs="?", choices=("growth", "prefect"), help="one of the two alone")
    cli.add_argument("--articles", type=int, default=ARTICLES, metavar="N", help=f"how many at most; {ARTICLES:,}")
    cli.add_argument("--pages", type=int, default=PAGES, metavar="N", help=f"read with and without Prefect; {PAGES:,}")
    cli.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help=f"how often all have their turn; {ROUNDS}")
    arguments = cli.parse_args()
    usual = (arguments.articles, arguments.pages, arguments.rounds) == (ARTICLES, PAGES, ROUNDS)
    counts = [arguments.articles // share for share in SHARES]
    what = f"{versions(('prefect', 'sqlalchemy'))}\n{occasion(arguments.rounds)}"
    parts = {"growth": partial(growth, counts=counts), "prefect": partial(under_prefect, count=arguments.pages)}
    for name in [arguments.part] if arguments.part else parts:
        with tempfile.TemporaryDirectory() as folder:
            table, bounds = parts[name](Path(folder), rounds=arguments.rounds)
        text = "\n\n".join([what, table, bounds_table(bounds)])
        print(text)
        if usual:
            fill(PERFORMANCE, name, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
