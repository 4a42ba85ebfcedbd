"""Metadata as the page displays it, read from the lines that the anatomy names."""

import re
from collections.abc import Iterator
from datetime import datetime, timezone

from cleaners.dates import ZONES, Moment, parse
from cleaners.model import Document, Found
from cleaners.names import names, unique
from cleaners.within import credit_tail, find_dateline, signature

_UPDATED = re.compile(r"\b(?:diperbarui|update[d]?|diubah|last modified|perubahan)\b", re.IGNORECASE)
_SOURCE = re.compile(r"^\s*sumber(?: berita)?\s*:\s*", re.IGNORECASE)
_TAGS = re.compile(r"^\s*(?:tags?|tagar|kata kunci|topik)\s*:?\s*", re.IGNORECASE)
_BREADCRUMB = re.compile(r"\s*[/>»›|]\s*")


def labelled(document: Document, *labels: str) -> Iterator[tuple[int, str]]:
    """The lines with one of the labels: index and text."""
    for i, label in enumerate(document.anatomy.labels):
        if label in labels:
            yield i, document.anatomy.lines[i].text


def texts(document: Document) -> dict[str, Found[str]]:
    """Title, deck, section, dateline and wire source, each where the page displays it."""
    out: dict[str, Found[str]] = {}
    for field in ("title", "deck"):
        if found := [" ".join(text.split()) for _, text in labelled(document, field)]:
            out[field] = Found(" ".join(found), f"text: {field}")
    if sections := [text for i, text in labelled(document, "section") if i < document.anatomy.lead]:
        crumbs = [c for c in _BREADCRUMB.split(" / ".join(sections)) if c and c.lower() not in ("home", "beranda")]
        if crumbs:
            out["section"] = Found(crumbs[-1], "text: line above the story")
    if (dateline := find_dateline(document)) and dateline[1].place:
        out["dateline"] = Found(dateline[1].place, "text: dateline")
    credits = [_SOURCE.sub("", text) for _, text in labelled(document, "source")]
    credits += [name for role, _, name in credit_tail(document) if role == "Sumber"]
    if wire := next((c.strip(" .,;") for c in credits if c.strip(" .,;")), None):
        out["wire_source"] = Found(wire, "text: credit line")
    return out


def people(document: Document) -> dict[str, Found[tuple[str, ...]]]:
    """Authors and editors, as bylines, credits and the signature at the end name them."""
    out: dict[str, Found[tuple[str, ...]]] = {}
    tail = list(credit_tail(document))
    authors = [n for _, text in labelled(document, "byline") for n in names(text)]
    authors += [n for role, _, name in tail if role in ("Reporter", "Penulis", "Pewarta") for n in names(name)]
    source = "text: byline"
    if signed := [n for span in signature(document) for n in names(document.of(span))]:
        source = "text: byline and signature" if authors else "text: signature"
    if found := unique(authors + signed):
        out["authors"] = Found(found, source)
    editors = [n for _, text in labelled(document, "editor") for n in names(text)]
    editors += [n for role, _, name in tail if role == "Editor" for n in names(name)]
    if found := unique(editors):
        out["editors"] = Found(found, "text: credit of the editor")
    return out


def captions(document: Document) -> tuple[str, ...]:
    """The captions of the page's pictures."""
    return tuple(" ".join(text.split()) for _, text in labelled(document, "caption"))


def tags(document: Document) -> Found[tuple[str, ...]] | None:
    """The tags that the page lists."""
    found = [
        tag.strip(" #.")
        for _, text in labelled(document, "tags")
        for tag in re.split(r"[,;•|]|\s#", _TAGS.sub("", text))
    ]
    listed = unique(tag for tag in found if tag)
    return Found(listed, "text: list of tags") if listed else None


def moments(
    document: Document, zone: timezone = ZONES["WIB"], fetched_at: datetime | None = None
) -> dict[str, Found[Moment]]:
    """When the story was published and modified, from the lines above it.

    A time labelled "Diperbarui" is the modification; of two that are not labelled the earlier is the publication.
    """
    published: list[Moment] = []
    modified: list[Moment] = []
    for i, text in labelled(document, "timestamp"):
        if i > document.anatomy.lead:
            break
        if moment := parse(text, zone, fetched_at):
            (modified if _UPDATED.search(text) else published).append(moment)
    out: dict[str, Found[Moment]] = {}
    if published:
        first = min(published, key=lambda m: m.value)
        out["published_at"] = Found(first, "text: line above the story")
        modified += [m for m in published if m.exact and m.value > first.value]
    if modified:
        out["modified_at"] = Found(max(modified, key=lambda m: m.value), "text: line above the story")
    return out
