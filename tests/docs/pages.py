"""The pages that users read, and what they show: files, commands with what they print, SQL, Python and outlets."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    *(path for path in sorted((ROOT / "docs").glob("*.md")) if "```{include}" not in path.read_text("utf-8")),
]


@dataclass(frozen=True, slots=True)
class Command:
    """A command, and the lines that the page says it prints; `…` stands for anything."""

    line: str
    prints: tuple[str, ...] = ()

    @property
    def printed(self) -> re.Pattern[str]:
        """What its output must match, however lines are broken and cells are filled up with spaces."""
        said = re.split(r"\s*…\s*", "\n".join(self.prints))
        words = (r"\s+".join(map(re.escape, part.split())) for part in said)
        return re.compile(r"\s*" + ".*?".join(words) + r"\s*", re.DOTALL)


def fenced(page: Path, language: str) -> list[str]:
    """The blocks of a page that are of some language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def prose(page: Path) -> str:
    """A page without its blocks."""
    return re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)


def files(page: Path) -> dict[str, str]:
    """The blocks that are files: their names are the last thing that is said before them."""
    named = r"`([\w./-]+\.\w+)`[^`]*?:\n\n```(?:json|toml|html)\n(.*?)^```$"
    return dict(re.findall(named, page.read_text("utf-8"), re.DOTALL | re.MULTILINE))


def console(page: Path) -> list[Command]:
    """The commands of ```console blocks, in order: they work in any checkout."""
    found: list[Command] = []
    for block in fenced(page, "console"):
        for shown in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, *prints = shown.splitlines()
            found.append(Command(line, tuple(filter(None, prints))))
    return found


def shell(page: Path) -> list[Command]:
    """The commands of ```sh blocks, in order: they want a server, a database or the like. One that has text in
    quotation marks, or a here-document, goes on over lines."""
    found = [""]
    for line in "".join(fenced(page, "sh")).splitlines():
        found[-1] += line
        here = re.search(r"<<'(\w+)'", found[-1])
        goes_on = here[1] not in found[-1].splitlines() if here else found[-1].count('"') % 2
        if goes_on:
            found[-1] += "\n"
        else:
            found.append("")
    return [Command(command) for command in found if command.strip()]
