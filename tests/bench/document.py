"""Documents whose tables are written by the programs that measure."""

import os
import platform
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from cleaners.registry import RULESET
from tests.bench.table import markdown

ROOT = Path(__file__).parents[2]
PERFORMANCE = ROOT / "docs" / "performance.md"


def versions(packages: Sequence[str]) -> str:
    """What was measured, as a sentence: kliping, other packages, and Python."""
    own = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    others = ", ".join(f"{name} {version(name)}" for name in packages)
    return f"kliping {own} with ruleset {RULESET}, {others}, on CPython {platform.python_version()}."


def occasion(rounds: int) -> str:
    """How often it was measured, on what, and when."""
    machine = f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()})"
    return f"{rounds} rounds on {machine}, {datetime.now(UTC):%d %B %Y}."


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure that is to be at least or at most so much."""

    what: str
    measured: float
    least: float | None = None
    most: float | None = None

    @property
    def holds(self) -> bool:
        return (self.least is None or self.measured >= self.least) and (self.most is None or self.measured <= self.most)

    def row(self) -> list[str]:
        asked = f"at least {self.least:g}" if self.most is None else f"at most {self.most:g}"
        return [self.what, asked, f"{self.measured:.3g}", "yes" if self.holds else "**no**"]


def bounds_table(bounds: Sequence[Bound]) -> str:
    """What is asked, what was measured, and whether it holds."""
    return markdown(["", "asked", "measured", "holds"], [bound.row() for bound in bounds])


def fill(document: Path, name: str, text: str) -> None:
    """Put a text between the marks `<!-- NAME -->` and `<!-- end of NAME -->` of a document."""
    place = re.compile(rf"(?<=<!-- {name} -->\n).*(?=<!-- end of {name} -->)", re.DOTALL)
    document.write_text(place.sub(lambda _: f"{text}\n\n", document.read_text("utf-8")), "utf-8")
