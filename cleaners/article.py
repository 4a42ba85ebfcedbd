"""A raw page to a clean article: the library's front door."""

import gc
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from cleaners import kind as kinds
from cleaners import metadata, pager, stated
from cleaners.address import canonical, numbered
from cleaners.caps import MAX_BYTES
from cleaners.capture import read_capture
from cleaners.chain import take
from cleaners.decode import decode, is_text
from cleaners.foreign import foreign_passages
from cleaners.language import detect
from cleaners.model import Article, Cut, Document, Found
from cleaners.outlets import Outlet, Register, host_of, register
from cleaners.page import Page, PageError, read_page
from cleaners.registry import RULESET, mark
from cleaners.site import Learned, Site, site_name
from cleaners.structured import Structured, read_structured
from cleaners.whole import whole_lines

_HTML = re.compile(r"<(?:!doctype|html|head|body|div|p|article|meta|script)\b", re.IGNORECASE)
_MIN_WORDS = 12  # of an HTML page: fewer is what is left of a form, an error or a gallery
# Passages in which a page names its own outlet; prose and credits name others.
_OWN_WORDS = ("byline", "follow", "copyright", "related", "signature", "share", "navigation", "timestamp", "editor")


@dataclass(frozen=True, slots=True)
class Examined:
    """An article, the document it was read from with all its cuts marked, and each link of the chain that was tried
    with its verdict. `following` is where the story goes on, of a page that holds a part of it, and `site` names the
    site that the page is of."""

    document: Document
    article: Article
    trail: tuple[tuple[str, str], ...]
    following: str | None = None
    site: str | None = None


def extract(
    body: bytes,
    url: str | None = None,
    content_type: str | None = None,
    *,
    fetched_at: datetime | None = None,
    site: Site | None = None,
    rules: bool = True,
) -> Article:
    """Read a raw page (HTML or a text capture) and return its clean article.

    `body` is the page as bytes, `url` where it came from, `content_type` its media type with or without a charset
    (guessed where None). `fetched_at` (aware) gives relative times ("3 jam lalu") their meaning. `site` is what a
    corpus has learned of the page's site, and `rules=False` treats every outlet as unknown.

    Never raises on a bad page: without a story `text` is empty and `refused` says why.
    """
    return examine(body, url, content_type, fetched_at=fetched_at, site=site, rules=rules).article


def examine(
    body: bytes,
    url: str | None = None,
    content_type: str | None = None,
    *,
    fetched_at: datetime | None = None,
    site: Site | None = None,
    rules: bool = True,
    known: Register | None = None,
    sites: Mapping[str, Site] | None = None,
    place: str | None = None,
) -> Examined:
    """Like `extract`, with the marked document and the trail of the chain, for those who want to see why. `known` are
    the outlets that there are, those of `seeds/` where None. `sites` is what was learned of sites by their names, where
    the page is to tell which of them is its own, and `place` the name of its site where it does not tell."""
    known = known or register()
    if not body.strip():
        return _refused("empty", url)
    if len(body) > MAX_BYTES:
        return _refused("too large", url)
    if not is_text(body):
        return _refused("unreadable", url)
    text = decode(body, content_type).text
    if not any(c.isalnum() for c in text):
        return _refused("empty", url)
    learned = Learned(site, sites or {}, place)
    if _is_html(text, content_type):
        with _uncollected():
            return _examine_html(text, url, fetched_at, rules, known, learned)
    return _examine_text(text, url, fetched_at, known, learned)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles: the thousands of objects of a page have none, and go when the page does, while
    to look through them, and so through all else that there is, takes as long as to find the story."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _is_html(text: str, content_type: str | None) -> bool:
    kind = (content_type or "").lower()
    if "html" in kind or "xml" in kind:
        return True
    if kind.startswith("text/plain"):
        return False
    return bool(_HTML.search(text[:2000]))


def _examine_text(
    text: str, url: str | None, fetched_at: datetime | None, known: Register, learned: Learned
) -> Examined:
    document = read_capture(text, aka=known.aka)
    outlet = known.of(url) or _recognised(document, known)
    name = site_name(outlet, (url and canonical(url),)) or learned.place
    if site := learned.of(name):
        document = replace(document, furniture=site.furniture)
    marked = mark(document)
    found = metadata.of_text(document, outlet, url, fetched_at)
    kind = kinds.of_labels(found.text("title"), found.text("section"), len(marked.kept().split()))
    kind = kind or Found(kinds.STORY, "text")
    lines = [document.of(block) for block in document.blocks]
    found = found.adding(kind=kind, part=pager.part_of_text(lines, url, outlet))
    return replace(_finish(marked, found, "text", (("text", "a text capture"),)), site=name)


def _examine_html(
    html: str, url: str | None, fetched_at: datetime | None, rules: bool, known: Register, learned: Learned
) -> Examined:
    try:
        page = read_page(html)
    except PageError as error:
        return _refused(str(error), url)
    data = read_structured(page)
    outlet = _outlet(page, data, url, known) if rules else None
    addresses = (url and canonical(url), data.canonical, data.meta.get("og:url"))
    name = site_name(outlet, addresses) or learned.place
    site = learned.of(name)
    taken, extractor, trail = take(page, data, outlet, site)
    ruled = taken.ruled if taken else None
    title = ruled.metadata.get("title") if ruled else None
    title = title or stated.title(page, data, outlet)
    if taken:
        text, blocks = taken.text, taken.blocks
    else:
        text, blocks = page.text, page.blocks
    aka = outlet.aka if outlet else known.aka
    furniture = site.furniture if site else frozenset[int]()
    document = Document(text, blocks, title=title.value if title else None, aka=aka, markup=True, furniture=furniture)
    shown = taken.shown if taken else ()
    found = metadata.of_html(page, document, data, outlet, url, fetched_at, title, ruled, shown)
    marked = mark(document)
    kind = kinds.of_html(page, data, url, marked, found.text("title"), found.text("section"))
    least = _MIN_WORDS
    if extractor != "rules" and (blocks := kinds.description(kind.value, page, data, marked, least)):
        document = replace(document, text=page.text, blocks=blocks)
        found = metadata.of_html(page, document, data, outlet, url, fetched_at, title, None)
        marked, extractor, least = mark(document), "description", 1
        trail = (*trail, (extractor, f"the text of the {kind.value} is the description that its data gives"))
    split = pager.split(page, data, url, outlet)
    found = found.adding(kind=kind, part=split.part, url=_filed(found.found.get("url"), split.story, outlet))
    if kind.value == kinds.INDEX:
        return replace(_refused("index page", url, marked, found, trail), site=name)
    return replace(_finish(marked, found, extractor, trail, least), following=split.following, site=name)


def _filed(url: Found[str] | None, story: str | None, outlet: Outlet | None) -> Found[str] | None:
    """The address of the story, without a number that only the pager can tell to be a part's ("...-2")."""
    if url and story and any(read.story == story for read in numbered(url.value, outlet)):
        return Found(story, "html: pager")
    return url


def _outlet(page: Page, data: Structured, url: str | None, known: Register) -> Outlet | None:
    """The outlet of an HTML page: by its address, else by the address it gives itself, else by its links."""
    if url:
        return known.of(canonical(url))
    stated = known.of(data.canonical) or known.of(data.meta.get("og:url"))
    return stated or known.by_links(host_of(a.get("href")) for a in page.by_tag.get("a", ()))


def _recognised(document: Document, known: Register) -> Outlet | None:
    passages = [document.of(span) for label in _OWN_WORDS for span in whole_lines(document, label)]
    return known.recognise([*passages, *metadata.dateline_text(document)])


def _finish(
    document: Document,
    found: metadata.Metadata,
    extractor: str | None,
    trail: tuple[tuple[str, str], ...],
    least: int = 1,
) -> Examined:
    text = document.kept()
    words = text.split()
    if len(words) < least or not any(c.isalnum() for c in text):
        return _refused("no story", None, document, found.without("kind", kinds.STORY), trail)
    language = detect(text)
    article = replace(
        found.article(),
        text=text,
        language=language.language,
        language_confidence=language.confidence,
        foreign=foreign_passages(text, language.language),
        cuts=cuts_of(document),
        extractor=extractor,
        ruleset=RULESET,
    )
    return Examined(document, article, trail)


def _refused(
    reason: str,
    url: str | None,
    document: Document = Document("", ()),  # noqa: B008  (frozen)
    found: metadata.Metadata | None = None,
    trail: tuple[tuple[str, str], ...] = (),
) -> Examined:
    article = found.article() if found else Article(url=url, sources={"url": "url"} if url else {})
    return Examined(document, replace(article, cuts=cuts_of(document), ruleset=RULESET, refused=reason), trail)


def cuts_of(document: Document) -> tuple[Cut, ...]:
    """The cuts of a document in reading order, each character in one cut; neighbours by one cleaner are one cut."""
    runs: list[tuple[str, int, int]] = []
    starts = [block.start for block in document.blocks]
    for start, end, cleaner in document.resolved:  # a cut may begin and end between two blocks
        first, last = bisect_right(starts, start) - 1, bisect_left(starts, end) - 1
        if first < 0 or document.blocks[first].end <= start:
            first += 1
        if first > last:
            continue
        start, end = max(start, starts[first]), min(end, document.blocks[last].end)
        if runs and runs[-1][0] == cleaner and not document.text[runs[-1][2] : start].strip():
            start = runs.pop()[1]
        runs.append((cleaner, start, end))
    return tuple(Cut(cleaner, document.text[start:end], start, end) for cleaner, start, end in runs)
