"""The tools of the open comparison, each by the calls that its own documentation gives for a story without comments.

All get the bytes of the page as they are, its address, and its language where they ask for it; none uses the network.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import justext
import lxml.html
import newspaper
import readability
import trafilatura
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.html import HTMLTree
from w3lib.encoding import html_to_unicode

from cleaners import extract
from tests.bench.metric import FIELDS, Reading


@dataclass(frozen=True, slots=True)
class Page:
    """A page with gold: its text, and its metadata where the set has any."""

    set: str
    id: str
    site: str
    url: str | None
    language: str  # "id" or "en"
    body: bytes
    text: str
    meta: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tool:
    """A way to read pages, and the fields of `Reading` that it can give."""

    name: str
    read: Callable[[Page], Reading]
    gives: tuple[str, ...] = ()


def kliping(page: Page, rules: bool) -> Reading:
    article = extract(page.body, page.url, "text/html", rules=rules)
    return Reading(article.text, article.title, article.published_at, article.authors, article.editors, article.tags)


def by_trafilatura(page: Page, favor_precision: bool) -> Reading:
    found = trafilatura.bare_extraction(
        page.body, url=page.url, favor_precision=favor_precision, include_comments=False, with_metadata=True
    )
    if found is None:
        return Reading()
    day = date.fromisoformat(found.date) if found.date else None
    tags = ",".join(found.tags or ()).split(",")
    return Reading(found.text or "", found.title, day, (found.author or "").split("; "), tags=tags)


def by_newspaper(page: Page) -> Reading:
    html = html_to_unicode("text/html", page.body, default_encoding="utf-8")[1]  # as it decodes what it has fetched
    article = newspaper.Article(page.url or "http://localhost/", language=page.language, fetch_images=False)
    article.download(input_html=html).parse()
    authors, tags = article.authors or (), article.tags or ()
    return Reading(article.text, article.title, article.publish_date, authors, tags=tags)


def by_readability(page: Page) -> Reading:
    document = readability.Document(page.body, url=page.url)
    title, author = document.short_title(), document.author()
    story = lxml.html.fromstring(document.summary())
    for element in story.iter("p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "blockquote"):
        element.tail = f"\n{element.tail or ''}"  # its answer is HTML, where the end of a block ends a word too
    return Reading(story.text_content(), title, authors=() if author == "[no-author]" else (author,))


def by_resiliparse(page: Page) -> Reading:
    tree = HTMLTree.parse_from_bytes(page.body, detect_encoding(page.body, from_html_meta=True) or "utf-8")
    text = extract_plain_text(
        tree, main_content=True, list_bullets=False, alt_texts=False, links=False, comments=False, post_meta=False
    )
    return Reading(text)


def by_justext(page: Page) -> Reading:
    stoplist = justext.get_stoplist({"id": "Indonesian", "en": "English"}[page.language])
    paragraphs = justext.justext(page.body, stoplist)
    return Reading("\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate))


KLIPING = Tool("kliping", lambda page: kliping(page, rules=True), FIELDS)
UNKNOWN = Tool("kliping, unknown outlets", lambda page: kliping(page, rules=False), FIELDS)
HELD_OUT = Tool("kliping, unknown outlets, judge grown without the page's site", UNKNOWN.read, FIELDS)
TRAFILATURA = Tool(
    "trafilatura", lambda page: by_trafilatura(page, favor_precision=False), ("title", "day", "authors", "tags")
)
TOOLS = (
    KLIPING,
    UNKNOWN,
    TRAFILATURA,
    Tool("trafilatura, favor_precision", lambda page: by_trafilatura(page, favor_precision=True), TRAFILATURA.gives),
    Tool("newspaper4k", by_newspaper, ("title", "day", "minute", "authors", "tags")),
    Tool("readability-lxml", by_readability, ("title", "authors")),
    Tool("resiliparse", by_resiliparse),
    Tool("jusText", by_justext),
)
