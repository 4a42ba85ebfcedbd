"""Several processes ask as one would: the log of the server says so; both engines."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.site.answers import HEAD, drip, page, text
from tests.site.server import Answer, Site, Start

ROOT = Path(__file__).parents[2]
GAP = 0.25
Process = subprocess.Popen[bytes]
Begin = Callable[..., list[Process]]


@pytest.fixture
def begin(url: str) -> Iterator[Begin]:
    """Starts processes that fetch a list of addresses each, all at the same time."""
    processes: list[Process] = []

    def begin(*lists: list[str], gap: float = GAP) -> list[Process]:
        command = [sys.executable, "-m", "tests.fetch.fetch_many", url, str(gap)]
        begun = [subprocess.Popen([*command, *urls], cwd=ROOT, stdin=subprocess.PIPE) for urls in lists]
        processes.extend(begun)
        for process in begun:
            assert process.stdin
            process.stdin.close()
        return begun

    yield begin
    for process in processes:
        process.kill()
        process.wait(10)


def check(site: Site, gap: float) -> None:
    """No two connections at a time, and the gap between one request and the next."""
    assert len(site.connections) == len(site.log)
    for earlier, later in pairwise(site.connections):
        assert earlier.closed <= later.opened
    for before, after in pairwise(request.at for request in site.log):
        assert after - before >= gap


def test_two_processes_keep_the_gap_and_one_connection_at_each_host(start: Start, begin: Begin) -> None:
    paths = [f"/{n}" for n in range(4)]
    slow = Answer(raw=[HEAD + b"\r\n", page().body], pause=0.2)
    fast = text("User-agent: *\nCrawl-delay: 0.1")
    wary = text("User-agent: *\nCrawl-delay: 0.4")
    sites = [
        start({**dict.fromkeys(paths, page()), "/2": slow, "/robots.txt": fast}, "127.0.0.2"),
        start({**dict.fromkeys(paths, page()), "/2": slow, "/robots.txt": wary}, "127.0.0.3"),
    ]
    urls = [site.url(path) for path in paths for site in sites]
    assert [process.wait(60) for process in begin(urls[:4], urls[4:])] == [0, 0]
    for site, gap in zip(sites, (GAP, 0.4), strict=True):
        assert sorted(set(site.asked())) == [*paths, "/robots.txt"]
        assert [site.asked().count(path) for path in paths] == [1] * 4
        check(site, GAP)
        first_page = min(site.asked().index(path) for path in paths)
        assert all(b.at - a.at >= gap for a, b in pairwise(site.log[first_page:]))


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_the_turn_of_a_process_that_is_killed_goes_to_another(start: Start, begin: Begin) -> None:
    site = start({"/slow": drip(), "/": page()})
    [killed] = begin([site.url("/slow")], gap=0.0)
    deadline = time.monotonic() + 30
    while "/slow" not in site.asked():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    [other] = begin([site.url()], gap=0.0)
    time.sleep(0.5)
    assert site.asked()[-1] == "/slow"
    killed.kill()
    killed.wait(10)
    assert other.wait(30) == 0
    assert site.asked()[-1] == "/"
