"""What a search found, for people and for programs."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import typer
from rich.console import Console
from rich.text import Text

from db import Hit
from db.snippets import Snippet
from flows.text import plain


def show(hits: list[Hit]) -> None:
    """Print each article in three lines: headline; outlet, time (UTC) and address; snippet. On a terminal the words
    that were searched for stand out. What pages hold is only ever text here, never markup or a terminal's orders."""
    console = Console(highlight=False, soft_wrap=True)
    for hit in hits:
        published = f"{hit.published_at:%Y-%m-%d %H:%M}" if hit.published_at else None
        whence = " · ".join(plain(part) for part in (hit.outlet, published, hit.url or hit.locator) if part)
        console.print(_marked(hit.title, "bold") if hit.title.text else Text("No title stated", "bold"))
        console.print(Text(whence, "dim"))
        console.print(_marked(hit.snippet), end="\n\n")


def print_json(hits: list[Hit]) -> None:
    """Print each article as a line of JSON; `marks` are places in the snippet, as [start, end] in characters."""
    for hit in hits:
        typer.echo(json.dumps(_record(hit), ensure_ascii=False))


def _marked(snippet: Snippet, style: str = "") -> Text:
    text = Text(style=style)
    for piece, found in _pieces(snippet):
        text.append(plain(piece), "bold yellow" if found else None)
    return text


def _pieces(snippet: Snippet) -> Iterator[tuple[str, bool]]:
    """The snippet in pieces, and whether each is what was searched for."""
    edges = [0, *(edge for mark in snippet.marks for edge in mark), len(snippet.text)]
    for i, (start, end) in enumerate(pairwise(edges)):
        yield snippet.text[start:end], i % 2 == 1


def _record(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.id,
        "score": hit.score,
        "title": hit.title.text or None,
        "outlet": hit.outlet,
        "published_at": hit.published_at.isoformat() if hit.published_at else None,
        "language": hit.language,
        "url": hit.url,
        "locator": hit.locator,
        "snippet": hit.snippet.text,
        "marks": hit.snippet.marks,
    }
