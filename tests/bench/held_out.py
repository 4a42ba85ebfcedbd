"""Judges for pages of sites that they have not seen: `cleaners/judge.json` itself was grown on all of them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from cleaners.judge import Tree
from tests.bench.peers import Page
from tests.train_judge import FOLDS, grow, samples, simplify


def judges(folder: Path, pages: Sequence[Page]) -> Iterator[tuple[list[Tree], list[Page]]]:
    """For each fold of the sites the trees grown without it, on sets and sample pages alike, and its pages."""
    grown_on = list(samples(folder))
    sites = np.random.RandomState(0).permutation(sorted({sample.site for sample in grown_on}))
    for k in range(FOLDS):
        fold = set(sites[k::FOLDS])
        booster = grow([sample for sample in grown_on if sample.site not in fold])
        trees = [simplify(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]
        yield trees, [page for page in pages if page.site in fold]
