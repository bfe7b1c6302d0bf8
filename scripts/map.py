# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes docs/modules.md: all modules, with their first sentences. Run it by `python -m scripts.map`.

A test compares the file with what this gives, so that the map is never another country's.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "modules.md"

_HEAD = """# The modules

Made by `python -m scripts.map` from what each module says of itself. What the packages are for, and what may import
what, is in [ARCHITECTURE.md](../ARCHITECTURE.md).
"""


def text() -> str:
    """The whole page."""
    packages: dict[str, list[str]] = {}
    for path in sorted((ROOT / "checkin").rglob("*.py")):
        if path.stem != "__init__":
            folder = path.parent.relative_to(ROOT).as_posix()
            packages.setdefault(folder, []).append(f"- `{path.stem}`: {_first_sentence(path)}")
    return _HEAD + "".join(_section(*package) for package in sorted(packages.items()))


def _section(folder: str, lines: list[str]) -> str:
    return f"\n## {folder}\n\n{_first_sentence(ROOT / folder / '__init__.py')}\n\n" + "\n".join(lines) + "\n"


def _first_sentence(path: Path) -> str:
    said = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    paragraph = " ".join(said.split("\n\n")[0].split())
    return next(_sentences(paragraph), "")


def _sentences(paragraph: str) -> Iterator[str]:
    yield from re.split(r"(?<=[.!?])\s+(?=[A-Z`])", paragraph)


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
