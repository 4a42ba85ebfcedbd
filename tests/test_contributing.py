"""The examples of CONTRIBUTING work step by step as written, in a copy of the checkout."""

import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from cleaners.outlets import Outlet, PageRule

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
OUTLET, CLEANER = re.findall(r"^## Add an? \w+\n(.*?)(?=^### )", GUIDE, re.DOTALL | re.MULTILINE)


def shown(part: str) -> dict[str, str]:
    """The fenced blocks of a part, by the paths that are named right before them."""
    return dict(re.findall(r"`([\w./-]+\.\w+)`[^`]*?:\n\n```\w*\n(.*?)^```$", part, re.DOTALL | re.MULTILINE))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("cleaners", "db", "flows", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tests" / "cleaners").mkdir(parents=True)
    return tmp_path


def python(checkout: Path, *args: str) -> str:
    """What Python prints in the copy, whose modules come before the installed ones."""
    done = subprocess.run([sys.executable, *args], cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_adding_an_outlet(checkout: Path) -> None:
    files = shown(OUTLET)
    assert {Path(name).suffix for name in files} == {".toml", ".html", ".ledger"}
    folder = checkout / "seeds" / "hariancontoh"
    folder.mkdir()
    for name in ("outlet.toml", "pasar-apung.html"):
        (folder / name).write_text(files[f"seeds/hariancontoh/{name}"], "utf-8")
    assert "hariancontoh/pasar-apung" in python(checkout, "-m", "flows.golden")
    assert (folder / "pasar-apung.ledger").read_text("utf-8") == files["pasar-apung.ledger"]
    assert sorted(path.name for path in folder.iterdir()) == [
        "outlet.toml",
        "pasar-apung.html",
        "pasar-apung.json",
        "pasar-apung.ledger",
    ]
    explained = python(checkout, "-m", "flows.cli", "explain", "seeds/hariancontoh/pasar-apung.html")
    assert "Made Suarsana" in explained
    assert "div.isi" in explained


def test_adding_a_cleaner(checkout: Path) -> None:
    files = shown(CLEANER)
    whole, registry = checkout / "cleaners" / "whole.py", checkout / "cleaners" / "registry.py"
    whole.write_text(whole.read_text("utf-8") + "\n\n" + files["cleaners/whole.py"], "utf-8")
    opening = "CLEANERS: dict[str, Cleaner] = {\n"
    named = files["cleaners/registry.py"]
    registry.write_text(registry.read_text("utf-8").replace(opening, opening + named), "utf-8")
    test = "tests/cleaners/test_correction.py"
    (checkout / test).write_text(files[test], "utf-8")
    assert "1 passed" in python(checkout, "-m", "pytest", "-q", test)


def test_every_key_of_an_outlet_is_explained() -> None:
    keys = {field.name for kind in (Outlet, PageRule) for field in fields(kind)} - {"id", "domains", "pages"}
    assert {key for key in keys if f"`{key}`" not in GUIDE and f"[{key}]" not in GUIDE} == set()
