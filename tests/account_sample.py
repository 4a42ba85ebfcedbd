"""A marked page made by hand, for the tests of what is shown of pages. People, places and papers are invented."""

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from cleaners.model import Article, Block, Document, RawPage, Span
from flows.explain.account import Account

Part = tuple[str, str, str | dict[str, str]]

# kind (with "+" where a block goes on with the paragraph, "/" where it is outside the story), text, and what is cut of
# it: a passage by cleaner, or the one cleaner that cuts all of it
PARTS: list[Part] = [
    *(("li/", label, "outside") for label in ("Beranda", "Ekonomi", "Olahraga", "Gaya Hidup", "Indeks")),
    ("h", "Warga Sukarimba Panen Padi Lebih Awal", "title"),
    ("p", "Oleh Wirya Sontani", "byline"),
    (
        "p",
        "SUKARIMBA, Kabar Rekaan - Warga Sukarimba memanen padi dua pekan lebih awal setelah bendung baru mengalirkan "
        "air ke sawah di lereng timur. Kepala desa, Tarmo Wiguna, menyebut hasilnya naik sepertiga.",
        {"dateline": "SUKARIMBA, Kabar Rekaan - "},
    ),
    ("quote", '"Kami lega. Tahun lalu saluran ini kering sampai Oktober," kata Tarmo di balai desa, Senin.', {}),
    ("p", "Baca juga: Harga Gabah di Pasar Lembayung Naik", "crosslink"),
    ("h", "Dijual ke koperasi", {}),
    ("p", "Sebagian gabah dijual kepada Koperasi Tani Rimba Asri", {}),
    ("p+", "(lihat grafik)", "crosslink"),
    ("p+", "yang membayar tunai di tempat. Sisanya disimpan di lumbung desa untuk musim paceklik.", {}),
    ("caption", "Petani menjemur gabah. (Foto: Sari Melur)", "caption"),
    ("p", "Panen berikutnya diperkirakan jatuh pada Januari. (wsn/tmo)", {"initials": "(wsn/tmo)"}),
    ("p/", "Ikuti kami di saluran pesan", "outside"),
]
TRAIL = (
    ("page rules", "no rules for kabar-rekaan.example"),
    ("learned rules", "too few pages of this site seen"),
    ("json-ld", "articleBody is cut short: 31 of 98 words"),
    ("trafilatura", "98 words in 8 blocks"),
)


def account(parts: Sequence[Part] = PARTS, **changes: object) -> Account:
    """An account of `parts`; `changes` are fields of the article."""
    text, blocks, cuts = "", [], []
    for kind, words, cut in parts:
        start = len(text)
        text += words + "\n"
        blocks.append(Block(start, start + len(words), kind.rstrip("+/"), continues="+" in kind, outside="/" in kind))
        for cleaner, passage in ({cut: words} if isinstance(cut, str) else cut).items():
            at = start + words.index(passage)
            cuts.append(Span(at, at + len(passage), cleaner))
    document = Document(text, tuple(blocks), tuple(cuts), markup=True)
    facts = {
        "text": document.kept(),
        "title": "Warga Sukarimba Panen Padi Lebih Awal",
        "deck": "Bendung baru mengairi lereng timur yang biasanya kering sampai Oktober.",
        "authors": ("Wirya Sontani",),
        "published_at": datetime(2026, 8, 7, 14, 30, tzinfo=timezone(timedelta(hours=7))),
        "published_zone": "WIB",
        "url": "https://kabar-rekaan.example/desa/panen-padi",
        "outlet": "Kabar Rekaan",
        "section": "Desa",
        "tags": ("panen", "padi", "irigasi"),
        "dateline": "SUKARIMBA",
        "language": "id",
        "language_confidence": 0.99,
        "captions": ("Petani menjemur gabah.",),
        "extractor": "trafilatura",
        "ruleset": "2026.1",
        "sources": {"title": "json-ld: headline", "authors": "text: byline", "published_at": "json-ld: datePublished"},
    }
    page = RawPage("/kliping/panen-padi.html", b"<html>...</html>", url="https://kabar-rekaan.example/desa/panen-padi")
    return Account(page, document, Article(**(facts | changes)), TRAIL)
