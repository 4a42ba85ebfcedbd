"""What is known of outlets: `seeds/<outlet>/outlet.toml`."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timezone
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cssselect import SelectorError
from cssselect import parse as parse_selector

from cleaners.cached import cached_property
from cleaners.dates import ZONES

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


# The part of a URL that names its host; no name of a host has more characters.
_SITE = re.compile(r"\s*(?:[a-zA-Z][\w+.-]{0,20}:)?(//[^/?#]{1,300})(?![^/?#])")


class OutletError(ValueError):
    """An outlet.toml that does not say what it must, or says what nobody reads."""


@dataclass(frozen=True, slots=True)
class PageRule:
    """How an outlet's pages of one era are read, by CSS selectors; every key is optional."""

    until: date | None = None
    body: str | None = None
    cut: tuple[str, ...] = ()
    title: str | None = None
    deck: str | None = None
    authors: str | None = None
    editors: str | None = None
    published: str | None = None
    section: str | None = None
    tags: str | None = None
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet. `id` is its folder's name, `domains` the hosts it serves pages from, `aka` what its pages call it."""

    id: str
    name: str
    domains: tuple[str, ...]
    aka: tuple[str, ...] = ()
    zone: str = "WIB"
    delay: float = 2.0
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    index: tuple[str, ...] = ()
    single: str | None = None
    pages: tuple[PageRule, ...] = ()
    expect: Mapping[str, Any] = field(default_factory=dict)

    @property
    def own_names(self) -> frozenset[str]:
        """What the outlet is called, in lower case."""
        return frozenset(name.casefold() for name in (self.name, *self.aka))

    def serves(self, url: str | None) -> bool:
        """Whether a URL is one of the outlet's."""
        return any(f".{host}".endswith(f".{domain}") for host in _hosts(url) for domain in self.domains)

    @property
    def timezone(self) -> timezone:
        return ZONES[self.zone]


_TEXT, _TEXTS = (str,), (list,)
_KEYS: Mapping[str, tuple[type, ...]] = {
    "name": _TEXT,
    "domain": (str, list),
    "aka": _TEXTS,
    "zone": _TEXT,
    "delay": (int, float),
    "feeds": _TEXTS,
    "sitemaps": _TEXTS,
    "index": _TEXTS,
    "single": _TEXT,
    "page": (list,),
    "expect": (dict,),
}
_PAGE_KEYS = dict.fromkeys(PageRule.__slots__, _TEXT) | {"until": (date,), "cut": (str, list)}
_EXPECT_KEYS = {"min_words": (int,)}


def read_outlet(path: Path) -> Outlet:
    """Read one outlet.toml. Raises OutletError with the file and the reason: an unknown key, a value of another type or
    a selector that cannot be read is an error."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        _check(data, _KEYS, "")
        if missing := sorted({"name", "domain"} - set(data)):
            raise OutletError(f"{', '.join(missing)} is missing")
        if data.get("zone", "WIB") not in ("WIB", "WITA", "WIT"):
            raise OutletError(f"zone is WIB, WITA or WIT, not {data['zone']!r}")
        _check(data.get("expect", {}), _EXPECT_KEYS, "expect.")
        pages = tuple(_rule(row) for row in data.pop("page", []))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, OutletError) as error:
        raise OutletError(f"{path}: {error}") from error
    domain = data.pop("domain")
    data["domains"] = (domain,) if isinstance(domain, str) else tuple(domain)
    data |= {key: tuple(data[key]) for key in ("aka", "feeds", "sitemaps", "index") if key in data}
    return Outlet(id=path.parent.name, pages=pages, **data)


def _check(table: object, keys: Mapping[str, tuple[type, ...]], where: str) -> None:
    if not isinstance(table, dict):
        raise OutletError(f"{where}{table!r} is no table")
    for key, value in table.items():
        if key not in keys:
            raise OutletError(f"unknown key {where}{key}")
        if key == "page" and not isinstance(value, list):
            raise OutletError("a page rule opens with [[page]], since there may be several")
        if not isinstance(value, keys[key]) or isinstance(value, bool):
            raise OutletError(f"{where}{key} is {' or '.join(_NAMED[t] for t in keys[key])}, not {value!r}")
        if isinstance(value, list) and key != "page" and not all(isinstance(item, str) for item in value):
            raise OutletError(f"{where}{key} is a list of texts, not {value!r}")


_NAMED = {str: "a text", list: "a list", int: "a number", float: "a number", dict: "a table", date: "a date"}


def _rule(row: dict[str, Any]) -> PageRule:
    _check(row, _PAGE_KEYS, "page.")
    cut = row.get("cut", [])
    rule = PageRule(**{**row, "cut": (cut,) if isinstance(cut, str) else tuple(cut)})
    for name in PageRule.__slots__:
        value = getattr(rule, name)
        for css in value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ():
            try:
                parse_selector(css)
            except SelectorError as error:
                raise OutletError(f"page.{name}: {css!r} is no selector: {error}") from error
            if ":contains(" in css:  # lxml reads it and cannot apply it
                raise OutletError(f"page.{name}: {css!r} uses :contains()")
    return rule


def host_of(url: str | None) -> str | None:
    """The host of a URL in lower case, without `www.`, or None."""
    site = _SITE.match(url or "")
    return _host(site[1]) if site else None


@lru_cache(maxsize=4_096)  # most links of a page lead to a few hosts
def _host(site: str) -> str | None:
    try:
        host = urlsplit(site).hostname
    except ValueError:  # "http://[broken"
        return None
    return host.removeprefix("www.") if host else None


def _hosts(url: str | None) -> Iterator[str]:
    """The host of a URL, first with its port where it names one: a site of one's own may have no more than a port."""
    if host := host_of(url):
        parts = urlsplit(url or "")
        if parts.netloc.rpartition(":")[2].isdecimal():
            yield f"{host}:{parts.netloc.rpartition(':')[2]}"
        yield host


class Register:
    """The outlets that are known, by id, and how the one that a page belongs to is told."""

    def __init__(self, known: Mapping[str, Outlet]) -> None:
        self.outlets = known

    @cached_property
    def _by_domain(self) -> Mapping[str, Outlet]:
        return {domain: outlet for outlet in self.outlets.values() for domain in outlet.domains}

    @cached_property
    def aka(self) -> tuple[str, ...]:
        """Every name by which an outlet calls itself, apart from plain words that a sentence may open with."""
        return tuple(sorted({name for outlet in self.outlets.values() for name in outlet.aka}))

    @cached_property
    def naming(self) -> re.Pattern[str]:
        """Finds those names in a text."""
        longest_first = sorted(self.aka, key=len, reverse=True)
        return re.compile(rf"(?<![\w@])(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")

    @cached_property
    def _owners(self) -> Mapping[str, str]:
        return {name: outlet.id for outlet in self.outlets.values() for name in outlet.aka}

    def of(self, url: str | None) -> Outlet | None:
        """The outlet that a URL belongs to: its host or a parent of it is among the outlet's domains."""
        for host in _hosts(url):
            while host:
                if found := self._by_domain.get(host):
                    return found
                host = host.partition(".")[2]
        return None

    def by_links(self, hosts: Iterable[str | None]) -> Outlet | None:
        """The outlet that most links of a page lead to, for pages saved without their address.

        None where fewer than five links, or fewer than half of those that leave for a known outlet, agree.
        """
        votes: Counter[str] = Counter()
        for host, links in Counter(hosts).items():
            if host and (found := self.of(f"//{host}")):
                votes[found.id] += links
        best = votes.most_common(1)
        if not best or best[0][1] < 5 or best[0][1] * 2 < votes.total():
            return None
        return self.outlets[best[0][0]]

    def recognise(self, passages: Iterable[str]) -> Outlet | None:
        """The outlet that a page names itself, told from the passages around the story (never from its prose).

        None where no outlet is named, or two as often as each other.
        """
        if not self.aka:
            return None
        votes = Counter(self._owners[named] for passage in passages for named in self.naming.findall(passage))
        best = votes.most_common(2)
        if not best or (len(best) == 2 and best[0][1] == best[1][1]):
            return None
        return self.outlets[best[0][0]]


@cache
def register(folder: Path = SEEDS) -> Register:
    """The outlets of a folder. Raises OutletError."""
    return Register({path.parent.name: read_outlet(path) for path in sorted(folder.glob("*/outlet.toml"))})


def outlets(folder: Path = SEEDS) -> Mapping[str, Outlet]:
    """All outlets of a folder by id."""
    return register(folder).outlets


def outlet_of(url: str | None) -> Outlet | None:
    """The outlet of `seeds/` that a URL belongs to."""
    return register().of(url)


def all_aka() -> tuple[str, ...]:
    """Every name by which an outlet of `seeds/` calls itself."""
    return register().aka


def recognise(passages: Iterable[str]) -> Outlet | None:
    """The outlet of `seeds/` that a page names itself."""
    return register().recognise(passages)
