"""What an HTML page displays of its story, near it: by markup where that says so, else by words and place."""

import re
from collections.abc import Sequence, Set
from datetime import datetime, timezone
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from cleaners import around, bylines, markup, visible
from cleaners.around import Reach
from cleaners.dates import Moment, parse_machine
from cleaners.lines import squeezed
from cleaners.model import Block, Document, Found
from cleaners.names import plausible, unique
from cleaners.page import Page

ABOVE = "text: line above the headline"
_LINKS = 40  # looked at within a line
_LONGEST = 60  # characters of a section
_SECTION = re.compile(r"bread|crumb|kanal|channel|categor|kategori|rubrik", re.IGNORECASE)


def near_story(
    page: Page,
    blocks: Sequence[Block],
    near: Document,
    where: Reach,
    title: str | None,
    url: str | None,
    zone: timezone,
    fetched_at: datetime | None,
    told: Set[str] = frozenset(),
) -> dict[str, Found[Any]]:
    """What the part of a page around its story (`near`) displays of it, people and dateline aside: by its words and
    its place, and better by the markup that it stands in. `blocks` are the page's, with those outside the story marked.
    Fields that are `told` are not looked for where that takes long.
    """
    lines = visible.texts(near)
    found: dict[str, Found[Any]] = {name: lines[name] for name in ("title", "deck", "wire_source") if name in lines}
    found |= _times(page, where, zone, fetched_at)
    if "section" in told:
        pass
    elif section := markup.section(page, where, title):
        found["section"] = section
    elif "section" in lines and (named := _as_section(page, where, lines["section"].value, url)):
        found["section"] = Found(named, lines["section"].source)
    if deck := markup.deck(page, blocks, where):
        found["deck"] = deck
    if "captions" not in told and (captions := unique([*markup.captions(page, where, title), *visible.captions(near)])):
        found["captions"] = Found(captions, "html: captions")
    if "tags" not in told and (tags := markup.tags(page, where) or visible.tags(near)):
        found["tags"] = tags
    return found


def people(
    page: Page, where: Reach, near: Document, document: Document, own: frozenset[str]
) -> dict[str, Found[tuple[str, ...]]]:
    """Authors and editors that the page displays: as its markup and its credits say, else as lines near the story
    seem to, else as the story is signed."""
    found = bylines.people(page, where, own)
    for name, credited in visible.credited(document, seeming=False).items():
        if name in found:
            credited = Found(unique([*found[name].value, *credited.value]), f"{found[name].source}; {credited.source}")
        found[name] = credited
    seeming = visible.credited(near)
    if "editors" in seeming:
        found.setdefault("editors", seeming["editors"])
    timed = [text for i in where.head if i > where.top and visible.says_when(text := around.text_of(page, i))]
    # "Kabar Rekaan - 12/03/2026, 10:15 WIB" names the site, "Kabar Rekaan | 12/03/2026, 10:15 WIB" who wrote.
    names = [n for t in timed for n in visible.beside_time(t) if squeezed(n) not in own or t.startswith(f"{n} |")]
    names = [*(seeming["authors"].value if "authors" in seeming else ()), *names]
    # One word beside the time is a section as often as a name.
    names = [name for name in names if plausible(name) and (" " in name or squeezed(name) in own)]
    if named := unique(name for name in names if squeezed(name) not in own) or unique(names):
        found.setdefault("authors", Found(named, "text: byline"))
    if signers := visible.signers(document) or visible.signers(near):
        found.setdefault("authors", signers)
    return found


def _times(page: Page, where: Reach, zone: timezone, fetched_at: datetime | None) -> dict[str, Found[Moment]]:
    """When the story was published and modified, from the lines between headline and story, else from those above the
    headline."""
    lines = [(i, around.text_of(page, i)) for i in where.head if page.blocks[i].kind != "caption"]
    lines = [(i, text) for i, text in lines if visible.says_when(text)]
    below = visible.times([t for i, t in lines if i > where.top], zone, fetched_at, "text: line above the story")
    return visible.times([t for i, t in lines if i < where.top], zone, fetched_at, ABOVE) | below


def _as_section(page: Page, where: Reach, line: str, url: str | None) -> str | None:
    """The section that a line above the headline names: by a link to a folder of `url`, or by its place."""
    path = urlsplit(url or "").path
    for i in range(max(0, where.top - around.HEAD), where.top):
        holder = page.holders[i]
        if line not in around.text_of(page, i):
            continue
        for link in reversed(list(islice(holder.iter("a"), _LINKS))):
            folder = urlsplit(link.get("href") or "").path.rstrip("/")
            if folder and path.startswith(f"{folder}/"):
                return around.short_text(link, _LONGEST) or None
        if any(
            _SECTION.search(f"{e.get('class')} {e.get('id')}") for e in (holder, *islice(holder.iterancestors(), 3))
        ):
            return line
    return None


def stamps(page: Page, where: Reach, zone: timezone) -> dict[str, Found[Any]]:
    """The times that the markup of the page's head states."""
    first: dict[str, str] = {}
    for stamp, modified in markup.times(page, where):
        first.setdefault("modified_at" if modified else "published_at", stamp)
    moments = ((name, parse_machine(stamp, zone)) for name, stamp in first.items())
    return {name: Found(moment, "html: time") for name, moment in moments if moment}
