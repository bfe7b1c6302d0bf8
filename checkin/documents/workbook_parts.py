# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of a workbook (XLSX): which it has, what they are declared to be, and which sheet is in which.

Checkin and the programs that save its exports again write few parts, each in its usual place. Anything else may be
shown, or be read in the place of what was compared.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element


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
