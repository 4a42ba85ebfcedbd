"""Which part of a story a page holds, as its address and its pager say ("Halaman: 1 2 3 Selanjutnya")."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from urllib.parse import urlsplit, urlunsplit

from lxml.html import HtmlElement

from cleaners.address import Numbered, absolute, canonical, is_one_page, numbered, part_of
from cleaners.model import Found
from cleaners.outlets import Outlet, host_of
from cleaners.page import Page, text_in
from cleaners.structured import Structured

# How the label of a link in a pager begins, which few others do.
_SIGN = re.compile(r"\W{0,40}(?:\d{1,2}\s|\d{1,2}\Z|halaman|selanjut|berikut|lanjut|next|sebelum|prev)", re.IGNORECASE)
_LABEL = re.compile(r"\d{1,2}")
_STEPS = {
    1: re.compile(r"(?:halaman )?(?:selanjutnya|berikutnya|lanjut|next)(?: page)?\W{0,4}", re.IGNORECASE),
    -1: re.compile(r"\W{0,4}(?:halaman )?(?:sebelumnya|prev|previous)(?: page)?", re.IGNORECASE),
}
_CURRENT = re.compile(r"(?<!in)(?<!non)(?:active|selected|current|aktif)", re.IGNORECASE)
_COUNT = re.compile(r"(?:halaman|hal\.?|page) ?:? ?(\d{1,2}) ?(?:dari|of|/) ?(\d{1,2})", re.IGNORECASE)
_NUMBERS = re.compile(r"(?:halaman|page) ?:?(?: ?\d{1,2}\b){2,9}[^\d.]{0,24}", re.IGNORECASE)  # a pager as text
_MERGED = re.compile(r"\d{1,2} dari \d{1,2} halaman", re.IGNORECASE)  # heads a part on a page that holds them all
_ALL = re.compile(r"\b(?:halaman all|semua halaman)\b", re.IGNORECASE)
_STORY = re.compile(r"[-_.=]|\d{5}")  # what the last folder of a story's address has, and that of a list has not
_LONGEST = 24  # characters of a link in a pager
_ROW = 120  # characters of all of it
_LEVELS = 4  # from a link of a pager to the element that holds it
_HERE = "https://here.invalid/"  # stands for the address of a page that states none


@dataclass(frozen=True, slots=True)
class Split:
    """A page's place in its story: the number of the part (None of a whole story, or where nothing says), and where the
    pager tells them the story's address and that of the next part."""

    part: Found[int] | None = None
    story: str | None = None
    following: str | None = None


@dataclass(frozen=True, slots=True)
class _Link:
    """A link of a pager: its label (None of "Selanjutnya" and its kin), and how its address is read (None of the
    story's own, which the label 1 leads to). `step` says how far it leads from this page, 0 of a label."""

    element: HtmlElement
    label: int | None
    step: int
    reading: Numbered | None


def split(page: Page, data: Structured, url: str | None, outlet: Outlet | None) -> Split:
    """Tell which part of its story a page holds. `url` is where it came from, None where that is not known."""
    lines = _lines(page)
    if (url and is_one_page(url, outlet)) or _whole(lines, data):
        return Split()
    stated = url or data.canonical or data.meta.get("og:url")
    own = absolute(url, stated) if stated else None
    story, links = _pager(page, own or _HERE, outlet)
    if own and (number := part_of(own)):
        source = "url" if url else "html: rel=canonical" if data.canonical else "meta: og:url"
        return Split(Found(number, source), story, _following(number, own, links))
    if number := _counted(lines) or (_current(url, own, story, links, outlet) if story else None):
        found = Found(number, "html: pager")
        return Split(found, story, _following(number, own, links)) if own else Split(found)
    return Split()


def _following(number: int, own: str, links: list[_Link]) -> str | None:
    """The address of the part after that of a number, as the pager links it."""
    ahead = (link for link in links if link.label == number + 1 or (link.label is None and link.step == 1))
    return next((_target(own, link.element.attrib["href"]) for link in ahead), None)


def part_of_text(lines: Sequence[str], url: str | None, outlet: Outlet | None) -> Found[int] | None:
    """The part that a text capture holds, as its address or its pager says. Where only a row of numbers is left of the
    pager, an address without a number is that of the first part."""
    if url and (number := part_of(url)):
        return Found(number, "url")
    if number := _counted(lines):
        return Found(number, "text: pager")
    if url and not is_one_page(url, outlet) and any(_NUMBERS.fullmatch(line) for line in lines):
        return Found(1, "text: pager")
    return None


def _whole(lines: Iterable[str], data: Structured) -> bool:
    """Whether a page says that it holds all parts."""
    titles = (data.page_title, data.meta.get("og:title"))
    return any(_ALL.search(title or "") for title in titles) or any(map(_MERGED.fullmatch, lines))


def _lines(page: Page) -> list[str]:
    return [page.text[b.start : b.end] for b in page.blocks if b.end - b.start <= _LONGEST]


def _pager(page: Page, own: str, outlet: Outlet | None) -> tuple[str | None, list[_Link]]:
    """The address of the story, and the links to its parts; None and none where the page has no pager."""
    here = canonical(own, outlet)
    readings = list(numbered(own, outlet))
    stories = {here, *(read.story for read in readings)}
    found: dict[str, list[_Link]] = {}
    for element, label, step in _candidates(page):
        target = _target(own, element.get("href"))
        if target is None:
            continue
        for read in numbered(target, outlet):
            if read.story in stories and (_fits(read, label) if label else _leads(read, step, here)):
                found.setdefault(read.story, []).append(_Link(element, label, step, read))
                break
        else:
            if canonical(target, outlet) in stories and label == 1:
                found.setdefault(canonical(target, outlet), []).append(_Link(element, label, step, None))
    story = max(found, key=lambda address: len(found[address]), default=None)
    return story, found[story] if story else []


def _target(own: str, href: str) -> str | None:
    """Where a link leads, with or without "https" and "www." as the page's own address has them; None if elsewhere."""
    full = absolute(own, href)
    if full is None or host_of(full) != host_of(own):
        return None
    here = urlsplit(own)
    return urlunsplit(urlsplit(full)._replace(scheme=here.scheme, netloc=here.netloc))


def _candidates(page: Page) -> Iterator[tuple[HtmlElement, int | None, int]]:
    """The links that may belong to a pager, each with its label and step."""
    for element in (*page.by_tag.get("link", ()), *page.by_tag.get("a", ())):
        if element.tag == "link":
            text = element.get("rel") or ""
        else:
            text = text_in(element) if len(element) else element.text or ""
        if not _SIGN.match(text):
            continue
        href = element.get("href")
        if href is None or href.startswith("#") or "oment" in href:  # "#komentar", "/comment-page-2"
            continue
        text = " ".join(text.split())
        if _LABEL.fullmatch(text):
            yield element, int(text), 0
        else:
            yield from ((element, None, step) for step, words in _STEPS.items() if words.fullmatch(text))


def _fits(read: Numbered, label: int) -> bool:
    """Whether a link's address has the number that its label says, counted from 0 or 1, or by so many paragraphs."""
    n = read.number
    if read.form == "page":
        return n in (label, label - 1)
    if not _STORY.search(urlsplit(read.story).path.rstrip("/").rpartition("/")[2] or urlsplit(read.story).query):
        return False
    if read.form in ("suffix", "inner"):
        return n == label
    return n in (label, label - 1) or (label > 1 and n % 5 == 0 and n % (label - 1) == 0)


def _leads(read: Numbered, step: int, here: str) -> bool:
    """Whether a link without a label leads to a part of this story. One post may follow another as "slug-2" follows
    "slug", and "/41" follows "/40"; so only the second part is known so."""
    return read.form == "page" or (read.form in ("folder", "query") and (step, read.number, read.story) == (1, 2, here))


def _counted(lines: Iterable[str]) -> int | None:
    """The number in the one line that says "Halaman 2 dari 3"; several head the parts of a page that holds them all."""
    counts = {(int(count[1]), int(count[2])) for line in lines if (count := _COUNT.fullmatch(line))}
    return next((number for number, last in counts if 0 < number <= last), None) if len(counts) == 1 else None


def _current(url: str | None, own: str | None, story: str, links: list[_Link], outlet: Outlet | None) -> int | None:
    """The number of the page itself among the parts that a pager leads to."""
    addressed = next((read for read in numbered(own, outlet) if read.story == story), None) if own else None
    if found := _labelled(addressed, links) or _marked(links) or _beside(links):
        return found
    return 1 if url and canonical(url, outlet) == story and any(link.reading for link in links) else None


def _labelled(addressed: Numbered | None, links: list[_Link]) -> int | None:
    """The label of the link that leads to the page itself, or the number in its address if those of others fit."""
    if addressed is None:
        return None
    for link in links:
        if link.label and link.reading == addressed:
            return link.label
    fit = all(link.reading is None or link.label in (None, link.reading.number) for link in links)
    return addressed.number if fit else None


def _marked(links: list[_Link]) -> int | None:
    """The number that the pager marks as the page's own, or the only one that is no link."""
    linked = {link.element: link.label for link in links if link.label}
    if not linked:
        return None
    row = _row(next(iter(linked)))
    for number, element in row:
        if element is not None and _is_current(element):
            return number
    others = {*linked.values()}
    missing = set(range(1, max((*others, *(number for number, _ in row))) + 1)) - others
    return missing.pop() if len(missing) == 1 else None


def _row(link: HtmlElement) -> list[tuple[int, HtmlElement | None]]:
    """The numbers that stand in a row with a link, each with its element where it is all that one holds."""
    row: list[tuple[int, HtmlElement | None]] = []
    for holder in islice(link.iterancestors(), _LEVELS):
        lengths = accumulate(len(text.strip()) for text in holder.itertext())
        if any(length > _ROW for length in lengths):
            break
        row = []
        for element in holder.iter():
            if isinstance(element.tag, str) and _LABEL.fullmatch(text := (element.text or "").strip()):
                row.append((int(text), element))
            if element is not holder:
                row += [(int(word), None) for word in (element.tail or "").split() if _LABEL.fullmatch(word)]
        if len(row) > 1:
            break
    return row


def _is_current(element: HtmlElement) -> bool:
    """Whether a number is marked as the page's own, by itself or by an element around it alone."""
    while True:
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.get("aria-current") or _CURRENT.search(marks) or element.get("href") == "#":
            return True
        parent = element.getparent()
        if parent is None or len(parent) > 1:
            return False
        element = parent


def _beside(links: list[_Link]) -> int | None:
    """The number before that of the next part, or after that of the one before."""
    steps = (link.reading.number - link.step for link in links if link.step and link.reading)
    return next((number for number in steps if number > 0), None)
