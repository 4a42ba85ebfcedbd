"""One page, by itself, as for the sample of a new outlet."""

from datetime import UTC, datetime

import pytest

from cleaners import RawPage
from flows.fetch import FetchError, fetch_one
from tests.site.answers import STORY, page, text
from tests.site.server import Start


def test_a_page_with_the_usual_gap(start: Start) -> None:
    site = start({"/baru": page()})
    before = datetime.now(UTC)
    fetched = fetch_one(site.url("/baru"), allow_private=True)
    assert fetched.fetched_at
    assert before < fetched.fetched_at < datetime.now(UTC)
    url = site.url("/baru")
    assert fetched == RawPage(url, STORY, url, "text/html; charset=utf-8", fetched.fetched_at, http_status=200)
    assert site.asked() == ["/robots.txt", "/baru"]
    assert site.log[1].at - site.log[0].at >= 2


def test_robots_and_private_addresses_are_heeded(start: Start) -> None:
    site = start({"/": page(), "/robots.txt": text("User-agent: kliping\nDisallow: /")})
    with pytest.raises(FetchError, match="private address"):
        fetch_one(site.url())
    assert site.log == []
    with pytest.raises(FetchError, match="forbidden by robots"):
        fetch_one(site.url(), allow_private=True)
