"""`make docs` writes the pages by this that say what the code says: tables.md, queries.md and cleaners.md."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

from cleaners.registry import CLEANERS
from db.models import Base
from db.views import VIEWS
from flows.browse.queries import queries

DOCS = Path(__file__).parent
TABLES = """\
# Tables and columns

What there is to be asked of a corpus. The views come first, since they are what most questions need;
[the queries](queries.md) show them at work.

Times are in UTC. Ids follow from what they name, so a corpus that is built anew has the same. Lists and structures are
JSON. The types below are those of Postgres; SQLite has its own for them:

| on Postgres | on SQLite | holds |
|---|---|---|
{types}

On either engine the words of articles are indexed for `kliping search`: in the column `search_vector` of `articles` on
Postgres, in the table `articles_fts` on SQLite. `alembic_version` says which migration the database is at.
"""
TYPES = {
    "bigint": ("INTEGER", "a whole number; most are ids, hashes of 63 bits"),
    "integer": ("INTEGER", "a whole number"),
    "float": ("FLOAT", "a number"),
    "boolean": ("BOOLEAN", "true or false; on SQLite 1 or 0"),
    "text": ("TEXT", "text in Unicode"),
    "date": ("TEXT", "a day, as `2026-08-07`"),
    "timestamptz": ("DATETIME", "an instant; on SQLite a text in UTC, as `2026-08-07 02:15:00.000000`"),
    "jsonb": ("JSON", "a list or structure; on SQLite a text"),
    "bytea": ("BLOB", "bytes"),
}
SECTIONS = {
    "db.models": "Pages, articles and runs",
    "db.likeness": "Copies",
    "db.memory": "What sites have taught",
    "db.web": "Crawling",
}
QUERIES = """\
# Queries

Ten questions that one asks of news. Each is a file of `docs/queries/`, and one text that runs on SQLite and Postgres
alike:

```sh
sqlite3 kliping.db < docs/queries/articles-by-day.sql
psql "$DATABASE_URL" --file docs/queries/articles-by-day.sql
```

`kliping browse` has them all, to be clicked. Questions about copies want `kliping learn` to have been run, which finds
them. The tables and views that they ask are described in [tables and columns](tables.md).
"""
REASONS = """\
# Reasons for a cut

The name of the cleaner that cut a passage is the reason: so it stands in the view `cuts`, in ledgers and in what
`kliping explain` prints. [How a cut is decided](cuts.md) says what cleaners do.

| reason | is |
|---|---|
{reasons}
"""


def main() -> None:
    for name, text in pages().items():
        (DOCS / name).write_text(text, "utf-8")


def pages() -> dict[str, str]:
    """What the pages should say, by their names."""
    return {"tables.md": tables(), "queries.md": ten_queries(), "cleaners.md": reasons()}


def tables() -> str:
    """The page of all tables and views."""
    types = (f"| `{name}` | `{other}` | {meaning} |" for name, (other, meaning) in TYPES.items())
    parts = [TABLES.format(types="\n".join(types)), "## Views\n", *map(_described, VIEWS.tables.values())]
    owners = {mapper.local_table: mapper.class_.__module__ for mapper in Base.registry.mappers}
    for module, heading in SECTIONS.items():
        parts += [f"## {heading}\n", *(_described(t) for t in Base.metadata.tables.values() if owners[t] == module)]
    return "\n".join(parts)


def ten_queries() -> str:
    """The page of the ten queries."""
    parts = [QUERIES]
    for query in queries():
        columns = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in query.columns.items())
        parts.append(f"## {query.title}\n\n{query.about}\n\n```sql\n{query.sql};\n```\n")
        parts.append(f"| column | holds |\n|---|---|\n{columns}\n")
    return "\n".join(parts)


def reasons() -> str:
    """The page of all cleaners."""
    said = ((name, " ".join((cleaner.__doc__ or "").split())) for name, cleaner in CLEANERS.items())
    return REASONS.format(reasons="\n".join(f"| `{name}` | {about} |" for name, about in said))


def _described(table: Table) -> str:
    facts = "".join(f"{fact}\n" for fact in _facts(table))
    head = f"### {table.name}\n\n{table.comment}.\n{facts}"
    if table.name == "articles_id":
        return f"{head}Its columns are those of [articles](#articles).\n"
    rows = (
        f"| `{column.name}` | `{kind(column.type)}` | {'yes' if column.nullable else ''} | {column.comment} |"
        for column in table.columns
    )
    return "\n".join([head, "| column | type | NULL | holds |", "|---|---|---|---|", *rows, ""])


def _facts(table: Table) -> Iterator[str]:
    """What a writer of queries wants to know beside the columns: how rows are named, found and joined."""
    if table.primary_key.columns:
        yield f"Its key is {_names(table.primary_key.columns)}."
    for other in table.constraints:
        if isinstance(other, UniqueConstraint):
            yield f"No two rows have the same {_names(other.columns)}."
    if indexes := sorted(_names(index.columns) for index in table.indexes):
        yield f"Indexed by {'; by '.join(indexes)}."
    keys: list[ForeignKey] = sorted(table.foreign_keys, key=lambda key: key.parent.name)
    if keys:
        yield f"{'; '.join(f'`{key.parent.name}` is `{key.target_fullname}`' for key in keys)}."


def _names(columns: Iterable[Column[object]]) -> str:
    return ", ".join(f"`{column.name}`" for column in columns)


def kind(type_: TypeEngine[object]) -> str:
    """The name of a type as the page has it. Raises ValueError for one that is not explained there."""
    name = str(type_.compile(dialect=postgresql.dialect())).partition(" COLLATE")[0].lower()
    short = {"timestamp with time zone": "timestamptz", "double precision": "float"}.get(name, name)
    if short not in TYPES:
        raise ValueError(f"{name} is not explained")
    return short


if __name__ == "__main__":
    main()
