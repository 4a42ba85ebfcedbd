"""Figures by day as a few bars, in letters."""

from collections.abc import Mapping, Sequence
from datetime import date

_BARS = "▁▂▃▄▅▆▇█"


def spread(days: Mapping[date, int], first: date, last: date, most: int) -> list[int]:
    """Figures by day, added up in at most so many stretches of equal length from the first day to the last."""
    length = (last - first).days + 1
    bars = [0] * min(most, length)
    for day, figure in days.items():
        bars[(day - first).days * len(bars) // length] += figure
    return bars


def sparkline(figures: Sequence[int]) -> str:
    """A letter for each figure; a blank for nothing at all."""
    top = max(figures, default=0)
    return "".join(_BARS[(figure * len(_BARS) - 1) // top] if figure else " " for figure in figures)
