"""The views as the migrations make them, with a comment for each column as the tables have."""

from typing import Any, cast

from sqlalchemy import BigInteger, Column, Date, Float, Integer, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

from db.models import StoredArticle
from db.types import UtcDateTime

VIEWS = MetaData()  # of its own: what is in `Base.metadata` is made as a table


def _column(
    name: str, type_: type[TypeEngine[Any]] | TypeEngine[Any], comment: str, *, null: bool = False
) -> Column[Any]:
    return Column(name, type_, nullable=null, comment=comment)


Table(
    "articles_id",
    VIEWS,
    *(Column(c.name, c.type, nullable=c.nullable, comment=c.comment) for c in cast(Table, StoredArticle.__table__).c),
    comment="Articles in Indonesian, without copies of others",
)
Table(
    "cuts",
    VIEWS,
    _column("article_id", BigInteger, "articles.id"),
    _column("cleaner", Text, "Cleaner that cut it, which is the reason"),
    _column("text", Text, "The passage"),
    _column("start", Integer, "Where it begins, in characters of the page's text"),
    _column("end", Integer, "Where it ends"),
    comment="Passages that were left out of articles, and by which cleaner",
)
Table(
    "tags",
    VIEWS,
    _column("article_id", BigInteger, "articles.id"),
    _column("tag", Text, "A tag, as displayed"),
    comment="Tags of articles",
)
Table(
    "timing",
    VIEWS,
    _column("article_id", BigInteger, "articles.id"),
    _column("outlet", Text, "Outlet (media) that published it", null=True),
    _column("published_hour", Float, "When it was published, in hours since 1970 (UTC)"),
    _column("modified_hour", Float, "When it was last modified; NULL where the page does not say", null=True),
    comment="When articles were published and modified, so that differences are subtractions; dated articles only",
)
Table(
    "daily",
    VIEWS,
    _column("outlet", Text, "Outlet (media); NULL where not known", null=True),
    _column("day", Date, "Day of publication (UTC); NULL for articles that state none", null=True),
    _column("articles", BigInteger, "Articles of that day"),
    _column("indonesian", BigInteger, "Those in Indonesian"),
    _column("words", BigInteger, "Words of all of them"),
    _column("mean_words", Float, "Words of one, on average"),
    _column("mean_boilerplate_share", Float, "Mean of articles.boilerplate_share"),
    comment="Outlets and days of publication (UTC)",
)
Table(
    "syndicated",
    VIEWS,
    _column("cluster_id", BigInteger, "articles.id of the first publisher's article"),
    _column("first_outlet", Text, "Outlet that was first", null=True),
    _column("first_published_at", UtcDateTime, "When it published the story", null=True),
    _column("first_url", Text, "Address of the first", null=True),
    _column("first_title", Text, "Headline of the first", null=True),
    _column("first_credit", Text, "Source that the first itself names", null=True),
    _column("articles", BigInteger, "Articles that tell the story, the first among them"),
    _column("outlets", BigInteger, "Outlets that tell it"),
    _column("least_similarity", Float, "Similarity of the copy that is least like the first, 0 to 1"),
    _column("last_published_at", UtcDateTime, "When the last of them was published", null=True),
    _column("credit", Text, "Source that one of them names: the last by the alphabet", null=True),
    _column("credits", BigInteger, "Different sources that they name"),
    _column("credits_elsewhere", BigInteger, "Articles whose credit names another than was first"),
    comment="Stories that several articles tell, each with its first publisher",
)
