"""The sample pages: each field of each article is its golden, and so is every passage of each ledger."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cleaners import Examined
from cleaners.ledger import ledger
from cleaners.outlets import SEEDS
from flows.golden import FIELDS, as_json, read, samples

PAGES = list(samples())


def name(page: Path) -> str:
    return page.relative_to(SEEDS).with_suffix("").as_posix()


@cache
def examined(page: Path) -> Examined:
    return read(page)


def golden(page: Path, suffix: str) -> str:
    path = page.with_suffix(suffix)
    if not path.exists():
        pytest.fail(f"{path.relative_to(SEEDS.parent)} is missing: run `make golden` and read what it writes")
    return path.read_text("utf-8")


@pytest.mark.parametrize("field", [*FIELDS, "text"])
@pytest.mark.parametrize("page", PAGES, ids=name)
def test_article(page: Path, field: str) -> None:
    expected: dict[str, Any] = json.loads(golden(page, ".json"))
    assert as_json(examined(page).article)[field] == expected[field]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_ledger(page: Path) -> None:
    assert ledger(examined(page).document).splitlines() == golden(page, ".ledger").splitlines()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_golden_has_every_field_and_no_other(page: Path) -> None:
    assert set(json.loads(golden(page, ".json"))) == {*FIELDS, "text"}


def test_every_outlet_with_page_rules_has_a_sample_page() -> None:
    assert PAGES
    for outlet in SEEDS.glob("*/outlet.toml"):
        if "[[page]]" in outlet.read_text("utf-8"):
            assert any(page.parent == outlet.parent for page in PAGES), outlet.parent.name


def test_no_golden_stands_alone() -> None:
    alone = [
        path
        for suffix in ("json", "ledger")
        for path in SEEDS.glob(f"*/*.{suffix}")
        if not any(p.with_suffix(path.suffix) == path for p in PAGES)
    ]
    assert alone == []
