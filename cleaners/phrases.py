"""The phrases that outlets print around a story, loaded from `phrases.toml`: data, so that a new one needs no code."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

LONGEST = 400  # characters: a longer line is a paragraph, whatever it opens with


@cache
def _families() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("cleaners").joinpath("phrases.toml").read_text("utf-8"))


def _any(patterns: list[str]) -> str:
    return "|".join(f"(?:{p})" for p in patterns)


def _labels() -> dict[str, str]:
    """The pattern of each family whose phrases label a line."""
    out = {}
    for name, family in _families().items():
        whole, start = family.get("whole", []), family.get("start", [])
        out[name] = "|".join(([rf"(?:{_any(whole)})\Z"] if whole else []) + ([_any(start)] if start else []))
    return out


@cache
def _any_label() -> re.Pattern[str]:
    """All of them, each as a group of its name: the first that matches counts."""
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _labels().items()))


@cache
def _invitation() -> tuple[re.Pattern[str], re.Pattern[str]]:
    follow = _families()["follow"]
    return re.compile(_any(follow["opens"])), re.compile(_any(follow["channels"]))


@cache
def inline(name: str) -> re.Pattern[str]:
    """The passages of a family that may stand within a line, matched with case."""
    return re.compile(_any(_families()[name]["inline"]))


def label(folded: str) -> str | None:
    """The family that a line belongs to, if any. `folded` is in lower case with white space folded."""
    return _label(folded) if len(folded) <= LONGEST else None


@lru_cache(maxsize=4_096)  # several readers ask about each line of a page, and a site's pages share many
def _label(folded: str) -> str | None:
    if found := _any_label().match(folded):
        return found.lastgroup
    opens, channels = _invitation()
    return "follow" if opens.match(folded) and channels.search(folded) else None
