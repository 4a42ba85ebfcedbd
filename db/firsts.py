"""Which article was first of those that are alike."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from cleaners.minhash import alike
from db.bands import ANY_MONTH, NO_MONTH, months, neighbours, sharing
from db.likeness import FILED
from db.texts import Text, load

Index = dict[int, list[Text]]  # hash -> texts that are filed under it


@dataclass(frozen=True, slots=True)
class Settled:
    """An article's text as it was filed and as it is, and its first publisher: itself where it is no copy."""

    before: Text
    text: Text
    first: Text
    similarity: float

    @property
    def is_copy(self) -> bool:
        return self.first is not self.text

    @property
    def was_first(self) -> bool:
        """Whether it was a first publisher as it is now, of whom the others know."""
        return self.before.is_first and self.before.is_as(self.text)


def settle(connection: Connection, batch: Sequence[tuple[Text, Text]]) -> tuple[list[Settled], set[int]]:
    """Settle articles, given as they were filed and as they are. Returns also the ids of other articles that are later
    than a new first publisher and like it."""
    ordered = sorted(batch, key=lambda pair: pair[1].order)
    ids = {text.id for _, text in batch}
    firsts = _filed(connection, [text for _, text in batch], ids, copies=False)
    shared = _shared(ordered)
    settled = []
    news: list[Text] = []
    later: set[int] = set()
    for before, text in ordered:
        like = list(_like(text, firsts))
        earlier = [(other, found) for other, found in like if other.order < text.order]
        one = Settled(before, text, *min(earlier, key=lambda pair: pair[0].order, default=(text, 1.0)))
        settled.append(one)
        if one.is_copy:
            continue
        for hash_ in shared.intersection(text.hashes):
            firsts[hash_].append(text)
        if not one.was_first:
            news.append(text)
            later |= {other.id for other, _ in like}
    copies = _filed(connection, news, ids, copies=True)
    for text in news:
        later |= {other.id for other, _ in _like(text, copies) if other.order > text.order}
    return settled, later - ids


def _shared(batch: Iterable[tuple[Text, Text]]) -> set[int]:
    """The hashes that several texts of a batch have: only these need be looked up."""
    seen: set[int] = set()
    twice: set[int] = set()
    for _, text in batch:
        hashes = set(text.hashes)
        twice |= seen & hashes
        seen |= hashes
    return twice


def _like(text: Text, index: Index) -> Iterator[tuple[Text, float]]:
    """The texts of an index that are like one, and how alike."""
    sharing_a_band = {other.id: other for hash_ in text.hashes if hash_ in index for other in index[hash_]}
    for other in sharing_a_band.values():
        if neighbours(text.month, other.month) or text.signature.words == other.signature.words:
            similarity = alike(text.signature, other.signature)
            if similarity is not None:
                yield other, similarity


def _filed(connection: Connection, texts: Sequence[Text], apart_from: Collection[int], *, copies: bool) -> Index:
    """The copies, or the others, that share a band with one of the texts. Of copies only those that may be later are
    asked for."""
    by_month: defaultdict[int, set[int]] = defaultdict(set)
    for text in texts:
        by_month[text.month].update(text.bands)
    words = {text.signature.words for text in texts}
    found = [*sharing(connection, [ANY_MONTH], copies, words)]
    known = list(months(connection))
    for month, hashes in sorted(by_month.items()):
        near = [other for other in known if neighbours(month, other) and not (copies and _is_before(other, month))]
        found += sharing(connection, near, copies, hashes)
    others = load(connection, {article for _, article in found} - set(apart_from), FILED)
    index: Index = defaultdict(list)
    for hash_, article in found:
        if article in others:
            index[hash_].append(others[article])
    return index


def _is_before(a: int, b: int) -> bool:
    """Whether all articles of a month are earlier than those of another; those without a date are the latest."""
    return a != NO_MONTH and (b == NO_MONTH or a < b)
