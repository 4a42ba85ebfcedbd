"""Text captures, as scrapers save them, to documents: a block a line, with the lines that a scraper broke marked."""

import re

from cleaners.lines import Line
from cleaners.model import Block, Document

_CONTINUATION = re.compile(r"[^\W\d_A-Z]|[,.;:)\]”’%]|[\"'](?=[ ,.)]|$)")


def read_capture(text: str, *, aka: tuple[str, ...] = (), title: str | None = None) -> Document:
    """Read a text capture. Every line with a visible character becomes one block."""
    spans: list[tuple[int, int, bool]] = []  # start, end, whether a blank line stands before
    at, blank = 0, True
    for raw in text.split("\n"):
        bare = raw.strip()
        if bare:
            start = at + raw.index(bare[0]) if raw[0] != bare[0] else at
            spans.append((start, start + len(bare), blank))
            blank = False
        else:
            blank = True
        at += len(raw) + 1
    lines = [Line(text[start:end]) for start, end, _ in spans]
    joins = _joins(lines, [blank for _, _, blank in spans])
    blocks = tuple(Block(start, end, continues=join) for (start, end, _), join in zip(spans, joins, strict=True))
    return Document(text, blocks, title=title, aka=aka)


def _joins(lines: list[Line], blanks: list[bool]) -> list[bool]:
    """Which lines go on with the line before: a scraper that put inline elements on lines of their own cut them off.

    A line that begins in lower case or with a comma goes on. In a capture with several such lines the names between
    ("Pelatih / Timnas Indonesia / , Nova Arianto") go on too, unless a short first line stands before a longer one:
    then it is a subhead.
    """
    broken = [
        bool(_CONTINUATION.match(line.text)) and not blank and i > 0 and not lines[i - 1].ends_sentence
        for i, (line, blank) in enumerate(zip(lines, blanks, strict=True))
    ]
    fragmented = sum(broken) >= 2
    joins: list[bool] = []
    for i, line in enumerate(lines):
        if blanks[i] or i == 0 or line.label or lines[i - 1].label:
            joins.append(False)
            continue
        before = lines[i - 1]
        goes_on = broken[i]
        if fragmented and not goes_on and not before.ends_sentence and not before.text.endswith((":", '"', "”")):
            subhead = not joins[-1] and (len(line.words) >= 4 or before.headline)
            goes_on = not subhead
        joins.append(goes_on)
    return joins
