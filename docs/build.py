"""Build the pages: `python docs/build.py [OUT]`, build/docs unless told; in its folder
live/ the one that runs the rules in a browser. Exits with 1 at the first warning, or at a
link that leads nowhere.
"""

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

HERE = Path(__file__).resolve().parent


class Page(HTMLParser):
    """What a page links to, and what in it can be linked to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.names = {"", "top"}
        self.feed(text)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One tag."""
        given = dict(attrs)
        self.links += [link for key in ("href", "src") if (link := given.get(key))]
        self.names |= {name for key in ("id", "name") if (name := given.get(key))}


def dead(out: Path) -> list[str]:
    """The links within the pages that lead to no file, or to no place in it."""
    pages = {path.resolve(): Page(path.read_text(encoding="utf-8")) for path in out.rglob("*.html")}
    found = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            to = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            to = to / "index.html" if to.is_dir() else to
            # with = it is what to fill into the form
            place = "" if "=" in parts.fragment else unquote(parts.fragment)
            if not to.exists() or (to in pages and place not in pages[to].names):
                found.append(f"{path.relative_to(out.resolve())}: {link}")
    return found


def main(out: Path) -> int:
    """The pages, then every link of them."""
    sphinx = [
        sys.executable,
        "-m",
        "sphinx",
        "--builder",
        "html",
        "--fresh-env",
        "--fail-on-warning",
        "--nitpicky",
        "--quiet",
    ]
    live = [sys.executable, str(HERE / "live" / "make.py"), str(out / "live")]
    status = (
        subprocess.run([*sphinx, str(HERE), str(out)], check=False).returncode
        or subprocess.run(live, check=False).returncode
    )
    broken = dead(out) if not status else []
    print(
        "\n".join(f"dead link: {one}" for one in broken)
        or f"{sum(1 for _ in out.rglob('*.html'))} pages in {out}"
    )
    return status or bool(broken)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "build" / "docs"))
