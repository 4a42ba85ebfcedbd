"""What was learned: the parts add up. And who is told how far it is."""

from dataclasses import dataclass, field
from typing import Protocol

from db import FoundFurniture, FoundRule
from db.copies import Copies


@dataclass(slots=True)
class Lesson:
    """What was learned from so many new or changed articles, and what copies the corpus has."""

    articles: int = 0
    furniture: list[FoundFurniture] = field(default_factory=list)
    rules: list[FoundRule] = field(default_factory=list)
    copies: Copies | None = None
    seconds: float = 0.0
    shown_at: str | None = None

    def __add__(self, other: "Lesson") -> "Lesson":
        return Lesson(
            self.articles + other.articles,
            self.furniture + other.furniture,
            self.rules + other.rules,
            self.copies or other.copies,
            self.seconds + other.seconds,
            self.shown_at or other.shown_at,
        )


class Progress(Protocol):
    """Told of work as it goes on."""

    def begin(self, what: str, total: int | None) -> None:
        """So much is to be done; None where that is not known."""

    def advance(self, number: int) -> None:
        """So much more of it was done."""
