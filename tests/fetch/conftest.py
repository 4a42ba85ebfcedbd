"""Sites on loopback, and fetchers that wait for little."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from flows.fetch import Fetched, Fetcher, FetchError, Limits, OwnHosts
from tests.site.server import Start, sites

Fetch = Callable[..., Fetched]
Refusal = Callable[..., FetchError]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts web sites on loopback."""
    with sites() as start:
        yield start


@pytest.fixture
def fetch(monkeypatch: pytest.MonkeyPatch) -> Fetch:
    """Fetches an address without a gap. `limits` are those that differ, `fetcher` what else a Fetcher is made with."""
    monkeypatch.delenv("KLIPING_USER_AGENT", raising=False)

    def fetch(url: str, *args: Any, limits: dict[str, Any] | None = None, **kwargs: Any) -> Fetched:
        bounds = Limits(**{"idle": 1.0, "total": 3.0, "back_off": 0.01, **(limits or {})})
        made = Fetcher(OwnHosts(bounds), bounds, **{"allow_private": True, **kwargs.pop("fetcher", {})})
        return asyncio.run(made.fetch(url, *args, **{"gap": 0.0, **kwargs}))

    return fetch


@pytest.fixture
def refusal(fetch: Fetch) -> Refusal:
    """Fetches an address that gives nothing, and returns the error."""

    def refusal(*args: Any, **kwargs: Any) -> FetchError:
        with pytest.raises(FetchError) as caught:
            fetch(*args, **kwargs)
        return caught.value

    return refusal
