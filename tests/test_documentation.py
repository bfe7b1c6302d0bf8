# SPDX-License-Identifier: GPL-3.0-or-later
"""The documents speak of the code that is there."""

import ast
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from checkin import translation
from checkin.command_line.main import COMMANDS
from checkin.core.decision import Reason
from checkin.core.print_jobs import JobState, PrinterTrouble
from checkin.core.programme import programme_schema as schema
from checkin.paths import resources
from checkin.ui.look.answer_looks import LOOKS

ROOT = resources().parent
FRENCH = sorted(ROOT.glob("docs/fr/*.md"))
FRENCH_GUIDES = sorted(ROOT.glob("resources/guides/*-fr.md"))
PAGES = [
    *sorted([*ROOT.glob("docs/**/*.md"), *ROOT.glob("resources/guides/*.md")]),
    ROOT / "README.md",
    ROOT / "ARCHITECTURE.md",
]
ITALICS = re.compile(r"(?<!\*)\*(?![*\s])([^*]+?)(?<!\s)\*(?!\*)")
LEAST = 6
"""Letters that a sentence with values in it must hold, or it would be found in anything."""


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def without_code(path: Path) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text("utf-8"), flags=re.S)


def headings(path: Path) -> list[tuple[int, str]]:
    fenced = re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.S)
    return [(len(marks), text) for marks, text in re.findall(r"^(#+) (.+)$", fenced, re.M)]


def anchors(path: Path) -> set[str]:
    """As GitHub makes them of the headings."""
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for _, text in headings(path)}


def sentence(text: str) -> re.Pattern[str]:
    """What may stand in the place of {values} is anything; a number of people at the end may be left out."""
    text = re.sub(r"\{\w+\}", "\0", " ".join(text.split()).removesuffix(" ({count})"))
    pieces = re.split(r"\{\w+:([^{}]*)\}", text)
    return re.compile("".join(_alternatives(piece) if at % 2 else _filled(piece) for at, piece in enumerate(pieces)))


def _alternatives(singular_and_plural: str) -> str:
    return "(?:" + "|".join(_filled(words) for words in singular_and_plural.split("|")) + ")"


def _filled(words: str) -> str:
    return ".+".join(re.escape(part) for part in words.split("\0"))


@pytest.fixture(scope="module")
def french_words() -> list[re.Pattern[str]]:
    texts = (found.text for found in ElementTree.parse(resources() / "translations/checkin_fr.ts").iter("translation"))
    patterns = (sentence(text) for text in texts if text)
    return [found for found in patterns if ".+" not in found.pattern or len(re.findall(r"\w", found.pattern)) >= LEAST]


def words_in_backticks(name):
    return set(re.findall(r"`([a-z_/]+)`", (ROOT / name).read_text(encoding="utf-8")))


def test_every_module_says_what_it_is():
    modules = [path for path in (ROOT / "checkin").rglob("*.py") if path.read_text("utf-8").strip()]
    assert [name_of(path) for path in modules if not ast.get_docstring(ast.parse(path.read_text("utf-8")))] == []


class NamesOfTheCode:
    """Every name that a page about the code may use: files, what modules and classes define, tables of the file."""

    def __init__(self):
        self.of_module, self.members, self.tests = {}, {}, set()
        for path in [*(ROOT / "checkin").rglob("*.py"), *(ROOT / "scripts").glob("*.py")]:
            own = self.of_module.setdefault(str(path.relative_to(ROOT).with_suffix("")).removeprefix("checkin/"), set())
            for node in ast.parse(path.read_text("utf-8")).body:
                own |= _bound(node)
                if isinstance(node, ast.ClassDef):
                    self.members.setdefault(node.name, set()).update(_members(node))
        self.defined = set().union(*self.of_module.values())
        for path in (ROOT / "tests").rglob("test_*.py"):
            functions = (n.name for n in ast.parse(path.read_text("utf-8")).body if isinstance(n, ast.FunctionDef))
            self.tests |= {name for name in functions if name.startswith("test_")}
        schema_text = (ROOT / "checkin/storage/schema.py").read_text("utf-8")
        self.tables = set(re.findall(r"CREATE (?:VIRTUAL )?TABLE (?:IF NOT EXISTS )?(\w+)", schema_text))

    def knows(self, name):
        if "/" in name or "." in name:
            return self._is_file(name) or self._is_member(name)
        return name in self.defined | self.tests | self.tables or self._is_file(name)

    def _is_file(self, name):
        places = [ROOT / name, ROOT / "checkin" / name, ROOT / "checkin" / f"{name}.py", ROOT / f"{name}.py"]
        return any(place.exists() for place in places) or ("*" in name and any(ROOT.glob(name)))

    def _is_member(self, name):
        owner, _, member = name.rpartition(".")
        return member in self.members.get(owner, ()) or member in self.of_module.get(owner, ())


def _bound(node):
    """The names that a statement of a module or class binds."""
    match node:
        case ast.ClassDef(name=name) if any(getattr(base, "id", "") in ("Enum", "StrEnum") for base in node.bases):
            return {name} | {bound for inner in node.body for bound in _bound(inner)}
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
            return {name}
        case ast.Assign(targets=targets):
            return {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
    return set()


def _members(node):
    own = {name for inner in node.body for name in _bound(inner)}
    return own | {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute) and _is_self(each)}


def _is_self(node):
    return isinstance(node.ctx, ast.Store) and getattr(node.value, "id", "") == "self"


DECISIONS = sorted(ROOT.glob("docs/adr/[0-9]*.md"))


def test_the_index_of_decisions_names_them_all_as_they_are_called():
    titles = {path.name: headings(path)[0][1].partition(". ") for path in DECISIONS}
    rows = re.findall(
        r"^\| \[(\d+)\]\((.+?)\) \| .+? \| (.+) \|$", (ROOT / "docs/adr/README.md").read_text("utf-8"), re.M
    )
    assert {file: (number, title) for number, file, title in rows} == {
        file: (number, title) for file, (number, _, title) in titles.items()
    }


@pytest.mark.parametrize("path", DECISIONS, ids=name_of)
def test_files_that_a_decision_names_are_there(path):
    files = re.findall(r"`((?:[a-z_]+/)+[a-z_]+)(?:\.py)?`", path.read_text("utf-8"))
    places = [
        [ROOT / "checkin" / f"{file}.py", ROOT / "checkin" / file, ROOT / file, ROOT / f"{file}.py"] for file in files
    ]
    assert [file for file, tried in zip(files, places, strict=True) if not any(map(Path.exists, tried))] == []


CODE_PAGES = [ROOT / "ARCHITECTURE.md", ROOT / "docs/paths.md", ROOT / "docs/how-to-add.md"]
A_NAME = re.compile(r"([A-Za-z_][\w./*-]*)(?:\(\))?")
NOT_OURS = re.compile(r"lint-imports|NAME[._-].*|run_NAME|.*[_-](?:CODE|SCREEN)\.\w+")
"""A command, and patterns of names."""


@pytest.fixture(scope="module")
def code():
    return NamesOfTheCode()


@pytest.mark.parametrize("page", CODE_PAGES, ids=name_of)
def test_what_the_pages_about_the_code_name_exists(code, page):
    prose = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.S)
    named = {found[1] for name in re.findall(r"`([^`\n]+)`", prose) if (found := A_NAME.fullmatch(name))}
    assert {name for name in named if not NOT_OURS.fullmatch(name) and not code.knows(name)} == set()


@pytest.mark.parametrize("page", sorted(set(PAGES) - set(CODE_PAGES)), ids=name_of)
def test_a_module_that_any_other_page_names_by_its_path_exists(code, page):
    rooms = tuple(f"{room.name}/" for room in (*(ROOT / "checkin").iterdir(), ROOT / "tests", ROOT / "scripts"))
    quoted = re.findall(r"`([^`\n]+)`", page.read_text("utf-8"))
    named = {found[1] for name in quoted if name.startswith(rooms) and (found := A_NAME.fullmatch(name))}
    assert {name for name in named if not NOT_OURS.fullmatch(name) and not code.knows(name)} == set()


@pytest.mark.parametrize("page", ["docs/programme.md", "docs/fr/programme.md"])
def test_every_field_of_the_programme_file_is_documented(page):
    written = "".join(re.findall(r"```.*?```|`[^`\n]*`", (ROOT / page).read_text("utf-8"), flags=re.S))
    tables = (schema.EVENT, schema.CATEGORY, schema.SESSION, schema.SPEAKER, schema.CONTROL_POINT)
    assert {field for table in tables for field in table} - set(re.findall(r"\w+", written)) == set()


def test_every_reason_is_explained():
    assert {str(r) for r in Reason} - words_in_backticks("docs/answers.md") == set()


def test_every_state_of_a_printer_and_of_a_badge_is_explained():
    assert {str(state) for state in (*PrinterTrouble, *JobState) if state} - words_in_backticks(
        "docs/printing.md"
    ) == set()


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"start", "open"}))
def test_every_command_is_documented(command):
    assert f"`checkin {command}" in (ROOT / "docs/command-line.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_links_lead_somewhere(path):
    targets = re.findall(r"\]\((?!http)([^)#]*)#?([^)]*)\)", without_code(path))
    missing = [file for file, _ in targets if not (path.parent / file).exists()]
    assert missing == []
    pages = [((path.parent / file if file else path), anchor) for file, anchor in targets if anchor]
    assert [anchor for page, anchor in pages if anchor not in anchors(page)] == []


@pytest.mark.parametrize("path", FRENCH, ids=name_of)
def test_a_french_page_has_the_sections_of_the_english_one(path):
    english = ROOT / "docs" / path.name
    assert [level for level, _ in headings(path)] == [level for level, _ in headings(english)]
    assert f"](../{path.name})" in path.read_text("utf-8")
    assert f"](fr/{path.name})" in english.read_text("utf-8")


@pytest.mark.parametrize("path", FRENCH_GUIDES, ids=name_of)
def test_a_french_guide_leads_to_french_pages(path):
    linked = set(re.findall(r"/docs/([\w-]+\.md)", path.read_text("utf-8")))
    assert linked & {page.name for page in FRENCH} == set()


@pytest.mark.parametrize("path", [*FRENCH, *FRENCH_GUIDES], ids=name_of)
def test_what_is_in_italics_in_french_is_what_the_french_program_says(path, french_words):
    shown = {" ".join(found.split()) for found in ITALICS.findall(without_code(path))} - {"italique"}
    assert {label for label in shown if not any(words.fullmatch(label) for words in french_words)} == set()


@pytest.mark.parametrize("path", [*FRENCH, *FRENCH_GUIDES], ids=name_of)
def test_french_is_set_as_in_the_catalogue(path):
    prose = re.sub(r"\]\([^)]*\)|<[^>]*>|\|[-|:]+\|", "](…)", without_code(path))
    assert re.findall(r".{0,20}(?: [:;?!»%]|« |').{0,9}", prose) == []


@pytest.mark.parametrize("page", ["docs/answers.md", "docs/fr/answers.md"])
def test_the_answers_are_documented_with_the_words_on_the_screen(qapp, page):
    translation.install(qapp, "fr")
    text = (ROOT / page).read_text(encoding="utf-8")
    missing = {title for look in LOOKS.values() if (title := translation.translate(look.title)) not in text}
    translation.install(qapp, "en")
    assert missing == set()


PACKAGES = sorted(ROOT.glob("checkin/**/__init__.py"))


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.parent.name)
def test_what_a_package_names_in_its_picture_exists(code, path):
    """Modules are named without their package there."""
    said = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    written = re.findall(r"\b(?:[a-z]+(?:_[a-z]+)+|[A-Z][a-z]+(?:[A-Z][a-z]+)+)\b", said)
    quoted = [name.rpartition(".")[2] for name in re.findall(r"`([a-z_.]+)`", said)]
    places = {part for module in code.of_module for part in module.split("/")}
    known = code.defined | code.tables | places | set().union(*code.members.values())
    assert {name for name in {*written, *quoted} - known if name not in TERMS} == set()


TERMS = frozenset({"PostgreSQL", "checkin"})
