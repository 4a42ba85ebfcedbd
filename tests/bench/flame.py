"""`make flamegraph`: where the time of `kliping run` goes, as a picture, `docs/img/flamegraph.svg`.

py-spy looks two hundred times a second at what both processes are doing. Shown are the functions of kliping, from the
batch down; what they spend in a library stands under its name. What was left out is less than a three-hundredth.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from tests.bench import pages
from tests.bench.document import ROOT
from tests.bench.processes import KLIPING

PICTURE = ROOT / "docs" / "img" / "flamegraph.svg"
PAGES = 1_000
RATE = 200  # looks a second
LEAST = 1 / 300  # of the whole, below which nothing is drawn
WIDTH, ROW, LETTER = 1200, 18, 6.2  # pixels; the last for text of 11 pixels
COLOURS = {"cleaners": "#f4a261", "db": "#7fb7be", "flows": "#b5c99a", "libraries": "#d9d4cc"}

_FRAME = re.compile(r"(?P<name>.+) \((?P<file>[^()]+?)(?::\d+)?\)$")
_STARTS = "starting: imports"


@dataclass(slots=True)
class Node:
    """A function as it was called from those above it: how often it was seen at work, alone or in what it calls."""

    seen: int = 0
    calls: dict[tuple[str, str], "Node"] = field(default_factory=dict)


def profile(folder: Path) -> list[str]:
    """The stacks of a run, each with how often it was seen: "outermost;...;innermost COUNT"."""
    pages.write(folder / "pages", PAGES)
    stacks = folder / "stacks"
    recorder = Path(sys.executable).parent / "py-spy"
    command = (*KLIPING, "run", folder / "pages" / "known", "--db", f"sqlite:///{folder}/flame.db")
    options = ("--subprocesses", "--function", "--rate", str(RATE), "--format", "raw", "--output", stacks)
    subprocess.run([recorder, "record", *options, "--", *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return stacks.read_text().splitlines()


def shown(stack: str) -> list[tuple[str, str]]:
    """What is shown of a stack: functions of kliping and where they stand, perhaps a library at the end; nothing of one
    that waits."""
    frames = [found.groups() for frame in stack.split(";") if (found := _FRAME.match(frame))]
    if any("importlib" in file for _, file in frames):
        return [(_STARTS, "libraries")]
    own: list[tuple[str, str]] = []
    library = ""
    for name, file in frames:
        if file.startswith(("cleaners/", "db/", "flows/")):
            library = ""
            if "<" not in name:  # a comprehension is a part of its function
                own.append((f"{name} ({file})", file.partition("/")[0]))
        else:
            library = library or file.partition("/")[0].removesuffix(".py")
    start = next((place for place, (name, _) in enumerate(own) if name.startswith("clean_batch ")), None)
    return own[start:] + ([(library, "libraries")] if library else []) if start is not None else []


def tree(stacks: list[str]) -> Node:
    """All stacks as one tree."""
    root = Node()
    for line in stacks:
        stack, _, count = line.rpartition(" ")
        if path := shown(stack):
            node = root
            node.seen += int(count)
            for step in path:
                node = node.calls.setdefault(step, Node())
                node.seen += int(count)
    return root


def boxes(node: Node, whole: int, left: float = 0, depth: int = 0) -> Iterator[tuple[float, int, float, str, str]]:
    """What is drawn: left edge and width as shares of the whole, depth, name and colour; the widest first."""
    for (name, layer), call in sorted(node.calls.items(), key=lambda item: -item[1].seen):
        share = call.seen / whole
        if share >= LEAST:
            yield left, depth, share, name, COLOURS[layer]
            yield from boxes(call, whole, left, depth + 1)
        left += share


def drawn(root: Node) -> str:
    """The tree as SVG, callers above what they call."""
    found = list(boxes(root, root.seen))
    height = (max(depth for _, depth, *_ in found) + 3) * ROW
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-size="11" '
        'font-family="sans-serif">',
        _box(0, 0, WIDTH, height, "#fff"),
    ]
    for place, (name, colour) in enumerate(COLOURS.items()):
        parts += [_box(place * 90 + 4, 5, 12, 12, colour), _text(place * 90 + 20, 15, name)]
    for left, depth, share, name, colour in found:
        x, y, width = left * WIDTH, (depth + 1.5) * ROW, share * WIDTH
        fits = max(0, int((width - 6) / LETTER))
        text = name if len(name) <= fits else name.partition(" (")[0][:fits]
        box = _box(x, y, max(width - 0.5, 0.5), ROW - 1, colour)
        parts.append(f"<g><title>{escape(name)}: {share:.1%}</title>{box}{_text(x + 3, y + 12, text)}</g>")
    return "\n".join([*parts, "</svg>\n"])


def _box(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'


def _text(x: float, y: float, text: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'


def main() -> int:
    """Take the profile of a run, and draw it."""
    with tempfile.TemporaryDirectory() as folder:
        PICTURE.write_text(drawn(tree(profile(Path(folder)))), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
