"""No page may hold a cleaner up: every pattern takes a time that grows with the text, and so does every page as a whole."""

import importlib
import json
import pkgutil
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

import cleaners
from cleaners import dateline, extract, outlets, phrases
from tests.cleaners.invented import HEADLINES, SENTENCES

LENGTH = 5_000  # characters: a quadratic pattern takes a tenth of a second for them
FAST = 0.005  # seconds: below it the clock says nothing about growth
PATIENCE = 0.5  # seconds
# How a pattern is used where that is not a search of any length: matched at the start, or on so many characters at most.
MATCHED = {
    "anatomy._NAME", "capture._CONTINUATION", "dates._ISO", "labels._CAPTION_START", "labels._PHOTOGRAPHER", "labels._SIGNATURE",
    "names._CODE", "names._ROLE_AFTER", "names._TITLES", "outlets._SITE", "pager._SIGN", "visible._UPDATED",
}  # fmt: skip
AT_MOST = {
    "anatomy._NAME": 80, "labels.CLOCK": 120, "labels._TIME_WORDS": 120, "within._ANNOUNCEMENT": 120, "within._CREDIT_TAIL": 160,
    "within._INITIALS": 40, "within._SIGNATURE": 80, "dateline": 120, "phrase": 400,
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


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern of the cleaners: the globals of their modules, and those made of data."""
    found: dict[str, re.Pattern[str]] = {}
    for module in pkgutil.walk_packages(cleaners.__path__, "cleaners."):
        for name, value in vars(importlib.import_module(module.name)).items():
            named = {f".{key}": item for key, item in value.items()} if isinstance(value, dict) else {"": value}
            for key, item in named.items():
                if isinstance(item, re.Pattern) and isinstance(item.pattern, bytes):
                    item = re.compile(item.pattern.decode("latin-1"), item.flags & ~re.UNICODE)
                if isinstance(item, re.Pattern) and item not in found.values():
                    found[f"{module.name.removeprefix('cleaners.')}.{name}{key}"] = item
    found |= {f"phrase.{name}": re.compile(pattern) for name, pattern in phrases._labels().items()}
    found |= {f"phrase.invitation.{i}": pattern for i, pattern in enumerate(phrases._invitation())}
    found |= {f"inline.{name}": phrases.inline(name) for name in ("advert", "placeholder")}
    found |= {f"dateline.{i}": pattern for i, (pattern, _) in enumerate(dateline._patterns(outlets.all_aka()))}
    return found | {"outlets.naming": outlets.register().naming}


PATTERNS = patterns()


def use(name: str) -> tuple[Callable[[str], object], int]:
    """How a pattern is run, and on how much."""
    pattern = PATTERNS[name]
    length = AT_MOST.get(name, AT_MOST.get(name.partition(".")[0], LENGTH))
    if name in MATCHED or name.startswith(("phrase.", "dateline.")):
        return pattern.match, length
    return lambda text: sum(1 for _ in pattern.finditer(text)), length


def seconds(run: Callable[[str], object], text: str) -> float:
    """The best of three, since other work may be going on."""
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        try:
            with deadline(PATIENCE):
                run(text)
        except Late:
            return float("inf")
        best = min(best, time.process_time() - started)
        if best < FAST:
            break
    return best


def test_the_tables_above_name_patterns() -> None:
    assert set(PATTERNS) >= MATCHED
    assert set(AT_MOST) - {"dateline", "phrase"} <= set(PATTERNS)


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_takes_a_time_that_grows_with_the_text(name: str) -> None:
    run, length = use(name)
    own = re.findall(r"[A-Za-z]{2,}", re.sub(r"\\.|\(\?P?<\w+>", " ", PATTERNS[name].pattern))[:6]
    for unit in (*UNITS, *own, *(f"{word} " for word in own)):
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
