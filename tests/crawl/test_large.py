"""Sitemaps as large as they may be, read in little memory."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crawl.conftest import Ask, Write
from tests.crawl.papers import now, path
from tests.site.server import Answer, Start

ROOT = Path(__file__).parents[2]
PROGRAM = """
import asyncio, sys
from flows.crawl import Order, crawl
from flows.outcome import NEW, OLD
from flows.pool import pool
from flows.report import Live
from tests.peak_memory import peak

folder, url = sys.argv[1:]
before = peak()
with Live(0) as live, pool(1) as executor:
    asyncio.run(crawl(Order(folder=folder, allow_private=True), url, executor, live))
print(live.total.discovered[NEW], live.total.discovered[OLD], peak() - before)
"""


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_half_a_million_addresses_take_less_than_100_mb(
    start: Start, outlet: Write, folder: Path, url: str, ask: Ask
) -> None:
    """The file itself is 40 MB of that, since it comes whole before it is read."""
    site = start({}, "127.0.0.2")
    row = f"<url><loc>{site.url('/berita/%06d/x')}</loc><lastmod>2016-08-07</lastmod></url>"
    rows = [row % n for n in range(499_998)]
    rows[250_000:250_000] = [f"<url><loc>{site.url(path(n))}</loc><lastmod>{now()}</lastmod></url>" for n in range(2)]
    packed = gzip.compress(f"<urlset>{''.join(rows)}</urlset>".encode(), 1)
    site.routes["/peta.xml"] = Answer(packed, headers={"Content-Type": "text/xml", "Content-Encoding": "gzip"})
    outlet("kabar", site, sitemaps=["/peta.xml"])
    command = [sys.executable, "-c", PROGRAM, str(folder), url]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    new, old, megabytes = map(int, result.stdout.split())
    assert (new, old) == (2, 499_998)
    assert megabytes < 100
    assert ask("SELECT entries FROM sources") == [(500_000,)]
    assert sorted(site.asked()[2:]) == [path(0), path(1)]
