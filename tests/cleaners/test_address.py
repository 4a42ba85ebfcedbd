"""Addresses: one story has one key, however it was asked for, and no more is taken off than that."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.address import Numbered, canonical, is_one_page, numbered, one_page, part_of
from cleaners.outlets import SEEDS, Outlet, outlet_of

DESK = "https://www.rekaan.example/desa/pasar-buka-lagi"
OUTLET = Outlet("rekaan", "Rekaan", ("rekaan.example",), single="?page=all")
BARE = Outlet("bare", "Bare", ("bare.example",), feeds=("https://bare.example/rss",), single="/all")


@pytest.mark.parametrize(
    "other",
    [
        f"{DESK}#komentar",
        f"{DESK}?utm_source=rss&utm_medium=feed&fbclid=abc",
        f"{DESK}?",
        f"{DESK}?page=all",
        f"{DESK}?page=2",
        f"{DESK}?halaman=3&ref=beranda",
        f"{DESK}/halaman/2",
        f"{DESK}/page/12",
        f"{DESK}/amp",
        f"{DESK}?amp=1",
        f"{DESK}?amp",
        f"{DESK}?outputType=amp",
        "https://www.rekaan.example/amp/desa/pasar-buka-lagi",
        "https://m.rekaan.example/desa/pasar-buka-lagi",
        "https://mobile.rekaan.example/desa/pasar-buka-lagi?page=2",
        "https://amp.rekaan.example/desa/pasar-buka-lagi",
        "https://WWW.Rekaan.Example:443/desa/pasar-buka-lagi",
        "https://www-rekaan-example.cdn.ampproject.org/c/s/www.rekaan.example/desa/pasar-buka-lagi/amp",
        "https://www.google.co.id/amp/s/www.rekaan.example/desa/pasar-buka-lagi",
        f"  {DESK}\n",
    ],
)
def test_one_story_has_one_address(other: str) -> None:
    assert canonical(other, OUTLET) == DESK


@pytest.mark.parametrize(
    "address",
    [
        "https://rekaan.example/baca?id=123",
        "https://rekaan.example/?p=4711",
        "https://rekaan.example/index.php?read=9&kanal=desa",
        "https://rekaan.example/desa/5-cara-menanam-padi-2",
        "https://rekaan.example/desa/2025/08/07/pasar",
        "https://rekaan.example/desa/pasar/",
        "https://rekaan.example/amp",
        "https://rekaan.example/berita/pasar?page=desa",
        "https://rekaan.example/Pasar.Apung.",
        "https://rekaan.example/desa/12",
        "http://rekaan.example:8080/desa",
        "http:/https:/rekaan.example/desa",
        "http://[broken",
        "rekaan.example/desa",
        "ftp://rekaan.example/desa",
        "",
    ],
)
def test_what_an_address_may_mean_stays(address: str) -> None:
    assert canonical(address) == canonical(address, OUTLET) == address


def test_the_slash_at_the_end_of_an_amp_form_is_that_of_its_desktop_form() -> None:
    assert canonical(f"{DESK}/amp/") == f"{DESK}/"


def test_mobile_hosts_are_mapped_where_the_outlet_is_known() -> None:
    assert canonical("https://m.rekaan.example/a") == "https://m.rekaan.example/a"
    assert canonical("https://m.bare.example/a", BARE) == "https://bare.example/a"
    assert canonical("https://m.bola.bare.example/a", BARE) == "https://bola.bare.example/a"
    assert canonical("https://m.elsewhere.example/a", BARE) == "https://m.elsewhere.example/a"


def test_the_one_page_form() -> None:
    assert one_page(f"{DESK}?page=2&utm_source=x", OUTLET) == f"{DESK}?page=all"
    assert one_page("https://rekaan.example/baca?id=7", OUTLET) == "https://rekaan.example/baca?id=7&page=all"
    assert one_page("https://m.bare.example/desa/pasar/", BARE) == "https://bare.example/desa/pasar/all"
    assert one_page(DESK, None) is None
    assert one_page(DESK, Outlet("x", "X", ("x.example",))) is None
    for outlet, address in ((OUTLET, DESK), (BARE, "https://bare.example/desa/pasar")):
        whole = one_page(address, outlet)
        assert whole is not None
        assert is_one_page(whole, outlet)
        assert canonical(whole, outlet) == address
        assert one_page(whole, outlet) == whole
        assert not is_one_page(address, outlet)
        assert part_of(whole) is None


def test_a_part_is_told_from_a_parameter_or_folder_and_never_from_a_number_in_a_slug() -> None:
    parts = {"?page=2": 2, "?halaman=3": 3, "/halaman/4": 4, "/page/5/": 5, "?hal=1": 1, "?page=all": None, "": None}
    assert {form: part_of(DESK + form) for form in parts} == parts
    for address in (f"{DESK}-2", f"{DESK}/2", f"{DESK}?p=2", f"{DESK}?page=0", f"{DESK}?page=777"):
        assert part_of(address) is None


def test_the_other_ways_to_read_a_number() -> None:
    assert list(numbered(f"{DESK}?page=2&p=3")) == [Numbered(f"{DESK}?p=3", 2, "page")]
    assert list(numbered(f"{DESK}?p=3")) == [Numbered(DESK, 3, "query")]
    assert list(numbered(f"{DESK}/10")) == [Numbered(DESK, 10, "folder")]
    assert list(numbered(f"{DESK}-2.html")) == [Numbered(f"{DESK}.html", 2, "suffix")]
    assert list(numbered("https://r.example/read/6/2/pasar")) == [
        Numbered("https://r.example/read/6/pasar", 2, "inner")
    ]
    assert list(numbered(DESK)) == list(numbered("http://[broken")) == []


def test_the_keys_of_the_sample_pages_are_as_they_are() -> None:
    addresses = [json.loads(path.read_text("utf-8"))["url"] for path in SEEDS.glob("*/*.json")]
    assert len(addresses) > 40
    assert [a for a in addresses if a and canonical(a, outlet_of(a)) != a] == []


FOLDERS = st.lists(st.sampled_from(["amp", "halaman", "page", "2", "13", "all", "pasar-2", "", "AMP"]), max_size=6)
QUERIES = st.lists(st.sampled_from(["page=2", "page=all", "amp=1", "id=7", "utm_id=1", "p=2", "amp", ""]), max_size=4)
HOSTS = st.sampled_from(["m.bare.example", "amp.m.rekaan.example", "rekaan.example:80", "m.m.bare.example", ""])
ADDRESSES = st.builds(
    lambda host, path, query: f"https://{host}/{'/'.join(path)}?{'&'.join(query)}", HOSTS, FOLDERS, QUERIES
)


@given(st.one_of(ADDRESSES, st.text(max_size=60)), st.sampled_from([None, OUTLET, BARE]))
def test_an_address_that_is_canonical_stays_so(address: str, outlet: Outlet | None) -> None:
    once = canonical(address, outlet)
    assert canonical(once, outlet) == once
