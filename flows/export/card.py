"""The data card of an export: what a reader has to know of it, as Markdown that hubs of data sets read, too."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from cleaners.outlets import Outlet, outlets
from db import Selection
from db.models import StoredArticle
from flows.explain.account import reason
from flows.export.notices import notices
from flows.text import count, plain

_SIZES = {1_000: "n<1K", 10_000: "1K<n<10K", 100_000: "10K<n<100K", 1_000_000: "100K<n<1M", 10_000_000: "1M<n<10M"}
_LARGEST = "10M<n<100M"
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|!~&])")


@dataclass(slots=True)
class _Seen:
    """What was seen of an outlet."""

    articles: int = 0
    words: int = 0
    dated: int = 0
    first: date | None = None
    last: date | None = None
    notices: Counter[str] = field(default_factory=Counter)


class Card:
    """Counts articles as they are written, and then says what they are."""

    def __init__(self) -> None:
        self._outlets: dict[str | None, _Seen] = {}
        self._languages: Counter[str] = Counter()
        self._rulesets: Counter[str] = Counter()
        self._cuts: Counter[str] = Counter()
        self._cut_characters: Counter[str] = Counter()
        self._kept_characters = 0

    def seeing(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """The rows as they are, each counted on its way."""
        for row in rows:
            self._see(row)
            yield row

    def render(self, data: Path, card: Path, only: Selection) -> str:
        """The card of a file of data, to lie at the path `card`."""
        name = os.path.relpath(data, card.parent)
        sections = [
            self._front_matter(name),
            self._about(name, only),
            self._of_outlets(),
            self._of_languages(),
            self._of_cuts(),
            _of_columns(),
        ]
        return "\n\n".join(sections) + "\n"

    @property
    def _articles(self) -> int:
        return sum(seen.articles for seen in self._outlets.values())

    def _see(self, row: Mapping[str, Any]) -> None:
        seen = self._outlets.setdefault(row["outlet"], _Seen())
        seen.articles += 1
        seen.words += row["word_count"]
        if at := row["published_at"]:
            day = at.date()
            seen.dated += 1
            seen.first, seen.last = min(seen.first or day, day), max(seen.last or day, day)
        seen.notices.update(set(notices(row["cuts"])))
        self._languages[row["language"]] += 1
        self._rulesets[row["ruleset"]] += 1
        self._kept_characters += len(row["text"])
        for cut in row["cuts"]:
            self._cuts[cut["cleaner"]] += 1
            self._cut_characters[cut["cleaner"]] += len(cut["text"])

    def _front_matter(self, name: str) -> str:
        """What hubs of data sets read: https://huggingface.co/docs/hub/datasets-cards."""
        size = next((size for most, size in _SIZES.items() if self._articles < most), _LARGEST)
        languages = [f"- {language}" for language in sorted(self._languages) if language != "und"]
        lines = ["pretty_name: News articles", "license: other", f"size_categories:\n- {size}"]
        lines += ["\n".join(["language:", *languages])] if languages else []
        lines += ["configs:\n- config_name: default\n  data_files: " + _quoted(name)]
        return "\n".join(["---", *lines, "---"])

    def _about(self, name: str, only: Selection) -> str:
        chosen = ", ".join(described(only))
        rulesets = ", ".join(f"`{_text(ruleset)}`" for ruleset, _ in self._rulesets.most_common())
        words = sum(seen.words for seen in self._outlets.values())
        return (
            f"# News articles\n\n{count(self._articles, 'article')} {chosen and f'({chosen}) '}with "
            f"{count(words, 'word')}, in `{_text(name)}`, made of raw pages by kliping {version('kliping')}, "
            f"ruleset {rulesets}. What was left out of a page stands beside its article, in `cuts`, each passage with "
            "the reason. Times are in UTC."
        )

    def _of_outlets(self) -> str:
        known = outlets()
        rows = [
            [_name(outlet, known), f"{seen.articles:,}", f"{seen.words:,}", *_span(seen), _licence(outlet, seen, known)]
            for outlet, seen in sorted(self._outlets.items(), key=lambda item: (-item[1].articles, item[0] or ""))
        ]
        head = ["outlet", "articles", "words", "first day", "last day", "undated", "licence"]
        note = (
            "The texts are their publishers'. Where a page prints a notice of its rights, the most frequent one of the "
            "outlet is quoted. No licence is given with this file: ask the publisher before you pass its texts on."
        )
        return f"## Outlets and licences\n\n{note}\n\n{_table(head, rows, numbers=(1, 2, 5))}"

    def _of_languages(self) -> str:
        rows = [[_text(name), f"{articles:,}"] for name, articles in self._languages.most_common()]
        return f"## Languages\n\n{_table(['language', 'articles'], rows, numbers=(1,))}"

    def _of_cuts(self) -> str:
        cut = self._cut_characters.total()
        share = cut / ((cut + self._kept_characters) or 1)
        rows = [
            [_text(cleaner), f"{self._cuts[cleaner]:,}", f"{characters:,}", _text(reason(cleaner))]
            for cleaner, characters in self._cut_characters.most_common()
        ]
        table = _table(["cleaner", "cuts", "characters", "what it cuts"], rows, numbers=(1, 2))
        return f"## What was cut\n\n{share:.1%} of the characters that were read.\n\n{table}"


def described(only: Selection) -> list[str]:
    """What is selected, in words that follow "articles"."""
    said = {
        "of the outlet {}": only.outlet,
        "in the language {}": only.language,
        "of the kind {}": only.kind,
        "published on {} or later": only.since,
        "published on {} or before": only.until,
        "of {} words or more": only.min_words or None,
        "that is no copy": None if only.copies else True,
    }
    return [words.format(value) for words, value in said.items() if value is not None]


def _of_columns() -> str:
    rows = [[f"`{column.name}`", _text(column.comment or "")] for column in StoredArticle.__table__.columns]
    return f"## Columns\n\n{_table(['column', 'what it holds'], rows)}"


def _name(outlet: str | None, known: Mapping[str, Outlet]) -> str:
    if outlet is None:
        return "not known"
    return _text(f"{known[outlet].name} ({outlet})" if outlet in known else outlet)


def _span(seen: _Seen) -> list[str]:
    return [str(seen.first or ""), str(seen.last or ""), f"{seen.articles - seen.dated:,}"]


def _licence(outlet: str | None, seen: _Seen, known: Mapping[str, Outlet]) -> str:
    if seen.notices:
        return f"“{_text(seen.notices.most_common(1)[0][0])}”"
    terms = f"; see the terms of {_text(known[outlet].domains[0])}" if outlet and outlet in known else ""
    return f"none stated on its pages{terms}"


def _table(head: list[str], rows: list[list[str]], numbers: tuple[int, ...] = ()) -> str:
    rule = ["---:" if i in numbers else "---" for i in range(len(head))]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *rows))


def _text(value: str) -> str:
    """A value as text in Markdown, whatever it holds."""
    return _MARKUP.sub(r"\\\1", plain(value))


def _quoted(value: str) -> str:
    """A value as a text of YAML."""
    return "'" + value.replace("'", "''") + "'"
