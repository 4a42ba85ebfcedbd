"""Words for people."""


def plain(text: str) -> str:
    """The text on one line, without control characters: a page's words must not steer a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 page", "2,000 pages"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
