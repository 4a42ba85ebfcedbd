"""Pages of a run before and after, as Markdown: what the page showed, and what of it went into the corpus."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cleaners.outlets import SEEDS
from flows.outcome import Outcome
from flows.text import plain

if TYPE_CHECKING:
    from flows.explain.account import Account

PAGES = 3
ROWS = 24  # of a page
KEPT = 2  # paragraphs in a row, of many that are kept
WIDTH = 90  # characters of a passage: the table breaks no lines

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&])")


def samples(outcome: Outcome, db_url: str, folder: str | None = None) -> str:
    """A page each of the outlets of which the most came, read again as they are stored; those that are gone are not."""
    from flows.explain import Unexplained, account_of  # here, since a process that has pages read need not import it

    most = sorted(outcome.outlets.items(), key=lambda item: (-item[1].articles, item[0]))
    locators = [tally.sample for _, tally in most if tally.sample]
    outlets = Path(folder) if folder else SEEDS
    told = []
    for locator in locators[:PAGES]:
        with suppress(Unexplained):
            told.append(_told(account_of(locator, db_url, outlets)))
    return "\n\n".join(["## Before and after", *told]) if told else ""


def _told(account: "Account") -> str:
    article = account.article
    title = _escaped(article.title or account.page.locator)
    link = re.fullmatch(r"https?://[^\s()<>]+", article.url or "")
    facts = [article.outlet or "unknown outlet", f"{account.kept_words:,} words kept", f"{len(article.cuts):,} cuts"]
    rows = list(_rows(account))
    more = [f"| | … and {len(rows) - ROWS:,} more |"] if len(rows) > ROWS else []
    return "\n".join(
        [
            f"### {f'[{title}]({article.url})' if link else title}",
            "",
            _escaped(" · ".join(facts)),
            "",
            "| in the corpus | on the page |",
            "|---|---|",
            *rows[:ROWS],
            *more,
            "",
            f"All of it: `kliping explain '{account.page.locator.replace('`', '')}'`",
        ]
    )


def _rows(account: "Account") -> Iterator[str]:
    """A row for each passage; long regions beside the story, and most of the paragraphs that are kept, are folded."""
    kept = 0
    for folded, blocks in account.regions():
        if folded:
            yield f"| no | *{len(blocks):,} passages beside the story* |"
            continue
        for _, pieces in blocks:
            for text, cleaner in pieces:
                if not (passage := _short(text)):
                    continue
                kept = kept + 1 if cleaner is None else 0
                if cleaner is not None:
                    yield f"| cut: {_escaped(cleaner)} | ~~{passage}~~ |"
                elif kept <= KEPT:
                    yield f"| yes | {passage} |"
                elif kept == KEPT + 1:
                    yield "| yes | … |"


def _short(text: str) -> str:
    words = plain(text).strip()
    return _escaped(words if len(words) <= WIDTH else f"{words[:WIDTH].rsplit(' ', 1)[0]} …")


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", plain(text))
