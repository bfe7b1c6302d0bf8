# SPDX-License-Identifier: GPL-3.0-or-later
"""An export that somebody doctored, so that a reader sees something else than its values, does not pass the check.

What a reader sees is asked of LibreOffice. Random changes to the parts of a workbook are reported, or it shows the same
as before.
"""

import json
import random
import re
import shutil
import zipfile
from functools import cache

import pytest

from checkin.command_line.main import main
from checkin.core.message import UserError
from checkin.documents.cell_extraction import extract_cells, is_unchanged
from checkin.documents.workbook_looks import shown_otherwise
from checkin.services.event_file import EventFile
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.services.libreoffice import converted
from tests.services.shown import shown

UNCHANGED = "is exactly as Checkin wrote it"
SAME_VALUES = "what it looks like was not compared"


@pytest.fixture(scope="module")
def folder(tmp_path_factory, qapp):
    """An event with its exports, and in "again" those that LibreOffice has saved again."""
    folder = tmp_path_factory.mktemp("doctored")
    event = EventFile.create(folder / "e.checkin", KEY)
    event.plan(a_programme(), at=MORNING, desk="CLI")
    add_people(
        event, MORNING, *(an_attendee(n, sessions=("atelier-b",), custom={"N° SIRET": f"00{n}"}) for n in range(3))
    )
    event.close()
    main(["scan", str(folder / "e.checkin"), an_attendee(1).ticket_code, "--language", "en"])
    for name in ("out.xlsx", "out.json", "out.csv"):
        main(["export", str(folder / "e.checkin"), str(folder / name), "--language", "en"])
    (folder / "again").mkdir()
    converted(folder / "again", "xlsx", folder / "out.xlsx")
    return folder


@pytest.fixture
def checked(folder, capsys):
    """What the check says of a file beside the event: the exit code, and all of it."""

    def check(path):
        capsys.readouterr()
        code = main(["check", str(folder / "e.checkin"), "--against", str(path), "--language", "en"])
        told = capsys.readouterr()
        return code, told.out + told.err

    return check


def rewritten(source, target, change, *, beside=()):
    """A copy of a workbook with each part as `change(name, text)` gives it, and other parts beside them."""
    with zipfile.ZipFile(source) as parts, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for part in parts.infolist():
            made.writestr(part, change(part.filename, parts.read(part).decode()))
        for name, text in beside:
            made.writestr(name, text)
    return target


def replaced(part, old, new):
    """A change of one part, in which `old` must be."""

    def change(name, text):
        if name != part:
            return text
        assert re.search(old, text), text[:3000]
        return re.sub(old, new, text, count=1)

    return change


FIRST, BOOK, STYLES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"
TRICKS = {
    "format": replaced(STYLES, r'formatCode="@"', 'formatCode="General;General;General;&quot;present&quot;"'),
    "date": replaced(STYLES, r"yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd"),
    "row": replaced(FIRST, r'<row r="3"', '<row r="3" hidden="1"'),
    "flat row": replaced(FIRST, r'<row r="3"', '<row r="3" ht="0" customHeight="1"'),
    "low row": replaced(FIRST, r'<row r="3"', '<row r="3" ht="0.75" customHeight="1"'),
    "grouped row": replaced(FIRST, r'<row r="3"', '<row r="3" outlineLevel="1" collapsed="1"'),
    "column": replaced(FIRST, r'<col min="2" max="2"', '<col min="2" max="2" hidden="1"'),
    "narrow column": replaced(FIRST, r'<col min="2" max="2" width="[\d.]+"', '<col min="2" max="2" width="0.1"'),
    "rows by default": replaced(FIRST, r"<sheetFormatPr ", '<sheetFormatPr zeroHeight="1" '),
    "sheet": replaced(BOOK, r'<sheet name="Account"', '<sheet name="Account" state="hidden"'),
    "very hidden sheet": replaced(BOOK, r'<sheet name="Account"', '<sheet name="Account" state="veryHidden"'),
    "filter": replaced(
        FIRST,
        r'<autoFilter ref="(\w+:\w+)"/>',
        r'<autoFilter ref="\1"><filterColumn colId="0"><filters><filter val="x"/></filters></filterColumn>'
        r"</autoFilter>",
    ),
    "merged": replaced(
        FIRST, r"(</sheetData><autoFilter [^>]*>)", r'\1<mergeCells count="1"><mergeCell ref="A2:A4"/></mergeCells>'
    ),
    "white": replaced(STYLES, r'<color theme="1"/>', '<color rgb="FFFFFFFF"/>'),
    "white by its theme": replaced(
        "xl/theme/theme1.xml", r"<a:dk1>.*?</a:dk1>", '<a:dk1><a:srgbClr val="FFFFFF"/></a:dk1>'
    ),
    "pictures for letters": replaced(STYLES, r'<name val="Calibri"/>', '<name val="Wingdings"/>'),
    "tiny": replaced(STYLES, r'<sz val="11"/>', '<sz val="1"/>'),
    "struck out": replaced(STYLES, r"<font><b/>", "<font><strike/><b/>"),
    "black on black": replaced(STYLES, r'patternType="none"', 'patternType="solid"'),
    "repeated": replaced(STYLES, r'<alignment horizontal="left"', '<alignment horizontal="fill"'),
    "shrunk": replaced(STYLES, r'<alignment vertical="top"/>', '<alignment vertical="top" shrinkToFit="1"/>'),
    "turned": replaced(STYLES, r'<alignment vertical="top"/>', '<alignment vertical="top" textRotation="90"/>'),
    "condition": replaced(
        FIRST,
        r"(<printOptions)",
        r'<conditionalFormatting sqref="A1:Z9"><cfRule type="expression" dxfId="0" priority="1"><formula>TRUE</formula>'
        r"</cfRule></conditionalFormatting>\1",
    ),
    "choice": replaced(
        FIRST,
        r"(<printOptions)",
        r'<dataValidations count="1"><dataValidation type="list" showInputMessage="1" promptTitle="was absent" '
        r'sqref="A2"/></dataValidations>\1',
    ),
    "link": replaced(
        FIRST, r"(<printOptions)", r'<hyperlinks><hyperlink ref="A2" location="Account!A1" tooltip="x"/></hyperlinks>\1'
    ),
    "formula": replaced(FIRST, r'<c r="([A-Z]+2)" s="(\d)"><v>1</v>', r'<c r="\1" s="\2"><f>1+1</f><v>1</v>'),
    "rich text": replaced(FIRST, r"<is><t>(Le )(Goff-0)</t></is>", r"<is><r><t>\1</t></r><r><t>\2</t></r></is>"),
    "sounds of letters": replaced(
        FIRST, r"<is><t>(Le Goff-0)</t>", r'<is><t>\1</t><rPh sb="0" eb="1"><t>Durand</t></rPh>'
    ),
    "frozen beyond": replaced(FIRST, r'<pane ySplit="1" topLeftCell="A2"', '<pane ySplit="40" topLeftCell="A41"'),
    "frozen under": replaced(FIRST, r"<sheetView ", '<sheetView topLeftCell="A4" '),
    "from the right": replaced(FIRST, r"<sheetView ", '<sheetView rightToLeft="1" '),
    "no zeros": replaced(FIRST, r"<sheetView ", '<sheetView showZeros="0" '),
    "formulas": replaced(FIRST, r"<sheetView ", '<sheetView showFormulas="1" '),
    "1904": replaced(BOOK, r"<workbookPr ", '<workbookPr date1904="1" '),
    "name": replaced(BOOK, r"<definedNames>", '<definedNames><definedName name="Total">42</definedName>'),
    "print area": replaced(BOOK, r"(Print_Area\" localSheetId=\"0\">[^<]*:\$A[A-Z]\$)7", r"\g<1>2"),
    "view": replaced(
        BOOK,
        r"</workbook>",
        '<customWorkbookViews><customWorkbookView name="v" guid="{0}" windowWidth="1" windowHeight="1" '
        'activeSheetId="1"/></customWorkbookViews></workbook>',
    ),
    "other sheet in its place": replaced(
        BOOK, r'name="Account" sheetId="3" r:id="rId3"', 'name="Account" sheetId="3" r:id="rId4"'
    ),
    "row twice": replaced(FIRST, r'(<row r="3".*?</row>)', r"\1\1"),
    "cell twice": replaced(FIRST, r'(<c r="A2".*?</c>)', r"\1\1"),
    "comment in a text": replaced(FIRST, r"<t>Le Goff-0", "<t>Le <!-- -->Goff-0"),
    "letters by number": replaced(FIRST, r"<t>Le Goff-0", "<t>_x004C_e Goff-0"),
    "another book": replaced("_rels/.rels", r'Target="xl/workbook.xml"', 'Target="xl/other.xml"'),
}


def verdict(found, written):
    """What the comparison says of a workbook: "unchanged", "same values", or that it is "reported"."""
    if is_unchanged(found, written):
        return "unchanged"
    if shown_otherwise(found, written):
        return "reported"
    try:
        return "same values" if extract_cells(found) == cells_of(written) else "reported"
    except UserError:
        return "reported"


cells_of = cache(extract_cells)


@pytest.mark.parametrize("trick", TRICKS)
def test_what_shows_something_else_is_reported(folder, tmp_path, trick):
    source = folder / "out.xlsx"
    assert verdict(rewritten(source, tmp_path / "x.xlsx", TRICKS[trick]), source) == "reported"


@pytest.mark.parametrize("trick", ["format", "row", "white", "print area"])
def test_the_check_says_that_something_else_is_shown(folder, checked, trick):
    code, told = checked(rewritten(folder / "out.xlsx", folder / f"{trick}.xlsx", TRICKS[trick]))
    assert (code, "may show something else" in told, UNCHANGED in told) == (1, True, False), told


PARTS = {
    "picture": ("xl/media/image1.png", "x"),
    "comments": ("xl/comments1.xml", "<comments/>"),
    "drawing": ("xl/drawings/drawing1.xml", '<xdr:wsDr xmlns:xdr="x"><xdr:twoCellAnchor/></xdr:wsDr>'),
    "strings of its own": ("xl/sharedStrings2.xml", "<sst/>"),
    "second book": ("xl/workbook2.xml", "<workbook/>"),
    "links elsewhere": ("xl/externalLinks/externalLink1.xml", "<externalLink/>"),
    "other letters of its name": ("XL/workbook.xml", "<workbook/>"),
    "macro": ("xl/vbaProject.bin", "x"),
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_not_ours_is_reported(folder, tmp_path, part):
    source = folder / "out.xlsx"
    path = rewritten(source, tmp_path / "x.xlsx", lambda _, text: text, beside=[PARTS[part]])
    assert verdict(path, source) == "reported"


FONTS = '<Default Extension="fntdata" ContentType="application/x-fontdata"/>'


@pytest.mark.parametrize(
    ("declared", "beside", "expected"),
    [
        (FONTS, (), "same values"),  # LibreOffice 26 declares them in every file
        (FONTS, [("xl/fonts/font1.fntdata", "x")], "reported"),
        (FONTS.replace("fntdata", "xml"), (), "reported"),
    ],
)
def test_fonts_may_be_declared_but_not_there(folder, tmp_path, declared, beside, expected):
    def declare(part, text):
        return re.sub(r"(<Types[^>]*>)", rf"\1{declared}", text) if part == "[Content_Types].xml" else text

    path = rewritten(folder / "again" / "out.xlsx", tmp_path / "x.xlsx", declare, beside=beside)
    assert verdict(path, folder / "out.xlsx") == expected


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice_is_reported(folder, tmp_path):
    with zipfile.ZipFile(folder / "out.xlsx") as parts:
        again = parts.read(FIRST).decode().replace("Le Goff-0", "Durand")
    path = rewritten(folder / "out.xlsx", tmp_path / "x.xlsx", lambda _, text: text, beside=[(FIRST, again)])
    assert verdict(path, folder / "out.xlsx") == "reported"


@pytest.mark.parametrize("change", [lambda data: b"PK" + data, lambda data: data + b"\0" * 30], ids=["before", "after"])
def test_an_archive_with_something_around_it_is_not_as_it_was_written(folder, tmp_path, change):
    path = tmp_path / "x.xlsx"
    path.write_bytes(change((folder / "out.xlsx").read_bytes()))
    assert not is_unchanged(path, folder / "out.xlsx")


@pytest.mark.parametrize("level", [0, 9])
def test_an_archive_that_is_only_packed_otherwise_is_as_it_was_written(folder, tmp_path, level):
    with zipfile.ZipFile(folder / "out.xlsx") as parts, zipfile.ZipFile(tmp_path / "x.xlsx", "w") as made:
        for part in parts.infolist():
            made.writestr(part, parts.read(part), compresslevel=level)
    assert verdict(tmp_path / "x.xlsx", folder / "out.xlsx") == "unchanged"


def test_an_honest_export_is_as_it_was_written_and_one_that_was_saved_again_has_the_same_values(folder, checked):
    code, told = checked(folder / "out.xlsx")
    assert (code, UNCHANGED in told) == (0, True)
    again = shutil.copy(folder / "again" / "out.xlsx", folder / "again.xlsx")
    code, told = checked(again)
    assert (code, UNCHANGED in told, SAME_VALUES in told) == (0, False, True), told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r'"rows": ', r'"rows": [{"last_name": "Durand"}], "rows": '),
        (r'"rows": ', r'"r\\u006fws": [], "rows": '),
        (r'\{"last_name": ', '{"last_name": "Durand", "last_name": '),
        (r'"event": \{', '"event": {"title": "x", '),
        (r'"minutes": 0', '"minutes": 0.0'),
        (r'"last_name": "Le Goff-0"', r'"last_name": "Le \\u200bGoff-0"'),
        (r'"corrections": \[\]', '"corrections": {}'),
        (r"\}\s*\Z", ', "more": {}}'),
        (r"\}\s*\Z", "} {}"),
        (r"\A", "\ufeff"),
    ],
)
def test_a_json_that_programs_may_read_otherwise_is_reported(folder, checked, old, new):
    text = (folder / "out.json").read_text("utf-8")
    assert re.search(old, text), text[:2000]
    path = folder / "doctored.json"
    path.write_text(re.sub(old, new, text, count=1), "utf-8")
    code, told = checked(path)
    assert (code in (1, 3), "Every cell was compared" in told) == (True, False), told


def test_a_json_that_was_laid_out_anew_has_the_same_values(folder, checked):
    path = folder / "indented.json"
    path.write_text(json.dumps(json.loads((folder / "out.json").read_text("utf-8")), indent=1), "utf-8")
    code, told = checked(path)
    assert (code, "its value matches" in told) == (0, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Le Goff-0", b"Le\0 Goff-0"),
        (b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf"),
        (b"\r\nLe Goff-0", b"\r\n\xef\xbb\xbfLe Goff-0"),
        (b"Le Goff-0", "\u202eLe Goff-0".encode()),
        (b"Le Goff-0", b'"Le" Goff-0'),
        (b"\r\nLe Goff-0", b"\r\n# all were present\r\nLe Goff-0"),
        (b"\xef\xbb\xbf", b"\xef\xbb\xbfsep=;\r\n"),
        (b"\xef\xbb\xbf", b"\xff\xfe"),
    ],
)
def test_a_csv_with_what_nobody_sees_or_a_list_would_skip_is_reported(folder, tmp_path, checked, old, new):
    for each in folder.glob("out*.csv"):
        shutil.copy(each, folder / each.name.replace("out", "csv"))
    data = (folder / "out.csv").read_bytes()
    assert old in data, data[:500]
    (folder / "csv.csv").write_bytes(data.replace(old, new, 1))
    code, told = checked(folder / "csv.csv")
    assert (code in (1, 3), "Every cell was compared" in told) == (True, False), told


def test_a_csv_with_other_line_ends_has_the_same_values_and_the_scans_that_are_not_there_are_named(folder, checked):
    for each in folder.glob("out*.csv"):
        shutil.copy(each, folder / each.name.replace("out", "ends"))
    (folder / "ends.csv").write_bytes((folder / "out.csv").read_bytes().replace(b"\r\n", b"\n"))
    (folder / "ends-scans.csv").unlink()
    code, told = checked(folder / "ends.csv")
    assert (code, SAME_VALUES in told, "not beside the export: ends-scans.csv" in told) == (0, True, True)


VALUES = ("0", "1", "2", "true", "false", "hidden", "", "5", "49", "164", "165", "A1", "Wingdings", "FFFFFFFF")
ATTRIBUTES = (
    'hidden="1"',
    'ht="0.5"',
    's="1"',
    's="4"',
    'outlineLevel="1"',
    'state="hidden"',
    'width="0"',
    't="str"',
    't="b"',
    't="e"',
    'showZeros="0"',
    'rightToLeft="1"',
    'zeroHeight="1"',
    'date1904="1"',
    'tint="1"',
    'horizontal="fill"',
    'topLeftCell="A5"',
    'ySplit="9"',
)
ELEMENTS = (
    '<mergeCells count="1"><mergeCell ref="A2:B3"/></mergeCells>',
    "<f>1+1</f>",
    "<r><t>x</t></r>",
    "<t>more</t>",
    "<v>1</v>",
    '<row r="2"><c r="A2" t="inlineStr"><is><t>Eve</t></is></c></row>',
    '<c r="A2" t="inlineStr"><is><t>Eve</t></is></c>',
    '<cols><col min="1" max="1" width="20" hidden="1"/></cols>',
    '<xf numFmtId="165"/>',
    '<font><color rgb="FFFFFFFF"/></font>',
    '<numFmt numFmtId="49" formatCode="0;0;0;&quot;x&quot;"/>',
    "<!-- -->",
)


def disturbed(text, dice):
    """The text of a part with one random change; the same where there was nothing to change."""

    def found(pattern):
        return dice.choice([*re.finditer(pattern, text)] or [None])

    match dice.randrange(7):
        case 0 if at := found(r'(?<= )[\w:]+="([^"]*)"'):
            return text[: at.start(1)] + dice.choice((*VALUES, at[1] + "1", at[1][:-1])) + text[at.end(1) :]
        case 1 if at := found(r' [\w:]+="[^"]*"|<[^<>/]+/>'):
            return text[: at.start()] + text[at.end() :]
        case 3 if at := found(r"<(\w+)(?: [^<>]*)?(?:/>|>[^<]*</\1>)"):
            return text[: at.end()] + at[0] + text[at.end() :]
        case 4 if at := found(r"(?<=>)[^<>]+(?=<)"):
            return text[: at.start()] + found(r"(?<=>)[^<>]+(?=<)")[0] + text[at.end() :]
        case 5 if at := found(
            r"<(?:row|c|col|sheet|xf|sheetView|sheetFormatPr|font|color|pane|workbookPr|alignment)(?= )"
        ):
            return f"{text[: at.end()]} {dice.choice(ATTRIBUTES)}{text[at.end() :]}"
        case 6 if at := found(r"(?<=>)(?=<)"):
            return text[: at.start()] + dice.choice(ELEMENTS) + text[at.start() :]
    return text


@pytest.mark.needs("LibreOffice")
@pytest.mark.parametrize("source", ["out.xlsx", "again/out.xlsx"])
def test_a_random_change_is_reported_or_leaves_what_libreoffice_shows(folder, tmp_path, source):
    """A file that LibreOffice does not open is one that shows nothing else."""
    dice, kept = random.Random(source), [shutil.copy(folder / source, tmp_path / "as it was.xlsx")]
    with zipfile.ZipFile(folder / source) as parts:
        names = parts.namelist()
    for number in range(CHANGES):
        name = dice.choice(names)
        path = rewritten(
            folder / source,
            tmp_path / f"{number}.xlsx",
            lambda part, text, name=name: disturbed(text, dice) if part == name else text,
        )
        if verdict(path, folder / "out.xlsx") != "reported":
            kept.append(path)
    first, *others = shown(tmp_path, *kept)
    assert len(others) > CHANGES // 10, "or the changes prove nothing"
    assert [path.name for path, after in zip(kept[1:], others, strict=True) if after not in (first, None)] == []


CHANGES = 30
"""Of each file."""
