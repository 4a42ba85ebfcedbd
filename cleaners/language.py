"""The language of a text: two engines and the archipelago's telling words behind one function.

No engine alone will do. pycld2 is fast, but takes one Indonesian headline in five for Malay and has no Minangkabau or
Betawi; langdetect takes Malay, Javanese and Sundanese for Indonesian, since it has none of them. So two voices must
agree: pycld2 opens; the telling words (telling_words.toml) settle which of the archipelago's languages it is; langdetect
is asked only where these two do not agree. Where no two voices do, the answer is `und`.
"""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pycld2  # type: ignore[import-untyped]
from langdetect import DetectorFactory, LangDetectException  # type: ignore[import-untyped]
from langdetect.detector_factory import PROFILES_DIRECTORY  # type: ignore[import-untyped]

HEAD = 1_000  # characters: enough to be sure of an article, and the time of a long one stays that of a short one
MARGIN = 1.5
SURE = 0.9  # langdetect's seven seeded trials are of one mind; a headline of names splits them
LOCAL_WEIGHT = 2

STANDARD = frozenset({"id", "ms"})
ARCHIPELAGO = STANDARD | {"jv", "su"}  # what pycld2 knows of it
PYCLD2_NAMES = {"jw": "jv", "iw": "he"}  # it keeps to withdrawn codes; und, scripts (xx-Bali) and jokes (zzp) go below

# The languages met in Indonesian news and those mistaken for Indonesian. All 55 cost three times the memory and time.
PROFILES = "af ar de en es fi fr he hi id it ja ko nl pt ru so sv sw th tl tr vi zh-cn".split()

_WORD = re.compile(r"[^\W\d_]+")
_PLAIN = str.maketrans("áàâäãåéèêëíìîïóòôöõúùûü", "aaaaaaeeeeiiiiooooouuuu")


@dataclass(frozen=True, slots=True)
class Detected:
    """A language (ISO 639-1, or 639-3 where there is none; `und` where it cannot be told) and a confidence of 0 to 1."""

    language: str
    confidence: float


UNDETERMINED = Detected("und", 0.0)


def detect(text: str) -> Detected:
    """The language of `text`, judged by its first 1,000 characters; any string will do, an article or one paragraph."""
    head = _readable(text)
    opened, share = _open(head)
    votes = _votes(head)
    told, lead = _told(votes)
    if told == opened != "und":
        return Detected(told, _mean(share, lead))
    heard, probability = _hear(head)
    if opened not in ARCHIPELAGO and opened == heard and probability >= SURE:
        return Detected(opened, _mean(share, probability))
    # The words overrule pycld2 only with a clear majority, and never by one word: any single one may be a name, a
    # quotation or a loan. Standard Indonesian and Malay must also sound so to langdetect; of the others it knows nothing.
    if votes[told] > 1 and (told not in STANDARD or heard == "id") and _clear(votes, told):
        return Detected(told, lead)
    return UNDETERMINED
