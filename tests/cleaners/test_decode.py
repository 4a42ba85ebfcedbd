"""Bytes of a page to text: the right charset, and nothing that breaks a parser or a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.decode import decode
from tests.cleaners.invented import SENTENCES

STORY = "\n".join(SENTENCES) + " é à “kutipan” – 3,2 m³"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (STORY.encode(), None),
        (b"\xef\xbb\xbf" + STORY.encode(), None),
        (STORY.encode(), "text/html; charset=iso-8859-1"),
        (STORY.encode("utf-16"), None),
        (b"\xfe\xff" + STORY.encode("utf-16-be"), "text/html; charset=utf-8"),
        (STORY.encode("windows-1252"), None),
        (STORY.encode("windows-1252"), 'text/html; charset="windows-1252"'),
        (b'<meta charset="windows-1252">' + STORY.encode("windows-1252"), None),
        (STORY.replace("\n", "\r\n").encode(), None),
        (STORY.replace("\n", "\r").encode(), None),
        (STORY.replace("petani", "pe\u00adta\u200bni").encode(), None),
        (STORY.replace("petani", "pe\x00ta\x08ni\x1f").encode(), None),
    ],
)
def test_a_page_is_read_as_it_was_written(body: bytes, content_type: str | None) -> None:
    assert decode(body, content_type).text.removeprefix('<meta charset="windows-1252">') == STORY


def test_a_charset_that_is_declared_counts_where_the_page_obeys_it() -> None:
    greek = "Άρθρο για το χωριό".encode("iso-8859-7")
    assert decode(greek, "text/html; charset=ISO-8859-7").text == "Άρθρο για το χωριό"
    assert decode(greek, "text/html; charset=ISO-8859-7").charset == "iso-8859-7"


def test_stray_bytes_in_utf8_are_repaired_one_by_one() -> None:
    mixed = "Ia berkata, “panen naik” – lalu ".encode() + b"\x93tertawa\x94."
    decoded = decode(mixed)
    assert decoded.text == "Ia berkata, “panen naik” – lalu “tertawa”."
    assert (decoded.charset, decoded.repaired) == ("utf-8", True)


def test_what_cannot_be_read_is_shown_as_such() -> None:
    assert decode("Panen – padi – naik – lagi ".encode() + b"\xe2\x80").text.startswith("Panen – padi – naik – lagi ")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("padi&#1;naik", "padinaik"), ("padi&#x0;naik", "padinaik"), ("padi&#0000000;naik", "padinaik"), ("&#150;", "–"), ("&#x93;", "“"),
        ("padi&#xD800;naik", "padinaik"), ("padi&#xFFFE;naik", "padinaik"), ("padi&#x110000;naik", "padinaik"), ("&#65;&#xe9;", "&#65;&#xe9;"),
        ("&amp;&lt;&nbsp;", "&amp;&lt;&nbsp;"), ("&#;&#x;", "&#;&#x;"), ("\x96 tanda", "– tanda"), ("\ufeffpadi\ufeff", "padi"),
    ],
)  # fmt: skip
def test_characters_that_may_not_stand_in_a_text(given: str, expected: str) -> None:
    decoded = decode(given.encode())
    assert decoded.text == expected
    assert decoded.repaired == (expected != given)


@pytest.mark.parametrize("charset", ["klingon", "utf-8", "hex", "utf-99", '""', "\x00", "é", "x" * 300])
def test_a_charset_that_is_no_charset(charset: str) -> None:
    assert decode("café".encode("windows-1252"), f"text/html; charset={charset}").text in ("café", "caf\ufffd")


def test_a_codec_that_refuses_everything() -> None:
    assert decode("café".encode("windows-1252"), "text/html; charset=undefined").text == "café"


@pytest.mark.parametrize("charset", ["punycode", "utf-7", "idna"])
def test_a_codec_that_is_no_charset_of_pages(charset: str) -> None:
    assert decode(b"caf\xe9 +AGE- xn--caf-dma", f"text/html; charset={charset}").text == "café +AGE- xn--caf-dma"


def test_a_codec_of_python_is_no_charset_of_pages() -> None:
    assert decode(b"caf\xe9 \\u0041", "text/html; charset=unicode_escape").text == "café \\u0041"


def test_a_meta_element_cannot_declare_utf16() -> None:
    body = b'<meta charset="utf-16">caf\xe9 '
    assert decode(body).text == '<meta charset="utf-16">café '


@given(
    st.binary(max_size=200),
    st.sampled_from([None, "text/html", "text/html; charset=utf-8", "text/plain; charset=shift_jis"]),
)
def test_any_bytes_can_be_read(body: bytes, content_type: str | None) -> None:
    text = decode(body, content_type).text
    text.encode("utf-8")
    assert "\x00" not in text
    assert "\r" not in text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Cf"]) | st.sampled_from("\n\t"), max_size=200))
def test_clean_text_stays_as_it_is(text: str) -> None:
    decoded = decode(text.encode())
    if "&#" not in text:
        assert (decoded.text, decoded.charset, decoded.repaired) == (text, "utf-8", False)
