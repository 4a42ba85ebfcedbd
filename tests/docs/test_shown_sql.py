"""The SQL that README and docs show runs on SQLite and on Postgres, and the outlets that they show can be read."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

import db
from cleaners import extract
from cleaners.outlets import read_outlet
from flows import work
from flows.memory.learning import learn
from flows.memory.report import Progress
from flows.report import Live
from tests.docs.pages import PAGES, ROOT, fenced
from tests.flows.command import MakeDatabase

SHOWN = [
    page for page in PAGES if fenced(page, "sql") and page.stem != "queries"
]  # those have tests/flows/test_queries.py


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def corpus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    make: MakeDatabase = request.getfixturevalue("new_sqlite" if request.param == "sqlite" else "new_postgres")
    url = make(None)
    copy = tmp_path_factory.mktemp("copy") / "copy.jsonl"
    story = extract((ROOT / "seeds/detik/kartu-angkot.html").read_bytes()).text
    copy.write_text(json.dumps({"url": "https://salinan.example/1", "text": story}))
    job = work.prepare([str(ROOT / "seeds"), str(copy)], url)
    with Live(job.pages) as live:
        work.run(job, 1, live)
    with Progress() as progress:
        learn(url, progress)
    with db.opened(url) as engine:
        yield engine


@pytest.mark.parametrize("page", SHOWN, ids=lambda path: path.stem)
def test_what_is_asked_has_an_answer(page: Path, corpus: Engine) -> None:
    """Nothing stays of what is changed."""
    with corpus.connect() as connection:
        for block in fenced(page, "sql"):
            for statement in re.split(r";\s*$", block, flags=re.MULTILINE)[:-1]:
                if statement.strip() not in ("BEGIN", "COMMIT"):
                    result = connection.execute(text(statement))
                    assert not result.returns_rows or result.all(), statement
        connection.rollback()


@pytest.mark.parametrize("page", [page for page in PAGES if fenced(page, "toml")], ids=lambda path: path.stem)
def test_outlets_can_be_read(page: Path, tmp_path: Path) -> None:
    for block in fenced(page, "toml"):
        (tmp_path / "outlet.toml").write_text(block, "utf-8")
        assert read_outlet(tmp_path / "outlet.toml").name
