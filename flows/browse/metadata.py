"""What Datasette is told of the corpus: its tables and columns, what to facet and search, and the questions."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from sqlalchemy import Table

from db.models import Base
from db.views import VIEWS
from flows.browse.queries import Query, queries

PLUGIN = "kliping"
DATABASE = "corpus"
_ARTICLES = "outlet published_at title section word_count language url".split()
_TABLES = {**Base.metadata.tables, **VIEWS.tables}
_SHOWN = {"articles", "clusters", "furniture", "pages", "quarantine", "runs", "site_rules", "sources", *VIEWS.tables}
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


def metadata(outlets: Path) -> dict[str, Any]:
    """Metadata as Datasette takes it, with the folder of the outlets by which ledgers are read."""
    tables = {name: _table(table) for name, table in _TABLES.items()} | {"alembic_version": {"hidden": True}}
    asked = {query.name: _question(query) for query in queries()}
    about = {"description_html": _about()}
    databases = {DATABASE: {"tables": tables, "queries": asked, **about}}
    return {"title": "kliping", **about, "databases": databases, "plugins": {PLUGIN: {"outlets": str(outlets)}}}


def _table(table: Table) -> dict[str, Any]:
    name = table.name
    about: dict[str, Any] = {
        "description": table.comment,
        "hidden": name not in _SHOWN,
        "facets": _FACETS.get(name, []),
    }
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
