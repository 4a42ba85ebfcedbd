"""Crawls of sites without feeds: index pages, front pages, and the sitemaps that a robots.txt names."""

import pytest

from flows.outcome import DEAD, ELSEWHERE, NEW, SOURCES_READ
from tests.crawl.conftest import Ask, Crawl, Write
from tests.crawl.papers import now, path, sitemap, stories
from tests.site.answers import page, text
from tests.site.server import Answer, Start

pytestmark = pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)

MENU = (
    "<nav><a href='/'>Beranda</a><a href='/ekonomi'>Ekonomi</a>"
    "<a href='/pedoman-media-siber'>Pedoman Pemberitaan Media Siber</a></nav>"
)
MORE = "<a href='/indeks?page=2'>Lihat semua berita lama di halaman dua</a>"


def listing(*hrefs: str) -> Answer:
    """A page that links to addresses by a headline each, below a menu."""
    links = "".join(f"<li><a href='{href}'>Warga desa perbaiki jembatan bambu</a></li>" for href in hrefs)
    return page(f"<!doctype html><html><body>{MENU}<ul>{links}</ul>{MORE}</body></html>".encode())


def test_what_an_index_page_links_to_by_a_headline_goes_in_once(
    start: Start, outlet: Write, crawl_once: Crawl, url: str, ask: Ask
) -> None:
    other = start(stories([9]), "127.0.0.3")
    site = start(stories(range(4)), "127.0.0.2")
    site.routes["/indeks"] = listing(path(0), f"{path(0)}?utm_source=indeks#komentar", path(1), other.url(path(9)))
    outlet("kabar", site, index=["/indeks"])
    outcome = crawl_once(url)
    assert site.asked()[:2] == ["/robots.txt", "/indeks"]
    assert sorted(site.asked()[2:]) == [path(0), path(1)]
    assert other.asked() == []
    assert (outcome.discovered[NEW], outcome.discovered[ELSEWHERE], outcome.bad) == (2, 1, [])
    assert ask("SELECT url FROM articles ORDER BY url") == [(site.url(path(n)),) for n in range(2)]

    site.log.clear()
    site.routes["/indeks"] = listing(path(2), path(0), path(1))
    assert crawl_once(url).counts.stored == 1
    assert site.asked() == ["/indeks", path(2)]


def test_an_index_page_without_articles_is_told_and_nothing_failed(
    start: Start, outlet: Write, crawl_once: Crawl, url: str, ask: Ask
) -> None:
    site = start(stories([0]), "127.0.0.2")
    site.routes["/indeks"] = page(f"<html><body>{MENU}<div id='app'></div></body></html>".encode())
    outlet("kabar", site, index=["/indeks"])
    outcome = crawl_once(url)
    assert (outcome.bad_pages, outcome.discovered[DEAD]) == (0, 1)
    told = ask("SELECT locator, stage, reason, last_error FROM quarantine")
    assert told == [(site.url("/indeks"), "discover", "dead index page", "no items")]
    site.routes["/indeks"] = listing(path(0))
    assert crawl_once(url).counts.stored == 1
    assert ask("SELECT count(*) FROM quarantine") == [(0,)]


def test_an_outlet_of_which_nothing_is_named_is_read_by_its_front_page_and_what_its_robots_txt_names(
    start: Start, outlet: Write, crawl_once: Crawl, url: str, ask: Ask
) -> None:
    other = start({}, "127.0.0.3")
    site = start(stories(range(3)), "127.0.0.2")
    site.routes |= {
        "/": listing(path(0), path(1)),
        "/robots.txt": text(
            f"Sitemap: {site.url('/berita.xml')}\nUser-agent: *\nDisallow: /tutup\nsitemap: {other.url('/lain.xml')}\n"
        ),
        "/berita.xml": sitemap(site, {path(1): now(), path(2): now()}),
    }
    outlet("kabar", site, domain=f"127.0.0.2:{site.port}")
    outcome = crawl_once(url)
    assert (outcome.counts.stored, outcome.discovered[SOURCES_READ], outcome.bad) == (3, 2, [])
    assert site.asked()[:3] == ["/robots.txt", "/", "/berita.xml"]
    assert sorted(site.asked()[3:]) == [path(n) for n in range(3)]
    assert other.asked() == []


def test_what_robots_txt_forbids_is_no_source(
    start: Start, outlet: Write, crawl_once: Crawl, url: str, ask: Ask
) -> None:
    site = start(stories([0]), "127.0.0.2")
    site.routes |= {"/": listing(path(0)), "/robots.txt": text("User-agent: *\nDisallow: /$\nDisallow: /indeks")}
    outlet("kabar", site, index=["/indeks"])
    outlet("warta", site, domain=f"127.0.0.2:{site.port}")
    assert crawl_once(url).counts.quarantined == {"forbidden by robots": 2}
    assert site.asked() == ["/robots.txt"]
