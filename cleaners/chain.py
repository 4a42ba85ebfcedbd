"""The chain that finds the story on an HTML page: each link names the blocks it takes for it, or says why not."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml.html import HtmlElement

from cleaners import rules, stated
from cleaners.align import align, words_of
from cleaners.container import held, prose_beside, running
from cleaners.judge import judge
from cleaners.layout import lay_out, lines
from cleaners.lines import fold
from cleaners.model import Block
from cleaners.outlets import Outlet
from cleaners.page import Page
from cleaners.site import Site
from cleaners.structured import Structured

_ELSEWHERE = 0.5  # a text of which the page has less does not stand on it
_MANY = 1_500  # blocks and cells: from here on trafilatura is asked without its slowest voice
# More than trafilatura and the judge read in time: of an element the text is read again for each one around it.
_LARGE = {"levels": 250, "elements": 6_000, "elements in elements": 200_000, "blocks": 8_000, "characters": 750_000}
_SCRIPT = 100_000  # characters
_COVERED = 0.85  # share of the text that the blocks must account for
_SHORT = 40  # words: less is a summary
_HIDDEN = 100  # words of a story that the page need not show
_BESIDE = 0.5  # running text of its own, as a share of what it does not show: with more the page tells another story
_AFTER = 6  # blocks after the story in which it would go on, if it does


@dataclass(frozen=True, slots=True)
class Taken:
    """What a link found: the page's text with the blocks outside the story marked, and a sentence on how it was told.

    Where a link's text does not stand on the page (a paywall, a page drawn by a script), `text` is that text alone.
    Then `shown` are the page's own blocks, those outside what it shows of the story marked. `ruled` is what the
    outlet's page rule says beside, if one won.
    """

    text: str
    blocks: tuple[Block, ...]
    verdict: str
    ruled: rules.Match | None = None
    shown: tuple[Block, ...] = ()


Link = Callable[[Page, Structured, Outlet | None, Site | None], Taken | str]


def from_rules(page: Page, data: Structured, outlet: Outlet | None, site: Site | None = None) -> Taken | str:
    """The first of the outlet's page rules that fits."""
    if outlet is None:
        return "no outlet is known for the page"
    try:
        found = rules.match(page, outlet, stated.published_on(data, outlet))
    except rules.RuleError as error:
        return f"{outlet.id} has a rule that cannot be read: {error}"
    if isinstance(found, str):
        return found
    return Taken(page.text, _marked(page.blocks, found.inside), f"{outlet.id}: {found.rule.body}", found)


def from_learned(page: Page, data: Structured, outlet: Outlet | None, site: Site | None = None) -> Taken | str:
    """The first of the containers learned of the site that fits."""
    if site is None or not site.rules:
        return "nothing was learned of where the site's stories stand"
    tried = []
    for rule in site.rules:
        taken = held(page, rule)
        if not isinstance(taken, str):
            return Taken(page.text, _marked(page.blocks, taken), rule.body or "")
        tried.append(taken)
    return "; ".join(tried)


def from_json_ld(page: Page, data: Structured, outlet: Outlet | None, site: Site | None = None) -> Taken | str:
    """The `articleBody` of the page's JSON-LD, where it is whole."""
    body = data.ld.get("articleBody")
    body = "\n".join(part for part in body if isinstance(part, str)) if isinstance(body, list) else body
    if not isinstance(body, str) or not body.strip():
        return "no articleBody"
    return _from_data(page, body, "articleBody")


def from_island(page: Page, data: Structured, outlet: Outlet | None, site: Site | None = None) -> Taken | str:
    """The story in the page's own data (`__NEXT_DATA__` and the like), where it is whole."""
    found = data.island
    return _from_data(page, found.story, found.path) if found else "no article in the page's data"


def _from_data(page: Page, story: str, name: str) -> Taken | str:
    """The blocks of the page that a story in its data is made of; where the page does not show it, the story itself."""
    text, blocks = lay_out(story.strip())
    size = len(words_of(text))
    if size < _SHORT:
        return f"{name} is too short to be the story"
    if text.rstrip().endswith(("...", "…")):
        return f"{name} is cut short"
    inside, covered = align(page, text)
    if covered < _COVERED:
        if size < _HIDDEN or prose_beside(page, inside) > _BESIDE * (1 - covered) * size:
            return f"{name} stands on the page for {covered:.0%} only"
        verdict = f"{name}, of which the page shows {covered:.0%}"
        return Taken(text, blocks, verdict, shown=_marked(page.blocks, inside))
    if missing := _left_out(page, inside):
        return f"{name} lacks {missing} paragraphs that stand between its own"
    return Taken(page.text, _marked(page.blocks, inside), f"{name}, {covered:.0%} of it found on the page")


def from_trafilatura(page: Page, data: Structured, outlet: Outlet | None, site: Site | None = None) -> Taken | str:
    """The blocks that the judge finds likely, which hears trafilatura first.

    Where trafilatura's text does not stand on the page, the text is all there is.
    """
    if large := _large(page):
        return large
    # jusText, one of its voices, compares each paragraph with all others.
    fast = len(page.blocks) + sum(len(page.by_tag.get(tag, ())) for tag in ("td", "th", "option")) > _MANY
    import trafilatura  # here, since it takes long to import, and pages of known outlets do not need it

    tree = deepcopy(page.tree)
    for script in tree.iter("script"):
        if len(script.text or "") > _SCRIPT:  # it parses the HTML in JSON-LD, however large that is
            script.text = None
    for unseen in tree.iter("title", "noframes", "noembed"):  # it takes them for text, in the body of a page
        unseen.text = None
    try:
        found = trafilatura.bare_extraction(tree, fast=fast, include_comments=False, with_metadata=False)
    except Exception as error:  # trafilatura raises what its parts raise; a page is never lost over it
        return f"trafilatura failed: {type(error).__name__}"
    text = found.text if found is not None and not isinstance(found, dict) else None
    if not text or not text.strip():
        return "trafilatura found no text"
    voted, covered = align(page, text)
    if covered < _ELSEWHERE:
        verdict = f"trafilatura's own text, of which {covered:.0%} stands on the page"
        return Taken(text, lines(text), verdict, shown=_marked(page.blocks, voted))
    title = stated.title(page, data, outlet)
    inside = judge(page, voted, fold(title.value) if title else None)
    if not any(inside):
        inside = voted
    agreed = sum(a == b for a, b in zip(inside, voted, strict=True)) / len(voted)
    return Taken(
        page.text, _marked(page.blocks, inside), f"the judge agrees with trafilatura on {agreed:.0%} of the blocks"
    )


def from_prose(page: Page, data: Structured, outlet: Outlet | None, site: Site | None = None) -> Taken | str:
    """The running text of a page that is too large for others to weigh."""
    if not (large := _large(page)):
        return "the page is small enough for trafilatura and the judge"
    inside = [running(page, i, ("p", "quote")) for i in range(len(page.blocks))]
    return (
        Taken(page.text, _marked(page.blocks, inside), f"running text: {large}") if any(inside) else "no running text"
    )


def _large(page: Page) -> str | None:
    """What a page has too much of for trafilatura and the judge."""
    levels: dict[HtmlElement | None, int] = {None: 0}
    for element in page.elements:
        levels[element] = levels[element.getparent()] + 1
    depths = levels.values()
    sizes = (max(depths), len(page.elements), sum(depths), len(page.blocks), len(page.text))
    sized = zip(_LARGE.items(), sizes, strict=True)
    return next((f"the page has {size:,} {what}" for (what, most), size in sized if size > most), None)


CHAIN: dict[str, Link] = {
    "rules": from_rules,
    "learned": from_learned,
    "json-ld": from_json_ld,
    "data-island": from_island,
    "trafilatura": from_trafilatura,
    "prose": from_prose,
}


def take(
    page: Page, data: Structured, outlet: Outlet | None, site: Site | None = None
) -> tuple[Taken | None, str | None, tuple[tuple[str, str], ...]]:
    """Try the links in order: what the first to succeed found, its name, and each link tried with its verdict."""
    trail: list[tuple[str, str]] = []
    for name, link in CHAIN.items():
        found = link(page, data, outlet, site)
        if isinstance(found, Taken):
            trail.append((name, found.verdict))
            return found, name, tuple(trail)
        trail.append((name, found))
    return None, None, tuple(trail)


def _left_out(page: Page, inside: Sequence[bool]) -> int:
    """How many paragraphs of running text stand within the story's run, or right after it, but were not taken."""
    taken = [i for i, t in enumerate(inside) if t]
    end = taken[-1] + 1
    for block in page.blocks[end : end + _AFTER]:
        if block.kind == "h" or block.links >= 0.5:  # another box begins
            break
        end += 1
    return sum(not inside[i] and running(page, i) for i in range(taken[0], end))


def _marked(blocks: Sequence[Block], inside: Sequence[bool]) -> tuple[Block, ...]:
    return tuple(block.marked(outside=not taken) for block, taken in zip(blocks, inside, strict=True))
