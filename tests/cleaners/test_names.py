"""Names in bylines and credits."""

import pytest

from cleaners.names import credits, names, unique

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
    assert names(text) == [RATNA]


@pytest.mark.parametrize(
    "text",
    [f"{RATNA}, {DIMAS}", f"{RATNA} dan {DIMAS}", f"Oleh: {RATNA} & {DIMAS}", f"{RATNA}/{DIMAS}", f"{RATNA}; {DIMAS}", f"{RATNA} | {DIMAS}"],
)  # fmt: skip
def test_two_names(text: str) -> None:
    assert names(text) == [RATNA, DIMAS]


@pytest.mark.parametrize(
    "text", ["", "C31", "(wir/rat)", "Rep: C31", "wir", "Penulis", "Oleh :", "Editor", "M03", "-", "1 2 3", "*" * 80]
)
def test_codes_initials_and_bare_roles_name_nobody(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize("text", ["TEMPO", "Tempo.co", "Tim Redaksi", "Redaksi", "BBC News Indonesia"])
def test_a_desk_or_outlet_that_stands_alone_is_the_name(text: str) -> None:
    assert names(text) == [text]


@pytest.mark.parametrize(
    "name",
    [
        "Dandi Wiguna", "Andika Sandi", "Editoria Rahma", "Repi Sontani", "Wirya bin Sontani", "I Gusti Ngurah Rekaan", "R.A. Ratna",
        "D. Wiguna", "O'Hara Sontani", "Muhammad Nur", "Ratna Kusumaningsih, S.Sos", "Dr. Ratna Kusumaningsih, M.Si",
    ],
)  # fmt: skip
def test_names_that_hold_a_role_a_conjunction_or_a_title(name: str) -> None:
    assert names(name) == [name]


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
    ],
)
def test_credits(text: str, authors: list[str], editors: list[str]) -> None:
    found: dict[bool, list[str]] = {False: [], True: []}
    for field, named in credits(text):
        found[field == "editors"] += named
    assert (found[False], found[True]) == (authors, editors)


def test_a_name_counts_once_whatever_its_case() -> None:
    assert unique(["Ratna", "DIMAS", "ratna", "Dimas", "Sari"]) == ("Ratna", "DIMAS", "Sari")
    assert unique([]) == ()
