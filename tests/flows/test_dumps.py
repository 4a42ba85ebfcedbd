"""Dumps of crawls (Parquet, JSONL compressed with zstd) and pages that a browser saved (MHTML)."""

import base64
import json
import os
import quopri
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from command import Rows, Run, figures, html, story

from cleaners.model import RawPage
from db import Rejected
from flows.sources import Listing, discover, read

ROOT = Path(__file__).parents[2]
MOMENT = datetime(2026, 8, 3, 3, 15, tzinfo=UTC)


def read_all(listing: Listing) -> list[RawPage | Rejected]:
    return [item for piece in listing.pieces for item in read(piece)]


def one(path: Path) -> RawPage | Rejected:
    (item,) = read_all(discover([str(path)], 10))
    return item


def frames(lines: Sequence[bytes], size: int) -> Iterator[bytes]:
    """The lines in frames of so many."""
    for start in range(0, len(lines), size):
        yield zstandard.compress(b"".join(lines[start : start + size]))


def noise(numbers: Sequence[int]) -> list[bytes]:
    """Lines that cannot be compressed much."""
    return [json.dumps({"text": f"Berita {n} {os.urandom(200).hex()}"}).encode() + b"\n" for n in numbers]


@pytest.mark.parametrize("size", [1, 7, 25])
def test_all_frames_of_zstd_are_read(tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.files.STRETCHES", 3)
    path = tmp_path / "pages.jsonl.zst"
    path.write_bytes(b"".join(frames(noise(range(25)), size)))
    whole, parts = discover([str(path)], 1000), discover([str(path)], 4)
    assert (len(whole.pieces), len(parts.pieces)) == (1, 3)
    assert read_all(parts) == read_all(whole)
    assert [item.locator for item in read_all(whole)] == [f"{path}#{n}" for n in range(1, 26)]


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (lambda packed: packed[:-20], "has no end"),
        (lambda packed: packed[:2000] + bytes(200) + packed[2200:], "after line"),
        (lambda packed: packed + b"no frame", "after line 40"),
    ],
)
def test_broken_zstd_gives_the_pages_before_the_break(tmp_path: Path, broken: Any, told: str) -> None:
    path = tmp_path / "pages.jsonl.zst"
    path.write_bytes(broken(b"".join(frames(noise(range(40)), 4))))
    listing = discover([str(path)], 10)
    assert [(row.locator, row.reason) for row in listing.rejected] == [(str(path), "broken zstd")]
    assert told in (listing.rejected[0].error or "")
    pages = read_all(listing)
    assert 4 <= len(pages) <= 40
    assert all(isinstance(page, RawPage) for page in pages)


def test_rows_of_parquet_are_pages_with_what_else_they_hold(tmp_path: Path) -> None:
    path = tmp_path / "pages.parquet"
    nanoseconds = pa.array([1785726900123456789, None], pa.timestamp("ns", "UTC"))
    table = pa.table(
        {
            "URL": ["https://kabar.example/1", None],
            "html": pa.array([b"<p>Satu", None], pa.binary()),
            "text": [None, "Dua"],
            "content_type": ["text/html; charset=utf-8", "text/html"],
            "fetched_at": nanoseconds,
            "warc_date": pa.array([None, datetime(2026, 8, 3, 3, 15)], pa.timestamp("us")),
            "date": [date(2026, 8, 1), date(2026, 8, 2)],
            "site": pa.array(["kabar", "kabar"]).dictionary_encode(),
            "vector": [[0.1, 0.2], [0.3]],
        }
    )
    pq.write_table(table, path)
    first, second = read_all(discover([str(path)], 10))
    assert first == RawPage(
        f"{path}#1",
        b"<p>Satu",
        "https://kabar.example/1",
        "text/html; charset=utf-8",
        MOMENT.replace(microsecond=123456),
        {"text": None, "warc_date": None, "date": date(2026, 8, 1), "site": "kabar"},
    )
    assert isinstance(second, RawPage)
    # What was taken from a page is text, whatever the page was; WARC has its dates in UTC.
    assert (second.body, second.content_type, second.fetched_at, second.url) == (b"Dua", "text/plain", MOMENT, None)


@pytest.mark.parametrize(("name", "stated"), [("content", None), ("body", None), ("content", "text/plain")])
def test_content_is_markup_or_text_as_it_says_or_looks(
    tmp_path: Path, kliping: Run, rows: Rows, name: str, stated: str | None
) -> None:
    path = tmp_path / "pages.parquet"
    texts = [story(1), story(2)] if stated else [html(1), story(2)]
    pq.write_table(pa.table({"url": ["https://a.example/1", "https://a.example/2"], name: texts}), path)
    if stated:
        table = pq.read_table(path)
        pq.write_table(table.append_column("mime_type", pa.array([stated] * 2)), path)
    result = kliping("run", path)
    assert figures(result.stdout)["articles stored"] == "2"
    assert all("<" not in text for (text,) in rows(f"sqlite:///{tmp_path}/kliping.db", "SELECT text FROM articles"))


def test_stretches_together_are_the_parquet_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.files.STRETCHES", 3)
    path = tmp_path / "pages.parquet"
    pq.write_table(pa.table({"text": [f"Berita {n}" for n in range(50)] + [None, " "]}), path, row_group_size=40)
    whole, parts = discover([str(path)], 1000), discover([str(path)], 6)
    assert [len(whole.pieces), len(parts.pieces)] == [2, 5]
    assert [piece.offset for piece in parts.pieces] == [0, 0, 0, 1, 1]
    assert sum(piece.pages for piece in parts.pieces) == 52
    assert read_all(parts) == read_all(whole)
    *pages, no_value, no_text = read_all(whole)
    assert [page.body for page in pages if isinstance(page, RawPage)] == [b"Berita %d" % n for n in range(50)]
    told = [(row.locator, row.reason) for row in (no_value, no_text) if isinstance(row, Rejected)]
    assert told == [(f"{path}#51", "no page"), (f"{path}#52", "empty")]


def test_parquet_without_a_page_column_is_told_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "pages.parquet"
    pq.write_table(pa.table({"url": ["https://kabar.example/1"], "judul": ["Panen"]}), path)
    listing = discover([str(path)], 10)
    assert not listing.pieces
    (row,) = listing.rejected
    assert (row.locator, row.reason) == (str(path), "no page column")
    assert row.error == "no `html`, `text`, `content` or `body`; it has url, judul"


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (lambda file: b"", "broken parquet"),
        (lambda file: b"<html>" * 100, "broken parquet"),
        (lambda file: file[: len(file) // 2], "broken parquet"),
        (lambda file: file[:5000] + bytes(5000) + file[10000:], "broken parquet"),
    ],
)
def test_broken_parquet_is_told(tmp_path: Path, broken: Any, reason: str) -> None:
    path = tmp_path / "pages.parquet"
    table = pa.table({"text": [os.urandom(2000).hex() for _ in range(40)]})
    pq.write_table(table, path, compression="zstd", use_dictionary=False)
    path.write_bytes(broken(path.read_bytes()))
    listing = discover([str(path)], 10)
    bad = [item for item in (*listing.rejected, *read_all(listing)) if isinstance(item, Rejected)]
    assert bad
    assert {item.reason for item in bad} == {reason}


def test_a_row_that_is_too_large_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.parquet.MAX_BYTES", 1000)
    path = tmp_path / "pages.parquet"
    pq.write_table(pa.table({"text": ["Berita 1", "a" * 1001, "Berita 3"]}), path)
    _, large, _ = read_all(discover([str(path)], 10))
    assert isinstance(large, Rejected)
    assert (large.locator, large.reason) == (f"{path}#2", "too large")


def test_memory_does_not_grow_with_a_row_group(tmp_path: Path) -> None:
    """One of 150 MB, in pages of a megabyte."""
    path = tmp_path / "large.parquet"
    schema = pa.schema({"html": pa.string()})
    with pq.ParquetWriter(path, schema, compression="zstd", use_dictionary=False, write_batch_size=10) as writer:
        rows = [os.urandom(50_000).hex() for _ in range(1_500)]
        writer.write_table(pa.table({"html": rows}, schema), row_group_size=1_500)
    program = f"""
from flows import parquet
from tests.peak_memory import peak
before = peak()
division = parquet.divide({str(path)!r}, 500)
pages = sum(1 for piece in division.pieces for _ in parquet.read_stretch(piece))
print(pages, peak() - before)
"""
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    pages, megabytes = map(int, result.stdout.split())
    assert pages == 1_500
    assert megabytes < 60


def test_parquet_without_rows_is_rejected_once(tmp_path: Path) -> None:
    path = tmp_path / "pages.parquet"
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), path)
    listing = discover([str(path)], 10)
    assert [row.reason for row in (*listing.rejected, *read_all(listing)) if isinstance(row, Rejected)] == ["empty"]


def mhtml(page: bytes, encoding: str, charset: str = "utf-8", start: str = "", mail: str = "") -> bytes:
    """A file as Chromium saves it."""
    coded = quopri.encodestring(page) if encoding == "quoted-printable" else base64.encodebytes(page)
    head = f"""From: <Saved by Blink>
Snapshot-Content-Location: https://kabar.example/warga-perbaiki-saluran
Subject: =?utf-8?Q?Warga?=
Date: Mon, 3 Aug 2026 03:15:00 -0000
MIME-Version: 1.0
{mail}Content-Type: multipart/related;
\ttype="text/html";{start}
\tboundary="----MultipartBoundary--a1"


------MultipartBoundary--a1
Content-Type: text/css
Content-Transfer-Encoding: quoted-printable
Content-Location: cid:css-1@mhtml.blink

p {{ color: red }}
------MultipartBoundary--a1
Content-Type: text/html; charset={charset}
Content-ID: <frame-A@mhtml.blink>
Content-Transfer-Encoding: {encoding}
Content-Location: https://kabar.example/warga-perbaiki-saluran?x=1

"""
    frame = """
------MultipartBoundary--a1
Content-Type: text/html
Content-ID: <frame-B@mhtml.blink>
Content-Transfer-Encoding: binary
Content-Location: https://iklan.example/

<p>Iklan</p>
------MultipartBoundary--a1--
"""
    return head.replace("\n", "\r\n").encode() + coded + frame.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("name", ["page.mhtml", "page.mht"])
def test_the_page_in_mhtml_is_read_out_of_it(tmp_path: Path, name: str, encoding: str) -> None:
    path = tmp_path / name
    page = html(1).replace("Warga", "Café").encode("windows-1252")
    path.write_bytes(mhtml(page, encoding, "windows-1252"))
    item = one(path)
    assert isinstance(item, RawPage)
    assert item.body.rstrip() == page
    assert (item.locator, item.url) == (str(path), "https://kabar.example/warga-perbaiki-saluran")
    assert (item.content_type, item.fetched_at) == ("text/html; charset=windows-1252", MOMENT)


def test_the_root_of_mhtml_is_the_one_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "page.mhtml"
    path.write_bytes(mhtml(b"<p>Satu", "base64", start='\n\tstart="<frame-B@mhtml.blink>";'))
    item = one(path)
    assert isinstance(item, RawPage)
    assert b"Iklan" in item.body


def test_a_date_of_mhtml_without_its_zone_is_no_instant(tmp_path: Path) -> None:
    path = tmp_path / "page.mhtml"
    for stated in (b"Mon, 3 Aug 2026 03:15:00", b"kemarin", b""):
        path.write_bytes(mhtml(b"<p>Satu", "base64").replace(b"Mon, 3 Aug 2026 03:15:00 -0000", stated))
        item = one(path)
        assert isinstance(item, RawPage)
        assert item.fetched_at is None


@pytest.mark.parametrize(
    "content", [b"Content-Type: image/png\r\n\r\n\x89PNG", b"Content-Type: multipart/related\r\n\r\nx"]
)
def test_mhtml_without_a_page_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "page.mhtml"
    path.write_bytes(content)
    item = one(path)
    assert isinstance(item, Rejected)
    assert (item.reason, item.locator) == ("no page", str(path))


def test_dumps_go_in_beside_files_and_are_explained(tmp_path: Path, kliping: Run, rows: Rows) -> None:
    folder = tmp_path / "dumps"
    folder.mkdir()
    (folder / "a.mhtml").write_bytes(mhtml(html(1).encode(), "quoted-printable"))
    lines = [json.dumps({"url": f"https://a.example/{n}", "content": html(n)}).encode() + b"\n" for n in (2, 3)]
    (folder / "b.jsonl.zst").write_bytes(b"".join(frames(lines, 1)))
    pq.write_table(pa.table({"html": [html(4), html(5)]}), folder / "c.parquet")
    result = kliping("run", "dumps")
    assert result.returncode == 0
    assert "5 articles went in" in result.stdout
    assert "nothing new: 5 pages unchanged" in kliping("run", "dumps").stdout
    for target, number in (("dumps/a.mhtml", 1), ("dumps/b.jsonl.zst#2", 3), ("dumps/c.parquet#2", 5)):
        assert f"Perbaiki {number} Saluran" in kliping("explain", target).stdout
    assert kliping("explain", "dumps/c.parquet").returncode == 2
