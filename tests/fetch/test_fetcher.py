"""Redirects, validators, and second tries."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from flows.fetch import Fetcher, FetchError, Limits, OwnHosts
from flows.fetch.retry import rest, seconds_asked
from tests.fetch.conftest import Fetch, Refusal
from tests.site import answers
from tests.site.answers import STORY, error, page, redirect
from tests.site.server import Answer, Request, Start

ETAG = '"a1"'


def pages(asked: list[str]) -> list[str]:
    return [path for path in asked if path != "/robots.txt"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(status: int, start: Start, fetch: Fetch) -> None:
    site = start({"/lama": redirect("/baru?a=1#b", status), "/baru?a=1": page()})
    fetched = fetch(site.url("/lama"))
    assert (fetched.requested, fetched.url) == (site.url("/lama"), site.url("/baru?a=1"))
    assert fetched.redirects == (site.url("/lama"),)
    assert fetched.page.locator == fetched.page.url == fetched.url
    assert fetched.body == STORY


def test_a_redirect_may_lead_to_another_host_whose_robots_are_asked(
    start: Start, fetch: Fetch, refusal: Refusal
) -> None:
    robots = answers.text("User-agent: *\nDisallow: /tutup")
    other = start({"/": page(), "/tutup": page(), "/robots.txt": robots}, "127.0.0.2")
    site = start({"/": redirect(other.url()), "/tutup": redirect(other.url("/tutup"))})
    assert fetch(site.url()).url == other.url()
    assert refusal(site.url("/tutup")).reason == "forbidden by robots"
    assert "/tutup" not in other.asked()


def test_addresses_in_redirects_are_read_as_browsers_read_them(start: Start, fetch: Fetch) -> None:
    site = start({"/1": redirect("harga cabai/é"), "/harga%20cabai/%C3%A9": page()})
    assert fetch(site.url("/1")).url == site.url("/harga%20cabai/%C3%A9")


def test_five_redirects_are_followed_and_six_are_not(start: Start, fetch: Fetch, refusal: Refusal) -> None:
    site = start(answers.chain(5))
    assert len(fetch(site.url("/1")).redirects) == 5
    site = start(answers.chain(6))
    assert refusal(site.url("/1")).reason == "too many redirects"
    assert pages(site.asked()) == [f"/{n}" for n in range(1, 7)]


def test_a_loop_is_noticed_when_it_closes(start: Start, refusal: Refusal) -> None:
    site = start({"/1": redirect("/2"), "/2": redirect("/3"), "/3": redirect("/2#again")})
    assert refusal(site.url("/1")).reason == "redirect loop"
    assert pages(site.asked()) == ["/1", "/2", "/3"]
    assert refusal(start({"/": redirect("/")}).url()).reason == "redirect loop"


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        *[("file:///etc/passwd", "not http"), ("ftp://127.0.0.1/", "not http"), ("data:text/html,x", "not http")],
        *[("http://a:b@127.0.0.1/", "bad url"), ("http://[::1", "bad url"), ("//x y/", "bad url")],
    ],
)
def test_a_redirect_to_what_is_not_asked(location: str, reason: str, start: Start, refusal: Refusal) -> None:
    assert refusal(start({"/": redirect(location)}).url()).reason == reason


@pytest.mark.parametrize("host", ["10.255.255.1", "169.254.169.254", "[::1]", "2130706433", "[::ffff:127.0.0.1]"])
def test_a_redirect_to_a_private_address_is_refused(
    host: str, start: Start, refusal: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site itself passes for a public one here."""
    site = start({"/": redirect(f"http://{host}/")}, "127.0.0.9")
    monkeypatch.setattr("flows.fetch.connect.is_public", lambda address: address == "127.0.0.9")
    monkeypatch.setattr("flows.fetch.connect.WEB_PORTS", {80, site.port})
    monkeypatch.setenv("KLIPING_USER_AGENT", "kliping/test (+mailto:redaksi@kabar-rekaan.example)")
    assert refusal(site.url(), fetcher={"allow_private": False}).reason == "private address"
    assert pages(site.asked()) == ["/"]


def test_what_has_not_changed_is_not_sent_again(start: Start, fetch: Fetch) -> None:
    site = start({"/": answers.unchanged_by(ETAG)})
    first = fetch(site.url())
    again = fetch(site.url(), etag=first.etag, last_modified=first.last_modified)
    assert (again.status, again.body, again.etag) == (304, b"", ETAG)
    assert site.log[-1].headers["if-none-match"] == ETAG
    assert site.log[-1].headers["if-modified-since"] == first.last_modified
    assert fetch(site.url(), etag='"old"').status == 200


def test_a_failure_that_passes_is_tried_again(start: Start, fetch: Fetch) -> None:
    for answer in (error(500), error(502), error(503), error(429), answers.cut_short(), Answer(raw=[], end="reset")):
        site = start({"/": [answer, answer, page()]})
        assert fetch(site.url()).body == STORY
        assert pages(site.asked()) == ["/"] * 3


def test_a_failure_that_does_not_pass_is_tried_four_times(start: Start, refusal: Refusal) -> None:
    site = start({"/": error(503)})
    failure = refusal(site.url())
    assert (failure.reason, failure.status) == ("http 503", 503)
    assert pages(site.asked()) == ["/"] * 4


def test_what_will_not_change_is_not_tried_again(start: Start, refusal: Refusal) -> None:
    gone = {404, 403, 410, 451, 400}
    site = start({f"/{status}": error(status) for status in gone} | {"/pdf": page(Content_Type="application/pdf")})
    for status in gone:
        assert refusal(site.url(f"/{status}")).reason == f"http {status}"
    assert refusal(site.url("/pdf")).reason == "not html"
    assert sorted(pages(site.asked())) == sorted([*(f"/{status}" for status in gone), "/pdf"])


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_kept_to_in_seconds_or_to_a_date(status: int, start: Start, fetch: Fetch) -> None:
    def busy(request: Request) -> Answer:
        until = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)  # in whole seconds
        return page() if site.asked().count("/date") > 1 else error(status, Retry_After=until)

    site = start({"/seconds": [error(status, Retry_After="1"), page()], "/date": busy})
    for path in ("/seconds", "/date"):
        assert fetch(site.url(path)).body == STORY
        first, second = (request.at for request in site.log if request.path == path)
        assert second - first >= 1


def test_a_host_that_asks_for_a_long_rest_is_not_waited_for(start: Start) -> None:
    site = start({"/": [error(429, Retry_After="900"), page()], "/lain": page()})

    async def go() -> list[str]:
        limits = Limits()
        fetcher = Fetcher(OwnHosts(limits), limits, allow_private=True)
        reasons = []
        for path in ("/", "/", "/lain"):
            with pytest.raises(FetchError) as caught:
                await fetcher.fetch(site.url(path), gap=0.0)
            reasons.append(str(caught.value))
        return reasons

    assert asyncio.run(go()) == [
        "rate limited",
        "host resting (127.0.0.1 asked for 900 s more)",
        "host resting (127.0.0.1 asked for 900 s more)",
    ]
    assert pages(site.asked()) == ["/"]


def test_a_host_that_fails_again_and_again_is_left_alone(start: Start) -> None:
    site = start({f"/{n}": error(500) for n in range(9)} | {"/good": page(), "/gone": error(404)})

    async def go(paths: list[str]) -> list[str]:
        limits = Limits(retries=0, back_off=0.0, failures=3)
        fetcher = Fetcher(OwnHosts(limits), limits, allow_private=True)
        reasons = []
        for path in paths:
            try:
                await fetcher.fetch(site.url(path), gap=0.0)
                reasons.append("fetched")
            except FetchError as failure:
                reasons.append(failure.reason)
        return reasons

    assert asyncio.run(go(["/0", "/1", "/2", "/good"])) == ["http 500", "http 500", "http 500", "host failing"]
    assert pages(site.asked()) == ["/0", "/1", "/2"]
    site.log.clear()
    paths = ["/0", "/1", "/gone", "/2", "/3", "/good", "/4", "/5", "/good"]
    assert asyncio.run(go(paths)).count("fetched") == 2
    assert pages(site.asked()) == paths


def test_requests_to_a_host_keep_their_gap_and_others_do_not_wait(start: Start) -> None:
    one, other = start({"/": page()}, "127.0.0.2"), start({"/": page()}, "127.0.0.3")

    async def go() -> None:
        limits = Limits()
        fetcher = Fetcher(OwnHosts(limits), limits, allow_private=True)
        await asyncio.gather(*(fetcher.fetch(site.url(), gap=0.3) for site in (one, other) for _ in range(3)))

    asyncio.run(go())
    assert max(one.log[0].at, other.log[0].at) < min(one.log[1].at, other.log[1].at)
    for site in (one, other):
        assert site.asked() == ["/robots.txt", "/", "/", "/"]
        times = [request.at for request in site.log]
        assert all(later - earlier >= 0.3 for earlier, later in pairwise(times))


def test_the_rest_after_a_failure_grows_and_is_spread() -> None:
    limits, failure = Limits(back_off=2, longest_rest=60), FetchError("timeout")
    for failures, longest in ((1, 2), (2, 4), (3, 8), (9, 60)):
        rests = [rest(failure, failures, limits) for _ in range(300)]
        assert 0 <= min(rests) < longest / 4
        assert longest * 3 / 4 < max(rests) <= longest
    asked = FetchError("rate limited", retry_after=7)
    assert rest(asked, 3, limits) == 7
    assert rest(FetchError("rate limited", retry_after=1e9), 1, limits) == 60


def test_retry_after_in_its_forms() -> None:
    now = datetime(2026, 8, 7, 2, 15, tzinfo=UTC)
    assert seconds_asked("120", now) == 120
    assert seconds_asked(" 0 ", now) == 0
    assert seconds_asked("9" * 5000, now) > 1e8
    assert seconds_asked(format_datetime(now + timedelta(seconds=90), usegmt=True), now) == 90
    assert seconds_asked(format_datetime(now - timedelta(days=9), usegmt=True), now) == 0
    for nothing in (None, "", "soon", "-1", "1.5", "²", "Fri, 07 Aug 2026 02:15:00 -0000", "Fri, 99 Aug 2026"):
        assert seconds_asked(nothing, now) is None
