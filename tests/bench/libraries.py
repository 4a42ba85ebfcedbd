"""The libraries that could do a part of the work beside kliping, all in one process and as ratios of CPU time.

They have their turns, round after round, each round on pages of its own, so that the figures bear comparison even on a
busy machine. A ratio is the median of the rounds' ratios.

With KLIPING_EVAL (a folder of sets of pages with gold, see docs/quality.md) the real pages of `id_dev` are read too.
"""

import gzip
import json
import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import mean, median
from typing import NamedTuple, TypeVar
from unittest.mock import patch

import langdetect
import pycld2
import trafilatura
from lxml.html import document_fromstring

from cleaners import article, extract
from cleaners.language import UNDETERMINED, detect
from flows.golden import samples
from tests.bench.pages import grow, originals, vary, vocabulary
from tests.bench.table import markdown

ROUNDS = 5
AT_MOST = 25  # pages a round, more or less
PAGE_SIZE = 100_000  # characters


class Page(NamedTuple):
    """An HTML page and its address."""

    html: str
    url: str | None = None


Input = TypeVar("Input")
Ways = dict[str, Callable[[Input], object]]


def bare(page: Page) -> str:
    """The text that trafilatura finds; it reads the metadata too."""
    return trafilatura.bare_extraction(page.html, page.url, include_comments=False, with_metadata=True).text


def known(page: Page) -> article.Article:
    """A page read by its outlet's rules."""
    return extract(page.html.encode(), page.url, "text/html")


def unknown(page: Page) -> article.Article:
    """A page read as that of an outlet of which nothing is known."""
    return extract(page.html.encode(), page.url, "text/html", rules=False)


def apart(read: Callable[[Page], object]) -> Callable[[Page], object]:
    """The same reading without the search for the language, which trafilatura does not tell."""

    def run(page: Page) -> object:
        with patch.multiple(article, detect=lambda text: UNDETERMINED, foreign_passages=lambda text, language: ()):
            return read(page)

    return run


# Ways to do the same work; the first is what the others are measured by.
PAGES: Ways[Page] = {
    "trafilatura with metadata": bare,
    "kliping, outlet known, language apart": apart(known),
    "kliping, outlet unknown, language apart": apart(unknown),
    "trafilatura, then langdetect": lambda page: langdetect.detect(bare(page)),
    "kliping, outlet known, with the language": known,
    "lxml's parse alone": lambda page: document_fromstring(page.html),
}
CAPTURES: Ways[str] = {
    "langdetect alone": langdetect.detect,
    "kliping, with the language": lambda text: extract(text.encode(), None, "text/plain"),
}
TEXTS: Ways[str] = {
    "langdetect": langdetect.detect,
    "kliping": detect,
    "pycld2, which it asks first": pycld2.detect,
}


def tables() -> Iterator[str]:
    """A table for each piece of work, under its headline."""
    langdetect.DetectorFactory.seed = 0
    pages = [Page(original.html) for original in originals()]
    captures = [path.read_text("utf-8") for path in samples() if path.suffix == ".txt"]
    stories = [*(known(page).text for page in pages), *(extract(capture.encode()).text for capture in captures)]
    words = vocabulary(iter(stories))
    dice = random.Random(0)

    def texts(originals: Sequence[str]) -> list[list[str]]:
        return [[vary(original, words, dice) for original in originals] for _ in range(ROUNDS)]

    def varied(originals: Sequence[Page]) -> list[list[Page]]:
        return [[page._replace(html=vary(page.html, words, dice)) for page in originals] for _ in range(ROUNDS)]

    grown = varied([Page(grow(page.html, PAGE_SIZE, words, dice)) for page in spread(pages)])
    real = varied(spread([page for page in real_pages() if known(page).extractor == "rules"]))
    for name, rounds in (("Sample pages, grown as long as real ones", grown), ("Real pages, read by rules", real)):
        if rounds[0]:
            yield compare(f"{name}: {mean(len(page.html) for page in rounds[0]) / 1000:.0f} kB each", PAGES, rounds)
    yield compare("Text captures to articles", CAPTURES, texts(captures))
    yield compare("The language of a story", TEXTS, texts(stories))


def real_pages() -> Iterator[Page]:
    """The pages of `id_dev`; none without KLIPING_EVAL."""
    folder = Path(os.environ.get("KLIPING_EVAL") or os.devnull) / "id_dev"
    if folder.is_dir():
        for row in map(json.loads, (folder / "gold.jsonl").read_text("utf-8").splitlines()):
            body = gzip.decompress((folder / "pages" / f"{row['id']}.html.gz").read_bytes())
            yield Page(body.decode("utf-8", "replace"), row.get("url"))


def spread(pages: Sequence[Page]) -> list[Page]:
    """Some of the pages, from all over the list."""
    return list(pages[:: max(1, len(pages) // AT_MOST)])


def compare(title: str, ways: Ways[Input], rounds: Sequence[Sequence[Input]]) -> str:
    """Time all ways on each round's inputs: milliseconds an input, and the ratio to the first way."""
    for work in ways.values():  # what is loaded at the first use counts for nobody
        work(rounds[0][0])
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for inputs in rounds:
        for name, work in ways.items():
            start = time.process_time()
            for one in inputs:
                work(one)
            seconds[name].append(time.process_time() - start)
    first = next(iter(seconds.values()))
    rows = [
        [
            name,
            f"{median(spent) / len(rounds[0]) * 1000:.2f}",
            f"{median(mine / theirs for mine, theirs in zip(spent, first, strict=True)):.2f}",
        ]
        for name, spent in seconds.items()
    ]
    return f"### {title}\n\n{markdown(['', 'CPU ms each', 'to the first'], rows)}"
