"""`make bench`: what kliping costs beside what others would run, as ratios within one run.

    python -m tests.bench [--pages N] [--rounds N]

Whole runs are processes that read a folder of pages, libraries are called in one process. Of all the pages, the tables
take their place in `docs/performance.md`; of fewer they are only shown.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.bench import libraries, pages, runs
from tests.bench.document import PERFORMANCE, fill, occasion, versions

PACKAGES = ("trafilatura", "newspaper4k", "news-please", "langdetect", "lxml")
PAGES = 2_000
ROUNDS = 3


def main() -> int:
    """Measure, and show the tables."""
    cli = argparse.ArgumentParser(prog="python -m tests.bench")
    cli.add_argument("--pages", type=int, default=PAGES, metavar="N", help=f"how many pages a run reads; {PAGES:,}")
    cli.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help=f"how often all have their turn; {ROUNDS}")
    arguments = cli.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        size = pages.write(Path(folder), arguments.pages)
        spent = runs.measure(Path(folder), arguments.rounds, lambda line: print(line, file=sys.stderr, flush=True))
    kilobytes = size / arguments.pages / 1000
    what = f"{arguments.pages:,} pages of {kilobytes:.0f} kB on average, {occasion(arguments.rounds)}"
    whole = f"{versions(PACKAGES)}\n{what}\n\n{runs.table(spent)}\n\n{runs.bounds(spent)}"
    apart = "\n\n".join(libraries.tables())
    print(whole, apart, sep="\n\n")
    if (arguments.pages, arguments.rounds) == (PAGES, ROUNDS):
        fill(PERFORMANCE, "runs", whole)
        fill(PERFORMANCE, "libraries", apart)
    return 0


if __name__ == "__main__":
    sys.exit(main())
