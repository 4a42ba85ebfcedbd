"""Text captures, case by case: what is cut, what only looks like it, and what the lines around the story say."""

from datetime import UTC, datetime

import pytest

from cleaners import Article, examine, extract
from tests.cleaners.invented import HEADLINES, SENTENCES

TITLE, OTHER, THIRD = HEADLINES[:3]
TIME = "Senin, 5 Mei 2025 10:00 WIB"
P, Q, R = SENTENCES[:3]


def read(*lines: str, joint: str = "\n\n") -> Article:
    return extract(joint.join(lines).encode(), None, "text/plain")


def story(*lines: str, joint: str = "\n\n") -> str:
    """The story of a capture whose head and opening paragraph are plain."""
    article = read(TITLE, TIME, P, *lines, joint=joint)
    assert article.title == TITLE
    assert article.text.startswith(P)
    return article.text[len(P) :].strip()


def cut(name: str, *lines: str) -> str:
    """What one cleaner cut of a capture."""
    body = "\n\n".join((TITLE, TIME, P, *lines)).encode()
    return " | ".join(
        " ".join(c.text.split()) for c in examine(body, None, "text/plain").article.cuts if c.cleaner == name
    )


@pytest.mark.parametrize(
    "line",
    [
        "“Baca juga: itu tulisan di papan,” kata Tarmo Wiguna kepada para tamu yang datang pagi itu.",
        '"Baca juga buku lain, jangan hanya satu," kata Tarmo Wiguna kepada para siswa yang datang.',
        'Di papan itu ada tulisan "Baca juga: aturan desa" yang dipasang warga sejak dua tahun lalu.',
        "Terlihat juga beberapa petani menjemur gabah di halaman balai desa pada pagi hari.",
        "Warga dapat membaca juga pengumuman itu di papan yang dipasang di depan balai desa.",
        "Usulan itu didukung dua fraksi di dewan (PDIP/PKS) dan akan dibahas lagi pekan depan.",
        "Usulan itu akhirnya didukung dua fraksi terbesar di dewan perwakilan daerah (PDIP/PKS).",
        "Angin bertiup sampai 40 (km/jam) di lereng timur dan merobohkan dua batang pohon pinus.",
        "Hak cipta lagu daerah itu kini tercatat atas nama desa setelah pengurusan selama dua tahun.",
        "Ketua sanggar menjelaskan bahwa hak cipta tari itu dipegang bersama oleh tiga keluarga.",
        "Channel WhatsApp itu sudah diikuti 400 petani dalam sepekan sejak dibuka oleh pengurus.",
        "WhatsApp Channel kini dipakai kelompok tani untuk mengumumkan jadwal pembagian air setiap pagi.",
        "Google News menampilkan kabar tentang bendung itu di halaman depan selama dua hari penuh.",
        "Iklan benih itu dipasang di tepi jalan desa sejak awal bulan oleh pedagang dari kota.",
        "Sumber air di lereng timur mengering sejak bulan lalu sehingga warga mengambil air ke hulu.",
        "Sumber: warga yang tidak mau disebut namanya mengatakan kepada kami bahwa bendung itu rusak.",
        "Editor naskah kuno itu menghabiskan sepuluh tahun untuk membaca tulisan di daun lontar.",
        "Penulis buku tentang bendung itu akan datang ke Sukarimba pada akhir pekan ini.",
        "Berita terkait panen itu menyebar cepat lewat pengeras suara di balai desa sejak pagi.",
        "Tag harga pada karung benih itu sengaja dibiarkan kosong oleh pedagang di pasar.",
        "Topik rapat kali ini adalah pembagian air bagi sawah di lereng barat desa Sukarimba.",
        "Foto bersama para petani menutup acara yang berlangsung sejak pagi di balai desa itu.",
        "Share saham koperasi itu naik menjadi empat puluh persen setelah rapat akhir tahun.",
        "Menu makan siang gratis di sekolah itu diganti setiap hari agar para siswa tidak bosan.",
        "Rekomendasi dewan tentang bendung itu dibacakan di depan warga pada Senin pagi.",
        "Jakarta - Bandung kini dapat ditempuh dalam empat puluh menit dengan kereta yang baru.",
        "Harga satu karung 3/4 penuh (a) lebih murah daripada (b) menurut pedagang di pasar itu.",
        "Hak cipta buku itu sejak 2019 dipegang keluarga Wirya Sontani, kata kepala desa kepada wartawan.",
        "Pilihan editor majalah itu jatuh pada cerita tentang bendung tua di hulu Sukarimba.",
        "Unduh aplikasi WhatsApp versi terbaru dari toko aplikasi sebelum memulai langkah berikutnya.",
        "Kecepatan angin di lereng timur pada sore itu mencapai hampir empat puluh (km/jam)",
        "(km)",
        "Baca puisi itu terasa lain di sini, kata Ratna Kusumaningsih seusai acara di balai desa.",
        "Di halaman selanjutnya naskah kuno itu menceritakan bendung tua di hulu Sukarimba.",
    ],
)  # fmt: skip
def test_prose_that_looks_like_a_label_is_kept(line: str) -> None:
    assert story(line, Q) == f"{line}\n\n{Q}"


@pytest.mark.parametrize(
    ("cleaner", "line"),
    [
        ("crosslink", f"Baca juga: {OTHER}"),
        ("crosslink", f"Baca Juga : {OTHER}"),
        ("crosslink", f"BACA JUGA: {OTHER.upper()}"),
        ("crosslink", f"Simak juga: {OTHER}"),
        ("crosslink", f"(Baca juga: {OTHER})"),
        ("crosslink", f"Pilihan Editor: {OTHER}"),
        ("crosslink", f"Simak Video: {OTHER}"),
        ("advert", "ADVERTISEMENT"),
        ("advert", "Advertising"),
        ("advert", "SCROLL TO CONTINUE WITH CONTENT"),
        ("advert", "Scroll ke bawah untuk melanjutkan membaca"),
        ("advert", "Iklan"),
        ("placeholder", "[Gambas:Video 20detik]"),
        ("placeholder", "A post shared by Wirya Sontani (@wirya)"),
        ("placeholder", "— Wirya Sontani (@wirya) June 18, 2025"),
        ("placeholder", "https://twitter.com/wirya/status/1363903289994203136"),
        ("caption", "Foto: Petani menjemur gabah di halaman balai desa. (ANTARA FOTO/Rekaan)"),
        ("caption", "Petani Sukarimba menjemur gabah di halaman balai desa. [REUTERS/Rekaan]"),
        ("caption", "Petani Sukarimba menjemur gabah di halaman balai desa. (Foto: Dok. Warga)"),
        ("crosslink", "Baca kisah inspiratif petani teladan di sini"),
        ("crosslink", "Baca berita selengkapnya di sini."),
        ("crosslink", "Selengkapnya baca di sini"),
        ("navigation", "Simak tanggapan kepala desa soal bendung baru di halaman selanjutnya."),
        ("navigation", "Baca di halaman berikutnya: tanggapan kepala desa..."),
        ("navigation", "Tanggapan kepala desa soal bendung ada di halaman berikutnya."),
        ("navigation", "Di halaman selanjutnya, kepala desa menjawab pertanyaan warga"),
        ("share", "Bagikan:"),
        ("share", "Berikan Rating Untuk Resep Ini"),
        ("navigation", "Selengkapnya"),
        ("ornament", "* * *"),
    ],
)
def test_a_label_between_paragraphs_is_cut(cleaner: str, line: str) -> None:
    assert story(line, Q) == Q
    assert cut(cleaner, line, Q) == line


@pytest.mark.parametrize(
    ("cleaner", "line"),
    [
        ("crosslink", f"Baca juga: {OTHER}"),
        ("initials", "(wir/rat)"),
        ("initials", "[wir/rat]"),
        ("initials", "(wir/rat/sar)"),
        ("initials", "(wir)"),
        ("initials", "wi/rat (Reuters, AFP)"),
        ("follow", "Ikuti berita terkini di Google News, klik di sini"),
        ("follow", "Ikuti saluran WhatsApp Kabarrekaan.com untuk berita terbaru setiap hari"),
        ("follow", "Follow WhatsApp Channel Kabarrekaan untuk update berita terbaru setiap hari"),
        ("follow", "Dapatkan update berita pilihan setiap hari dari Kabarrekaan.com di kanal Telegram."),
        ("follow", "Artikel ini telah tayang di Kabarrekaan.com dengan judul " + TITLE),
        ("follow", "Artikel ini telah naik dikabarLembayung."),
        ("follow", "Artikel ini sudah lebih dulu tayang di kabarlembayung. Selengkapnya klik disini."),
        ("follow", "Artikel ini diproduksi oleh Sari Pranadewi dari artikel Rekaan News dalam Bahasa Inggris"),
        ("follow", "*) Tulisan ini merupakan opini pribadi penulis dan tidak mencerminkan pandangan redaksi"),
        ("copyright", "Copyright © 2025 Kabarrekaan.com. All rights reserved."),
        ("copyright", "COPYRIGHT © ANTARA 2025"),
        ("copyright", "Dilarang keras mengambil konten tanpa izin tertulis dari Kabarrekaan."),
        ("navigation", "Halaman:"),
        ("navigation", "Halaman 1 2 Selanjutnya"),
        ("navigation", "Kembali ke atas"),
        ("share", "Share :"),
        ("editor", "Editor: Sari Pranadewi"),
        ("byline", "Penulis: Ratna Kusumaningsih"),
        ("source", "Sumber: Reuters"),
        ("source", "Disadur dari: Kabarrekaan.com (Sari Pranadewi) 14 November 2025"),
        ("tags", "Tags: padi, bendung"),
        ("related", "Berita Terkait"),
        ("related", "Anda mungkin juga tertarik dengan:"),
        ("related", "Cara Petani Sukarimba Menghemat Air"),
        ("related", "3 Cara Petani Sukarimba Menghemat Air"),
    ],
)
def test_a_label_after_the_story_is_cut(cleaner: str, line: str) -> None:
    assert story(Q, line) == Q
    assert cut(cleaner, Q, line) == line


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (f"{Q} Baca juga: {OTHER} {R}", f"{Q} {R}"),
        (f"{Q} (Baca juga: {OTHER}) {R}", f"{Q} {R}"),
        (f"{Q} ADVERTISEMENT {R}", f"{Q} {R}"),
        (f"{Q} SCROLL TO CONTINUE WITH CONTENT {R}", f"{Q} {R}"),
        (f"{Q} [Gambas:Instagram] {R}", f"{Q} {R}"),
        (f"{Q} (wir/rat)", Q),
        (f"{Q} [wir/rat]", Q),
        (f"{Q} (C31-2)", f"{Q} (C31-2)"),
        (f"{Q} (Dimas Wiguna Putra)", Q),
        (f"{Q} (Kabarrekaan.com/Dimas)", Q),
        (f"{Q} (Kabarrekaan.com/Dimas Wiguna, Warta.co.id/Sari)", Q),
        (f"{Q} Artikel ini telah tayang di Kabarrekaan.com dengan judul “{OTHER}”", Q),
        (f"{Q} Artikel Ini Sudah Tayang di REKAAN, dengan judul: {OTHER}", Q),
        (f"{Q} Simak selengkapnya di halaman selanjutnya>>>", Q),
        (f"{Q} Simak selengkapnya di sini.", Q),
        (f"{Q} (Kabarrekaan.com/Dimas)(Warta.co.id/Sari Pranadewi)", Q),
        (f"{Q[:-1]}(Dimas Wiguna)", Q[:-1]),
        (f"{Q} BACA SELENGKAPNYA>>>>>", Q),
        (f"{Q} Baca halaman itu sampai selesai.", f"{Q} Baca halaman itu sampai selesai."),
        (f"{Q} Sumber: Reuters", Q),
        (f"{Q} Editor: Sari Pranadewi", Q),
        (f"{Q} Reporter: Dimas Wiguna Editor: Sari Pranadewi", Q),
    ],
)
def test_labels_within_a_paragraph(given: str, kept: str) -> None:
    assert story(given) == kept


def test_a_reporter_before_the_dateline_of_a_capture_in_one_line() -> None:
    article = read(f"Laporan Wartawan Kabarrekaan.com, Dimas Wiguna KABARREKAAN.COM, SUKARIMBA - {P} {Q}")
    assert (article.authors, article.dateline, article.text) == (("Dimas Wiguna",), "SUKARIMBA", f"{P} {Q}")


def test_the_headlines_under_a_label_go_with_it() -> None:
    assert story("Baca Juga", OTHER, Q) == Q
    assert story("Baca juga:", OTHER, THIRD, Q) == Q
    assert story("Berita Terkait", OTHER, "2 jam lalu", THIRD, "3 jam lalu") == ""


def test_a_list_of_related_stories_ends_where_prose_resumes() -> None:
    assert story("Berita Terkait", OTHER, "2 jam lalu", THIRD, Q, R) == f"{Q}\n\n{R}"
    teaser = "Harga gabah di pasar itu naik untuk ketiga kalinya dalam sebulan."
    assert (
        story(Q, "Berita Terkait", OTHER, "2 jam lalu", teaser, "Baca Selengkapnya", THIRD, "3 jam lalu", teaser) == Q
    )


@pytest.mark.parametrize(
    ("before", "tags"),
    [
        ([Q], ["Panen", "Wirya Sontani", "Padi Sukarimba"]),  # half of them stand in the story
        ([Q, "(Kabar/Ratna)"], ["Panen", "Lembayung FC", "Liga Desa 2025/2026"]),
        ([Q, OTHER, THIRD], ["Sawah", "Lembayung FC", "Liga Desa"]),
        ([Q, "(wir/rat)"], ["panen raya", "rencana pembagian air bendung lembayung musim kering tahun depan"]),
    ],
)
def test_tags_at_the_end_need_no_heading(before: list[str], tags: list[str]) -> None:
    assert story(*before, *tags) == Q
    assert cut("tags", *before, *tags) == " ".join(tags)


@pytest.mark.parametrize(
    "lines",
    [
        [Q, "Wirya Sontani", "Panen"],
        [Q, "Padi gogo", "Jagung manis", "Kacang tanah"],
        [f"{Q[:-1]}, menurut catatan desa:", "Panen", "Wirya Sontani", "Sukarimba"],
        [Q, "Panen:", "Wirya Sontani", "Sukarimba"],
        [Q, "1. Panen", "2. Wirya Sontani", "3. Sukarimba"],
    ],
)
def test_a_list_at_the_end_is_story(lines: list[str]) -> None:
    assert story(*lines) == "\n\n".join(lines)


def test_a_list_of_figures_is_no_list_of_headlines() -> None:
    rows = [f"Golongan {n} Rp {n}7.058.000 - {n}8.914.875" for n in (3, 4, 5, 6)]
    assert story(Q, *rows) == "\n\n".join([Q, *rows])


NESTED = [f"{P}{Q}Baca Juga: {OTHER}{R}", P, f"{Q}Baca Juga: {OTHER}{R}", Q, R]


@pytest.mark.parametrize("lines", [NESTED, [f"{P} {Q} {R}", P, Q, R]])
def test_what_a_scraper_took_of_an_element_and_of_those_within_it_stands_once(lines: list[str]) -> None:
    article = read(TITLE, TIME, *lines)
    assert article.text == f"{P}\n\n{Q}\n\n{R}"
    assert article.title == TITLE
    assert next(c.text for c in article.cuts if c.cleaner == "repetition") == lines[0]


@pytest.mark.parametrize(
    "lines",
    [
        [f"{P} {R}", P, Q],  # says more than those after it
        [P, f"{P} {Q}"],  # it is the longer one that comes later
        [P, Q, P],
        [f"{OTHER}, kata warga.", OTHER],
    ],
)
def test_a_line_that_begins_like_the_next_is_no_repetition(lines: list[str]) -> None:
    assert "repetition" not in {c.cleaner for c in read(TITLE, TIME, *lines).cuts}


def test_a_table_of_contents_is_cut_and_its_subheads_stay() -> None:
    heads = ["Waktu Panen", "1. Lereng Timur", "2. Lereng Barat"]
    lines = [P, heads[0], Q, heads[1], R, heads[2], SENTENCES[3]]
    article = read(TITLE, TIME, "Daftar Isi", *heads, *lines)
    assert article.text == "\n\n".join(lines)
    assert cut("navigation", "Daftar Isi", Q, R) == "Daftar Isi"


def test_a_label_is_cut_as_often_as_it_stands() -> None:
    assert story("Advertising\nAdvertising", Q) == Q
    assert cut("advert", "Advertising\nAdvertising", Q) == "Advertising Advertising"


def test_a_subhead_and_a_list_are_story() -> None:
    lines = (
        "Harga gabah",
        Q,
        "1. Siapkan benih",
        "2. Rendam semalam",
        "3. Tanam di pagi hari",
        "Tanya: Mengapa lebih awal?",
        R,
    )
    assert story(*lines) == "\n\n".join(lines)


def test_dates_within_a_story_are_story() -> None:
    lines = (
        "Sabtu, 3 Mei 2025",
        "15.30 WIB Sukarimba vs Lembayung",
        "Minggu, 4 Mei 2025",
        "19.00 WIB Hulu Jaya vs Lembayung",
        Q,
    )
    assert story(*lines) == "\n\n".join(lines)


def test_inline_elements_on_lines_of_their_own_are_joined() -> None:
    broken = "Pelatih\nTimnas Sukarimba\n, Nova Rekaan\n, menyiapkan timnya melawan\nLembayung FC\npada Sabtu (3/5) di stadion."
    whole = "Pelatih Timnas Sukarimba, Nova Rekaan, menyiapkan timnya melawan Lembayung FC pada Sabtu (3/5) di stadion."
    assert story(broken, Q) == f"{whole}\n\n{Q}"


def test_lines_without_blank_lines_between_are_paragraphs() -> None:
    assert story(Q, R, joint="\n") == f"{Q}\n\n{R}"


def test_a_capture_on_one_line_is_one_paragraph() -> None:
    article = read(f"{P} {Q} Baca juga: {OTHER} {R}")
    assert article.text == f"{P} {Q} {R}"
    assert article.title is None


@pytest.mark.parametrize("line", [P, TITLE, "Panen", "42"])
def test_a_capture_of_one_line_is_text_and_not_a_title(line: str) -> None:
    article = read(line)
    assert (article.text, article.title) == (line, None)


@pytest.mark.parametrize("body", [b"", b" \n\t ", b"\xef\xbb\xbf", b"***\n---", b"\x00\x00"])
def test_a_capture_with_nothing_to_read_is_refused(body: bytes) -> None:
    article = extract(body, None, "text/plain")
    assert (article.text, article.refused) == ("", "empty")


def test_a_capture_of_labels_alone_has_no_story() -> None:
    article = read("ADVERTISEMENT", "Berita Terkait", "Share :")
    assert (article.text, article.refused) == ("", "no story")


def test_without_a_headline_the_title_is_none() -> None:
    article = read(P, Q)
    assert article.title is None
    assert article.text == f"{P}\n\n{Q}"


@pytest.mark.parametrize(
    "line", ["Berikut ini cara petani menanam padi.", "Panen dimulai hari ini. Warga turun ke sawah sejak pagi"]
)
def test_a_sentence_above_the_story_is_not_its_headline(line: str) -> None:
    article = read(line, P, Q)
    assert (article.title, article.text) == (None, f"{line}\n\n{P}\n\n{Q}")


@pytest.mark.parametrize("head", [("DESA",), ("Desa",), ("Beranda", "Desa"), ("Home / Desa",), ("Home > Desa",)])
def test_a_section_above_the_headline_is_not_the_headline(head: tuple[str, ...]) -> None:
    article = read(*head, TITLE, TIME, P, Q)
    assert article.title == TITLE
    assert article.authors == ()
    assert (article.section or "").lower() == "desa"
    assert article.text == f"{P}\n\n{Q}"


def test_a_standfirst_above_the_byline_is_the_deck() -> None:
    deck = "Bendung baru mengairi lereng timur yang biasanya kering sampai Oktober."
    article = read(TITLE, deck, "Ratna Kusumaningsih", TIME, P, Q)
    assert article.text == f"{P}\n\n{Q}"
    assert (article.title, article.deck, article.authors) == (TITLE, deck, ("Ratna Kusumaningsih",))
    assert article.published_at == datetime(2025, 5, 5, 3, tzinfo=UTC)


def test_a_brief_that_ends_in_initials() -> None:
    article = read(TITLE, TIME, f"{Q} (wir/rat)")
    assert (article.title, article.text) == (TITLE, Q)
    assert article.published_at


@pytest.mark.parametrize(
    ("lines", "authors", "editors"),
    [
        (("Penulis: Ratna Kusumaningsih",), ("Ratna Kusumaningsih",), ()),
        (("Reporter", "Ratna Kusumaningsih"), ("Ratna Kusumaningsih",), ()),
        (("Reporter", "TEMPO"), ("TEMPO",), ()),
        (("Ratna Kusumaningsih, Jurnalis",), ("Ratna Kusumaningsih",), ()),
        (("Ratna Kusumaningsih - detikNews",), ("Ratna Kusumaningsih",), ()),
        (("Oleh: Ratna Kusumaningsih dan Dimas Wiguna",), ("Ratna Kusumaningsih", "Dimas Wiguna"), ()),
        (("Rep: C31/ Red: Sari Pranadewi",), (), ("Sari Pranadewi",)),
        (("Rep: Ratna Kusumaningsih/ Red: Sari Pranadewi",), ("Ratna Kusumaningsih",), ("Sari Pranadewi",)),
        (
            ("Ratna Kusumaningsih", "Penulis", "Sari Pranadewi", "Editor"),
            ("Ratna Kusumaningsih",),
            ("Sari Pranadewi",),
        ),
        (
            ("Penulis", ": Ratna Kusumaningsih", "Editor", ": Sari Pranadewi"),
            ("Ratna Kusumaningsih",),
            ("Sari Pranadewi",),
        ),
    ],
)
def test_bylines_above_the_story(lines: tuple[str, ...], authors: tuple[str, ...], editors: tuple[str, ...]) -> None:
    article = read(TITLE, *lines, TIME, P, Q)
    assert (article.authors, article.editors) == (authors, editors)
    assert article.text == f"{P}\n\n{Q}"


@pytest.mark.parametrize(
    ("lines", "authors", "editors"),
    [
        (("Pewarta: Ratna Kusumaningsih", "Editor: Sari Pranadewi"), ("Ratna Kusumaningsih",), ("Sari Pranadewi",)),
        (("Penulis: Ratna Kusumaningsih | Editor: Sari Pranadewi",), ("Ratna Kusumaningsih",), ("Sari Pranadewi",)),
        (("(Ratna Kusumaningsih)",), ("Ratna Kusumaningsih",), ()),
        (("Reporter: Ratna Kusumaningsih, S.Sos",), ("Ratna Kusumaningsih, S.Sos",), ()),
        (("(wir/rat)",), (), ()),
        (("Editor : Sari Pranadewi",), (), ("Sari Pranadewi",)),
        (("Ratna Kusumaningsih", "Penulis", "Sari Pranadewi", "Editor"), ("Ratna Kusumaningsih",), ("Sari Pranadewi",)),
        (("Pewarta: Ratna KusumaningsihEditor: Sari PranadewiCopyright © ANTARA 2025",), ("Ratna Kusumaningsih",), ("Sari Pranadewi",)),
    ],
)  # fmt: skip
def test_credits_below_the_story(lines: tuple[str, ...], authors: tuple[str, ...], editors: tuple[str, ...]) -> None:
    article = read(TITLE, TIME, P, Q, *lines)
    assert (article.authors, article.editors) == (authors, editors)
    assert article.text == f"{P}\n\n{Q}"


@pytest.mark.parametrize(
    ("lines", "tags"),
    [
        (("Tags: padi, bendung, Sukarimba",), ("padi", "bendung", "Sukarimba")),
        (("Tag", "padi", "bendung"), ("padi", "bendung")),
        (("Topik:", "padi", "bendung"), ("padi", "bendung")),
        (("(wir/rat)", "padi", "bendung", "Sukarimba"), ("padi", "bendung", "Sukarimba")),
        (("Tags : #padi #bendung",), ("padi", "bendung")),
        (("Tags:padi",), ("padi",)),
        (("#padi #bendung #Sukarimba",), ("padi", "bendung", "Sukarimba")),
    ],
)
def test_tags(lines: tuple[str, ...], tags: tuple[str, ...]) -> None:
    article = read(TITLE, TIME, P, Q, *lines)
    assert article.tags == tags
    assert article.text == f"{P}\n\n{Q}"


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Sumber: Reuters", "Reuters"),
        ("Disadur dari: Antara", "Antara"),
        ("Sumber : Theepochtimes.com", "Theepochtimes.com"),
        ("SUMBER: ANTARA", "ANTARA"),
        ("Warga menjual gabah ke koperasi desa, demikian dilansir Reuters pada hari yang sama.", None),
        ("Menurut sumber Reuters, gabah itu dijual ke koperasi desa dengan harga yang lebih baik.", None),
    ],
)
def test_wire_source_is_a_credit_and_never_prose(line: str, source: str | None) -> None:
    assert read(TITLE, TIME, P, Q, line).wire_source == source


@pytest.mark.parametrize(
    ("lines", "published", "modified"),
    [
        ((TIME,), 3, None),
        (("Diterbitkan 5 Mei 2025, 10:00 WIB", "Diperbarui 5 Mei 2025, 13:00 WIB"), 3, 6),
        (("Diperbarui 5 Mei 2025, 13:00 WIB", "Diterbitkan 5 Mei 2025, 10:00 WIB"), 3, 6),
        (("Diterbitkan 5 Mei 2025, 10:00 WIBDiperbarui 5 Mei 2025, 13:00 WIB",), 3, 6),
        (("Diperbarui 5 Mei 2025, 13:00 WIB",), None, 6),
        (("5 Mei 2025, 10:00 WIB", "5 Mei 2025, 13:00 WIB"), 3, 6),
        (("Kompas.com - 05/05/2025, 10:00 WIB",), 3, None),
        (("3 jam lalu",), None, None),
    ],
)
def test_publication_and_modification(lines: tuple[str, ...], published: int | None, modified: int | None) -> None:
    article = read(TITLE, *lines, P, Q)
    hours = [value.astimezone(UTC).hour if value else None for value in (article.published_at, article.modified_at)]
    assert hours == [published, modified]
    assert article.text == f"{P}\n\n{Q}"


def test_a_relative_time_counts_from_the_fetch() -> None:
    page = f"{TITLE}\n\n3 jam lalu\n\n{P}\n\n{Q}".encode()
    article = extract(page, None, "text/plain", fetched_at=datetime(2025, 5, 5, 10, 15, tzinfo=UTC))
    assert article.published_at == datetime(2025, 5, 5, 7, 15, tzinfo=UTC)


def test_the_outlet_is_the_one_that_the_page_calls_its_own() -> None:
    own = "Ikuti berita terkini dari Tempo.co di Google News, klik di sini"
    assert read(TITLE, TIME, P, Q, own).outlet == "tempo"
    assert read(TITLE, TIME, P, f"{Q} Kabar itu mula-mula dimuat oleh Tempo.co dan Kompas.com.").outlet is None
    assert extract(f"{TITLE}\n\n{P}\n\n{own}".encode(), "https://www.kompas.com/desa", "text/plain").outlet == "kompas"
