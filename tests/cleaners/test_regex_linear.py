"""No page may hold a cleaner up: every pattern takes a time that grows with the text, and so does every page as a whole."""

import json
import re
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest

from cleaners import extract
from tests import regexes
from tests.cleaners.invented import HEADLINES, SENTENCES

LENGTH = 5_000  # characters: a quadratic pattern takes a tenth of a second for them
LONG, LATEST = 100_000, 10.0  # characters and seconds of its worst text
FAST = 0.005  # seconds: below it the clock says nothing about growth
PATIENCE = 0.5  # seconds
# How a pattern is used where that is not a search of any length: matched at the start, or on so many characters at most.
MATCHED = {
    "anatomy._NAME", "capture._CONTINUATION", "dates._ISO", "labels._CAPTION_START", "labels._PHOTOGRAPHER", "labels._SIGNATURE",
    "names._CODE", "names._ROLE_AFTER", "names._TITLES", "outlets._SITE", "pager._SIGN", "visible._UPDATED",
    "flows.archives.captures._MARKUP", "flows.archives.http._CHUNK_SIZE", "flows.fetch.robots._GROUP", "flows.fetch.target._NAME",
}  # fmt: skip
AT_MOST = {
    "anatomy._NAME": 80, "labels.CLOCK": 120, "labels._TIME_WORDS": 120, "within._ANNOUNCEMENT": 120, "within._CREDIT_TAIL": 160,
    "within._INITIALS": 40, "within._SIGNATURE": 80, "dateline": 120, "phrases": 400,
    "drafting.boxes._names_a_box": 200, "flows.browse.plugin._INLINE": 200,  # selectors; the templates of Datasette
}  # fmt: skip
UNITS = (
    "a", "A", "1", " ", "\t", "\n", ",", ".", "-", "–", "(", "[", '"', "“", "/", ":", "|", "&#", "é", "A ", "a ", "Aa ", "A-", "A.", "a,", ", ",
    "a.com/", "(Aa ", "(ab/", "1/1/", "12:00 ", "1 Mei 2024 ", "Senin, ", "Foto: ", "Baca juga: ", "Editor: ", " dan ", "[REUTERS",
)  # fmt: skip


class Late(BaseException):
    """A pattern or page took longer than it may; not an Exception, so that nothing on the way catches it."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raises Late after so many seconds of this process's own work, however busy the machine is."""

    def late(number: int, frame: FrameType | None) -> None:
        raise Late

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


PATTERNS = {name.removeprefix("cleaners."): pattern for name, pattern in regexes.patterns().items()}


def use(name: str) -> tuple[Callable[[str], object], int]:
    """How a pattern is run, and on how much."""
    pattern = PATTERNS[name]
    length = AT_MOST.get(name, AT_MOST.get(name.partition(".")[0], LENGTH))
    if name in MATCHED or name.startswith(("phrases._any_label", "dateline._patterns")):
        return pattern.match, length
    return lambda text: sum(1 for _ in pattern.finditer(text)), length


def seconds(run: Callable[[str], object], text: str, patience: float = PATIENCE) -> float:
    """The best of five, since other work may be going on."""
    best = float("inf")
    for _ in range(5):
        started = time.process_time()
        try:
            with deadline(patience):
                run(text)
        except Late:
            return float("inf")
        best = min(best, time.process_time() - started)
        if best < FAST:
            break
    return best


def test_the_tables_name_patterns_and_no_pattern_is_forgotten() -> None:
    assert set(PATTERNS) >= MATCHED
    assert set(AT_MOST) - {"dateline", "phrases"} <= set(PATTERNS)
    assert regexes.unknown() == []


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_takes_a_time_that_grows_with_the_text(name: str) -> None:
    run, length = use(name)
    own = re.findall(r"[A-Za-z]{2,}", re.sub(r"\\.|\(\?P?<\w+>", " ", PATTERNS[name].pattern))[:6]
    worst, slowest = 0.0, ""
    for unit in (*UNITS, *own, *(f"{word} " for word in own), *examples(PATTERNS[name])):
        for start, end in (("", "!"), ("(", ""), ("Foto:", "!: x")):
            once, twice = (start + (unit * n)[:n] + end for n in (length, 2 * length))
            if name.startswith("names."):  # which fold white space first
                once, twice = " ".join(once.split()), " ".join(twice.split())
            took = seconds(run, once)
            if took >= FAST and length == LENGTH:
                assert seconds(run, twice) < 3.3 * took, (
                    f"{start!r} + {unit!r} * {length}: {took:.3f} s, and thrice that for twice the length"
                )
            assert took < PATIENCE / 4, f"{start!r} + {unit!r} * {length}: {took:.3f} s"
            if took > worst:
                worst, slowest = took, start + (unit * LONG)[:LONG] + end
    if length == LENGTH:
        assert seconds(run, slowest, LATEST) < 2 * LONG / LENGTH * max(worst, FAST), slowest[:80]


def examples(pattern: re.Pattern[str]) -> Iterator[str]:
    """A short text that a pattern matches, and one that it matches all but the end of."""
    example = "".join(_shortest(re._parser.parse(pattern.pattern, pattern.flags)))
    yield from filter(None, (example, example[:-1], example[:-2]))


def _shortest(parsed: Iterable[tuple[Any, Any]]) -> Iterator[str]:
    """A text for each item of a parsed pattern."""
    for operation, said in parsed:
        match str(operation), said:
            case "LITERAL", code:
                yield chr(code)
            case "IN", [(inner, code), *_]:
                some = {"LITERAL": lambda code: chr(code), "RANGE": lambda code: chr(code[0])}
                yield some.get(str(inner), lambda _: "a")(code)
            case "ANY" | "NOT_LITERAL", _:
                yield "a"
            case "BRANCH", (_, branches):
                yield from _shortest(branches[0])
            case "SUBPATTERN", (*_, inner):
                yield from _shortest(inner)
            case "ATOMIC_GROUP", inner:
                yield from _shortest(inner)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT", (least, _, inner):
                yield "".join(_shortest(inner)) * max(1, least)


PROSE = " ".join(SENTENCES[:2])
HEADS = {
    "alone": "{}",
    "title": "Judul {} akhir\n\nSenin, 5 Mei 2025 10:00 WIB\n\n{prose}",
    "byline": "{title}\n\nSenin, 5 Mei 2025 10:00 WIB\n\nA{}!\n\n{prose}",
    "reporter": "{title}\n\nReporter:{}Ani\n\n{prose}",
    "caption": "{title}\n\nFoto:{}x: y\n\n{prose}",
    "bracket": "{title}\n\n({}\n\n{prose}",
    "section": "Home > {} > Desa\n\n{title}\n\nSenin, 5 Mei 2025 10:00 WIB\n\n{prose}",
    "tail": "{title}\n\n{prose} {}",
    "tags": "{title}\n\n{prose}\n\nTags: {}",
}


RUNS = ("a", "A", "A-", "Aa ", " ", "\t", "(", "[", ",", ", ", "-", "1", "1/", "A\n", "a\n,\n", "Baca juga: ", "Foto: ")


@pytest.mark.parametrize("where", HEADS)
@pytest.mark.parametrize("unit", RUNS)
def test_a_capture_with_a_run_of_anything_is_read_in_time(unit: str, where: str) -> None:
    run = unit * ((3_000 if "\n" in unit else 25_000) // len(unit))
    page = HEADS[where].replace("{title}", HEADLINES[0]).replace("{prose}", PROSE).replace("{}", run)
    with deadline(2):
        extract(page.encode(), None, "text/plain")


FIELDS = ("author", "editor", "headline", "datePublished", "articleBody", "articleSection", "image")


@pytest.mark.parametrize("unit", ["a", "1", "A-", ", ", "-", " | ", "[", "(", "Aa ", "a.com/"])
def test_a_page_whose_data_hold_a_run_of_anything_is_read_in_time(unit: str) -> None:
    run = unit * (50_000 // len(unit))
    data = json.dumps({"@type": "NewsArticle", **dict.fromkeys(FIELDS, f"{run}!")})
    html = f"<title>{run}</title><script type='application/ld+json'>{data}</script><h1>{run}</h1><div class='{run[:15_000]}'><p>{PROSE}</p><p>{run}</p></div>"
    with deadline(3):
        article = extract(html.encode(), "https://kabarrekaan.example/x", "text/html")
    assert PROSE in article.text


@pytest.mark.parametrize(
    "unit",
    [
        "<p>" + SENTENCES[0], "<br>", "<b>", "<a href=x>", "<td>", "<!-- -->", "&amp;", "&#1;", "a<br>", "<a href=x>a</a> ",
        "<p>a", "<li>a", "<h1>a", "<table>",
    ],
)  # fmt: skip
def test_a_page_of_many_elements_is_read_in_time(unit: str) -> None:
    story = "</p><p>".join(SENTENCES[:6])
    with deadline(3):
        extract(f"<article><h1>{HEADLINES[0]}</h1><p>{story}</p></article>{unit * 6_000}".encode(), None, "text/html")
