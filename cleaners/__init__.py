"""Raw pages of Indonesian-language news to clean articles: pure functions, no network, no database."""

from typing import TYPE_CHECKING, Any

from cleaners.model import Article, Block, Cut, Document, Found, RawPage, Span
from cleaners.site import Site

if TYPE_CHECKING:
    from cleaners.article import Examined, examine, extract

__all__ = ["Article", "Block", "Cut", "Document", "Examined", "Found", "RawPage", "Site", "Span", "examine", "extract"]


def __getattr__(name: str) -> Any:
    """What reads pages, and the libraries it needs, only where it is asked for: a search needs none of them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from cleaners import article

    return getattr(article, name)
