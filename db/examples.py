"""Pages that show what has become of an outlet, to be looked at by people."""

from datetime import date

from sqlalchemy import ColumnElement, Engine, select, true

from db.health import CUTS, GENERAL, READ_FROM, documents_until
from db.models import ArticlePage, StoredArticle


def examples(
    engine: Engine, outlet: str, day: date, figure: str, kind: str | None, usual: float, value: float, limit: int
) -> list[str]:
    """The locators of the newest documents of an outlet, of a day or the week before it, that show a figure's `value`
    where another is `usual`. The figure is one of those of `db.health.Figures`, with the `kind` of a many-valued one;
    of one that no single document shows, the newest of all."""
    below = value < usual
    documents = documents_until(day, 7, outlet)
    cut_by = select(CUTS.c.article_id).where(CUTS.c.article_id == StoredArticle.id, CUTS.c.cleaner == kind).exists()
    words, extractor = StoredArticle.word_count, StoredArticle.extractor
    conditions: dict[str, ColumnElement[bool]] = {
        "lost": documents.c.lost.is_not(None),
        "refused": documents.c.refused == 1,
        "undated": StoredArticle.published_at.is_(None) & StoredArticle.id.is_not(None),
        "fallback": extractor.in_(GENERAL),
        "extractors": extractor == kind,
        "lengths": words < usual if below else words > usual,
        "cuts": (~cut_by if below else cut_by) & StoredArticle.id.is_not(None),
    }
    query = (
        select(documents.c.locator)
        .outerjoin_from(documents, ArticlePage, ArticlePage.page_id == documents.c.page_id)
        .outerjoin(StoredArticle, READ_FROM)
        .where(conditions.get(figure, true()))
        .order_by(documents.c.at.desc(), documents.c.locator)
        .limit(limit)
    )
    with engine.connect() as connection:
        return list(connection.scalars(query))
