# SPDX-License-Identifier: GPL-3.0-or-later
"""What a workbook (XLSX) shows besides the values of its cells, as far as Checkin never writes it.

An export that Excel or LibreOffice has saved again has other parts than ours. Its values are compared elsewhere; here
each element, attribute and part is held against the few that such a program writes for our plain tables. Anything
else, as hidden rows, comments, pictures or a number format of a text, may show a reader something else.
"""

import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from checkin.documents.file_kinds import BROKEN_ZIP

# The parts of a workbook (XLSX): which it has, what they are declared to be, and which sheet is in which.
# Checkin and the programs that save its exports again write few parts, each in its usual place. Anything else may be
# shown, or be read in the place of what was compared.


class ShownOtherwise(NamedTuple):
    """Something that may show other than the values: `what` it is, in the words of the file, and in which part."""

    place: str
    what: str


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_KINDS_SPACE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_LINKS_SPACE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core|custom)\.xml|xl/workbook\.xml|"
    r"xl/_rels/workbook\.xml\.rels|xl/styles\.xml|xl/sharedStrings\.xml|xl/theme/theme1\.xml|"
    r"xl/(worksheets|drawings)/(sheet|drawing)\d+\.xml|xl/worksheets/_rels/sheet\d+\.xml\.rels|"
    r"xl/printerSettings/printerSettings\d+\.bin"
)
_LINKS = re.compile(
    r"http://schemas\.openxmlformats\.org/(?:package|officedocument|officeDocument)/2006/relationships/(?:metadata/)?"
    r"(officeDocument|(?:core|extended|custom)-properties|worksheet|styles|theme|sharedStrings|drawing|printerSettings)"
)
_KINDS = re.compile(
    r"application/(?:xml|vnd\.openxmlformats-(?:package|officedocument)\.(?:[\w-]+\.)*"
    r"(relationships|main|worksheet|styles|theme|sharedStrings|drawing|printerSettings|(?:core|extended|custom)"
    r"-properties)(?:\+xml)?)|image/(?:png|jpeg)"
)
_FONTS_KIND = {"Extension": "fntdata", "ContentType": "application/x-fontdata"}
"""LibreOffice 26 declares embedded fonts in every file; a file that has one has a part that is not in `_PARTS`."""
_PLACE_OF = {
    "officeDocument": "xl/workbook.xml",
    "styles": "xl/styles.xml",
    "theme": "xl/theme/theme1.xml",
    "sharedStrings": "xl/sharedStrings.xml",
}
_KIND_OF = {
    "xl/workbook.xml": "main",
    "xl/styles.xml": "styles",
    "xl/sharedStrings.xml": "sharedStrings",
    "xl/theme/theme1.xml": "theme",
}
_ENCODINGS = re.compile(
    rb"""<\?xml version=["']1\.0["'](?: encoding=["']utf-8["'])?(?: standalone=["']yes["'])?\s?\?>""", re.I
)


def odd_parts(archive: zipfile.ZipFile) -> Iterator[ShownOtherwise]:
    """Yield the parts that neither Checkin nor a program that saves its exports again writes, or not so."""
    names = archive.namelist()
    for name in names:
        if not _PARTS.fullmatch(name) or names.count(name) > 1:
            yield ShownOtherwise(name, "")
        elif not _is_plain_markup(archive, name):
            yield ShownOtherwise(name, "<! <?")
    yield from _kinds(archive, names)
    for name in names:
        if name.endswith(".rels"):
            yield from _links(archive, name, names)


def _is_plain_markup(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether a part is in UTF-8 and has no comments, which programs may read as the end of a text."""
    if name.endswith(".bin"):
        return True
    content = archive.read(name)
    is_utf8 = _ENCODINGS.match(content) or not content.startswith(b"<?")
    return bool(is_utf8) and b"<!" not in content and content.count(b"<?") == content.startswith(b"<?")


def root_of(archive: zipfile.ZipFile, name: str) -> Element:
    return ElementTree.fromstring(archive.read(name))


def local_name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _kinds(archive: zipfile.ZipFile, names: list[str]) -> Iterator[ShownOtherwise]:
    """Yield the parts that are declared to be something else than their names say."""
    part = "[Content_Types].xml"
    root = root_of(archive, part)
    if root.tag != f"{_KINDS_SPACE}Types":
        yield ShownOtherwise(part, root.tag)
    for each in root:
        if each.attrib == _FONTS_KIND:
            continue
        kind = _KINDS.fullmatch(each.get("ContentType", ""))
        name = each.get("PartName", "").lstrip("/")
        wanted = _KIND_OF.get(name, "worksheet" if name.startswith("xl/worksheets/sheet") else None)
        if kind is None or (wanted and kind[1] != wanted) or (name and name not in names):
            yield ShownOtherwise(part, each.get("ContentType", ""))
    declared = {each.get("PartName", "").lstrip("/") for each in root}
    for name in names:
        if name in _KIND_OF and name not in declared:
            yield ShownOtherwise(part, name)


def _links(archive: zipfile.ZipFile, part: str, names: list[str]) -> Iterator[ShownOtherwise]:
    root, seen = root_of(archive, part), set[str]()
    folder = posixpath.dirname(posixpath.dirname(part))
    if root.tag != f"{_LINKS_SPACE}Relationships" or len({each.get("Id") for each in root} - {None}) < len(root):
        yield ShownOtherwise(part, root.tag)
    for link in root:
        kind = _LINKS.fullmatch(link.get("Type", ""))
        target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
        is_usual = kind is not None and _PLACE_OF.get(kind[1], target) == target and kind[1] not in seen
        if not is_usual or target not in names or link.get("TargetMode", "Internal") != "Internal":
            yield ShownOtherwise(part, link.get("Target", ""))
        elif kind and kind[1] != "worksheet":
            seen.add(kind[1])


def sheet_parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Return the sheets' names and parts, in their order."""
    links = {each.get("Id"): each.get("Target", "") for each in root_of(archive, "xl/_rels/workbook.xml.rels")}
    sheets = []
    for each in root_of(archive, "xl/workbook.xml").iterfind(f"{MAIN}sheets/{MAIN}sheet"):
        link = next((value for key, value in each.attrib.items() if key.endswith("}id")), "")
        sheets.append((each.get("name", ""), posixpath.normpath(posixpath.join("/xl", links[link])).lstrip("/")))
    if len({part for _, part in sheets}) < len(sheets):
        raise ValueError("two sheets of one part")
    return sheets


def defined_names(archive: zipfile.ZipFile) -> set[tuple[str, str, tuple[str, ...]]]:
    """Return the defined names: which parts of which sheet are printed."""
    found = root_of(archive, "xl/workbook.xml").iterfind(f"{MAIN}definedNames/{MAIN}definedName")
    return {
        (
            each.get("name", ""),
            each.get("localSheetId", ""),
            tuple(sorted((each.text or "").replace("'", "").split(","))),
        )
        for each in found
    }


_STYLES = "xl/styles.xml"


_NO, _YES, _NEVER, _ZERO = "0|false", "1|true", r"(?!)", "0"
_HEIGHT, _WIDTH, _SIZE = r"([89]|[1-9]\d{1,2})(\.\d+)?", r"([4-9]|[1-9]\d{1,2})(\.\d+)?", r"([7-9]|[1-3]\d)(\.\d+)?"

_Rules = Mapping[str, Mapping[str, str]]
"""The attributes that matter, with their harmless values, by the path of the element; others are free."""

_SHEET: _Rules = {
    "worksheet": {},
    "worksheet/sheetPr": {"filterMode": _NO, "transitionEvaluation": _NO},
    **{f"worksheet/sheetPr/{each}": {} for each in ("pageSetUpPr", "outlinePr", "tabColor")},
    "worksheet/dimension": {},
    "worksheet/sheetViews": {},
    "worksheet/sheetViews/sheetView": {
        "showFormulas": _NO,
        "showZeros": _YES,
        "rightToLeft": _NO,
        "view": "normal",
        "topLeftCell": "[A-Z]{1,3}1",
        "zoomScale": r"[5-9]\d|[1-4]\d\d",
    },
    "worksheet/sheetViews/sheetView/pane": {"xSplit": _ZERO, "ySplit": "1", "state": "frozen"},
    "worksheet/sheetViews/sheetView/selection": {},
    "worksheet/sheetFormatPr": {
        "zeroHeight": _NO,
        "defaultRowHeight": _HEIGHT,
        "defaultColWidth": _WIDTH,
        "outlineLevelRow": _ZERO,
        "outlineLevelCol": _ZERO,
    },
    "worksheet/cols": {},
    "worksheet/cols/col": {"hidden": _NO, "collapsed": _NO, "outlineLevel": _ZERO, "width": _WIDTH},
    "worksheet/sheetData": {},
    "worksheet/sheetData/row": {"hidden": _NO, "collapsed": _NO, "outlineLevel": _ZERO, "ht": _HEIGHT, "ph": _NO},
    "worksheet/sheetData/row/c": {"t": "s|inlineStr|str|n", "cm": _ZERO, "vm": _ZERO, "ph": _NO},
    "worksheet/sheetData/row/c/v": {},
    "worksheet/sheetData/row/c/is": {},
    "worksheet/sheetData/row/c/is/t": {},
    "worksheet/autoFilter": {},
    **{f"worksheet/{each}": {} for each in ("printOptions", "pageMargins", "pageSetup", "drawing", "ignoredErrors")},
    "worksheet/ignoredErrors/ignoredError": {},
    "worksheet/headerFooter": {},
    **{
        f"worksheet/headerFooter/{each}{what}": {} for each in ("odd", "even", "first") for what in ("Header", "Footer")
    },
}
_STRINGS: _Rules = {"sst": {}, "sst/si": {}, "sst/si/t": {}}
_DRAWING: _Rules = {"wsDr": {}}
"""LibreOffice writes an empty one for each sheet."""
_BOOK: _Rules = {
    "workbook": {},
    "workbook/workbookPr": {"date1904": _NO, "showObjects": "all"},
    **{f"workbook/{each}": {} for each in ("fileVersion", "workbookProtection", "bookViews", "calcPr", "sheets")},
    "workbook/bookViews/workbookView": {"visibility": "visible", "minimized": _NO, "showSheetTabs": _YES},
    "workbook/sheets/sheet": {"state": "visible"},
    "workbook/definedNames": {},
    "workbook/definedNames/definedName": {
        "name": r"_xlnm\.(_FilterDatabase|Print_Area|Print_Titles)",
        "function": _NO,
        "vbProcedure": _NO,
        "xlm": _NO,
    },
}
_IN_A_BOOK = {
    "AlternateContent",
    "Choice",
    "absPath",
    "revisionPtr",
    "extLst",
    "ext",
    "calcFeatures",
    "feature",
    "extCalcPr",
}
"""What Excel notes in a workbook for itself."""

_LETTERS = (
    r"(?!.*(?:Symbol|Emoji|Dingbat|Barcode|Blank))(?:Aptos|Arial|Caladea|Calibri|Cambria|Carlito|DejaVu|Droid|FreeSans|"
    r"Helvetica|Hiragino|Liberation|Lohit|Malgun|Meiryo|Microsoft|Noto|PingFang|Segoe UI|SimSun|Tahoma|Times New Roman|"
    r"Verdana|Yu Gothic)(?: [\w ]+)?"
)
"""Fonts of letters that are what they say, not pictures: LibreOffice names one for each script of the cells."""
_FONTS: Mapping[str, Mapping[str, str]] = {
    "sz": {"val": _SIZE},
    "name": {"val": _LETTERS},
    "color": {"theme": "1", "rgb": "FF000000", "indexed": "64", "auto": _YES, "tint": r"0(\.0*)?"},
    **{each: {} for each in ("b", "i", "family", "charset", "scheme")},
}
_ALIGNED = {
    "horizontal": "general|left",
    "textRotation": _ZERO,
    "indent": _ZERO,
    "relativeIndent": _ZERO,
    "shrinkToFit": _NO,
    "justifyLastLine": _NO,
    "readingOrder": "[01]",
}
_DAY, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
_OF_TEXTS = ("General", "@")

_ESCAPED = re.compile(r"_x(?!005F_|000D_)[0-9A-Fa-f]{4}_")
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_FREE_ATTRIBUTES = {"Ignorable", "uid", "dyDescent", "id", "space"}
_BROKEN = (*BROKEN_ZIP, OSError, LookupError, ValueError)


def shown_otherwise(found: Path, written: Path) -> ShownOtherwise | None:
    """Return the first thing in a workbook that may show other than its values, None without one. `written` is the
    same export as Checkin writes it.
    """
    try:
        with zipfile.ZipFile(found) as archive, zipfile.ZipFile(written) as again:
            return next(_oddities(archive, again), None)
    except (*_BROKEN, ElementTree.ParseError) as error:
        return ShownOtherwise(found.name, type(error).__name__)


def _oddities(archive: zipfile.ZipFile, again: zipfile.ZipFile) -> Iterator[ShownOtherwise]:
    yield from odd_parts(archive)
    sheets, names = sheet_parts(archive), archive.namelist()
    if [name for name, _ in sheets] != [name for name, _ in sheet_parts(again)]:
        yield ShownOtherwise("xl/workbook.xml", "sheets")
    yield from _ruled(archive, "xl/workbook.xml", _BOOK, free=_IN_A_BOOK)
    yield from (ShownOtherwise("xl/workbook.xml", each[0]) for each in defined_names(archive) - defined_names(again))
    yield from _styles(root_of(archive, "xl/styles.xml"))
    for name in names:
        if name.startswith("xl/theme/"):
            yield from _theme(root_of(archive, name))
        elif name == "xl/sharedStrings.xml":
            yield from _ruled(archive, name, _STRINGS)
        elif name.startswith("xl/drawings/"):
            yield from _ruled(archive, name, _DRAWING)
    formats = _cell_formats(root_of(archive, "xl/styles.xml"))
    for title, part in sheets:
        yield from (each._replace(place=title) for each in _ruled(archive, part, _SHEET))
        yield from (each._replace(place=title) for each in _cells(archive, part, formats))


def _ruled(
    archive: zipfile.ZipFile, part: str, rules: _Rules, free: Collection[str] = frozenset()
) -> Iterator[ShownOtherwise]:
    """Yield the elements of a part that no rule allows, and the attributes with a value that matters."""
    path: list[str] = []
    seen: set[str] = set()
    with archive.open(part) as file:
        for event, element in ElementTree.iterparse(file, ("start", "end")):
            local = local_name(element)
            if event == "end":
                path.pop()
                yield from _text(part, element, local)
                continue
            path.append(local)
            allowed = rules.get("/".join(path)) if element.tag.startswith(MAIN) or local == "wsDr" else None
            is_second = len(path) == 2 and local != "si" and local in seen
            seen.add(local)
            if local in free:
                continue
            if allowed is None or is_second:
                yield ShownOtherwise(part, local)
            else:
                yield from _attributes(part, element, allowed)


def _text(part: str, element: Element, local: str) -> Iterator[ShownOtherwise]:
    """Yield a text of several pieces, or with letters by their numbers, which programs read in several ways."""
    if local in ("si", "is") and [local_name(each) for each in element] != ["t"]:
        yield ShownOtherwise(part, local)
    if local == "t" and _ESCAPED.search(element.text or ""):
        yield ShownOtherwise(part, element.text or "")
    if local in ("row", "si"):
        element.clear()


def _attributes(part: str, element: Element, allowed: Mapping[str, str]) -> Iterator[ShownOtherwise]:
    row = element.get("r", "")
    for name, value in element.attrib.items():
        if name.startswith("{"):
            if name.rpartition("}")[2] not in _FREE_ATTRIBUTES:
                yield ShownOtherwise(part, name)
        elif not re.fullmatch(allowed.get(name, ".*"), value, re.DOTALL):
            yield ShownOtherwise(part, f'{local_name(element)} {row} {name}="{value}"'.replace("  ", " "))


def _cells(archive: zipfile.ZipFile, part: str, formats: list[str]) -> Iterator[ShownOtherwise]:
    """Yield the rows and cells that are out of their order, hold two values, or have a format for another value."""
    before = 0
    with archive.open(part) as file:
        for _, element in ElementTree.iterparse(file):
            if element.tag == f"{MAIN}row":
                number = element.get("r", "")
                if not number.isascii() or not number.isdigit() or int(number) <= before:
                    yield ShownOtherwise(part, f"row {number}")
                    return
                before = int(number)
                yield from _row(element, number, formats)
                element.clear()


def _row(row: Element, number: str, formats: list[str]) -> Iterator[ShownOtherwise]:
    column = ""
    for cell in row:
        place = _PLACE.fullmatch(cell.get("r", ""))
        is_in_order = place and place[2] == number and (len(place[1]), place[1]) > (len(column), column)
        column = place[1] if place else column
        shown = formats[int(cell.get("s", "0"))]
        if not is_in_order or not _has_one_value(cell):
            yield ShownOtherwise("", f"c {cell.get('r', '')}")
        elif not _is_shown(cell, shown):
            yield ShownOtherwise("", f"c {cell.get('r', '')} formatCode=“{shown}”")


def _has_one_value(cell: Element) -> bool:
    wanted = "is" if cell.get("t") == "inlineStr" else "v"
    return [local_name(each) for each in cell] in ([], [wanted]) and not (cell.text or "").strip()


def _is_shown(cell: Element, code: str) -> bool:
    """Whether a number format shows what is in the cell: a text, a number, a day without a time, or a time."""
    value = "".join(cell.itertext())
    if not value or code in _OF_TEXTS:
        return True
    return code in (_DAY, _MOMENT) and cell.get("t", "n") == "n" and (code != _DAY or float(value).is_integer())


def _cell_formats(root: Element) -> list[str]:
    """Return the number format of each style of cells."""
    codes = {"0": "General", "49": "@"}
    for each in root.iterfind(f"{MAIN}numFmts/{MAIN}numFmt"):
        codes[each.get("numFmtId", "")] = each.get("formatCode", "").replace("\\", "")
    own = root.findall(f"{MAIN}cellXfs/{MAIN}xf")
    return [codes.get(each.get("numFmtId", "0"), each.get("numFmtId", "")) for each in own]


def _styles(root: Element) -> Iterator[ShownOtherwise]:
    for child in root:
        if len(root.findall(child.tag)) > 1:
            yield ShownOtherwise(_STYLES, local_name(child))
    for font in root.iterfind(f"{MAIN}fonts/{MAIN}font"):
        yield from _font(font)
    for fill in root.iterfind(f"{MAIN}fills/{MAIN}fill/*"):
        if local_name(fill) != "patternFill" or fill.get("patternType", "none") not in ("none", "gray125"):
            yield ShownOtherwise(_STYLES, "fill")
    own, parents = root.findall(f"{MAIN}cellXfs/{MAIN}xf"), root.findall(f"{MAIN}cellStyleXfs/{MAIN}xf")
    used = {int(each.get("xfId", "0")) for each in own}
    for style in [*own, *(parent for number, parent in enumerate(parents) if number in used)]:
        yield from _attributes(_STYLES, style, {"fillId": _ZERO})
        for each in style.iterfind(f"{MAIN}alignment"):
            yield from _attributes(_STYLES, each, _ALIGNED)


def _font(font: Element) -> Iterator[ShownOtherwise]:
    for each in font:
        allowed = _FONTS.get(local_name(each))
        if allowed is None or len(font.findall(each.tag)) > 1:
            yield ShownOtherwise(_STYLES, f"font {local_name(each)}")
        else:
            yield from _attributes(_STYLES, each, allowed)


def _theme(root: Element) -> Iterator[ShownOtherwise]:
    """Yield what is odd in the colour and the fonts of plain texts."""
    space = root.tag.rpartition("}")[0] + "}"
    for dark in root.iter(f"{space}dk1"):
        shades = [(local_name(each), each.get("val"), each.get("lastClr", "000000"), len(each)) for each in dark]
        if shades not in ([("sysClr", "windowText", "000000", 0)], [("srgbClr", "000000", "000000", 0)]):
            yield ShownOtherwise("theme", "dk1")
    for each in root.iter(f"{space}latin"):
        name = each.get("typeface", "")
        if name and not re.fullmatch(_LETTERS, name):
            yield ShownOtherwise("theme", f"latin {name}")
