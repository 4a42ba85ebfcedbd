"""Outlets whose sites are on loopback, and crawls that wait for little."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

import db
from flows.crawl import Order, crawl
from flows.fetch import Limits
from flows.outcome import Outcome
from flows.pool import pool
from flows.report import Live
from tests.site.server import Site, Start, sites

Crawl = Callable[..., Outcome]
Ask = Callable[[str], list[tuple[Any, ...]]]
Write = Callable[..., None]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts web sites on loopback."""
    with sites() as start:
        yield start


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "outlets"


@pytest.fixture
def outlet(folder: Path) -> Write:
    """Writes an outlet.toml: `outlet("kabar", site, feeds=["/rss"], single="?page=all")`."""

    def write(name: str, site: Site, rules: str = "", **keys: Any) -> None:
        for key in ("feeds", "sitemaps", "index"):
            if key in keys:
                keys[key] = [site.url(path) for path in keys[key]]
        domain = site.origin.removeprefix("http://").rpartition(":")[0]
        said = {"name": name.title(), "domain": domain, "delay": 0.01, **keys}
        (folder / name).mkdir(parents=True, exist_ok=True)
        lines = [f"{key} = {value!r}" for key, value in said.items()]
        (folder / name / "outlet.toml").write_text("\n".join([*lines, rules]))

    return write


@pytest.fixture(scope="session")
def executor() -> Iterator[Executor]:
    """One process for the cleaning of all crawls, as each takes a second to begin."""
    with pool(1) as executor:
        yield executor


@pytest.fixture
def crawl_once(folder: Path, executor: Executor, monkeypatch: pytest.MonkeyPatch) -> Crawl:
    """Crawls, in this process and with short limits. `limits` are those that differ, `executor` is where pages are
    cleaned, the rest is the order's."""
    monkeypatch.delenv("KLIPING_USER_AGENT", raising=False)

    def run(
        url: str, *names: str, limits: dict[str, Any] | None = None, executor: Executor = executor, **order: Any
    ) -> Outcome:
        bounds = Limits(
            **{"idle": 5.0, "total": 10.0, "back_off": 0.01, "retries": 1, "failures": 99, **(limits or {})}
        )
        asked = Order(names, **{"folder": str(folder), "allow_private": True, **order})
        with Live(0) as live:
            asyncio.run(crawl(asked, url, executor, live, limits=bounds))
        return live.total

    return run


@pytest.fixture
def ask(url: str) -> Iterator[Ask]:
    """Asks the database of a test in SQL."""
    engine = db.open_engine(url)

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(sql))]

    yield ask
    engine.dispose()
