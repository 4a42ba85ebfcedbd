"""Raw pages of Indonesian-language news to clean articles: pure functions, no network, no database."""

from cleaners.article import Examined, examine, extract
from cleaners.model import Article, Block, Cut, Document, Found, RawPage, Span

__all__ = ["Article", "Block", "Cut", "Document", "Examined", "Found", "RawPage", "Span", "examine", "extract"]
