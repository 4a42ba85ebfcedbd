"""Invented news: sentences, headlines and people of places that do not exist, and pages composed of them.

A composed page knows its own truth: which of its lines are the story, and what its head and tail state.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from hypothesis import strategies as st

SENTENCES = (
    "Warga Sukarimba memanen padi dua pekan lebih awal karena bendung baru sudah mengairi lereng timur.",
    "Kepala desa Wirya Sontani mengatakan hasil panen naik hampir dua kali lipat dibanding musim lalu.",
    "“Kami sempat ragu, tetapi air ternyata cukup sampai petak paling ujung,” kata Tarmo Wiguna.",
    "Koperasi Lembayung membeli gabah dengan harga yang disepakati sejak awal musim tanam.",
    "Menurut Sari Pranadewi, jalan ke pasar akan diperkeras setelah musim hujan berakhir.",
    "Pemerintah kabupaten menyiapkan bantuan benih bagi petani yang sawahnya terendam pada Maret lalu.",
    "Di sisi lain, para pedagang berharap ongkos angkut ke kota tidak naik lagi tahun ini.",
    "Rapat yang berlangsung tiga jam itu dihadiri 42 orang dan berakhir tanpa pemungutan suara.",
    "Ia menambahkan bahwa jembatan gantung di hulu tetap dibuka untuk pejalan kaki setiap hari.",
    "Pada 17 Maret 2019 bendung lama jebol dan merendam empat puluh petak sawah di hilir.",
    "Petugas mencatat debit air turun menjadi 3,2 meter kubik per detik dalam sepekan terakhir.",
    "Meski begitu, Ratna Kusumaningsih menilai cadangan pangan desa masih aman sampai akhir tahun.",
    "Sekolah di dua dusun diliburkan selama sehari agar para siswa dapat membantu orang tua mereka.",
    "“Kalau harganya bagus, tahun depan kami tanam lagi varietas yang sama,” ujar Dirman sambil tertawa.",
    "Kelompok tani itu juga menjual jerami kepada peternak yang datang dari kecamatan sebelah.",
    "Belum ada keterangan resmi mengenai penyebab longsor kecil yang menutup saluran di dekat balai desa.",
)  # fmt: skip
HEADLINES = (
    "Warga Sukarimba Panen Padi Lebih Awal",
    "Bendung Lembayung Mengairi Empat Puluh Petak Sawah",
    "Harga Gabah di Pasar Lembayung Naik Lagi",
    "Jembatan Gantung Hulu Kembali Dibuka untuk Pejalan Kaki",
    "Kelompok Tani Sukarimba Jual Jerami ke Peternak",
    "Sekolah Dua Dusun Libur Sehari Demi Panen Raya",
    "Koperasi Lembayung Bagikan Benih Unggul kepada Petani",
    "Longsor Kecil Tutup Saluran Air Dekat Balai Desa",
)  # fmt: skip
PEOPLE = ("Wirya Sontani", "Ratna Kusumaningsih", "Sari Pranadewi", "Dimas Wiguna Putra", "Tarmo Wiguna")
DATELINES = (
    ("SUKARIMBA, Kabarrekaan.com - ", "SUKARIMBA"),
    ("Kabarrekaan.com, Jakarta - ", "Jakarta"),
    ("JAKARTA – ", "JAKARTA"),
    ("Sukarimba (ANTARA) - ", "Sukarimba"),
    ("Jakarta, CNN Indonesia -- ", "Jakarta"),
    ("", None),
)  # fmt: skip
CLOCKS = (
    ("Rabu, 14 Februari 2024 17:30 WIB", datetime(2024, 2, 14, 10, 30, tzinfo=UTC)),
    ("Selasa 03 Des 2024 10:43 WITA", datetime(2024, 12, 3, 2, 43, tzinfo=UTC)),
    ("07/08/2026, 21:35 WIB", datetime(2026, 8, 7, 14, 35, tzinfo=UTC)),
    ("Senin, 5 Mei 2025 | 06:05 WIT", datetime(2025, 5, 4, 21, 5, tzinfo=UTC)),
    ("31 Agt 2023, 00:10 WIB", datetime(2023, 8, 30, 17, 10, tzinfo=UTC)),
)  # fmt: skip
CAPTIONS = (
    "Petani Sukarimba menjemur gabah di halaman balai desa. (Foto: Rekaan/Dok. Warga)",
    "Foto: Air melimpah di bendung Lembayung. (ANTARA FOTO/Rekaan)",
    "Jembatan gantung di hulu Sukarimba sebelum diperbaiki. [ANTARA/Rekaan]",
)
SUBHEADS = ("Harga gabah", "Apa kata petani?", "Menunggu Hujan")
# One line each: a label that may stand between two paragraphs of a story and is never a part of it.
BETWEEN = (
    "ADVERTISEMENT",
    "Advertising",
    "SCROLL TO CONTINUE WITH CONTENT",
    "[Gambas:Video 20detik]",
    "Baca juga: {headline}",
    "Baca Juga : {headline}",
    "Simak juga: {headline}",
    "(Baca juga: {headline})",
    *CAPTIONS,
)  # fmt: skip
AFTER = (
    "(wir/rat)",
    "Baca juga: {headline}",
    "Ikuti berita terkini di Google News, klik di sini",
    "Share :",
    "Copyright © 2024 Kabarrekaan.com. All rights reserved.",
    "Kembali ke atas",
    "***",
)  # fmt: skip


@dataclass(frozen=True)
class Truth:
    """A page and what is true of it."""

    page: str
    paragraphs: tuple[str, ...]
    title: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    published_at: datetime | None = None
    dateline: str | None = None
    wire_source: str | None = None
    tags: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()


@st.composite
def paragraphs(draw: st.DrawFn, least: int = 2, most: int = 6) -> list[str]:
    """Paragraphs of one to three sentences, no sentence twice."""
    sentences = draw(st.lists(st.sampled_from(SENTENCES), min_size=least, max_size=most * 2, unique=True))
    sizes = draw(st.lists(st.integers(1, 3), min_size=len(sentences), max_size=len(sentences)))
    out: list[str] = []
    for size in sizes:
        if sentences:
            out.append(" ".join(sentences[:size]))
            sentences = sentences[size:]
    return out


def maybe(choices: Sequence[str]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(choices)


@st.composite
def captures(draw: st.DrawFn) -> Truth:
    """A capture as scrapers save it: a head, the story with labels between its paragraphs, a tail."""

    def one(*of: str) -> str:
        return draw(st.sampled_from(of))

    title, *others = draw(st.permutations(HEADLINES))
    opening, place = draw(st.sampled_from(DATELINES))
    author, editor, wire = draw(maybe(PEOPLE)), draw(maybe(PEOPLE)), draw(maybe(("Antara", "Reuters")))
    clock, caption = draw(st.none() | st.sampled_from(CLOCKS)), draw(maybe(CAPTIONS))
    head = [title]
    if author:
        head += (
            one("Penulis: {}", "Reporter\n{}", "Oleh: {}", "{}, Jurnalis", "Reporter : {}").format(author).split("\n")
        )
    if clock:
        head += [one("{}", "{}", "Diterbitkan {}").format(clock[0])]
    head += [caption] if caption else []
    story = draw(paragraphs())
    shown = list(story)
    body = [opening + story[0]]
    for i, paragraph in enumerate(story[1:]):
        if label := draw(maybe((*BETWEEN, *SUBHEADS))):
            body.append(label.format(headline=others[i % 3]))
            if label in SUBHEADS:
                shown.insert(shown.index(paragraph), label)
        body.append(paragraph)
    body[-1] += one("", "", " (wir/rat)", " [wir/abc]")
    tail = [f"Sumber: {wire}"] if wire else []
    tail += [f"Editor: {editor}"] if editor else []
    tail += [
        line.format(headline=others[3]) for line in draw(st.lists(st.sampled_from(AFTER), max_size=3, unique=True))
    ]
    tags = draw(st.sampled_from(((), ("padi", "Sukarimba"), ("bendung",))))
    tail += [f"Tags: {', '.join(tags)}"] if tags else []
    if draw(st.booleans()):
        tail += [
            "Berita Terkait",
            *(line for n, other in enumerate(others[4:6], 2) for line in (other, f"{n} jam lalu")),
        ]
    return Truth(
        page=one("\n\n", "\n\n", "\n").join([*head, *body, *tail]) + "\n",
        paragraphs=tuple(shown),
        title=title,
        authors=(author,) if author else (),
        editors=(editor,) if editor else (),
        published_at=clock[1] if clock else None,
        dateline=place,
        wire_source=wire,
        tags=tags,
        captions=tuple(line for line in (caption, *body) if line in CAPTIONS),
    )


_ODD = st.sampled_from(
    (
        "(", ")", "[", "“", '"', ",", ".", " - ", "–", "…", "\u00a0", "\u200b", "\u2028", "\x85", "\t", "\r\n", "\x00", "\ufeff", "\ud800",
        "😀", "é", "İ", "ß", "١٢", "&#1;", "&amp;", "<p>", "</div>", "<!--", "]]>", "Baca juga: ", "(abc/def)", "JAKARTA - ", "Sumber:",
        "Editor: ", "Tags:", "Berita Terkait", "1/1/2024 10:00 WIB", "3 jam lalu", "Lihat Foto ", "ADVERTISEMENT", "Penulis", ": Ani",
    )
)  # fmt: skip


@st.composite
def hostile(draw: st.DrawFn) -> str:
    """Text that no newsroom wrote: labels, brackets, controls and runs in any order, with some prose between."""
    parts = st.one_of(_ODD, st.sampled_from(SENTENCES), st.sampled_from(HEADLINES), st.text(max_size=12), st.just("\n"))
    chosen = draw(st.lists(parts, max_size=25))
    run = draw(st.sampled_from(("", "a" * 3000, "A " * 900, "Aa\n" * 90, " " * 500, ". " * 400)))
    at = draw(st.integers(0, len(chosen)))
    return draw(st.sampled_from(("", "\n", "\n\n", " "))).join([*chosen[:at], run, *chosen[at:]])


_INLINE = ("b", "em", "span", "a", "strong", "font")
_BLOCK = ("p", "div", "section", "h2", "li", "blockquote", "figcaption", "td")
_UNSEEN = (
    "<script>var tersembunyi = 1;</script>", "<style>p{color:red}</style>", "<!-- komentar -->", "<div hidden>tersembunyi</div>",
    '<p style="display: none">tersembunyi</p>', "<noscript>tersembunyi</noscript>", "<template><p>tersembunyi</p></template>",
)  # fmt: skip
_TEXT = st.sampled_from(
    (*SENTENCES, *HEADLINES, "Baca juga: ", "ADVERTISEMENT", "a & b < c", "“", "(", "Ani", "\u00a0", " ", "x")
)


@st.composite
def fragments(draw: st.DrawFn, depth: int = 4) -> tuple[str, str]:
    """A piece of HTML, and the text that it shows: elements within elements, and what is not shown."""
    html = shown = ""
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(("text", "inline", "block", "br", "unseen")) if depth else st.just("text"))
        if kind == "text":
            text = draw(_TEXT)
            html, shown = html + escape(text), shown + text
        elif kind == "br":
            html += "<br>"
        elif kind == "unseen":
            html += draw(st.sampled_from(_UNSEEN))
        else:
            inner, text = draw(fragments(depth=depth - 1 if kind == "block" else 0))
            tag = draw(st.sampled_from(_BLOCK if kind == "block" else _INLINE))
            inner = f"<{tag}>{inner}</{tag}>"
            html, shown = html + (f"<div>{inner}</div>" if kind == "block" else inner), shown + text
    return html, shown


_HEADS = (
    '<meta property="og:title" content="{title}">',
    '<meta property="og:image" content="/gambar/panen.jpg">',
    '<meta property="og:site_name" content="Kabar Rekaan">',
    '<meta property="article:published_time" content="2025-05-05T10:00:00+07:00">',
    '<link rel="canonical" href="https://kabarrekaan.example/desa/panen">',
    '<link rel="canonical" href="https://lain.example/desa/panen">',
    '<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{title}", "author": [{{"@type": "Person", "name": '
    '"Ratna Kusumaningsih"}}], "datePublished": "2025-05-05T03:00:00Z", "articleSection": "Desa"}}</script>',
    '<script type="application/ld+json">{{"@type": "NewsArticle", "author": "Kabar Rekaan", </script>',
)  # fmt: skip


@st.composite
def pages(draw: st.DrawFn) -> bytes:
    """An HTML page: a composed article in one of several layouts, between furniture and odd fragments."""
    truth = draw(captures())
    heads = draw(st.lists(st.sampled_from(_HEADS), max_size=4, unique=True))
    lines = [line for line in truth.page.split("\n") if line][1:]
    joint = draw(st.sampled_from(("</p><p>", "<br>", "<br><br>", "</div>\n<div>")))
    holder = draw(
        st.sampled_from(
            ("<article>{}</article>", '<div class="detail__body-text">{}</div>', "<main><div>{}</div></main>", "{}")
        )
    )
    heading = draw(
        st.sampled_from(("<h1>{}</h1>", "<div class=title>{}</div>", "<h1><b>{}</b><!-- judul --></h1>"))
    ).format(escape(truth.title or ""))
    before, after = (draw(fragments())[0] if draw(st.booleans()) else "<nav><a href=/>Beranda</a></nav>" for _ in "ab")
    body = holder.format("<p>" + joint.join(map(escape, lines)) + "</p>")
    head = f"<title>{escape(truth.title or '')} - Kabar Rekaan</title>" + "".join(
        h.format(title=truth.title) for h in heads
    )
    return f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{before}{heading}{body}{after}</body></html>".encode()
