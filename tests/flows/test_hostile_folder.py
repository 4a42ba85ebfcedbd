"""A folder of hostile files: what can be read is stored, the rest is told with its reason, and the run ends."""

from pathlib import Path

import pytest
from command import Rows, Run, figures, html

from tests.cleaners.hostile import PAGES
from tests.cleaners.hostile_page import STORY

HOSTILE = (
    "1,000 levels of div", "5,000 levels of font", "a story under 255 levels of span",
    "a opened 200 times before the story", "h1 opened 20,000 times after the story", "200,000 attributes",
    "200,000 attributes of a tag that is never closed", "300,000 links",
    "5 MB of paragraphs", "500,000 breaks", "more than 5 MB", "a class of 500,000 names",
    "JSON-LD objects 100,000 deep", "entities declared in one another", "500,000 references to half characters",
    "a comment that never ends", "a page of frames only", "utf-32", "a PDF", "a PNG", "nothing but NUL",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of the hostile pages, named by their numbers, among two good ones."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a-good-one.html").write_text(html(1))
    (folder / "the-other.html").write_text(html(2))
    for number, name in enumerate(HOSTILE):
        made = PAGES[name].make()
        (folder / f"hostile-{number}.html").write_bytes(made if isinstance(made, bytes) else made.encode())
    return folder


def test_hostile_files_are_stored_or_quarantined_and_good_ones_go_in(
    folder: Path, process: Run, empty_url: str, rows: Rows
) -> None:
    result = process("run", folder, "--db", empty_url)  # which fails where it takes more than 90 s
    assert result.returncode == 1

    pages = {str(folder / f"hostile-{number}.html"): PAGES[name] for number, name in enumerate(HOSTILE)}
    refused = {locator: page.refused for locator, page in pages.items() if page.refused}
    texts = dict(rows(empty_url, "SELECT pages.locator, text FROM articles JOIN pages ON pages.id = articles.page_id"))
    good = {str(folder / "a-good-one.html"), str(folder / "the-other.html")}
    assert good <= texts.keys()
    assert texts.keys() - good == pages.keys() - refused.keys()
    assert all(paragraph in texts[locator] for locator in texts.keys() - good for paragraph in STORY)

    assert dict(rows(empty_url, "SELECT locator, reason FROM quarantine")) == refused
    assert rows(empty_url, "SELECT DISTINCT stage FROM quarantine") == [("extract",)]
    told = dict(line.split(": ", 1) for line in result.stderr.splitlines())
    assert told.keys() == refused.keys()
    assert all(told[locator].startswith(reason) for locator, reason in refused.items())
    assert figures(result.stdout)["articles stored"] == str(len(texts))
