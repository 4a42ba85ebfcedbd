"""The least that the cleaners may score on the measuring sets beside this checkout, which stay outside it.

python -m tests.cleaners.floors            # raise every floor to what is reached now
python -m tests.cleaners.floors --force    # lower them as well: say why in the commit
"""

import importlib.util
import math
import sys
import tomllib
from functools import partial
from pathlib import Path
from typing import Any

from cleaners import extract

EVAL = Path(__file__).resolve().parents[3] / "shared" / "eval"
FLOORS = Path(__file__).with_name("floors.toml")
RUNS = {"captures_dev": ("captures_dev", True), "id_dev": ("id_dev", True), "id_dev without rules": ("id_dev", False)}
LESS_IS_BETTER = ("leak", "loss", "errors")


def measure(run: str) -> dict[str, float]:
    """The figures of one run over a measuring set, by name, as its own scorer gives them."""
    spec = importlib.util.spec_from_file_location("score", EVAL / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    name, rules = RUNS[run]
    score.EXTRACT = partial(extract, rules=rules)
    figures: dict[str, float] = score.report(run, [score.judge(row) for row in score.load(EVAL / name)], 0)
    return {key: value for key, value in figures.items() if key != "n"}


def floors() -> dict[str, dict[str, float]]:
    return tomllib.loads(FLOORS.read_text("utf-8"))


def holds(figure: str, value: float, floor: float) -> bool:
    """Whether a value is no worse than its floor, which is a ceiling for leaks, losses and errors."""
    return value <= floor if figure in LESS_IS_BETTER else value >= floor


def _rounded(figure: str, value: float) -> float:
    """To three places, on the side of mercy."""
    return (math.ceil if figure in LESS_IS_BETTER else math.floor)(value * 1000) / 1000


def main(force: bool) -> int:
    known, lowered, text = floors() if FLOORS.exists() else {}, [], "# Written by tests/cleaners/floors.py.\n"
    for run in RUNS:
        text += f'\n["{run}"]\n'
        for figure, value in measure(run).items():
            floor, reached = known.get(run, {}).get(figure), _rounded(figure, value)
            if floor is not None and not holds(figure, reached, floor):
                lowered.append(f"{run}: {figure} is {reached}, its floor {floor}")
                reached = reached if force else floor
            text += f"{figure} = {reached}\n"
    FLOORS.write_text(text, "utf-8")
    print(*lowered, sep="\n")
    return 1 if lowered and not force else 0


if __name__ == "__main__":
    sys.exit(main("--force" in sys.argv[1:]))
