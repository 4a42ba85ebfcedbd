"""Passages in another language than the text around them: a quotation, a verse, a statement left as it was given.

They are marked and stay in the text. A paragraph is the least that is told: a few English words in an Indonesian
sentence, or the name of a stadium, make no passage.
"""

from cleaners.language import detect_foreign
from cleaners.model import Passage

MIN_BYTES = 64  # in UTF-8: ten words of Latin or twenty Chinese characters; in less, names decide what it sounds like


def foreign_passages(text: str, language: str) -> tuple[Passage, ...]:
    """The paragraphs of a text that are plainly in another language than `language`; none where that is `und`."""
    if language == "und":
        return ()
    passages = []
    start = 0
    for paragraph in text.split("\n\n"):
        end = start + len(paragraph)
        if len(paragraph.encode(errors="replace")) >= MIN_BYTES and (other := detect_foreign(paragraph, language)):
            passages.append(Passage(other, start, end))
        start = end + 2
    return tuple(passages)
