"""How the pages are built: `python3 dev.py docs`."""

import re
from importlib.metadata import version as version_of
from typing import Any

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
    ("py:.*", r".* \| ~typing\.Literal\[.*"),  # autodoc takes it for one name
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
html_static_path = ["_static"]
html_css_files = ["pages.css"]
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
    "Home": "首页",
    "Made with": "页面主题：",
    "Next": "下一页",
    "On this page": "本页内容",
    "Previous": "上一页",
    "Search": "搜索",
    "Skip to content": "跳到正文",
    "View this page": "查看本页源文件",
}


def setup(app: Any) -> None:
    """Links that are right in the repository are made right on the site; the Chinese pages say
    that they are Chinese.
    """

    def relink(_app: Any, _name: str, source: list[str]) -> None:
        for file, page in OUTSIDE.items():
            source[0] = source[0].replace(f"]({file})", f"]({page})")
        # doctest needs an empty line before the fence, readers do not
        source[0] = source[0].replace("\n\n```\n", "\n```\n")
        # built beside the site, not of it
        source[0] = re.sub(
            r"\[([^]]+)\]\(((?:\.\./)?live/[^)]*)\)", r'<a href="\2">\1</a>', source[0]
        )

    def language(
        _app: Any, name: str, _template: str, context: dict[str, Any], _doctree: Any
    ) -> None:
        if not name.startswith("zh/"):
            return
        whole = context["toctree"]
        context |= {
            "language": "zh-CN",
            "master_doc": "zh/index",
            "_": chinese,
            "gettext": chinese,
            "toctree": lambda **options: chinese_part(whole(**options)),
        }
        if name == "zh/index":
            context["prev"] = None  # an English page

    app.connect("source-read", relink)
    app.connect("html-page-context", language, priority=400)  # before the theme's own


def chinese(words: str) -> str:
    """What the theme says on every page, in Chinese."""
    return CHINESE.get(words.strip(), words)


def chinese_part(navigation: str) -> str:
    """The pages in Chinese, out of the navigation of all pages."""
    return navigation.partition(">中文</span></p>")[2]
