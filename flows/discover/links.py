"""The articles that an index page links to."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from cleaners.address import absolute
from cleaners.decode import decode
from cleaners.page import PageError, parse
from flows.discover.addresses import is_article, tells_article
from flows.discover.entries import Entry
from flows.discover.records import SourceError

HEADLINE = 4  # words: what stands in menus has fewer


def links(body: bytes, content_type: str, base: str) -> Iterator[Entry]:
    """The addresses of articles that a page links to, each once, in the order of the page.

    `base` is the page's own address. Menus link to much that may be an article, so the address must say that it is one,
    or the link read like a headline. Raises SourceError ("unreadable", "too many links" and the like).
    """
    try:
        tree = parse(decode(body, content_type).text)
    except PageError as error:
        raise SourceError(str(error)) from error
    if (element := tree.find(".//base[@href]")) is not None:
        base = absolute(base, element.get("href")) or base
    found = set()
    for link in tree.iter("a"):
        url = (absolute(base, link.get("href")) or "").partition("#")[0]
        if url not in found and is_article(url) and (tells_article(url) or _is_headline(link)):
            found.add(url)
            yield Entry(url)


def _is_headline(link: HtmlElement) -> bool:
    """Whether a link says as much as a headline, be it to who cannot see its picture."""
    said = [" ".join(link.itertext()), link.get("title") or "", *(image.get("alt") or "" for image in link.iter("img"))]
    return any(len(text.split()) >= HEADLINE for text in said)
