"""Sample pages, damaged by chance: whatever comes of them, no reader fails and no character is unaccounted for.

A few by default; for ten minutes by `make test-faults`.
"""

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaners.article import Examined, examine
from flows.golden import samples

MINUTES = 10 if os.environ.get("LONG_TESTS") else 0
AT_LEAST = 150  # damaged pages
BODIES = [path.read_bytes() for path in samples()]
TOKENS = (
    *(b"<p>", b"</p>", b"<div>", b"</div></div>", b"<table><tr><td>", b"<a href='/x'>", b"<h1>", b"<li>", b"<br>"),
    *(
        b"<script>",
        b"</script>",
        b"<!--",
        b"-->",
        b"<style>",
        b"<svg>",
        b"<![CDATA[",
        b"<body>",
        b"</html>",
        b"<title>",
    ),
    *(b'"', b"'", b"<", b">", b"&", b"&#0;", b"&#xD800;", b"&#", b"{", b"}", b'\\"', b"\\u0000"),
    *(b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\xc3", b"\xe2\x80", b"\xf0\x9f\x98", b"\r", b"\x1b", b"\xa0"),
    *(b" Baca juga: ", b"\nOleh: ", b" WIB ", b"31/02/2026 25:61", b" - ", b"(", b")", b"[", b"\n\n"),
    *(b' class="', b" style=display:none ", b" hidden ", b"<time datetime=", b"<meta charset=utf-16>"),
)
_FROM_ELSEWHERE = (20, 200, 2_000)  # bytes


def _cut(body: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(body))
    return body[:at] + body[at + dice.choice(_FROM_ELSEWHERE) :]


def _insert(body: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(body))
    return body[:at] + dice.choice(TOKENS) * dice.choice((1, 1, 1, 40)) + body[at:]


def _flip(body: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(body))
    return body[:at] + bytes([dice.randrange(256)]) + body[at + 1 :]


def _move(body: bytes, dice: random.Random) -> bytes:
    other = dice.choice(BODIES)
    at, start = dice.randrange(len(body)), dice.randrange(len(other))
    return body[:at] + other[start : start + dice.choice(_FROM_ELSEWHERE)] + body[at:]


def _end(body: bytes, dice: random.Random) -> bytes:
    return body[: dice.randrange(len(body)) + 1]


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (_cut, _insert, _insert, _flip, _move, _move, _end)


def damaged(dice: random.Random) -> bytes:
    """A sample page with one to thirty damages."""
    body = dice.choice(BODIES)
    for _ in range(dice.choice((1, 3, 10, 30))):
        body = dice.choice(DAMAGES)(body, dice) or b" "
    return body


def visible(text: str) -> list[str]:
    return sorted("".join(text.split()))


def accounted(examined: Examined) -> bool:
    """Whether each character of the blocks is kept or cut."""
    document, article = examined.document, examined.article
    left = " ".join(cut.text for cut in article.cuts)
    return visible(document.kept() + left) == visible(" ".join(document.of(block) for block in document.blocks))


@pytest.mark.timeout(60 + 120 * MINUTES)
def test_damaged_pages_are_read_or_refused(tmp_path: Path) -> None:
    seed = random.randrange(1_000_000)
    dice = random.Random(seed)
    until = time.monotonic() + 60 * MINUTES
    number = 0
    while number < AT_LEAST or time.monotonic() < until:
        body = damaged(dice)
        kind = dice.choice(("text/html", "text/html", "text/html; charset=latin-1", "text/plain", None))
        (tmp_path / "page").write_bytes(body)  # to be looked at if it ends the process
        examined = examine(body, dice.choice((None, "https://kabar.example/berita/1")), kind)
        assert (examined.article.refused is None) == bool(examined.article.text), (seed, number)
        assert accounted(examined), (seed, number)
        number += 1
