"""What is learned of sites, as the reading of their pages needs it."""

from collections import defaultdict

from sqlalchemy import Engine, select

from cleaners.outlets import PageRule
from cleaners.site import Site
from db.memory import Furniture, SiteRule


def learned_sites(engine: Engine) -> dict[str, Site]:
    """All that is learned and not given up, by the names of the sites."""
    furniture: defaultdict[str, set[int]] = defaultdict(set)
    rules: defaultdict[str, list[PageRule]] = defaultdict(list)
    blocks = select(Furniture.site, Furniture.fingerprint).where(Furniture.retired_at.is_(None))
    bodies = select(SiteRule.site, SiteRule.selector, SiteRule.cut).where(SiteRule.retired_at.is_(None))
    with engine.connect() as connection:
        for site, fingerprint in connection.execute(blocks):
            furniture[site].add(fingerprint)
        # A site that was redesigned has rules of several eras: the latest is the likeliest to fit.
        for site, body, cut in connection.execute(bodies.order_by(SiteRule.learned_at.desc(), SiteRule.selector)):
            rules[site].append(PageRule(body=body, cut=tuple(cut)))
    names = furniture.keys() | rules.keys()
    return {name: Site(frozenset(furniture.get(name, ())), tuple(rules.get(name, ()))) for name in names}
