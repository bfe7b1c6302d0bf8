# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes docs/modules.md, all modules with their first sentences, and docs/constants.md, the numbers and words that
decide something. Run it by `python -m scripts.map`.

A test compares the files with what this gives, so that the map is never another country's.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES, CONSTANTS = ROOT / "docs" / "modules.md", ROOT / "docs" / "constants.md"

_MODULES_HEAD = """# The modules

Made by `python -m scripts.map` from what each module says of itself. What the packages are for, and what may import
what, is in [ARCHITECTURE.md](../ARCHITECTURE.md).
"""
_CONSTANTS_HEAD = """# Numbers and words that decide something

Made by `python -m scripts.map` from the code: the constants of each module with their values and what the code says of
them. To change a number (“after two minutes”, “at most five”) or a list of words (“de, la, van”), search here for what
it is about. Not here: what an organiser decides, which is in the programme or the settings; sentences for users; and
measures of what is drawn (`ui`, `pdf_reports`, `badges`) that nothing is said of.
"""

LONGEST_VALUE = 320
"""Letters of a value that are shown; the beginning of a longer one."""

_DRAWN = ("ui", "pdf_reports", "badges")
_NAME = re.compile(r"_?[A-Z][A-Z0-9_]+")
_SQL = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|WITH|PRAGMA)\b")


def pages() -> dict[Path, str]:
    """Every page with its text."""
    return {MODULES: _page(_MODULES_HEAD, _module_line), CONSTANTS: _page(_CONSTANTS_HEAD, _constant_lines)}


def _page(head, lines_of) -> str:
    packages: dict[str, list[str]] = {}
    for path in sorted((ROOT / "checkin").rglob("*.py")):
        if path.stem != "__init__":
            packages.setdefault(path.parent.relative_to(ROOT).as_posix(), []).extend(lines_of(path))
    return head + "".join(_section(*package) for package in sorted(packages.items()) if package[1])


def _section(folder: str, lines: list[str]) -> str:
    return f"\n## {folder}\n\n{_first_sentence(ROOT / folder / '__init__.py')}\n\n" + "\n".join(lines) + "\n"


def _module_line(path: Path) -> Iterator[str]:
    yield f"- `{path.stem}`: {_first_sentence(path)}"


def _constant_lines(path: Path) -> Iterator[str]:
    is_drawn = path.relative_to(ROOT / "checkin").parts[0] in _DRAWN
    for names, value, said in _constants(ast.parse(path.read_text("utf-8")).body):
        shown = _shown(value)
        if shown and (said or not is_drawn):
            yield f"- `{path.stem}`: {', '.join(names)} = `{shown}`. {said}".rstrip()


def _constants(body: list[ast.stmt]) -> Iterator[tuple[list[str], ast.expr, str]]:
    """Yield names, value and documentation of the constants in a module's body."""
    for node, after in zip(body, [*body[1:], ast.Pass()], strict=True):
        match node:
            case ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value):
                names = [part.id for part in ast.walk(target) if isinstance(part, ast.Name)]
                if names and all(map(_NAME.fullmatch, names)):
                    yield names, value, _documentation(after)


def _documentation(node: ast.stmt) -> str:
    match node:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return " ".join(text.split())
    return ""


def _shown(value: ast.expr) -> str:
    """The value as text if numbers or words are in it, else nothing."""
    parts = list(ast.walk(value))
    has_value = any(isinstance(part, ast.Constant) and type(part.value) in (int, float, str) for part in parts)
    if not has_value or _is_code(parts):
        return ""
    text = " ".join(ast.unparse(value).split()).replace("`", "'")
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + " …"


def _is_code(parts: Iterable[ast.AST]) -> bool:
    """Whether the value is SQL, a style sheet, or a sentence for users."""
    if any(isinstance(part, ast.Name) and part.id == "Message" for part in parts):
        return True
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return any(
        "\n" in text or re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|WITH|PRAGMA)\b", text) for text in texts
    )


def _first_sentence(path: Path) -> str:
    said = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    paragraph = " ".join(said.split("\n\n")[0].split())
    return next(_sentences(paragraph), "")


def _sentences(paragraph: str) -> Iterator[str]:
    yield from re.split(r"(?<=[.!?])\s+(?=[A-Z`])", paragraph)


if __name__ == "__main__":
    for page, content in pages().items():
        page.write_text(content, encoding="utf-8")
