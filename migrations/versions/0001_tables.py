"""The tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
LOCATOR = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)


def column(name: str, type_: sa.types.TypeEngine[Any], comment: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, type_, nullable=nullable, comment=comment, autoincrement=False)


def upgrade() -> None:
    op.create_table(
        "pages",
        column("id", ID, "Hash of locator and sha256"),
        column("locator_hash", ID, "Hash of the locator, for look-ups"),
        column("locator", LOCATOR, "Absolute path, path#place in a file of many pages, or the URL fetched"),
        column("url", sa.Text(), "URL that came with the page", nullable=True),
        column("outlet", sa.Text(), "Outlet (media) that published the page", nullable=True),
        column("sha256", sa.Text(), "SHA-256 of the body, hexadecimal"),
        column("content_type", sa.Text(), "Media type, such as text/html"),
        column("fetched_at", TIME, "When it was fetched, at the latest; NULL where not known", nullable=True),
        column("http_status", sa.Integer(), "HTTP status of the fetch", nullable=True),
        column("etag", sa.Text(), "ETag of the response, to ask for changes only", nullable=True),
        column("last_modified", sa.Text(), "Last-Modified of the response, to ask for changes only", nullable=True),
        column("extra", JSON, "What else came with the page: other keys of a JSONL line"),
        column("ruleset", sa.Text(), "Version of the rules that last read it"),
        column("refused", sa.Text(), "Why those rules found no article in it; NULL where they did", nullable=True),
        column("run_id", sa.Text(), "Run that last ingested it (runs.id)", nullable=True),
        column("stored_at", TIME, "When it was first ingested"),
        column("seen_at", TIME, "When it was last ingested; the newest of a locator is what lies there"),
        sa.PrimaryKeyConstraint("id", name="pk_pages"),
        sa.UniqueConstraint("locator_hash", "sha256", name="uq_pages_locator_hash_sha256"),
        comment="Raw captures, one row a content",
    )
    op.create_table(
        "page_bodies",
        column("page_id", ID, "pages.id"),
        column("body", sa.LargeBinary(), "The body as it was captured, compressed with zstd"),
        sa.PrimaryKeyConstraint("page_id", name="pk_page_bodies"),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name="fk_page_bodies_page_id_pages", ondelete="CASCADE"),
        comment="Bodies of raw captures",
    )
    op.create_table(
        "articles",
        column("id", ID, "Hash of the canonical URL, else locator"),
        column("page_id", ID, "Page it was read from (all: article_pages)"),
        column("locator", LOCATOR, "Locator of that page"),
        column("fetched_at", TIME, "When that page was fetched; the latest page wins", nullable=True),
        column("url", sa.Text(), "Canonical URL", nullable=True),
        column("outlet", sa.Text(), "Outlet (media) that published it", nullable=True),
        column("kind", sa.Text(), "Kind of piece, such as news or opinion", nullable=True),
        column("title", sa.Text(), "Headline", nullable=True),
        column("deck", sa.Text(), "Standfirst", nullable=True),
        column("authors", JSON, "Byline as displayed: list of names"),
        column("editors", JSON, "Editors as displayed: list of names"),
        column("published_at", TIME, "Time of publication that the page states", nullable=True),
        column("published_zone", sa.Text(), "Zone of that time as stated: WIB, WITA, WIT, +07:00, Z", nullable=True),
        column("modified_at", TIME, "Time of the last modification that the page states", nullable=True),
        column("section", sa.Text(), "Section (kanal)", nullable=True),
        column("tags", JSON, "Tags as displayed: list of texts"),
        column("dateline", sa.Text(), "Place of the dateline, as written", nullable=True),
        column("wire_source", sa.Text(), "Wire service or outlet that the credit line names", nullable=True),
        column("language", sa.Text(), "Language: ISO 639-1 code; und where not sure"),
        column("language_confidence", sa.Float(), "Confidence in the language, 0 to 1"),
        column("foreign_share", sa.Float(), "Share of the text in another language; NULL: not measured", nullable=True),
        column("text", sa.Text(), "The story; a blank line between paragraphs"),
        column("word_count", sa.Integer(), "Words of the text"),
        column("sentence_count", sa.Integer(), "Sentences of the text"),
        column("digit_share", sa.Float(), "Digits / characters of the text that are not white space"),
        column("capital_share", sa.Float(), "Capitals / letters of the text"),
        column("repeated_line_share", sa.Float(), "Characters in lines that repeat an earlier one / all of them"),
        column("boilerplate_share", sa.Float(), "Characters cut / characters cut and kept"),
        column("lead_image_url", sa.Text(), "URL of the lead image", nullable=True),
        column("captions", JSON, "Captions of images: list of texts"),
        column("cuts", JSON, "What was left out: list of {cleaner, text, start, end} (view: cuts)"),
        column("sources", JSON, "Where on the page each value was read: field -> place"),
        column("extractor", sa.Text(), "Link of the extractor chain that found the text", nullable=True),
        column("ruleset", sa.Text(), "Version of the rules that read it"),
        column("run_id", sa.Text(), "Run that last changed it (runs.id)", nullable=True),
        column("cleaned_at", TIME, "When it was last changed here"),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name="fk_articles_page_id_pages"),
        comment="Clean articles, one row a story",
    )
    op.create_index("ix_articles_outlet_published_at", "articles", ["outlet", "published_at"])
    op.create_index("ix_articles_published_at", "articles", ["published_at"])
    op.create_table(
        "article_pages",
        column("article_id", ID, "articles.id"),
        column("page_id", ID, "pages.id"),
        sa.PrimaryKeyConstraint("article_id", "page_id", name="pk_article_pages"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_article_pages_article_id_articles", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name="fk_article_pages_page_id_pages", ondelete="CASCADE"),
        comment="All captures of each article",
    )
    op.create_index("ix_article_pages_page_id", "article_pages", ["page_id"])
    op.create_table(
        "clusters",
        column("article_id", ID, "articles.id"),
        column("cluster_id", ID, "articles.id of the first publisher; another id than its own marks a copy"),
        column("similarity", sa.Float(), "Estimated Jaccard similarity to the first, 0 to 1"),
        column("found_at", TIME, "When the copy was found"),
        sa.PrimaryKeyConstraint("article_id", name="pk_clusters"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_clusters_article_id_articles", ondelete="CASCADE"
        ),
        comment="Syndicated copies; articles without any have no row",
    )
    op.create_index("ix_clusters_cluster_id", "clusters", ["cluster_id"])
    op.create_table(
        "lsh_bands",
        column("band", sa.Integer(), "Number of the band, from 0"),
        column("hash", ID, "Hash of the band's rows"),
        column("article_id", ID, "articles.id"),
        sa.PrimaryKeyConstraint("band", "hash", "article_id", name="pk_lsh_bands"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_lsh_bands_article_id_articles", ondelete="CASCADE"
        ),
        comment="MinHash bands, to find copies across runs",
    )
    op.create_index("ix_lsh_bands_article_id", "lsh_bands", ["article_id"])
    op.create_table(
        "furniture",
        column("site", sa.Text(), "Host of the site"),
        column("fingerprint", ID, "Hash of the block in lower case, digits as 0, no punctuation"),
        column("text", sa.Text(), "The block as it was first seen"),
        column("articles", sa.Integer(), "Articles it was seen on"),
        column("days", sa.Integer(), "Days it was seen on"),
        column("likeness", sa.Float(), "Mean Jaccard similarity of the other words of those articles"),
        column("learned_at", TIME, "When it was learned"),
        column("retired_at", TIME, "When it was given up; NULL while it holds", nullable=True),
        sa.PrimaryKeyConstraint("site", "fingerprint", name="pk_furniture"),
        comment="Blocks that a site repeats on unlike articles; they become cuts",
    )
    op.create_table(
        "site_rules",
        column("site", sa.Text(), "Host of the site"),
        column("selector", sa.Text(), "CSS selector of the container"),
        column("hits", sa.Integer(), "Pages on which it agreed with the general extractor"),
        column("misses", sa.Integer(), "Pages since then on which it did not fit"),
        column("learned_at", TIME, "When it was learned"),
        column("retired_at", TIME, "When it was given up; NULL while it holds", nullable=True),
        sa.PrimaryKeyConstraint("site", "selector", name="pk_site_rules"),
        comment="Page rules learned of sites",
    )
    op.create_table(
        "quarantine",
        column("locator_hash", ID, "Hash of the locator"),
        column("locator", LOCATOR, "Absolute path, path#place in a file of many pages, or URL"),
        column("stage", sa.Text(), "Where it failed, such as read or extract"),
        column("reason", sa.Text(), "Why, in a few words"),
        column("sha256", sa.Text(), "SHA-256 of its content, hexadecimal; NULL where it was not read", nullable=True),
        column("ruleset", sa.Text(), "Version of the rules that refused it; NULL where none was asked", nullable=True),
        column("attempts", sa.Integer(), "How often it failed"),
        column("last_error", sa.Text(), "Message of the last failure", nullable=True),
        column("first_at", TIME, "When it first failed"),
        column("last_at", TIME, "When it last failed"),
        sa.PrimaryKeyConstraint("locator_hash", name="pk_quarantine"),
        comment="Documents without an article, and why",
    )
    op.create_table(
        "runs",
        column("id", sa.Text(), "Random id"),
        column("what", sa.Text(), "What was run, such as a command and its target"),
        column("ruleset", sa.Text(), "Version of the rules"),
        column("started_at", TIME, "When it started"),
        column("finished_at", TIME, "When it finished; NULL while it runs or if it was killed", nullable=True),
        column("counts", JSON, "Documents stored, updated, unchanged, quarantined by reason"),
        column("timings", JSON, "Seconds by stage"),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        comment="Runs, what they did and how long it took",
    )
    op.create_table(
        "batches",
        column("id", ID, "Hash of the run and the batch's number"),
        column("run_id", sa.Text(), "runs.id"),
        column("locators", JSON, "Documents of the batch: list of locators"),
        column("attempts", sa.Integer(), "How often it was claimed"),
        column("owner", sa.Text(), "Worker that holds the lease: host and process id", nullable=True),
        column("token", sa.Text(), "Token of the lease; writes under an older one are refused", nullable=True),
        column("expires_at", TIME, "When the lease ends by itself", nullable=True),
        column("done_at", TIME, "When its results were stored", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_batches_run_id_runs", ondelete="CASCADE"),
        comment="Work of runs, in leases",
    )
    op.create_index("ix_batches_run_id", "batches", ["run_id"])


def downgrade() -> None:
    tables = "batches runs quarantine site_rules furniture lsh_bands clusters article_pages articles page_bodies pages"
    for table in tables.split():
        op.drop_table(table)
