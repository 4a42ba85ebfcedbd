"""JSON-LD: reading it where it is slightly broken, and finding the page's own article in it."""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from cleaners.lines import agree

_DEPTH = 6
_MOST = 50  # articles that are looked at
_SURE = 2  # the rank of a node that is the page's own
_ARTICLES = ("Article", "Posting", "Report")  # what the names of schema.org's types of articles end in
_PAGE_DATES = ("datePublished", "dateModified")
_DECODER = json.JSONDecoder(strict=False)
_WRAPPING = re.compile(r"(?:\s|\ufeff|<!--|//|/\*|\*/|<!\[CDATA\[)*")
_LAST_COMMA = re.compile(r'("(?:[^"\\]|\\.)*(?:"|\Z))|,(?=\s*[}\]])', re.DOTALL)
_ODD_ESCAPE = re.compile(r'(\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))|\\')
# A pair that has its line to itself: only there is it plain which quotes are the string's own.
_PAIR = re.compile(r'^([ \t]*"[^"\n]{1,60}"[ \t]*:[ \t]*")(.*)("[ \t]*(?:,[ \t]*)?\r?)$', re.MULTILINE)
_NEXT_STRING = re.compile(r'"\s*[:,]\s*"')
_OWN_QUOTE = re.compile(r'(\\.)|"')


def loads(text: str) -> Any:
    """The value in a script, mended where it is broken and the mending is safe; None where it cannot be read.

    Comments and CDATA marks around it, raw line breaks in strings, escapes that JSON does not know, a comma after the
    last item, quotes within a string that has its line to itself, and whatever follows the value do no harm.
    """
    if '"' not in text and "&quot;" in text:
        text = html.unescape(text)
    start = _WRAPPING.match(text)
    text = text[start.end() :] if start else text
    for mend in (None, _without_odd_marks, _with_quotes_escaped):
        text = mend(text) if mend else text
        try:
            return _DECODER.raw_decode(text)[0]
        except (ValueError, RecursionError):  # the page's other statements remain
            continue
    return None


def _without_odd_marks(text: str) -> str:
    text = _ODD_ESCAPE.sub(lambda found: found[1] or "", text)
    return _LAST_COMMA.sub(lambda found: found[1] or "", text)


def _with_quotes_escaped(text: str) -> str:
    def escaped(found: re.Match[str]) -> str:
        if _NEXT_STRING.search(found[2]):
            return found[0]
        return found[1] + _OWN_QUOTE.sub(lambda quote: quote[1] or '\\"', found[2]) + found[3]

    return _PAIR.sub(escaped, text)


def nodes(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The objects of a page's JSON-LD that speak of the page itself, not those that it lists."""
    if depth > _DEPTH:
        return
    if isinstance(data, list):
        for item in data:
            yield from nodes(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity"):
            yield from nodes(data.get(key), depth + 1)


def types(found: Sequence[dict[str, Any]]) -> frozenset[str]:
    """The types of a page's nodes."""
    said = (node.get("@type") for node in found)
    return frozenset(
        kind for kinds in said for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)
    )


def article(found: Sequence[dict[str, Any]], titles: Sequence[str], address: str | None) -> dict[str, Any]:
    """The page's own article among its nodes: the one whose headline or address is the page's, else the first that is
    not plainly another. What it lacks is taken from others of the same story, dates from the page's own node too."""
    articles = [node for node in found if _is(node, *_ARTICLES)][:_MOST]
    ranked = [(_rank(node, titles, address), node) for node in articles]
    best = max((rank for rank, _ in ranked), default=0)
    own = [node for rank, node in ranked if rank == best and rank]
    pages = [{key: node.get(key) for key in _PAGE_DATES} for node in found if _is(node, "WebPage")]
    merged: dict[str, Any] = {}
    for node in (*(own if best == _SURE else own[:1]), *pages):
        merged |= {key: value for key, value in node.items() if value and key not in merged}
    named = {node["@id"]: node for node in found if isinstance(node.get("@id"), str) and "name" in node}
    return merged | {key: _resolved(merged[key], named) for key in ("author", "editor") if key in merged}


def _rank(node: Mapping[str, Any], titles: Sequence[str], address: str | None) -> int:
    """2: its headline or address is the page's; 0: both are another's; 1: it does not say."""
    headline = node.get("headline") or node.get("name")
    place = node.get("mainEntityOfPage")
    places = [node.get("url"), node.get("@id"), *(place.values() if isinstance(place, dict) else [place])]
    paths = {_path(p) for p in places if isinstance(p, str) and "/" in p} - {""}
    if isinstance(headline, str) and any(agree(html.unescape(headline), title) for title in titles):
        return _SURE
    if address and _path(address) in paths:
        return _SURE
    return 0 if isinstance(headline, str) and titles and address and paths else 1


def _path(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:  # "http://[broken"
        return address
    path = parts.path.strip("/").removesuffix("/amp")
    return f"{path}?{parts.query}" if path else ""


def _is(node: Mapping[str, Any], *endings: str) -> bool:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.endswith(endings) for kind in kinds)


def _resolved(value: Any, named: Mapping[str, dict[str, Any]]) -> Any:
    """People by reference ({"@id": ...}) as the graph names them."""
    people = value if isinstance(value, list) else [value]
    return [
        named.get(p["@id"], p) if isinstance(p, dict) and "name" not in p and isinstance(p.get("@id"), str) else p
        for p in people
    ]
