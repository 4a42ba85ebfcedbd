"""The language of a text: two engines and the archipelago's telling words behind one function.

No engine alone will do. pycld2 is fast, but takes one Indonesian headline in five for Malay and knows neither
Minangkabau nor Betawi; langdetect takes Malay, Javanese and Sundanese for Indonesian, since it has none of them. So two
voices must agree: pycld2 opens; the telling words (telling_words.toml) settle which of the archipelago's languages it
is; langdetect is asked only where these two do not agree and it has a say. Where no two voices do, the answer is `und`:
a headline without a telling word stays open, and so does a language that langdetect was not given.
"""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pycld2  # type: ignore[import-untyped]
from langdetect import DetectorFactory, LangDetectException  # type: ignore[import-untyped]

HEAD = 1_000  # characters: enough to be sure of an article, and a long one costs no more than a short one
STANDARD = frozenset({"id", "ms"})
ARCHIPELAGO = STANDARD | {"jv", "su"}  # as far as pycld2 knows it
LOCAL_WEIGHT = 2  # the other languages borrow freely from Indonesian, it rarely from them: their words say more
MARGIN = 1.5  # Malay prose has some words of the Indonesian list, and the other way round
SURE = 0.9  # all of langdetect's trials are of one mind; a headline made of foreign names splits them
RENAMED = {"jw": "jv", "iw": "he"}  # pycld2 keeps withdrawn codes
# What Indonesian news quotes, and what is mistaken for Indonesian; all 55 profiles take three times as long to load.
PROFILES = (
    "ar", "de", "en", "es", "fi", "fr", "he", "hi", "id", "it", "ja", "ko", "nl", "pt", "ru", "so", "sv", "sw", "th",
    "tl", "tr", "vi", "zh-cn",
)  # fmt: skip

_WORD = re.compile(r"[^\W\d_]+")
_ACCENTS = str.maketrans("áàâäãåéèêëíìîïóòôöõúùûü", "aaaaaaeeeeiiiiooooouuuu")


@dataclass(frozen=True, slots=True)
class Detected:
    """A language and a confidence from 0 to 1.

    The code is of ISO 639-1, or of 639-3 where that has none (min, bew, ban ...); `und` where it cannot be told.
    """

    language: str
    confidence: float


UNDETERMINED = Detected("und", 0.0)

# How sure one must be of a language beside that of the article. English names and lists of products make an Indonesian
# paragraph look English, and a word in common makes it look Malay; of other languages it borrows no such looks.
SURE_BESIDE = {"en": 0.95, "id": 0.85, "ms": 0.85}
SURE_BESIDE_OTHERS = 0.6


def detect(text: str) -> Detected:
    """The language of an article or of one paragraph, judged by its first 1,000 characters. Any string will do."""
    head = _readable(text)
    opened, share = _open(head)
    told, lead, clear = _tell(head)
    if told == opened:
        return Detected(told, (share + lead) / 2)
    # Of a text that sounds like the archipelago to pycld2, langdetect can only confirm what the words tell.
    asked = opened not in ARCHIPELAGO or (clear and told in STANDARD)
    heard, probability = _hear(head) if asked else ("und", 0.0)
    # An Indonesian headline full of English names sounds English to both engines, but for a telling word.
    if heard == opened and opened not in ARCHIPELAGO and (probability >= SURE or told not in STANDARD):
        return Detected(opened, (share + probability) / 2)
    # Turkish, Swahili and Tagalog have a few of the words too, but do not sound Indonesian to langdetect. Of the
    # local languages it knows nothing, so there it has no say.
    if clear and (heard == "id" or told not in STANDARD):
        return Detected(told, lead)
    return UNDETERMINED


def detect_foreign(paragraph: str, language: str) -> str | None:
    """The language of a paragraph that is plainly in another one than its article's `language`; else None.

    It costs a tenth of what `detect` may. Most paragraphs are told by their words alone, and langdetect is not asked
    where pycld2 hears the archipelago or nothing.
    """
    own, rivals = _telling_apart(language)
    words = set(paragraph[:HEAD].lower().split())
    for_another = len(rivals & words)
    if len(own & words) > 2 + MARGIN * for_another:  # Turkish, too, has two of the Indonesian ones
        return None
    head = _readable(paragraph)
    opened, share = _open(head)
    if opened == language and for_another < 2:
        return None
    if opened in STANDARD or opened == "un":
        told, lead, clear = _tell(head)
        if told in STANDARD:
            clear, lead = told == opened, (share + lead) / 2
        found = Detected(told, lead) if clear else UNDETERMINED
    else:
        found = detect(paragraph)
    plain = found.confidence >= SURE_BESIDE.get(found.language, SURE_BESIDE_OTHERS)
    return found.language if plain and found.language not in ("und", language) else None


def _readable(text: str) -> str:
    """One lower-case line (langdetect skips words in capitals) without the characters that make pycld2 raise.

    Those are control characters, surrogates and noncharacters, none of which is ever printable.
    """
    line = " ".join(text[:HEAD].lower().split())
    return line if line.isprintable() else "".join(filter(str.isprintable, line))


def _open(head: str) -> tuple[str, float]:
    """pycld2's language (`un` where it has none) and the share of the text that it found to be in it."""
    _, _, found = pycld2.detect(head)
    _, code, percent, _ = found[0]
    return RENAMED.get(code, code).split("-")[0], percent / 100


def _tell(head: str) -> tuple[str, float, bool]:
    """The language with most telling words, its share of them, and whether they may overrule pycld2.

    That takes a clear majority and never one word alone, which may be a name, a quotation or a loan. A text of one word
    has none that tells: pycld2 would agree with it too easily.
    """
    telling, endings = _telling()
    every_ending = tuple(endings)
    counts: Counter[str] = Counter()
    words = set(_WORD.findall(head.translate(_ACCENTS)))
    for word in words if len(words) > 1 else ():
        if word in telling:
            counts.update(telling[word])
        elif len(word) > 5 and word.endswith(every_ending):
            counts.update(language for ending, language in endings.items() if word.endswith(ending))
    votes = Counter({code: n if code in STANDARD else n * LOCAL_WEIGHT for code, n in counts.items()})
    (told, most), (_, next_most) = [*votes.most_common(2), ("und", 0), ("und", 0)][:2]
    if most == next_most:
        return "und", 0.0, False
    return told, most / (votes.total() + 1), counts[told] > 1 and most >= MARGIN * next_most


def _hear(head: str) -> tuple[str, float]:
    """langdetect's language and its probability; `und` where there is nothing to hear."""
    detector = _factory().create()
    detector.append(head)
    try:
        heard = detector.get_probabilities()
    except LangDetectException:  # not a letter in it
        return "und", 0.0
    return (heard[0].lang.split("-")[0], heard[0].prob) if heard else ("und", 0.0)


@cache
def _telling() -> tuple[dict[str, list[str]], dict[str, str]]:
    """The languages of each telling word, and the language of each telling ending."""
    table = tomllib.loads(files(__package__).joinpath("telling_words.toml").read_text("utf-8"))
    words: dict[str, list[str]] = {}
    endings: dict[str, str] = {}
    for language, entry in table.items():
        for word in entry["words"].split():
            words.setdefault(word, []).append(language)
        endings |= dict.fromkeys(entry.get("endings", "").split(), language)
    return words, endings


@cache
def _telling_apart(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words that tell this language, and those that tell another and not this one."""
    telling, _ = _telling()
    own = frozenset(word for word, codes in telling.items() if language in codes)
    return own, frozenset(telling) - own


@cache
def _factory() -> DetectorFactory:
    factory = DetectorFactory()
    factory.set_seed(0)  # it draws its n-grams at random
    profiles = files("langdetect").joinpath("profiles")
    factory.load_json_profile([profiles.joinpath(name).read_text("utf-8") for name in PROFILES])
    return factory
