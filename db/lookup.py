"""Reading back what is stored."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import zstandard
from sqlalchemy import Connection, Engine, Row, func, select

from cleaners.model import Article
from cleaners.site import Site, versioned
from db.ids import article_id, locator_hash
from db.models import ArticlePage, ArticlePart, Page, PageBody, Quarantined, StoredArticle
from db.results import Result, Sample
from db.rows import article_of, article_of_part, page_of
from db.sanitize import clean
from db.upsert import chunks

Key = tuple[str, str]


def settled(
    engine: Engine, keys: Sequence[Key], ruleset: str, sites: Mapping[str, Site] | None = None
) -> dict[Key, str]:
    """Which captures, (locator, hex SHA-256 of the body), need no work.

    "stored" for one that these rules have read and that is the newest of its locator; the reason for one that is in
    quarantine and unchanged since, unless other rules than these have refused it. `sites` is what is learned of sites:
    what was read with other knowledge of its site was read by other rules.
    """
    learned = sites or {}
    hashes = {locator: locator_hash(clean(locator)) for locator, _ in keys}
    newest: dict[int, Any] = {}
    rejected: dict[int, Any] = {}
    with engine.connect() as connection:
        for chunk in chunks(sorted(set(hashes.values()))):
            pages = select(Page.locator_hash, Page.sha256, Page.ruleset, Page.site).order_by(Page.seen_at)
            newest |= _by_locator(connection.execute(pages.where(Page.locator_hash.in_(chunk))))
            rows = select(Quarantined.locator_hash, Quarantined.sha256, Quarantined.ruleset, Quarantined.reason)
            rejected |= _by_locator(connection.execute(rows.where(Quarantined.locator_hash.in_(chunk))))
    verdicts = {}
    for locator, sha256 in keys:
        page, refusal = newest.get(hashes[locator]), rejected.get(hashes[locator])
        rules = versioned(ruleset, learned.get(page.site or "") if page else None)
        if refusal and refusal.sha256 == sha256 and refusal.ruleset in (None, rules):
            verdicts[locator, sha256] = refusal.reason
        elif page and not refusal and (page.sha256, page.ruleset) == (sha256, rules):
            verdicts[locator, sha256] = "stored"
    return verdicts


def find(engine: Engine, target: str) -> Result | None:
    """A page with its body, and its article as stored, by locator, URL, article id or page id.

    A locator or page id gives what was last ingested from there: with a part of a story comes what was read of that
    part alone. An article's URL or id gives the article, with the page that it was read from (the first of its parts).
    A page that was refused comes with an empty article whose `refused` says why.
    """
    target = clean(target)
    with engine.connect() as connection:
        if target.isdecimal() and int(target) < 2**63:
            return _of_article(connection, int(target)) or _of_page(connection, Page.id == int(target))
        return _of_page(connection, Page.locator_hash == locator_hash(target)) or _of_article(
            connection, article_id(target)
        )


def count_articles(engine: Engine) -> int:
    """How many articles are stored."""
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(StoredArticle)) or 0


def sample(engine: Engine, n: int) -> list[Sample]:
    """Up to `n` stored articles, always the same ones of the same database: the latest published first."""
    stored = StoredArticle
    start = func.substr(stored.text, 1, 80)
    rows = select(stored.outlet, stored.published_at, stored.title, stored.word_count, start)
    latest = rows.order_by(stored.published_at.desc().nulls_last(), stored.id).limit(n)
    with engine.connect() as connection:
        return [Sample(*row) for row in connection.execute(latest)]


def _by_locator(rows: Iterable[Row[Any]]) -> dict[int, Any]:
    return {row.locator_hash: row for row in rows}


def _of_page(connection: Connection, condition: Any) -> Result | None:
    query = select(Page.__table__, PageBody.body).join(PageBody).where(condition).order_by(Page.seen_at.desc()).limit(1)
    page = connection.execute(query).mappings().first()
    if page is None:
        return None
    raw = page_of(page, zstandard.decompress(page["body"]))
    parts = select(ArticlePart.__table__).where(ArticlePart.page_id == page["id"])
    if not page["refused"] and (part := connection.execute(parts.limit(1)).mappings().first()):
        return Result(raw, article_of_part(part))
    articles = select(StoredArticle.__table__).join(ArticlePage).where(ArticlePage.page_id == page["id"])
    # Other rules may have read another key: the newest reading counts.
    article = connection.execute(articles.order_by(StoredArticle.cleaned_at.desc()).limit(1)).mappings().first()
    if page["refused"] or article is None:
        return Result(raw, Article(outlet=page["outlet"], ruleset=page["ruleset"], refused=page["refused"]))
    return Result(raw, article_of(article))


def _of_article(connection: Connection, key: int) -> Result | None:
    article = connection.execute(select(StoredArticle.__table__).where(StoredArticle.id == key)).mappings().first()
    if article is None:
        return None
    page = _of_page(connection, Page.id == article["page_id"])
    return Result(page.page, article_of(article)) if page else None
