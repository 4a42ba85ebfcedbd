"""An invented site: stories of invented words, one story that runs on for weeks, and furniture that no phrase names."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

SITE = "lenteraselatan.example"
FURNITURE = (
    "Dukung kerja redaksi dengan menjadi sahabat Lentera Selatan mulai dari {n}.000 rupiah sebulan.",
    "Geser layar untuk meneruskan bacaan",
    "Naskah ini disiarkan pula oleh radio kampung Lentera Selatan pada pukul {n}.00 petang.",
    "Ruang Pembaca",
    "Punya kabar dari kampung halaman? Kirim ke meja warga di nomor 0812-3344-{n} setiap hari kerja.",
    "Menurut Anda, layakkah kabar ini dibaca tetangga? Pilih bintang 1 sampai {n}.",
)
_SHARES = (1.0, 0.6, 0.9, 0.5, 0.7, 0.35)  # of the articles that have each kind
_RUNNING = 11  # every so manieth article is of the story that runs on
_BACKGROUNDS = 3
_MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
_SMALL = "yang di dan itu dengan untuk dari pada ini akan juga karena oleh tidak dalam sudah ada kata bisa para".split()
_HEADS = "ba be bi ka ke ku la li lu ma me mi na ni pa pe ra ri sa se si ta te ti wa".split()
_TAILS = (
    "bang cil dak dang gar gung jar kar lam lung mah mpu nas ngan nting par ram rung sang sir tang tuk wan yun".split()
)


@dataclass(frozen=True)
class Piece:
    """An article: its paragraphs in order, and which of them are furniture or recur in a story that runs on."""

    number: int
    paragraphs: tuple[str, ...]
    furniture: frozenset[int]
    backgrounds: frozenset[int]

    @property
    def url(self) -> str:
        return f"https://{SITE}/kabar/{self.number}"

    @property
    def story(self) -> list[str]:
        return [text for i, text in enumerate(self.paragraphs) if i not in self.furniture]

    @cached_property
    def day(self) -> date:
        return date(2026, 1, 1) + timedelta(days=self.number // 5)

    @property
    def capture(self) -> str:
        """The article as a scraper saves it."""
        when = f"{self.day.day} {_MONTHS[self.day.month - 1]} {self.day.year} 10:15 WIB"
        return "\n\n".join((_title(self.number), when, *self.paragraphs))


def pieces(count: int, seed: int = 1) -> Iterator[Piece]:
    """So many articles of the site, always the same of a seed."""
    chance = random.Random(seed)
    running = [_word(chance) for _ in range(50)]
    backgrounds = [_paragraph(chance, running, _SMALL) for _ in range(_BACKGROUNDS)]
    for number in range(count):
        runs_on = number % _RUNNING == 0
        own = running + [_word(chance) for _ in range(10 if runs_on else 80)]
        story = [_paragraph(chance, own[0 if runs_on else 50 :], _SMALL) for _ in range(chance.randint(5, 9))]
        laid = [(text, "story") for text in story]
        if runs_on:
            laid[-1:-1] = [(text, "background") for text in backgrounds]
        for kind, share in zip(FURNITURE, _SHARES, strict=True):
            if chance.random() < share:
                laid.insert(chance.randint(1, len(laid)), (kind.format(n=chance.randint(5, 60)), "furniture"))
        kinds = [kind for _, kind in laid]
        yield Piece(
            number,
            tuple(text for text, _ in laid),
            frozenset(i for i, kind in enumerate(kinds) if kind == "furniture"),
            frozenset(i for i, kind in enumerate(kinds) if kind == "background"),
        )


def jsonl(some: Sequence[Piece]) -> str:
    """Articles as a file of captures."""
    return "".join(json.dumps({"url": piece.url, "text": piece.capture}) + "\n" for piece in some)


def _title(number: int) -> str:
    chance = random.Random(number)
    return " ".join(_word(chance).title() for _ in range(6))


def _paragraph(chance: random.Random, own: Sequence[str], small: Sequence[str]) -> str:
    sentences = []
    for _ in range(chance.randint(1, 3)):
        words = [chance.choice(own) if chance.random() < 0.65 else chance.choice(small) for _ in range(14)]
        sentences.append(f"{' '.join(words).capitalize()}.")
    return " ".join(sentences)


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(_HEADS) for _ in range(chance.randint(1, 2))) + chance.choice(_TAILS)


def page(piece: Piece, template: str = "terang") -> str:
    """The article as a page of the site, in its template of one time or another."""
    story = "".join(f"<p>{text}</p>" for text in piece.story)
    others = "".join(f'<li><a href="/kabar/{n}">{_title(n)}</a></li>' for n in range(900, 912))
    when = f"{piece.day.day} {_MONTHS[piece.day.month - 1]} {piece.day.year} 10:15 WIB"
    return _TEMPLATES[template].format(
        title=_title(piece.number), url=piece.url, when=when, story=story, others=others, teaser=_title(7)
    )


_HEAD = '<!doctype html><html lang="id"><head><title>{title}</title><link rel="canonical" href="{url}"></head>'
_MENU = '<nav><a href="/">Beranda</a> <a href="/desa">Desa</a> <a href="/laut">Laut</a></nav>'
_TEMPLATES = {
    "terang": f"""{_HEAD}<body>{_MENU}<div class="kolom"><h1>{{title}}</h1><div class="jam">{{when}}</div>
<div class="isi-kabar">{{story}}</div><ul class="lain">{{others}}</ul></div>
<footer><p>Lentera Selatan, Jalan Dermaga 7, Sukarimba</p></footer></body></html>""",
    # Redesigned: the story stands elsewhere, and what had its name holds a teaser.
    "gelap": f"""{_HEAD}<body>{_MENU}<section class="isi-kabar"><p>{{teaser}}</p></section>
<main><h1>{{title}}</h1><time>{{when}}</time><section class="naskah-utama">{{story}}</section>
<aside><ul>{{others}}</ul></aside></main></body></html>""",
}
