"""The parts of a story that is split over several pages, joined to one article."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cleaners.lines import fold
from cleaners.model import Article, Cut
from cleaners.names import unique

# What any part may state. Only the first one opens a story, with its standfirst and its dateline.
_STATED = "title authors editors published_at modified_at outlet kind section tags wire_source lead_image_url".split()
_WITH = {"published_at": "published_zone"}  # what goes with a value, and is no other part's to state
_REPEATS = 8  # words: a shorter paragraph may well be said twice in a story


def join(parts: Sequence[Article]) -> Article:
    """One article of the parts of a story, given in their order; there must be one at least.

    The texts follow each other: a page's end is a paragraph's end. Each value is that of the first part to state it,
    and language that of the first part to have one. A cut keeps its place on its own page. A paragraph that repeats one
    of an earlier part is cut as "repeated", at 0: its text has a place on the page, which an article does not know.
    """
    from cleaners.foreign import foreign_passages  # with its engines, which a search for stored articles can do without

    first = parts[0]
    values: dict[str, Any] = {}
    sources = {name: source for name, source in first.sources.items() if name != "part"}
    for stated in (*_STATED, "captions"):
        part = next((part for part in parts if getattr(part, stated)), first)
        for name in filter(None, (stated, _WITH.get(stated))):
            values[name] = getattr(part, name)
            if part is not first and name in part.sources:
                sources[name] = f"part {part.part}: {part.sources[name]}"
    told = next((part for part in parts if part.language != "und"), first)
    text, repeated = _text(parts)
    values["captions"] = unique(caption for part in parts for caption in part.captions)
    return replace(
        first,
        **values,
        part=None,
        text=text,
        language=told.language,
        language_confidence=told.language_confidence,
        foreign=foreign_passages(text, told.language),
        cuts=(*(cut for part in parts for cut in part.cuts), *repeated),
        sources=sources,
    )


def _text(parts: Sequence[Article]) -> tuple[str, list[Cut]]:
    """The text of all parts, and the paragraphs that say again what an earlier part or the headline said."""
    kept: list[str] = []
    repeated: list[Cut] = []
    said: set[str] = set()
    title = {fold(parts[0].title)} if parts[0].title else set()
    for part in parts:
        paragraphs = part.text.split("\n\n")
        folded = [fold(paragraph) for paragraph in paragraphs]
        for paragraph, words in zip(paragraphs, folded, strict=True):
            if words in said:
                repeated.append(Cut("repeated", paragraph, 0, 0))
            else:
                kept.append(paragraph)
        said |= title.union(words for words in folded if words.count(" ") >= _REPEATS - 1)
    return "\n\n".join(kept), repeated
