"""Learning where a site's pages hold their story: the containers on which enough pages agree."""

from collections.abc import Sequence

from cleaners.container import held
from cleaners.drafting.body import places
from cleaners.drafting.ground import Ground
from cleaners.drafting.sample import Sample, sure
from cleaners.outlets import PageRule
from cleaners.rules import words_in

PAGES = 5  # that agree on a container
AGREES = 0.9  # F of words: from here on a container holds what was read without it
_DOUBTS = 0.25  # pages that it fits and does not agree with, as a share of those that agree


def learn_containers(samples: Sequence[Sample], pages: int = PAGES) -> tuple[tuple[PageRule, int], ...]:
    """The containers that hold what was read on enough of a site's pages, as page rules that say nothing else, each
    with the number of pages that agree."""
    certain = sure(samples)
    learned = []
    for place in places([Ground(sample) for sample in certain]):
        rule = PageRule(body=place.body, cut=place.cut)
        found = [agreement(samples[i], certain[i], rule) for i in place.pages]
        agree = sum(f is not None and f >= AGREES for f in found)
        doubt = sum(f is not None and f < AGREES for f in found)
        if agree >= pages and doubt <= _DOUBTS * agree:
            learned.append((rule, agree))
    return tuple(learned)


def agreement(sample: Sample, certain: Sample, rule: PageRule) -> float | None:
    """How well what a rule takes of a page agrees with what was read there without it: F of words; None where the rule
    does not fit. `certain` is the sample as other pages leave it; what they have too may be story or not."""
    taken = held(sample.page, rule)
    if isinstance(taken, str):
        return None
    both = only = 0
    for i, (ours, theirs) in enumerate(zip(taken, sample.story, strict=True)):
        weighs = sample.labels[i] in (None, "outside")  # and what the cleaners cut wherever it stands does not
        if weighs and theirs == certain.story[i]:
            both += words_in(sample.page, i) if ours and theirs else 0
            only += words_in(sample.page, i) if ours != theirs else 0
    return 2 * both / (2 * both + only) if both else 0.0
