"""robots.txt as RFC 9309 has it."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from db.hosts import RobotsFile
from flows.fetch import Fetcher, FetchError, Limits, OwnHosts
from flows.fetch.model import ROBOTS
from flows.fetch.robots import UNREACHABLE_FOR, Rules
from tests.fetch.conftest import Fetch, Refusal
from tests.site import answers
from tests.site.answers import error, page, redirect, text
from tests.site.server import Answer, Route, Start

AGENT = "kliping/0.1 (+mailto:redaksi@kabar-rekaan.example)"
SHUT = text("User-agent: *\nDisallow: /")


def rules(content: str, agent: str = AGENT) -> Rules:
    return Rules(RobotsFile(datetime.now(UTC), 200, content), agent)


def allowed(content: str, path: str, agent: str = AGENT) -> bool:
    try:
        rules(content, agent).check(f"https://kabar-rekaan.example{path}")
    except FetchError:
        return False
    return True


@pytest.mark.parametrize(
    "robots",
    [
        *(error(status) for status in (400, 401, 403, 404, 410, 429, 451)),
        *(page(b""), page(b"<html>Halaman tidak ditemukan</html>"), error(204), text("User-agent: *\nDisallow:")),
        *(text("User-agent: lain\nDisallow: /"), answers.encoded("gzip", b"User-agent: *\nDisallow: /tutup")),
    ],
)
def test_what_allows(robots: Route, start: Start, fetch: Fetch) -> None:
    site = start({"/": page(), "/robots.txt": robots})
    assert fetch(site.url(), limits={"retries": 0, "back_off": 0.0}).status == 200


@pytest.mark.parametrize(
    ("robots", "reason"),
    [
        *((error(status), "forbidden by robots") for status in (500, 502, 503, 504)),
        (SHUT, "forbidden by robots"),
        (answers.encoded("gzip", SHUT.body), "forbidden by robots"),
        (page(SHUT.body, Content_Type="application/octet-stream"), "forbidden by robots"),
        (page(b"\xef\xbb\xbf" + SHUT.body), "forbidden by robots"),
        (answers.silence(), "timeout"),
        (answers.drip(), "too slow"),
        (Answer(raw=[], end="reset"), "connection closed"),
        (answers.cut_short(SHUT.body), "truncated"),
        (redirect("file:///etc/passwd"), "not http"),
    ],
)
def test_what_forbids(robots: Route, reason: str, start: Start, refusal: Refusal) -> None:
    site = start({"/": page(), "/robots.txt": robots})
    assert refusal(site.url(), limits={"retries": 0, "idle": 0.3, "total": 0.6}).reason == reason
    assert site.asked() == ["/robots.txt"]


def test_a_server_s_bad_moment_is_tried_again(start: Start, fetch: Fetch) -> None:
    site = start({"/": page(), "/robots.txt": [error(503), Answer(raw=[]), text("")]})
    assert fetch(site.url()).status == 200
    assert site.asked() == ["/robots.txt"] * 3 + ["/"]


def test_redirects_are_followed_to_other_hosts_and_the_rules_hold_where_they_were_asked_for(
    start: Start, fetch: Fetch, refusal: Refusal
) -> None:
    other = start({"/aturan": text("User-agent: *\nDisallow: /tutup"), "/tutup": page()}, "127.0.0.2")
    site = start({"/": page(), "/tutup": page(), "/robots.txt": redirect(other.url("/aturan"), 301)})
    assert fetch(site.url()).status == 200
    assert refusal(site.url("/tutup")).reason == "forbidden by robots"
    assert fetch(other.url("/tutup")).status == 200


def test_a_file_behind_five_redirects_counts_and_one_behind_more_is_none(
    start: Start, fetch: Fetch, refusal: Refusal
) -> None:
    for steps, shut in ((5, True), (6, False)):
        site = start({"/": page(), **answers.chain(steps - 1), "/robots.txt": redirect("/1"), f"/{steps}": SHUT})
        if shut:
            assert refusal(site.url()).reason == "forbidden by robots"
        else:
            assert fetch(site.url()).status == 200
    assert fetch(start({"/": page(), "/robots.txt": redirect("/robots.txt")}).url()).status == 200


def test_the_first_500_kib_count(start: Start, fetch: Fetch, refusal: Refusal) -> None:
    """The rule that the limit cuts in two is left out, as is what follows it."""
    cut = "Disallow: /"
    content = "User-agent: *\nDisallow: /awal\n".ljust(ROBOTS.max_bytes - len(cut) - 1, "#") + f"\n{cut}tengah\n"
    content += "#" * 100_000 + "\nDisallow: /akhir\n"
    site = start({"/awal": page(), "/tengah": page(), "/akhir": page(), "/robots.txt": text(content)})
    assert refusal(site.url("/awal")).reason == "forbidden by robots"
    for path in ("/tengah", "/akhir"):
        assert fetch(site.url(path)).status == 200


def test_each_origin_has_its_own(start: Start, fetch: Fetch, refusal: Refusal) -> None:
    shut, open_ = start({"/": page(), "/robots.txt": SHUT}), start({"/": page()})
    assert refusal(shut.url()).reason == "forbidden by robots"
    assert fetch(open_.url()).status == 200


def test_it_is_asked_for_once_in_24_hours(start: Start) -> None:
    site = start({"/": page(), "/lain": page(), "/robots.txt": [text(""), SHUT]})
    limits = Limits()
    hosts = OwnHosts(limits)

    async def fetch(path: str) -> None:
        fetcher = Fetcher(hosts, limits, allow_private=True)  # knows nothing but what the hosts kept
        await asyncio.gather(*(fetcher.fetch(site.url(path), gap=0.0) for _ in range(2)))

    async def age(**by: int) -> None:
        file = await hosts.robots(site.origin)
        assert file
        await hosts.keep_robots(site.origin, file._replace(fetched_at=datetime.now(UTC) - timedelta(**by)))

    async def go() -> None:
        await fetch("/")
        await age(hours=23, minutes=59)
        await fetch("/lain")
        assert site.asked() == ["/robots.txt", "/", "/", "/lain", "/lain"]
        await age(hours=24)
        with pytest.raises(FetchError, match="forbidden by robots"):
            await fetch("/")
        assert site.asked().count("/robots.txt") == 2

    asyncio.run(go())


@pytest.mark.parametrize("robots", [error(503), Answer(raw=[])])
def test_a_server_that_could_not_say_is_asked_again_after_ten_minutes_or_by_the_next_process(
    robots: Answer, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = start({"/": page(), "/robots.txt": robots})
    limits = Limits(retries=0, back_off=0.0)
    hosts = OwnHosts(limits)

    async def refused(fetcher: Fetcher) -> None:
        with pytest.raises(FetchError, match=r"forbidden by robots|connection closed"):
            await fetcher.fetch(site.url(), gap=0.0)

    async def go() -> None:
        fetcher = Fetcher(hosts, limits, allow_private=True)
        await refused(fetcher)
        await refused(fetcher)
        assert site.asked() == ["/robots.txt"]
        monkeypatch.setattr("flows.fetch.robots.UNREACHABLE_FOR", timedelta(0))
        fetcher = Fetcher(hosts, limits, allow_private=True)
        await refused(fetcher)
        site.routes["/robots.txt"] = text("")
        await fetcher.fetch(site.url(), gap=0.0)
        assert site.asked() == ["/robots.txt"] * 3 + ["/"]

    assert timedelta(minutes=10) == UNREACHABLE_FOR
    asyncio.run(go())


def test_crawl_delay_counts_where_it_is_longer(start: Start, fetch: Fetch) -> None:
    for gap, least in ((0.0, 0.2), (0.3, 0.3)):
        site = start({"/": redirect("/lain"), "/lain": page(), "/robots.txt": text("User-agent: *\nCrawl-delay: 0.2")})
        fetch(site.url(), gap=gap)
        first, second, third = (request.at for request in site.log)
        assert min(second - first, third - second) >= least


def test_a_crawl_delay_of_more_than_a_minute_is_a_refusal(start: Start, refusal: Refusal) -> None:
    site = start({"/": page(), "/robots.txt": text("User-agent: kliping\nCrawl-delay: 61")})
    assert refusal(site.url()).reason == "crawl delay too long"
    assert site.asked() == ["/robots.txt"]


def test_the_group_that_names_the_agent_counts_before_that_of_all() -> None:
    content = "User-agent: *\nDisallow: /\n\nUser-agent: lain\nUser-agent: KLIPING\nDisallow: /arsip\nCrawl-delay: 3\n"
    assert allowed(content, "/kabar")
    assert not allowed(content, "/arsip/1")
    assert rules(content).crawl_delay == 3
    assert not allowed(content, "/kabar", "korpus/2 (+https://kabar-rekaan.example)")
    assert not allowed("User-agent: korpus\nDisallow: /", "/", "korpus/2 (+https://kabar-rekaan.example)")


def test_the_longest_rule_counts_and_wildcards_are_understood() -> None:
    content = "User-agent: *\nDisallow: /arsip\nAllow: /arsip/umum\nDisallow: /*?cetak\nDisallow: /*.pdf$\n"
    assert allowed(content, "/arsip/umum/1")
    assert not allowed(content, "/arsip/khusus")
    assert not allowed(content, "/kabar/1?cetak=1")
    assert not allowed(content, "/a.pdf")
    assert allowed(content, "/a.pdf.html")
    assert not allowed("User-agent: *\nDisallow: /harga-caf%C3%A9", "/harga-caf%C3%A9")


@pytest.mark.parametrize(
    "content",
    [
        "".join(f"User-agent: bot{n}\n" for n in range(15_000)) + "".join(f"Disallow: /{n}\n" for n in range(15_000)),
        "User-agent: *\n" + "Disallow: /" + "*a" * 20_000 + "b\n",
        "User-agent: *\n" + "".join(f"Disallow: /{n}*x$\n" for n in range(8_000)),
        "User-agent: *\n" + "Disallow: /" + "$" * 100_000,
        "User-agent: *\nCrawl-delay: 1e999\nCrawl-delay: nan\nCrawl-delay: -5\n\0\ud800",
        "user-agent" * 50_000,
        "User-agent:" + " " * 500_000,
    ],
)
def test_a_hostile_file_costs_little(content: str) -> None:
    began = time.process_time()
    told = rules(content)
    assert 0 <= told.crawl_delay < 1e6
    allowed(content, "/" + "a" * 1000)
    assert time.process_time() - began < 3
