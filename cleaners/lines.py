"""What can be told of a line by itself, before its place on the page is known."""

import re
from dataclasses import dataclass
from functools import lru_cache

from cleaners.cached import cached_property
from cleaners.phrases import LONGEST, label

# Words that stay in lower case in an Indonesian headline.
SMALL_WORDS = frozenset(
    [
        "di",
        "ke",
        "dari",
        "yang",
        "dan",
        "atau",
        "untuk",
        "dengan",
        "pada",
        "dalam",
        "oleh",
        "vs",
        "saat",
        "usai",
        "soal",
        "bagi",
        "karena",
        "tak",
        "para",
        "si",
        "sang",
        "per",
        "via",
        "ala",
        "the",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "and",
        "a",
        "an",
        "as",
        "by",
        "from",
        "with",
    ]
)
_CLOSERS = "\"'”’»)]} \t*"
_SIGNED = re.compile(r"(?<!\s)\s*\([^()]{2,40}\)$")  # initials or a name behind the last sentence
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
_WORD = re.compile(r"[^\W_](?:[\w'’.-]*\w)?")


@dataclass(frozen=True)
class Line:
    """A line of a page: `text` as it stands there, and facts about it."""

    text: str

    @cached_property
    def folded(self) -> str:
        return " ".join(self.text.lower().split())

    @cached_property
    def words(self) -> list[str]:
        return _WORD.findall(self.text)

    @cached_property
    def label(self) -> str | None:
        """The family of phrases that the line belongs to."""
        found = label(self.folded)
        # "Lihat juga bagaimana warga menjemur gabah." is a sentence: a link has a colon, or no full stop.
        sentence = found == "crosslink" and self.folded.split()[1:2] == ["juga"] and ":" not in self.text
        sentence = sentence and self.text.endswith(".") and len(self.words) >= 6
        return None if sentence else found

    @cached_property
    def ends_sentence(self) -> bool:
        bare = _SIGNED.sub("", self.text) if ")" in self.text[-2:] else self.text
        return bare.rstrip(_CLOSERS).endswith((".", "!", "?", "…")) and not bare.endswith("...")

    @cached_property
    def capitals(self) -> float:
        """The share of words that start with a capital or a digit, small words aside."""
        initials = [word[0] for word in self.words if word.lower() not in SMALL_WORDS]
        return (len(initials) - sum(map(str.islower, initials))) / len(initials) if initials else 0.0

    @cached_property
    def headline(self) -> bool:
        """Reads like a headline: four words and more, nearly all capitalised, most of them no figures, no full stop."""
        return (
            4 <= len(self.words) <= 25
            and self.capitals >= 0.8
            and 2 * sum(word[0].isdigit() for word in self.words) < len(self.words)
            and not self.text.rstrip(_CLOSERS).endswith((".", ",", ":", ";"))
        )

    @cached_property
    def prose(self) -> bool:
        """Reads like running text: a sentence of eight words and more, or a long line."""
        n = len(self.words)
        if n < 8 or self.label is not None or self.headline:
            return False
        return n >= 25 or self.ends_sentence or (self.text.endswith((":", "...")) and n >= 10)


def line_of(text: str) -> Line:
    """The line with this text; several readers of a page ask for the same ones."""
    return _shared(text) if len(text) <= LONGEST else Line(text)


_shared = lru_cache(maxsize=1_024)(Line)  # about as many as the largest pages have


def fold(text: str) -> str:
    """The words of a text in lower case, without punctuation."""
    return " ".join(Line(text.casefold()).words)


@lru_cache(maxsize=4_096)  # the outlet's own names are asked for on each of its pages
def squeezed(name: str) -> str:
    """A name in lower case, letters and digits only: "CNBC Indonesia" and "cnbcindonesia" are one."""
    return "".join(c for c in name.casefold() if c.isalnum())


def agree(one: str, other: str) -> bool:
    """Whether two headlines are one story's: the same, one cut short, or the same numbers and nearly the same words."""
    first, second = (fold(_THOUSANDS.sub("", text)).split() for text in (one, other))
    if first == second:
        return bool(first)
    short, long = sorted((first, second), key=len)
    if len(short) >= 4 and long[: len(short)] == short:
        return True
    ours, theirs = set(first), set(second)
    if len(short) < 4 or len(ours & theirs) < 0.7 * len(ours | theirs):
        return False
    return not any(c.isdigit() for word in ours ^ theirs for c in word)
