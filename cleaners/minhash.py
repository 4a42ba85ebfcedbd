"""How alike two texts are, told from short signatures: MinHash over runs of three words.

A signature of 128 values keeps the standard error of a similarity at .04 or less. Texts that may be alike share a band
of it: of 42 bands of three values, two texts of similarity .57 (every tenth word another) share one with a probability
of .9998, of .40 with .94, and of .05 with .005.

Signatures are stored, and those of another algorithm cannot be compared with them: a new one needs a migration that
takes the old ones away.
"""

import re
import struct
from hashlib import blake2b
from operator import eq
from typing import NamedTuple

from rensa import RMinHash  # type: ignore[import-untyped]

VALUES = 128
BANDS = 42
LIKE = 0.35  # the similarity from which one text counts as a copy of another
HELD = 0.6  # the share of the shorter text from which it counts so, if it is a good part of the longer one too:
PART = 0.2  # the similarity that this takes
ENOUGH = 20  # runs of words: of shorter texts only the same ones are copies
_SEED = 1
_RUN = 3  # words
_WORD = re.compile(r"\w+")
_LAYOUT = struct.Struct(f"<{VALUES}I")
_BANDS = struct.Struct("<" + "QI" * BANDS)  # of three values each, the first two as one
_MASK = 2**63 - 1
_FACTOR = 0x9E3779B97F4A7C15  # odd, with bits all over: it spreads a value of 32 bits over 63


class Signature(NamedTuple):
    """What of a text is compared: a hash of all its words (63 bits; 0 where it has none), how many runs of words it
    has, and its MinHash."""

    words: int
    runs: int
    minhash: bytes


def sign(text: str) -> Signature:
    """The signature of a text. Case, punctuation and white space do not count."""
    words = _WORD.findall(text.casefold())
    runs = set(map(" ".join, zip(*(words[i:] for i in range(_RUN)), strict=False)))
    sketch = RMinHash(VALUES, _SEED)
    sketch.update(list(runs))
    same = int.from_bytes(blake2b(" ".join(words).encode(), digest_size=8).digest(), "big") >> 1
    return Signature(same if words else 0, len(runs), _LAYOUT.pack(*sketch.digest()))


def bands(signature: Signature) -> list[int]:
    """The hashes (63 bits) of a signature's bands; none of a text that is too short."""
    if signature.runs < ENOUGH:
        return []
    values = _BANDS.unpack_from(signature.minhash)
    return [(two ^ third * _FACTOR) & _MASK for two, third in zip(values[::2], values[1::2], strict=True)]


def similarity(a: Signature, b: Signature) -> float:
    """Jaccard similarity of two texts, 0 to 1, as estimated; 1 only for the same words."""
    if a.words == b.words:
        return 1.0
    equal: int = sum(map(eq, memoryview(a.minhash).cast("I"), memoryview(b.minhash).cast("I")))
    return min(equal, VALUES - 1) / VALUES


def containment(a: Signature, b: Signature, similarity: float) -> float:
    """The share of the shorter text that stands in the longer one, 0 to 1, told from their similarity."""
    shorter = min(a.runs, b.runs)
    return min(1.0, similarity / (1 + similarity) * (a.runs + b.runs) / shorter) if shorter else similarity


def alike(a: Signature, b: Signature) -> float | None:
    """The similarity of two texts of which one may be a copy of the other; None where neither is."""
    found = similarity(a, b)
    if found == 1:
        return found
    if min(a.runs, b.runs) < ENOUGH:
        return None
    return found if found >= LIKE or (found >= PART and containment(a, b, found) >= HELD) else None
