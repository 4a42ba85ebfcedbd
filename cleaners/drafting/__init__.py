"""Page rules drafted from a few pages that were read without: for a new outlet, or learned for a site.

Nothing here reads a file or asks a server; `draft_rules` and `draft_outlet` are pure.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import timezone
from typing import Any

from cleaners.dates import ZONES
from cleaners.drafting.body import places
from cleaners.drafting.facts import facts
from cleaners.drafting.fields import Placed, fields
from cleaners.drafting.ground import Ground
from cleaners.drafting.sample import Sample, sample, sure
from cleaners.outlets import Outlet, PageRule

__all__ = ["Draft", "Era", "Placed", "Sample", "draft_outlet", "draft_rules", "sample"]

_KEYS = {"published_at": "published", "captions": "caption"}  # of a page rule, where a field has another name


@dataclass(frozen=True, slots=True)
class Era:
    """A page rule, the samples that it reads, by index, and where each field stands on those, by key of the rule.

    `least` is the number of words in the shortest story among them.
    """

    rule: PageRule
    pages: tuple[int, ...]
    fields: Mapping[str, Placed]
    least: int


@dataclass(frozen=True, slots=True)
class Draft:
    """An outlet as its pages describe it, with its page rules, and the samples that none of them reads, by index."""

    outlet: Outlet
    eras: tuple[Era, ...]
    unread: tuple[int, ...]


def draft_outlet(samples: Sequence[Sample], urls: Sequence[str | None], name: str | None = None) -> Draft:
    """Draft all that `outlet.toml` says of an outlet from some of its pages.

    `urls` are the addresses of the pages where they are known, and `name` is the outlet's id, told from its domain
    where None. Raises ValueError where no page says where it comes from.
    """
    outlet = facts(samples, urls, name)
    eras = draft_rules(samples, outlet.own_names, outlet.timezone)
    read = {i for era in eras for i in era.pages}
    expect = {"min_words": max(10, min(era.least for era in eras) // 20 * 10)} if eras else {}  # half, a round number
    return Draft(
        replace(outlet, pages=tuple(era.rule for era in eras), expect=expect),
        eras,
        tuple(i for i in range(len(samples)) if i not in read),
    )


def draft_rules(
    samples: Sequence[Sample], own: Set[str] = frozenset(), zone: timezone = ZONES["WIB"]
) -> tuple[Era, ...]:
    """Draft a page rule for each template among some pages of one site.

    `own` are the names of the site, folded, and `zone` is what its times count in where they do not say.
    """
    grounds = [Ground(sample) for sample in sure(samples)]
    eras = []
    for place in places(grounds):
        chosen = [grounds[i] for i in place.pages]
        found = {_KEYS.get(field, field): placed for field, placed in fields(chosen, grounds, own, zone).items()}
        selectors: dict[str, Any] = {key: placed.css for key, placed in found.items()}
        least = min(_words(ground, place.body) for ground in chosen)
        eras.append(Era(PageRule(body=place.body, cut=place.cut, **selectors), place.pages, found, least))
    return tuple(eras)


def _words(ground: Ground, body: str) -> int:
    """The words of a page's story that stand in its body."""
    story = ground.sample.story
    return sum(len(ground.sample.text(i).split()) for i in ground.within(body) if story[i])
