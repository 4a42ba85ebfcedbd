"""The least that the cleaners may score on the sample pages, and on the measuring sets beside this checkout.

The measuring sets stay outside it; where they are absent their floors stay as they are.

python -m tests.cleaners.floors            # raise every floor to what is reached now
python -m tests.cleaners.floors --force    # lower them as well: say why in the commit
"""

import importlib.util
import json
import math
import sys
import tomllib
from functools import partial
from pathlib import Path
from statistics import mean
from typing import Any

from cleaners import extract
from flows.golden import CONTENT_TYPES, FIELDS, as_json, samples
from tests.bench.metric import f1, overlap

EVAL = Path(__file__).resolve().parents[3] / "shared" / "eval"
FLOORS = Path(__file__).with_name("floors.toml")
SAMPLES = {"samples": True, "samples without rules": False}
SETS = {"captures_dev": ("captures_dev", True), "id_dev": ("id_dev", True), "id_dev without rules": ("id_dev", False)}
RUNS = (*SAMPLES, *SETS)
LESS_IS_BETTER = ("leak", "loss", "errors")


def measure(run: str) -> dict[str, float]:
    """The figures of one run, by name."""
    return _on_samples(SAMPLES[run]) if run in SAMPLES else _on_set(run, *SETS[run])


def _on_samples(rules: bool) -> dict[str, float]:
    """Precision, recall and F1 of the texts, and the share of the sample pages on which a field is as in its golden."""
    texts: list[tuple[float, float]] = []
    right: dict[str, list[bool]] = {field: [] for field in FIELDS}
    for page in samples():
        gold = json.loads(page.with_suffix(".json").read_text("utf-8"))
        article = extract(page.read_bytes(), None, CONTENT_TYPES[page.suffix], rules=rules)
        texts.append(overlap("\n\n".join(gold["text"]), article.text))
        for field, values in right.items():
            values.append(as_json(article)[field] == gold[field])
    precision, recall = (mean(text[i] for text in texts) for i in (0, 1))
    return {"P": precision, "R": recall, "F1": f1(precision, recall)} | {k: mean(v) for k, v in right.items()}


def _on_set(run: str, name: str, rules: bool) -> dict[str, float]:
    """The figures of a measuring set as its own scorer gives them."""
    spec = importlib.util.spec_from_file_location("score", EVAL / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
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
        here = run in SAMPLES or EVAL.is_dir()
        for figure, value in measure(run).items() if here else known.get(run, {}).items():
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
