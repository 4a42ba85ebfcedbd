"""The figures on the sample pages, and on real pages and captures where those are, may rise and never fall."""

from functools import cache
from pathlib import Path

import pytest

from tests.cleaners.floors import EVAL, FLOORS, RUNS, SAMPLES, SETS, floors, holds, main, measure

measured = cache(measure)
beside = pytest.mark.skipif(not EVAL.is_dir(), reason="the measuring sets are not beside this checkout")


@pytest.mark.parametrize(
    ("run", "figure"),
    [
        pytest.param(run, figure, marks=beside if run in SETS else ())
        for run, known in floors().items()
        for figure in known
    ],
)
def test_floor(run: str, figure: str) -> None:
    value, floor = measured(run)[figure], floors()[run][figure]
    assert holds(figure, value, floor), f"{figure} of {run} is {value:.4f}, its floor {floor}"


def test_every_run_has_floors() -> None:
    assert list(floors()) == list(RUNS)


@pytest.mark.parametrize("force", [False, True])
def test_a_floor_is_lowered_by_force_only(force: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    text = FLOORS.read_text("utf-8")
    written: list[str] = []
    worse = {run: {"F1": 0.5, "leak": 0.5} for run in RUNS}
    monkeypatch.setattr("tests.cleaners.floors.measure", worse.__getitem__)
    monkeypatch.setattr("tests.cleaners.floors.floors", lambda: {run: {"F1": 0.9, "leak": 0.1} for run in RUNS})
    monkeypatch.setattr(type(FLOORS), "write_text", lambda _, text, encoding: written.append(text))
    assert main(force) == (0 if force else 1)
    assert ("F1 = 0.5\nleak = 0.5" if force else "F1 = 0.9\nleak = 0.1") in written[0]
    assert FLOORS.read_text("utf-8") == text


def test_floors_of_absent_sets_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    better = tmp_path / "floors.toml"
    monkeypatch.setattr("tests.cleaners.floors.EVAL", tmp_path / "absent")
    monkeypatch.setattr("tests.cleaners.floors.FLOORS", better)
    monkeypatch.setattr("tests.cleaners.floors.measure", {run: {"F1": 0.95} for run in SAMPLES}.__getitem__)
    better.write_text("".join(f'["{run}"]\nF1 = 0.9\n' for run in RUNS), "utf-8")
    assert main(force=False) == 0
    assert {run: known["F1"] for run, known in floors().items()} == {
        run: 0.95 if run in SAMPLES else 0.9 for run in RUNS
    }


def test_a_floor_is_raised() -> None:
    assert holds("F1", 0.91, 0.9)
    assert not holds("F1", 0.89, 0.9)
    assert holds("leak", 0.09, 0.1)
    assert not holds("leak", 0.11, 0.1)
