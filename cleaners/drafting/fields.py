"""Where the metadata stand on the pages of one template: selectors whose elements hold just the value of each page."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, NamedTuple

from lxml.html import HtmlElement

from cleaners import rules, visible
from cleaners.drafting.ground import Ground
from cleaners.drafting.selectors import candidates, cost
from cleaners.labels import alone
from cleaners.lines import fold

FIELDS = (*rules.FIELDS, "published_at")
_FIRST = ("title", "deck", "section", "published_at")  # of which the first element counts
_PEOPLE = ("authors", "editors")
_DOUBTFUL = (*_PEOPLE, "deck", "section")
_SECTION = re.compile(r"bread|crumb|remah|kanal|channel|section|categor|kategori|rubrik", re.IGNORECASE)
_ANY_LINK = re.compile(r"[ >](?:a|li|span)$")
_LONGEST = 400  # characters of an element that may hold a value
_TIME = 120  # and of one that says when
_LEVELS = 3  # elements around a block that may hold just what it says
_TRIED = 60  # selectors a field
_LEAST = 0.6  # of the pages on which a value is known: where a selector must find it
_PRICE = 0.002  # of a page: what a point of a selector's cost is worth
_LENGTH = 0.001  # and a character of an element that holds the value
_CROWD = 0.05  # and an element more where the first counts
_HINT = 0.05  # what it is worth that a selector speaks of a breadcrumb
_SECTIONS = 3  # that a selector must tell apart, if it does not speak of a breadcrumb
_MANY = 4  # elements: more are a list, whose first is the value by chance
_JOINED = 2  # selectors that may be joined to a first


@dataclass(frozen=True, slots=True)
class Placed:
    """A selector for a field, what it reads on each page (None where nothing), and how many pages state a value."""

    css: str
    said: tuple[Any, ...]
    stated: int


def fields(grounds: Sequence[Ground], all_: Sequence[Ground], own: Set[str], zone: timezone) -> dict[str, Placed]:
    """A selector for each field of the metadata that has one on the pages of a template, which are some of `all_`.

    `own` are the outlet's names, folded, and `zone` is what its times count in where they do not say.
    """
    readers = [Reader(ground, own, zone) for ground in grounds]
    found = {field: placed for field in FIELDS if (placed := _placed(field, readers))}
    if "tags" in found and _is_furniture(found["tags"].css, all_):
        del found["tags"]
    if "editors" in found and "authors" in found and found["authors"].css == found["editors"].css:
        del found["authors"], found["editors"]  # roles alone tell them apart, as they do without a rule
    return found


def _is_furniture(css: str, grounds: Sequence[Ground]) -> bool:
    """Whether a selector reads the same on two pages: popular topics, not the tags of a story."""
    lists = [tuple(rules.value(element) for element in ground.select(css)) for ground in grounds]
    return any(said and count > 1 for said, count in Counter(lists).items())


class Reader:
    """Reads elements of a page as a page rule would."""

    def __init__(self, ground: Ground, own: Set[str], zone: timezone) -> None:
        self.ground, self.own, self.zone = ground, own, zone
        self.elements = dict(_short(ground))
        self.captions = " ".join(ground.sample.article.captions).casefold()

    def truth(self, field: str) -> Any:
        """The value that was read without rules."""
        value = getattr(self.ground.sample.article, field)
        if field == "captions":
            value = tuple(caption for caption in value if self._is_caption(caption))
        if field == "deck" and value and any(value in c or c in value for c in self.ground.sample.article.captions):
            return None
        return value or None

    def _is_caption(self, text: str) -> bool:
        """Whether what was taken for a caption is one, and not a link, a gallery's counter or the head of the page."""
        sample = self.ground.sample
        linked = any(sample.text(i) == text and block.links > 0.5 for i, block in enumerate(sample.page.blocks))
        return not linked and any(c.isalpha() for c in text) and (sample.article.title or text + text) not in text

    def read(self, field: str, texts: Sequence[str]) -> Any:
        if field != "published_at":
            return rules.read(field, texts, self.own)
        moment = visible.times(texts[:1], self.zone, None, "").get("published_at")
        return moment.value.value if moment and moment.value.exact else None

    def at(self, field: str, css: str) -> tuple[Any, list[str]]:
        """What a rule with this selector says, and the texts that it says it from."""
        texts = [text for element in self.ground.select(css) if (text := rules.value(element))]
        return self.read(field, texts), texts

    def holders(self, field: str) -> Iterator[HtmlElement]:
        """The elements that hold the value, or one of its parts, and nothing else."""
        truth = self.truth(field)
        parts = {part.casefold() for part in (truth if isinstance(truth, tuple) else ())}
        for element, text in self.elements.items():
            if field in _PEOPLE and (text.casefold() in self.captions or alone(text, "p") == "caption"):
                continue  # a photographer
            if isinstance(truth, datetime):
                able = len(text) <= _TIME and any(c.isdigit() for c in text)
            else:
                able = any(part in text.casefold() for part in parts or (truth.casefold(),))
            if able and (said := self.read(field, [text])) is not None:
                whole = said == truth if not parts else all(part.casefold() in parts for part in said)
                if whole or (not parts and agree(field, truth, said) == 1):
                    yield element


def agree(field: str, truth: Any, said: Any) -> float:
    """How far two values of a field are the same (0-1); a name that is no one's is worse than one that is missing."""
    if said is None or truth is None:
        return 0.0
    if isinstance(truth, datetime):
        return float(abs((truth - said).total_seconds()) < 60)
    if isinstance(truth, str):
        return float(fold(truth) == fold(said))
    ours, theirs = ({fold(part) for part in value} for value in (truth, said))
    same = 2 * len(ours & theirs) / (len(ours) + len(theirs))
    return 0.0 if field in _PEOPLE and not theirs <= ours else same


def _placed(field: str, readers: Sequence[Reader]) -> Placed | None:
    """The selector that reads a field best, where one reads it on most pages and on few says something else."""
    stated = [reader for reader in readers if reader.truth(field)]
    alone = len(stated) == 1 and len(readers) > 1  # what one page of several states may be a mistake
    if not stated or (alone and field in _DOUBTFUL):
        return None
    pool: Counter[str] = Counter()
    for reader in stated:
        pool.update({css for element in reader.holders(field) for css in candidates(element, places=True)})
    tried = sorted(sorted(pool, key=lambda css: (-pool[css], cost(css)))[:_TRIED], key=cost)
    best = _best(field, tried, readers)
    for _ in range(0 if field in _PEOPLE else _JOINED):
        if best is None or best.agreed >= len(stated):
            break
        silent = [reader for reader in stated if reader.at(field, best.css)[0] is None]
        others = _best(field, tried, silent)
        joined = _judged(field, f"{best.css}, {others.css}", readers) if others and others.agreed else best
        if joined.worth < best.worth + 0.5:
            break
        best = joined
    # Where a rule names the place of the tags and none stand there, the page has none: it must know every place.
    least = 0.9 if field == "tags" else _LEAST
    if best is None or best.worth <= 0 or best.agreed < least * len(stated) or best.wrong > (1 - _LEAST) * len(stated):
        return None
    said = tuple(reader.at(field, best.css)[0] for reader in readers)
    if field == "section" and len({*said} - {None}) < _SECTIONS and not _of_breadcrumb(best.css):
        return None  # a link of a menu, perhaps, which happens to say the same
    return Placed(best.css, said, len(stated))


def _best(field: str, tried: Sequence[str], readers: Sequence[Reader]) -> "_Judged | None":
    """The best of some selectors, which come the cheapest first."""
    best = None
    for css in tried:
        if best and best.worth >= len(readers) * (1 + _HINT - _PRICE * cost(css)):
            break  # not even one that reads every page would be worth more
        judged = _judged(field, css, readers)
        best = judged if best is None or judged > best else best
    return best


class _Judged(NamedTuple):
    worth: float
    css: str
    agreed: float
    wrong: float


def _judged(field: str, css: str, readers: Sequence[Reader]) -> _Judged:
    """On how many pages a selector reads what was read without rules, and on how many something else."""
    agreed = wrong = price = 0.0
    for reader in readers:
        truth, (said, texts) = reader.truth(field), reader.at(field, css)
        same = agree(field, truth, said)
        agreed += same
        wrong += 0.0 if said is None else 0.5 if truth is None else 1 - same
        price += _PRICE * cost(css) + _LENGTH * sum(map(len, texts[:1]))
        if field == "section":
            price -= _HINT if _of_breadcrumb(css) else 0
        if field in _FIRST:  # of the links of a breadcrumb the first is no section
            price += _CROWD * (len(texts) - 1) if len(texts) <= (1 if field == "section" else _MANY) else 1.0
    return _Judged(agreed - wrong - price, css, agreed, wrong)


def _of_breadcrumb(css: str) -> bool:
    """Whether a selector speaks of a breadcrumb or a section: not of where a link leads only, nor of any of its links,
    which on other pages may be another."""
    return _SECTION.search(css.partition("[href")[0]) is not None and not _ANY_LINK.search(css)


def _short(ground: Ground) -> Iterable[tuple[HtmlElement, str]]:
    """The elements of a page with a short text, and that text."""
    seen: set[HtmlElement] = set()
    holders: set[HtmlElement] = set()
    for block, path in zip(ground.sample.page.blocks, ground.paths, strict=True):
        if block.end - block.start > _LONGEST or path[0] in holders:
            continue
        holders.add(path[0])
        for element in (*path[0].iter("*"), *path[1:_LEVELS]):
            if element not in seen and element.tag not in ("script", "style", "html", "body"):
                seen.add(element)
                text = rules.value(element)
                if 0 < len(text) <= _LONGEST:
                    yield element, text
