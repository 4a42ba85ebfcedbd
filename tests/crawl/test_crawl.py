"""Crawls of sites on loopback: what goes in, what is left alone, and what is told."""

import gzip
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from flows.outcome import DEAD, ELSEWHERE, KNOWN, LEFT, NEW, NO_ARTICLES, OLD, SOURCES_UNCHANGED
from tests.crawl.conftest import Ask, Crawl, Write
from tests.crawl.papers import now, path, rss, sitemap, stories, story, xml
from tests.site.answers import error, redirect, text
from tests.site.server import Answer, Request, Route, Start

DAY = timedelta(days=1)
sqlite = pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)


def with_validators(answer: Answer) -> Route:
    """A page that answers 304 to who has it."""

    def route(request: Request) -> Answer:
        if request.headers.get("if-none-match") == '"a"':
            return Answer(status=304, headers={"ETag": '"a"'})
        return Answer(answer.body, headers={**answer.headers, "ETag": '"a"'})

    return route


def test_what_feeds_and_sitemaps_name_goes_in_once(
    start: Start, outlet: Write, crawl_once: Crawl, url: str, ask: Ask
) -> None:
    site = start(stories(range(6)), "127.0.0.2")
    recent = sitemap(site, {path(2): now(), path(3): None, path(4): now() - 30 * DAY})
    packed = Answer(gzip.compress(sitemap(site, {path(5): now()}).body), headers={"Content-Type": "application/gzip"})
    site.routes |= {
        "/rss": rss(site, path(0), path(1) + "?utm_source=rss", path(1) + "/amp#isi", path(2) + "?page=all"),
        "/indeks.xml": sitemap(
            site, {"/baru.xml": now(), "/dingin.xml.gz": None, "/2016.xml": now() - 400 * DAY}, "sitemap"
        ),
        "/baru.xml": recent,
        "/dingin.xml.gz": packed,
    }
    outlet("kabar", site, feeds=["/rss"], sitemaps=["/indeks.xml"])
    outcome = crawl_once(url)
    assert (outcome.counts.stored, outcome.bad) == (5, [])
    assert (outcome.discovered[NEW], outcome.discovered[KNOWN], outcome.discovered[OLD]) == (5, 2, 1)
    pages = [path(n) for n in (0, 1, 2, 3, 5)]
    assert sorted(site.asked()) == sorted(["/robots.txt", "/rss", "/indeks.xml", "/baru.xml", "/dingin.xml.gz", *pages])
    assert sorted(ask("SELECT url, outlet FROM articles")) == sorted((site.url(page), "kabar") for page in pages)
    assert ask("SELECT DISTINCT http_status, refused FROM pages") == [(200, None)]
    assert ask("SELECT state, count(*) FROM frontier GROUP BY state") == [("done", 5)]

    site.log.clear()
    site.routes["/rss"] = rss(site, path(0), path(1), path(2))
    again = crawl_once(url)
    assert (again.pages, again.discovered[NEW], again.bad_pages) == (0, 0, 0)
    assert sorted(site.asked()) == ["/baru.xml", "/dingin.xml.gz", "/indeks.xml", "/rss"]


@sqlite
def test_feeds_that_have_not_changed_are_not_sent_again(
    start: Start, outlet: Write, crawl_once: Crawl, url: str
) -> None:
    site = start(stories([0]), "127.0.0.2")
    site.routes["/rss"] = with_validators(rss(site, path(0)))
    outlet("kabar", site, feeds=["/rss"])
    crawl_once(url)
    assert crawl_once(url).discovered[SOURCES_UNCHANGED] == 1


def test_what_has_changed_is_fetched_again_and_stored_if_it_differs(
    start: Start, outlet: Write, crawl_once: Crawl, url: str, ask: Ask
) -> None:
    site = start(stories(range(3)), "127.0.0.2")
    site.routes[path(1)] = with_validators(story(1))
    site.routes["/baru.xml"] = sitemap(site, {path(n): now() - DAY for n in range(3)})
    outlet("kabar", site, sitemaps=["/baru.xml"])
    crawl_once(url)
    site.log.clear()
    site.routes[path(2)] = story(2, more="<p>Ralat: pekerjaan itu dibiayai dari kas desa.</p>")
    later = now() + timedelta(seconds=1)  # sitemaps count in seconds
    site.routes["/baru.xml"] = sitemap(site, {path(n): later for n in range(3)})
    outcome = crawl_once(url)
    assert sorted(site.asked()) == ["/baru.xml", *(path(n) for n in range(3))]
    assert (outcome.counts.stored, outcome.counts.unchanged, outcome.counts.updated) == (0, 2, 1)
    assert ask("SELECT count(*) FROM articles") == [(3,)]
    assert ask("SELECT count(*) FROM pages") == [(4,)]


@sqlite
def test_a_dead_feed_is_told_and_nothing_failed(
    start: Start, outlet: Write, crawl_once: Crawl, url: str, ask: Ask
) -> None:
    site = start(stories(range(2)), "127.0.0.2")
    site.routes["/rss"] = with_validators(rss(site, path(0), date=now().replace(year=2016, month=5, day=12)))
    site.routes["/kosong"] = rss(site)
    site.routes["/hidup"] = rss(site, path(1))
    outlet("kabar", site, feeds=["/rss", "/kosong", "/hidup"])
    for _ in range(2):
        outcome = crawl_once(url)
        assert (outcome.bad_pages, outcome.discovered[DEAD]) == (0, 2)
        assert {bad.reason for bad in outcome.bad} == {"dead feed (newest item 2016-05-12)", "dead feed (no items)"}
    said = ask("SELECT locator, stage, reason, last_error FROM quarantine ORDER BY locator")
    assert said[1] == (site.url("/rss"), "discover", "dead feed", "newest item 2016-05-12")
    assert path(0) not in site.asked()
    site.routes["/rss"] = site.routes["/kosong"] = rss(site, path(0))
    assert crawl_once(url).counts.stored == 1
    assert ask("SELECT count(*) FROM quarantine") == [(0,)]


@sqlite
def test_only_articles_of_the_outlet_s_own_sites_are_asked_for(
    start: Start, outlet: Write, crawl_once: Crawl, url: str
) -> None:
    other = start(stories([9]), "127.0.0.3")
    site = start(stories([0]), "127.0.0.2")
    lists = ("/", "/ekonomi", "/tag/banjir-bandang", "/nasional/indeks", "/foto/1.jpg")
    links = "".join(
        f"<url><loc>{address}</loc></url>" for address in (other.url(path(9)), "ftp://127.0.0.2/x-y", "http://[")
    )
    own = "".join(f"<url><loc>{site.url(page)}</loc></url>" for page in (path(0), *lists))
    away = f"<sitemapindex><sitemap><loc>{other.url('/x.xml')}</loc></sitemap></sitemapindex>"
    site.routes |= {"/a.xml": xml(f"<urlset>{links}{own}</urlset>"), "/b.xml": xml(away)}
    outlet("kabar", site, sitemaps=["/a.xml", "/b.xml"])
    outcome = crawl_once(url)
    assert site.asked() == ["/robots.txt", "/a.xml", "/b.xml", path(0)]
    assert other.asked() == []
    assert (outcome.discovered[ELSEWHERE], outcome.discovered[NO_ARTICLES]) == (2, len(lists))


@sqlite
def test_the_one_page_form_is_what_is_fetched(
    start: Start, outlet: Write, crawl_once: Crawl, url: str, ask: Ask
) -> None:
    site = start({}, "127.0.0.2")
    site.routes |= {"/rss": rss(site, path(0) + "?page=2"), path(0) + "?page=all": story(0)}
    outlet("kabar", site, feeds=["/rss"], single="?page=all")
    assert crawl_once(url).counts.stored == 1
    assert site.asked()[-1] == path(0) + "?page=all"
    assert ask("SELECT url FROM articles") == [(site.url(path(0)),)]


def pager(number: int, last: int) -> str:
    """The pager of a story, on the page of one of its parts."""
    numbers = (f"<a href='{path(0)}?page={n}'>{n}</a>" if n != number else f"<b>{n}</b>" for n in range(1, last + 1))
    return f"<div class='paging'>{' '.join(numbers)}</div>"


def test_a_story_on_several_pages_is_fetched_to_its_end_and_joined(
    start: Start, outlet: Write, crawl_once: Crawl, url: str, ask: Ask
) -> None:
    site = start({path(0): story(0, more=pager(1, 3))}, "127.0.0.2")
    site.routes |= {f"{path(0)}?page={n}": story(0, n, pager(n, 3)) for n in (2, 3)}
    site.routes["/rss"] = rss(site, path(0))
    outlet("kabar", site, feeds=["/rss"])
    crawl_once(url)
    assert site.asked()[-3:] == [path(0), f"{path(0)}?page=2", f"{path(0)}?page=3"]
    assert ask("SELECT part_count FROM articles") == [(3,)]


@sqlite
def test_pages_that_never_end_do(start: Start, outlet: Write, crawl_once: Crawl, url: str, ask: Ask) -> None:
    class Endless(dict[str, Route]):
        def get(self, at: str, default: Route | None = None) -> Route:  # type: ignore[override]
            if at.startswith(path(0)):
                number = int(at.partition("=")[2] or 1)
                return story(0, number, pager(number, number + 1))
            if at.startswith("/peta"):
                number = int(at.removeprefix("/peta"))
                return sitemap(site, {f"/peta{number + 1}": None, f"/peta{number + 2}": None}, "sitemap")
            return super().get(at, default or error(404))

    site = start({}, "127.0.0.2")
    site.routes = Endless({"/rss": rss(site, path(0))})
    outlet("kabar", site, feeds=["/rss"], sitemaps=["/peta1"], delay=0.0)
    crawl_once(url)
    assert len([asked for asked in site.asked() if asked.startswith(path(0))]) == 20
    assert len([asked for asked in site.asked() if asked.startswith("/peta")]) == 99
    assert ask("SELECT part_count FROM articles") == [(20,)]


@sqlite
def test_rules_of_another_folder_read_the_pages_and_are_told_apart(
    start: Start, outlet: Write, crawl_once: Crawl, folder: Path, url: str, ask: Ask
) -> None:
    site = start(
        {path(0): story(0, more="<div class='lain'><p>Penutup yang hanya ada di luar.</p></div>")}, "127.0.0.2"
    )
    site.routes["/rss"] = rss(site, path(0))
    outlet("kabar", site, "[[page]]\nbody = 'article, div.lain'", feeds=["/rss"])
    crawl_once(url)
    [(said, extractor, ruleset)] = ask("SELECT text, extractor, ruleset FROM articles")
    assert (extractor, "Penutup yang hanya" in said) == ("rules", True)
    from cleaners.registry import RULESET

    assert ruleset != RULESET
    assert ask("SELECT DISTINCT ruleset FROM pages") == [(ruleset,)]


@sqlite
def test_a_limit_leaves_the_rest_for_the_next_crawl(start: Start, outlet: Write, crawl_once: Crawl, url: str) -> None:
    site = start(stories(range(5)), "127.0.0.2")
    site.routes["/rss"] = rss(site, *(path(n) for n in range(5)))
    outlet("kabar", site, feeds=["/rss"])
    first = crawl_once(url, limit=2)
    assert (first.counts.stored, first.discovered[LEFT], first.bad_pages) == (2, 3, 0)
    assert crawl_once(url).counts.stored == 3


@sqlite
def test_each_host_is_asked_in_its_turn_and_the_others_do_not_wait(
    start: Start, outlet: Write, crawl_once: Crawl, url: str
) -> None:
    gaps = {"127.0.0.2": 0.2, "127.0.0.3": 0.3}
    running = {address: start(stories(range(4)), address) for address in gaps}
    running["127.0.0.3"].routes["/robots.txt"] = text("User-agent: *\nCrawl-delay: 0.3\nDisallow: /berita/3/")
    for number, site in enumerate(running.values()):
        site.routes["/rss"] = rss(site, *(path(n) for n in range(4)))
        outlet(f"kabar{number}", site, feeds=["/rss"], delay=0.2)
    outcome = crawl_once(url)
    assert outcome.counts.stored == 7
    assert outcome.counts.quarantined == {"forbidden by robots": 1}
    for address, site in running.items():
        first = min(n for n, asked in enumerate(site.asked()) if asked != "/robots.txt")
        assert all(b.at - a.at >= gaps[address] for a, b in pairwise(site.log[first:]))
        assert all(a.closed <= b.opened for a, b in pairwise(site.connections))
    assert path(3) not in running["127.0.0.3"].asked()


@sqlite
def test_outlets_on_ports_of_one_host_take_turns(
    start: Start, outlet: Write, crawl_once: Crawl, url: str, ask: Ask
) -> None:
    sites = [start(stories(range(2)), "127.0.0.2") for _ in range(2)]
    for number, site in enumerate(sites):
        site.routes["/rss"] = rss(site, path(0), path(1))
        outlet(f"kabar{number}", site, feeds=["/rss"], delay=0.1, domain=f"127.0.0.2:{site.port}")
    crawl_once(url)
    assert ask("SELECT outlet, count(*) FROM articles GROUP BY outlet ORDER BY 1") == [("kabar0", 2), ("kabar1", 2)]
    asked = sorted(request.at for site in sites for request in site.log)
    assert len(asked) == 8
    assert all(later - earlier >= 0.1 for earlier, later in pairwise(asked))


@sqlite
def test_a_redirect_to_a_private_address_or_another_site_gives_nothing(
    start: Start, outlet: Write, crawl_once: Crawl, url: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sites themselves pass for public ones here."""
    other, site = start(stories([9]), "127.0.0.3"), start(stories([0]), "127.0.0.2", 8080)
    monkeypatch.setattr("flows.fetch.connect.is_public", lambda address: address in ("127.0.0.2", "127.0.0.3"))
    monkeypatch.setattr("flows.fetch.connect.WEB_PORTS", {80, site.port, other.port})
    site.routes |= {path(1): redirect("http://169.254.169.254/latest/"), path(2): redirect(other.url(path(9)))}
    site.routes["/rss"] = rss(site, *(path(n) for n in range(3)))
    outlet("kabar", site, feeds=["/rss"])
    monkeypatch.setattr("flows.crawl.job.check_contact", lambda agent: None)
    monkeypatch.setattr("flows.fetch.connect.check_contact", lambda agent: None)
    assert crawl_once(url, allow_private=False).counts.stored == 1
    assert ask("SELECT locator, stage, reason FROM quarantine ORDER BY locator") == [
        (site.url(path(1)), "fetch", "private address"),
        (site.url(path(2)), "fetch", "other site"),
    ]
    site.log.clear()
    crawl_once(url, allow_private=False)
    assert site.asked() == ["/rss"]
