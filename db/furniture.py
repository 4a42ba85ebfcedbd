"""Learning furniture: paragraphs that a site repeats on articles that have nothing else in common."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, Engine, Row, Table, and_, delete, exists, func, or_, select

from cleaners.furniture import digest, fingerprint, likeness, marked, other_words, paragraphs, words_of
from db.engine import writing
from db.memory import Furniture, LearnedLately, Sighting
from db.models import ArticlePage, Page, StoredArticle
from db.progress import EPOCH, keep_up, learned_until
from db.upsert import chunks, everything, upsert

ARTICLES = 5  # unlike each other, that have a paragraph
DAYS = 3
UNDATED = 10  # articles that stand for those days where most of them say no date
LIKENESS = 0.20  # mean Jaccard similarity of their other words, from which on articles are alike
WIDESPREAD = 1 / 3  # share of a site's articles

_SAMPLE = 20  # articles of a paragraph that are kept
_COMPARED = 12  # of those, pair by pair
_NEWEST = 300  # articles of a site
_STANDING = 30  # of those, taken at random, stand for the site
_FEW = 4  # words, numbers aside: a shorter paragraph may be a subhead or a piece of a sentence, unless widespread
_LEAST = 10  # words: an article with fewer others cannot be compared
_CHUNK = 500  # articles
_LATE = timedelta(minutes=5)  # that an article may become visible after its `cleaned_at`
_WHAT = "furniture"

_furniture, _sightings, _lately = (cast(Table, m.__table__) for m in (Furniture, Sighting, LearnedLately))
_IS_LEARNED = exists().where(_lately.c.article_id == StoredArticle.id, _lately.c.cleaned_at == StoredArticle.cleaned_at)


_Marked = list[tuple[int | None, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class FoundFurniture:
    """A paragraph that was learned: where it stands, from how many articles and days, and how like these are."""

    site: str
    fingerprint: int
    text: str
    articles: int
    days: int
    likeness: float


class _Paragraph(NamedTuple):
    site: str
    fingerprint: int
    text: str


def learn_furniture(engine: Engine) -> Iterator[tuple[int, list[FoundFurniture]]]:
    """Learn from the articles that were stored or changed since the last time: after every few hundred of them how many
    they were, and what was learned.

    The work is in proportion to those articles. Articles of sites that are not known teach nothing. What was given up
    once (`retired_at`) is not learned again.
    """
    after = (learned_until(engine, _WHAT) - _LATE, -1)
    while rows := _articles(engine, after):
        after = (rows[-1].cleaned_at, rows[-1].id)
        sites = {row.site for row in rows if row.site}
        known = _known(engine, sites)
        seen: dict[int, _Paragraph] = {}
        sightings = []
        for row in rows:
            for key, paragraph in _paragraphs(row, known.get(row.site, frozenset())):
                seen[key] = paragraph
                sightings.append({"paragraph": key, "article_id": row.id, "day": _day(row)})
        with writing(engine) as connection:
            upsert(connection, _sightings, sightings)
            samples = _samples(connection, seen)
        found = list(_judged(engine, samples, seen, known))
        with writing(engine) as connection:
            _put(connection, found)
            keep_up(connection, _WHAT, after[0])
            lately = [{"article_id": row.id, "cleaned_at": row.cleaned_at} for row in rows]
            upsert(connection, _lately, lately, everything)
            connection.execute(delete(_lately).where(_lately.c.cleaned_at < after[0] - _LATE))
        yield len(rows), found


def count_unlearned(engine: Engine) -> int:
    """How many articles there are to learn from."""
    since = StoredArticle.cleaned_at >= learned_until(engine, _WHAT) - _LATE
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(StoredArticle).where(since, ~_IS_LEARNED)) or 0


def _articles(engine: Engine, after: tuple[datetime, int]) -> Sequence[Row[Any]]:
    """The next articles, in the order in which they were stored."""
    stored = StoredArticle
    columns = (stored.id, stored.text, stored.published_at, stored.fetched_at, stored.cleaned_at, Page.site)
    later = or_(stored.cleaned_at > after[0], and_(stored.cleaned_at == after[0], stored.id > after[1]))
    query = (
        select(*columns).join(Page, Page.id == stored.page_id).where(stored.cleaned_at >= after[0], later, ~_IS_LEARNED)
    )
    with engine.connect() as connection:
        return connection.execute(query.order_by(stored.cleaned_at, stored.id).limit(_CHUNK)).all()


def _known(engine: Engine, sites: Collection[str]) -> dict[str, frozenset[int]]:
    """What is furniture of some sites already, or was once."""
    known: defaultdict[str, set[int]] = defaultdict(set)
    with engine.connect() as connection:
        for chunk in chunks(sorted(sites)):
            query = select(Furniture.site, Furniture.fingerprint).where(Furniture.site.in_(chunk))
            for site, key in connection.execute(query):
                known[site].add(key)
    return {site: frozenset(keys) for site, keys in known.items()}


def _paragraphs(row: Row[Any], known: Collection[int]) -> Iterable[tuple[int, _Paragraph]]:
    """The paragraphs of an article that may be furniture and are not known for it, each once."""
    if not row.site:
        return ()
    marks = {fingerprint(text): text for text in reversed(paragraphs(row.text))}
    found = (_Paragraph(row.site, mark, text) for mark, text in marks.items() if mark is not None and mark not in known)
    return [(_key(paragraph.site, paragraph.fingerprint), paragraph) for paragraph in found]


def _key(site: str, mark: int) -> int:
    return digest(f"{site} {mark}")


def _day(row: Row[Any]) -> int | None:
    moment = row.published_at or row.fetched_at
    return (moment - EPOCH).days if moment else None


def _samples(connection: Connection, keys: Iterable[int]) -> dict[int, dict[int, int | None]]:
    """Of each paragraph that enough articles have, some of these with their days. The least ids are kept, which are
    hashes, so that they stand for all that ever had it, in whatever order they came."""
    samples: defaultdict[int, dict[int, int | None]] = defaultdict(dict)
    table = Sighting
    for chunk in chunks(sorted(keys)):
        many = select(table.paragraph).where(table.paragraph.in_(chunk)).group_by(table.paragraph)
        frequent = connection.execute(many.having(func.count() >= ARTICLES)).scalars().all()
        columns = (table.paragraph, table.article_id, table.day)
        rows = connection.execute(select(*columns).where(table.paragraph.in_(frequent)).order_by(*columns[:2]))
        for key, article, day in rows:
            samples[key][article] = day
    for key, articles in samples.items():
        if more := list(articles)[_SAMPLE:]:
            connection.execute(delete(table).where(table.paragraph == key, table.article_id >= more[0]))
            for article in more:
                del articles[article]
    return samples


def _judged(
    engine: Engine,
    samples: Mapping[int, Mapping[int, int | None]],
    seen: Mapping[int, _Paragraph],
    known: Mapping[str, frozenset[int]],
) -> Iterator[FoundFurniture]:
    """Which of the paragraphs are furniture, by their samples."""
    enough = {key: days for key, days in samples.items() if _often(days)}
    by_site: defaultdict[str, list[int]] = defaultdict(list)
    for key in enough:
        by_site[seen[key].site].append(key)
    for site, keys in by_site.items():
        widespread = _widespread(_marked(engine, _standing(engine, site)).values())
        read = _marked(engine, {article for key in keys for article in list(enough[key])[:_COMPARED]})
        for key in keys:
            paragraph, days = seen[key], enough[key]
            if sum(map(str.isalpha, words_of(paragraph.text))) < _FEW and paragraph.fingerprint not in widespread:
                continue
            without = {paragraph.fingerprint} | widespread | known.get(site, frozenset())
            compared = [other_words(read[article], without) for article in list(days)[:_COMPARED] if article in read]
            compared = [words for words in compared if len(words) >= _LEAST]
            if len(compared) >= ARTICLES and (alike := likeness(compared)) < LIKENESS:
                dated = {day for day in days.values() if day is not None}
                yield FoundFurniture(site, paragraph.fingerprint, paragraph.text, len(days), len(dated), alike)


def _often(days: Mapping[int, int | None]) -> bool:
    """Whether articles of these days are enough to tell."""
    dated = [day for day in days.values() if day is not None]
    if 2 * len(dated) >= len(days):
        return len(set(dated)) >= DAYS
    return len(days) >= UNDATED


def _standing(engine: Engine, site: str) -> list[int]:
    """Some of a site's newest articles, whatever order they were stored in."""
    query = select(ArticlePage.article_id).join(Page, Page.id == ArticlePage.page_id).where(Page.site == site)
    with engine.connect() as connection:
        newest = connection.execute(query.order_by(Page.seen_at.desc()).limit(_NEWEST)).scalars()
        return sorted(set(newest))[:_STANDING]


def _widespread(articles: Collection[_Marked]) -> set[int]:
    """What stands on a large share of a site's articles: no story does."""
    counts = Counter(mark for article in articles for mark in {mark for mark, _ in article if mark is not None})
    return {mark for mark, count in counts.items() if count >= max(ARTICLES, WIDESPREAD * len(articles))}


def _marked(engine: Engine, articles: Collection[int]) -> dict[int, _Marked]:
    """The paragraphs of some articles, with their fingerprints and words."""
    found: dict[int, _Marked] = {}
    with engine.connect() as connection:
        for chunk in chunks(sorted(articles)):
            query = select(StoredArticle.id, StoredArticle.text).where(StoredArticle.id.in_(chunk))
            found |= {row[0]: marked(row[1]) for row in connection.execute(query)}
    return found


def _put(connection: Connection, found: Sequence[FoundFurniture]) -> None:
    """Keep what was learned; the sightings of it have served."""
    now = datetime.now(UTC)
    rows = [
        {
            "site": item.site,
            "fingerprint": item.fingerprint,
            "text": item.text,
            "articles": item.articles,
            "days": item.days,
            "likeness": item.likeness,
            "learned_at": now,
            "retired_at": None,
        }
        for item in found
    ]
    upsert(connection, _furniture, rows)
    for chunk in chunks([_key(item.site, item.fingerprint) for item in found]):
        connection.execute(delete(_sightings).where(_sightings.c.paragraph.in_(chunk)))
