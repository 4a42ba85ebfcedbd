"""The ledger: a page as plain text with its cuts shown, made to be read as a diff."""

from cleaners.model import Document


def ledger(document: Document) -> str:
    """The golden text form of a marked document (`seeds/**/*.ledger`): one line for each piece of each block.

    The first character says what a line is, so that a changed cut changes its own lines and no others:

        - dateline | SUKARIMBA, Kabar Rekaan -         cut, by the cleaner named `dateline`
        | Warga Sukarimba memanen padi lebih awal      kept, and opens a paragraph
        - crosslink | (Baca juga: Harga Gabah Naik)
        > dan menjualnya ke koperasi.                  kept, and goes on with the paragraph above

    White space is folded and pieces that hold nothing else are left out. So the `|` and `>` lines are exactly
    `document.kept()`, and all lines together hold every visible character of the document's blocks, in reading order.
    """
    lines: list[str] = []
    opened = False
    for block, pieces in document.pieces():
        mark = ">" if block.continues and opened else "|"
        for text, cleaner in pieces:
            words = " ".join(text.split())
            if not words:
                continue
            if cleaner is not None:
                lines.append(f"- {cleaner} | {words}\n")
            else:
                lines.append(f"{mark} {words}\n")
                mark, opened = ">", True
    return "".join(lines)
