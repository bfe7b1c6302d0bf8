# SPDX-License-Identifier: GPL-3.0-or-later
"""Workbooks that are one XML text, and web archives."""

from pathlib import Path

import pytest

from checkin.core.lists.list_fields import ListRow
from checkin.core.message import UserError
from checkin.documents.spreadsheets import read_book
from checkin.documents.xml_workbooks import read_excel_xml, read_flat_opendocument
from tests.bad_files import ods_cell, ods_row

_SS = "urn:schemas-microsoft-com:office:spreadsheet"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def excel(rows: str, options="", prefix="") -> str:
    """A workbook as Excel 2003 writes it, or with a prefix as some programs do."""
    sheet = f'<Worksheet ss:Name="Inscrits"><Table>{rows}</Table>{options}</Worksheet>'
    if prefix:
        for tag in ("Worksheet", "Table", "Row", "Cell", "Data"):
            sheet = sheet.replace(f"<{tag}", f"<{prefix}{tag}").replace(f"</{tag}", f"</{prefix}{tag}")
    second = (
        '<Worksheet ss:Name="Autre"><Table><Row><Cell><Data ss:Type="String">X</Data></Cell></Row></Table></Worksheet>'
    )
    root = f"{prefix}Workbook"
    return f'<?xml version="1.0"?>\n<{root} xmlns="{_SS}" xmlns:ss="{_SS}">{sheet}{second}</{root}>'


def cell(text, kind="String", **attributes):
    places = " ".join(f'ss:{name}="{value}"' for name, value in attributes.items())
    return f'<Cell {places}><Data ss:Type="{kind}">{text}</Data></Cell>'


def written(tmp_path: Path, content: str, name="liste.xls", encoding="utf-8") -> Path:
    (tmp_path / name).write_bytes(content.encode(encoding))
    return tmp_path / name


ROWS = (
    f"<Row>{cell('Nom')}{cell('Arrivée')}{cell('Places')}</Row>"
    f'<Row ss:Index="4">{cell("Le Goff &amp; fils")}{cell("2026-10-14T00:00:00.000", "DateTime")}'
    f"{cell('2.0', 'Number')}</Row>"
    f"<Row>{cell('Roux', MergeAcross=1)}{cell('612345678', 'Number')}<Cell/></Row>"
    f"<Row>{cell('#N/A', 'Error')}{cell('1', 'Boolean', Index=3)}</Row>"
)
WANTED = (
    ListRow(1, ("Nom", "Arrivée", "Places")),
    ListRow(4, ("Le Goff & fils", "2026-10-14", "2")),
    ListRow(5, ("Roux", "", "612345678")),
    ListRow(6, ("", "", "TRUE")),
)


@pytest.mark.parametrize("prefix", ["", "ss:"])
def test_excels_xml_reads_as_excel_shows_it(tmp_path, prefix):
    sheets = read_book(written(tmp_path, excel(ROWS, prefix=prefix))).sheets
    assert [sheet.name for sheet in sheets] == ["Inscrits", "Autre"]
    assert sheets[0].rows == WANTED


def test_hidden_sheets_of_excels_xml_are_not_read(tmp_path):
    options = '<WorksheetOptions xmlns="x"><Visible>SheetHidden</Visible></WorksheetOptions>'
    (sheet,) = read_book(written(tmp_path, excel(ROWS, options))).sheets
    assert sheet.name == "Autre"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (excel(ROWS)[:-20], "damaged"),
        (excel(f'<Row ss:Index="999999999">{cell("x")}</Row>'), "too large"),
        (excel(f"<Row>{cell('x', Index=400)}</Row>"), "too large"),
        (excel(ROWS).replace("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>', 1), "like files made to do harm"),
    ],
    ids=["half a file", "far row", "far column", "entities"],
)
def test_excels_xml_that_is_broken_or_made_to_do_harm_is_refused(tmp_path, content, says):
    with pytest.raises(UserError, match=says):
        [list(rows) for _, rows in read_excel_xml(written(tmp_path, content))]


def flat(rows: str) -> str:
    """A flat ODS with white space between its tags, as LibreOffice writes it; its second sheet is hidden."""
    spaces = "\n   "
    hidden = '<style:table-properties table:display="false"/>'
    hidden = f'<style:style style:name="off" style:family="table">{hidden}</style:style>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document xmlns:office="{_OPEN}:office:1.0" '
        f'xmlns:text="{_OPEN}:text:1.0" xmlns:table="{_OPEN}:table:1.0" xmlns:style="{_OPEN}:style:1.0">{spaces}'
        f"<office:automatic-styles>{hidden}</office:automatic-styles>{spaces}<office:body>{spaces}<office:spreadsheet>"
        f'{spaces}<table:table table:name="Liste">{rows.replace("><", f">{spaces}<")}</table:table>{spaces}'
        f'<table:table table:name="Choix" table:style-name="off">{ods_row(ods_cell("Oui"))}</table:table>'
        "</office:spreadsheet></office:body></office:document>"
    )


def test_a_flat_opendocument_reads_like_an_ordinary_one(tmp_path):
    rows = ods_row(ods_cell("Nom"), ods_cell("Présent")) + ods_row(ods_cell(), times=2) + ods_row(ods_cell("Zoé"))
    (sheet,) = read_book(written(tmp_path, flat(rows), "liste.fods")).sheets
    assert (sheet.name, sheet.rows) == ("Liste", (ListRow(1, ("Nom", "Présent")), ListRow(4, ("Zoé", ""))))


def test_a_flat_opendocument_that_unfolds_to_millions_is_refused(tmp_path):
    path = written(tmp_path, flat(ods_row(ods_cell("x", times=300), times=10**6)), "liste.fods")
    with pytest.raises(UserError, match="too large"):
        list(read_flat_opendocument(path))


ARCHIVE = (
    "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"
    'Content-Type: multipart/related; boundary="----=_NextPart_01"\r\n\r\nPage Web à fichier unique\r\n\r\n'
    "------=_NextPart_01\r\nContent-Location: file:///C:/Classeur1.htm\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n"
    'Content-Type: text/html; charset="us-ascii"\r\n\r\n<html><frameset><frame src=3D"f.htm"></frameset></html>\r\n\r\n'
    "------=_NextPart_01\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    'Content-Type: text/html; charset="windows-1252"\r\n\r\n<html><meta charset=3Dwindows-1252>'
    "<table><tr><td>Nom</td><td>Pr=E9nom</td></tr><tr><td>Lef=E8vre</td><td>Zo=\r\n=E9</td></tr></table></html>\r\n\r\n"
    "------=_NextPart_01--\r\n"
)


@pytest.mark.parametrize("name", ["liste.xls", "liste.mht"])
def test_a_web_page_that_excel_saved_as_one_file_is_read(tmp_path, name):
    (sheet,) = read_book(written(tmp_path, ARCHIVE, name)).sheets
    assert sheet.rows == (ListRow(1, ("Nom", "Prénom")), ListRow(2, ("Lefèvre", "Zoé")))


def test_a_web_archive_without_a_table_is_empty(tmp_path):
    with pytest.raises(UserError, match="This file is empty"):
        read_book(written(tmp_path, ARCHIVE.replace("<table", "<div"), "liste.mht"))
