"""Whether the credit lines of copies ("Sumber: Antara") agree with who was first."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import cast

from sqlalchemy import Connection, Table, select, update

from cleaners.lines import squeezed
from cleaners.outlets import Outlet
from db.likeness import Cluster
from db.models import StoredArticle
from db.upsert import chunks

_articles, _clusters = cast(Table, StoredArticle.__table__), cast(Table, Cluster.__table__)
_members = _clusters.join(_articles, _articles.c.id == _clusters.c.article_id)
_BETWEEN = re.compile(r"[/,;&+]| dan | and ")
_OFFICE = re.compile(r"kantor berita|\blkbn\b")


def put_agreement(connection: Connection, clusters: Collection[int], known: Mapping[str, Outlet]) -> None:
    """Write `clusters.wire_agrees` of all articles of some clusters that credit a source.

    A credit agrees if it names the outlet that was first; or if the outlet that it names is not in the cluster, and the
    first gives the same credit: then both had the story from elsewhere.
    """
    for chunk in chunks(sorted(clusters)):
        _put(connection, chunk, known)


def credited(credit: str | None) -> frozenset[str]:
    """The names in a credit line, as `squeezed` writes them: several may share one ("Antara/AFP")."""
    parts = _BETWEEN.split(_OFFICE.sub(" ", (credit or "").casefold()))
    return frozenset(filter(None, map(squeezed, parts)))


def _put(connection: Connection, clusters: Collection[int], known: Mapping[str, Outlet]) -> None:
    columns = _clusters.c.article_id, _clusters.c.cluster_id, _articles.c.wire_source
    among = _clusters.c.cluster_id.in_(clusters)
    stated = connection.execute(
        select(*columns).select_from(_members).where(among, _articles.c.wire_source.is_not(None))
    ).all()
    if not stated:
        return
    outlets = connection.execute(
        select(_clusters.c.cluster_id, _articles.c.outlet).select_from(_members).where(among).distinct()
    )
    present: defaultdict[int, set[str]] = defaultdict(set)
    for cluster, outlet in outlets:
        present[cluster] |= _names(outlet, known)
    by_id = select(_articles.c.id, _articles.c.outlet, _articles.c.wire_source).where(_articles.c.id.in_(clusters))
    firsts = {row.id: row for row in connection.execute(by_id)}
    verdicts = defaultdict(list)
    for article, cluster, credit in stated:
        if first := firsts.get(cluster):  # else it is gone, and its copies are to be settled again
            named = credited(credit)
            elsewhere = present[cluster].isdisjoint(named) and not credited(first.wire_source).isdisjoint(named)
            verdicts[elsewhere or not _names(first.outlet, known).isdisjoint(named)].append(article)
    for agrees, articles in verdicts.items():
        for chunk in chunks(sorted(articles)):
            connection.execute(update(_clusters).where(_clusters.c.article_id.in_(chunk)).values(wire_agrees=agrees))


def _names(outlet: str | None, known: Mapping[str, Outlet]) -> set[str]:
    """What an outlet is called, as `squeezed` writes it."""
    if outlet is None:
        return set()
    names = known[outlet].own_names if outlet in known else ()
    return {squeezed(name) for name in (outlet, *names)}
