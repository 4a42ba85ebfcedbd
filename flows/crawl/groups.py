"""Groups of outlets that are crawled together on a schedule."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cleaners.outlets import Register

GENERAL = "general"  # whatever stands in no other group


@cache
def _named() -> Mapping[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("groups.toml").read_text("utf-8"))


def groups(known: Register) -> dict[str, list[str]]:
    """The outlets of each group that has any, by the group's name."""
    group_of = {outlet: group for group, outlets in _named().items() for outlet in outlets}
    found: dict[str, list[str]] = {}
    for outlet in sorted(known.outlets):
        found.setdefault(group_of.get(outlet, GENERAL), []).append(outlet)
    return dict(sorted(found.items()))
