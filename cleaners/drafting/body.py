"""Where the story stands on an outlet's pages: the containers to name, one for each template."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from cleaners.drafting.boxes import cuts
from cleaners.drafting.ground import Fit, Ground
from cleaners.drafting.selectors import candidates, cost, names

_LEAST = 0.4  # of a story's words: what a container holds at least, alone or with others of its name
_GOOD = 0.7  # F of words: from here on a container is the story's
_NEAR = 0.03  # of F: a container this much worse than the page's best is of another template
_SOME = 0.1  # of F: the least at which a page is read by the container of others
_PRICE = 0.001  # of F: what a point of a selector's cost is worth
_CROWD = 0.02  # of F: what it costs that several elements are the body, since what stands between them is lost
_TRIED = 80  # selectors


@dataclass(frozen=True)
class Place:
    """The body of one template: the selector, the pages that it reads, by index, and the boxes to cut."""

    body: str
    pages: tuple[int, ...]
    cut: tuple[str, ...]


def places(grounds: Sequence[Ground]) -> list[Place]:
    """The containers of the story, one for each template among the pages; those that none reads are in no place."""
    left = [i for i, ground in enumerate(grounds) if ground.total]
    found: list[Place] = []
    while left and (place := _best(grounds, left)):
        found.append(place)
        left = [i for i in left if i not in place.pages]
    return found


def _best(grounds: Sequence[Ground], left: Sequence[int]) -> Place | None:
    """The container that reads most of the pages that are left, and none that another reads clearly better."""
    pool = _pool([grounds[i] for i in left])
    fits = {css: {i: fit for i in left if (fit := grounds[i].fit(css))} for css in pool}
    best = {i: max((fitting[i].f for fitting in fits.values() if i in fitting), default=0.0) for i in left}
    chosen, most = None, 0.0
    for css, fitting in fits.items():
        near = [i for i, fit in fitting.items() if fit.f >= max(_GOOD, best[i] - _NEAR)]
        crowd = sum(len(grounds[i].select(css)) > 1 for i in near)
        worth = sum(fitting[i].f - _PRICE * cost(css) for i in near) - _CROWD * crowd
        worth += sum(_beside(fit, best[i], len(near)) for i, fit in fitting.items() if i not in near)
        if near and worth > most:
            chosen, most = css, worth
    if chosen is None:
        return None
    pages = tuple(i for i, fit in fits[chosen].items() if fit.f >= _SOME)
    return Place(chosen, pages, cuts([grounds[i] for i in pages], chosen))


def _beside(fit: Fit, best: float, near: int) -> float:
    """What it is worth that a container takes a page which another reads better. Where it reads two pages well and here
    too holds the story's beginning and nothing else, the reader without rules went on too long (into a glossary, say),
    which one page alone cannot tell."""
    if fit.pure and near > 1:
        return 0.2
    return -1.0 if fit.f < _SOME else max(2 * (fit.f - best), -0.5)


def _pool(grounds: Sequence[Ground]) -> list[str]:
    """Selectors of the elements that hold much of the story, those that promise most first."""
    promise: Counter[str] = Counter()
    for ground in grounds:
        sums: Counter[str] = Counter()
        for element, held in ground.held.items():
            if element.tag not in ("html", "body"):
                share = held / ground.total
                sums.update(dict.fromkeys(candidates(element) if share >= _LEAST else _shared(element), share))
        promise.update({css: min(share, 1.0) for css, share in sums.items() if share >= _LEAST})
    return sorted(promise, key=lambda css: (-round(promise[css], 1), cost(css)))[:_TRIED]


def _shared(element: HtmlElement) -> Iterable[str]:
    """Selectors that an element may share with others, where each holds a part of the story."""
    return () if element.tag in ("a", "b", "i", "em", "strong", "span") else names(element)
