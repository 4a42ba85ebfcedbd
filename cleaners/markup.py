"""What the markup near a story says of it: its tags, section, standfirst, captions and times."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from lxml.html import HtmlElement

from cleaners.around import ABOVE, HEAD, TAIL, Reach, names_of, short_text, text_of
from cleaners.labels import alone
from cleaners.lines import fold
from cleaners.model import Block, Found
from cleaners.names import unique
from cleaners.page import Page

_NEAR = 12  # blocks after the story within which a list of tags without a label begins
_LINKS = 100  # looked at within one list
_ELEMENTS = 20  # looked at within one block
_TAG = 60  # characters of a tag or a section
_HEADING = 40  # characters of the heading of a list
_LEVELS = 6  # of a breadcrumb: with more it is a menu
_TAG_PATH = re.compile(
    r"/(?:tags?|topik|topics?|tagar|hash-?tags?|label|keyword)/[^/]|[?&](?:tag|topik|label)=", re.IGNORECASE
)
_TAG_LABEL = re.compile(
    r"(?:tags?|topik|tagar|hashtags?|kata kunci|label)(?: (?:terkait|berita|artikel))?\b ?:?", re.IGNORECASE
)
_TAG_CLASS = re.compile(r"(?<![a-z])(?:tags?|tagar|hashtags?|topik|keywords?)(?![a-z])", re.IGNORECASE)
_POPULAR = re.compile(r"populer|popular|trending|hangat|terkini|pilihan", re.IGNORECASE)
_CRUMBS = re.compile(r"bread-?_?crumb|(?<![a-z])(?:bread|crumbs?)(?![a-z])", re.IGNORECASE)
_CATEGORY = re.compile(r"(?:^|[\s_-])(?:kanal|categor(?:y|ies)|kategori|cat-links|rubrik)(?:$|\s|_)", re.IGNORECASE)
_DECK = re.compile(
    r"(?<![a-z])(?:deck|dek|standfirst|sub-?_?(?:title|judul|head(?:line|ing)?)|sinopsis|synopsis|excerpt|sapo|lead|teras)"
    r"(?![a-z])|[a-z](?:Lead|Deck|Excerpt|SubTitle)(?![a-z])"
)
_BELOW = 5  # blocks below the headline in which the standfirst stands
_SENTENCE = 5  # words of the shortest
_UPDATED = re.compile(r"updat|modif|ubah", re.IGNORECASE)
_PUBLISHED = re.compile(r"publish|entry-date|terbit", re.IGNORECASE)  # WordPress marks one time as both
_HOME = ("home", "beranda", "index", "indeks", "depan", "halaman depan")
_LEAF = ("artikel", "detail", "baca", "read", "more", "back", "uncategorized", "tak")  # what names no section
_NAMES = 5  # words of a section, and of a tag that only its element makes one
_ARROWS = " /|>»›-–•·"


def tags(page: Page, where: Reach) -> Found[tuple[str, ...]] | None:
    """The list of links to tag pages below the story. One link alone heads a box of other stories, unless a label
    ("Tag:"), its own "#" or its element just below the story says what it is."""
    listed: dict[str, None] = {}
    sure = False
    last = where.end + _NEAR
    for i in range(where.end, min(where.end + TAIL, len(page.blocks))):
        if i == where.end and page.blocks[i].links < 0.5:  # its links are the story's
            continue
        text = text_of(page, i)
        if page.blocks[i].links < 0.5 and len(text) <= _HEADING and _POPULAR.search(text):  # the site's tags follow
            last = i
        elif _TAG_LABEL.match(text):
            sure, last = sure or not listed, max(last, i + 2)
        if i > last:
            if listed:
                break
            continue
        if names := [name for name in _tag_links(page.holders[i]) if name in text]:
            called = i - where.end < ABOVE and _TAG_CLASS.search(names_of(page.holders[i])) is not None
            sure = sure or called or any(f"#{name}" in text for name in names)
            listed.update(dict.fromkeys(names))
            last = i + 2
    return Found(unique(listed), "html: links to tag pages") if len(listed) > (0 if sure else 1) else None


def _tag_links(holder: HtmlElement) -> Iterator[str]:
    listing = any(_TAG_CLASS.search(names_of(e)) for e in (holder, *islice(holder.iterancestors(), 2)))
    for link in (*holder.iterancestors("a"), *islice(holder.iter("a"), _LINKS)):
        rel = (link.get("rel") or "").split()
        linked = ("tag" in rel and "category" not in rel) or _TAG_PATH.search(link.get("href") or "")
        if linked or listing:
            name = " ".join(link.text_content().split()).strip(" #,")
            if (
                name
                and len(name) <= _TAG
                and not _TAG_LABEL.fullmatch(name)
                and alone(name.rstrip("."), "li") != "navigation"
            ):
                yield name


def section(page: Page, where: Reach, title: str | None) -> Found[str] | None:
    """The section that the page displays above the story: the last link of its breadcrumb that is not the headline's,
    else the first link to a category."""
    is_crumbs = cache(lambda element: _CRUMBS.search(names_of(element)))  # of many blocks in turn
    for i in reversed(range(max(0, where.top - HEAD), where.story)):
        boxes = [e for e in (page.holders[i], *islice(page.holders[i].iterancestors(), 3)) if is_crumbs(e)]
        names = [name for name in _crumbs(boxes[-1]) if _is_section(name, title)] if boxes else []
        if 0 < len(names) <= _LEVELS:
            return Found(names[-1], "html: breadcrumb")
    for i in where.head:
        for link in islice(page.holders[i].iter("a"), _ELEMENTS):
            if any(_CATEGORY.search(names_of(e)) for e in (link, *islice(link.iterancestors(), 2))):
                name = short_text(link, _TAG).strip(_ARROWS)
                if _is_section(name, title):
                    return Found(name, "html: category")
    return None


def _crumbs(box: HtmlElement) -> Iterator[str]:
    for element in islice(box.iter(), _LINKS):
        shown = isinstance(element.tag, str) and element.tag not in ("script", "style")
        parts = (element.text if shown else None, element.tail if element is not box else None)
        yield from (text for part in parts if part and (text := " ".join(part.split()).strip(_ARROWS)))


def _is_section(name: str, title: str | None) -> bool:
    folded = fold(name)
    words = folded.split()
    if not words or folded in _HOME or words[0] in _LEAF or len(words) > _NAMES or alone(name, "li") is not None:
        return False
    return not (title and len(words) >= 3 and fold(title).startswith(folded))


def deck(page: Page, blocks: Sequence[Block], where: Reach) -> Found[str] | None:
    """The standfirst, where the markup just below the headline calls a line so that is not of the story itself."""
    for i in range(where.top + 1, min(where.top + _BELOW, where.story)):
        holder, text = page.holders[i], text_of(page, i)
        named = any(_DECK.search(names_of(e)) for e in (holder, *islice(holder.iterancestors(), 1)))
        apart = blocks[i].outside and blocks[i].kind in ("p", "h") and alone(text, "p") is None
        if named and apart and len(text.split()) >= _SENTENCE:
            return Found(text, "html: standfirst")
    return None


def captions(page: Page, where: Reach, title: str | None) -> list[str]:
    """The captions of the story's pictures."""
    found = []
    for i in range(max(0, where.top - ABOVE), min(where.end + ABOVE, len(page.blocks))):
        block, text = page.blocks[i], text_of(page, i)
        said = block.kind == "caption" and block.links < 0.5 and alone(text, block.kind) == "caption"
        if said and " " in text and any(map(str.isalpha, text)) and not (title and fold(text) == fold(title)):
            found.append(text)
    return found


def times(page: Page, where: Reach) -> Iterator[tuple[str, bool]]:
    """The times that the markup of the page's head states, each with whether it is that of a modification."""
    for i in where.head:
        holder = page.holders[i]
        for element in (*holder.iterancestors("time"), *islice(holder.iter("time", "span", "meta", "abbr"), _ELEMENTS)):
            dated = (element.get("itemprop") or "").startswith("date")
            stamp: str | None = element.get("datetime")
            if dated and not stamp:
                stamp = element.get("content") or element.get("title")
            if stamp:
                named = names_of(element)
                yield stamp, _UPDATED.search(named) is not None and _PUBLISHED.search(named) is None
