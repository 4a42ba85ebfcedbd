"""The site that `make docs` makes, and the pages of it that are made of the code."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Engine, inspect

from cleaners.chain import CHAIN
from db.models import Base
from db.views import VIEWS
from docs import reference
from tests.docs.pages import PAGES, ROOT

DOCUMENTS = [*PAGES, *(ROOT / name for name in ("CONTRIBUTING.md", "CHANGELOG.md", "seeds/README.md"))]
LOADS = {"script": "src", "img": "src", "iframe": "src", "link": "href", "source": "srcset"}


class Loaded(HTMLParser):
    """What a browser loads for a page."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if address := dict(attrs).get(LOADS.get(tag, "")):
            self.addresses.append(address)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-W",
        "--keep-going",
        "-d",
        f"{folder}/trees",
        "docs",
        f"{folder}/html",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "html"


def test_the_site_has_all_pages_and_loads_nothing_from_elsewhere(site: Path) -> None:
    pages = {page.relative_to(site).with_suffix("") for page in site.glob("*.html")}
    assert {path.stem for path in (ROOT / "docs").glob("*.md")} <= {str(page) for page in pages}
    for page in site.rglob("*.html"):
        for address in Loaded(page).addresses:
            assert not urlsplit(address).netloc, f"{page.name} loads {address}"
            assert (page.parent / urlsplit(address).path).exists(), f"{page.name} lacks {address}"
    styles = "".join(path.read_text("utf-8") for path in site.rglob("*.css"))
    assert re.findall(r"url\(\s*['\"]?https?:[^)]*\)|@import[^;]*https?:[^;]*;", styles) == []


def test_the_index_leads_to_every_page(site: Path) -> None:
    index = (site / "index.html").read_text("utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert page.stem == "index" or f'href="{page.stem}.html"' in index


@pytest.mark.parametrize("name", ["tables.md", "queries.md", "cleaners.md"])
def test_what_is_made_of_the_code_is_as_the_code_is(name: str) -> None:
    said = (ROOT / "docs" / name).read_text("utf-8")
    assert said == reference.pages()[name], f"make docs writes docs/{name} anew"


def test_tables_and_columns_have_a_sentence_each() -> None:
    for table in (*Base.metadata.tables.values(), *VIEWS.tables.values()):
        assert table.comment, table.name
        assert [column.name for column in table.columns if not column.comment] == []
        assert f"### {table.name}\n" in reference.tables()


def test_the_chain_is_told_whole() -> None:
    told = re.findall(r"^\| `([\w-]+)` \|", (ROOT / "docs" / "cuts.md").read_text("utf-8"), re.MULTILINE)
    assert told == [*CHAIN, "description", "text"]


def test_views_are_as_they_are_described(engine: Engine) -> None:
    inspector = inspect(engine)
    assert set(inspector.get_view_names()) == set(VIEWS.tables)
    for view in VIEWS.tables.values():
        there = {column["name"]: column["type"] for column in inspector.get_columns(view.name)}
        assert there.keys() == set(view.columns.keys()), view.name
        if engine.dialect.name == "postgresql":  # on SQLite a view says nothing of its types
            kinds = {name: reference.kind(type_) for name, type_ in there.items()}
            assert kinds == {column.name: reference.kind(column.type) for column in view.columns}, view.name


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda path: path.stem)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
