"""Metadata as the page displays it, read from the lines that the anatomy names."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any

from cleaners.dates import MOMENT, ZONES, Moment, parse
from cleaners.labels import CLOCK, by_itself, is_time
from cleaners.lines import fold, line_of
from cleaners.model import Document, Found
from cleaners.names import credits, names, unique
from cleaners.within import credit_head, credit_tail, find_dateline, signature

_UPDATED = re.compile(r"\s*(?:terakhir )?(?:diperbarui|updated?|diubah|last modified|perubahan)", re.IGNORECASE)
# Where the next label begins in "Diperbarui 18 Jun 2025, 14:05 WIBDiterbitkan 18 Jun 2025, 13:20 WIB".
_UPDATED_PART = re.compile(
    r"(?=(?:terakhir )?(?:diperbarui|updated?|diubah|last modified|diterbitkan|dipublikasikan|published|tayang)\b)"
    r"|(?<=WIB)(?=[A-Z])",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"^\s*(?:sumber(?: berita)?|(?:disadur|disarikan) dari)\s*:\s*", re.IGNORECASE)
_TAGS = re.compile(
    r"^\s*(?:tags?(?: (?:terkait|artikel|berita))?|tagar|kata kunci|topik)\s*:?\s*(?!\w)|^\s*(?:tags?|topik)\s*:\s*",
    re.IGNORECASE,
)
_BREADCRUMB = re.compile(r"[/>»›|]")
_LONGEST = 160  # characters of a line that says when
_BESIDE = 8  # words that may stand beside a time


def labelled(document: Document, *labels: str) -> Iterator[tuple[int, str]]:
    """The lines with one of the labels: index and text."""
    for i, label in enumerate(document.anatomy.labels):
        if label in labels:
            yield i, document.anatomy.lines[i].text


def everything(document: Document, zone: timezone, fetched_at: datetime | None) -> dict[str, Found[Any]]:
    """All that the lines of a document display, by field of `Article`."""
    found: dict[str, Found[Any]] = {**texts(document), **people(document), **moments(document, zone, fetched_at)}
    if listed := tags(document):
        found["tags"] = listed
    if shown := captions(document):
        found["captions"] = Found(shown, "text: captions")
    return found


def texts(document: Document) -> dict[str, Found[str]]:
    """Title, deck, section, dateline and wire source, each where the page displays it."""
    out: dict[str, Found[str]] = {}
    for field in ("title", "deck"):
        run: list[tuple[int, str]] = []
        for i, text in labelled(document, field):  # lines that stand apart are not one standfirst: the last counts
            if document.body[i].kind in ("li", "quote"):  # a summary in points
                continue
            run = [*run, (i, text)] if run and run[-1][0] == i - 1 else [(i, text)]
        if run:
            out[field] = Found(" ".join(" ".join(text for _, text in run).split()), f"text: {field}")
    sections = [text for i, text in labelled(document, "section") if i < document.anatomy.lead]
    crumbs = [c.strip() for text in sections[-1:] for c in _BREADCRUMB.split(text)]
    crumbs = [c for c in crumbs if c.lower() not in ("", "home", "beranda")]
    if crumbs and len(crumbs[-1].split()) <= 4:
        out["section"] = Found(crumbs[-1], "text: line above the headline")
    if (dateline := find_dateline(document)) and dateline[1].place:
        out["dateline"] = Found(dateline[1].place, "text: dateline")
    sources = [_SOURCE.sub("", text) for _, text in labelled(document, "source")]
    sources += [name for role, _, name in credit_tail(document) if role == "Sumber"]
    if wire := next((c.strip(" .,:;") for c in sources if c.strip(" .,:;") and c.lower() != "sumber"), None):
        out["wire_source"] = Found(wire, "text: credit line")
    return out


def people(document: Document) -> dict[str, Found[tuple[str, ...]]]:
    """Authors and editors, as bylines, credits and the signature at the end name them."""
    out = credited(document)
    if signed := signers(document):
        byline = out.get("authors")
        both = unique([*(byline.value if byline else ()), *signed.value])
        out["authors"] = Found(both, "text: byline and signature" if byline else signed.source)
    return out


def credited(document: Document, *, seeming: bool = True) -> dict[str, Found[tuple[str, ...]]]:
    """Authors and editors, as bylines and credits name them; with the lines that only their place makes bylines, unless
    `seeming` is False."""
    out: dict[str, Found[tuple[str, ...]]] = {}
    found: dict[str, list[str]] = {"authors": [], "editors": []}
    for i, text in labelled(document, "byline", "editor"):
        if i > document.anatomy.lead and text.lower() in ("redaksi", "tim redaksi"):  # a link of the footer
            continue
        plain = document.anatomy.lines[i].label is None
        if document.markup and plain and not (seeming and _signs(document, text)):
            continue
        # "Editor" in one cell, the name in the next.
        bare = document.anatomy.labels[i] == "editor" and ":" not in text[1:]
        for field, named in credits(text):
            found["editors" if bare else field or "authors"] += [n for n in named if n.lower() != "editor"]
    if head := credit_head(document):
        found["authors"] += names(head[1])
    for role, _, name in credit_tail(document):
        found["editors" if role == "Editor" else "authors"] += names(name) if role != "Sumber" else []
    if authors := unique(found["authors"]):
        out["authors"] = Found(authors, "text: byline")
    if editors := unique(found["editors"]):
        out["editors"] = Found(editors, "text: credit of the editor")
    return out


def _signs(document: Document, text: str) -> bool:
    """Whether a line that only its place makes a byline names who wrote: not who took a picture ("Kabar/Ani Wijaya"),
    and not the headline once more."""
    return "/" not in text and not (document.title and fold(document.title).startswith(fold(text)))


def signers(document: Document) -> Found[tuple[str, ...]] | None:
    """The names in brackets at the end of the story."""
    signed = unique(n for span in signature(document) for n in names(document.of(span)) if not n.islower())
    return Found(signed, "text: signature") if signed else None


def captions(document: Document) -> tuple[str, ...]:
    """The captions of the page's pictures, links to galleries aside."""
    return tuple(
        " ".join(text.split())
        for i, text in labelled(document, "caption")
        if document.body[i].links < 0.5
        and (not document.markup or document.body[i].kind == "caption" or "/" in text or by_itself(line_of(text)))
        and any(c.isalpha() for c in text)
    )


def tags(document: Document) -> Found[tuple[str, ...]] | None:
    """The tags that the page lists."""
    found = [
        tag.strip(" #.:")
        for i, text in labelled(document, "tags")
        if i >= document.anatomy.end
        for tag in re.split(r"[,;•|#]", _TAGS.sub("", text))
    ]
    listed = unique(tag for tag in found if tag)
    return Found(listed, "text: list of tags") if listed else None


def moments(
    document: Document, zone: timezone = ZONES["WIB"], fetched_at: datetime | None = None
) -> dict[str, Found[Moment]]:
    """When the story was published and modified, from the lines above it.

    A time labelled "Diperbarui" is the modification; of two that are not labelled the earlier is the publication.
    """
    lines = [text for i, text in labelled(document, "timestamp", "byline") if i <= document.anatomy.lead]
    return times(lines, zone, fetched_at, "text: line above the story")


@lru_cache(maxsize=4_096)  # asked for the time, and again for the names beside it
def says_when(text: str) -> bool:
    """Whether a line in the head of a page says when, if need be beside who ("Oleh Ani Wijaya | 12 Maret 2026")."""
    if len(text) > _LONGEST:
        return False
    line = line_of(text)
    label = by_itself(line)
    if label is not None:
        return label in ("timestamp", "byline")
    if line.prose or not is_time(text, spare=_BESIDE):
        return False
    return CLOCK.search(text) is not None or is_time(text, spare=2) or any(f for f, named in credits(text) if named)


def beside_time(text: str) -> Iterator[str]:
    """The names in a line that says when ("Ani Wijaya • 12 Maret 2026")."""
    if not is_time(text) and "/" not in MOMENT.sub("", text):
        for field, named in credits(text):
            yield from named if field in ("authors", None) else ()


def times(lines: Iterable[str], zone: timezone, fetched_at: datetime | None, source: str) -> dict[str, Found[Moment]]:
    """Publication and modification from lines that say when; several times may stand in one line."""
    published: list[Moment] = []
    modified: list[Moment] = []
    for line in _joined(lines):
        for part in _UPDATED_PART.split(line):
            if moment := parse(part, zone, fetched_at):
                (modified if _UPDATED.match(part) else published).append(moment)
    out: dict[str, Found[Moment]] = {}
    if published:
        first = min(published, key=lambda m: m.value)
        out["published_at"] = Found(first, source)
        modified += [m for m in published if m.exact and m.value > first.value]
    if modified:
        out["modified_at"] = Found(max(modified, key=lambda m: m.value), source)
    return out


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """The lines, a clock on a line of its own joined to the date on the line before."""
    pending: str | None = None
    for line in lines:
        if pending is not None and not MOMENT.search(line) and CLOCK.match(line):
            yield f"{pending} {line}"
            pending = None
            continue
        if pending is not None:
            yield pending
        pending = line
    if pending is not None:
        yield pending
