"""Scores of pages to tables in Markdown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import mean

from tests.bench.metric import FIELDS, f1

CLEAR = 0.02  # F1 by which one reading of a page must differ from another to count as better or worse


@dataclass(frozen=True, slots=True)
class Score:
    """How one tool did on one page. `seconds` are those of the processor, None where it was not timed."""

    set: str
    id: str
    tool: str
    precision: float
    recall: float
    fields: dict[str, float] = field(default_factory=dict)
    seconds: float | None = None
    raised: bool = False

    @property
    def f1(self) -> float:
        return f1(self.precision, self.recall)


def by_tool(scores: Iterable[Score]) -> dict[str, list[Score]]:
    """The scores of each tool, tools in the order of their first page."""
    tools: dict[str, list[Score]] = {}
    for score in scores:
        tools.setdefault(score.tool, []).append(score)
    return tools


def text_table(scores: Sequence[Score], measure: str) -> str:
    """Precision and recall averaged over the pages of a set and then over the sets, F1 from them, and beside the tool
    named `measure`: pages clearly better and worse, and the ratio of processor time."""
    tools = by_tool(scores)
    theirs = {(s.set, s.id): s for s in tools[measure]}
    rows = []
    for tool, own in tools.items():
        sets = [[s for s in own if s.set == name] for name in dict.fromkeys(s.set for s in own)]
        means = [(mean(s.precision for s in pages), mean(s.recall for s in pages)) for pages in sets]
        gains = [s.f1 - theirs[s.set, s.id].f1 for s in own]
        rows.append(
            [
                tool,
                figure(mean(precision for precision, _ in means)),
                figure(mean(recall for _, recall in means)),
                figure(mean(f1(*pair) for pair in means)),
                "–" if tool == measure else str(sum(gain > CLEAR for gain in gains)),
                "–" if tool == measure else str(sum(gain < -CLEAR for gain in gains)),
                str(sum(s.raised for s in own)),
                ratio(own, tools[measure]),
            ]
        )
    return markdown(["", "precision", "recall", "F1", "better", "worse", "raised", "time"], rows)


def field_table(scores: Sequence[Score]) -> str:
    """The mean of each field over the pages where it applies; tools without any are left out."""
    rows = []
    for tool, own in by_tool(scores).items():
        values = [[s.fields[name] for s in own if name in s.fields] for name in FIELDS]
        if any(values):
            rows.append([tool, *(figure(mean(found)) if found else "–" for found in values)])
    return markdown(["", *FIELDS], rows)


def figure(share: float) -> str:
    """A share to three places, without the zero before the point."""
    return f"{share:.3f}".removeprefix("0")


def ratio(own: Iterable[Score], theirs: Iterable[Score]) -> str:
    """Processor time as a multiple of another tool's on the same pages."""
    spent = [s.seconds for s in own]
    if None in spent:
        return "–"
    return f"{sum(spent) / sum(s.seconds for s in theirs):.2f}"


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column is text and whose others are figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
