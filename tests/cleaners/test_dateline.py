"""Datelines in every form in which outlets write them."""

import pytest

from cleaners.dateline import match_dateline
from tests.cleaners.invented import SENTENCES

STORY = SENTENCES[0]


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("JAKARTA, KOMPAS.com - ", "JAKARTA"),
        ("JAKARTA, KOMPAS.com – ", "JAKARTA"),
        ("KOMPAS.com - ", None),
        ("Jakarta, CNN Indonesia -- ", "Jakarta"),
        ("Jakarta, CNBC Indonesia - ", "Jakarta"),
        ("Jakarta (ANTARA) - ", "Jakarta"),
        ("Labuan Bajo (ANTARA) - ", "Labuan Bajo"),
        ("Kairo (Xinhua) -- ", "Kairo"),
        ("TEMPO.CO, Jakarta - ", "Jakarta"),
        ("TEMPO.CO, Jakarta -", "Jakarta"),
        ("Liputan6.com, Jakarta ", "Jakarta"),
        ("Liputan6.com, Jakarta - ", "Jakarta"),
        ("REPUBLIKA.CO.ID, JAKARTA -- ", "JAKARTA"),
        ("TRIBUNNEWS.COM, JAKARTA - ", "JAKARTA"),
        ("TRIBUNNEWS.COM - ", None),
        ("JAKARTA, iNews.id - ", "JAKARTA"),
        ("Kota Sukarimba, Kabarrekaan.com - ", "Kota Sukarimba"),
        ("JAKARTA, (Kabarrekaan) - ", "JAKARTA"),
        ("JAKARTA – ", "JAKARTA"),
        ("JAKARTA - ", "JAKARTA"),
        ("JAKARTA -- ", "JAKARTA"),
        ("JAKARTA — ", "JAKARTA"),
        ("Jakarta - ", "Jakarta"),
        ("Jakarta -- ", "Jakarta"),
        ("BANDUNG BARAT - ", "BANDUNG BARAT"),
        ("Sukarimba, Kabupaten Lembayung - ", "Sukarimba, Kabupaten Lembayung"),
        ("Kabarrekaan.com ", None),
        ("INFO NASIONAL - ", None),
        ("Jakarta, 5/5 (ANTARA) - ", "Jakarta"),
        ("WASHINGTON, D.C. - ", "WASHINGTON, D.C."),
        ("BERLIN/PARIS (Reuters) - ", "BERLIN/PARIS"),
    ],
)
@pytest.mark.parametrize("quote", ["", "“", '"'])
def test_forms(dateline: str, place: str | None, quote: str) -> None:
    text = dateline + quote + STORY
    found = match_dateline(text)
    assert found is not None
    assert (text[found.length :], found.place) == (quote + STORY, place)


def test_an_outlet_is_known_by_the_names_it_calls_itself() -> None:
    assert match_dateline(f"Rekaanpos. {STORY}") is None
    found = match_dateline(f"Rekaanpos. {STORY}", ("Rekaanpos",))
    assert found is not None
    assert (found.length, found.place, found.strong) == (len("Rekaanpos. "), None, True)


def test_only_a_dateline_with_an_outlet_is_strong() -> None:
    strong, weak = match_dateline(f"JAKARTA, KOMPAS.com - {STORY}"), match_dateline(f"JAKARTA - {STORY}")
    assert strong is not None
    assert weak is not None
    assert (strong.strong, weak.strong) == (True, False)


def test_a_dateline_may_be_broken_over_lines() -> None:
    text = f"Jakarta\n-\n{STORY}"
    found = match_dateline(text)
    assert found is not None
    assert (text[found.length :], found.place) == (STORY, "Jakarta")


@pytest.mark.parametrize(
    "text",
    [
        STORY, "KPK-Polri sepakat bekerja sama dalam penyidikan.", "Jakarta-Bandung kini lebih dekat dengan kereta.",
        "Wirya Sontani - kepala desa itu - hadir.", "WHO - badan kesehatan dunia - menyebut.", "Covid-19 masih ada di desa.",
        "Kompas.com adalah situs berita.", "Jakarta - bandung lama.", "Jakarta", "JAKARTA -", "JAKARTA, KOMPAS.com -", "", "- - -",
        "Presiden, Wakil Presiden, dan menteri hadir.", "“JAKARTA - Kota kami,” katanya.",
    ],
)  # fmt: skip
def test_what_is_no_dateline(text: str) -> None:
    assert match_dateline(text) is None
