"""What is known of outlets: how it is written, and how a page's outlet is told."""

import re
from datetime import date
from pathlib import Path

import pytest

from cleaners.outlets import (
    OutletError,
    PageRule,
    all_aka,
    host_of,
    outlet_of,
    outlets,
    read_outlet,
    recognise,
    register,
)

FULL = """
name = "Kabar Rekaan"
domain = ["rekaan.example", "kabarrekaan.example"]
aka = ["Rekaan.example", "REKAAN"]
zone = "WITA"
delay = 3.5
feeds = ["https://rekaan.example/rss"]
sitemaps = ["https://rekaan.example/sitemap.xml"]
index = ["https://rekaan.example/indeks"]
single = "?page=all"
[[page]]
until = 2024-10-14
body = "div.isi"
cut = ["div.rekomendasi", "aside"]
title = "h1"
[[page]]
body = "div.lama"
cut = "aside"
[expect]
min_words = 80
"""


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "rekaan" / "outlet.toml"
    path.parent.mkdir()
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_every_key(tmp_path: Path) -> None:
    outlet = read_outlet(write(tmp_path, FULL))
    assert (outlet.id, outlet.name, outlet.domains) == (
        "rekaan",
        "Kabar Rekaan",
        ("rekaan.example", "kabarrekaan.example"),
    )
    assert (outlet.aka, outlet.zone, outlet.delay) == (("Rekaan.example", "REKAAN"), "WITA", 3.5)
    assert (outlet.feeds, outlet.sitemaps) == (("https://rekaan.example/rss",), ("https://rekaan.example/sitemap.xml",))
    assert outlet.index == ("https://rekaan.example/indeks",)
    assert (outlet.single, outlet.expect, outlet.timezone.tzname(None)) == ("?page=all", {"min_words": 80}, "WITA")
    assert outlet.pages == (
        PageRule(until=date(2024, 10, 14), body="div.isi", cut=("div.rekomendasi", "aside"), title="h1"),
        PageRule(body="div.lama", cut=("aside",)),
    )


def test_name_and_domain_are_enough(tmp_path: Path) -> None:
    outlet = read_outlet(write(tmp_path, 'name = "Rekaan"\ndomain = "rekaan.example"'))
    assert (outlet.domains, outlet.zone, outlet.delay, outlet.pages, outlet.aka) == (
        ("rekaan.example",),
        "WIB",
        2.0,
        (),
        (),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FULL.replace("delay", "dealy"), "unknown key dealy"),
        (FULL.replace("title =", "headline ="), "unknown key page.headline"),
        (FULL.replace("min_words", "words"), "unknown key expect.words"),
        (FULL.replace('name = "Kabar Rekaan"', ""), "name is missing"),
        ('name = "Rekaan"', "domain is missing"),
        ("", "domain, name is missing"),
        (FULL.replace("WITA", "WAST"), "zone is WIB, WITA or WIT, not 'WAST'"),
        (FULL.replace("WITA", "wita"), "'wita'"),
        ("name = ", "Invalid value"),
        ('name = "a"\nname = "b"', "overwrite"),
        (b'name = "\xff"', "decode"),
        (FULL.replace('["https://rekaan.example/rss"]', '"https://rekaan.example/rss"'), "feeds"),
        (FULL.replace("3.5", '"3.5"'), "delay"),
        (FULL.replace('"Kabar Rekaan"', "5"), "name"),
        (FULL.replace("[[page]]\nuntil", "[page]\nuntil").split("[[page]]")[0], r"\[\[page\]\]"),
        (FULL.replace("div.isi", "div["), r"div\["),
    ],
)  # fmt: skip
def test_an_error_names_the_file_and_the_reason(tmp_path: Path, text: str | bytes, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(OutletError, match=said) as raised:
        read_outlet(path)
    assert str(path) in str(raised.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OutletError, match=re.escape(str(tmp_path))):
        read_outlet(tmp_path / "outlet.toml")


def test_a_folder_of_outlets(tmp_path: Path) -> None:
    write(tmp_path, FULL)
    (tmp_path / "lain").mkdir()
    assert list(outlets(tmp_path)) == ["rekaan"]


def test_sites_of_one_host_are_told_by_their_ports(tmp_path: Path) -> None:
    for name, domain in (("satu", "127.0.0.1:8001"), ("dua", "127.0.0.1:8002"), ("lain", "127.0.0.1")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "outlet.toml").write_text(f'name = "{name}"\ndomain = "{domain}"')
    known = register(tmp_path)
    for port, outlet in ((":8001", "satu"), (":8002", "dua"), (":8003", "lain"), ("", "lain")):
        found = known.of(f"http://127.0.0.1{port}/berita/1")
        assert found
        assert found.id == outlet
        assert found.serves(f"http://127.0.0.1{port}/berita/1")
    assert not known.outlets["satu"].serves("http://127.0.0.1:8002/")


def test_the_outlets_of_this_checkout_can_be_read_and_share_no_name() -> None:
    known = outlets()
    assert {"kompas", "detik", "tempo"} <= set(known)
    for of in ("domains", "aka"):
        names = [name for outlet in known.values() for name in getattr(outlet, of)]
        assert len(names) == len(set(names)), of


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Kompas.com/read", "kompas.com"), ("http://bola.kompas.com:8080/", "bola.kompas.com"), ("https://www.www.id/", "www.id"),
        ("//kompas.com/x", "kompas.com"), ("kompas.com/x", None), ("http://[rusak", None), ("mailto:a@b.id", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_host(url: str | None, host: str | None) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://www.kompas.com/read", "kompas"), ("https://bola.kompas.com/read", "kompas"), ("https://a.b.c.kompas.com/", "kompas"),
        ("https://notkompas.com/", None), ("https://kompas.com.example/", None), ("https://kompas/", None), ("kompas.com", None), (None, None),
        ("https://kompas.com@lain.example/", None), ("file:///kompas.com/x", None),
    ],
)  # fmt: skip
def test_the_outlet_of_an_address(url: str | None, outlet: str | None) -> None:
    found = outlet_of(url)
    assert (found.id if found else None) == outlet


@pytest.mark.parametrize(
    ("passages", "outlet"),
    [
        (["Ikuti Kompas.com di Google News"], "kompas"),
        (["Kompas.com, lalu KOMPAS.com", "dan Tempo.co"], "kompas"),
        (["Kompas.com dan Tempo.co"], None),
        (["detikNews", "detikcom", "Tempo.co"], "detik"),
        (["notKompas.com", "Kompas.comx", "@Kompas.com"], None),
        (["Panen padi di Sukarimba"], None),
        ([], None),
    ],
)
def test_the_outlet_that_a_page_names(passages: list[str], outlet: str | None) -> None:
    found = recognise(passages)
    assert (found.id if found else None) == outlet


def test_names_are_sorted_and_none_is_empty() -> None:
    assert all_aka() == tuple(sorted(set(all_aka())))
    assert all(len(name) > 2 for name in all_aka())
