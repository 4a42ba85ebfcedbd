"""Sites that break every rule: what may be had is had, the rest is told with its reason, and the crawl ends."""

import gzip

import pytest

from flows.outcome import LEFT
from tests.crawl.conftest import Ask, Crawl, Write
from tests.crawl.papers import path, rss, sitemap, stories, story, xml
from tests.site import answers
from tests.site.answers import error, page, redirect, text
from tests.site.server import Answer, Route, Start

STORY = story(1).body

# What can be had, though not every crawler has it.
GOOD: dict[str, Route] = {
    "plain": story(10),
    "gzip": answers.encoded("gzip", story(11).body),
    "zstd": answers.encoded("zstd", story(12).body),
    "moved": redirect("/berita/moved-here/x"),
    "another-charset": page(
        story(13).body.replace(b"</h1>", b" \x96 caf\xe9</h1>"), Content_Type="text/html; charset=utf-8"
    ),
    "no-such-charset": page(story(14).body, Content_Type="text/html; charset=klingon"),
    "busy-once": [error(429, Retry_After="1"), story(15)],
    "broken-once": [answers.cut_short(), story(16)],
}
# What cannot, with the reason that must be told.
BAD: dict[str, tuple[str, Route]] = {
    "gone": ("http 404", error(404)),
    "forbidden": ("http 403", error(403)),
    "failing": ("http 503", error(503)),
    "busy": ("rate limited", error(429, Retry_After="0")),
    "drip": ("too slow", answers.drip()),
    "silence": ("timeout", answers.silence()),
    "closed": ("connection closed", Answer(raw=[])),
    "torn": ("truncated", answers.cut_short(STORY)),
    "torn-gzip": ("truncated", page(gzip.compress(STORY)[:-20], Content_Encoding="gzip")),
    "gzip-bomb": ("too large", answers.bomb("gzip")),
    "50-megabytes": ("too large", answers.huge()),
    "pdf": ("not html", page(Content_Type="application/pdf")),
    "loop": ("redirect loop", redirect("/berita/loop/x")),
    "file": ("not http", redirect("file:///etc/passwd")),
    "endless-headers": ("headers too large", answers.endless_headers()),
    "not-http": ("bad response", Answer(raw=[b"SSH-2.0-OpenSSH_9.6\r\n\r\n"])),
    "closed-to-robots": ("forbidden by robots", story(2)),
}
# What is not asked for again in the next crawl.
FOR_GOOD = {"gone", "gzip-bomb", "50-megabytes", "pdf", "loop", "file", "closed-to-robots"}
# What is fetched and holds no story.
EMPTY: dict[str, Route] = {
    "empty": page(b""),
    "menu": page(b"<html><body><nav><a href='/'>Beranda</a></nav></body></html>"),
}
ROBOTS = text("User-agent: *\nDisallow: /berita/closed-to-robots/")


def at(name: str) -> str:
    return f"/berita/{name}/x"


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_everything_that_may_be_had_is_had_and_the_rest_is_told(
    start: Start, outlet: Write, crawl_once: Crawl, url: str, ask: Ask
) -> None:
    bad = {name: answer for name, (_, answer) in BAD.items()}
    site = start({at(name): answer for name, answer in {**GOOD, **bad, **EMPTY}.items()}, "127.0.0.2")
    site.routes |= {"/robots.txt": ROBOTS, at("moved-here"): story(17)}
    site.routes["/peta.xml"] = sitemap(site, {at(name): None for name in (*GOOD, *BAD, *EMPTY)})
    outlet("kabar", site, sitemaps=["/peta.xml"])
    outcome = crawl_once(url, limits={"idle": 0.8, "total": 2.0})
    assert outcome.counts.stored == len(GOOD)
    told = {locator: (stage, reason) for locator, stage, reason in ask("SELECT locator, stage, reason FROM quarantine")}
    assert told == {
        **{site.url(at(name)): ("fetch", reason) for name, (reason, _) in BAD.items()},
        site.url(at("empty")): ("extract", "empty"),
        site.url(at("menu")): ("extract", "no story"),
    }
    assert {bad.locator for bad in outcome.bad} == set(told)
    assert at("closed-to-robots") not in site.asked()
    assert ask("SELECT count(*) FROM articles WHERE text LIKE '%Kepala desa%'") == [(len(GOOD),)]

    later = crawl_once(url, limits={"idle": 0.2, "total": 0.4, "retries": 0})  # nothing that is left can be had
    passing = {
        "forbidden",
        "failing",
        "busy",
        "drip",
        "silence",
        "closed",
        "torn",
        "torn-gzip",
        "endless-headers",
        "not-http",
    }
    assert {bad.locator for bad in later.bad} == {site.url(at(name)) for name in passing}


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_feeds_and_sitemaps_that_cannot_be_read_are_told_and_the_others_are(
    start: Start, outlet: Write, crawl_once: Crawl, url: str, ask: Ask
) -> None:
    site = start(stories(range(3)), "127.0.0.2")
    laughs = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 30))
    whole = sitemap(site, {path(n): None for n in range(2)}).body
    sources: dict[str, tuple[str, str, Answer]] = {
        "/bom": ("discover", "declares entities", xml(f"<!DOCTYPE r [<!ENTITY a0 'ha'>{laughs}]><r>&a29;</r>")),
        "/rahasia": (
            "discover",
            "declares entities",
            xml("<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><r>&a;</r>"),
        ),
        "/halaman": ("discover", "not a feed or sitemap", story(1)),
        "/kosong": ("discover", "not a feed or sitemap", page(b"", Content_Type="text/xml")),
        "/putus": ("discover", "broken xml", xml(whole.decode()[:-60])),
        "/gz": ("discover", "truncated", page(gzip.compress(whole)[:-8], Content_Type="application/gzip")),
        "/zip": ("discover", "too large", page(gzip.compress(bytes(60_000_000)), Content_Type="application/gzip")),
        "/hilang": ("fetch", "http 404", error(404)),
        "/gambar": ("fetch", "not sitemap", page(Content_Type="image/png")),
    }
    site.routes |= {at: answer for at, (_, _, answer) in sources.items()}
    site.routes["/utuh"] = sitemap(site, {path(2): None})
    outlet("kabar", site, sitemaps=[*sources, "/utuh"])
    outcome = crawl_once(url)
    assert (outcome.counts.stored, outcome.bad_pages) == (3, len(sources))
    told = {locator: (stage, reason) for locator, stage, reason in ask("SELECT locator, stage, reason FROM quarantine")}
    assert told == {site.url(at): (stage, reason) for at, (stage, reason, _) in sources.items()}


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_a_host_that_wants_to_rest_is_left_alone_and_the_rest_waits(
    start: Start, outlet: Write, crawl_once: Crawl, url: str, ask: Ask
) -> None:
    site = start(dict.fromkeys((path(n) for n in range(4)), error(429, Retry_After="600")), "127.0.0.2")
    site.routes["/rss"] = rss(site, *(path(n) for n in range(4)))
    outlet("kabar", site, feeds=["/rss"])
    outcome = crawl_once(url)
    assert outcome.counts.quarantined == {"rate limited": 1, "host resting": 1}
    assert outcome.discovered[LEFT] == 4
    assert len([asked for asked in site.asked() if asked.startswith("/berita")]) == 1
    assert sorted(ask("SELECT reason FROM quarantine")) == [("host resting",), ("rate limited",)]
    assert {reason for (reason,) in ask("SELECT reason FROM frontier")} == {"host resting", "rate limited"}


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_a_robots_txt_that_fails_is_asked_again_in_the_next_crawl(
    start: Start, outlet: Write, crawl_once: Crawl, url: str, ask: Ask
) -> None:
    other = start({"/robots.txt": error(500), **stories(range(3))}, "127.0.0.3")
    site = start({"/peta.xml": sitemap(other, {path(n): None for n in range(3)})}, "127.0.0.2")
    outlet("kabar", site, sitemaps=["/peta.xml"], domain=["127.0.0.2", "127.0.0.3"])
    first = crawl_once(url, limits={"retries": 0})
    assert first.counts.quarantined == {"forbidden by robots": 1}
    assert ask("SELECT state, count(*) FROM frontier GROUP BY state") == [("waiting", 3)]
    assert [asked for asked in other.asked() if asked != "/robots.txt"] == []
    other.routes["/robots.txt"] = text("User-agent: *\nDisallow:")
    assert crawl_once(url).counts.stored == 3
    assert ask("SELECT count(*) FROM quarantine") == [(0,)]
