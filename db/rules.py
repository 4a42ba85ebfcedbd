"""Page rules that are learned of sites: which sites to learn from, what was learned, and whether it still fits."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple, cast

from sqlalchemy import Engine, Table, select, update

from cleaners.outlets import PageRule
from db.engine import writing
from db.memory import SiteRule
from db.models import ArticlePage, Page, StoredArticle
from db.progress import keep_up, learned_until
from db.upsert import Columns, upsert

MISSES = 10  # new pages in a row that none of a site's rules fits: then they are given up

_GENERAL = "trafilatura"  # the link of the chain that reads pages of which nothing is known
_SAMPLE = 8  # of a site's newest pages
_WHAT = "page rules"
_rules = cast(Table, SiteRule.__table__)


class FoundRule(NamedTuple):
    """A page rule that was learned, and the number of pages that agree on it."""

    site: str
    rule: PageRule
    pages: int


def pages_to_learn(engine: Engine, least: int) -> Iterator[tuple[str, list[int]]]:
    """The sites of which articles came or changed that no rule reads, each with the ids of some of its newest such
    pages, at least so many. When all of them were asked for, they have been learned from."""
    until = learned_until(engine, _WHAT)
    unread = (StoredArticle.extractor == _GENERAL, Page.site.is_not(None))
    changed = select(Page.site, StoredArticle.cleaned_at).join(Page, Page.id == StoredArticle.page_id)
    changed = changed.where(*unread, StoredArticle.cleaned_at > until)
    with engine.connect() as connection:
        rows = connection.execute(changed).all()
    for site in sorted({row.site for row in rows}):
        newest = select(Page.id).join(ArticlePage).join(StoredArticle, StoredArticle.id == ArticlePage.article_id)
        newest = newest.where(*unread, Page.site == site).order_by(Page.seen_at.desc()).limit(_SAMPLE)
        with engine.connect() as connection:
            pages = list(connection.execute(newest).scalars())
        if len(pages) >= least:
            yield site, pages
    if rows:
        with writing(engine) as connection:
            keep_up(connection, _WHAT, max(row.cleaned_at for row in rows))


def put_rules(engine: Engine, site: str, found: Sequence[tuple[PageRule, int]]) -> list[FoundRule]:
    """Keep what was learned of a site, and return what of it is new."""
    held = select(SiteRule.selector).where(SiteRule.site == site, SiteRule.retired_at.is_(None))
    with writing(engine) as connection:
        known = set(connection.execute(held).scalars())
        new = [(rule, pages) for rule, pages in found if rule.body not in known]
        rows = [
            {
                "site": site,
                "selector": rule.body,
                "cut": list(rule.cut),
                "learned_from": pages,
                "hits": 0,
                "misses": 0,
                "learned_at": datetime.now(UTC),
                "retired_at": None,
            }
            for rule, pages in new
        ]
        upsert(connection, _rules, rows, _learned_again)
    return [FoundRule(site, rule, pages) for rule, pages in new]


def note_uses(engine: Engine, uses: Mapping[str, Sequence[str | None]]) -> None:
    """Note what new pages of some sites, in their order, were read by: the rule's selector, or None where none fits.

    Where too many pages in a row were not, the rules of their site are given up.
    """
    if not uses:
        return
    with writing(engine) as connection:
        for site, selectors in sorted(uses.items()):
            own = (_rules.c.site == site, _rules.c.retired_at.is_(None))
            for selector in {selector for selector in selectors if selector}:
                hits = _rules.c.hits + selectors.count(selector)
                connection.execute(update(_rules).where(*own, _rules.c.selector == selector).values(hits=hits))
            last = next((i for i, selector in enumerate(reversed(selectors)) if selector), None)
            misses = _rules.c.misses + len(selectors) if last is None else last
            connection.execute(update(_rules).where(*own).values(misses=misses))
            late = (*own, _rules.c.misses >= MISSES)
            connection.execute(update(_rules).where(*late).values(retired_at=datetime.now(UTC)))


def _learned_again(new: Columns) -> dict[str, object]:
    return {name: new[name] for name in ("cut", "learned_from", "misses", "learned_at", "retired_at")}
