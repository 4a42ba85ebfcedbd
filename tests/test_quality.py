"""Figures of texts."""

import time

import pytest

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
    assert quality("", ()) == Quality(0, 0, 0.0, 0.0, 0.0, 0.0)
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


def test_time_grows_with_length_only() -> None:
    started = time.perf_counter()
    for text in ("." * 400_000, "a" * 400_000, "x." * 200_000, ". " * 200_000, "a.)" * 130_000):
        quality(text, ())
    assert time.perf_counter() - started < 5
