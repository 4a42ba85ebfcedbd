"""How Sphinx makes a site of the pages in this folder (`make docs`). The site loads nothing from elsewhere."""

import re

from sphinx.application import Sphinx

project = "kliping"
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_heading_anchors = 3  # a link to a heading is the same here and in a browser of the repository
html_theme = "furo"
html_title = "kliping"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_copyright = False
html_copy_source = False


def as_read(_: Sphinx, name: str, source: list[str]) -> None:
    """Let pages link to each other as they do in the repository.

    What lies at its root is included in the site under a name in small letters; and the links of the index, by their
    headings, are the site's contents.
    """
    source[0] = re.sub(r"\]\(\.\./(\w+\.md)", lambda link: f"]({link[1].lower()}", source[0])
    if name == "index":
        for section in re.split(r"^## ", source[0], flags=re.MULTILINE)[1:]:
            caption, text = section.split("\n", 1)
            pages = re.findall(r"^- \[.+?\]\((.+?)\.md\)", text, re.MULTILINE)
            source[0] += "\n".join(["\n```{toctree}", ":hidden:", f":caption: {caption}", "", *pages, "```\n"])


def setup(app: Sphinx) -> None:
    app.connect("source-read", as_read)
