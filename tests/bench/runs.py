"""Whole runs over a folder of pages, as processes: what a user would write, kliping, and others that do less."""

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.document import Bound, bounds_table
from tests.bench.processes import KLIPING, Cost, run
from tests.bench.table import markdown


@dataclass(frozen=True, slots=True)
class Spent:
    """What a way of reading pages has cost in one round."""

    pages: int
    cost: Cost

    @property
    def rate(self) -> float:
        """Pages a second of the processor."""
        return self.pages / self.cost.cpu


@dataclass(frozen=True, slots=True)
class Way:
    """A way to read the pages of a folder, and what it is measured by: the folder's name and its command."""

    name: str
    folder: str
    command: Callable[[Path], Sequence[object]]


def rival(name: str) -> Callable[[Path], Sequence[object]]:
    return lambda folder: (sys.executable, "-m", "tests.bench.rivals", name, folder)


def kliping(database: str, workers: int = 1) -> Callable[[Path], Sequence[object]]:
    return lambda folder: (*KLIPING, "run", folder, *at(folder, database), "--workers", workers)


def learn(folder: Path) -> Sequence[object]:
    return (*KLIPING, "learn", *at(folder, "sites"))


def at(folder: Path, database: str) -> Sequence[object]:
    return ("--db", f"sqlite:///{folder.parent}/{database}.db")


def command(folder: Path) -> Sequence[object]:
    """trafilatura's own command, which writes a file for each page."""
    program = Path(sys.executable).parent / "trafilatura"
    out = folder.parent / "written"
    return (program, "--input-dir", folder, "-o", out, "--json", "--with-metadata", "--no-comments", "--parallel", 2)


BASELINE = "baseline: trafilatura with metadata, langdetect, INSERT"
ONE = "kliping run"
TWO = "kliping run --workers 2"
PARSE = "lxml's parse alone"
PARSE_BY_TWO = "lxml's parse alone, by two processes"
NEW = "kliping run, sites of which nothing is known"
LEARN = "kliping learn, of those pages"
LEARNED = "kliping run, more pages of those sites"

WAYS = (
    Way(BASELINE, "known", rival("baseline")),
    Way(ONE, "known", kliping("one")),
    Way(TWO, "known", kliping("two", workers=2)),
    Way(PARSE, "known", rival("parse")),
    Way(PARSE_BY_TWO, "known", rival("parse_by_two")),
    Way("trafilatura's command with --parallel 2: text and metadata", "known", command),
    Way("newspaper4k: text and metadata", "some", rival("newspaper")),
    Way("news-please, its extractors: text, metadata, language", "some", rival("news_please")),
    Way(NEW, "taught", kliping("sites")),
    Way(LEARN, "taught", learn),
    Way(LEARNED, "unknown", kliping("sites")),
)


def measure(folder: Path, rounds: int, tell: Callable[[str], None]) -> dict[str, list[Spent]]:
    """What each way costs, in turn, round after round. Each round begins with empty databases."""
    spent: dict[str, list[Spent]] = {way.name: [] for way in WAYS}
    for number in range(1, rounds + 1):
        for way in WAYS:
            pages = folder / way.folder
            cost = run(*way.command(pages))
            spent[way.name].append(Spent(len(list(pages.iterdir())), cost))
            tell(f"round {number}: {way.name}: {spent[way.name][-1].rate:.1f} pages a CPU second")
        for database in folder.glob("*.db*"):
            database.unlink()
        shutil.rmtree(folder / "written")
    return spent


def ratio(mine: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the rounds' ratios."""
    return median(a / b for a, b in zip(mine, theirs, strict=True))


def table(spent: Mapping[str, Sequence[Spent]]) -> str:
    """What each way costs, and how it compares to the first."""
    first = [one.rate for one in spent[BASELINE]]
    rows = [
        [
            name,
            f"{own[0].pages:,}",
            f"{1000 / median(one.rate for one in own):.1f}",
            f"{median(one.rate for one in own):.1f}",
            f"{ratio([one.rate for one in own], first):.2f}",
            f"{median(one.cost.wall for one in own):.0f}",
            " + ".join(map(str, max(one.cost.held for one in own))),
        ]
        for name, own in spent.items()
    ]
    head = ["", "pages", "CPU ms a page", "pages a CPU second", "to the baseline", "seconds", "MB"]
    return markdown(head, rows)


def bounds(spent: Mapping[str, Sequence[Spent]]) -> str:
    """What is asked of kliping, and what it does."""
    rate = {name: [one.rate for one in own] for name, own in spent.items()}
    wall = {name: [one.cost.wall for one in own] for name, own in spent.items()}
    held = max(most for name in (ONE, TWO, NEW, LEARN, LEARNED) for one in spent[name] for most in one.cost.held)
    return bounds_table(
        [
            Bound("pages a CPU second, to the baseline", ratio(rate[ONE], rate[BASELINE]), least=10),
            Bound("CPU time, to that of lxml's parse alone", ratio(rate[PARSE], rate[ONE]), most=5),
            Bound("the first, of sites that were learned", ratio(rate[LEARNED], rate[BASELINE]), least=3),
            Bound("pages a second of two workers, to one", ratio(wall[ONE], wall[TWO]), least=1.8),
            Bound("MB that a process holds", held, most=400),
        ]
    )
