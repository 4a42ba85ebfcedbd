"""Every regular expression of the code, found by itself, so that none can be forgotten."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from types import ModuleType
from typing import Any

import cleaners
import db
import flows
from cleaners import dateline, outlets, phrases
from cleaners.drafting.facts import _spelt

# Functions that make patterns of data, each with what it makes: of the data that there is, or of invented.
MADE: Mapping[str, Any] = {
    "cleaners.dateline._patterns": lambda: [pattern for pattern, _ in dateline._patterns(outlets.all_aka())],
    "cleaners.drafting.facts._spelt": lambda: [_spelt(["kabarrekaan.example", "Kabar Rekaan", "Rekaan"])],
    "cleaners.outlets.naming": lambda: [outlets.register().naming],
    "cleaners.phrases._any_label": lambda: [re.compile(pattern) for pattern in phrases._labels().values()],
    "cleaners.phrases._invitation": phrases._invitation,
    "cleaners.phrases.inline": lambda: [phrases.inline(name) for name in ("advert", "placeholder")],
}


def modules() -> Iterator[ModuleType]:
    """All modules of the code."""
    for package in (cleaners, db, flows):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(module.name)


def patterns() -> dict[str, re.Pattern[str]]:
    """All patterns by their names: values of modules, those written where they are used, and those made of data.

    Those of bytes are given as patterns of the same characters.
    """
    found: dict[str, re.Pattern[str]] = {}
    for module in modules():
        for name, value in vars(module).items():
            _add(found, f"{module.__name__}.{name}", value)
        for function, pattern in _written(module):
            _add(found, f"{module.__name__}.{function}", pattern)
    for name, make in MADE.items():
        _add(found, name, make())
    return found


def unknown() -> list[str]:
    """The functions that make patterns of something, and are not in the table above."""
    return [
        name
        for module in modules()
        for function, pattern in _written(module)
        if pattern is None and (name := f"{module.__name__}.{function}") not in MADE
    ]


def _add(found: dict[str, re.Pattern[str]], name: str, value: object) -> None:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, bytes):
            value = re.compile(value.pattern.decode("latin-1"), value.flags & ~re.UNICODE)
        if value not in found.values():
            found[name if name not in found else f"{name} {value.pattern[:40]}"] = value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            _add(found, f"{name}.{key}", item)
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            _add(found, f"{name}.{number}", item)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            _add(found, f"{name}.{field.name}", getattr(value, field.name))


def _written(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any] | None]]:
    """The patterns that functions of a module make, with the function's name; None for one that is no literal."""
    tree = ast.parse(inspect.getsource(module) or "")
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for call in ast.walk(function):
                match call:
                    case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=verb), args=[first, *_]):
                        if verb != "escape":
                            yield function.name, re.compile(first.value) if isinstance(first, ast.Constant) else None
