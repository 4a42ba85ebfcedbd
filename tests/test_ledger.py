"""The ledger loses nothing: what it keeps is the article, and with its cuts it is the page."""

from hypothesis import given
from hypothesis import strategies as st

from cleaners.ledger import ledger
from cleaners.model import Block, Document, Span

NAMES = ("title", "dateline", "crosslink", "outside")


def read(text: str) -> tuple[str, str]:
    """A ledger read back: the kept text, and kept and cut text together without white space."""
    paragraphs: list[str] = []
    whole = ""
    for line in text.splitlines():
        if line.startswith("- "):
            name, _, words = line[2:].partition(" | ")
            assert name in NAMES
        else:
            mark, words = line[0], line[2:]
            if mark == "|":
                paragraphs.append(words)
            else:
                assert mark == ">"
                paragraphs[-1] += " " + words
        assert words
        whole += words
    return "\n\n".join(paragraphs), "".join(whole.split())


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents of any blocks, with spans that may overlap, cross blocks and split words."""
    # The alphabet holds what the format itself uses, and separators at which `splitlines` breaks.
    text, blocks = "", []
    for run in draw(st.lists(st.text(alphabet="aku-|> \n\x85\u2028é", min_size=1, max_size=25), max_size=6)):
        if not run.strip():
            continue
        start = len(text) + len(run) - len(run.lstrip())
        text += run
        blocks.append(Block(start, start + len(run.strip()), continues=draw(st.booleans())))
        text += draw(st.sampled_from(["", "\n", "\n\n"]))
    starts = st.integers(0, max(0, len(text) - 1))
    spans = draw(st.lists(st.tuples(starts, st.sampled_from([1, 2, 5, 30]), st.sampled_from(NAMES)), max_size=6))
    return Document(
        text, tuple(blocks), tuple(Span(at, min(at + length, len(text)), name) for at, length, name in spans)
    )


@given(documents())
def test_kept_lines_are_the_article_and_all_lines_are_the_page(document: Document) -> None:
    kept, whole = read(ledger(document))
    assert kept == document.kept()
    assert whole == "".join("".join(document.of(block).split()) for block in document.blocks)


@given(documents())
def test_a_line_is_kept_only_where_no_cut_lies(document: Document) -> None:
    cut = {at for span in document.cuts for at in range(span.start, span.end)}
    visible = (at for block in document.blocks for at in range(block.start, block.end))
    stays = "".join(document.text[at] for at in visible if at not in cut)
    kept, _ = read(ledger(document))
    assert "".join(kept.split()) == "".join(stays.split())


def test_format() -> None:
    parts = [
        ("Warga Sukarimba Panen Padi Lebih Awal", Block(0, 0, kind="h")),
        ("SUKARIMBA, Kabar Rekaan - Warga Sukarimba memanen padi\nlebih awal (2/3) tahun ini", Block(0, 0)),
        ("(Baca juga: Harga Gabah Naik)", Block(0, 0, continues=True)),
        ("dan menjualnya ke koperasi.", Block(0, 0, continues=True)),
        ('"Kami lega," kata Wirya Sontani.', Block(0, 0, kind="quote")),
        ("Beranda", Block(0, 0, outside=True)),
        ("Indeks", Block(0, 0, outside=True)),
    ]
    text, blocks = "", []
    for words, block in parts:
        blocks.append(Block(len(text), len(text) + len(words), block.kind, block.continues, block.outside))
        text += words + "\n"
    cuts = [("Warga Sukarimba Panen Padi Lebih Awal", "title"), ("SUKARIMBA, Kabar Rekaan - ", "dateline")]
    cuts += [("(2/3)", "navigation"), ("(Baca juga: Harga Gabah Naik)", "crosslink"), ("Beranda\nIndeks", "outside")]
    spans = [Span(text.index(words), text.index(words) + len(words), name) for words, name in cuts]
    assert ledger(Document(text, tuple(blocks), tuple(spans))) == (
        "- title | Warga Sukarimba Panen Padi Lebih Awal\n"
        "- dateline | SUKARIMBA, Kabar Rekaan -\n"
        "| Warga Sukarimba memanen padi lebih awal\n"
        "- navigation | (2/3)\n"
        "> tahun ini\n"
        "- crosslink | (Baca juga: Harga Gabah Naik)\n"
        "> dan menjualnya ke koperasi.\n"
        '| "Kami lega," kata Wirya Sontani.\n'
        "- outside | Beranda\n"
        "- outside | Indeks\n"
    )


def test_a_document_without_blocks_has_an_empty_ledger() -> None:
    assert ledger(Document("", ())) == ""
