import gzip
import itertools
import random
import re
import subprocess
import sys
import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import archive
import brotli
import pytest
import zstandard
from archive import HTML, http, packed, record, story
from command import Rows, Run, figures, html

from cleaners.caps import MAX_BYTES
from cleaners.model import RawPage
from db import Rejected
from flows import archives
from flows.sources import Listing, discover, read

ROOT = Path(__file__).parents[2]

FETCHED = datetime(2026, 8, 3, 3, 15, tzinfo=UTC)
Items = list[RawPage | Rejected]


def write(path: Path, records: Sequence[bytes]) -> Listing:
    path.write_bytes(b"".join(records))
    return discover([str(path)], 10)


def items(listing: Listing) -> Items:
    return [item for piece in listing.pieces for item in read(piece)]


def one(path: Path, record: bytes) -> RawPage | Rejected:
    (item,) = items(write(path, [record]))
    return item


def found(path: Path) -> list[str | None]:
    """The URL of each page in turn, or the reason for which there is none."""
    listed = items(discover([str(path)], 1000))
    return [item.url if isinstance(item, RawPage) else item.reason for item in listed]


def url(number: int) -> str:
    return f"https://kabar.example/{number}"


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    return tmp_path / "pages.warc"


def test_a_response_is_a_page_with_what_came_with_it(warc: Path) -> None:
    head = {"content-type": "text/html; charset=windows-1252", "ETag": '"a1"', "Last-Modified": "Mon, 3 Aug 2026"}
    item = one(warc, record(http(b"<p>Caf\xe9 Sukarimba", headers=head), WARC_Truncated="length"))
    assert item == RawPage(
        f"{warc}#000000000000",
        b"<p>Caf\xe9 Sukarimba",
        url(1),
        "text/html; charset=windows-1252",
        FETCHED,
        {"warc_truncated": "length"},
        200,
        '"a1"',
        "Mon, 3 Aug 2026",
    )


def test_files_and_texts_in_an_archive_are_pages(warc: Path) -> None:
    text = record(b"Warga panen padi.", "conversion", Content_Type="text/plain")
    file = record(b"<p>Satu", "resource", "file:///arsip/1.html", WARC_Date="2026-08-03T03:15:00.123456789Z")
    first, second = items(write(warc, [text, file]))
    assert isinstance(first, RawPage)
    assert isinstance(second, RawPage)
    assert (first.url, first.content_type, first.fetched_at, first.http_status) == (url(1), "text/plain", FETCHED, None)
    assert (second.url, second.content_type, second.body) == (None, "text/html", b"<p>Satu")
    assert second.fetched_at == FETCHED.replace(microsecond=123456)
    assert second.locator == f"{warc}#{len(text):012}"


def test_what_is_no_page_is_passed_over_and_counted_by_kind(warc: Path) -> None:
    records = [
        record(b"software: x\r\n", "warcinfo", Content_Type="application/warc-fields"),
        record(b"GET / HTTP/1.1\r\n\r\n", "request", Content_Type="application/http; msgtype=request"),
        record(b"outlink: x\r\n", "metadata"),
        record(http(b"<p>Tidak ada", "404 Not Found")),
        record(http(b"", "301 Moved Permanently", {"Location": "/2"})),
        record(http(b"<p>Tidak ada", "404 Not Found")),
        record(http(b"\xff\xd8", headers={"Content-Type": "image/jpeg"})),
        record(http(b"\x00\x01", headers={})),
        record(http(b""), "revisit"),
        record(http(b"User-agent: *", headers={"Content-Type": "text/plain"}), uri="https://kabar.example/robots.txt"),
        record(b"20260803 192.0.2.1", uri="dns:kabar.example", Content_Type="text/dns"),
        record(http(b"<p>Bagian"), WARC_Segment_Number=1),
        record(b"kedua", "continuation", WARC_Segment_Number=2),
        story(1),
    ]
    listing = write(warc, records)
    assert listing.passed_over == {
        "http 404": 2,
        "http 301": 1,
        "image/jpeg": 1,
        "unknown type": 1,
        "revisit": 1,
        "robots.txt": 1,
        "text/dns": 1,
        "segment": 2,
    }
    assert not listing.rejected
    assert [item.locator for item in items(listing)] == [f"{warc}#{sum(map(len, records[:-1])):012}"]


BODY = html(1).encode()
CHUNKED = b"".join(b"%x;a=b\r\n%s\r\n" % (len(part), part) for part in (BODY[:7], BODY[7:])) + b"0\r\nX: y\r\n\r\n"
ENCODED = {
    "gzip": gzip.compress(BODY),
    "x-gzip": gzip.compress(BODY),
    "deflate": zlib.compress(BODY),
    "br": brotli.compress(BODY),
    "zstd": zstandard.compress(BODY),
}


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        *(({"Content-Encoding": name}, body) for name, body in ENCODED.items()),
        ({"Transfer-Encoding": "chunked"}, CHUNKED),
        ({"Transfer-Encoding": "chunked"}, CHUNKED.replace(b"\r\n", b"\n")),
        (
            {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"},
            b"%X\r\n%s\r\n0\r\n\r\n" % (len(ENCODED["gzip"]), ENCODED["gzip"]),
        ),
        # As crawlers keep a body that they have unpacked themselves.
        ({"Content-Encoding": "gzip"}, BODY),
        ({"Content-Encoding": "br"}, BODY),
        ({"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}, BODY),
        ({}, BODY),
    ],
)
def test_a_body_is_taken_out_of_its_encodings(warc: Path, headers: dict[str, str], body: bytes) -> None:
    item = one(warc, record(http(body, headers={**HTML, **headers})))
    assert isinstance(item, RawPage)
    assert item.body == BODY


BOMB = gzip.compress(b"<p>" + bytes(MAX_BYTES))


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (http(ENCODED["gzip"][:-9], headers={**HTML, "Content-Encoding": "gzip"}), "truncated"),
        (http(CHUNKED[:200], headers={**HTML, "Transfer-Encoding": "chunked"}), "truncated"),
        (http(b"\x00\x01", headers={**HTML, "Content-Encoding": "gzip"}), "bad content encoding"),
        (http(BOMB, headers={**HTML, "Content-Encoding": "gzip"}), "too large"),
        (http(b"<p>" + bytes(MAX_BYTES)), "too large"),
        (http(b"<p>" + bytes(3 * MAX_BYTES)), "too large"),
        (http(b" \r\n"), "empty"),
        (b"<p>Tanpa kepala", "malformed record"),
        (http(b"<p>", headers={**HTML, "X": "x" * 50_000}), "malformed record"),
    ],
)
def test_a_page_that_cannot_be_read_spares_its_neighbours(warc: Path, block: bytes, reason: str) -> None:
    bad = record(block)
    first, second, third = items(write(warc, [story(1), bad, story(3)]))
    assert isinstance(first, RawPage)
    assert isinstance(third, RawPage)
    assert isinstance(second, Rejected)
    assert (second.locator, second.stage, second.reason) == (f"{warc}#{len(story(1)):012}", "read", reason)
    assert second.sha256


def test_records_as_they_are_found_in_the_wild_are_read(warc: Path) -> None:
    good = story(1)
    block = http(BODY)
    odd = {
        "only line feeds": record(block.replace(b"\r\n", b"\n"), Content_Length=len(block) - 3).replace(b"\r\n", b"\n"),
        "names in small letters": re.sub(rb"(?m)^[A-Za-z-]+:", lambda name: name[0].lower(), good),
        "an address in brackets": good.replace(b": https://kabar.example/1", b": <https://kabar.example/1>"),
        "a length with one byte too many": record(block, Content_Length=len(block) + 1),
        "nothing between records": good[:-4],
        "blank lines between records": good + b"\r\n\r\n",
        "a first draft of the standard": good.replace(b"WARC/1.0", b"WARC/0.18"),
        "a date like those of ARC": good.replace(b"2026-08-03T03:15:00Z", b"20260803031500"),
        "blanks before colons": record(block.replace(b"Content-Type:", b"Content-Type :")),
    }
    listing = write(warc, [*odd.values(), story(2)])
    pages = items(listing)
    assert len(pages) == len(odd) + 1
    for name, page in zip(odd, pages, strict=False):
        assert isinstance(page, RawPage), (name, page)
        assert (page.url, page.fetched_at, page.body.rstrip()) == (url(1), FETCHED, BODY), name


Fault = Callable[[bytes], bytes]
MALFORMED: dict[str, Fault] = {
    "no length": lambda good: re.sub(rb"\r\nContent-Length: \d+(?=\r\n\r\nHTTP)", b"", good),
    "a length that is no number": lambda good: re.sub(rb"(Content-Length): \d+(?=\r\n\r\nHTTP)", rb"\1: x", good),
    "a length that is too small": lambda good: re.sub(rb"(Content-Length): \d+(?=\r\n\r\nHTTP)", rb"\1: 99", good),
    "a length into the next record": lambda good: re.sub(
        rb"(Content-Length): \d+(?=\r\n\r\nHTTP)", rb"\1: %d" % (len(good) + 90), good
    ),
    "a length beyond the file": lambda good: re.sub(
        rb"(Content-Length): \d+(?=\r\n\r\nHTTP)", rb"\1: 999999999999", good
    ),
    "a head without its first line": lambda good: good.partition(b"\r\n")[2],
    "garbage": lambda good: random.Random(1).randbytes(100_000),
    "a hole": lambda good: good[:300] + good[-300:],
}


@pytest.mark.parametrize("fault", MALFORMED)
def test_reading_goes_on_at_the_record_after_a_malformed_one(warc: Path, fault: str) -> None:
    bad = MALFORMED[fault](story(2))
    first, gap, third = items(write(warc, [story(1), bad, story(3)]))
    assert isinstance(first, RawPage)
    assert isinstance(third, RawPage)
    assert (first.url, third.url) == (url(1), url(3))
    assert isinstance(gap, Rejected)
    assert (gap.locator, gap.stage, gap.reason) == (f"{warc}#{len(story(1)):012}", "read", "malformed record")
    assert gap.error
    assert f"{len(bad):,} bytes are passed over" in gap.error
    assert gap.sha256


@pytest.mark.parametrize(
    ("pack", "left"), [(False, 30), (False, 400), (False, 1000), (True, 20), (True, 200), (True, 450)]
)
def test_the_end_of_a_download_that_was_cut_is_told(tmp_path: Path, pack: bool, left: int) -> None:
    records = packed([story(1), story(2)]) if pack else [story(1), story(2)]
    path = tmp_path / ("pages.warc.gz" if pack else "pages.warc")
    listing = write(path, [records[0], records[1][:left]])
    page, cut = items(listing)
    assert isinstance(page, RawPage)
    assert isinstance(cut, Rejected)
    assert (cut.locator, cut.reason) == (f"{path}#{len(records[0]):012}", "truncated record")


BROKEN: dict[str, Fault] = {
    "broken data": lambda member: member[:100] + bytes(b ^ 0x55 for b in member[100:110]) + member[110:],
    "a wrong checksum": lambda member: member[:-6] + b"\0\0" + member[-4:],
    "a missing end": lambda member: member[:-50],
    "a missing start": lambda member: member[20:],
    "no gzip at all": lambda member: b"<html>" * 1000,
}


@pytest.mark.parametrize("fault", BROKEN)
@pytest.mark.parametrize("name", ["pages.warc.gz", "pages.arc.gz"])
def test_reading_goes_on_at_the_member_after_a_broken_one(tmp_path: Path, name: str, fault: str) -> None:
    path = tmp_path / name
    members = packed(archive.arc(n) if ".arc" in name else story(n) for n in range(1, 5))
    first, gap, *rest = items(write(path, [members[0], BROKEN[fault](members[1]), *members[2:]]))
    assert [page.url if isinstance(page, RawPage) else page for page in (first, *rest)] == [url(1), url(3), url(4)]
    assert isinstance(gap, Rejected)
    assert (gap.locator, gap.reason) == (f"{path}#{len(members[0]):012}", "broken gzip")


def test_an_empty_member_ends_nothing(tmp_path: Path) -> None:
    path = tmp_path / "pages.warc.gz"
    listing = write(path, packed([story(1), b"", b"\r\n\r\n", story(2)]))
    assert [item.url for item in items(listing) if isinstance(item, RawPage)] == [url(1), url(2)]
    assert len(items(listing)) == 2


@pytest.mark.parametrize("pack", [False, True])
def test_whatever_is_damaged_only_what_lies_there_is_lost(tmp_path: Path, pack: bool) -> None:
    """Fifty archives with a hole, noise, or bytes that are there twice: all other records are found."""
    chance = random.Random(7)
    path = tmp_path / ("pages.warc.gz" if pack else "pages.warc")
    records = packed(map(story, range(8))) if pack else [story(n) for n in range(8)]
    ends = list(itertools.accumulate(map(len, records)))
    whole = b"".join(records)
    for _ in range(50):
        start = chance.randrange(len(whole) - 10)
        end = min(start + chance.randrange(1, 3000), len(whole))
        noise = chance.choice([b"", chance.randbytes(end - start), whole[start:end] * 2])
        path.write_bytes(whole[:start] + noise + whole[end:])
        # What ends in the damage is lost, and so is what begins in it; the terminator of the one before is spared.
        hit = {n for n, stop in enumerate(ends) if stop - len(records[n]) < end and start < stop}
        expected = {url(n) for n in range(8)} - {url(n) for n in hit}
        assert expected <= set(found(path)), (start, end, noise[:10])


@pytest.mark.parametrize(
    "parts",
    [
        lambda records: records,
        packed,
        lambda records: [gzip.compress(b"".join(records))],
        lambda records: [gzip.compress(b"".join(records[:7])), gzip.compress(b"".join(records[7:]))],
    ],
    ids=["plain", "a member a record", "a member for all", "members of several"],
)
def test_stretches_together_are_the_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: Callable[[list[bytes]], list[bytes]]
) -> None:
    monkeypatch.setattr("flows.files.STRETCHES", 3)
    path = tmp_path / "pages.warc.gz"
    nothing = record(http(b"", "404 Not Found"))
    bad = record(b"<p>Tanpa kepala")
    records = [
        *itertools.chain.from_iterable((story(n), nothing) for n in range(10)),
        bad,
        nothing,
        *map(story, (11, 12)),
    ]
    path.write_bytes(b"".join(parts(records)))
    whole, stretches = discover([str(path)], 1000), discover([str(path)], 2)
    assert len(whole.pieces) == 1
    assert 3 <= len(stretches.pieces) <= 7
    assert items(stretches) == items(whole)
    assert sum(piece.pages for piece in stretches.pieces) == len(items(whole)) == 13
    assert stretches.passed_over == {"http 404": 11}
    locators = [item.locator for item in items(whole)]
    assert locators == sorted(set(locators))
    for locator, item in zip(locators, items(whole), strict=True):
        assert archives.page_at(str(path), locator.partition("#")[2]) == item
    assert archives.page_at(str(path), "999999") is None


@pytest.mark.parametrize("name", ["pages.arc", "pages.arc.gz"])
@pytest.mark.parametrize("about", [b"1 0 Arsip\nURL IP-address Archive-date Content-type Archive-length\n", b"1 0"])
def test_arc_is_read_as_well(tmp_path: Path, name: str, about: bytes) -> None:
    """The length of the record that describes the file is wrong in some."""
    start = b"filedesc://pages.arc 0.0.0.0 20260803031500 text/plain 76\n" + about + b"\n"
    second = archive.arc(2)
    second = second.replace(b" text/html ", b" text/html 200 - - 77 pages.arc ", 1)  # as version 2 has it
    bare = b"https://kabar.example/teks 192.0.2.1 20260803031500 text/plain 10\nPanen raya\n"
    image = b"https://kabar.example/a.jpg 192.0.2.1 20260803031500 image/jpeg 2\n\xff\xd8\n"
    records = [start, archive.arc(1), second, bare, image, archive.arc(4, 9_999_999), archive.arc(5)]
    path = tmp_path / name
    listing = write(path, packed(records) if name.endswith(".gz") else records)
    first, *_ = pages = items(listing)
    assert isinstance(first, RawPage)
    assert (first.body, first.fetched_at, first.http_status) == (BODY, FETCHED, 200)
    reason = "truncated record" if name.endswith(".gz") else "malformed record"
    told = [page.url if isinstance(page, RawPage) else page.reason for page in pages]
    assert told == [url(1), url(2), "https://kabar.example/teks", reason, url(5)]
    assert listing.passed_over == {"image/jpeg": 1}


@pytest.mark.parametrize(("name", "pack"), [("pages.warc.gz", False), ("pages.warc", True), ("pages.WARC.GZ", True)])
def test_whether_an_archive_is_packed_is_told_from_its_bytes(tmp_path: Path, name: str, pack: bool) -> None:
    records = [story(1), story(2)]
    listing = write(tmp_path / name, packed(records) if pack else records)
    assert [item.url for item in items(listing) if isinstance(item, RawPage)] == [url(1), url(2)]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("no.warc", b"", "empty"),
        ("no.warc.gz", gzip.compress(b""), "empty"),
        ("no.warc", b"<html>" * 50_000, "malformed record"),
        ("no.warc.gz", b"<html>" * 50_000, "broken gzip"),
    ],
)
def test_a_file_without_a_record_is_rejected_once(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    listing = write(tmp_path / name, [content])
    assert [item.reason for item in (*listing.rejected, *items(listing)) if isinstance(item, Rejected)] == [reason]


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    """75 MB in records of pages, and one of 80 MB."""
    path = tmp_path / "large.warc.gz"
    page = packed([record(http(b"<p>" + b"Warga panen padi. " * 14_000))])
    video = packed([record(http(bytes(80_000_000), headers={"Content-Type": "video/mp4"}))])
    path.write_bytes(b"".join([*page * 300, *video, *packed([story(1)])]))
    program = f"""
from flows import archives
from tests.peak_memory import peak
before = peak()
division = archives.divide({str(path)!r}, 150)
pages = sum(1 for piece in division.pieces for _ in archives.read_stretch(piece))
print(pages, len(division.pieces), dict(division.passed_over), peak() - before)
"""
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    told, megabytes = result.stdout.rsplit(maxsplit=1)
    assert told == "301 3 {'video/mp4': 1}"
    assert int(megabytes) < 60


def test_an_archive_goes_in_and_the_second_time_nothing_is_new(
    tmp_path: Path, kliping: Run, empty_url: str, rows: Rows
) -> None:
    path = tmp_path / "pages.warc.gz"
    members = packed([*map(story, range(1, 5)), record(http(b"", "404 Not Found")), record(b"<p>Tanpa kepala")])
    path.write_bytes(b"".join(members) + members[0][:-30])
    first = kliping("run", path, "--db", empty_url)
    assert first.returncode == 1
    assert figures(first.stdout)["articles stored"] == "4"
    assert figures(first.stdout)["records passed over: http 404"] == "1"
    places = [f"{path}#{sum(map(len, members[:n])):012}" for n in (5, 6)]
    assert rows(empty_url, "SELECT locator, stage, reason FROM quarantine ORDER BY locator") == [
        (places[0], "read", "malformed record"),
        (places[1], "read", "truncated record"),
    ]
    assert f"{places[1]}: truncated record" in first.stderr
    assert rows(empty_url, "SELECT url, http_status FROM pages ORDER BY url") == [(url(n), 200) for n in range(1, 5)]

    second = kliping("run", path, "--db", empty_url)
    assert "nothing new: 4 pages unchanged; 2 pages in quarantine" in second.stdout
    assert second.stderr.count("not tried again") == 2

    place = len(members[0])
    shown = kliping("explain", f"{path}#{place}")
    assert (shown.returncode, shown.stdout) == (0, kliping("explain", f"{path}#{place:012}").stdout)
    assert "Warga Rimbajaya Perbaiki 2 Saluran Air" in shown.stdout
    assert kliping("explain", path).returncode == 2
    assert "truncated record" in kliping("explain", places[1]).stderr
