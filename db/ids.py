"""Deterministic ids: the same input has the same id in every database, so no write needs to ask for one."""

from hashlib import blake2b


def hash63(*parts: str) -> int:
    """A non-negative 63-bit hash of the parts (fits BIGINT and SQLite's INTEGER)."""
    digest = blake2b("\0".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def page_id(locator: str, sha256: str) -> int:
    """Id of a capture: where it lies and what it holds."""
    return hash63(locator, sha256)


def article_id(key: str) -> int:
    """Id of an article by its key: its canonical URL, else the locator of its page."""
    return hash63(key)


def locator_hash(locator: str) -> int:
    """What a locator is looked up by, as a B-tree on long URLs is slow and, on Postgres, limited in length."""
    return hash63(locator)


def address_id(url: str) -> int:
    """Id of an address to fetch, with or without TLS."""
    return hash63(url.partition("://")[2])
