"""Names in bylines and credits."""

import pytest

from cleaners.names import credits, names, plausible, unique

RATNA, DIMAS, SARI = "Ratna Kusumaningsih", "Dimas Wiguna", "Sari Pranadewi"


@pytest.mark.parametrize(
    "text",
    [
        RATNA, f"Oleh {RATNA}", f"oleh: {RATNA}", f"By {RATNA}", f"Penulis: {RATNA}", f"Reporter : {RATNA}", f"Pewarta: {RATNA}",
        f"{RATNA}, Jurnalis", f"{RATNA} - detikNews", f"{RATNA} - Tempo.co", f"{RATNA} | Okezone", f"{RATNA}, Tim Redaksi",
        f"Kompas.com/{RATNA}", f"Laporan Reporter {RATNA}", f"Laporan wartawan Kabarrekaan.com, {RATNA}", f"({RATNA})", f"  {RATNA} .",
        f"{RATNA}, C31",
        f"{RATNA} (wir)",
        f"{RATNA} (Kontributor)",
        f"Kontributor Sukarimba, {RATNA}",
        f"Oleh{RATNA}",
    ],
)  # fmt: skip
def test_one_name(text: str) -> None:
    assert names(text) == (RATNA,)


@pytest.mark.parametrize(
    "text",
    [f"{RATNA}, {DIMAS}", f"{RATNA} dan {DIMAS}", f"Oleh: {RATNA} & {DIMAS}", f"{RATNA}/{DIMAS}", f"{RATNA}; {DIMAS}", f"{RATNA} | {DIMAS}"],
)  # fmt: skip
def test_two_names(text: str) -> None:
    assert names(text) == (RATNA, DIMAS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{RATNA}, Suci", (RATNA, "Suci")),
        (f"{RATNA}, Mega", (RATNA, "Mega")),
        (f"{RATNA}, S.Pd, {DIMAS}, MSi", (f"{RATNA}, S.Pd", f"{DIMAS}, MSi")),
        (f"(Kabarrekaan.com/{RATNA}/Suci, Warta.co.id/{DIMAS})", (RATNA, "Suci", DIMAS)),
    ],
)
def test_a_title_is_of_the_name_before_it_and_a_short_name_is_not(text: str, found: tuple[str, ...]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    "text", ["", "C31", "(wir/rat)", "Rep: C31", "wir", "Penulis", "Oleh :", "Editor", "M03", "-", "1 2 3", "*" * 80]
)
def test_codes_initials_and_bare_roles_name_nobody(text: str) -> None:
    assert names(text) == ()


@pytest.mark.parametrize("text", ["TEMPO", "Tempo.co", "Tim Redaksi", "Redaksi", "BBC News Indonesia"])
def test_a_desk_or_outlet_that_stands_alone_is_the_name(text: str) -> None:
    assert names(text) == (text,)


@pytest.mark.parametrize(
    "name",
    [
        "Dandi Wiguna", "Andika Sandi", "Editoria Rahma", "Repi Sontani", "Wirya bin Sontani", "I Gusti Ngurah Rekaan", "R.A. Ratna",
        "D. Wiguna", "O'Hara Sontani", "Muhammad Nur", "Ratna Kusumaningsih, S.Sos", "Dr. Ratna Kusumaningsih, M.Si",
    ],
)  # fmt: skip
def test_names_that_hold_a_role_a_conjunction_or_a_title(name: str) -> None:
    assert names(name) == (name,)


@pytest.mark.parametrize(
    ("text", "authors", "editors"),
    [
        (RATNA, [RATNA], []),
        (f"Penulis: {RATNA}", [RATNA], []),
        (f"Penulis: {RATNA} | Editor: {SARI}", [RATNA], [SARI]),
        (f"Rep: {RATNA}/ Red: {SARI}", [RATNA], [SARI]),
        (f"Rep: C31/ Red: {SARI}", [], [SARI]),
        (f"Reporter: {RATNA}, {DIMAS} Editor: {SARI}", [RATNA, DIMAS], [SARI]),
        (f"Oleh: {RATNA} pada Rabu, 14 Februari 2024 17:30 WIB", [RATNA], []),
        (f"Redaktur: {SARI}", [], [SARI]),
        (f"OLEH {RATNA.upper()}", [RATNA.upper()], []),
        (f"by {RATNA} — May 5, 2025 in Daerah", [RATNA], []),
        (f"by {RATNA} May 5, 2025", [RATNA], []),
        (f"Oleh {RATNA} 12 jam lalu", [RATNA], []),
        (f"Oleh : {RATNA}, 05/05/2025 10:00", [RATNA], []),
        (f"Posted on 5 Mei 2025 by {RATNA}", [RATNA], []),
        (f"5 Mei 2025 10:00 WIB Penulis: {RATNA}", [RATNA], []),
        (f"Rabu, 5 Mei 2025 | Oleh: {RATNA}", [RATNA], []),
        (f"{RATNA}, Okezone · Senin 5 Mei 2025", [RATNA, "Okezone"], []),
        (f"{RATNA}, Jurnalis-Senin, 16 Juni 2025 |15:20 WIB", [RATNA], []),
        (f"Penulis {RATNA} Editor {SARI}", [RATNA], [SARI]),
        (f"Penulis {RATNA} | Editor {SARI}", [RATNA], [SARI]),
        (f"Penulis: {RATNA} - Editor: {SARI}", [RATNA], [SARI]),
        (f"Penulis: {RATNA}; Editor: {SARI}", [RATNA], [SARI]),
        (f"{RATNA} | Editor: {SARI}", [RATNA], [SARI]),
        (f"Reporter: {RATNA}Editor: {SARI}", [RATNA], [SARI]),
        (f"Pewarta : {RATNA} | Editor : {SARI} COPYRIGHT © ANTARA 2025", [RATNA], [SARI]),
        (f"Penulis: {RATNA} | Foto: {DIMAS}", [RATNA], []),
        (f"Teks: {RATNA}, Foto: {DIMAS}", [RATNA], []),
        (f"Penulis: {RATNA} Sumber: Antara", [RATNA], []),
        (f"Reporter: {RATNA} Kameramen: {DIMAS} Editor: {SARI}", [RATNA], [SARI]),
        (f"Ditulis oleh {RATNA}", [RATNA], []),
        (f"Diposting oleh: {RATNA}", [RATNA], []),
        (f"Written by {RATNA}", [RATNA], []),
        (f"Disunting oleh {SARI}", [], [SARI]),
        (f"Editor Bahasa: {SARI}", [], [SARI]),
        (f"Nama Penulis: {RATNA}", [RATNA], []),
        (f"Laporan Wartawan Tribun Jateng, {RATNA}", [RATNA], []),
        (f"Kontributor Semarang, {RATNA}", [RATNA], []),
        (f"{RATNA}Author", [RATNA], []),
        (f"{SARI}Editor", [], [SARI]),
        (f"{SARI} (Editor)", [], [SARI]),
        (f"Oleh {RATNA} - Reporter", [RATNA], []),
        (f"Oleh: Dr. {RATNA}, M.Pd.*", [f"Dr. {RATNA}, M.Pd"], []),
        (f"Oleh {RATNA}, Dosen Universitas Rekaan", [RATNA], []),
        (f"Oleh: {RATNA} (Dosen Universitas Rekaan)", [RATNA], []),
        (f"Penulis: {RATNA}/Mg12", [RATNA], []),
        (f"{RATNA} - Radar Sukarimba", [RATNA], []),
        (f"Foto: {DIMAS}", [], []),
        (f"Uploader: {SARI}", [], []),
        (f"Pemimpin Redaksi: {SARI}", [], []),
        ("Penulis : -", [], []),
        ("Editor: abc", [], []),
        ("Pilihan Editor", ["Pilihan Editor"], []),
    ],
)
def test_credits(text: str, authors: list[str], editors: list[str]) -> None:
    found: dict[bool, list[str]] = {False: [], True: []}
    for field, named in credits(text):
        found[field == "editors"] += named
    assert (found[False], found[True]) == (authors, editors)


@pytest.mark.parametrize(
    "name",
    [RATNA, RATNA.upper(), "Wirya bin Sontani", "Dimas", "Redaksi", "Tim PRMN 07", "kumparanNEWS", "I Made Rekaan", f"Dr. {RATNA}, M.Si"],
)  # fmt: skip
def test_what_may_be_a_name(name: str) -> None:
    assert plausible(name)


@pytest.mark.parametrize(
    "text",
    [
        "", "Share Salin Tautan", "Lihat Semua", "Diterbitkan", "Poin Penting", "About The", "Senior Editor", "Redaktur Pelaksana", "Penulis",
        "Ekonomi Bisnis", "Berita Daerah", "10:15 WIB", "5 Mei 2025", "@rekaan", "Apakah Ini Nama?", "warga desa setempat", "-",
        "Kepala Desa Sukarimba Meresmikan Bendung Baru di Lereng Timur",
    ],
)  # fmt: skip
def test_what_is_no_name(text: str) -> None:
    assert not plausible(text)


def test_a_name_counts_once_whatever_its_case() -> None:
    assert unique(["Ratna", "DIMAS", "ratna", "Dimas", "Sari"]) == ("Ratna", "DIMAS", "Sari")
    assert unique([]) == ()
