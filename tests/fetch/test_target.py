"""Addresses as they go over the wire."""

import pytest

from flows.fetch import FetchError
from flows.fetch.target import target


@pytest.mark.parametrize(
    ("url", "wire"),
    [
        ("http://kabar-rekaan.example", "http://kabar-rekaan.example/"),
        (" HTTPS://Kabar-Rekaan.Example:443/A?b=C#d ", "https://kabar-rekaan.example/A?b=C"),
        ("http://kabar-rekaan.example:8080/", "http://kabar-rekaan.example:8080/"),
        ("http://kabar-rekaan.example./", "http://kabar-rekaan.example/"),
        ("http://x.example/harga cabai/é?q=ü&r=%C3%BC", "http://x.example/harga%20cabai/%C3%A9?q=%C3%BC&r=%C3%BC"),
        ("http://x.example/a;b=c,d/(e)'!~*|[1]?f=g|[2]\\", "http://x.example/a;b=c,d/(e)'!~*|[1]?f=g|[2]\\"),
        ('http://x.example/<b>"`{}', "http://x.example/%3Cb%3E%22%60%7B%7D"),
        ("http://büro.example/", "http://xn--bro-hoa.example/"),
        ("http://a_b.blog.example/", "http://a_b.blog.example/"),
        ("http://0x7f.1:80/", "http://127.0.0.1/"),
        ("http://[0:0::1]:81/", "http://[::1]:81/"),
        ("http://x.example/a\tb\nc", "http://x.example/abc"),
    ],
)
def test_an_address_in_the_form_that_goes_over_the_wire(url: str, wire: str) -> None:
    assert target(url).url == wire
    assert target(wire).url == wire


@pytest.mark.parametrize(
    ("location", "wire"),
    [
        ("/lain", "https://x.example/lain"),
        ("lain?page=2", "https://x.example/a/lain?page=2"),
        ("//y.example/b", "https://y.example/b"),
        ("http://y.example", "http://y.example/"),
        ("../../../c", "https://x.example/c"),
        ("?page=all", "https://x.example/a/b?page=all"),
    ],
)
def test_a_relative_address_is_one_from_where_it_stands(location: str, wire: str) -> None:
    assert target(location, "https://x.example/a/b?c").url == wire


@pytest.mark.parametrize(
    "url",
    [
        *("file:///etc/passwd", "ftp://x.example/", "javascript:alert(1)", "data:text/html,x", "gopher://x.example/"),
        *("mailto:redaksi@x.example", "unix:/run/x.sock", "x.example", "/a", ""),
    ],
)
def test_other_schemes_are_refused(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        target(url)
    assert caught.value.reason == "not http"


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://",
            "http:///a",
            "http:a",
            "http://?a",
            "http://:80/",
            "http://.",
            "http://..example/",
            "http://a..b/",
        ),
        *("http://x.example:0/", "http://x.example:99999/", "http://x.example:-1/", "http://x.example:ab/"),
        *("http://[::1/", "http://[]/", "http://[fe80::1%25lo]/", "http://[127.0.0.1]/", "http://1.2.3.4.5/"),
        *("http://127.0.0.1\\@x.example/", "http://x.example\\.y.example/", "http://x.example%2f@y.example/"),
        *("http://%31%32%37.0.0.1/", "http://x example/", "http://x\x00.example/", "http://exa<mple/"),
        *("http://wirya:rahasia@x.example/", "http://x.example@127.0.0.1/", "http://@x.example/"),
        *("http://wirya:rahasia@x.example:ab/", "http://wirya:rahasia@[::1/"),
        *(f"http://{'a' * 64}.example/", f"http://{'a.' * 127}example/", "http://x.example/" + "a" * 5000),
        *("http://\u202e.example/", "http://xn--a.b\ufffd/"),
    ],
)
def test_what_no_server_can_be_asked(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        target(url)
    assert caught.value.reason == "bad url"
    assert "rahasia" not in str(caught.value)
