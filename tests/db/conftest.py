"""Pages and articles for the tests of the store. People, places and papers are invented."""

from collections.abc import Callable
from typing import Any

import pytest

import db
from cleaners.model import Article, RawPage

MakeResult = Callable[..., db.Result]


@pytest.fixture(scope="session")
def result() -> MakeResult:
    """Makes a result; `page` holds other fields of the page, what else is named are fields of the article."""

    def make(locator: str = "/arsip/1.html", text: str = "Pasar Sukarimba buka.", **fields: Any) -> db.Result:
        page = {"body": f"<p>{text}</p>".encode(errors="replace"), **fields.pop("page", {})}
        read = {} if fields.get("refused") else {"text": text, "language": "id", "extractor": "trafilatura"}
        return db.Result(RawPage(locator, **page), Article(**{"ruleset": "1", **read, **fields}))

    return make
