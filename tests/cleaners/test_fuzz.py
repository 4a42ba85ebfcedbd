"""Any bytes at all, and sample pages damaged by chance: no reader fails or dawdles, and the laws of a document hold.

A few by default; `make fuzz` goes on for ten minutes (FUZZ_SECONDS).
"""

import os
import random
import re
import time
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, target
from hypothesis import strategies as st

from cleaners.article import Examined, cuts_of, examine
from cleaners.registry import CLEANERS, mark
from flows.golden import samples
from tests.cleaners.hostile import PAGES
from tests.cleaners.test_laws import FIELDS, tiles, visible, words_of

SECONDS = float(os.environ.get("FUZZ_SECONDS", 0))
SLOW = 3.0  # seconds of the processor, of which a page may take ten
SMALL = 60_000  # bytes of a hostile page: more of them can be tried
TOKENS = (
    *(b"<p>", b"</p>", b"<div>", b"</div></div>", b"<table><tr><td>", b"<a href='/x'>", b"<h1>", b"<li>", b"<br>"),
    *(b"<script>", b"</script>", b"<!--", b"-->", b"<style>", b"<svg>", b"<![CDATA[", b"<body>", b"</html>", b"<title>"),
    *(b"<template>", b"<noscript>", b"<frameset>", b"<base href='//x'>", b"<article>", b"<math><mi>", b"<plaintext>"),
    *(b"<script type='application/ld+json'>{", b"<script id=__NEXT_DATA__>", b'{"@type":"NewsArticle","headline":', b"[[[["),
    *(b'"', b"'", b"<", b">", b"&", b"&#0;", b"&#xD800;", b"&#", b"&#99999999;", b"{", b"}", b'\\"', b"\\u0000", b"\\ud800"),
    *(b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\xc3", b"\xe2\x80", b"\xf0\x9f\x98", b"\r", b"\x1b", b"\xa0", b"\xe2\x80\xae"),
    *(b" Baca juga: ", b"\nOleh: ", b" WIB ", b"31/02/2026 25:61", b"9999-12-31T23:59:59-23:59", b" 3 jam lalu", b" - "),
    *(b"(", b")", b"[", b"\n\n", b"JAKARTA, ", b"Editor: ", b"\nTags: ", b"Halaman 1 2 3", b"(abc/def)", b"Sumber: "),
    *(b' class="', b" style=display:none ", b" hidden ", b"<time datetime=", b"<meta charset=utf-16>", b"<meta property=og:"),
)  # fmt: skip


@cache
def seeds() -> dict[str, bytes]:
    """The sample pages and the smaller of the hostile ones, by name."""
    made = {name: page.make() for name, page in PAGES.items()}
    hostile = {name: page if isinstance(page, bytes) else page.encode() for name, page in made.items()}
    own = {f"{path.parent.name}/{path.name}": path.read_bytes() for path in samples()}
    return own | {name: body for name, body in hostile.items() if 0 < len(body) < SMALL}


@dataclass(frozen=True, slots=True)
class Damage:
    """One damage at a place, which is a share of the page: at the next tag, else at any byte.

    `how` says what: the end of the page; a byte changed; a passage cut, doubled, or brought in from a place of another
    page; or tokens set in.
    """

    how: str
    at: float
    tag: bool
    length: int
    source: str = ""
    start: float = 0.0
    tokens: bytes = b""

    def __call__(self, body: bytes) -> bytes:
        at = self._place(body, self.at)
        passage = body[at : at + self.length]
        match self.how:
            case "end":
                return body[:at]
            case "change":
                return body[:at] + bytes([self.length % 256]) + body[at + 1 :]
            case "cut":
                return body[:at] + body[at + self.length :]
            case "double":
                return body[:at] + passage * 2 + body[at + self.length :]
            case "bring":
                other = seeds()[self.source]
                start = self._place(other, self.start)
                return body[:at] + other[start : start + self.length] + body[at:]
            case _:
                return body[:at] + self.tokens + body[at:]

    def _place(self, body: bytes, share: float) -> int:
        at = int(share * len(body))
        return max(body.find(b"<", at), 0) if self.tag else at


@dataclass(frozen=True, slots=True)
class Page:
    """A sample page and what was done to it."""

    sample: str
    damages: tuple[Damage, ...]

    def bytes(self) -> bytes:
        body = seeds()[self.sample]
        for damage in self.damages:
            body = damage(body)
        return body


def damages() -> st.SearchStrategy[Damage]:
    tokens = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=8).map(b"".join)
    many = st.builds(lambda token, times: token * times, st.sampled_from(TOKENS), st.sampled_from((2, 40, 1_000)))
    return st.builds(
        Damage,
        st.sampled_from(("end", "change", "cut", "double", "bring", "bring", "set", "set")),
        st.floats(0, 1),
        st.booleans(),
        st.sampled_from((1, 20, 200, 2_000, 20_000)),
        st.sampled_from(sorted(seeds())),
        st.floats(0, 1),
        st.one_of(tokens, tokens, many),
    )


def bodies() -> st.SearchStrategy[Page | bytes]:
    damaged = st.builds(Page, st.sampled_from(sorted(seeds())), st.lists(damages(), max_size=12).map(tuple))
    composed = st.lists(st.one_of(st.sampled_from(TOKENS), st.binary(max_size=20)), max_size=60).map(b"".join)
    return st.one_of(damaged, damaged, damaged, composed, st.binary(max_size=2_000))


def lawful(examined: Examined, dice: random.Random) -> None:
    """Asserts what holds of whatever was read."""
    document, article = examined.document, examined.article
    tiles(document)
    assert (article.refused is None) == bool(article.text)
    if not article.refused:
        assert article.text == document.kept()
    for cut in cuts_of(document):
        assert 0 <= cut.start < cut.end <= len(document.text)
        assert cut.text == document.text[cut.start : cut.end]
    left = " ".join(cut.text for cut in article.cuts)
    assert sorted(visible(document.kept() + left)) == sorted(words_of(document))
    names = list(CLEANERS)
    dice.shuffle(names)
    marked = document
    for name in names:
        marked = mark(marked, {name: CLEANERS[name]})
    assert marked == document  # marked already, in another order
    assert len(mark(replace(document, cuts=()), {name: CLEANERS[name] for name in names[1:]}).kept()) >= len(
        document.kept()
    )
    assert set(article.sources) == {name for name in FIELDS if getattr(article, name)} or article.refused
    for moment in (article.published_at, article.modified_at):
        assert moment is None or moment.utcoffset() is not None
    texts = (article.text, article.title, article.deck, article.url, *article.authors, *article.editors, *article.tags)
    assert not any(re.search("[\x00\ud800-\udfff]", text) for text in texts if text)


@pytest.mark.timeout(120 + 2 * SECONDS)
def test_whatever_comes_is_read_or_refused_and_the_laws_hold(tmp_path: Path) -> None:
    @settings(max_examples=200, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(
        bodies(),
        st.sampled_from((None, "https://kabar.example/berita/1", "https://news.detik.com/berita/d-1/x?page=2")),
        st.sampled_from(("text/html", "text/html", "text/html; charset=latin-1", "text/plain", None)),
        st.booleans(),
        st.randoms(use_true_random=False),
    )
    def fuzz(page: Page | bytes, url: str | None, kind: str | None, rules: bool, dice: random.Random) -> None:
        body = page if isinstance(page, bytes) else page.bytes()
        (tmp_path / "page").write_bytes(body)  # to be looked at if it ends the process
        started = time.process_time()
        examined = examine(body, url, kind, rules=rules)
        seconds = time.process_time() - started
        target(seconds)
        assert seconds < SLOW
        lawful(examined, dice)
        nonlocal number
        number += 1

    number = 0
    until = time.monotonic() + SECONDS
    while not number or time.monotonic() < until:
        fuzz()
    print(f"{number:,} pages")
