"""A page made to hold its reader up is read in time: its story is found whole, or it is refused with a reason."""

import multiprocessing
import signal
from collections.abc import Iterator
from multiprocessing.connection import Connection

import pytest

from cleaners import extract
from tests.cleaners.hostile import PAGES
from tests.cleaners.hostile_page import STORY, TITLE

SECONDS = 10  # of the reader's own work, however busy the machine is
_SPAWN = multiprocessing.get_context("spawn")


class Reader:
    """A process that reads pages one after the other, and dies of one that takes too long: an alarm does not stop lxml,
    so what the alarm does here is to end the process."""

    def __init__(self) -> None:
        self._pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_read_pages, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def read(self, name: str) -> tuple[str | None, str | None, str]:
        """Why a page was refused, its title and its text. Raises EOFError where the process died."""
        self._pipe.send(name)
        refused, title, text = self._pipe.recv()
        return refused, title, text

    def end(self) -> int | None:
        """Ends the process; the signal that ended it before, if one did, with a minus sign."""
        self._pipe.close()
        self._process.join(timeout=10)
        self._process.kill()
        return self._process.exitcode


def _read_pages(pipe: Connection) -> None:
    while True:
        try:
            page = PAGES[pipe.recv()]
        except EOFError:  # no more pages
            return
        made = page.make()
        body = made if isinstance(made, bytes) else made.encode()
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        article = extract(body, page.url, "text/html")
        signal.setitimer(signal.ITIMER_PROF, 0)
        pipe.send((article.refused, article.title, article.text))


class Readers:
    """One reader for all pages, and another one after a page that it died of."""

    def __init__(self) -> None:
        self.reader = Reader()

    def read(self, name: str) -> tuple[str | None, str | None, str]:
        try:
            return self.reader.read(name)
        except EOFError:
            code = self.reader.end()
            self.reader = Reader()
            late = code == -signal.SIGPROF
            pytest.fail(f"more than {SECONDS} s" if late else f"the reader died ({code}): see stderr", pytrace=False)


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    readers = Readers()
    yield readers
    readers.reader.end()


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_is_read_in_time_and_its_story_is_found_or_it_is_refused(name: str, readers: Readers) -> None:
    page = PAGES[name]
    refused, title, text = readers.read(name)
    assert refused == page.refused
    if refused:
        assert text == ""
        return
    paragraphs = text.split("\n\n")
    assert [p for p in paragraphs if p in STORY] == list(STORY)
    assert page.amid or len(paragraphs) == len(STORY)
    assert title == TITLE
