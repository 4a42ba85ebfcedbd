"""Five real captures, which stay outside the repository: their story by line number, and what their lines state.

The numbers were read off the captures by eye. What stands before the first sentence of a story (its dateline) is given as
a count of characters, so that no sentence of theirs has to stand here.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cleaners import Article, extract

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "seeds"


@dataclass(frozen=True)
class Truth:
    story: tuple[int, ...]  # lines, from 1
    opening: int  # characters of the first of them that are the dateline
    title: int | None  # line
    outlet: str
    captions: tuple[int, ...] = ()
    deck: int | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    dateline: str | None = None
    wire_source: str | None = None


TRUTHS = {
    "000": Truth(
        (11, 13, 15, 20, 22, 24, 26, 28), 0, 1, "tempo", (9,), authors=("TEMPO",),
        published_at=datetime(2024, 2, 14, 10, 30, tzinfo=UTC), wire_source="Reuters",
    ),
    "001": Truth(tuple(range(5, 30, 2)), len("Beritagosip.com "), 1, "beritagosip", (3,)),
    "002": Truth(
        (8, 10, 12, 14, 18, 20, 22, 24, 26, 30, 32, 34), len("JAKARTA – "), 1, "okezone", (5,), authors=("Rahman Asmardika",),
        published_at=datetime(2025, 12, 3, 3, 43, tzinfo=UTC), dateline="JAKARTA",
    ),
    "003": Truth(
        (11, 13, 15, 22, 24, 26, 28), len("TEMPO.CO, Jakarta - "), 1, "tempo", (9, 20), authors=("Tempo.co",),
        published_at=datetime(2021, 12, 31, 2, 45, tzinfo=UTC), dateline="Jakarta", wire_source="Reuters",
    ),
    "004": Truth(tuple(range(2, 21)), len("EtIndonesia. "), None, "etindonesia", deck=1, wire_source="Theepochtimes.com"),
}  # fmt: skip

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the five real captures are not beside this checkout")


@pytest.fixture(params=TRUTHS)
def capture(request: pytest.FixtureRequest) -> tuple[Truth, list[str], Article]:
    (path,) = FOLDER.glob(f"{request.param}_*.txt")
    body = path.read_bytes()
    lines = [" ".join(line.split()) for line in body.decode("utf-8").split("\n")]
    return TRUTHS[request.param], lines, extract(body)


def test_text(capture: tuple[Truth, list[str], Article]) -> None:
    truth, lines, article = capture
    first, *others = (lines[n - 1] for n in truth.story)
    assert article.text.split("\n\n") == [first[truth.opening :].strip(), *others]
    assert article.refused is None


@pytest.mark.parametrize("field", ["title", "deck"])
def test_lines_above_the_story(field: str, capture: tuple[Truth, list[str], Article]) -> None:
    truth, lines, article = capture
    line = getattr(truth, field)
    assert getattr(article, field) == (lines[line - 1] if line else None)


def test_captions(capture: tuple[Truth, list[str], Article]) -> None:
    truth, lines, article = capture
    assert article.captions == tuple(lines[n - 1] for n in truth.captions)


@pytest.mark.parametrize("field", ["authors", "published_at", "outlet", "dateline", "wire_source"])
def test_facts(field: str, capture: tuple[Truth, list[str], Article]) -> None:
    truth, _, article = capture
    assert getattr(article, field) == getattr(truth, field)


def test_the_rest(capture: tuple[Truth, list[str], Article]) -> None:
    truth, _, article = capture
    assert article.published_zone == ("WIB" if truth.published_at else None)
    assert (article.editors, article.tags, article.section, article.modified_at, article.url) == (
        (),
        (),
        None,
        None,
        None,
    )
    assert (article.kind, article.language, article.extractor) == ("story", "id", "text")
