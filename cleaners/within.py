"""Cleaners that also cut within a line: datelines, initials, credits, and labels glued into a paragraph."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from cleaners.dateline import Dateline, match_dateline
from cleaners.lines import SMALL_WORDS
from cleaners.model import Block, Document, Span
from cleaners.phrases import inline
from cleaners.whole import whole_lines

_INITIALS = re.compile(
    r"\s*\((?:[A-Z]{1,3}-\d{1,2}|[a-z]{2,4})\)\s*$|\s*[(\[][a-z]{2,5}\d{0,2}(?: ?[/-] ?[a-z]{2,5}\d{0,2}){1,3}[)\]]\s*$"
)
_SENTENCE_END = (".", "!", "?", "”", '"', "’", "'")
_SIGNATURE = re.compile(
    r"\s*\([A-Z][\w.'’-]*"
    r"(?:(?: [A-Z][\w.'’-]*){1,4}|(?: [A-Z][\w.'’-]*){0,4} ?/ ?[a-z]{3,20}) ?\)\s*$"
)
# "(Kabar.com/Ani, Warta.com/Budi Santoso)"
_SIGNED_AT = re.compile(r"(?:\([\w-]{1,40}\.(?:com|co\.id|co|id|net|tv) ?/[^()]{2,80}\)\s*){1,3}$")
# "... tahun ini. Artikel ini telah tayang di Kabar.com dengan judul Warga Panen Padi"
_REPRINT = re.compile(
    r"(?<=[.!?”\"'’) ])(?:Artikel|Berita) ini (?:telah|sudah)(?: [a-z]+){0,2} (?:tayang|terbit|dimuat) (?:di|pada) "
    r".{2,220}$",
    re.IGNORECASE,
)
_END_MARK = re.compile(r"(?<=[.!?”\"'’])\s*(?:\(\*+\)|\*{2,})\s*$")
_CREDIT_TAIL = re.compile(
    r"[,\s]*\b(?P<role>Reporter|Penulis|Pewarta|Editor|Sumber)\s?:(?=[^.!?]{0,60}$)(?P<name>[^:.!?]{0,50}?)(?=[,\s]*(?:(?:Reporter|Editor|Sumber)\s?:|$))"
)
# "Laporan Wartawan Kabar.com, Ani Wijaya KABAR.COM, JAKARTA - ..." in one line
_CREDIT_HEAD = re.compile(
    r"Laporan (?:wartawan|reporter|kontributor|jurnalis)(?: [\w.-]+){1,2}, "
    r"(?P<name>(?-i:[A-Z])[\w.'’-]*(?: (?-i:[A-Z])[\w.'’-]*){0,4}?) (?=(?-i:[A-Z]{4,}\.(?:COM|CO\.ID|ID))\b)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\((?:Baca|Simak|Lihat|Tonton)(?: [Jj]uga)?\s?: ?[^()]{5,200}\)", re.IGNORECASE)
_CROSSLINK = re.compile(
    r"(?<![\w\"“'‘(])(?:Baca(?: [Jj]uga)?|BACA(?: JUGA)?|(?:Simak|Lihat|Tonton) [Jj]uga)\s?: ?(?=[\w\"“'‘(])"
)
_ANNOUNCEMENT = re.compile(r"(?<=[.!?”\"] )(?:Simak|Dengarkan|Tonton|Lihat|Saksikan|Baca)\b[^.]{3,100}:\s*$")
# "... sejak dulu. Simak selengkapnya di halaman selanjutnya>>>" at the end of a paragraph.
_NEXT_PAGE = re.compile(
    r"(?<=[.!?”\"'’] )(?:Simak|Baca|Cek|Klik|Lihat|Selengkapnya|Berlanjut|Bersambung)\b[^.!?]{0,100}"
    r"(?:halaman (?:selanjutnya|berikutnya)|(?<=Baca )selengkapnya|selengkapnya di ?sini)[\s.…»>]*$",
    re.IGNORECASE,
)
# The label of a button over a picture, then its caption.
_CAPTION = re.compile(r"(?<=[.!?”\"] )Lihat Foto [^.]{10,250}\.")
_TAIL = 3  # blocks at the end that may say where a story came first
_MOST = 1_000  # links in one paragraph
_WORDS = re.compile(r"\S+")


def find_dateline(document: Document) -> tuple[int, Dateline] | None:
    """Where the story's dateline starts and what it says, or None."""
    if (block := _lead(document)) is None:
        return None
    head = credit_head(document)
    start = head[0].end if head else block.start
    found = match_dateline(document.text[start : start + 200], document.aka)
    return (start, found) if found else None


def _lead(document: Document) -> Block | None:
    """The block with which the story begins."""
    lead = document.anatomy.lead
    return document.body[lead] if lead < len(document.body) else None


def dateline(document: Document) -> Iterator[Span]:
    """The dateline (place and outlet before the first sentence): its place is stored as the dateline."""
    if found := find_dateline(document):
        yield Span(found[0], found[0] + found[1].length, "dateline")


def advert(document: Document) -> Iterator[Span]:
    """The label of an advertisement ("ADVERTISEMENT", "SCROLL TO CONTINUE WITH CONTENT")."""
    return _labelled(document, "advert")


def placeholder(document: Document) -> Iterator[Span]:
    """The place of a video, picture or post that is not text ("[Gambas:Video 20detik]")."""
    return _labelled(document, "placeholder")


def _labelled(document: Document, name: str) -> Iterator[Span]:
    yield from whole_lines(document, name)
    pattern = inline(name)
    for block in document.body:
        for found in pattern.finditer(document.text, block.start, block.end):
            yield Span(found.start(), found.end(), name)


def ornament(document: Document) -> Iterator[Span]:
    """A line without a letter or digit ("***", "-----"), or the mark that ends a story ("... tahun depan.***")."""
    yield from whole_lines(document, "ornament")
    for block in _ending(document.body, document.text, "*)"):
        if found := _END_MARK.search(document.text, max(block.start, block.end - 12), block.end):
            yield Span(found.start(), found.end(), "ornament")


def _ending(blocks: Sequence[Block], text: str, marks: str) -> Iterator[Block]:
    """The blocks of a text that end with one of the marks."""
    return (block for block in blocks if text[block.end - 1] in marks)


def initials(document: Document) -> Iterator[Span]:
    """The initials of the desk at the end of a story ("(abc/def)")."""
    yield from whole_lines(document, "initials")
    last = max((block.start for block, words in document.paragraphs if words >= 6), default=0)
    for block in _ending(document.body, document.text, ")]"):
        found = _INITIALS.search(document.text, max(block.start, block.end - 40), block.end)
        before = document.text[block.start : found.start()].rstrip() if found else ""
        # "... hampir empat puluh (km/jam)" is a unit: initials follow a sentence, or stand alone below the story.
        if found and (before.endswith(_SENTENCE_END) or (not before and block.start > last)):
            yield Span(found.start(), found.end(), "initials")


def signature(document: Document) -> Iterator[Span]:
    """The name of the reporter in brackets at the end of a story."""
    yield from whole_lines(document, "signature")
    story = [block for block, words in document.paragraphs if words >= 6]
    for block in _ending(story, document.text, ")"):
        if found := _SIGNED_AT.search(document.text, max(block.start, block.end - 200), block.end):
            yield Span(found.start(), found.end(), "signature")
        elif found := _SIGNATURE.search(document.text, max(block.start, block.end - 80), block.end):
            before = document.text[block.start : found.start()].rstrip()
            glued = document.text[found.start()] == "("  # "... pungkasnya(Ani Wijaya)"
            if block is story[-1] and (glued or before.endswith(_SENTENCE_END)):
                yield Span(found.start(), found.end(), "signature")


def byline(document: Document) -> Iterator[Span]:
    """The byline: its names are stored as authors."""
    yield from whole_lines(document, "byline")
    yield from (span for role, span, _ in credit_tail(document) if role not in ("Sumber", "Editor"))
    if head := credit_head(document):
        yield head[0]


def source(document: Document) -> Iterator[Span]:
    """The credit of the source ("Sumber: Reuters"): it is stored as the wire source."""
    yield from whole_lines(document, "source")
    yield from (Span(span.start, span.end, "source") for role, span, _ in credit_tail(document) if role == "Sumber")


def editor(document: Document) -> Iterator[Span]:
    """The credit of an editor."""
    yield from whole_lines(document, "editor")
    yield from (Span(span.start, span.end, "editor") for role, span, _ in credit_tail(document) if role == "Editor")


def credit_head(document: Document) -> tuple[Span, str] | None:
    """The reporter's line glued to the dateline, and the name in it."""
    if (block := _lead(document)) is None:
        return None
    found = _CREDIT_HEAD.match(document.text, block.start, block.start + 160)
    return (Span(found.start(), found.end(), "byline"), found["name"]) if found else None


def credit_tail(document: Document) -> Iterator[tuple[str, Span, str]]:
    """Credits glued to the end of the last paragraph: role, span, name."""
    last = next((block for block, words in reversed(document.paragraphs) if words >= 8), None)
    for block in (last,) if last else ():
        for found in _CREDIT_TAIL.finditer(document.text, max(block.start, block.end - 160), block.end):
            yield found["role"], Span(found.start(), found.end(), "byline"), found["name"].strip(" ,")


def crosslink(document: Document) -> Iterator[Span]:
    """A link to another story ("Baca juga: ..."), with the headline that follows it."""
    yield from whole_lines(document, "crosslink")
    for block in document.body:
        for found in _IN_BRACKETS.finditer(document.text, block.start, block.end):
            yield Span(found.start(), found.end(), "crosslink")
        for found in islice(_CROSSLINK.finditer(document.text, block.start, block.end), _MOST):
            end = _headline_end(document.text, found.end(), block.end)
            yield Span(found.start(), end, "crosslink")
    for block in document.body[-1:]:  # "... tahun ini. Dengarkan podcast kami:" announces what the capture lacks
        if last := _ANNOUNCEMENT.search(document.text, max(block.start, block.end - 120), block.end):
            yield Span(last.start(), last.end(), "crosslink")


def follow(document: Document) -> Iterator[Span]:
    """An invitation to follow the outlet elsewhere (Google News, WhatsApp, its app), or word of where it came first."""
    yield from whole_lines(document, "follow")
    for block in document.body[-_TAIL:]:
        if found := _REPRINT.search(document.text, max(block.start, block.end - 280), block.end):
            yield Span(found.start(), found.end(), "follow")


def navigation(document: Document) -> Iterator[Span]:
    """A control of the page ("Selengkapnya", "Halaman:", "Kembali ke atas"), or what sends the reader to its next."""
    yield from whole_lines(document, "navigation")
    for block in _ending(document.body, document.text, "a.…»>"):
        if found := _NEXT_PAGE.search(document.text, max(block.start, block.end - 160), block.end):
            yield Span(found.start(), found.end(), "navigation")


def caption(document: Document) -> Iterator[Span]:
    """The caption or credit of a picture: it is stored among the captions."""
    yield from whole_lines(document, "caption")
    for block in document.body:
        for found in _CAPTION.finditer(document.text, block.start, block.end):
            yield Span(found.start(), found.end(), "caption")


def _headline_end(text: str, start: int, end: int) -> int:
    """Where a headline in a running paragraph ends: before the capital that opens the next sentence.

    A headline capitalises its words; the first other word in lower case belongs to a sentence whose first word stands
    before it. A headline that ends the paragraph, or that a full stop ends, is whole.
    """
    opener = start
    for word in _WORDS.finditer(text, start, min(end, start + 220)):
        bare = word[0].strip("\"'“”‘’(),:;")
        if bare[:1].islower() and bare.lower() not in SMALL_WORDS:
            return opener
        if bare and not bare[0].islower():
            opener = word.start()
        if word[0].endswith((".", "?", "!")) and len(bare) > 3:
            return word.end()
    return end if end - start <= 220 else opener
