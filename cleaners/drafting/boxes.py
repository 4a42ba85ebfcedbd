"""What stands within the story's container and is no part of it: selectors for the boxes to cut."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from cleaners.drafting.ground import Ground
from cleaners.drafting.selectors import candidates, cost

_TRIED = 300  # selectors
_SPARSE = 0.6  # share of links from which a box is a list of them
_BOXES = frozenset("aside button figcaption figure footer form nav".split())
_NAMED = re.compile(
    r"\bads?\b|advert|baca|iklan|banner|caption|foto|photo|more|news-?letter|promo|recommend|rekomen|related|share|sisip"
    r"|social|subscri|terkait|\btoc\b|video|widget",
    re.IGNORECASE,
)
# What a page's metadata are read from stays where it is.
_METADATA = frozenset("byline dateline deck editor initials section signature source tags timestamp title".split())


def cuts(grounds: Sequence[Ground], body: str) -> tuple[str, ...]:
    """Selectors of the boxes within the body that are not the story, the commonest first; none touches the story of any
    page, or what its metadata are read from."""
    boxes = [(ground, box) for ground in grounds for box in _boxes(ground, body)]
    pool: Counter[str] = Counter()
    for _, box in boxes:
        pool.update(css for css in candidates(box) if _names_a_box(css))
    tried = sorted(pool, key=lambda css: (-pool[css], cost(css)))[:_TRIED]
    safe = [css for css in tried if not any(_touches(ground, css) for ground in grounds)]
    taken = {css: {k for k, (ground, box) in enumerate(boxes) if box in ground.select(css)} for css in safe}
    found: list[str] = []
    left = set(range(len(boxes)))
    while safe and (css := max(safe, key=lambda css: (len(taken[css] & left), -cost(css)))):
        if not taken[css] & left:
            break
        found.append(css)
        left -= taken[css]
    return tuple(found)


def _names_a_box(css: str) -> bool:
    """Whether a selector names a box, and not any paragraph or list that a story may hold as well."""
    last = re.split(r"[ >]+(?![^(]*\))", css)[-1]
    return any(c in last for c in ".#[:") or last in _BOXES


def _touches(ground: Ground, css: str) -> bool:
    return any(ground.sample.story[i] or ground.sample.labels[i] in _METADATA for i in ground.within(css))


def _boxes(ground: Ground, body: str) -> Iterable[HtmlElement]:
    """The largest elements within the body that hold none of the story and look like a box."""
    roots = set(ground.select(body))
    found: dict[HtmlElement, list[int]] = {}
    for i in ground.within(body):
        box = None
        for element in ground.paths[i]:
            if element in roots or element in ground.held:
                break
            box = element
        if box is not None:
            found.setdefault(box, []).append(i)
    return [box for box, blocks in found.items() if _is_box(ground, box, blocks)]


def _is_box(ground: Ground, box: HtmlElement, blocks: Sequence[int]) -> bool:
    labels = {ground.sample.labels[i] for i in blocks}
    if labels & _METADATA:
        return False
    if labels - {"outside", None}:
        return True
    texts = [(len(ground.sample.text(i)), ground.sample.page.blocks[i].links) for i in blocks]
    linked = sum(n * links for n, links in texts) / (sum(n for n, _ in texts) or 1)
    named = _NAMED.search(f"{box.get('class') or ''} {box.get('id') or ''}")
    return linked >= _SPARSE or box.tag in _BOXES or named is not None
