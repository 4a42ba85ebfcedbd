"""A story that stands in a page's data, as a text and its blocks."""

import html
import re

from cleaners.decode import tidy
from cleaners.model import Block
from cleaners.page import PageError, read_page

_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,12}(?:\s[^<>]*)?/?>|<!--")
_TWICE = re.compile(r"&amp;(?=(?:[a-zA-Z]{2,8}|#\d{1,6});)")


def lay_out(story: str) -> tuple[str, tuple[Block, ...]]:
    """The text and the blocks of a story: HTML as a page shows it, text a block a line. Entities and markup that were
    escaped once more than they had to be are read as what was meant. Nothing comes of HTML that cannot be read."""
    story = _TWICE.sub("&", tidy(story))
    if not _TAG.search(story):
        story = html.unescape(story)
    if not _TAG.search(story):
        return story, lines(story)
    try:
        page = read_page(story)
    except PageError:
        return "", ()
    return page.text, tuple(block.marked(outside=False) for block in page.blocks)


def lines(text: str) -> tuple[Block, ...]:
    """The blocks of a text, a block a line."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if bare := line.strip():
            start = at + line.index(bare[0])
            blocks.append(Block(start, start + len(bare)))
        at += len(line) + 1
    return tuple(blocks)
