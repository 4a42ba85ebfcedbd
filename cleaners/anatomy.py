"""The anatomy of a page of text: where the story begins and ends, and what each line around it is.

One pass over the lines, shared by the cleaners. It knows phrases, dates and datelines, not outlets.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cleaners.dateline import match_dateline
from cleaners.labels import by_itself, is_time
from cleaners.lines import Line, line_of
from cleaners.repetition import repetitions

_NAME = re.compile(r"[A-Z][\w.'’-]*(?:[ ,&/]+(?:- |dan |bin |binti |van |de |al-)?[A-Z][\w.'’-]*){0,6}$")
_CLOSING = ("initials", "signature", "source", "byline", "editor", "tags", "related", "follow")
_ROLES = {
    **dict.fromkeys(("penulis", "reporter", "pewarta", "jurnalis", "kontributor", "oleh", "author"), "byline"),
    **dict.fromkeys(("editor", "redaktur", "penyunting"), "editor"),
    "sumber": "source",
}
_CRUMBS = re.compile(r" [/>»›] ")
_REPORTED = re.compile(r"\b(?:laporan|oleh|penulis|reporter|pewarta|editor) ?:", re.IGNORECASE)
_SENTENCE = re.compile(r"[a-z]{2}\.(?:$| [A-Z])")
_NUMBERED = re.compile(r"\d{1,3}[.)]")  # "3 Pemain Kreatif" opens a headline, and "3. " an item of a list
_ROLE_AFTER = re.compile(r" (?:Reporter|Penulis|Jurnalis|Kontributor)$")
_LIST = 3  # lines
_SHORT = 6  # words
_LONG_TAG = 12  # words
_LONE = 5  # words of a headline that stands alone below the story
HEAD = 16  # lines: a longer run before the first sentence is a list, not the head of an article


@dataclass(frozen=True, slots=True)
class Anatomy:
    """`labels[i]` says what line i is (None where it is story or nothing is known of it).

    `lead` is the index of the first line of the story, `end` the index after its last.
    """

    lines: tuple[Line, ...]
    labels: tuple[str | None, ...]
    lead: int
    end: int


def survey(
    texts: Sequence[str],
    follows: Sequence[bool],
    title: str | None,
    aka: tuple[str, ...],
    links: Sequence[float] | None = None,
    captions: Sequence[bool] = (),
) -> Anatomy:
    """Survey the lines of a page in reading order.

    `follows[i]` says that line i goes on with the line before. `title` is the headline if it is known, `aka` the names
    by which the outlet calls itself. `links[i]` is the share of line i that stands in links; None says that it is not
    known, as in a text capture: then a line that reads like a headline is taken for a link. `captions[i]` says that
    the page sets line i as a picture's caption.
    """
    lines = tuple(map(line_of, texts))
    labels = [by_itself(line) for line in lines]
    for i, caption in enumerate(captions):
        if caption and labels[i] is None:
            labels[i] = "caption"
    if links is None:
        for i in repetitions(texts):
            labels[i] = "repetition"
    _mark_roles(lines, labels)
    _mark_contents(lines, labels)
    alone = [not f and not (i + 1 < len(lines) and follows[i + 1]) for i, f in enumerate(follows)]
    lead = _find_lead(lines, labels, texts, aka)
    lead = _mark_head(lines, labels, alone, lead, title, aka, markup=links is not None)
    teasers = [
        a
        and (links is None or links[i] > 0.5)
        and line.headline
        and len(line.words) >= 6
        and not _NUMBERED.match(line.text)
        for i, (line, a) in enumerate(zip(lines, alone, strict=True))
    ]
    _mark_boxes(lines, labels, alone, teasers, lead)
    end = _mark_tail(lines, labels, teasers, lead, markup=links is not None)
    return Anatomy(lines, tuple(labels), lead, end)


def _mark_roles(lines: Sequence[Line], labels: list[str | None]) -> None:
    """Name the cells of a table of credits: "Penulis" on one line, ": Ani Wijaya" on the next."""
    for i in range(1, len(lines)):
        if lines[i].text.startswith(":") and (role := _ROLES.get(lines[i - 1].folded)):
            labels[i - 1] = labels[i] = role
            if lines[i].text == ":" and i + 1 < len(lines) and len(lines[i + 1].words) <= 6:
                labels[i + 1] = role


def _mark_contents(lines: Sequence[Line], labels: list[str | None]) -> None:
    """Name the subheads that a table of contents lists: those under its heading that come again."""
    start = next((i for i, line in enumerate(lines) if line.folded == "daftar isi"), len(lines))
    left = Counter(line.folded for line in lines[start + 1 :])
    for i in range(start + 1, len(lines)):
        left[lines[i].folded] -= 1
        if not left[lines[i].folded]:
            break
        labels[i] = "navigation"


def _find_lead(lines: Sequence[Line], labels: Sequence[str | None], texts: Sequence[str], aka: tuple[str, ...]) -> int:
    """The first line with a dateline, if it comes early, else the first line of running text (0 without any)."""
    first_prose, proses, timed = None, 0, False
    for i, line in enumerate(lines[: HEAD * 2]):
        if labels[i] is None:
            opening = "\n".join(texts[i : i + 3])
            found = match_dateline(opening, aka)
            if (
                found
                and (found.strong or first_prose is None)
                and proses <= 3
                and (found.length > len(line.text) or line.prose)
            ):
                return i
            if line.prose:
                proses += 1
                first_prose = i if first_prose is None else first_prose
        elif labels[i] in ("timestamp", "byline") and not timed:
            timed = True
            if proses == 1 and first_prose:  # what stands between headline and byline is the standfirst
                first_prose, proses = None, 0
        elif labels[i] in ("related", "crosslink", "tags") and first_prose is not None:
            break
    return first_prose or 0


def _words(text: str) -> list[str]:
    return Line(text.casefold()).words


def _mark_head(
    lines: Sequence[Line],
    labels: list[str | None],
    alone: Sequence[bool],
    lead: int,
    title: str | None,
    aka: tuple[str, ...],
    *,
    markup: bool,
) -> int:
    """Name the lines before the lead; gives the lead, which is 0 where nothing shows that there is a head."""
    for i in range(lead):
        if labels[i] is None and is_time(lines[i].text, spare=2):
            labels[i] = "timestamp"
        elif labels[i] is None and (role := _REPORTED.search(lines[i].text)) and is_time(lines[i].text[: role.start()]):
            labels[i] = "byline"
    bare = [i for i in range(lead) if labels[i] is None]
    opening = "\n".join(line.text for line in lines[lead : lead + 3])
    dateline = match_dateline(opening, aka)
    sure = any(labels[i] in ("timestamp", "byline") for i in range(lead)) or (dateline is not None and dateline.strong)
    if not bare or len(bare) > (HEAD if sure else 3):
        return lead if not bare else min(bare)
    stated = _words(title) if title else None
    first = next((i for i in bare if stated and _words(lines[i].text) == stated), None)
    if first is not None:
        labels[first] = "title"
        for i in bare[: bare.index(first)]:
            labels[i] = "section"
    elif markup:  # the page's data would state its headline: a line like one is a subhead
        if not sure:
            return bare[0]
    else:
        able = [i for i in bare if alone[i] and not lines[i].prose and len(lines[i].words) >= 3]
        able = [i for i in able if not _CRUMBS.search(lines[i].text) and (sure or not lines[i].words[0][0].islower())]
        if not sure and any(_SENTENCE.search(lines[i].text) for i in bare if i <= min(able, default=lead)):
            return bare[0]  # the story begins there
        if able:
            labels[able[0]] = "title"
            for i in bare[: bare.index(able[0])]:
                labels[i] = "section"
        elif not sure:
            return bare[0]
    bare = [i for i in bare if labels[i] is None]
    if markup and not sure:
        return min(bare, default=lead)
    named: set[int] = set()  # roles that stand below their name
    for i in bare:
        line = lines[i]
        timed = any(labels[j] == "timestamp" for j in (i - 1, i + 1) if 0 <= j < len(lines))
        bare_name = line.text.rstrip(" ,").removeprefix("oleh ").removeprefix("by ")
        name = len(line.text) <= 80 and _NAME.match(bare_name) is not None
        above = _ROLES.get(lines[i - 1].folded.rstrip(" :")) if i - 1 not in named else None
        below = _ROLES.get(lines[i + 1].folded)
        signed = line.folded.startswith(("oleh ", "by ")) or _ROLE_AFTER.search(line.text) is not None
        if name and "title" in labels[:i] and (credit := above or below):
            labels[i] = credit
            if not above:
                named.add(i + 1)
        elif name and "title" in labels[:i] and (timed or signed):
            labels[i] = "byline"
        elif line.prose or (line.ends_sentence and len(line.words) >= 6):
            labels[i] = "deck"
        else:
            labels[i] = "caption" if "title" in labels[:i] else "section"
    return lead


def _mark_boxes(
    lines: Sequence[Line],
    labels: list[str | None],
    alone: Sequence[bool],
    teasers: Sequence[bool],
    lead: int,
) -> None:
    """Name the lines that a label opens: the headlines after "Baca juga:", the list under "Berita terkait"."""
    i = lead
    while i < len(lines):
        if labels[i] == "crosslink" and len(lines[i].words) <= 4:
            for k in (1, 2, 3, 4):
                j = i + k
                if (
                    j >= len(lines)
                    or labels[j] is not None
                    or lines[j].prose
                    or not alone[j]
                    or len(lines[j].words) < 4
                ):
                    break
                if k > 1 and not (lines[j].headline and len(lines[j].words) >= 7):
                    break
                labels[j] = "crosslink"
        elif labels[i] == "related":
            i = _mark_region(lines, labels, i)
            continue
        i += 1
    for i in range(max(lead, 1), len(lines) - 1):  # two in a row are links to other stories, one may be a subhead
        numbers = all(lines[j].text[0].isdigit() for j in (i, i + 1))  # of a list, more likely
        if not numbers and all(labels[j] is None and teasers[j] for j in (i, i + 1)):
            labels[i] = labels[i + 1] = "related"


def _mark_region(lines: Sequence[Line], labels: list[str | None], start: int) -> int:
    """Mark the list that a section label opens; gives the index at which the story resumes.

    It resumes with two sentences of running text in a row, or with one that is longer than a teaser is.
    """
    i = start + 1
    while i < len(lines):
        long = lines[i].prose and len(lines[i].words) >= 35
        pair = i + 1 < len(lines) and lines[i].prose and lines[i + 1].prose
        if long or pair:
            return i
        if labels[i] is None:
            labels[i] = "related"
        i += 1
    return i


def _may_be_tag(line: Line) -> bool:
    """Whether a line of a list of tags is one more of them; the long ones are in lower case."""
    return not line.ends_sentence and len(line.words) <= (_LONG_TAG if line.text.islower() else _SHORT)


def _are_tags(lines: Sequence[Line], before: Line, story: str) -> bool:
    """Whether short lines are what the story speaks of, and not the list that its last sentence opens."""
    if before.text.endswith(":") or any(line.text.endswith(":") or line.text[0].isdigit() for line in lines):
        return False
    return 2 * sum(line.folded in story for line in lines) >= len(lines)


def _mark_tail(
    lines: Sequence[Line], labels: list[str | None], teasers: Sequence[bool], lead: int, *, markup: bool
) -> int:
    """Name what follows the last sentence of the story: signatures, tags, headlines. Gives the end of the story."""
    story = [i for i in range(lead, len(lines)) if labels[i] is None and lines[i].prose]
    if not story:
        return len(lines)
    last = story[-1]
    short = [len(line.words) <= _SHORT and not line.ends_sentence for line in lines]
    rest = len(lines)  # from here on there are short lines alone, as in a list of tags that has no heading
    while not markup and rest > last + 1 and short[rest - 1] and labels[rest - 1] in (None, "tags"):
        rest -= 1
    listed = len(lines) - rest >= _LIST
    tagged = listed and _are_tags(lines[rest:], lines[last], " ".join(lines[i].folded for i in story))
    closed = False  # whether the story was signed off
    listing = False  # whether a list of tags is open: after their heading, or after a signature
    named: set[int] = set()  # roles that stand below their name
    for i in range(last + 1, len(lines)):
        line = lines[i]
        if labels[i] is not None:
            listing = labels[i] in ("tags", "initials", "signature")
            closed = closed or labels[i] in _CLOSING
        elif (listing and _may_be_tag(line)) or (i >= rest and (tagged or (listed and closed))):
            labels[i] = "tags"
        elif short[i] and i - 1 not in named and (role := _ROLES.get(lines[i - 1].folded)):
            labels[i] = role
        elif short[i] and i + 1 < len(lines) and (role := _ROLES.get(lines[i + 1].folded)) and _NAME.match(line.text):
            labels[i] = labels[i + 1] = role
            named.add(i + 1)
        else:
            listing = False
            lone = not markup and i == len(lines) - 1 == last + 1 and line.headline and lines[last].ends_sentence
            if (teasers[i] and (closed or i >= len(lines) - 2)) or (lone and len(line.words) >= _LONE):
                labels[i] = "related"
    return last + 1
