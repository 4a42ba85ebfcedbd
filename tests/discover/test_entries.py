"""What feeds and sitemaps say, in the forms in which they come."""

import gzip
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cleaners.dates import ZONES
from flows.discover import Entry, SourceError, entries

ROOT = Path(__file__).parents[2]
BASE = "https://kabar-rekaan.example/rss"
WIB = ZONES["WIB"]
MORNING = datetime(2026, 8, 7, 2, 15, tzinfo=UTC)

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Kabar</title><link>https://kabar-rekaan.example/</link>
<atom:link href="https://kabar-rekaan.example/rss" rel="self"/><pubDate>Fri, 07 Aug 2026 12:00:00 +0700</pubDate>
<item><title>Satu</title><link>
  https://kabar-rekaan.example/1-a?x=1&amp;y=2
</link><pubDate>Fri, 07 Aug 2026 09:15:00 +0700</pubDate><media:content><link>https://elsewhere.example/</link></media:content>
<content:encoded xmlns:content="c"><![CDATA[<p>Isi <link>x</link></p>]]></content:encoded></item>
<item><guid>https://kabar-rekaan.example/2-b</guid><pubDate>Jum, 07 Agt 2026 02:15:00 GMT</pubDate></item>
<item><guid isPermaLink="false">17</guid><title>Tanpa alamat</title></item>
<item><link>/3-c</link><dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">2026-08-07T09:15</dc:date></item>
</channel></rss>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><link>https://kabar-rekaan.example/</link></channel>
<item rdf:about="y"><link>https://kabar-rekaan.example/1-a</link><dc:date>2026-08-07T02:15:00Z</dc:date></item></rdf:RDF>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://kabar-rekaan.example/"/><updated>2026-08-08</updated>
<entry><link rel="self" href="/self"/><link rel="alternate" type="text/html" href="1-a"/>
<published>2026-08-07T02:15:00Z</published><updated>2026-08-07T02:15:00.250Z</updated>
<source><link href="https://elsewhere.example/"/><updated>2020-01-01T00:00:00Z</updated></source></entry></feed>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><image:image><image:loc>https://kabar-rekaan.example/1.jpg</image:loc></image:image>
<loc>https://kabar-rekaan.example/1-a</loc><lastmod>2026-08-07T09:15:00+07:00</lastmod>
<news:news><news:publication_date>2026-08-07T09:15+07:00</news:publication_date></news:news></url>
<url><loc>https://kabar-rekaan.example/2-b</loc><lastmod>2026-08-07</lastmod></url>
<url><loc>https://kabar-rekaan.example/3-c</loc><lastmod>0000-00-00</lastmod></url></urlset>"""
INDEX = """<sitemapindex><sitemap><loc>https://kabar-rekaan.example/a.xml</loc><lastmod>2026-08-07T02:15:00Z</lastmod></sitemap>
<sitemap><loc>https://kabar-rekaan.example/b.xml.gz</loc></sitemap></sitemapindex>"""


def read(text: str | bytes) -> list[Entry]:
    return list(entries(text.encode() if isinstance(text, str) else text, BASE, WIB))


def at(path: str) -> str:
    return f"https://kabar-rekaan.example/{path}"


def test_rss() -> None:
    assert read(RSS) == [
        Entry(at("1-a?x=1&y=2"), None, MORNING),
        Entry(at("2-b"), None, MORNING),
        Entry(at("3-c"), None, MORNING),
    ]


def test_rss_1_0() -> None:
    assert read(RDF) == [Entry(at("1-a"), None, MORNING)]


def test_atom() -> None:
    assert [(entry.url, entry.published_at) for entry in read(ATOM)] == [(at("1-a"), MORNING)]
    assert [entry.changed_at and entry.changed_at.replace(microsecond=0) for entry in read(ATOM)] == [MORNING]


def test_sitemaps_of_news() -> None:
    midnight = datetime(2026, 8, 6, 17, tzinfo=UTC)
    assert read(SITEMAP) == [Entry(at("1-a"), MORNING, MORNING), Entry(at("2-b"), midnight), Entry(at("3-c"))]


def test_indexes_of_sitemaps() -> None:
    assert read(INDEX) == [Entry(at("a.xml"), MORNING, sitemap=True), Entry(at("b.xml.gz"), sitemap=True)]


def test_what_is_compressed_in_one_piece_or_several() -> None:
    whole = SITEMAP.encode()
    assert read(gzip.compress(whole)) == read(gzip.compress(whole[:400]) + gzip.compress(whole[400:])) == read(SITEMAP)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + RSS,
        "\n\n  " + RSS,
        RSS.replace("&amp;", "&"),
        RSS.replace("&amp;", "&amp;amp;"),
        RSS.replace("<title>Satu", "<title>Satu&nbsp;&raquo; <br> R&B \x0b\x00"),
        RSS.replace('encoding="UTF-8"', 'encoding="klingon"'),
        RSS.replace(
            "https://kabar-rekaan.example/1-a?x=1&amp;y=2", "<![CDATA[https://kabar-rekaan.example/1-a?x=1&y=2]]>"
        ),
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://x.example/rss.dtd">' + RSS[39:],
        RSS.replace("UTF-8", "UTF-16").encode("utf-16"),
        RSS.replace("Satu", "Café").replace("UTF-8", "windows-1252").encode("windows-1252"),
        RSS.replace("Satu", "Café").encode("windows-1252"),
    ],
    ids="mark space bare twice rubbish encoding cdata doctype utf-16 cp1252 not-utf-8".split(),
)
def test_what_is_seldom_the_xml_that_it_claims_to_be(text: str | bytes) -> None:
    assert read(text) == read(RSS)


def test_elements_that_are_never_closed_lose_no_item() -> None:
    items = "".join(f"<item><title>Satu<br>dua</title><link>/{n}-a</link></item>" for n in range(3_000))
    assert len(read(f"<rss><channel>{items}</channel></rss>")) == 3_000


def test_a_reference_that_is_torn_between_two_pieces_is_whole() -> None:
    for shift in range(12):
        padded = RSS.replace("<channel>", f"<channel><!--{'x' * (65_000 + shift)}-->")
        many = "".join(f"<item><link>/{n}?a=1&amp;b=2</link></item>" for n in range(60))
        urls = [entry.url for entry in read(padded.replace("</channel>", many + "</channel>"))]
        assert urls[3:] == [at(f"{n}?a=1&b=2") for n in range(60)]


@pytest.mark.parametrize(
    ("text", "reason", "read_before"),
    [
        (b"", "not a feed or sitemap", 0),
        (b"Not found", "not a feed or sitemap", 0),
        (b"<!doctype html><html><body><p>Halaman</p></body></html>", "not a feed or sitemap", 0),
        (b"<html><item><link>/1-a</link></item></html>", "not a feed or sitemap", 0),
        (SITEMAP.encode()[:-60], "broken xml", 2),
        (gzip.compress(SITEMAP.encode())[:-9], "truncated", 3),
        (b"\x1f\x8b not gzip", "broken gzip", 0),
        (gzip.compress(b"<urlset>" + b" " * 60_000_000), "too large", 0),
        (f"<!DOCTYPE rss [<!ENTITY a 'x'>]>{RSS[39:]}".encode(), "declares entities", 0),
        (f"<!DOCTYPE rss [<!ENTITY % a SYSTEM 'file:///etc/passwd'> %a;]>{RSS[39:]}".encode(), "declares entities", 0),
        (f"<!DOCTYPE rss [<!ENTITY a 'x'>]>{RSS[39:]}".encode("utf-16"), "declares entities", 0),
    ],
)
def test_what_cannot_be_read_or_not_to_its_end(text: bytes, reason: str, read_before: int) -> None:
    found = []
    with pytest.raises(SourceError) as caught:
        found.extend(entries(text, BASE, WIB))
    assert caught.value.reason == reason
    assert len(found) == read_before


def test_memory_does_not_grow_with_what_is_read() -> None:
    """Many addresses, and what would make a tree explode; the file itself is not counted."""
    program = """
import gzip
from cleaners.dates import ZONES
from flows.discover import SourceError, entries
from tests.peak_memory import peak

row = b"<url><loc>https://kabar.example/berita/%06d-x</loc><lastmod>2026-08-07</lastmod></url>"
rows = [row % n for n in range(100_000)]
base, zone = "https://kabar.example/", ZONES["WIB"]
packed = gzip.compress(b"<urlset>" + b"".join(rows) + b"</urlset>", 1)
heads = (b"<url>", b"<a/>", 1_500_000), (b"", b"<a>", 10_000_000), (b"<url><loc>", b"x", 20_000_000)
rubbish = [b"<urlset>" + head + tail * times for head, tail, times in heads]
made = peak()
assert sum(1 for _ in entries(packed, base, zone)) == 100_000
assert peak() - made < 10, peak() - made
for body in rubbish:
    try:
        list(entries(body, base, zone))
    except SourceError:
        pass
assert peak() - made < 60, peak() - made
"""
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=100)
