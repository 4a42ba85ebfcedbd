"""Whether what came of an outlet on a day is like what came of it before. Nothing here asks the database.

Each figure is a share of so many documents or articles. One is unusual if it is far from the usual share, and if chance
hardly explains it for so few documents, even on a day that deviates as days commonly do. The day is looked at as a
whole, and so are its last few documents: a site that was redesigned in the evening has a usual day. How often this is
wrong, and how soon right, stands in docs/design-notes.md.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import log
from operator import mul
from statistics import median

from db.health import GENERAL, NEWEST, STEPS, Figures, History

DAYS = 28  # of history: as many weekends as it takes to know them, and no more than an outlet stays the same
LEAST_DAYS = 7  # with documents: without a weekend nobody knows what one is like
LEAST_BLOCKS = 3  # of documents in the history: what two of them say may be chance
SHIFT = 0.25  # of a share: less breaks nothing, and is common where an outlet has many kinds of page
COMMON = 0.8  # of the days: five in seven are no weekend
EVIDENCE = 6.0  # chance does this once in e^6 times, even on a day as far from the usual as days commonly are; of a
# figure of many kinds as many times that are asked for, as each of them has its chance
FEW = 0.25  # of the documents of a poor day
LATE = 2.0  # times the longest time without news
LATE_DAYS = 2.0  # and no less: a site may have a bad day, and a crawl too


@dataclass(frozen=True, slots=True)
class Sign:
    """A figure that is unusual: its name, of a many-valued one which, its value and the usual one. `evidence` says how
    hardly chance explains it; 0 where that is not known."""

    figure: str
    kind: str | None
    value: float
    usual: float
    evidence: float


Key = tuple[str, str | None]  # a figure's name, and which of many values


def signs(histories: Mapping[str, History], outlet: str, day: date, now: datetime) -> list[Sign]:
    """What is unusual of an outlet on a day, the most certain first; nothing where too little is known of it."""
    history = histories[outlet]
    before = {when: figures for when, figures in history.days.items() if when < day and figures.documents}
    if len(before) < LEAST_DAYS:
        return []
    found: dict[Key, Sign] = {}
    blocks = _blocks([before[when] for when in sorted(before)])
    today = history.days[day] if day in history.days else Figures()
    last_at = history.newest.last_at
    # A day that has only begun has nothing yet to tell, so the evening before it still counts.
    if last_at and last_at >= _end(day) - timedelta(days=2) and len(blocks) >= LEAST_BLOCKS:
        whole = [today] if today.documents > NEWEST else []
        for sample in (*whole, history.newest):
            for sign in (*_unlike(sample, blocks), *_of_length(sample, blocks)):
                key = (sign.figure, sign.kind)
                if key not in found or sign.evidence > found[key].evidence:
                    found[key] = sign
    counted = [*_few(histories, outlet, day, now), *_late(history, day, now)]
    return sorted([*found.values(), *counted], key=lambda sign: -sign.evidence)


def median_length(lengths: Counter[int]) -> float | None:
    """The median of a number of words, as near as classes of lengths tell; None of nothing."""
    half, below = lengths.total() / 2, 0
    for step in sorted(lengths):
        if below + lengths[step] >= half:
            least, most = STEPS[step - 1] if step else 1, STEPS[min(step, len(STEPS) - 1)]
            return float(least * (most / least) ** ((half - below) / lengths[step]))
        below += lengths[step]
    return None


def share(figures: Figures, figure: str, kind: str | None = None) -> tuple[int, int]:
    """How many of so many."""
    articles = figures.articles
    match figure:
        case "lost":
            return figures.lost, figures.documents
        case "refused":
            return figures.refused, figures.pages
        case "undated":
            return figures.undated, articles
        case "fallback":
            return sum(figures.extractors[link] for link in GENERAL), articles
        case "extractors":
            return figures.extractors[kind or ""], articles
        case _:
            return figures.cuts[kind or ""], articles


def _blocks(days: Sequence[Figures]) -> list[Figures]:
    """Days in a row, put together until they have enough documents to have shares."""
    blocks = [Figures()]
    for figures in days:
        if blocks[-1].documents >= NEWEST:
            blocks.append(Figures())
        blocks[-1] += figures
    return blocks if blocks[-1].documents >= NEWEST else blocks[:-1]


def _unlike(sample: Figures, blocks: Sequence[Figures]) -> Iterator[Sign]:
    """Shares that are not the usual ones."""
    every = (sample, *blocks)
    links = {link for figures in every for link in figures.extractors} - set(GENERAL)
    cleaners = {cleaner for figures in every for cleaner in figures.cuts}
    keys: list[Key] = [(figure, None) for figure in ("lost", "refused", "undated", "fallback")]
    keys += [("extractors", link) for link in sorted(links)] + [("cuts", cleaner) for cleaner in sorted(cleaners)]
    for figure, kind in keys:
        number, of = share(sample, figure, kind)
        past = [(part / whole, whole) for part, whole in (share(block, figure, kind) for block in blocks) if whole]
        if not of or len(past) < LEAST_BLOCKS:
            continue
        # A block counts for no more documents than are looked at, so that a bulk load is not all that is known.
        weights = [min(whole, NEWEST) for _, whole in past]
        usual = (sum(map(mul, (value for value, _ in past), weights)) + 0.5) / (sum(weights) + 1)
        value = number / of
        if value < usual and figure != "cuts":
            continue  # fewer are better, or another kind has more
        spread = _common([abs(before - usual) for before, _ in past])
        common = min(value, usual + spread) if value > usual else max(value, usual - spread)
        evidence = of * _divergence(value, common)
        asked = EVIDENCE + log({"extractors": len(links), "cuts": 2 * len(cleaners)}.get(figure, 1))
        if abs(value - usual) >= SHIFT and evidence >= asked:
            yield Sign(figure, kind, value, usual, evidence)


def _of_length(sample: Figures, blocks: Sequence[Figures]) -> Iterator[Sign]:
    """Articles that are longer or shorter than they were, told by how often one of now is longer than one of then: half
    of the time, if nothing has changed, whatever lengths there are (the rank sum test)."""
    usual = sum((block.lengths for block in blocks), Counter[int]())
    if not sample.articles or not usual:
        return
    longer = _longer(sample.lengths, usual)
    spread = _common([abs(_longer(block.lengths, usual) - 0.5) for block in blocks if block.lengths])
    beyond = max(0.0, abs(longer - 0.5) - spread)
    evidence = 6 * sample.articles * beyond**2  # a rank is uniform, so its variance is 1/12
    if abs(longer - 0.5) >= SHIFT and evidence >= EVIDENCE:
        now, then = median_length(sample.lengths), median_length(usual)
        yield Sign("lengths", None, now or 0, then or 0, evidence)


def _longer(one: Counter[int], other: Counter[int]) -> float:
    """How likely an article of one is longer than one of the other; of equal ones half of them are."""
    below, score = 0, 0.0
    for step in sorted(one.keys() | other.keys()):
        score += one[step] * (below + other[step] / 2)
        below += other[step]
    return score / (one.total() * other.total())


def _few(histories: Mapping[str, History], outlet: str, day: date, now: datetime) -> Iterator[Sign]:
    """Hardly any documents on the last day that is over, though those of other outlets came."""
    day = day if _end(day) <= now else day - timedelta(1)
    own = _counted(histories[outlet])
    everything = sum((_counted(history) for history in histories.values()), Counter[date]())
    before = _days(min(own), day)
    if len(before) < LEAST_DAYS:
        return
    others = median(everything[when] - own[when] for when in before)
    running = min(1.0, (everything[day] - own[day]) / others) if others else 1.0
    poor = sorted(own[when] for when in before)[int(len(before) * (1 - COMMON))] * running
    came = own[day]
    evidence = poor - came + (came * log(came / poor) if came and poor else 0)  # of Poisson's distribution
    if came <= FEW * poor and evidence >= EVIDENCE:
        yield Sign("documents", day.isoformat(), came, median(own[when] for when in before), evidence)


def _late(history: History, day: date, now: datetime) -> Iterator[Sign]:
    """The newest article is older than the newest one has been before another came."""
    newest: datetime | None = None
    longest = age = 0.0
    known = _days(min(history.days), day)
    for when in (*known, day):
        said = history.days[when].newest_at if when in history.days else None
        if said and (newest is None or said > newest):
            newest, longest = said, max(longest, age)
        if newest:
            age = (min(now, _end(when)) - newest) / timedelta(days=1)
    if len(known) >= LEAST_DAYS and age >= max(LATE_DAYS, LATE * longest):
        yield Sign("newest", None, age, longest, 0.0)


def _counted(history: History) -> Counter[date]:
    return Counter({when: figures.documents for when, figures in history.days.items()})


def _days(first: date, end: date) -> list[date]:
    """The days before another: also those without anything, as at weekends."""
    return [first + timedelta(n) for n in range((end - first).days)]


def _common(deviations: Sequence[float]) -> float:
    return sorted(deviations)[min(len(deviations) - 1, int(len(deviations) * COMMON))]


def _divergence(value: float, usual: float) -> float:
    """Of two shares (Kullback and Leibler): times the number of cases, how hardly chance makes one of the other."""
    return sum(p * log(p / q) for p, q in ((value, usual), (1 - value, 1 - usual)) if p)


def _end(day: date) -> datetime:
    return datetime.combine(day + timedelta(1), time(), UTC)
