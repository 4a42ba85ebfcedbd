"""What came of the documents of each outlet, day by day, as figures that the database adds up."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Engine,
    Subquery,
    and_,
    case,
    cast,
    column,
    false,
    func,
    literal,
    null,
    or_,
    select,
    table,
    union_all,
)

from db.models import ArticlePage, Page, Quarantined, Run, StoredArticle
from db.web import Frontier

NEWEST = 20  # documents that are looked at by themselves: so many of a redesigned site are enough to tell it
SAMPLE = 20  # documents by chance that stand for an earlier day: the articles of so many are looked at
STEPS = tuple(round(8 * 1.25**i) for i in range(30))  # the least words of each class of lengths but the first
CUTS = table("cuts", column("article_id"), column("cleaner"))  # the view

# What joins an article, by way of ArticlePage, to the page that it was read from.
READ_FROM = and_(StoredArticle.id == ArticlePage.article_id, StoredArticle.page_id == ArticlePage.page_id)
GENERAL = ("trafilatura", "prose")  # the links of the chain that read pages of which nothing is known


@dataclass(slots=True)
class Figures:
    """What came of some documents, which are captured pages that were read and addresses that gave no page.

    `lost` counts those without an article, `pages` the pages, `refused` those of them that hold no article. Of the
    `articles`: how many are `undated`, how many each link of the chain read (`extractors`), how many reach so many of
    the `STEPS` (`lengths`), and how many have a cut of each cleaner (`cuts`). `last_at` is when the last document came,
    `newest_at` when the newest article was published, or was captured where it says nothing that is earlier.
    """

    documents: int = 0
    lost: int = 0
    pages: int = 0
    refused: int = 0
    articles: int = 0
    undated: int = 0
    extractors: Counter[str] = field(default_factory=Counter)
    lengths: Counter[int] = field(default_factory=Counter)
    cuts: Counter[str] = field(default_factory=Counter)
    last_at: datetime | None = None
    newest_at: datetime | None = None

    def __add__(self, other: "Figures") -> "Figures":
        added = Figures(**{name: getattr(self, name) + getattr(other, name) for name in self.__slots__[:-2]})
        added.last_at = _later(self.last_at, other.last_at)
        added.newest_at = _later(self.newest_at, other.newest_at)
        return added


@dataclass(slots=True)
class History:
    """An outlet's figures by the day (UTC) on which its documents came, and those of its `newest` few documents."""

    days: defaultdict[date, Figures] = field(default_factory=lambda: defaultdict(Figures))
    newest: Figures = field(default_factory=Figures)


Into = Callable[[str, Any], Figures]  # outlet and time -> where to fill in


def last_day(engine: Engine) -> date | None:
    """The last day (UTC), up to today, on which anything was captured, or a crawl began; None of an empty database."""
    captured = select(func.max(_came_at())).where(_came_at() <= datetime.now(UTC))  # clocks are wrong, and dumps too
    crawled = select(func.max(Run.started_at)).where(Run.what.startswith("crawl"))
    with engine.connect() as connection:
        moments = [moment for query in (captured, crawled) if (moment := connection.scalar(query))]
    return max(moments).date() if moments else None


def histories(engine: Engine, day: date, days: int) -> dict[str, History]:
    """What came of the documents of each outlet until a day: on that day, on so many before, and of the newest at its
    end. By the outlet's id; of pages of no known outlet by their site.

    Of an earlier day the articles of no more than a sample of documents are looked at.
    """
    documents = documents_until(day, days)
    at = documents.c
    came_on = _day(at.at, engine.dialect.name)
    by_chance = at.page_id.nulls_last()  # a hash
    some = _first(documents, SAMPLE, (at.outlet, came_on), (by_chance,), at.at >= _midnight(day))
    newest = _first(documents, NEWEST, (at.outlet,), (at.at.desc(), by_chance), false())
    found: defaultdict[str, History] = defaultdict(History)

    def on(name: str, when: Any) -> Figures:
        return found[name].days[date.fromisoformat(str(when))]

    def at_the_end(name: str, _: Any) -> Figures:
        return found[name].newest

    with engine.connect() as connection:
        _count(connection, documents, came_on, on)
        _look(connection, some, _day(some.c.at, engine.dialect.name), on)
        _count(connection, newest, literal(0), at_the_end)
        _look(connection, newest, literal(0), at_the_end)
    return found


def documents_until(day: date, days: int, outlet: str | None = None) -> Subquery:
    """The documents of a day and of so many before: outlet, when they came (`at`), the page if any, locator, and why
    they gave no article (`lost`; NULL where they did).

    A document came when its page was fetched, else stored; an address that gave no page, when it first failed. Pages
    that are still to be read do not count.
    """
    start, end = _midnight(day - timedelta(days)), _midnight(day + timedelta(1))
    failed = Quarantined.__table__.alias("failed")
    name = func.coalesce(Page.outlet, Page.site)
    pages = (
        select(
            name.label("outlet"),
            _came_at().label("at"),
            Page.id.label("page_id"),
            Page.locator.label("locator"),
            func.coalesce(Page.refused, case((Page.ruleset == "", failed.c.reason))).label("lost"),
            case((Page.refused.is_not(None), 1), else_=0).label("refused"),
        )
        .outerjoin(failed, and_(Page.ruleset == "", failed.c.locator_hash == Page.locator_hash))
        .where(_came_at() >= start, _came_at() < end, name.is_not(None))
        .where(or_(Page.ruleset != "", failed.c.reason.is_not(None)))
    )
    never = select(Page.id).where(Page.locator_hash == Quarantined.locator_hash).exists()
    addresses = (
        select(Frontier.outlet, Quarantined.first_at, null(), Quarantined.locator, Quarantined.reason, literal(0))
        .join(Frontier, Frontier.url == Quarantined.locator)
        .where(Quarantined.first_at >= start, Quarantined.first_at < end, ~never)
    )
    if outlet is not None:
        pages, addresses = pages.where(name == outlet), addresses.where(Frontier.outlet == outlet)
    return union_all(pages, addresses).subquery("documents")


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(one, other) if one and other else one or other


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _came_at() -> ColumnElement[datetime]:
    return func.coalesce(Page.fetched_at, Page.stored_at)


def _day(moment: ColumnElement[Any], engine: str) -> ColumnElement[Any]:
    return func.date(moment) if engine == "sqlite" else cast(func.timezone("UTC", moment), Date)


def _first(
    documents: Subquery,
    number: int,
    of: Sequence[ColumnElement[Any]],
    by: Sequence[ColumnElement[Any]],
    others: ColumnElement[bool],
) -> Subquery:
    """So many documents of each group, the first in some order, and whatever others."""
    place = func.row_number().over(partition_by=of, order_by=by).label("place")
    ranked = select(documents, place, others.label("others")).subquery()
    return select(ranked).where(or_(ranked.c.place <= number, ranked.c.others)).subquery()


def _count(connection: Connection, documents: Subquery, when: ColumnElement[Any], of: Into) -> None:
    """Fill in how many documents there are of each outlet and time, and how many gave nothing."""
    at = documents.c
    counts = func.count(), func.count(at.lost), func.count(at.page_id), func.sum(at.refused), func.max(at.at)
    for name, key, *numbers, last_at in connection.execute(select(at.outlet, when, *counts).group_by(at.outlet, when)):
        one = of(name, key)
        one.documents, one.lost, one.pages, one.refused = numbers
        one.last_at = last_at


def _look(connection: Connection, documents: Subquery, when: ColumnElement[Any], of: Into) -> None:
    """Fill in what the articles of documents are like."""
    group = (documents.c.outlet, when)
    read = documents.join(ArticlePage, ArticlePage.page_id == documents.c.page_id).join(StoredArticle, READ_FROM)
    length = case(*((StoredArticle.word_count < step, i) for i, step in enumerate(STEPS)), else_=len(STEPS))
    undated = case((StoredArticle.published_at.is_(None), 1), else_=0)
    came_at, said_at = documents.c.at, StoredArticle.published_at
    newest = func.max(case((said_at < came_at, said_at), else_=came_at))
    kinds = (*group, StoredArticle.extractor, length, undated)
    articles = select(*kinds, func.count(), newest).select_from(read).group_by(*kinds)
    for name, key, extractor, step, is_undated, number, newest_at in connection.execute(articles):
        one = of(name, key)
        one.articles += number
        one.undated += number * is_undated
        one.extractors[extractor or "none"] += number
        one.lengths[step] += number
        one.newest_at = max(one.newest_at or newest_at, newest_at)
    cutters = (*group, CUTS.c.cleaner)
    cleaned = read.join(CUTS, CUTS.c.article_id == StoredArticle.id)
    cuts = select(*cutters, func.count(StoredArticle.id.distinct())).select_from(cleaned).group_by(*cutters)
    for name, key, cleaner, number in connection.execute(cuts):
        of(name, key).cuts[cleaner] = number
