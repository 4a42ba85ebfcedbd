"""Content encodings: what is honest is undone, what is not ends early."""

import gzip
import tracemalloc
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.fetch import FetchError
from flows.fetch.encoding import decoded
from tests.site.answers import ENCODERS, STORY

LIMIT = 100_000


@pytest.mark.parametrize("name", ENCODERS)
@given(body=st.binary(max_size=3000))
def test_an_encoding_is_undone(name: str, body: bytes) -> None:
    encoded = ENCODERS[name](body)
    assert decoded(encoded, name, LIMIT, whole=True) == body
    assert decoded(encoded, f" {name.upper()} ", LIMIT, whole=True) == body


def test_a_body_without_an_encoding_and_one_that_is_empty_stay_as_they_are() -> None:
    for encodings in ("", "identity", ", identity,"):
        assert decoded(STORY, encodings, LIMIT, whole=True) == STORY
    for name in ENCODERS:
        assert decoded(b"", name, LIMIT, whole=True) == b""


def test_encodings_are_undone_in_reverse() -> None:
    body = gzip.compress(brotli.compress(STORY))
    assert decoded(body, "br, gzip", LIMIT, whole=True) == STORY
    with pytest.raises(FetchError, match="bad content encoding"):
        decoded(body, "gzip, br", LIMIT, whole=True)


def test_deflate_without_its_wrapper_is_read_too() -> None:
    packer = zlib.compressobj(wbits=-15)
    assert decoded(packer.compress(STORY) + packer.flush(), "deflate", LIMIT, whole=True) == STORY


def test_gzip_in_several_members_and_with_padding() -> None:
    body = gzip.compress(STORY[:100]) + gzip.compress(STORY[100:]) + b"\0" * 512
    assert decoded(body, "gzip", LIMIT, whole=True) == STORY


@pytest.mark.parametrize("name", ENCODERS)
def test_a_missing_end_is_noticed(name: str) -> None:
    encoded = ENCODERS[name](STORY)
    for length in (len(encoded) // 2, len(encoded) - 1):
        with pytest.raises(FetchError) as caught:
            decoded(encoded[:length], name, LIMIT, whole=True)
        assert caught.value.reason == "truncated"


def test_gzip_whose_second_member_has_no_end() -> None:
    with pytest.raises(FetchError, match="truncated"):
        decoded(gzip.compress(STORY) + gzip.compress(STORY)[:-9], "gzip", LIMIT, whole=True)


@pytest.mark.parametrize("name", [*ENCODERS, "compress", "utf-8", "gzip, gzip, gzip, gzip"])
def test_what_is_not_of_its_encoding(name: str) -> None:
    with pytest.raises(FetchError) as caught:
        decoded(STORY, name, LIMIT, whole=True)
    assert caught.value.reason == "bad content encoding"


@pytest.mark.parametrize("name", ENCODERS)
def test_a_bomb_is_stopped_at_the_limit_and_takes_no_memory(name: str) -> None:
    packed = ENCODERS[name](bytes(30_000_000))
    assert len(packed) < LIMIT
    tracemalloc.start()
    try:
        with pytest.raises(FetchError) as caught:
            decoded(packed, name, LIMIT, whole=True)
        assert decoded(packed, name, LIMIT, whole=False) == bytes(LIMIT)
        assert tracemalloc.get_traced_memory()[1] < 15_000_000
    finally:
        tracemalloc.stop()
    assert caught.value.reason == "too large"


def test_a_bomb_in_a_bomb() -> None:
    with pytest.raises(FetchError, match="too large"):
        decoded(gzip.compress(gzip.compress(bytes(30_000_000))), "gzip, gzip", LIMIT, whole=True)


def test_a_body_of_exactly_the_limit_is_not_too_large() -> None:
    for name, encode in ENCODERS.items():
        assert decoded(encode(bytes(LIMIT)), name, LIMIT, whole=True) == bytes(LIMIT)
        with pytest.raises(FetchError, match="too large"):
            decoded(encode(bytes(LIMIT + 1)), name, LIMIT, whole=True)


@given(
    body=st.binary(max_size=300),
    names=st.lists(st.sampled_from([*ENCODERS, "identity"]), max_size=3),
    whole=st.booleans(),
)
def test_hostile_bodies_give_an_error_or_bytes_and_nothing_else(body: bytes, names: list[str], whole: bool) -> None:
    reason = None
    try:
        text = decoded(body, ",".join(names), 1000, whole)
    except FetchError as error:
        text, reason = b"", error.reason
    assert len(text) <= 1000
    assert reason in {None, "too large", "truncated", "bad content encoding"}
