"""Grow the trees of `cleaners/judge.json` on pages with gold, and say how well they do on sites they have not seen.

    pip install lightgbm
    KLIPING_EVAL=DIR python -m tests.train_judge [--write]

DIR holds sets as folders with `gold.jsonl` (id, url, text) and `pages/ID.html.gz`. The sample pages of `seeds/` are
grown on too. The figures come from six-fold cross-validation in which no site stands on both sides; with `--write` the
trees of all pages are written. Figures: precision, recall and F1 of runs of four words, after the cleaners.
"""

import gzip
import json
import os
import random
import statistics
import sys
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lightgbm
import numpy as np
import trafilatura

import cleaners
from cleaners import stated
from cleaners.align import align
from cleaners.decode import decode
from cleaners.features import Survey
from cleaners.judge import verdict
from cleaners.lines import fold
from cleaners.model import Document
from cleaners.outlets import SEEDS, all_aka
from cleaners.page import Page, read_page
from cleaners.registry import mark
from cleaners.structured import read_structured
from tests.bench.metric import overlap
from tests.spliced import EN, ID, Boxes, splice

FOLDS = 6
ROUNDS = 60
SETTINGS = {
    "objective": "binary",
    "num_leaves": 12,
    "learning_rate": 0.15,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 2,
    "verbose": -1,
    "seed": 1,
    "deterministic": True,
    "num_threads": 1,
}
LOCAL_WEIGHT = 2.0  # Indonesian pages are what this is for, and there are fewer of them
SPLICED = 2  # variants of each page with a box more
SPLICED_WEIGHT = 0.35
MISLED_WEIGHT = 0.5
_REGION = 40  # words


@dataclass(frozen=True)
class Raw:
    """A page with gold as it was found."""

    set: str
    site: str
    body: bytes
    gold: str
    local: bool


@dataclass(frozen=True)
class Lesson:
    """What trees are grown on: a page's features, which blocks are story, and how much each counts."""

    rows: list[list[float]]
    story: list[bool]
    weights: list[float]


@dataclass(frozen=True)
class Sample:
    """A page with gold, the vote on its blocks, their words, and the lessons that it gives: the first is the page as
    it is."""

    set: str
    site: str
    page: Page
    title: str | None
    voted: list[bool]
    words: list[int]
    gold: str
    lessons: tuple[Lesson, ...]


def samples(folder: Path) -> Iterator[Sample]:
    """The pages of all sets, and those of `seeds/`."""
    pages = [*_sets(folder), *_seeds()]
    texts = {local: [page.gold.splitlines() for page in pages if page.local == local] for local in (True, False)}
    for number, page in enumerate(pages):
        dice = random.Random(number)
        yield sample(page, Boxes(ID if page.local else EN, texts[page.local], dice), dice)


def _sets(folder: Path) -> Iterator[Raw]:
    for gold in sorted(folder.glob("*/gold.jsonl")):
        if not (gold.parent / "pages").is_dir():
            continue
        local = gold.parent.name.startswith("id_")
        for line in gold.read_text("utf-8").splitlines():
            row = json.loads(line)
            body = gzip.decompress((gold.parent / "pages" / f"{row['id']}.html.gz").read_bytes())
            site = row.get("outlet") or urlsplit(row.get("url") or "").hostname or row["id"]
            yield Raw(gold.parent.name, site, body, row["text"], local)


def _seeds() -> Iterator[Raw]:
    for path in sorted(SEEDS.glob("*/*.html")):
        article = json.loads(path.with_suffix(".json").read_text("utf-8"))
        yield Raw("seeds", path.parent.name, path.read_bytes(), "\n".join(article["text"]), local=True)


def sample(raw: Raw, boxes: Boxes, dice: random.Random) -> Sample:
    """One page with its lessons: itself, itself under a wrong vote, and itself with boxes more."""
    page = read_page(decode(raw.body, "text/html").text)
    title = stated.title(page, read_structured(page), None)
    folded = fold(title.value) if title else None
    weight = LOCAL_WEIGHT if raw.local else 1.0
    survey = Survey(page, _vote(page), folded)
    # A vote for some other region of the page, so that the judge does not believe all it hears.
    regions = [element for element, words in survey.sums(survey.words).items() if words >= _REGION]
    region = dice.choice(regions) if regions else None
    misled = Survey(page, [region in path for path in survey.paths], folded)
    lessons = [_lesson(survey, raw.gold, weight), _lesson(misled, raw.gold, MISLED_WEIGHT * weight)]
    for _ in range(SPLICED):
        spliced = splice(read_page(decode(raw.body, "text/html").text), raw.gold, boxes)
        if spliced is not None:
            other = read_page(spliced)
            lessons.append(_lesson(Survey(other, _vote(other), folded), raw.gold, SPLICED_WEIGHT * weight))
    known = title.value if title else None
    return Sample(raw.set, raw.site, page, known, list(survey.voted), survey.words, raw.gold, tuple(lessons))


def _vote(page: Page) -> list[bool]:
    found = trafilatura.bare_extraction(deepcopy(page.tree), include_comments=False, with_metadata=False)
    return align(page, (found.text if found else None) or "")[0]


def _lesson(survey: Survey, gold: str, weight: float) -> Lesson:
    """Each page counts as much as any other of its weight, each block by its words."""
    words = [w + 1 for w in survey.words]
    story, _ = align(survey.page, gold)
    return Lesson(survey.rows(), story, [weight * 100 * w / sum(words) for w in words])


def grow(grown_on: list[Sample]) -> lightgbm.Booster:
    """Trees for a list of pages."""
    lessons = [lesson for item in grown_on for lesson in item.lessons]
    rows = np.vstack([lesson.rows for lesson in lessons])
    story = np.concatenate([lesson.story for lesson in lessons])
    weights = np.concatenate([lesson.weights for lesson in lessons])
    return lightgbm.train(SETTINGS, lightgbm.Dataset(rows, story, weight=weights), ROUNDS)


def text_of(item: Sample, likelihoods: Any) -> str:
    """The text that the judge and the cleaners leave of a page."""
    story = verdict(likelihoods, item.voted, item.words)
    blocks = tuple(b.marked(outside=not taken) for b, taken in zip(item.page.blocks, story, strict=True))
    return mark(Document(item.page.text, blocks, title=item.title, aka=all_aka(), markup=True)).kept()


def simplify(node: dict[str, Any]) -> Any:
    """A node of LightGBM's dump as `cleaners.judge` reads it."""
    if "leaf_value" in node:
        return round(float(node["leaf_value"]), 5)
    threshold = float(f"{node['threshold']:.6g}")
    return [node["split_feature"], threshold, simplify(node["left_child"]), simplify(node["right_child"])]


def main() -> None:
    """Cross-validate, print the figures, and write the trees if asked to."""
    pages = list(samples(Path(os.environ["KLIPING_EVAL"])))
    sites = sorted({s.site for s in pages})
    fold = {site: i % FOLDS for i, site in enumerate(np.random.RandomState(0).permutation(sites))}
    scores: dict[str, list[tuple[float, float]]] = {}
    for k in range(FOLDS):
        booster = grow([s for s in pages if fold[s.site] != k])
        for item in (s for s in pages if fold[s.site] == k):
            likelihoods = booster.predict(np.array(item.lessons[0].rows))
            scores.setdefault(item.set, []).append(overlap(item.gold, text_of(item, likelihoods)))
    for name, found in scores.items():
        precision, recall = (statistics.mean(f[i] for f in found) for i in (0, 1))
        f1 = 2 * precision * recall / (precision + recall)
        print(f"{name:12}{len(found):5}  P {precision:.3f}  R {recall:.3f}  F1 {f1:.4f}")
    if "--write" in sys.argv[1:]:
        trees = [simplify(t["tree_structure"]) for t in grow(pages).dump_model()["tree_info"]]
        path = Path(cleaners.__file__).with_name("judge.json")
        path.write_text(json.dumps(trees, separators=(",", ":")) + "\n", "utf-8")
        print(f"wrote {len(trees)} trees, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
