"""What is amiss with an outlet's rules, told by its sample pages."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from cleaners import Article, Document, chain, rules
from cleaners.decode import decode
from cleaners.ledger import ledger
from cleaners.outlets import Outlet, OutletError, PageRule, Register, read_outlet
from cleaners.page import Page, read_page
from cleaners.structured import read_structured
from flows import golden

_GUESSES = ("trafilatura", "prose")  # the links of the chain that tell the story by what it looks like
_SELECTORS = tuple(field.name for field in fields(PageRule) if field.name != "until")


@dataclass(frozen=True, slots=True)
class Checked:
    """An outlet that was held against its samples: how many it has of them and of page rules, the numbers (from 1) of
    the rules that no sample is of, and what was found."""

    id: str
    samples: int
    rules: int
    unseen: tuple[int, ...]
    findings: tuple[str, ...]


def read_outlets(folder: Path) -> dict[str, Outlet | OutletError]:
    """The outlets of a folder by id, each with what is wrong with its file where it cannot be read. Sample pages alone
    make an outlet too, one whose file is missing."""
    found: dict[str, Outlet | OutletError] = {}
    for path in sorted(path for path in folder.iterdir() if path.is_dir()):
        if (path / "outlet.toml").exists() or samples(path):
            try:
                found[path.name] = read_outlet(path / "outlet.toml")
            except OutletError as error:
                found[path.name] = error
    return found


def samples(folder: Path) -> list[Path]:
    """The sample pages of an outlet."""
    return [path for path in sorted(folder.iterdir()) if path.suffix in golden.CONTENT_TYPES]


def check(folder: Path, outlet: Outlet | OutletError, known: Register) -> Checked:
    """Hold the outlet of a folder against its samples. `known` are all outlets that there are."""
    paths = samples(folder)
    if isinstance(outlet, OutletError):
        return Checked(folder.name, len(paths), 0, (), (str(outlet),))
    findings = list(_shared(outlet, known))
    if outlet.pages and not paths:
        findings.append("no sample")
    pages: dict[PageRule, list[Page]] = {}  # by the rule that takes them
    for path in paths:
        examined = golden.read(path, known)
        said = [*_misread(examined.article, outlet), *_changed(path, examined.article, examined.document)]
        if path.suffix == ".html" and outlet.pages and not examined.article.refused:
            page = read_page(decode(path.read_bytes(), golden.CONTENT_TYPES[path.suffix]).text)
            rule = _taken(page, outlet)
            if isinstance(rule, PageRule):
                pages.setdefault(rule, []).append(page)
            elif examined.article.extractor in _GUESSES and not _is_amp(page):
                said.append(f"no page rule takes it: {rule}")
        findings += (f"{path.name}: {what}" for what in said)
    for number, rule in enumerate(outlet.pages, 1):
        findings += (f"[[page]] {number}: {what}" for what in _unmatched(rule, pages.get(rule, [])))
    unseen = tuple(number for number, rule in enumerate(outlet.pages, 1) if rule not in pages)
    return Checked(folder.name, len(paths), len(outlet.pages), unseen, tuple(findings))


def _shared(outlet: Outlet, known: Register) -> Iterator[str]:
    """The domains that another outlet has too: of a page of theirs only one of the two can be the outlet."""
    for other in known.outlets.values():
        if other.id != outlet.id:
            yield from (f"{domain} is {other.id}'s as well" for domain in outlet.domains if domain in other.domains)


def _misread(article: Article, outlet: Outlet) -> Iterator[str]:
    """What is wrong with the article of a sample, whatever its golden says."""
    if article.refused:
        yield f"refused: {article.refused}"
    if article.outlet != outlet.id:
        yield f"taken for a page of {article.outlet or 'no known outlet'}"
    words, least = len(article.text.split()), outlet.expect.get("min_words", 0)
    if article.kind == "story" and words < least:
        yield f"{words} words, fewer than the {least} that [expect] asks for"


def _changed(path: Path, article: Article, document: Document) -> Iterator[str]:
    """In what the article and the ledger of a sample are not those beside it."""
    ours, theirs = golden.as_json(article), _stored(path.with_suffix(".json"))
    if theirs is None:
        yield "its .json is missing or is none"
    elif differ := sorted(key for key in {*ours, *theirs} if ours.get(key) != theirs.get(key)):
        yield f"read otherwise than its .json says: {', '.join(differ)}"
    beside = path.with_suffix(".ledger")
    if not beside.exists():
        yield "its .ledger is missing"
    elif beside.read_text("utf-8") != ledger(document):
        yield "cut otherwise than its .ledger says"


def _stored(path: Path) -> Mapping[str, object] | None:
    try:
        row = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return row if isinstance(row, dict) else None


def _taken(page: Page, outlet: Outlet) -> PageRule | str:
    """The rule that takes a sample, or why none does."""
    found = chain.from_rules(page, read_structured(page), outlet)
    if isinstance(found, str):
        return found
    assert found.ruled is not None  # as of every page that a rule takes
    return found.ruled.rule


def _is_amp(page: Page) -> bool:
    """Whether a page is an AMP form, whose markup is another and which rules need not know: its story has a page."""
    return any(name in page.tree.attrib for name in ("amp", "⚡"))


def _unmatched(rule: PageRule, pages: Sequence[Page]) -> Iterator[str]:
    """The selectors of a rule that name nothing on any of the pages that it takes; of no page, none."""
    for key in _SELECTORS if pages else ():
        value = getattr(rule, key)
        for css in value if isinstance(value, tuple) else (value,) if value else ():
            if not any(rules.select(css, page) if key == "cut" else rules.values(page, css) for page in pages):
                yield f"{key} matches nothing: {css}"
