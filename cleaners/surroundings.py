"""What surrounds the blocks of an HTML page: the elements they stand in, and what those are called."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from lxml.html import HtmlElement

_STORY = re.compile(r"article|content|body|story|text|isi|detail|post|entry|main|read|berita|news", re.IGNORECASE)
_REST = re.compile(
    r"comment|komentar|sidebar|related|terkait|foot|nav|menu|share|sosial|social|promo|widget|recommend|rekomendasi|popul"
    r"|trending|\bads?\b|advert|banner|caption|author|byline|meta|tag|breadcrumb|subscribe|newsletter|login|cookie|header"
    r"|hidden|print|tool|gallery|teaser|summary|lainnya|other|more|index|terkini",
    re.IGNORECASE,
)
TAGS = (
    "article",
    "main",
    "aside",
    "footer",
    "nav",
    "header",
    "form",
    "figure",
    "table",
    "ul",
    "section",
    "blockquote",
)
_LEVELS = 40  # elements around a block that are looked at
Shape = tuple[HtmlElement | None, str, str | None]


class Place(NamedTuple):
    """What an element's name and those around it say: which of `TAGS` it stands in, how many of their classes and ids
    speak of a story or of the rest, and whether its own or one of the two around it speaks of the rest."""

    path: tuple[HtmlElement, ...]  # the element and those around it, the innermost first
    tags: tuple[bool, ...]
    story: int
    rest: int
    own: bool
    near: bool
    shape: Shape


_NOWHERE = Place((), (False,) * len(TAGS), 0, 0, False, False, (None, "", None))


def places(holders: Sequence[HtmlElement]) -> tuple[list[Place], Mapping[HtmlElement, Place]]:
    """The place of each block by the element that holds it, and the place of every element around one."""
    known: dict[HtmlElement, Place] = {}
    for holder in holders:
        unknown = []
        above: HtmlElement | None = holder
        while above is not None and above not in known:  # no recursion: pages nest thousands deep
            unknown.append(above)
            above = above.getparent()
        outer = known[above] if above is not None else _NOWHERE
        for inner in reversed(unknown):
            outer = known[inner] = _within(inner, outer, known)
    return [known[holder] for holder in holders], known


def _within(element: HtmlElement, outer: Place, known: Mapping[HtmlElement, Place]) -> Place:
    """The place of an element whose parent's place is `outer`."""
    named = element.get("class")
    story, rest = _hints(f"{named or ''} {element.get('id') or ''}")
    tags = outer.tags
    if element.tag in TAGS:
        tags = tuple(inside or element.tag == tag for inside, tag in zip(tags, TAGS, strict=True))
    near = rest or outer.own or (len(outer.path) > 1 and known[outer.path[1]].own)
    path = (element, *outer.path[: _LEVELS - 1])
    shape = (outer.path[0] if outer.path else None, element.tag, named)
    return Place(path, tags, story + outer.story, rest + outer.rest, rest, near, shape)


@lru_cache(maxsize=20_000)
def _hints(named: str) -> tuple[bool, bool]:
    """Whether a class and id speak of a story, and whether of the rest of a page."""
    return bool(_STORY.search(named)), bool(_REST.search(named))
