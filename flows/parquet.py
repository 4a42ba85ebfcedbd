"""Parquet files: one page a row, read by row groups and a few rows at a time.

What is held of a file at one time is a page in Parquet's sense of each column. How much that is, is up to its writer: a
megabyte as the format has it, a thousand rows as pyarrow writes long texts. A file does not say it beforehand.
"""

from collections.abc import Iterator
from typing import Any

import pyarrow  # type: ignore[import-untyped]
from pyarrow import types
from pyarrow.parquet import ParquetFile  # type: ignore[import-untyped]

from cleaners.model import RawPage
from db import Rejected
from flows.files import MAX_BYTES, Division, Piece, few, locator, open_raw, rejected
from flows.records import CONTENT, NoPage, listed, page_of

_ROWS = 16  # at a time
_BUFFER = 1 << 20  # bytes read ahead of a column
_ERRORS = (pyarrow.ArrowException, OSError)


def divide(path: str, pages: int) -> Division:
    """Divide a file into stretches of so many rows; a piece's `line` is its first row, its `offset` the row group."""
    division = Division()
    try:
        file = _open(path)
        names = file.schema_arrow.names
        if not any(name.lower() in CONTENT for name in names):
            error = f"no {listed(CONTENT)}; it has {', '.join(names[:20])}"
            division.rejected.append(rejected(path, "no page column", error))
            return division
        row = 1
        for group in range(file.metadata.num_row_groups):
            end = row + file.metadata.row_group(group).num_rows
            pieces = [Piece(path, start, group, min(pages, end - start)) for start in range(row, end, pages)]
            division.pieces += few(pieces)
            row = end
    except _ERRORS as error:
        division.rejected.append(_rejection(path, error))
    if not (division.pieces or division.rejected):
        division.rejected.append(rejected(path, "empty", body=b""))
    return division


def read_stretch(piece: Piece) -> Iterator[RawPage | Rejected]:
    """The pages of a stretch, and a rejection with its reason for each row that is not one."""
    row = piece.line
    try:
        for values in _rows(piece):
            try:
                page = page_of(locator(piece.path, row), values)
                if page and len(page.body) > MAX_BYTES:
                    yield rejected(piece.path, "too large", f"more than {MAX_BYTES:,} bytes", place=row)
                else:
                    yield page or rejected(piece.path, "empty", body=b"", place=row)
            except NoPage as error:
                yield rejected(piece.path, "no page", error, place=row)
            row += 1
    except _ERRORS as error:
        yield _rejection(piece.path, error, row)


def _rows(piece: Piece) -> Iterator[dict[str, Any]]:
    """The rows of a stretch, by the names of their columns in lower case."""
    file = _open(piece.path)
    skip = piece.line - 1 - sum(file.metadata.row_group(group).num_rows for group in range(piece.offset))
    left = piece.pages
    columns = [field.name for field in file.schema_arrow if _is_plain(field.type)]
    for batch in file.iter_batches(_ROWS, [piece.offset], columns, use_threads=False):
        rows = batch.slice(min(skip, batch.num_rows), left)
        skip -= min(skip, batch.num_rows)
        left -= rows.num_rows
        names = [name.lower() for name in rows.schema.names]
        for values in zip(*map(_values, rows.columns), strict=True):
            yield dict(zip(names, values, strict=True))
        if not left:
            return


def _is_plain(kind: Any) -> bool:
    """Whether a column holds single values; lists and structures beside a page (vectors, say) are left out."""
    kind = kind.value_type if types.is_dictionary(kind) else kind
    tests = (types.is_string, types.is_large_string, types.is_string_view, types.is_binary, types.is_large_binary)
    more = (types.is_boolean, types.is_integer, types.is_floating, types.is_timestamp, types.is_date)
    return any(test(kind) for test in (*tests, *more))


def _values(column: Any) -> list[Any]:
    if types.is_timestamp(column.type):  # Python has no nanoseconds
        column = column.cast(pyarrow.timestamp("us", column.type.tz), safe=False)
    values: list[Any] = column.to_pylist()
    return values


def _open(path: str) -> ParquetFile:
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())  # the others keep what they have once held
    # Buffered before, a whole column of a row group would be held.
    return ParquetFile(open_raw(path), buffer_size=_BUFFER, pre_buffer=False)


def _rejection(path: str, error: Exception, row: int | str = "") -> Rejected:
    """Arrow raises OSError as well, but without a number."""
    if isinstance(error, OSError) and error.errno:
        return rejected(path, "unreadable", error)
    return rejected(path, "broken parquet", str(error).partition("\n")[0], place=row)
