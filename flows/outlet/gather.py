"""The pages that an outlet's rules are drafted from: files, folders and addresses, read without rules."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from cleaners import RawPage, examine
from cleaners.decode import decode
from cleaners.drafting import Sample, sample
from cleaners.page import PageError, read_page
from db import Rejected
from flows import sources
from flows.fetch import Fetcher, FetchError, Limits, OwnHosts

MOST = 20  # pages: more teach little and take long
_WEB = ("http://", "https://")
_STRETCH = 1  # pages of a JSONL file that are read at a time


@dataclass(frozen=True, slots=True)
class Unread:
    """A page that cannot be drafted from, and why."""

    locator: str
    reason: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """Pages as they were found. `spared` counts those beyond the most that are read."""

    pages: tuple[RawPage, ...]
    unread: tuple[Unread, ...]
    spared: int = 0


def gather(names: Sequence[str], *, allow_private: bool = False) -> Gathered:
    """Fetch the addresses and read the files among some names. Of many pages, some from all of the list are taken."""
    addresses = [name for name in names if name.lower().startswith(_WEB)]
    listing = sources.discover([name for name in names if name not in addresses], _STRETCH)
    most = min(len(listing.pieces), MOST)
    pieces = [listing.pieces[i * len(listing.pieces) // most] for i in range(most)]
    found: list[RawPage | Unread] = asyncio.run(_fetch(addresses, allow_private)) if addresses else []
    found += [_unread(item) if isinstance(item, Rejected) else item for piece in pieces for item in sources.read(piece)]
    found += map(_unread, listing.rejected)
    return Gathered(
        tuple(item for item in found if isinstance(item, RawPage)),
        tuple(item for item in found if isinstance(item, Unread)),
        len(listing.pieces) - len(pieces),
    )


def read(page: RawPage) -> Sample | Unread:
    """A page as it is read without rules."""
    try:
        parsed = read_page(decode(page.body, page.content_type).text)
    except PageError as error:
        return Unread(page.locator, str(error))
    examined = examine(page.body, page.url, page.content_type, fetched_at=page.fetched_at, rules=False)
    if examined.article.refused:
        return Unread(page.locator, examined.article.refused)
    if not examined.document.markup:
        return Unread(page.locator, "a text without markup")
    return sample(parsed, examined) or Unread(page.locator, "its story does not stand in its markup")


async def _fetch(addresses: Sequence[str], allow_private: bool) -> list[RawPage | Unread]:
    """The pages at some addresses, one after the other, as their hosts are asked in turn."""
    limits = Limits()
    fetcher = Fetcher(OwnHosts(limits), limits, allow_private=allow_private)
    found: list[RawPage | Unread] = []
    for address in addresses:
        try:
            found.append((await fetcher.fetch(address)).page)
        except FetchError as error:
            found.append(Unread(address, str(error)))
    return found


def _unread(rejected: Rejected) -> Unread:
    return Unread(rejected.locator, rejected.reason + (f" ({rejected.error})" if rejected.error else ""))
