"""What others would run over a folder of pages, each as a process of its own, so that its imports count too.

python -m tests.bench.rivals NAME FOLDER
"""

import sqlite3
import sys
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path


def bodies(folder: str, first: int = 0, step: int = 1) -> Iterator[tuple[str, bytes]]:
    """The pages of a folder by name: all of them, or every so manieth from one on."""
    for path in sorted(Path(folder).iterdir())[first::step]:
        yield path.name, path.read_bytes()


def baseline(folder: str) -> None:
    """What one would write oneself: text and metadata by trafilatura, the language, and a row in SQLite."""
    import langdetect
    import trafilatura

    langdetect.DetectorFactory.seed = 0
    with sqlite3.connect(f"{folder}.db") as database:
        database.execute("CREATE TABLE articles (path PRIMARY KEY, url, title, author, date, language, text)")
        for name, body in bodies(folder):
            found = trafilatura.bare_extraction(body, include_comments=False, with_metadata=True)
            if found and found.text:
                language = langdetect.detect(found.text)
                row = (name, found.url, found.title, found.author, found.date, language, found.text)
                database.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def parse(folder: str, first: int = 0, step: int = 1) -> None:
    """lxml's parse alone, which is the least that reading a page takes."""
    from lxml.html import document_fromstring

    for _, body in bodies(folder, first, step):
        document_fromstring(body)


def parse_by_two(folder: str) -> None:
    """The same in two processes at once: how much faster a second one can be on this machine."""
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        list(pool.map(parse, [folder, folder], [0, 1], [2, 2]))


def newspaper(folder: str) -> None:
    """newspaper4k: text and metadata."""
    from newspaper import Article

    for _, body in bodies(folder):
        article = Article("http://localhost/", language="id", fetch_images=False)
        article.download(input_html=body.decode()).parse()


def news_please(folder: str) -> None:
    """The extractors of news-please: text, metadata and language."""
    from newsplease import NewsPlease

    for _, body in bodies(folder):
        NewsPlease.from_html(body.decode(), url="http://localhost/", fetch_images=False)


RIVALS: dict[str, Callable[[str], None]] = {
    rival.__name__: rival for rival in (baseline, parse, parse_by_two, newspaper, news_please)
}

if __name__ == "__main__":
    warnings.simplefilter("ignore")
    RIVALS[sys.argv[1]](sys.argv[2])
