"""`kliping export`: the raw pages of the corpus as WARC, or its articles as JSONL or Parquet, by the file's suffix."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

from rich.console import Console
from rich.progress import track
from sqlalchemy import Engine

import db
from flows.export import articles, warc
from flows.text import count


class Unexported(Exception):
    """Nothing was written; the message says why."""


class _Format(NamedTuple):
    what: str
    stored: Callable[[Engine, str | None], Iterator[Any]]
    write: Callable[[IO[bytes], Iterable[Any]], None]


_FORMATS = {
    ".warc": _Format("page", db.stored_pages, warc.write_plain),
    ".warc.gz": _Format("page", db.stored_pages, warc.write_packed),
    ".jsonl": _Format("article", db.stored_articles, articles.write_jsonl),
    ".jsonl.gz": _Format("article", db.stored_articles, articles.write_jsonl_gz),
    ".jsonl.zst": _Format("article", db.stored_articles, articles.write_jsonl_zst),
    ".parquet": _Format("article", db.stored_articles, articles.write_parquet),
}


def export(path: Path, db_url: str, outlet: str | None = None, *, force: bool = False) -> str:
    """Write what is stored, of one outlet or of all, to a file, and say what it came to.

    The file appears when it is complete; one that is there already stays unless `force` is given. Raises Unexported,
    db.DatabaseError and OSError.
    """
    kind = next((kind for suffix, kind in _FORMATS.items() if path.name.lower().endswith(suffix)), None)
    if kind is None:
        raise Unexported(f"{path}: what to write is told by its suffix: {', '.join(_FORMATS)}")
    if path.exists() and not force:
        raise Unexported(f"{path} is there already: name another file, or add --force to replace it")
    if db.is_missing(db_url):
        raise Unexported("there is no such database: nothing has been run into it")
    with db.opened(db_url) as engine:
        db.migrate(engine)
        total = db.count_stored(engine, articles=kind.what == "article", outlet=outlet)
        if not total:
            raise Unexported(
                f"there is no {kind.what}" + (f" of the outlet {outlet}" if outlet else " in the database")
            )
        console = Console(stderr=True)
        rows = track(
            kind.stored(engine, outlet),
            "exporting",
            total,
            console=console,
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        with _appearing(path) as file:
            kind.write(file, rows)
    return f"{count(total, kind.what)} in {path}, {path.stat().st_size:,} bytes"


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
    finally:
        part.unlink(missing_ok=True)
