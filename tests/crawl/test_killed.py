"""A crawl that is interrupted goes on where it was, as the logs of the servers say."""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from flows.command import GOES_ON
from flows.crawl.cleaning import clean
from flows.outcome import Outcome
from flows.pool import pool
from tests import poison
from tests.crawl.conftest import Ask, Crawl, Write
from tests.crawl.papers import now, path, rss, stories, story, xml
from tests.site.server import Start

KLIPING = Path(sys.executable).with_name("kliping")
PAGES = 10
SEEN = 4  # of a site when the crawl is ended


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_no_page_is_fetched_twice_and_none_is_lost(
    start: Start, outlet: Write, crawl_once: Crawl, folder: Path, url: str, ask: Ask, end: signal.Signals
) -> None:
    sites = [start(stories(range(PAGES)), address) for address in ("127.0.0.2", "127.0.0.3")]
    for number, site in enumerate(sites):
        site.routes["/rss"] = rss(site, *(path(n) for n in range(PAGES)))
        outlet(f"kabar{number}", site, feeds=["/rss"], delay=0.1)
    process = begin(folder, url)
    wait_for(process, lambda: all(len(site.log) >= SEEN for site in sites))
    os.killpg(process.pid, end)  # as Ctrl-C in a terminal does, and who stops a service
    _, stderr = process.communicate(timeout=20 if end == signal.SIGKILL else 5)
    assert process.returncode == {signal.SIGKILL: -signal.SIGKILL, signal.SIGINT: 130, signal.SIGTERM: 143}[end]
    if end != signal.SIGKILL:
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


def begin(folder: Path, url: str) -> "subprocess.Popen[str]":
    command = [KLIPING, "crawl", "--outlets", folder, "--allow-private", "--db", url]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "DATABASE_URL"))}
    return subprocess.Popen(
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def wait_for(process: "subprocess.Popen[str]", happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not happened():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)


def pages(asked: list[str]) -> list[str]:
    return [page for page in asked if re.match("/berita/", page)]


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_a_crawl_that_reads_a_huge_sitemap_ends_at_once_and_does_not_take_it_for_read(
    start: Start, outlet: Write, folder: Path, url: str, ask: Ask
) -> None:
    site = start({}, "127.0.0.2")
    row = f"<url><loc>{site.url('/berita/%06d/warga')}</loc><lastmod>{now():%Y-%m-%d}</lastmod></url>"
    site.routes["/peta.xml"] = xml(f"<urlset>{''.join(row % n for n in range(200_000))}</urlset>")
    outlet("kabar", site, sitemaps=["/peta.xml"])
    process = begin(folder, url)
    wait_for(process, lambda: "/peta.xml" in site.asked() and ask("SELECT count(*) FROM frontier") != [(0,)])
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=5)
    assert process.returncode == 130
    assert 0 < ask("SELECT count(*) FROM frontier")[0][0] < 200_000
    assert ask("SELECT count(*) FROM sources") == [(0,)]  # so it is not taken for read


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_two_crawls_at_once_share_the_work_and_the_turns(
    start: Start, outlet: Write, folder: Path, url: str, ask: Ask
) -> None:
    delay = 0.1
    site = start(stories(range(PAGES)), "127.0.0.2")
    site.routes["/rss"] = rss(site, *(path(n) for n in range(PAGES)))
    outlet("kabar", site, feeds=["/rss"], delay=delay)
    crawls = [begin(folder, url) for _ in range(2)]
    assert [process.wait(60) for process in crawls] == [0, 0]
    assert sorted(pages(site.asked())) == sorted(path(n) for n in range(PAGES))
    assert all(later.at - earlier.at >= delay for earlier, later in pairwise(site.log))
    assert all(earlier.closed <= later.opened for earlier, later in pairwise(site.connections))
    assert ask("SELECT count(*) FROM articles") == [(PAGES,)]


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_a_page_with_which_processes_die_is_put_aside_and_its_neighbours_go_in(
    start: Start, outlet: Write, crawl_once: Crawl, url: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.crawl.cleaning.clean", poisoned)
    site = start(stories(range(5)), "127.0.0.2")
    site.routes[path(1)] = story(1, more=poison.DEADLY.decode())
    site.routes["/rss"] = rss(site, *(path(n) for n in range(5)))
    outlet("kabar", site, feeds=["/rss"])
    with pool(2) as executor:
        outcome = crawl_once(url, executor=executor)
        assert (outcome.counts.stored, outcome.counts.quarantined) == (4, {"worker died": 1})
        told = ask("SELECT locator, stage, reason FROM quarantine")
        assert told == [(site.url(path(1)), "work", "worker died")]
        assert ask("SELECT count(*) FROM page_bodies") == [(5,)]
        assert ask("SELECT DISTINCT state FROM frontier") == [("done",)]
        site.routes |= {"/rss": rss(site, path(5)), path(5): story(5)}
        assert crawl_once(url, executor=executor).counts.stored == 1


def poisoned(*arguments: Any, **named: Any) -> Outcome:
    """Cleaning in a process in which some pages are poison."""
    poison.administer()
    return clean(*arguments, **named)
