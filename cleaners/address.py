"""Addresses of pages: the one under which a story is filed, its one-page form, and the part that an address names.

Ids are hashes of these addresses, so the rules stand here and not in a library whose next version may know others.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from cleaners.outlets import Outlet

# Parameters that say how a reader came, or what a server is to do about it, and never which page it is.
_TRACKING = re.compile(
    r"(?:utm|itm|mtm|pk|fb|mc|ga|gs|hsa|oly|vero|mkt|wt|at|amp)_\w+|_ga|_gl|_hs\w+|(?:fb|g|d|tw|yc|ysc)clid|(?:g|w)braid"
    r"|msclkid|igshid|igsh|dicbo|mibextid|cmpid|ncid|usqp|ref|ref_src|ref_url|referrer|tag_from"
)
_AMP = re.compile(r"amp(?:=(?:1|true)?)?|output(?:type)?=amp")
_NUMBER = re.compile(r"\d{1,2}")
_PAGE_QUERY = re.compile(r"(?:page|halaman|hal|pg|showpage|paged|pagenum)=(?:(\d{1,2})|all)")
_PAGE_FOLDERS = ("page", "halaman", "hal")
_QUERY_NUMBER = re.compile(r"(?:p|part|start|offset)=(\d{1,3})")
_PATH_NUMBERS = {
    "folder": re.compile(r"/(\d{1,3})(?P<rest>/?)$"),
    "suffix": re.compile(r"[-_](\d{1,2})(?P<rest>(?:\.s?html?)?/?)$"),
    "inner": re.compile(r"/(\d{1,2})(?P<rest>/[^/]+/?)$"),
}
_MOBILE = ("m", "mobile", "amp", "wap")
_CACHE = re.compile(
    r"https?://(?:[\w-]{1,200}\.cdn\.ampproject\.org/[cv]/(s/)?|(?:www\.)?google\.[\w.]{2,8}/amp/(s/)?)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """An address read as that of a part of a story: the story's own address, the number, and where that stands.

    "page" is plainly a part's ("?page=2"). Only a pager can tell whether "query" ("?p=2"), "folder" (".../2"), "suffix"
    ("...-2") and "inner" ("/6/2/slug") are.
    """

    story: str
    number: int
    form: str


def canonical(url: str, outlet: Outlet | None = None) -> str:
    """The address under which a page is filed: that of its story as a browser on a desk would ask for it.

    Without fragment, trackers, AMP forms, a mobile host (where the outlet is known), the number of a part that is
    plain to see and the outlet's one-page form. Other queries stay, since some addresses carry their meaning there. An
    address that cannot be read stays as it is.
    """
    parts = _split(url)
    if parts is None:
        return url
    single = (outlet.single if outlet else None) or ""
    said = [
        pair
        for pair in _pairs(parts)
        if not (_PAGE_QUERY.fullmatch(pair.lower()) or _AMP.fullmatch(pair.lower()) or pair == single[1:])
    ]
    path = _story(parts.path, single)
    return urlunsplit((parts.scheme, _desktop(parts.netloc, outlet), path, "&".join(said), ""))


def one_page(url: str, outlet: Outlet | None) -> str | None:
    """The address that gives all parts of a story on one page; None where the outlet has no such form."""
    if outlet is None or not outlet.single:
        return None
    story = canonical(url, outlet)
    if outlet.single.startswith("?"):
        return f"{story}{'&' if '?' in story else '?'}{outlet.single[1:]}"
    return story.rstrip("/") + outlet.single


def is_one_page(url: str, outlet: Outlet | None = None) -> bool:
    """Whether an address asks for all parts of a story on one page."""
    parts = _split(url)
    if parts is None:
        return False
    single = (outlet.single if outlet else None) or ""
    in_path = single.startswith("/") and parts.path.rstrip("/").endswith(single)
    return in_path or any(pair == single[1:] or _is_all(pair.lower()) for pair in _pairs(parts))


def numbered(url: str, outlet: Outlet | None = None) -> Iterator[Numbered]:
    """The ways in which an address can be read as that of a part; one that is plain is the only one."""
    parts = _split(url)
    if parts is None:
        return
    story = canonical(url, outlet)
    if number := _plain(parts):
        yield Numbered(story, number, "page")
        return
    bare = urlsplit(story)
    said = bare.query.split("&")
    for pair in said:
        if found := _QUERY_NUMBER.fullmatch(pair.lower()):
            query = "&".join(other for other in said if other != pair)
            yield Numbered(urlunsplit(bare._replace(query=query)), int(found[1]), "query")
    for form, pattern in _PATH_NUMBERS.items():
        if found := pattern.search(bare.path):
            path = bare.path[: found.start()] + found["rest"]
            yield Numbered(urlunsplit(bare._replace(path=path)), int(found[1]), form)


def part_of(url: str) -> int | None:
    """The number of the part that an address plainly names ("?page=2", "/halaman/2"); None of any other."""
    parts = _split(url)
    return _plain(parts) if parts else None


def _plain(parts: SplitResult) -> int | None:
    found = [number[1] for pair in _pairs(parts) if (number := _PAGE_QUERY.fullmatch(pair.lower()))]
    before, last = ["", "", *parts.path.lower().removesuffix("/").removesuffix("/amp").split("/")][-2:]
    if before in _PAGE_FOLDERS and _NUMBER.fullmatch(last):
        found.append(last)
    return next((int(number) for number in found if number and int(number)), None)


def absolute(base: str | None, address: str | None) -> str | None:
    """An address on the web, resolved against the page's own; None where it is none."""
    try:
        full = urljoin(base or "", (address or "").strip())
        return full if urlsplit(full).scheme in ("http", "https") else None
    except ValueError:  # "http://[broken"
        return None


@lru_cache(maxsize=1_024)  # the same few are asked about all over a page
def _split(url: str) -> SplitResult | None:
    """The parts of an address on the web, out of the cache of a search engine, host in lower case."""
    url = url.strip()
    if cached := _CACHE.match(url):
        url = f"http{'s' if cached[1] or cached[2] else ''}://{url[cached.end() :]}"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # "http://[broken", "http://host:port"
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    usual = {"http": 80, "https": 443}[parts.scheme]
    host = parts.hostname if port in (None, usual) else f"{parts.hostname}:{port}"
    return parts._replace(netloc=host)


def _pairs(parts: SplitResult) -> list[str]:
    return [pair for pair in parts.query.split("&") if pair and not _TRACKING.fullmatch(pair.partition("=")[0].lower())]


def _is_all(pair: str) -> bool:
    found = _PAGE_QUERY.fullmatch(pair)
    return found is not None and found[1] is None


def _story(path: str, single: str) -> str:
    """A path without AMP forms, the number of a part and a one-page form."""
    first, *folders = path.rstrip("/").split("/")
    while len(folders) > 1:
        if folders[-1].lower() in ("amp", "") or f"/{folders[-1]}" == single:
            folders.pop()
        elif len(folders) > 2 and folders[-2].lower() in _PAGE_FOLDERS and _NUMBER.fullmatch(folders[-1]):
            del folders[-2:]
        else:
            break
    amp = next((i for i, folder in enumerate(folders[:-1]) if folder.lower() != "amp"), max(0, len(folders) - 1))
    return "/".join([first, *folders[amp:]]).rstrip("/") + ("/" if path.endswith("/") else "")


def _desktop(host: str, outlet: Outlet | None) -> str:
    """The host that serves desktops what a mobile host of the outlet serves phones."""
    desk = ".".join(dropwhile(lambda label: label in _MOBILE, host.split(".")))
    if outlet is None or desk == host or not any(f".{desk}".endswith(f".{domain}") for domain in outlet.domains):
        return host
    hosts = {urlsplit(address).hostname for address in (*outlet.feeds, *outlet.sitemaps)}
    bare = desk not in outlet.domains or (desk in hosts and f"www.{desk}" not in hosts)
    return desk if bare else f"www.{desk}"
