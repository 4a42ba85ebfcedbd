"""The chain that finds the story on an HTML page: each link names the blocks it takes for it, or says why not."""

from collections import Counter
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

import trafilatura

from cleaners import rules, stated
from cleaners.judge import judge
from cleaners.lines import Line
from cleaners.model import Block
from cleaners.outlets import Outlet
from cleaners.page import Page
from cleaners.structured import Structured

_SHINGLE = 4  # words
# The share of a block's shingles that the text has: less is chance, since blocks and texts differ in white space.
_OURS = 0.6
LIKELY = 0.5  # a block that the judge finds at least so likely is story
_ELSEWHERE = 0.5  # a text of which the page has less does not stand on it
_MANY = 1_500  # blocks: from here on trafilatura is asked without its slowest voice
_COVERED = 0.85  # share of the text that the blocks must account for


@dataclass(frozen=True, slots=True)
class Taken:
    """What a link found: the page's text with the blocks outside the story marked, and a sentence on how it was told.

    Where a link's text does not stand on the page (a paywall, a page drawn by a script), `text` is that text alone.
    `ruled` is what the outlet's page rule says beside, if one won.
    """

    text: str
    blocks: tuple[Block, ...]
    verdict: str
    ruled: rules.Match | None = None


Link = Callable[[Page, Structured, Outlet | None], Taken | str]


def from_rules(page: Page, data: Structured, outlet: Outlet | None) -> Taken | str:
    """The first of the outlet's page rules that fits."""
    if outlet is None:
        return "no outlet is known for the page"
    try:
        found = rules.match(page, outlet)
    except rules.RuleError as error:
        return f"{outlet.id} has a rule that cannot be read: {error}"
    if isinstance(found, str):
        return found
    return Taken(page.text, _marked(page.blocks, found.inside), f"{outlet.id}: {found.body}", found)


def from_json_ld(page: Page, data: Structured, outlet: Outlet | None) -> Taken | str:
    """The `articleBody` of the page's JSON-LD, where it is whole."""
    body = data.ld.get("articleBody")
    if not isinstance(body, str) or not body.strip():
        return "no articleBody"
    if "<" in body and ">" in body:
        return "articleBody holds markup"
    text = body.strip()
    if len(text.split()) < 40:
        return "articleBody is too short to be the story"
    if text.endswith(("...", "…")):
        return "articleBody is cut short"
    inside, covered = align(page, text)
    if covered < _COVERED:
        return f"articleBody stands on the page for {covered:.0%} only"
    missing = _left_out(page, inside)
    if missing:
        return f"articleBody lacks {missing} paragraphs that stand between its own"
    return Taken(page.text, _marked(page.blocks, inside), f"articleBody, {covered:.0%} of it found on the page")


def from_trafilatura(page: Page, data: Structured, outlet: Outlet | None) -> Taken | str:
    """The blocks that the judge finds likely, which hears trafilatura first.

    Where trafilatura's text does not stand on the page, the text is all there is.
    """
    try:
        fast = len(page.blocks) > _MANY  # jusText, one of its voices, compares each paragraph with all others
        found = trafilatura.bare_extraction(deepcopy(page.tree), fast=fast, include_comments=False, with_metadata=False)
    except Exception as error:  # trafilatura raises what its parts raise; a page is never lost over it
        return f"trafilatura failed: {type(error).__name__}"
    text = found.text if found is not None and not isinstance(found, dict) else None
    if not text or not text.strip():
        return "trafilatura found no text"
    voted, covered = align(page, text)
    if covered < _ELSEWHERE:
        return _alone(text, f"trafilatura's own text, of which {covered:.0%} stands on the page")
    title = stated.title(page, data, outlet)
    inside = [p >= LIKELY for p in judge(page, voted, stated.fold(title.value) if title else None)]
    if not any(inside):
        inside = voted
    agreed = sum(a == b for a, b in zip(inside, voted, strict=True)) / len(voted)
    return Taken(
        page.text, _marked(page.blocks, inside), f"the judge agrees with trafilatura on {agreed:.0%} of the blocks"
    )


CHAIN: dict[str, Link] = {"rules": from_rules, "json-ld": from_json_ld, "trafilatura": from_trafilatura}


def take(
    page: Page, data: Structured, outlet: Outlet | None
) -> tuple[Taken | None, str | None, tuple[tuple[str, str], ...]]:
    """Try the links in order: what the first to succeed found, its name, and each link tried with its verdict."""
    trail: list[tuple[str, str]] = []
    for name, link in CHAIN.items():
        found = link(page, data, outlet)
        if isinstance(found, Taken):
            trail.append((name, found.verdict))
            return found, name, tuple(trail)
        trail.append((name, found))
    return None, None, tuple(trail)


def _words(text: str) -> list[str]:
    return Line(text.casefold()).words


def shingles(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The runs of four words in a text, or the text itself where it is shorter."""
    return [tuple(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))] if words else []


def align(page: Page, text: str) -> tuple[list[bool], float]:
    """Which blocks of a page a text is made of, and the share of the text's words that they account for.

    Long blocks are known by their shingles, short ones where a line of the text is the block. A heading between two
    blocks that count is a subhead, and counts.
    """
    theirs = Counter(shingles(_words(text)))
    lines = Counter(" ".join(_words(line)) for line in text.splitlines())
    inside = []
    covered = 0
    for block in page.blocks:
        words = _words(page.text[block.start : block.end])
        if len(words) < _SHINGLE:
            key = " ".join(words)
            taken = bool(words) and lines[key] > 0
            if taken:
                lines[key] -= 1
        else:
            own = shingles(words)
            hits = sum(theirs[s] > 0 for s in own)
            taken = hits >= _OURS * len(own)
            if taken:
                theirs.subtract(s for s in own if theirs[s] > 0)
        covered += len(words) if taken else 0
        inside.append(taken)
    for i in range(1, len(inside) - 1):  # a subhead between two paragraphs of the story belongs to it
        block = page.blocks[i]
        if not inside[i] and inside[i - 1] and inside[i + 1] and block.kind == "h" and block.links < 0.5:
            inside[i] = True
    total = len(_words(text))
    return inside, min(1.0, covered / total) if total else 0.0


def _left_out(page: Page, inside: Sequence[bool]) -> int:
    """How many paragraphs of running text stand within the story's run, or right after it, but were not taken."""
    taken = [i for i, t in enumerate(inside) if t]
    run = range(taken[0], min(taken[-1] + 3, len(inside)))
    return sum(
        not inside[i]
        and page.blocks[i].links < 0.3
        and page.blocks[i].kind == "p"
        and Line(page.text[page.blocks[i].start : page.blocks[i].end]).prose
        for i in run
    )


def _marked(blocks: Sequence[Block], inside: Sequence[bool]) -> tuple[Block, ...]:
    return tuple(block if taken else replace(block, outside=True) for block, taken in zip(blocks, inside, strict=True))


def _alone(text: str, verdict: str) -> Taken:
    blocks, at = [], 0
    for line in text.split("\n"):
        if bare := line.strip():
            start = at + line.index(bare[0])
            blocks.append(Block(start, start + len(bare)))
        at += len(line) + 1
    return Taken(text, tuple(blocks), verdict)
