import errno
import gzip
import json
import re
import zlib
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import zstandard
from archive import HTML, http, packed, record
from archive import story as response
from command import MakeDatabase, Rows, Run, html, story
from fastwarc import ArchiveIterator

from cleaners import RawPage

ROOT = Path(__file__).parents[2]
# What differs between two corpora of the same pages: where each was read, and when.
ELSEWHERE = {"id", "page_id", "locator", "run_id", "cleaned_at"}


@pytest.fixture
def corpus(tmp_path: Path, kliping: Run, empty_url: str) -> str:
    """The URL of a database with files, lines of JSONL, and what came by HTTP."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "satu halaman.html").write_text(html(1))
    (folder / "2.txt").write_text(story(2))
    moment = "2026-08-03T10:15:00.25+07:00"
    lines = [{"url": "https://a.example/3 b", "html": html(3), "fetched_at": moment}, {"url": "https://a.example/4"}]
    lines[1]["text"] = story(4)
    (folder / "pages.jsonl").write_text("\n".join(map(json.dumps, lines)))
    headers = {**HTML, "ETag": '"a1"', "Last-Modified": "Mon, 3 Aug 2026"}
    fetched = record(http(html(5).encode(), headers=headers), uri="https://kabar.example/5")
    (folder / "pages.warc.gz").write_bytes(b"".join(packed([fetched, response(6)])))
    assert kliping("run", folder, "--db", empty_url).returncode == 0
    return empty_url


@pytest.mark.parametrize("name", ["out.warc", "out.warc.gz"])
def test_captures_are_records_that_others_read(tmp_path: Path, kliping: Run, corpus: str, name: str) -> None:
    result = kliping("export", name, "--db", corpus)
    assert result.returncode == 0
    assert re.fullmatch(rf"6 pages in {name}, [\d,]+ bytes\n", result.stdout)
    found = {}
    iterator = ArchiveIterator(str(tmp_path / name), parse_http=False, fsspec_args=False)
    info = next(iter(iterator))
    assert (str(info.record_type), info.headers.status_line) == ("warcinfo", "WARC/1.1")
    assert b"software: kliping/" in info.reader.read()
    for item in iterator:
        assert item.verify_block_digest()
        item.parse_http()
        assert str(item.record_type) == "resource" or item.verify_payload_digest()
        found[item.headers["WARC-Target-URI"]] = item
        item.freeze()
    assert len(found) == 6
    assert {uri: str(item.record_type) for uri, item in found.items()} == {
        (tmp_path / "pages" / "satu halaman.html").as_uri(): "resource",
        (tmp_path / "pages" / "2.txt").as_uri(): "resource",
        "https://a.example/3%20b": "resource",
        "https://a.example/4": "resource",
        "https://kabar.example/5": "response",
        "https://kabar.example/6": "response",
    }
    assert found["https://a.example/3%20b"].headers["WARC-Date"] == "2026-08-03T03:15:00.250000Z"
    assert found["https://a.example/4"].headers["Content-Type"] == "text/plain"
    fetched = found["https://kabar.example/5"]
    assert fetched.reader.read() == html(5).encode()
    assert (fetched.http_headers.status_line, dict(fetched.http_headers.to_tuples())) == (
        "HTTP/1.1 200 OK",
        {
            "Content-Type": "text/html; charset=utf-8",
            "ETag": '"a1"',
            "Last-Modified": "Mon, 3 Aug 2026",
            "Content-Length": str(len(html(5).encode())),
        },
    )
    if name.endswith(".gz"):
        content = (tmp_path / name).read_bytes()
        for item in found.values():
            assert zlib.decompressobj(31).decompress(content[item.stream_pos :]).startswith(b"WARC/1.1\r\n")


def articles(rows: Rows, url: str) -> dict[str, dict[str, object]]:
    names = [name for (name,) in rows(url, "SELECT name FROM pragma_table_info('articles')")]
    kept = [name for name in names if name not in ELSEWHERE]
    found = [dict(zip(kept, row, strict=True)) for row in rows(url, f"SELECT {', '.join(kept)} FROM articles")]
    return {str(row["url"] or row["text"]): row for row in found}


def test_a_corpus_that_is_exported_and_run_again_is_the_same(
    tmp_path: Path, kliping: Run, new_sqlite: MakeDatabase, rows: Rows
) -> None:
    """With captures of one story of which only their order says which counts, relative times, and no fetch time."""
    first, second, third = (new_sqlite(None) for _ in range(3))
    ago = html(7).replace("<p>", "<p>3 jam lalu</p><p>", 1)
    lines = [{"url": "https://a.example/7", "html": ago}]
    lines.append({"url": "https://a.example/8", "html": ago, "fetched_at": "2026-08-03T10:15:00+07:00"})
    (tmp_path / "pages.jsonl").write_text("\n".join(map(json.dumps, lines)))
    (tmp_path / "pages.warc").write_bytes(response(9))
    sources = ["pages.jsonl", "pages.warc", *(ROOT / "seeds" / name for name in ("kompas", "tempo", "detik"))]
    assert kliping("run", *sources, "--db", first).returncode == 0
    assert kliping("export", "out.warc.gz", "--db", first).returncode == 0
    assert kliping("run", "out.warc.gz", "--db", second).returncode == 0
    assert len(articles(rows, first)) == 10
    assert articles(rows, second) == articles(rows, first)
    pages = "SELECT sha256, url, content_type, fetched_at, http_status, etag FROM pages ORDER BY sha256, url"
    assert rows(second, pages) == rows(first, pages)

    assert kliping("export", "again.warc.gz", "--db", second).returncode == 0
    assert kliping("run", "again.warc.gz", "--db", third).returncode == 0
    assert articles(rows, third) == articles(rows, first)


def test_articles_are_lines_with_all_their_columns(tmp_path: Path, kliping: Run, corpus: str, rows: Rows) -> None:
    for name in ("out.jsonl", "out.jsonl.gz", "out.jsonl.zst"):
        assert kliping("export", name, "--db", corpus).stdout.startswith("6 articles in")
    written = (tmp_path / "out.jsonl").read_bytes()
    assert gzip.decompress((tmp_path / "out.jsonl.gz").read_bytes()) == written
    with zstandard.open(tmp_path / "out.jsonl.zst") as unpacked:
        assert unpacked.read() == written
    found = {row["text"]: row for row in map(json.loads, written.decode().splitlines())}
    for text, title, words in rows(corpus, "SELECT text, title, word_count FROM articles"):
        assert (found[text]["title"], found[text]["word_count"]) == (title, words)
    row = next(row for row in found.values() if row["url"] == "https://a.example/4")
    assert datetime.fromisoformat(row["published_at"]).isoformat() == "2026-08-03T03:15:00+00:00"
    assert {cut["cleaner"] for cut in row["cuts"]} == {"title", "timestamp"}
    assert (row["authors"], row["fetched_at"]) == ([], None)
    assert row["sources"].keys() >= {"title", "published_at"}


def test_articles_are_rows_of_parquet(
    tmp_path: Path, kliping: Run, corpus: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.export.articles._ROWS", 4)
    kliping("export", "out.jsonl", "--db", corpus)
    assert kliping("export", "out.parquet", "--db", corpus).returncode == 0
    file = pq.ParquetFile(tmp_path / "out.parquet")
    assert file.metadata.num_row_groups == 2
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    for row, line in zip(file.read().to_pylist(), lines, strict=True):
        row["sources"] = json.loads(row["sources"])
        assert {name: v.isoformat() if isinstance(v, datetime) else v for name, v in row.items()} == line
    assert str(file.schema_arrow.field("published_at").type) == "timestamp[us, tz=UTC]"


def test_one_outlet_is_exported_alone(tmp_path: Path, kliping: Run) -> None:
    kliping("run", ROOT / "seeds" / "tempo", ROOT / "seeds" / "detik" / "kartu-angkot.html")
    assert kliping("export", "detik.jsonl", "--outlet", "detik").stdout.startswith("1 article in")
    result = kliping("export", "none.jsonl", "--outlet", "detk")
    assert (result.returncode, result.stderr) == (2, "kliping: there is no article of the outlet detk\n")
    assert not (tmp_path / "none.jsonl").exists()


def test_what_is_there_is_replaced_only_by_force_and_only_by_what_is_complete(
    tmp_path: Path, kliping: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page.html").write_text(html(1))
    kliping("run", "page.html")
    (tmp_path / "out.warc").write_text("not to be lost")
    result = kliping("export", "out.warc")
    assert result.returncode == 2
    assert "out.warc is there already" in result.stderr

    def fail(page: RawPage) -> str:
        raise OSError(errno.ENOSPC, "No space left")

    with monkeypatch.context() as broken:
        broken.setattr("flows.export.warc._uri", fail)
        result = kliping("export", "out.warc", "--force")
    assert (result.returncode, result.stderr) == (2, "kliping: out.warc cannot be written: No space left\n")
    assert (tmp_path / "out.warc").read_text() == "not to be lost"
    assert sorted(path.name for path in tmp_path.glob("*out*")) == ["out.warc"]
    assert kliping("export", "out.warc", "--force").returncode == 0
    assert (tmp_path / "out.warc").read_bytes().startswith(b"WARC/1.1")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["out.tsv"], "told by its suffix: .warc, .warc.gz"),
        (["out.warc"], "there is no such database"),
        (["out.warc", "--db", "mysql://user:secret@localhost/x"], "not supported"),
    ],
)
def test_what_cannot_be_exported_is_a_message(tmp_path: Path, kliping: Run, args: list[str], told: str) -> None:
    result = kliping("export", *args)
    assert result.returncode == 2
    assert told in result.stderr
    assert "secret" not in result.stderr
    assert list(tmp_path.iterdir()) == []
