"""What no database takes: NUL characters, lone surrogates, and in JSON also NaN and infinities."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without NUL and lone surrogates."""
    return _UNSTORABLE.sub("", text)


def plain(value: Any) -> Any:
    """The value as JSON that both engines take; what JSON has no type for becomes its text."""
    match value:
        case None | bool() | int():
            return value
        case float():
            return value if math.isfinite(value) else None
        case str():
            return clean(value)
        case Mapping():
            return {clean(str(key)): plain(item) for key, item in value.items()}
        case bytes():
            return clean(value.decode(errors="replace"))
        case Iterable():
            return [plain(item) for item in value]
        case _:
            return clean(str(value))


def to_json(value: Any) -> str:
    """The value as JSON text with its letters as they are, so that they can be searched and read in the database."""
    return json.dumps(value, ensure_ascii=False)
