"""`make bench-quality`: how well kliping reads real pages beside the libraries that do the same.

    python -m tests.bench.quality DIR [--worst N]

DIR holds sets as folders with `gold.jsonl` (a page a line: id, text, and url, outlet, lang where known),
`pages/ID.html.gz`, and perhaps `meta.jsonl` (id, and of title, published_at, authors, editors and tags what the page
shows). The tables take their place in `docs/quality.md`.
"""

import argparse
import gzip
import json
import logging
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from multiprocessing import Pool
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from rich.progress import track

from cleaners import judge
from cleaners.outlets import SEEDS
from tests.bench.document import ROOT, fill, versions
from tests.bench.metric import Reading, fields, overlap
from tests.bench.peers import HELD_OUT, TOOLS, TRAFILATURA, UNKNOWN, Page, Tool
from tests.bench.table import Score, by_tool, field_table, text_table

DOCUMENT = ROOT / "docs" / "quality.md"
PACKAGES = ("trafilatura", "newspaper4k", "readability-lxml", "resiliparse", "justext", "lxml", "lightgbm")
PROCESSES = 2


def load(folder: Path) -> Iterator[Page]:
    """The HTML pages of all sets, in order."""
    for gold in sorted(folder.glob("*/gold.jsonl")):
        pages, meta = gold.with_name("pages"), gold.with_name("meta.jsonl")
        if not pages.is_dir():  # text captures, which no other tool reads
            continue
        stated = {row["id"]: row for row in read(meta)} if meta.exists() else {}
        name = gold.parent.name
        for row in read(gold):
            yield Page(
                set=name,
                id=row["id"],
                site=row.get("outlet") or urlsplit(row.get("url") or "").hostname or row["id"],
                url=row.get("url"),
                language="id" if (row.get("lang") or name).startswith("id") else "en",
                body=gzip.decompress((pages / f"{row['id']}.html.gz").read_bytes()),
                text=row["text"],
                meta=stated.get(row["id"], {}),
            )


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def score(page: Page, tool: Tool) -> Score:
    """One tool on one page. A tool that raises has read nothing there."""
    start = time.process_time()
    try:
        reading, raised = tool.read(page), False
    except Exception:
        reading, raised = Reading(), True
    seconds = time.process_time() - start
    precision, recall = overlap(page.text, reading.text)
    right = fields(page.meta, reading, tool.gives)
    return Score(page.set, page.id, tool.name, precision, recall, right, seconds, raised)


def compare(job: tuple[int, Page]) -> list[Score]:
    """All tools on one page. Another one begins on each page, since what the first leaves in caches helps the next."""
    i, page = job
    first = i % len(TOOLS)
    return [score(page, tool) for tool in (*TOOLS[first:], *TOOLS[:first])]


def start() -> None:
    """Silence the tools, and have them load what they load at their first page."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    sample = next(SEEDS.glob("*/*.html"))
    page = Page("", "", "", None, "id", sample.read_bytes(), "", {})
    for tool in TOOLS:
        score(page, tool)


def unseen(folder: Path, pages: list[Page]) -> Iterator[Score]:
    """kliping on each page with a judge that was grown without its site."""
    try:
        from tests.bench.held_out import judges
    except OSError as error:  # LightGBM needs OpenMP's library, which no Python package brings
        print(f"No judge can be grown, so its row is missing: {error}", file=sys.stderr)
        return
    for trees, theirs in judges(folder, pages):
        held_out = judge.compiled(trees)
        with patch.object(judge, "_score", lambda held_out=held_out: held_out):
            yield from (replace(score(page, HELD_OUT), seconds=None) for page in theirs)


def tables(scores: Sequence[Score], pages: Sequence[Page]) -> str:
    """What stands in the document between its marks."""
    names = list(dict.fromkeys(page.set for page in pages))
    parts = [
        versions(PACKAGES),
        f"### The mean of {len(names)} sets\n\n{text_table(scores, TRAFILATURA.name)}",
    ]
    for name in names:
        own_scores = [s for s in scores if s.set == name]
        sites = {page.site for page in pages if page.set == name}
        count = sum(page.set == name for page in pages)
        parts.append(f"### {name}: {count} pages of {len(sites)} sites\n\n{text_table(own_scores, TRAFILATURA.name)}")
        if any(s.fields for s in own_scores):
            parts.append(field_table(own_scores))
    return "\n\n".join(parts)


def worst(scores: Sequence[Score], count: int) -> Iterator[str]:
    """The pages on which each peer is furthest ahead of kliping, with a judge that does not know the site if any."""
    tools = by_tool(scores)
    name = HELD_OUT.name if HELD_OUT.name in tools else UNKNOWN.name
    ours = {(s.set, s.id): s.f1 for s in tools[name]}
    for tool in TOOLS[2:]:
        yield f"\n{tool.name} ahead of {name}:"
        ahead = sorted(tools[tool.name], key=lambda s: ours[s.set, s.id] - s.f1)[:count]
        yield from (f"  {s.f1:.3f} to {ours[s.set, s.id]:.3f}  {s.set} {s.id}" for s in ahead)


def main() -> int:
    """Compare, and write the tables."""
    cli = argparse.ArgumentParser(prog="python -m tests.bench.quality")
    cli.add_argument("folder", type=Path, metavar="DIR", help="where the sets are")
    cli.add_argument(
        "--worst", type=int, default=0, metavar="N", help="name the N pages on which each peer is furthest ahead"
    )
    arguments = cli.parse_args()
    pages = list(load(arguments.folder))
    if not pages:
        cli.error(f"{arguments.folder} has no set of pages: a folder with gold.jsonl and pages/")
    with Pool(PROCESSES, start) as pool:
        jobs = track(pool.imap_unordered(compare, enumerate(pages)), "All tools on each page", len(pages))
        scores = [score for job in jobs for score in job]
    start()
    scores += track(unseen(arguments.folder, pages), "Judges that do not know the site", len(pages))
    order = [tool.name for tool in (*TOOLS[:2], HELD_OUT, *TOOLS[2:])]
    scores.sort(key=lambda s: order.index(s.tool))
    text = tables(scores, pages)
    fill(DOCUMENT, "tables", text)
    print(text, *worst(scores, arguments.worst) if arguments.worst else (), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
