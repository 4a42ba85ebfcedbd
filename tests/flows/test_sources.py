import gzip
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cleaners.model import RawPage
from db import Rejected
from flows import files, jsonl
from flows.sources import Listing, discover, read


def read_all(listing: Listing) -> list[RawPage | Rejected]:
    return [item for piece in listing.pieces for item in read(piece)]


def one(path: Path) -> RawPage | Rejected:
    (item,) = read_all(discover([str(path)], 10))
    return item


def line(**record: object) -> bytes:
    return json.dumps(record).encode() + b"\n"


def test_a_folder_is_read_in_sorted_order_and_other_files_are_counted(pages: Path) -> None:
    listing = discover([str(pages)], 10)
    assert [item.locator for item in read_all(listing)] == [str(pages / n) for n in ("a.txt", "b.html", "sub/C.HTM")]
    assert listing.skipped == {".json": 2, ".md": 1, ".toml": 1, ".ledger": 1, "no suffix": 1}
    assert not listing.rejected


def test_what_is_named_twice_is_read_once(pages: Path) -> None:
    listing = discover([str(pages / "b.html"), str(pages), os.path.relpath(pages)], 10)
    assert [piece.path for piece in listing.pieces] == [str(pages / n) for n in ("b.html", "a.txt", "sub/C.HTM")]


def test_a_page_has_its_bytes_and_its_type(pages: Path) -> None:
    item = one(pages / "sub" / "C.HTM")
    assert isinstance(item, RawPage)
    assert (item.body, item.content_type, item.url) == ((pages / "sub" / "C.HTM").read_bytes(), "text/html", None)
    text = one(pages / "a.txt")
    assert isinstance(text, RawPage)
    assert text.content_type == "text/plain"


@pytest.mark.parametrize(("name", "reason"), [("gone.html", "missing"), ("a.json", "unknown type"), ("", "missing")])
def test_bad_names_are_rejected(pages: Path, name: str, reason: str) -> None:
    listing = discover([str(pages / name) if name else ""], 10)
    assert [(row.stage, row.reason) for row in listing.rejected] == [("read", reason)]
    assert not listing.pieces


@pytest.mark.parametrize("body", [b"", b" \n\t "])
def test_an_empty_page_is_known_again_by_its_hash(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(body)
    assert one(path) == Rejected(str(path), "read", "empty", files.digest(body))


def test_what_cannot_be_opened_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "dangling.html").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.html")
    os.mkfifo(tmp_path / "pipe.jsonl")
    listing = discover([str(tmp_path)], 10)
    items = [*listing.rejected, *read_all(listing)]
    assert {(Path(item.locator).name, item.reason) for item in items if isinstance(item, Rejected)} == {
        (name, "unreadable") for name in ("dangling.html", "pipe.html", "pipe.jsonl")
    }


def test_no_more_is_read_of_a_huge_file_than_a_page_may_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.sources.MAX_BYTES", 100)
    path = tmp_path / "huge.html"
    path.write_bytes(b"x" * 101)
    item = one(path)
    assert isinstance(item, Rejected)
    assert item.reason == "too large"
    path.write_bytes(b"x" * 100)
    assert isinstance(one(path), RawPage)


def test_a_name_that_is_not_utf8_is_written_out(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/berita-\xff.txt"
    Path(os.fsdecode(path)).write_text("Warga Sukarimba panen padi.")
    assert one(Path(os.fsdecode(path))).locator == f"{tmp_path}/berita-\\xff.txt"


def test_a_line_of_jsonl_is_a_page_with_what_else_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    moment = "2026-08-03T10:15:00+07:00"
    path.write_bytes(
        line(url="https://kabar.example/1 ", html="<p>Satu</p>", fetched_at=moment, tag="x")
        + b"\n"
        + line(text="Dua", fetched_at="2026-08-03T10:15:00")
        + "\ufeff".encode()
        + line(html=None, text="Tiga \ud800", url=None)
    )
    first, second, third = read_all(discover([str(path)], 10))
    assert first == RawPage(
        f"{path}#1",
        b"<p>Satu</p>",
        "https://kabar.example/1",
        "text/html",
        datetime(2026, 8, 3, 3, 15, tzinfo=UTC),
        {"tag": "x"},
    )
    assert isinstance(second, RawPage)
    assert isinstance(third, RawPage)
    # A time without a zone is not an instant: it stays beside the page, as it is.
    assert (second.locator, second.fetched_at, second.extra) == (
        f"{path}#3",
        None,
        {"fetched_at": "2026-08-03T10:15:00"},
    )
    assert (third.body, third.content_type, third.extra) == (b"Tiga ", "text/plain", {"html": None})


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"{broken\n", "bad json"),
        (b"[1]\n", "bad json"),
        (b'{"url": "https://kabar.example/1"}\n', "bad json"),
        (b'{"text": 1}\n', "bad json"),
        (b'{"url": 1, "text": "Satu"}\n', "bad json"),
        (b"[" * 100_000 + b"\n", "bad json"),
        (b'{"text": " "}\n', "empty"),
    ],
)
def test_a_bad_line_spares_its_neighbours(tmp_path: Path, bad: bytes, reason: str) -> None:
    path = tmp_path / "pages.jsonl"
    path.write_bytes(line(text="Satu") + bad + line(text="Tiga"))
    first, second, third = read_all(discover([str(path)], 10))
    assert isinstance(first, RawPage)
    assert isinstance(third, RawPage)
    assert isinstance(second, Rejected)
    assert (second.locator, second.reason, second.sha256) == (f"{path}#2", reason, files.digest(bad))


def test_bytes_that_are_not_utf8_do_not_lose_a_line(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    path.write_bytes(b'{"text": "Harga \x93gabah\x94 naik"}')
    item = one(path)
    assert isinstance(item, RawPage)
    assert item.body.decode() == "Harga \ufffdgabah\ufffd naik"


@pytest.mark.parametrize("packed", [False, True])
def test_stretches_together_are_the_file(tmp_path: Path, packed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.files.STRETCHES", 3)
    path = tmp_path / ("pages.jsonl.gz" if packed else "pages.jsonl")
    lines = b"".join(line(text=f"Berita {n}") + b"\n" * (n % 3) for n in range(25))
    path.write_bytes(gzip.compress(lines) if packed else lines)
    whole, parts = discover([str(path)], 1000), discover([str(path)], 4)
    assert len(whole.pieces) == 1
    assert len(parts.pieces) == (3 if packed else 7)
    assert sum(piece.pages for piece in parts.pieces) == 25
    assert read_all(parts) == read_all(whole)
    assert len(read_all(whole)) == 25


def test_a_line_that_is_too_long_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "MAX_BYTES", 50)
    path = tmp_path / "pages.jsonl"
    path.write_bytes(line(text="Satu") + line(text="x" * 500) + line(text="Tiga"))
    first, second, third = read_all(discover([str(path)], 1))
    assert isinstance(second, Rejected)
    assert (second.locator, second.reason) == (f"{path}#2", "too large")
    assert [first.locator, third.locator] == [f"{path}#1", f"{path}#3"]


def test_a_truncated_gzip_gives_the_pages_before_the_break(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl.gz"
    whole = gzip.compress(b"".join(line(text=f"Berita {os.urandom(50).hex()}") for _ in range(400)))
    path.write_bytes(whole[: len(whole) // 2])
    listing = discover([str(path)], 10)
    items = read_all(listing)
    assert [(row.locator, row.reason) for row in listing.rejected] == [(str(path), "broken gzip")]
    assert 100 < len(items) < 250
    assert all(isinstance(item, RawPage) for item in items)


@pytest.mark.parametrize(
    ("name", "body"), [("no.jsonl.gz", b"not gzip"), ("no.jsonl", b""), ("no.jsonl.gz", gzip.compress(b""))]
)
def test_a_jsonl_file_without_a_page_is_rejected_once(tmp_path: Path, name: str, body: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    listing = discover([str(path)], 10)
    assert len([*listing.rejected, *read_all(listing)]) == 1
