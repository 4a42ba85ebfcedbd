"""Writing what is stored to a file, by its suffix, so that the file appears when it is complete."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from rich.console import Console
from rich.progress import track

import db
from db import Selection
from flows.export import articles, warc
from flows.export.card import Card, described
from flows.text import count

Write = Callable[[IO[bytes], Iterable[Any]], None]


class Unexported(Exception):
    """Nothing was written; the message says why."""


_PAGES: dict[str, Write] = {".warc": warc.write_plain, ".warc.gz": warc.write_packed}
_ARTICLES: dict[str, Write] = {
    ".jsonl": articles.write_jsonl,
    ".jsonl.gz": articles.write_jsonl_gz,
    ".jsonl.zst": articles.write_jsonl_zst,
    ".parquet": articles.write_parquet,
    ".csv": articles.write_csv,
}


def export(path: Path, db_url: str, only: Selection, card: Path | None = None, *, force: bool = False) -> str:
    """Write what is selected to a file, and a data card beside it where one is named, and say what it came to.

    Each file appears when it is complete; one that is there already stays unless `force` is given. Raises Unexported
    and db.DatabaseError.
    """
    suffix = next((suffix for suffix in (*_PAGES, *_ARTICLES) if path.name.lower().endswith(suffix)), None)
    if suffix is None:
        raise Unexported(f"{path}: what to write is told by its suffix: {', '.join((*_PAGES, *_ARTICLES))}")
    if suffix in _PAGES and (card or only != Selection(only.outlet)):
        raise Unexported(f"{suffix} holds raw pages, which are chosen by --outlet alone and have no data card")
    for file in (path, card):
        if file and file.exists() and not force:
            raise Unexported(f"{file} is there already: name another file, or add --force to replace it")
    if db.is_missing(db_url):
        raise Unexported("there is no such database: nothing has been run into it")
    about = Card()
    with db.opened(db_url) as engine:
        db.migrate(engine)
        if suffix in _PAGES:
            what, write, total = "page", _PAGES[suffix], db.count_pages(engine, only.outlet)
            rows: Iterator[Any] = db.stored_pages(engine, only.outlet)
        else:
            what, write, total = "article", _ARTICLES[suffix], db.count_selected(engine, only)
            rows = about.seeing(db.stored_articles(engine, only))
        if not total:
            raise Unexported(f"there is no {what} {', '.join(described(only)) or 'in the database'}")
        console = Console(stderr=True)
        shown = track(rows, "exporting", total, console=console, transient=True, disable=not sys.stderr.isatty())
        with _appearing(path) as data:
            write(data, shown)
    if card:
        with _appearing(card) as text:
            text.write(about.render(path, card, only).encode())
    told = f"{count(total, what)} in {path}, {path.stat().st_size:,} bytes"
    return f"{told}; what they are: {card}" if card else told


@contextmanager
def _appearing(path: Path) -> Iterator[IO[bytes]]:
    """A file under another name beside the path, that takes its name when the block ends well and else is removed."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise Unexported(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)
