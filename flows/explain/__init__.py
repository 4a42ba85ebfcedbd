"""`kliping explain`: show a page with its cuts and their reasons, and where each value of its metadata was read."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.text import Text

import db
from cleaners.model import Article, RawPage
from cleaners.outlets import SEEDS, OutletError
from cleaners.registry import ruleset
from cleaners.site import Site, versioned
from flows import archives, sources
from flows.explain.account import Account
from flows.explain.page import render
from flows.explain.terminal import show
from flows.files import suffix_of
from flows.known import examine_page
from flows.outlet.folder import outlets_in
from flows.text import plain

STRETCH = 1_000  # lines of a JSONL file that are parsed, at most, to come to one of them


class Unexplained(Exception):
    """There is no page to explain; the message says why."""


def explain(target: str, db_url: str, html: Path | None = None, outlets: Path | None = None) -> int:
    """Explain a file, a page in one (`path#place`), or a stored page by its URL, locator or article id.

    It is read by what is known of the `outlets` in a folder, else in `seeds/`.

    Prints to the terminal, or writes one HTML page to `html`. Returns the exit code: 0, also for a page that is
    refused, since that is explained; 2 where there is no such page, or an outlet or `html` that is not as it must be.
    """
    try:
        account = _account(target, db_url, outlets or SEEDS)
        if html is None:
            show(Console(), account)
        else:
            html.write_text(render(account), encoding="utf-8")
            Console().print(Text(f"Written to {plain(str(html))}"))
    except (Unexplained, OutletError, db.DatabaseError, OSError) as error:
        Console(stderr=True, soft_wrap=True).print(Text(plain(str(error)), "red"))
        return 2
    return 0


def ledger(article: int, db_url: str, outlets: Path) -> str:
    """The page of a stored article, by its id, as one HTML page. Raises Unexplained and db.DatabaseError."""
    return render(account_of(str(article), db_url, outlets))


def account_of(target: str, db_url: str, outlets: Path) -> Account:
    """A stored page, by its locator, URL or article's id, read by what is known of the outlets in a folder. Raises
    Unexplained and db.DatabaseError."""
    return _examined(*_stored(target, db_url), outlets)


def _account(target: str, db_url: str, outlets: Path) -> Account:
    if page := _on_disk(target):
        return _examined(page, None, {}, outlets)
    return account_of(target, db_url, outlets)


def _examined(page: RawPage, stored: Article | None, sites: Mapping[str, Site], outlets: Path) -> Account:
    known = outlets_in(outlets)
    examined = examine_page(page, known, sites)
    version = versioned(ruleset(outlets.resolve()), sites.get(examined.site or ""))
    return Account(page, examined.document, replace(examined.article, ruleset=version), examined.trail, stored)


def _on_disk(target: str) -> RawPage | None:
    """The page in a file, or None where the target names no file."""
    name, _, number = target.rpartition("#")
    if suffix_of(name or target) in sources.ARCHIVES and os.path.isfile(name or target):
        return _in_archive(os.path.abspath(name or target), number if name else "")
    if os.path.exists(target):
        name, line = target, 0
    elif number.isdecimal() and os.path.isfile(name):
        line = int(number)
    else:
        return None
    if os.path.isdir(name):
        raise Unexplained(f"{name} is a folder: name one page in it")
    listing = sources.discover([name], STRETCH)
    if not listing.pieces:
        raise _unread(listing.rejected[0])
    by_line = listing.pieces[0].line > 0
    if by_line and not line:
        raise Unexplained(f"{name} holds a page in each line: name one, as in {name}#1")
    if line and not by_line:
        raise Unexplained(f"{name} holds one page: name it without #{line}")
    piece = [piece for piece in listing.pieces if piece.line <= line][-1]
    for item in sources.read(piece):
        if not line or item.locator.endswith(f"#{line}"):
            if isinstance(item, RawPage):
                return item
            raise _unread(item)
    raise Unexplained(f"{name} has no page in line {line}")


def _in_archive(path: str, place: str) -> RawPage:
    item = archives.page_at(path, place)
    if item is None:
        raise Unexplained(f"{path} has no page at {place or 'no place'}: name one by its offset, as in {path}#1234")
    if isinstance(item, RawPage):
        return item
    raise _unread(item)


def _stored(target: str, db_url: str) -> tuple[RawPage, Article, Mapping[str, Site]]:
    """The page and the article that a database holds under an id, URL or locator, and what it has learned of sites."""
    unknown = Unexplained(f"{target or 'the empty name'} is neither a file nor in the database")
    if db.is_missing(db_url):
        raise unknown
    with db.opened(db_url) as engine:
        db.migrate(engine)
        # A file that is gone from the disk is known by its absolute path.
        if result := db.find(engine, target) or db.find(engine, os.path.abspath(target)):
            return result.page, result.article, db.learned_sites(engine)
    raise unknown


def _unread(rejected: db.Rejected) -> Unexplained:
    return Unexplained(f"{rejected.locator}: {rejected.reason}" + (f" ({rejected.error})" if rejected.error else ""))
