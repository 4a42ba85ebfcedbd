"""Feeds and sitemaps as streams of records, in bounded memory and whatever the file holds.

Feeds are seldom the XML that they claim to be, so the parser recovers from what it can: ampersands that stand bare,
entities that nobody declared, bytes of another encoding. Nothing is fetched or built into a tree, and a file that
declares entities of its own is refused.
"""

import re
import zlib
from collections.abc import Iterator, Mapping

from lxml import etree

FEEDS = frozenset(("rss", "RDF", "feed"))
SITEMAPS = frozenset(("urlset", "sitemapindex"))
MAX_BYTES = 50 * 1024 * 1024  # of a sitemap, says sitemaps.org, when it is decompressed

_RECORDS = frozenset(("item", "entry", "url", "sitemap"))
_FIELDS = frozenset(
    ("link", "guid", "pubDate", "date", "published", "updated", "modified", "loc", "lastmod", "publication_date")
)
_OTHERS = frozenset(("source", "image", "video", "content", "group"))  # what stands in these is not said of the record
_LONGEST = 4096  # characters of a field
_DEEPEST = 10_000  # levels, all of which the parser remembers; a feed may leave one open in each item ("<br>")
_PIECE = 1 << 16
_AMPERSAND = re.compile(rb"&(?:amp;|(?!(?:lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});))")
_END = 4096  # bytes in which the root must end; some software adds remarks
_END_TAGS = {root: re.compile(rb"</(?:\w+:)?%b\s*>" % root.encode()) for root in FEEDS | SITEMAPS}
_REFERENCE = 10  # bytes: a reference is no longer, so that none is torn apart


class SourceError(Exception):
    """Why a feed or sitemap gave nothing, or no more; `reason` is a short text, the same for all that failed alike."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason} ({detail})" if detail else reason)
        self.reason = reason
        self.detail = detail


Record = Mapping[str, str]  # the text of its first field of each name; under "" its own name, such as "item"


def records(body: bytes) -> Iterator[Record]:
    """The items of a feed or the addresses of a sitemap, plain or compressed, one after the other.

    Raises SourceError, if need be after what could be read: "not a feed or sitemap", "declares entities", "broken xml",
    "broken gzip", "truncated", "too large".
    """
    reader = _Reader()
    parser = etree.XMLParser(
        target=reader,  # type: ignore[arg-type]  # lxml asks for no more than the stubs say it takes
        recover=True,
        resolve_entities=False,
        no_network=True,
    )
    end = b""
    for piece in _mended(_pieces(body)):
        parser.feed(piece)
        end = (end + piece)[-_END:]
        if reader.root and reader.root not in FEEDS | SITEMAPS:
            break
        yield from reader.taken()
    if reader.root is None and reader.doctyped:
        raise SourceError("declares entities")
    if reader.root is None or reader.root not in FEEDS | SITEMAPS:
        raise SourceError("not a feed or sitemap", f"<{reader.root}>" if reader.root else "")
    parser.close()
    yield from reader.taken()
    if not _END_TAGS[reader.root].search(end.replace(b"\0", b"")):
        raise SourceError("broken xml", f"<{reader.root}> has no end")


class _Reader:
    """Takes the parser's events and holds the records that have ended and not been taken."""

    def __init__(self) -> None:
        self.root: str | None = None
        self.doctyped = False
        self._depth = 0
        self._open: dict[str, str] | None = None
        self._aside = 0  # the depth of what is passed over in it
        self._field: str | None = None
        self._text: list[str] = []
        self._length = 0
        self._done: list[Record] = []

    def taken(self) -> list[Record]:
        done, self._done = self._done, []
        return done

    def doctype(self, *_: str | None) -> None:
        """That this is here has the parser stop at the first entity that a file declares, and expand none."""
        self.doctyped = True

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self._depth += 1
        if self._depth > _DEEPEST:
            raise SourceError("broken xml", f"more than {_DEEPEST:,} levels")
        if self.root is None:
            self.root = name
        elif name in _RECORDS and (self._open is None or name == self._open[""]):
            self._close()  # one that did not end before
            self._open = {"": name}
        elif self._open is not None and name in _OTHERS:
            self._aside = self._aside or self._depth
        elif self._open is not None and name in _FIELDS and not self._aside:
            self._begin(name, attributes)

    def data(self, text: str) -> None:
        if self._field and self._length < _LONGEST:
            self._text.append(text)
            self._length += len(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name == self._field:
            self._say(name, "".join(self._text).strip())
            self._field = None
        elif self._open is not None and name == self._open[""]:
            self._close()
        if self._depth == self._aside:
            self._aside = 0
        self._depth -= 1

    def close(self) -> None:
        """What the parser calls at the end; a record that has none is not whole."""

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "link" and attributes.get("rel", "alternate") == "alternate" and "href" in attributes:
            self._say(name, attributes["href"].strip())
        if name != "guid" or attributes.get("isPermaLink", "true").lower() == "true":
            self._field, self._text, self._length = name, [], 0

    def _say(self, name: str, text: str) -> None:
        if self._open is not None and text:
            self._open.setdefault(name, text[:_LONGEST])

    def _close(self) -> None:
        if self._open is not None:
            self._done.append(self._open)
        self._open, self._field, self._aside = None, None, 0


def _pieces(body: bytes) -> Iterator[bytes]:
    """The bytes of a file, decompressed if need be, a piece at a time."""
    if not body.startswith(b"\x1f\x8b"):
        yield from (body[start : start + _PIECE] for start in range(0, len(body), _PIECE))
        return
    total = 0
    inflator, rest = zlib.decompressobj(31), body
    while rest:
        try:
            piece = inflator.decompress(rest, _PIECE)
        except zlib.error as error:
            raise SourceError("broken gzip", str(error)) from error
        rest = inflator.unconsumed_tail
        if inflator.eof and inflator.unused_data.startswith(b"\x1f\x8b"):
            inflator, rest = zlib.decompressobj(31), inflator.unused_data
        total += len(piece)
        if total > MAX_BYTES:
            raise SourceError("too large", f"more than {MAX_BYTES:,} bytes when decompressed")
        yield piece
    if not inflator.eof:
        raise SourceError("truncated", "gzip without its end")


def _mended(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The text with its ampersands as "&#38;". The parser would lose bare ones with what follows them, and "&amp;" as
    well after a first error; they are what parts the query of an address."""
    wide, held = None, b""
    for piece in pieces:
        if wide is None:
            piece = piece.lstrip()
            wide = b"\0" in piece[:4]  # UTF-16: two bytes a letter
        if wide:
            yield piece
            continue
        text = held + piece
        cut = text.rfind(b"&", -_REFERENCE)
        text, held = (text[:cut], text[cut:]) if cut >= 0 else (text, b"")
        yield _AMPERSAND.sub(b"&#38;", text)
    if held:
        yield _AMPERSAND.sub(b"&#38;", held)
