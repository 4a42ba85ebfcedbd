"""What Datasette is told of the corpus: its tables and columns, what to facet and search, and the questions."""

from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from db.models import Base
from flows.browse.queries import Query, queries

DATABASE = "corpus"
_ARTICLES = "outlet published_at title section word_count language url".split()
_VIEWS = {
    "articles_id": "Stories in Indonesian, without copies of them",
    "cuts": "Passages that were left out of articles, and by which cleaner",
    "daily": "Outlets and days of publication (UTC)",
    "syndicated": "Stories that several articles tell, each with its first publisher",
    "tags": "Tags of articles",
    "timing": "When articles were published and modified, in hours since 1970",
}
_SHOWN = {"articles", "clusters", "furniture", "pages", "quarantine", "runs", "site_rules", "sources"}
_FACETS: dict[str, list[Any]] = {
    "articles": ["outlet", "language", "kind", "extractor", {"array": "tags"}],
    "articles_id": ["outlet", "kind"],
    "cuts": ["cleaner"],
    "pages": ["outlet", "refused"],
    "quarantine": ["stage", "reason"],
    "tags": ["tag"],
}

SETTINGS = {
    "default_page_size": 50,
    "default_facet_size": 8,
    "truncate_cells_html": 160,
    "sql_time_limit_ms": 60_000,  # one person asks, and may ask for all cuts of the corpus
    "facet_time_limit_ms": 1_000,
    "suggest_facets": False,  # would try each of some forty columns
    "allow_download": False,
}


def metadata() -> dict[str, Any]:
    """Metadata as Datasette takes it."""
    tables = {name: _table(name) for name in (*Base.metadata.tables, *_VIEWS)} | {"alembic_version": {"hidden": True}}
    asked = {query.name: _question(query) for query in queries()}
    about = {"description_html": _about()}
    return {"title": "kliping", **about, "databases": {DATABASE: {"tables": tables, "queries": asked, **about}}}


def _table(name: str) -> dict[str, Any]:
    table = Base.metadata.tables.get(name)
    about: dict[str, Any] = {"facets": _FACETS.get(name, [])}
    if table is None:
        about["description"] = _VIEWS[name]
    else:
        about |= {"description": table.comment, "hidden": name not in _SHOWN}
        # Shown in the menu of each column; the list above the table is hidden by the style of flows.browse.plugin.
        about["columns"] = {column.name: column.comment for column in table.columns}
    if name in ("articles", "articles_id"):  # the index of migration 0007
        about |= {"fts_table": "articles_fts", "fts_pk": "id", "sort_desc": "published_at"}
    return about


def _question(query: Query) -> dict[str, Any]:
    columns = Markup().join(Markup("<dt>{}</dt><dd>{}</dd>").format(*column) for column in query.columns.items())
    about = Markup("<p>{}</p><details><summary>Columns</summary><dl>{}</dl></details>").format(query.about, columns)
    return {"sql": query.sql, "title": query.title, "description_html": about, "hide_sql": True}


def _about() -> str:
    """Where to begin: the articles by the few columns that most want to see."""
    columns = urlencode([("_col", name) for name in _ARTICLES], doseq=True).replace("&", "&amp;")
    return (
        f'<a href="/{DATABASE}/articles?{columns}">Articles</a>, to be searched and sorted by outlet, language or tag. '
        "The headline of an article leads to its ledger: the page in reading order, with what was cut and why."
    )
