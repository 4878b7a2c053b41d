"""How the pages are built: `python3 dev.py docs`."""

import html
import re
from collections.abc import Iterator
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

import sphinx
from docutils import nodes
from pygments.formatters import HtmlFormatter
from sphinx.highlighting import PygmentsBridge
from sphinx.search.en import SearchEnglish

project = "icp_rules"
author = "The icp_rules developers"
project_copyright = "2026, the icp_rules developers"
version = release = version_of("icp-rules")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "live"]
nitpicky = True
nitpick_ignore_regex = [
    ("py:.*", r"(?!icp_rules\b).*"),  # types of other packages, and private names of signatures
    ("py:.*", r"icp_rules\.\w+\.(TermT|T|DrawFn|[A-Z]\w*T)"),
]
myst_enable_extensions = ["attrs_inline"]
myst_heading_anchors = 3
myst_links_external_new_tab = False

default_role = "code"  # `load` in a docstring is a name to read, not a link
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_use_unqualified_type_names = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True

html_theme = "furo"
html_title = "icp_rules"
pygments_dark_style = "a11y-dark"  # the counterpart of the theme's light one
html_static_path = [
    "_static",
    # what the search says, in Chinese
    str(Path(sphinx.__file__).parent / "locale/zh_CN/LC_MESSAGES/sphinx.js"),
]
html_css_files = ["pages.css"]
html_search_language = "two"  # see TwoLanguages
html_search_scorer = str(Path(__file__).with_name("scorer.js"))
html_additional_pages = {"zh/search": "search.html"}
html_show_sphinx = False
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}

#: Files outside this folder that pages link to, and the pages that include them.
OUTSIDE = {
    "../CHANGELOG.md": "changelog.md",
    "../tests/contracts.md": "contracts.md",
    "../tests/mutants.md": "mutants.md",
}

#: The theme's words in Chinese.
CHINESE = {
    "Back to top": "返回顶部",
    "Copyright &#169; %(copyright)s": "版权所有 © %(copyright)s",
    "Home": "首页",
    "Made with": "页面主题：",
    "Next": "下一页",
    "On this page": "本页内容",
    "Previous": "上一页",
    "Search": "搜索",
    "Skip to content": "跳到正文",
    "View this page": "查看本页源文件",
}


class Lines(HtmlFormatter[str]):
    """Code with each line in an element, so that one that is too long goes on indented."""

    def wrap(self, source: Any) -> Iterator[tuple[int, str]]:
        """The lines between the tags that enclose them all."""
        yield from super().wrap((n, hanging(line) if n else line) for n, line in source)


def hanging(line: str) -> str:
    """A line of code that says how far it is indented, a prompt included. The indentation and the
    first letter stay together, so that a long word is not moved below an empty line. A long line
    may end after an opening bracket.
    """
    text = html.unescape(re.sub("<[^>]+>", "", line))
    line = re.sub(r"[(\[](?![)\]])", r"\g<0><wbr>", line)
    lead = len(text) - len(re.sub(r"^(>>> |\.\.\. )? *", "", text))
    if not lead or not text[lead:].strip():
        return f'<span class="line">{line}</span>'
    seen, head, tags, rest = 0, "", list[str](), line
    while seen <= lead:
        piece = re.match(r"<[^>]+>|&#?\w+;|.", rest)[0]  # type: ignore[index] # text is left
        if piece == "</span>":
            tags.pop()
        elif piece.startswith("<"):
            tags.append(piece)
        else:
            seen += 1
        head, rest = head + piece, rest.removeprefix(piece)
    head += "</span>" * len(tags)
    rest = "".join(tags) + rest
    return (
        f'<span class="line" style="--lead: {lead}"><span class="lead">{head}</span>{rest}</span>'
    )


PygmentsBridge.html_formatter = Lines


class TwoLanguages(SearchEnglish):
    """Words in English and Chinese. Chinese is written without spaces. A search for three or more
    characters looks into longer texts, and one for two does not, so the index has every two.
    """

    lang = "two"

    def split(self, input: str) -> list[str]:
        """The words of a text."""
        return [*super().split(input), *re.findall(r"(?=([\u4e00-\u9fff]{2}))", input)]


def relink(_app: Any, _name: str, source: list[str]) -> None:
    """Make links that are right in the repository right on the site."""
    for file, page in OUTSIDE.items():
        source[0] = source[0].replace(f"]({file})", f"]({page})")
    # doctest needs an empty line before the fence, readers do not
    source[0] = source[0].replace("\n\n```\n", "\n```\n")
    # built beside the site, not of it
    source[0] = re.sub(r"\[([^]]+)\]\(((?:\.\./)?live/[^)]*)\)", r'<a href="\2">\1</a>', source[0])


def brief(*told: Any) -> tuple[str, str] | None:
    """A signature without what only a type checker needs, so that its types become links: a
    union of all values of a vocabulary is any text, and a default is written as a caller would.
    """
    signature, returns = told[-2:]
    if not signature:
        return None
    signature = re.sub(r"~typing\.Literal\[[^]]*\]", "str", signature)
    return re.sub(r"= ?<([\w-]+)>", r"= '\1'", signature), returns


def cards(_app: Any, doctree: nodes.document, name: str) -> None:
    """Tables of sentences are too wide for a phone. There pages.css makes a card of each row, in
    which each cell says what its column is. Everywhere it breaks a name that is too long, and
    sets many columns in small letters.
    """
    for table in doctree.findall(nodes.table):
        long = [code for code in table.findall(nodes.literal) if len(code.astext()) > 30]
        for code in long:
            code["classes"].append("long")
        head, *rows = ([*row.children] for row in table.findall(nodes.row))
        longest = [max(len(cell.astext()) for cell in column) for column in zip(*rows, strict=True)]
        table["classes"] += ["wide"] * (len(longest) > 5)
        if not long and (len(longest) < 3 or max(longest[1:]) <= 20):
            continue
        table["classes"] += ["cards"] + ["titled"] * (longest[0] <= 60)
        for row in rows:
            for column, cell in [*zip(head, row, strict=True)][1:]:
                if cell.astext():
                    said = column.astext() + ("：" if name.startswith("zh/") else ": ")
                    cell[0].insert(0, nodes.inline(said, said, classes=["column"]))


def line_ends(
    _app: Any, _name: str, _template: str, context: dict[str, Any], _doctree: Any
) -> None:
    """Keep the parts of a date together. Let a long name in code end a line after a dot or an
    underscore, and a signature after its opening bracket.
    """

    def text(found: re.Match[str]) -> str:
        said = found[2]
        if found[1] and len(said) > 30:
            said = re.sub(r"(?<=[._/ǁ])(?=[^\W_])", "<wbr>", said)
        said = re.sub(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)", r'<span class="date">\g<0></span>', said)
        return found[1] + said

    if "body" in context:
        body = re.sub(r'(<span class="pre">|(?<=>))([^<]+)', text, context["body"])
        opened = r'<span class="sig-paren">\(</span>(?!<span class="sig-paren">)'
        context["body"] = re.sub(opened, r"\g<0><wbr>", body)


def in_its_language(
    app: Any, name: str, _template: str, context: dict[str, Any], _doctree: Any
) -> None:
    """Each page has the navigation of its language, and above it a link to the other language."""
    whole: Any = context.get("toctree")
    pathto = context["pathto"]
    there = name.removeprefix("zh/") if name.startswith("zh/") else f"zh/{name}"
    if there not in {*app.env.found_docs, *html_additional_pages, "search"}:
        there = "zh/index"
    label = "中文"
    if (context.get("next") or {}).get("link") == pathto("zh/index"):
        context["next"] = None  # a Chinese page
    if name.startswith("zh/"):
        label = "English"
        context |= {
            "language": "zh-CN",
            "master_doc": "zh/index",
            "copyright": "2026 icp_rules 开发者",
            "_": chinese,
            "gettext": chinese,
            "pathto": lambda to, *more: pathto("zh/search" if to == "search" else to, *more),
        }
        if name == "zh/index":
            context["prev"] = None  # an English page
        app.add_js_file("sphinx.js")
        if "body" in context:
            context["body"] = context["body"].replace("Link to this heading", "本标题的链接")
    link = f'<a class="reference" href="{pathto(there)}">{label}</a>'
    switch = f'<ul><li class="toctree-l1">{link}</li></ul>'

    def toctree(**options: Any) -> str:
        # English first, then the caption that opens the pages in Chinese
        parts = re.split("<p [^>]*><span [^>]*>中文</span></p>", whole(**options))
        return switch + parts[name.startswith("zh/")]

    context["toctree"] = toctree


def setup(app: Any) -> None:
    """What happens at which step of the building."""
    app.add_search_language(TwoLanguages)
    app.connect("source-read", relink)
    app.connect("autodoc-process-signature", brief)
    app.connect("doctree-resolved", cards)
    app.connect("html-page-context", line_ends)
    app.connect("html-page-context", in_its_language, priority=400)  # before the theme's own


def chinese(words: str) -> str:
    """What the theme says on every page, in Chinese."""
    return CHINESE.get(words.strip(), words)
