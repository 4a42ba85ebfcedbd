"""An invented site that comes in two batches, and the figures of what was cut of it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import Engine, text

from flows import work
from flows.memory import learning
from flows.memory.cleaning import prepare
from flows.memory.lesson import Lesson
from flows.memory.report import Progress
from flows.outcome import Outcome
from flows.report import Live
from tests.learning.invented import Piece, jsonl


class Corpus:
    """A database that articles come into, and that learns from them."""

    def __init__(self, url: str, engine: Engine, folder: Path) -> None:
        self.url, self.engine, self.folder = url, engine, folder

    def add(self, some: Sequence[Piece], name: str = "batch") -> Outcome:
        file = self.folder / f"{name}.jsonl"
        file.write_text(jsonl(some))
        return self.run(file)

    def run(self, path: Path) -> Outcome:
        return _done(work.prepare([str(path)], self.url))

    def clean(self, *, stale: bool = True) -> Outcome:
        return _done(prepare(self.url, stale=stale))

    def learn(self) -> Lesson:
        return learning.learn(self.url, Progress())

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(sql))]

    def texts(self) -> dict[str, list[str]]:
        """The paragraphs of each article, by its address."""
        return {str(url): str(said).split("\n\n") for url, said in self.ask("SELECT url, text FROM articles")}


def _done(job: work.Job) -> Outcome:
    with Live(0) as live:
        work.run(job, 1, live)
    return live.total


class Figures(NamedTuple):
    """Shares: of furniture that was cut, of the words of stories that were lost, of backgrounds that were kept."""

    cut: float
    lost: float
    kept: float


@pytest.fixture
def corpus(url: str, engine: Engine, tmp_path: Path) -> Corpus:
    return Corpus(url, engine, tmp_path)


@pytest.fixture
def weigh(corpus: Corpus) -> Callable[[Sequence[Piece]], Figures]:
    """Measures what became of some articles."""

    def figures(some: Sequence[Piece]) -> Figures:
        texts = corpus.texts()
        furniture = [(text, piece) for piece in some for i, text in enumerate(piece.paragraphs) if i in piece.furniture]
        story = [(text, piece) for piece in some for text in piece.story]
        backgrounds = [(piece.paragraphs[i], piece) for piece in some for i in piece.backgrounds]
        words = sum(len(text.split()) for text, _ in story)
        lost = sum(len(text.split()) for text, piece in story if text not in texts[piece.url])
        cut = sum(text not in texts[piece.url] for text, piece in furniture) / len(furniture)
        kept = sum(text in texts[piece.url] for text, piece in backgrounds) / len(backgrounds)
        return Figures(cut, lost / words, kept)

    return figures
