"""Figures of texts."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.model import Cut
from cleaners.quality import Quality, quality

PLAIN = "Pasar Sukarimba buka 24 jam. Warga senang!\n\nHarga gabah naik"


def test_a_text_without_anything_unusual() -> None:
    figures = quality(PLAIN, [Cut("crosslink", "x" * len(PLAIN), 0, len(PLAIN))])
    assert (figures.word_count, figures.sentence_count) == (10, 3)
    assert figures.digit_share == pytest.approx(2 / len("".join(PLAIN.split())))
    assert figures.capital_share == pytest.approx(4 / 46)
    assert (figures.repeated_line_share, figures.boilerplate_share) == (0, 0.5)


def test_an_empty_text_has_no_figures() -> None:
    assert quality("", ()) == Quality(0, 0, 0.0, 0.0, 0.0, 0.0, 0.0)
    assert quality(" \n\n ", [Cut("outside", "Beranda", 0, 7)]).word_count == 0


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Kata dr. Wirya, panen naik. Sisanya disimpan.", 2),
        ("Ia tinggal di Jl. Melur No. 5, Sukarimba.", 1),
        ("Harganya Rp. 3.000 per ikat, turun 2.5 persen.", 1),
        ("H. Tarmo W. Wiguna hadir. Sari tidak.", 2),
        ('"Kami lega." Tarmo tersenyum.', 2),
        ("“Benarkah?” tanya Sari. “Benar!” (Tarmo tertawa.) Lalu pulang...", 4),
        ("Rapat usai…  2 orang tinggal", 2),
        ("— * —", 0),
        ("Judul tanpa titik\n\nIsi tanpa titik", 2),
    ],
)
def test_sentences(text: str, sentences: int) -> None:
    assert quality(text, ()).sentence_count == sentences


def test_lines_that_repeat() -> None:
    assert quality("Satu.\n\nDua..\n\nsatu.\n\nSATU. ", ()).repeated_line_share == pytest.approx(0.5)


def test_capitals_and_digits_of_any_script() -> None:
    figures = quality("PSSI É ١٢", ())
    assert (figures.capital_share, figures.digit_share) == (1.0, pytest.approx(2 / 7))


@given(st.text())
def test_characters_are_counted_as_what_they_are(text: str) -> None:
    figures = quality(text, ())
    letters, visible = sum(map(str.isalpha, text)), sum(not c.isspace() for c in text)
    assert figures.digit_share * visible == pytest.approx(sum(map(str.isdecimal, text)))
    assert figures.capital_share * letters == pytest.approx(sum(map(str.isupper, text)))
    assert figures.word_count == sum(any(map(str.isalnum, word)) for word in text.split())
    shares = (figures.digit_share, figures.capital_share, figures.repeated_line_share, figures.boilerplate_share)
    assert all(0 <= share <= 1 for share in shares)


def test_what_is_no_prose_shows_in_the_figures() -> None:
    """What corpus builders sort out: tables, shouting, templates, and a page of which little is the story."""
    assert quality("2019 14 88\n\n2020 15 91\n\n2021 16 94", ()).digit_share > 0.9
    assert quality("HARGA GABAH NAIK LAGI", ()).capital_share == 1
    assert quality("Muat ulang halaman\n\n" * 9, ()).repeated_line_share == pytest.approx(8 / 9)
    assert quality("Singkat.", [Cut("outside", "Beranda " * 99, 0, 792)]).boilerplate_share > 0.98
    assert quality("satu dua tiga " * 50, ()).sentence_count == 1


def test_time_grows_with_length_only() -> None:
    started = time.perf_counter()
    for text in ("." * 400_000, "a" * 400_000, "x." * 200_000, ". " * 200_000, "a.)" * 130_000):
        quality(text, ())
    assert time.perf_counter() - started < 5
