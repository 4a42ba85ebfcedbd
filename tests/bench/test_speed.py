"""What the measuring of speed rests on: pages as they should be, and pictures and tables that say what was measured."""

import random
from pathlib import Path

import pytest

from cleaners import extract
from tests.bench.document import Bound, bounds_table, fill
from tests.bench.flame import drawn, shown, tree
from tests.bench.pages import SIZES, pages, write


def test_pages_are_distinct_stories_read_by_rules() -> None:
    made = [html for _, _, html in pages(50, random.Random(3))]
    read = [extract(html.encode(), None, "text/html") for html in made]
    assert {article.extractor for article in read} == {"rules"}
    assert len({article.url for article in read}) == len({article.text for article in read}) == 50
    assert all(SIZES[0] * 0.9 < len(html) < SIZES[1] * 1.1 for html in made)


def test_the_same_pages_are_of_sites_of_which_nothing_is_known(tmp_path: Path) -> None:
    size = write(tmp_path, 8)
    folders = {name: sorted((tmp_path / name).iterdir()) for name in ("known", "some", "taught", "unknown")}
    assert [len(found) for found in folders.values()] == [8, 2, 4, 4]
    assert size == sum(page.stat().st_size for page in folders["known"])
    for page in (*folders["taught"], *folders["unknown"]):
        assert extract(page.read_bytes(), None, "text/html").extractor != "rules"


def test_a_bound_says_whether_it_holds() -> None:
    rows = bounds_table([Bound("speed", 9.95, least=10), Bound("memory", 400, most=400)]).splitlines()
    assert rows[2:] == ["| speed | at least 10 | 9.95 | **no** |", "| memory | at most 400 | 400 | yes |"]


def test_a_document_is_filled_between_its_marks(tmp_path: Path) -> None:
    document = tmp_path / "speed.md"
    document.write_text("Before\n<!-- runs -->\nold\n<!-- end of runs -->\n<!-- scale -->\n<!-- end of scale -->\n")
    fill(document, "runs", r"new \1")
    assert document.read_text() == (
        "Before\n<!-- runs -->\nnew \\1\n\n<!-- end of runs -->\n<!-- scale -->\n<!-- end of scale -->\n"
    )


WORKER = 'process 7:"python";_serve (flows/pool.py:154);clean_batch (flows/work.py:94);'


@pytest.mark.parametrize(
    ("stack", "steps"),
    [
        (
            WORKER + "<listcomp> (flows/work.py:98);parse (cleaners/page.py:9);<listcomp> (lxml/html/__init__.py:8)",
            ["clean_batch (flows/work.py)", "parse (cleaners/page.py)", "lxml"],
        ),
        (
            WORKER + "__get__ (functools.py:981);survey (cleaners/anatomy.py:40)",
            ["clean_batch (flows/work.py)", "survey (cleaners/anatomy.py)"],
        ),
        (WORKER + "_find_and_load (<frozen importlib._bootstrap>:1165)", ["starting: imports"]),
        ('process 6:"kliping";do (flows/pool.py:100);recv (multiprocessing/connection.py:246)', []),
    ],
)
def test_a_stack_is_shown_by_its_functions_of_kliping(stack: str, steps: list[str]) -> None:
    assert [name for name, _ in shown(stack)] == steps


def test_a_picture_shows_what_takes_time() -> None:
    picture = drawn(tree([f"{WORKER}read (cleaners/page.py:1) 999", f"{WORKER}rare (cleaners/page.py:1) 1"]))
    assert "read (cleaners/page.py): 99.9%" in picture
    assert "rare" not in picture
