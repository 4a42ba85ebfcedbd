"""Invented news, and what copyists make of it: words as frequent as words are (Zipf's law), and topics whose stories
share names, words and whole paragraphs of background."""

import random
from collections.abc import Sequence
from itertools import accumulate

_SYLLABLES = [c + v for c in "bcdfgjklmnprstw" for v in "aiueo"] + ["ng", "an", "ar", "er"]


class Newsroom:
    """Makes stories of a number of topics; the same ones for the same seed."""

    def __init__(self, seed: int, topics: int = 60, vocabulary: int = 12_000) -> None:
        self.dice = random.Random(seed)
        self.words = [self._word() for _ in range(vocabulary)]
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(vocabulary)))
        self.names = [[f"{self._word().title()} {self._word().title()}" for _ in range(6)] for _ in range(topics)]
        self.jargon = [self.dice.choices(self.words[500:], k=40) for _ in range(topics)]
        self.background = [[self._paragraph(topic) for _ in range(4)] for topic in range(topics)]

    def story(self, topic: int, paragraphs: int | None = None, background: int = 1) -> str:
        """News of a topic, then paragraphs of background that other stories of the topic have as well."""
        news = [self._paragraph(topic) for _ in range(paragraphs or self.dice.randint(5, 14))]
        return "\n\n".join([*news, *self.dice.sample(self.background[topic], k=background)])

    def edited(self, text: str, share: float = 0.1) -> str:
        """A text with a share of its words, here and there, exchanged for others, left out or preceded by others."""
        words = []
        for word in text.split(" "):
            if self.dice.random() >= share:
                words.append(word)
            elif (what := self.dice.random()) < 0.6:
                words.append(self._any())
            elif what < 0.8:
                words += [self._any(), word]
        return " ".join(words)

    def _any(self) -> str:
        return self.dice.choices(self.words, cum_weights=self.weights)[0]

    def _word(self) -> str:
        return "".join(self.dice.choices(_SYLLABLES, k=self.dice.randint(2, 4)))

    def _paragraph(self, topic: int) -> str:
        return " ".join(self._sentence(topic) for _ in range(self.dice.randint(2, 4)))

    def _sentence(self, topic: int) -> str:
        words = self.dice.choices(self.words, cum_weights=self.weights, k=self.dice.randint(8, 22))
        for place in range(len(words)):
            if (what := self.dice.random()) < 0.15:
                words[place] = self.dice.choice(self.jargon[topic])
            elif what < 0.22:
                words[place] = self.dice.choice(self.names[topic])
        return " ".join(words).capitalize() + "."


def lead(text: str, share: float) -> str:
    """The first words of a text."""
    words: Sequence[str] = text.split(" ")
    return " ".join(words[: int(len(words) * share)])
