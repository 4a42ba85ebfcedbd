"""Articles with all their columns, as JSONL, Parquet or CSV. Times are in UTC."""

import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import IO, Any

import pyarrow  # type: ignore[import-untyped]
import zstandard
from pyarrow.parquet import ParquetWriter  # type: ignore[import-untyped]

from db import ARTICLE_COLUMNS

Row = Mapping[str, Any]
_Writable = IO[bytes] | gzip.GzipFile | zstandard.ZstdCompressionWriter

_ROWS = 1_000  # of Parquet, in a group
_TEXT = pyarrow.string()
_CUT = pyarrow.struct({"cleaner": _TEXT, "text": _TEXT, "start": pyarrow.int64(), "end": pyarrow.int64()})
_TYPES = {
    str: _TEXT,
    int: pyarrow.int64(),
    float: pyarrow.float64(),
    datetime: pyarrow.timestamp("us", "UTC"),
    list: pyarrow.list_(_TEXT),
}
_PASSAGE = pyarrow.struct({"language": _TEXT, "start": pyarrow.int64(), "end": pyarrow.int64()})
_STRUCTURED = {
    "cuts": pyarrow.list_(_CUT),
    "foreign_passages": pyarrow.list_(_PASSAGE),
    "sources": _TEXT,  # as JSON, as not all readers know maps
}
_SCHEMA = pyarrow.schema([(name, _STRUCTURED.get(name) or _TYPES[kind]) for name, kind in ARTICLE_COLUMNS.items()])


def write_jsonl(file: _Writable, rows: Iterable[Row]) -> None:
    """Write an article a line."""
    for row in rows:
        file.write(_json(row) + b"\n")


def write_jsonl_gz(file: IO[bytes], rows: Iterable[Row]) -> None:
    """Write an article a line, compressed with gzip."""
    with gzip.GzipFile(fileobj=file, mode="wb", filename="", mtime=0) as packed:
        write_jsonl(packed, rows)


def write_jsonl_zst(file: IO[bytes], rows: Iterable[Row]) -> None:
    """Write an article a line, compressed with zstd."""
    with zstandard.ZstdCompressor().stream_writer(file, closefd=False) as packed:
        write_jsonl(packed, rows)


def write_parquet(file: IO[bytes], rows: Iterable[Row]) -> None:
    """Write an article a row; lists and cuts have types of their own."""
    remaining = iter(rows)
    with ParquetWriter(file, _SCHEMA, compression="zstd") as writer:
        while group := list(islice(remaining, _ROWS)):
            shaped = [{**row, "sources": json.dumps(row["sources"], ensure_ascii=False)} for row in group]
            writer.write_table(pyarrow.Table.from_pylist(shaped, schema=_SCHEMA))


def write_csv(file: IO[bytes], rows: Iterable[Row]) -> None:
    """Write an article a row under the names of the columns, as UTF-8; lists and cuts as JSON, nothing for NULL."""
    lines = io.TextIOWrapper(file, "utf-8", newline="")
    writer = csv.writer(lines)
    writer.writerow(ARTICLE_COLUMNS)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in ARTICLE_COLUMNS])
    lines.flush()
    lines.detach()


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _json(row: Row) -> bytes:
    return json.dumps(row, ensure_ascii=False, default=datetime.isoformat).encode()
