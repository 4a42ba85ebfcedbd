"""Grow the trees of `cleaners/judge.json` on pages with gold, and say how well they do on sites they have not seen.

    pip install lightgbm
    KLIPING_EVAL=DIR python -m tests.train_judge [--write]

DIR holds sets as folders with `gold.jsonl` (id, url, text) and `pages/ID.html.gz`. The sample pages of `seeds/` are
grown on too. The figures come from six-fold cross-validation in which no site stands on both sides; with `--write` the
trees of all pages are written. Figures: precision, recall and F1 of 4-word shingles, after the cleaners.
"""

import gzip
import json
import os
import statistics
import sys
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lightgbm
import numpy as np
import trafilatura

import cleaners
from cleaners import chain, stated
from cleaners.decode import decode
from cleaners.features import Survey
from cleaners.model import Document
from cleaners.outlets import SEEDS, all_aka
from cleaners.page import Page, read_page
from cleaners.registry import mark
from cleaners.structured import read_structured

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
    "num_threads": 2,
}
LOCAL_WEIGHT = 2.0  # Indonesian pages are what this is for, and there are fewer of them


@dataclass
class Sample:
    """A page with gold: its features, which blocks are story, and how much each counts."""

    set: str
    site: str
    page: Page
    title: str | None
    rows: list[list[float]]
    story: list[bool]
    weights: list[float]
    gold: str


def samples(folder: Path) -> Iterator[Sample]:
    """The pages of all sets, and those of `seeds/`."""
    for gold in sorted(folder.glob("*/gold.jsonl")):
        if not (gold.parent / "pages").is_dir():
            continue
        local = gold.parent.name.startswith("id_")
        for line in gold.read_text("utf-8").splitlines():
            row = json.loads(line)
            body = gzip.decompress((gold.parent / "pages" / f"{row['id']}.html.gz").read_bytes())
            site = row.get("outlet") or urlsplit(row.get("url") or "").hostname or row["id"]
            yield sample(gold.parent.name, site, body, row["text"], LOCAL_WEIGHT if local else 1.0)
    for path in sorted(SEEDS.glob("*/*.html")):
        article = json.loads(path.with_suffix(".json").read_text("utf-8"))
        yield sample("seeds", path.parent.name, path.read_bytes(), "\n".join(article["text"]), LOCAL_WEIGHT)


def sample(name: str, site: str, body: bytes, gold: str, weight: float) -> Sample:
    """One page; each page counts as much as any other of its set, each block by its words."""
    page = read_page(decode(body, "text/html").text)
    title = stated.title(page, read_structured(page.tree), None)
    found = trafilatura.bare_extraction(deepcopy(page.tree), include_comments=False, with_metadata=False)
    voted, _ = chain.align(page, (found.text if found else None) or "")
    survey = Survey(page, voted, stated.fold(title.value) if title else None)
    story, _ = chain.align(page, gold)
    words = [w + 1 for w in survey.words]
    weights = [weight * 100 * w / sum(words) for w in words]
    return Sample(name, site, page, title.value if title else None, survey.rows(), story, weights, gold)


def grow(grown_on: list[Sample]) -> lightgbm.Booster:
    """Trees for a list of pages."""
    rows = np.vstack([s.rows for s in grown_on])
    story = np.concatenate([s.story for s in grown_on])
    weights = np.concatenate([s.weights for s in grown_on])
    return lightgbm.train(SETTINGS, lightgbm.Dataset(rows, story, weight=weights), ROUNDS)


def text_of(item: Sample, likelihoods: Any) -> str:
    """The text that the judge and the cleaners leave of a page."""
    blocks = tuple(
        replace(b, outside=bool(p < chain.LIKELY)) for b, p in zip(item.page.blocks, likelihoods, strict=True)
    )
    return mark(Document(item.page.text, blocks, title=item.title, aka=all_aka(), markup=True)).kept()


def overlap(gold: str, got: str) -> tuple[float, float]:
    """Precision and recall of 4-word shingles."""
    ours, theirs = (chain.shingles(stated.fold(text).split()) for text in (got, gold))
    hits = sum(min(ours.count(s), theirs.count(s)) for s in set(ours))
    return hits / max(1, len(ours)), hits / max(1, len(theirs))


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
            likelihoods = booster.predict(np.array(item.rows))
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
