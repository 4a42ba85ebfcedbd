"""What the pages of an outlet say of the outlet itself: its name and domain, what it calls itself, zone, feeds."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from cleaners.address import absolute
from cleaners.drafting.sample import Sample
from cleaners.outlets import Outlet, host_of
from cleaners.page import visible_text

_ZONES = ("WIB", "WITA", "WIT")
_FEED = re.compile(r"application/(?:rss|atom)\+xml", re.IGNORECASE)
_SOLE = re.compile(r"show[- ]?all|semua halaman|satu halaman|tampilkan semua|lihat semua|baca semua", re.IGNORECASE)
_WHOLE = ("all", "semua", "full")
_HOST = re.compile(r"[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,4}$")
_SPACE = re.compile(r"[\s._-]+")
_SUFFIXES = frozenset("ac biz co com desa go mil my net or sch web".split())  # under which others have their domains
_OWN = ("byline", "copyright", "follow", "related", "signature", "source", "editor")
_MAX_FEEDS = 8
_NAME_ENDS = 60  # characters of a page's title in which its outlet's name stands


def facts(samples: Sequence[Sample], urls: Sequence[str | None], name: str | None = None) -> Outlet:
    """An outlet as its pages describe it, without page rules. `urls` are the addresses of the pages where they are
    known, and `name` is its id (told from its domain where None). Raises ValueError where no page states an address."""
    addresses = [_address(sample, url) for sample, url in zip(samples, urls, strict=True)]
    hosts = [host for address in addresses if (host := host_of(address))]
    sites = Counter(site_of(f"//{host}") for host in hosts) or _linked(samples)
    if not sites:
        raise ValueError("no page says where it comes from, and none links anywhere")
    domains = tuple(domain for domain, _ in sites.most_common()) if hosts else (sites.most_common(1)[0][0],)
    stated = _stated(samples, domains)
    aka = _aka(samples, stated, domains)
    zones = Counter(zone for sample in samples if (zone := sample.article.published_zone) in _ZONES)
    return Outlet(
        id=name or re.sub(r"[^a-z0-9]+", "-", domains[0].partition(".")[0]).strip("-") or "outlet",
        name=next((name for name in aka if not _HOST.match(name)), domains[0]),
        domains=domains,
        aka=aka,
        zone=zones.most_common(1)[0][0] if zones else "WIB",
        feeds=_feeds(samples, addresses, domains),
        sitemaps=_listed(samples, addresses, domains, "sitemap"),
        single=_commonest(
            form for sample, url in zip(samples, addresses, strict=True) for form in _single(sample, url)
        ),
    )


def site_of(url: str | None) -> str:
    """The domain under which a site registers its hosts ("harian.co.id" of "olahraga.harian.co.id")."""
    labels = (host_of(url) or "").split(".")
    if labels[-1].isdigit():  # an address in numbers
        return ".".join(labels)
    return ".".join(labels[-3 if len(labels) > 2 and labels[-2] in _SUFFIXES else -2 :])


def _address(sample: Sample, url: str | None) -> str | None:
    """Where a page comes from: as it was fetched, else as it says itself."""
    stated = (url, sample.data.canonical, sample.data.meta.get("og:url"))
    return next((address for address in stated if host_of(address)), None)


def _linked(samples: Sequence[Sample]) -> Counter[str]:
    """The sites that the links of pages lead to."""
    links = (link.get("href") for sample in samples for link in sample.page.tree.iter("a"))
    return Counter(site_of(href) for href in links if host_of(href))


def _names(sample: Sample) -> list[str]:
    """What a page's data calls its outlet, the likeliest first."""
    publisher: Any = sample.data.ld.get("publisher")
    publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
    named = publisher.get("name") if isinstance(publisher, dict) else publisher
    stated = (sample.data.meta.get("og:site_name"), named, sample.data.meta.get("application-name"))
    return [" ".join(text.split()) for text in stated if isinstance(text, str) and 1 < len(text.strip()) <= 40]


def _stated(samples: Sequence[Sample], domains: Sequence[str]) -> list[str]:
    """The names that the pages' data give, the commonest first, and of the others those that speak of the domain: a
    channel may give its own ("Sepak Bola")."""
    named = [name for name, _ in Counter(name for sample in samples for name in _names(sample)[:1]).most_common()]
    labels = [domain.partition(".")[0] for domain in domains]
    return named[:1] + [name for name in named[1:] if any(label in name.casefold() for label in labels)]


def _commonest(found: Iterable[str]) -> str | None:
    counted = Counter(found).most_common(1)
    return counted[0][0] if counted else None


def _aka(samples: Sequence[Sample], stated: Sequence[str], domains: Sequence[str]) -> tuple[str, ...]:
    """What the pages call their outlet, the commonest first: as their data state it, and as datelines and the lines
    around a story spell that name or the domain; never as prose does."""
    forms = {*stated, *domains, *(domain.partition(".")[0] for domain in domains)}
    pattern = _spelt(forms)
    said = Counter(name for sample in samples for passage in _passages(sample) for name in pattern.findall(passage))
    # "tempo" is a word as well.
    named = [name for name, _ in said.most_common() if not (name.islower() and "." not in name)]
    return tuple(dict.fromkeys([*stated, *named]))


def _spelt(forms: Iterable[str]) -> re.Pattern[str]:
    """Any of some names in any spelling: "Kabar Desa" as "KABARDESA"."""
    folded = {_SPACE.sub("", form.casefold()) for form in forms}
    spelt = "|".join(r"\s?".join(map(re.escape, form)) for form in sorted(folded, key=len, reverse=True) if form[2:])
    return re.compile(rf"(?<![\w@/.-])(?:{spelt})(?![\w/])", re.IGNORECASE)


def _passages(sample: Sample) -> Iterator[str]:
    """What a page says of its outlet: its own lines around the story, its title's end, the dateline."""
    for i, label in enumerate(sample.labels):
        if label in _OWN or "©" in sample.text(i):
            yield sample.text(i)[:200]
    yield (sample.data.page_title or "")[-_NAME_ENDS:]
    yield from _names(sample)
    yield sample.opening


def _feeds(samples: Sequence[Sample], addresses: Sequence[str | None], domains: Sequence[str]) -> tuple[str, ...]:
    """The feeds that the pages offer: of the outlet, not of a story's comments."""
    found = _listed(samples, addresses, domains, "alternate")
    own = {urlsplit(address or "").path.rstrip("/") for address in addresses} - {""}
    return tuple(
        feed for feed in found if "comment" not in feed and not any(path in urlsplit(feed).path for path in own)
    )[:_MAX_FEEDS]


def _listed(
    samples: Sequence[Sample], addresses: Sequence[str | None], domains: Sequence[str], rel: str
) -> tuple[str, ...]:
    """The addresses on the outlet's own site that the pages' heads name with a relation."""
    found: dict[str, None] = {}
    for sample, address in zip(samples, addresses, strict=True):
        for link in sample.page.tree.iter("link"):
            named = rel in (link.get("rel") or "").lower().split()
            if named and (rel != "alternate" or _FEED.match(link.get("type") or "")):
                full = absolute(address, link.get("href"))
                if full and site_of(full) in domains:
                    found[full] = None
    return tuple(found)


def _single(sample: Sample, address: str | None) -> Iterator[str]:
    """What a link of the pager adds to the page's own address to have the whole story on one page."""
    own = _bare(address)
    for link in sample.page.tree.iter("a"):
        full = absolute(address, link.get("href"))
        if full and own and _bare(full) == own and (query := urlsplit(full).query) and _shows_all(link, query):
            yield f"?{query}"


def _shows_all(link: HtmlElement, query: str) -> bool:
    key, _, value = query.partition("=")
    return "&" not in query and (value in _WHOLE or key == "single" or _SOLE.search(visible_text(link)) is not None)


def _bare(address: str | None) -> str:
    """An address without scheme and query."""
    parts = urlsplit(address or "")
    return f"{parts.netloc}{parts.path.rstrip('/')}"
