"""An invented paper: pages in two templates, and what each of them states."""

from dataclasses import dataclass

_SUBJECTS = ("Dermaga Kayu", "Pasar Apung", "Sekolah Perahu", "Lumbung Desa")
_PLACES = ("Tirtamulya", "Sukarimba", "Lembayung", "Karangmelur")
_PEOPLE = ("Made Suarsana", "Ketut Rasmini", "Wayan Puspa", "Nyoman Darmi")
_SECTIONS = ("Daerah", "Ekonomi", "Daerah", "Budaya")
_SENTENCES = (
    "Warga {place} memperbaiki {subject} yang rusak sejak banjir tahun lalu, kata kepala desa pada Senin pagi.",
    "Pekerjaan di {place} itu dibiayai dari iuran {n} keluarga dan akan selesai sebelum musim tanam dimulai.",
    "“Kami menunggu {n} bulan sampai {subject} itu dapat dipakai lagi,” ujar seorang pedagang dari {place}.",
    "Pemerintah kabupaten menyiapkan {n} batang kayu dan membayar dua tukang dari desa di sebelah {place}.",
    "Setelah {subject} selesai, warga {place} akan menanam bambu di tepi sungai sepanjang {n} ratus meter.",
)
_OTHERS = (
    "Harga Ikan Patin Naik Menjelang Panen Raya",
    "Warga Hulu Menanam Bambu di Tepi Sungai",
    "Lomba Layang-Layang",
)


@dataclass(frozen=True)
class Story:
    """Story `n` (from 0 to 3) of Harian Contoh, as both templates print it."""

    n: int

    @property
    def title(self) -> str:
        return f"{_SUBJECTS[self.n]} di {_PLACES[self.n]} Dibuka Lagi Setelah {self.n + 4} Bulan"

    @property
    def paragraphs(self) -> list[str]:
        place, subject = _PLACES[self.n], _SUBJECTS[self.n].lower()
        return [sentence.format(place=place, subject=subject, n=self.n * 7 + 12) for sentence in _SENTENCES]

    @property
    def author(self) -> str:
        return _PEOPLE[self.n]

    @property
    def section(self) -> str:
        return _SECTIONS[self.n]

    @property
    def tags(self) -> tuple[str, ...]:
        return (_SUBJECTS[self.n].lower(), _PLACES[self.n].lower())

    @property
    def url(self) -> str:
        return f"https://hariancontoh.example/{self.section.lower()}/{9100 + self.n}/kabar-{_PLACES[self.n].lower()}"

    def html(self, old: bool = False) -> str:
        """The page, in the template of today or in the one of old."""
        return (_OLD if old else _NEW).format(
            title=self.title,
            url=self.url,
            path=self.url.removeprefix("https://hariancontoh.example"),
            number=9100 + self.n,
            place=_PLACES[self.n].upper(),
            author=self.author,
            section=self.section,
            folder=self.section.lower(),
            day=self.n + 3,
            first=self.paragraphs[0],
            rest="".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs[1:3]),
            last="".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs[3:]),
            breaks="<br><br>".join(self.paragraphs[1:]),
            others="".join(
                f'<li class="col-md-4"><a href="/arsip/{i}">{other}</a></li>' for i, other in enumerate(_OTHERS)
            ),
            other=_OTHERS[self.n % 3],
            tags="".join(f'<li><a href="/tag/{tag.replace(" ", "-")}">{tag}</a></li>' for tag in self.tags),
        )


_NEW = """<!doctype html>
<html lang="id">
<head>
  <title>{title} - Harian Contoh</title>
  <link rel="canonical" href="{url}">
  <link rel="alternate" type="application/rss+xml" href="/rss/{folder}">
  <link rel="alternate" type="application/rss+xml" href="{path}/comments/feed">
  <meta property="og:site_name" content="Harian Contoh">
</head>
<body class="postid-{number}">
  <nav class="menu css-1x9k2z"><a href="/daerah">Daerah</a> <a href="/ekonomi">Ekonomi</a></nav>
  <article id="artikel-{number}" class="css-8ad7f1 berita{number}">
    <div class="remah"><a href="/">Beranda</a> / <a href="/{folder}">{section}</a></div>
    <h1 class="judul">{title}</h1>
    <span class="penulis">{author}</span>
    <time class="waktu">Senin, {day} Agustus 2026 09:15 WITA</time>
    <figure class="foto"><figcaption>Suasana {place} pada pagi hari. (Foto: Dok. Warga)</figcaption></figure>
    <div class="isi css-77ab12">
      <p><b>{place}, HARIANCONTOH</b> - {first}</p>
      <div class="rekomendasi"><span>Baca juga:</span> <a href="/arsip/7">{other}</a></div>
      {rest}
      <div class="iklan">ADVERTISEMENT</div>
      {last}
    </div>
    <div class="halaman"><a href="{path}?page=all">Tampilkan Semua</a></div>
    <ul class="topik">{tags}</ul>
  </article>
  <aside class="samping"><h3>Terpopuler</h3><ul>{others}</ul></aside>
  <footer><p>Copyright © 2026 Harian Contoh. All rights reserved.</p></footer>
</body>
</html>
"""
_OLD = """<html><head><title>{title} | Harian Contoh</title><link rel="canonical" href="{url}"></head>
<body><table class="kerangka"><tr><td class="kiri"><ul>{others}</ul></td>
<td class="tengah"><div class="kepala"><h2>{title}</h2><div class="jam">Senin, {day} Agustus 2026 09:15 WITA</div></div>
<div class="teksberita">{place}, HARIANCONTOH - {first}<br><br>{breaks}</div></td></tr></table>
<p>Copyright © 2026 Harian Contoh. All rights reserved.</p></body></html>
"""
