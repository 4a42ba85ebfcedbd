"""Words for people."""

import re

_SPACE = re.compile(r"\s+")
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def plain(text: str) -> str:
    """`text` with white space folded to single spaces and all that could steer a terminal or turn a line's direction
    (control characters, bidirectional overrides), or that no file can hold (lone surrogates), shown as U+FFFD."""
    return _UNSAFE.sub("\ufffd", _SPACE.sub(" ", text))


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 page", "2,000 pages"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
