"""The words of the articles, to be searched: FTS5 on SQLite, a tsvector on Postgres.

Both are kept by the database itself, so that whatever writes an article is found at once. What is stored is indexed.
The two divide a text alike: at all that is neither a letter nor a digit, with case and accents gone. Postgres would
take "orang-orang", "PDIP/PKS" and "detik.com" for one word each, so what joins them goes before it looks. It indexes no
more than the first 200,000 characters, since a tsvector of more than 1 MB is an error.

The column of Postgres is the last of its table, and stands in no view: those were made before it.
"""

from alembic import op

revision = "0007"
down_revision = "0006"

SQLITE = (
    """
    CREATE VIRTUAL TABLE articles_fts USING fts5 (
        title, text, content = 'articles', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
    )
    """,
    # A word of the title counts as much as ten of the text.
    "INSERT INTO articles_fts (articles_fts, rank) VALUES ('rank', 'bm25(10.0, 1.0)')",
    """
    CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
        INSERT INTO articles_fts (rowid, title, text) VALUES (new.id, new.title, new.text);
    END
    """,
    """
    CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
        INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
    END
    """,
    """
    CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, text ON articles
    WHEN old.title IS NOT new.title OR old.text IS NOT new.text BEGIN
        INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
        INSERT INTO articles_fts (rowid, title, text) VALUES (new.id, new.title, new.text);
    END
    """,
    "INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')",
)

WITHOUT_ACCENTS = r"regexp_replace(normalize({}, NFD), '[\u0300-\u036f]', '', 'g')"
APART = f"regexp_replace({WITHOUT_ACCENTS}, '[-./_@:<>&~+]', ' ', 'g')"  # hosts, files, numbers, tags
WORDS = f"to_tsvector('simple', {APART})"

POSTGRESQL = (
    # Weights A and D: a word of the title counts as much as ten of the text here, too.
    f"""
    ALTER TABLE articles ADD COLUMN search_vector tsvector GENERATED ALWAYS AS (
        setweight({WORDS.format("coalesce(title, '')")}, 'A') || {WORDS.format("left(text, 200000)")}
    ) STORED
    """,
    "COMMENT ON COLUMN articles.search_vector IS 'Words of title and text, to be searched'",
    "CREATE INDEX ix_articles_search_vector ON articles USING gin (search_vector)",
)


def upgrade() -> None:
    for statement in SQLITE if op.get_context().dialect.name == "sqlite" else POSTGRESQL:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        for change in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER articles_fts_{change}")
        op.execute("DROP TABLE articles_fts")
    else:
        op.drop_index("ix_articles_search_vector", "articles")
        op.drop_column("articles", "search_vector")
