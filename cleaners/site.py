"""What a corpus has learned of a site, as it comes back to the reading of its pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from cleaners.cached import cached_property
from cleaners.outlets import Outlet, PageRule, host_of


@dataclass(frozen=True)
class Site:
    """What was learned of one site: the fingerprints of its furniture, and its page rules, which say no more than where
    the story stands and which boxes within are none of it."""

    furniture: frozenset[int] = frozenset()
    rules: tuple[PageRule, ...] = ()

    @cached_property
    def version(self) -> str:
        """A digest of all of it: what was read with another one, or with none, is stale."""
        known = (sorted(self.furniture), sorted((rule.body, *rule.cut) for rule in self.rules))
        return blake2b(repr(known).encode(), digest_size=4).hexdigest()


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned, before it is known which site a page is of: of that very site, or of several by their names.
    `place` is what a site is called by that the page does not name."""

    site: Site | None
    sites: Mapping[str, Site]
    place: str | None

    def of(self, name: str | None) -> Site | None:
        return self.site or self.sites.get(name or "")


def versioned(ruleset: str, site: Site | None) -> str:
    """The version of all that a page's reading depends on: the rules, and what was learned of its site."""
    return f"{ruleset}+{site.version}" if site else ruleset


def site_name(outlet: Outlet | None, addresses: Iterable[str | None]) -> str | None:
    """The site that a page is of: the first domain of its outlet, else the host of the first address that has one."""
    return outlet.domains[0] if outlet else next(filter(None, map(host_of, addresses)), None)
