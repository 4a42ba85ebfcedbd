"""Which addresses may be those of articles: in doubt they are."""

import pytest

from flows.discover import is_article


@pytest.mark.parametrize(
    "path",
    [
        "/berita/3190245/dishub-bogor-uji-coba",
        "/read/2026/08/07/09150001/warga-sukarimba",
        "/opini/kemerdekaan",
        "/warga-sukarimba-perbaiki-jembatan",
        "/video/warga-sukarimba",
        "/foto/123/pasar",
        "/?p=1234",
        "/index.php/berita/12",
        "/nasional?id=12",
        "/d-3190245",
        "/3190245",
        "/berita/Jembatan.html",
        "/pasar-2.0",
        "/syarat-dan-ketentuan-baru-pinjaman-desa",
        "/tentang-kami-yang-tinggal-di-hulu",
    ],
)
def test_articles(path: str) -> None:
    assert is_article("https://kabar-rekaan.example" + path)


@pytest.mark.parametrize(
    "path",
    [
        *("", "/", "/nasional", "/nasional/", "/Ekonomi", "/tag/pasar-malam", "/topik/123/banjir", "/nasional/indeks"),
        *("/indeks/2026/08/07", "/author/wirya-sontani", "/search?q=pasar", "/rss", "/foto/1.jpg", "/laporan.pdf"),
        *("/pedoman-media-siber", "/pedoman-pemberitaan-media-siber/", "/tentang-kami", "/info/syarat-dan-ketentuan"),
        *("/redaksi", "/page/kode-etik", "/privacy-policy", "/kebijakan-privasi", "/terms-of-use"),
    ],
)
def test_lists_files_and_what_a_site_says_of_itself(path: str) -> None:
    assert not is_article("https://kabar-rekaan.example" + path)
