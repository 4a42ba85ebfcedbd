"""`make bench`: what kliping costs beside the libraries that could do the work, as ratios of CPU time.

All of them run in one process, in turn, round after round, each round on pages of its own, so that the figures bear
comparison even on a busy machine. A ratio is the median of the rounds' ratios.
"""

import random
import re
import time
from collections.abc import Callable
from statistics import median

import langdetect
import pycld2
import trafilatura
from lxml.html import document_fromstring

from cleaners import extract
from cleaners.language import detect
from flows.golden import samples

ROUNDS = 5
PAGE_SIZE = 100_000  # characters, as real pages have; the samples keep few of their menus and scripts

Work = Callable[[str], object]


def bare(html: str) -> str:
    """The text that trafilatura finds; it reads the metadata too."""
    return trafilatura.bare_extraction(html, include_comments=False, with_metadata=True).text


# Ways to do the same work; the first is what the others are measured by.
PAGES: dict[str, Work] = {
    "trafilatura, then langdetect": lambda html: langdetect.detect(bare(html)),
    "trafilatura with metadata": bare,
    "kliping, outlet known": lambda html: extract(html.encode(), None, "text/html"),
    "kliping, outlet unknown": lambda html: extract(html.encode(), None, "text/html", rules=False),
    "lxml's parse alone": document_fromstring,
}
CAPTURES: dict[str, Work] = {
    "langdetect alone": langdetect.detect,
    "kliping, with the language": lambda text: extract(text.encode(), None, "text/plain"),
}
TEXTS: dict[str, Work] = {
    "langdetect": langdetect.detect,
    "kliping": detect,
    "pycld2, which it asks first": pycld2.detect,
}


def main() -> None:
    """Print a table for each piece of work."""
    langdetect.DetectorFactory.seed = 0
    pages = [page.read_text("utf-8") for page in samples() if page.suffix == ".html"]
    captures = [page.read_text("utf-8") for page in samples() if page.suffix == ".txt"]
    stories = [extract(page.encode()).text for page in pages + captures]
    words = sorted({word for story in stories for word in re.findall(r"\b[a-z]{5,}\b", story)})
    dice = random.Random(0)

    def rounds(originals: list[str]) -> list[list[str]]:
        return [[vary(original, words, dice) for original in originals] for _ in range(ROUNDS)]

    compare(f"HTML pages of {PAGE_SIZE // 1000} kB to articles", PAGES, rounds([grow(page) for page in pages]))
    compare("Text captures to articles", CAPTURES, rounds(captures))
    compare("The language of a story", TEXTS, rounds(stories))


def vary(page: str, words: list[str], dice: random.Random) -> str:
    """A page with a third of its words exchanged for others, in its text and its data alike, but not in its tags."""
    count = len(words) // 3
    other = dict(zip(dice.sample(words, count), dice.sample(words, count), strict=True))
    tags_or_words = re.compile(r"<[^>]*>|\b[a-z]{5,}\b")
    return tags_or_words.sub(lambda found: other.get(found[0], found[0]), page)


def grow(page: str) -> str:
    """A page as long as real ones, with what makes those long: scripts, and lists of links."""
    missing = PAGE_SIZE - len(page)
    script = "<script>" + "window.dataLayer.push({event: 'view', slot: 7});\n" * (missing // 2 // 49) + "</script>"
    links = "".join(
        f'<li class="menu__item"><a href="/kanal/{i}?ref=menu">Kanal {i}</a></li>\n' for i in range(missing // 2 // 70)
    )
    return page.replace("</body>", f'{script}<ul class="menu">{links}</ul></body>')


def compare(title: str, ways: dict[str, Work], rounds: list[list[str]]) -> None:
    """Time all ways on each round's inputs, and print milliseconds an input and the ratio to the first way."""
    for work in ways.values():  # what is loaded at the first use counts for nobody
        work(rounds[0][0])
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for inputs in rounds:
        for name, work in ways.items():
            start = time.process_time()
            for text in inputs:
                work(text)
            seconds[name].append(time.process_time() - start)
    first = next(iter(seconds.values()))
    print(f"\n{title} ({len(rounds[0])} in each of {len(rounds)} rounds)")
    print(f"  {'':30}{'CPU ms each':>12}{'ratio':>8}")
    for name, spent in seconds.items():
        ratio = median(mine / theirs for mine, theirs in zip(spent, first, strict=True))
        print(f"  {name:30}{median(spent) / len(rounds[0]) * 1000:12.2f}{ratio:8.2f}", flush=True)


if __name__ == "__main__":
    main()
