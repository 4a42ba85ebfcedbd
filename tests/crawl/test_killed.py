"""A crawl that is interrupted goes on where it was, as the logs of the servers say."""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from flows.cli import GOES_ON
from tests.crawl.conftest import Ask, Crawl, Write
from tests.crawl.papers import path, rss, stories
from tests.site.server import Start

KLIPING = Path(sys.executable).with_name("kliping")
PAGES = 10
SEEN = 4  # of a site when the crawl is ended


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_no_page_is_fetched_twice_and_none_is_lost(
    start: Start, outlet: Write, crawl_once: Crawl, folder: Path, url: str, ask: Ask, end: signal.Signals
) -> None:
    sites = [start(stories(range(PAGES)), address) for address in ("127.0.0.2", "127.0.0.3")]
    for number, site in enumerate(sites):
        site.routes["/rss"] = rss(site, *(path(n) for n in range(PAGES)))
        outlet(f"kabar{number}", site, feeds=["/rss"], delay=0.15)
    command = [KLIPING, "crawl", "--outlets", folder, "--allow-private", "--db", url]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "DATABASE_URL"))}
    process = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while any(len(site.log) < SEEN for site in sites):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(process.pid, end)  # as Ctrl-C in a terminal does
    _, stderr = process.communicate(timeout=20)
    assert process.returncode in (-signal.SIGKILL, 130)
    if end == signal.SIGINT:
        assert stderr.strip() == f"kliping: stopped; {GOES_ON}"
    had = [len(pages(site.asked())) for site in sites]
    assert all(0 < number < PAGES for number in had)

    outcome = crawl_once(url)
    assert outcome.counts.stored == 2 * PAGES
    for site, number in zip(sites, had, strict=True):
        asked = pages(site.asked())
        assert sorted(set(asked)) == sorted(path(n) for n in range(PAGES))
        again = [page for page, times in Counter(asked).items() if times > 1]
        assert again in ([], [asked[number - 1]])  # at most the one that was under way
    assert ask("SELECT count(*) FROM frontier WHERE state <> 'done' OR owner IS NOT NULL") == [(0,)]
    assert ask("SELECT count(*) FROM quarantine") == [(0,)]
    assert crawl_once(url).pages == 0


def pages(asked: list[str]) -> list[str]:
    return [page for page in asked if re.match("/berita/", page)]
