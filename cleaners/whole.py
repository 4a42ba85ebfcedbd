"""Cleaners that cut whole lines: what a line is follows from its phrases and its place (see `anatomy`)."""

from collections.abc import Iterator
from itertools import groupby

from cleaners.model import Document, Span


def whole_lines(document: Document, label: str) -> Iterator[Span]:
    """The lines that have a label; it is the name of the cleaner too."""
    for block in document.by_label.get(label, ()):
        yield Span(block.start, block.end, label)


def outside(document: Document) -> Iterator[Span]:
    """Outside the part of the page that holds the story."""
    labelled = {block.start for block, _ in document.asides}
    for left_out, run in groupby(document.blocks, lambda block: block.outside and block.start not in labelled):
        if left_out:
            blocks = list(run)
            yield Span(blocks[0].start, blocks[-1].end, "outside")


def title(document: Document) -> Iterator[Span]:
    """The headline: it is stored as the title."""
    return whole_lines(document, "title")


def deck(document: Document) -> Iterator[Span]:
    """The standfirst between the headline and the story: it is stored as the deck."""
    return whole_lines(document, "deck")


def section(document: Document) -> Iterator[Span]:
    """A section name or breadcrumb above the story."""
    return whole_lines(document, "section")


def timestamp(document: Document) -> Iterator[Span]:
    """A line that says only when: publication, update, "3 jam lalu"."""
    anatomy = document.anatomy
    for i, (block, label) in enumerate(zip(document.body, anatomy.labels, strict=True)):
        # A fixture list inside the story has such lines too: there only relative times are furniture.
        within = anatomy.lead < i < anatomy.end and not anatomy.lines[i].folded.endswith("lalu")
        if label == "timestamp" and not within:
            yield Span(block.start, block.end, "timestamp")
    yield from (Span(block.start, block.end, label) for block, label in document.asides if label == "timestamp")


def related(document: Document) -> Iterator[Span]:
    """A list of other stories, or its heading ("Berita terkait", "Terpopuler")."""
    return whole_lines(document, "related")


def share(document: Document) -> Iterator[Span]:
    """Buttons and counters for sharing."""
    return whole_lines(document, "share")


def copyright_notice(document: Document) -> Iterator[Span]:
    """A copyright notice."""
    return whole_lines(document, "copyright")


def tags(document: Document) -> Iterator[Span]:
    """The list of tags: they are stored as tags."""
    return whole_lines(document, "tags")


def repetition(document: Document) -> Iterator[Span]:
    """A line that holds what the lines after it say once more: a scraper took both an element and those within it."""
    return whole_lines(document, "repetition")
