# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists that are no plain tables: web pages, workbooks of one XML text, web archives and vCards; and files that are no
list, each of which is named, with what to do instead."""

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.lists.list_fields import ListRow
from checkin.core.message import UserError
from checkin.documents.html_tables import page_text, read_web_tables
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


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("liste.mht", ARCHIVE.replace("<table", "<div")),
        ("export.xls", "<table><tr><td> </table>"),
        ("contacts.vcf", "BEGIN:VCARD\r\nEND:VCARD\r\n"),
        ("contacts.vcf", "BEGIN:VCARD"),
    ],
)
def test_what_has_no_people_in_it_is_empty(tmp_path, name, content):
    with pytest.raises(UserError, match="This file is empty"):
        read_book(written(tmp_path, content, name))


OLD_EXCEL = Path(__file__).parent.parent / "data" / "ancien.xls"


def tables(tmp_path, page: str, encoding="utf-8"):
    path = tmp_path / "export.xls"
    path.write_bytes(page.encode(encoding))
    return {name: [row.cells for row in rows] for name, rows in read_web_tables(path)}


NAMES = ListRow(1, ("Nom", "Mél"))


@pytest.mark.parametrize(
    ("page", "encoding", "rows"),
    [
        (
            "<html><table><tr><th>Nom<th>Mél<tr><td>Lefèvre<td>l@x.fr</table>",
            "cp1252",
            (NAMES, ListRow(2, ("Lefèvre", "l@x.fr"))),
        ),
        *(
            ("<html><table><tr><td>Nom<td>Mél</table></html>", wide, (NAMES,))
            for wide in ("utf-16", "utf-16-le", "utf-16-be")
        ),
        ("Warning: undefined index in /var/www\n\n<table><tr><td>Nom<td>Mél</table>", "utf-8", (NAMES,)),
        ("<table><tr><td>Nom<td>Mél<tr><td> <tr><td>Zoé</table>", "utf-8", (NAMES, ListRow(3, ("Zoé",)))),
    ],
    ids=["of an extranet", "wide", "wide, low first", "wide, high first", "of a careless server", "with empty rows"],
)
def test_a_web_page_called_xls_is_read_apart(tmp_path, page, encoding, rows):
    (sheet,) = read_book(written(tmp_path, page, "export.xls", encoding)).sheets
    assert (sheet.name, [ListRow(row.number, tuple(filter(None, row.cells))) for row in sheet.rows]) == (
        "Table 1",
        list(rows),
    )


def test_entities_links_breaks_and_white_space_become_what_one_sees(tmp_path):
    cell = "<td>&nbsp; L&#8217;H&ocirc;te &amp;\n  fils<br/>Mairie <a href='mailto:z@x.fr'>z@<b>x</b>.fr</a></td>"
    assert tables(tmp_path, f"<table><tr>{cell}</table>") == {"Table 1": [("L’Hôte & fils\nMairie z@x.fr",)]}


def test_a_cell_over_several_columns_or_rows_leaves_empty_ones(tmp_path):
    page = (
        "<table><caption>Liste</caption><tr><td colspan=3>Titre</tr><tr><td rowspan=2>A<td>B<td>C</tr>"
        "<tr><td>D<td>E</tr><tr><td>F</table>"
    )
    assert tables(tmp_path, page) == {"Liste": [("Titre", "", ""), ("A", "B", "C"), ("", "D", "E"), ("F",)]}


def test_a_table_within_a_table_is_one_of_its_own(tmp_path):
    page = "<table><tr><td>avant<table><tr><td>Nom</table>après</td></tr></table>"
    assert tables(tmp_path, page) == {"Table 1": [("avantaprès",)], "Table 2": [("Nom",)]}


def test_scripts_styles_and_what_stands_outside_are_not_read(tmp_path):
    page = "Nom<table><tr><td><style>td {}</style>Zoé<script>alert('<td>')</script></td></tr></table>Fin"
    assert tables(tmp_path, page) == {"Table 1": [("Zoé",)]}


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        ('<meta charset="windows-1252">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">', "cp1252"),
        ("<meta charset=utf-8>", "utf-8"),
        ("<meta charset=utf-8>", "cp1252"),  # it lies
        ("<meta charset=windows-1252>", "utf-8"),
        ("<meta charset=utf-16>", "utf-8"),
        ("<meta charset=martian>", "cp1252"),
        ("", "cp1252"),
        ("", "utf-8-sig"),
    ],
)
def test_the_encoding_is_the_one_the_page_names_if_it_is_true(said, encoding):
    page = f"<html><head>{said}</head>Éléonore Gœury, côté « est » – 5 €"
    assert page_text(page.encode(encoding)) == page


@pytest.mark.parametrize("cell", ["<td rowspan=999999999 colspan=999999999>x", "<td colspan=301>x"])
def test_spans_without_end_are_too_large(tmp_path, cell):
    with pytest.raises(UserError, match="too large for a list"):
        tables(tmp_path, f"<table><tr>{cell}" + "<td>y" * 300 + "</table>")


@given(
    st.lists(st.sampled_from(["<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<td rowspan=2>", "<p>", "x"]))
)
def test_no_page_however_broken_ends_in_anything_but_tables(tmp_path_factory, parts):
    path = tmp_path_factory.getbasetemp() / "page.xls"
    path.write_text("".join(parts), encoding="utf-8")
    for _, rows in read_web_tables(path):
        assert all(any(row.cells) for row in rows)


def test_a_workbook_of_before_2007_is_read():
    (sheet,) = read_book(OLD_EXCEL).sheets  # its second sheet is hidden
    assert [row.cells for row in sheet.rows][2:] == [
        ("Lefèvre", "Éléonore", "Côté Jardin", "2026-10-14", "612345678"),
        ("Gœury", "Zoé", "Hôpital d’Angers", "14/10/2026", "06 12"),
    ]
    assert [row.number for row in sheet.rows] == [1, 2, 3, 5]


def test_fields_of_a_form_are_read_as_they_are_filled_in(tmp_path):
    cells = (
        "<td><input value='Zoé'><td><input type=checkbox checked><td><input type=checkbox>"
        "<td><select><option>oui</option><option selected>non</option></select><td><input type=hidden value=7>"
    )
    assert tables(tmp_path, f"<table><tr>{cells}</table>") == {"Table 1": [("Zoé", "x", "", "non", "")]}


PEOPLE = "<tr><td>Nom<td>Prénom<td>E-mail</tr>"
STAFF = (
    "<table><caption>Équipe</caption><tr><td>Nom<td>Prénom<td>E-mail<td>Fonction<tr><td>A<td>B<td>a@x.fr<td>C</table>"
)


def test_of_several_tables_of_people_the_longest_is_taken_and_the_others_are_named(tmp_path):
    rows = "".join(f"<tr><td>Durand{n}<td>Zoé<td>z{n}@x.fr</tr>" for n in range(9))
    menu = "<table><tr><td>Accueil<td>Aide</table>"
    path = tmp_path / "page.html"
    path.write_text(f"{menu}{STAFF}<table>{PEOPLE}{rows}</table><table>{PEOPLE}<tr><td>Roux<td>Ada<td>a@x.fr</table>")
    book = read_book(path)
    assert book.sheet().name == "Table 3"
    assert [sheet.name for sheet in book.other_lists(book.sheet())] == ["Équipe", "Table 4"]
    assert [sheet.name for sheet in book.other_lists(book.sheet("Équipe"))] == ["Table 3", "Table 4"]


def people_in(tmp_path, text: str, encoding="utf-8", name="contacts.vcf"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    (sheet,) = read_book(path).sheets
    titles, *people = [row.cells for row in sheet.rows]
    return [{title: cell for title, cell in zip(titles, person, strict=True) if cell} for person in people]


def card(*lines: str, version="3.0", end="\r\n") -> str:
    return end.join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


ANNE = ("N:Le Goff;Anne;;Dr;", "FN:Dr Anne Le Goff", "EMAIL;TYPE=INTERNET,WORK:anne@x.fr", "TEL;TYPE=CELL:+33 6 12")
ANNE_READ = {"Nom": "Le Goff", "Prénom": "Anne", "E-mail": "anne@x.fr", "Téléphone": "+33 6 12"}


def test_every_card_is_a_row_with_the_titles_of_a_list(tmp_path):
    second = card("N:Roux;Zoé;;;", "ORG:Acme\\, SA;Ventes", "TITLE:Directrice", "NOTE:Végane\\, sans\\nlactose")
    assert people_in(tmp_path, card(*ANNE) + second) == [
        ANNE_READ,
        {
            "Nom": "Roux",
            "Prénom": "Zoé",
            "Organisation": "Acme, SA",
            "Service": "Ventes",
            "Fonction": "Directrice",
            "Note": "Végane, sans\nlactose",
        },
    ]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("name", ["contacts.vcf", "liste.csv"])
def test_a_card_reads_the_same_in_every_encoding_with_every_line_end(tmp_path, end, encoding, name):
    assert people_in(tmp_path, card("N:Lefèvre;Zoé", end=end), encoding, name) == [{"Nom": "Lefèvre", "Prénom": "Zoé"}]


def test_a_card_of_a_telephone_of_2010_is_read(tmp_path):
    text = card(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=4C=65=66=C3=A8=76=72=65;=5A=6F=C3=A9;;;",
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=5A=6F=C3=A9=20=4C=65=66=\r\n=C3=A8=76=72=65",
        "TEL;HOME:01 23",
        "TEL;CELL;PREF:+33612345678",
        "EMAIL;HOME:z@x.fr",
        "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:caf=E9=0D=0Anoir",
        "PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQ",
        " AAAQABAAD/2wBDAAUDBAQE:BAMFBAQE",
        "",
        version="2.1",
    )
    assert people_in(tmp_path, text) == [
        {
            "Nom": "Lefèvre",
            "Prénom": "Zoé",
            "E-mail": "z@x.fr",
            "Téléphone": "+33612345678",
            "Téléphone 2": "01 23",
            "Note": "café\r\nnoir",
        }
    ]


def test_a_card_of_version_4_with_groups_and_folded_lines_is_read(tmp_path):
    text = card(
        'TEL;VALUE=uri;TYPE="voice,home":tel:+33-1-23',
        "item1.EMAIL;PREF=1:anne@x.fr",
        "item2.EMAIL:autre@x.fr",
        "item1.X-ABLabel:_$!<Work>!$_",
        "N:Le Goff;Anne;Marie;;",
        "FN:Anne",
        "  Marie Le Goff",
        "CATEGORIES:Presse,VIP,myContacts",
        version="4.0",
    )
    assert people_in(tmp_path, text) == [
        {
            "Nom": "Le Goff",
            "Prénom": "Anne Marie",
            "E-mail": "anne@x.fr",
            "E-mail 2": "autre@x.fr",
            "Téléphone": "+33-1-23",
            "Catégorie": "Presse, VIP",
        }
    ]


def test_a_name_that_is_not_divided_is_kept_whole_and_an_organisation_is_nobody(tmp_path):
    group = card("KIND:group", "FN:Équipe", version="4.0")
    found = people_in(tmp_path, card("FN:Anne Le Goff") + group + card("N:;;;;", "FN:Acme", "ORG:Acme"))
    assert found == [{"Nom": "Anne Le Goff"}, {"Organisation": "Acme"}]


def test_lines_that_are_no_properties_and_a_card_without_end_cost_nothing_else(tmp_path):
    text = card("this is nonsense", ":", "EMAIL", ';;"', *ANNE) + "BEGIN:VCARD\r\nN:Roux;Zoé\r\nTEL"
    assert people_in(tmp_path, text) == [ANNE_READ, {"Nom": "Roux", "Prénom": "Zoé"}]


def test_cards_with_photos_of_megabytes_are_read_at_once(tmp_path):
    photo = "PHOTO;ENCODING=b;TYPE=JPEG:" + "\r\n ".join(["A" * 74] * 30_000)
    assert people_in(tmp_path, card(*ANNE, photo) * 3) == [ANNE_READ] * 3


OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as refused:
        read_book(path)
    return str(refused.value)


def ole(*streams: str, root_class=b"") -> bytes:
    """An old Office file: its header, and a directory whose root has a class and whose streams have names."""
    header = OLE_MARK + bytes(22) + (9).to_bytes(2, "little") + bytes(16) + (0).to_bytes(4, "little") + bytes(460)
    return header + bytes(80) + root_class.ljust(48, b"\0") + b"".join(name.encode("utf-16-le") for name in streams)


NUMBERS = ["Index/Document.iwa", "Index/Tables/DataList.iwa", "preview.jpg"]
MAIL = "From: a@x.fr\r\nTo: b@x.fr\r\nSubject: la liste\r\nMIME-Version: 1.0\r\n\r\nBonjour ; voici la liste\r\n"
PICTURE_IN_MAIL = MAIL.replace("MIME", 'Content-Type: multipart/related; boundary="x"\r\nMIME')
GSHEET = '{"":"WARNING! DO NOT EDIT THIS FILE!","doc_id":"1x","resource_key":"","email":"a@x.fr"}'


@pytest.mark.parametrize("name", ["liste.xlsx", "liste.csv"])
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.7\n...", "This is a PDF."),
        (b"\r\n%PDF-1.4\n...", "This is a PDF."),
        (b"\x89PNG\r\n\x1a\n\0\0", "This is a picture."),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "This is a picture."),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "This is a picture."),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "This is a picture."),
        (b"BM\x36\0\0\0", "This is a picture."),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><text>Nom</text></svg>', "This is a picture."),
        (b"\x1f\x8b\x08\0", "This is an archive"),
        (b"PK\x05\x06" + bytes(18), "This is an archive"),
        (b"SQLite format 3\0", "This is a database"),
        (b"{\\rtf1 Nom}", "This is a text document"),
        (ole("WordDocument"), "This is a text document"),
        (ole("Workbook", root_class=b"\x06\x09\x02\0"), "This is a text document"),  # a table of Excel's in a letter
        (ole("PowerPoint Document"), "This is a presentation"),
        (ole("__properties_version1.0", "Workbook"), "This is an e-mail."),
        (ole("VisioDocument"), "This file is not a list."),
        (MAIL.encode(), "This is an e-mail."),
        (PICTURE_IN_MAIL.encode(), "This is an e-mail."),
        (b"From a@x.fr Mon Jan  1\n" + MAIL.encode(), "This is an e-mail."),
        (GSHEET.encode(), "This is only a shortcut to a Google document"),
        (b'{"url":"https://docs.google.com/open?id=1x"}', "This is only a shortcut to a Google document"),
        (b"[InternetShortcut]\r\nURL=https://x.fr/liste.csv\r\n", "This is only a shortcut,"),
        (b"L\0\0\0\x01\x14\x02\0\0\0\0\0", "This is only a shortcut,"),
        (b'<?xml version="1.0"?><plist><dict><key>URL</key></dict></plist>', "This is only a shortcut,"),
        (b'[{"nom": "Dupont"}]', "This is a file for programs (JSON)"),
        (b'\xef\xbb\xbf{\n  "people": []}', "This is a file for programs (JSON)"),
        (b"version: 1\n\ndn: cn=Dupont,dc=x\ncn: Dupont\n", "This is a file for programs (LDIF)"),
        (b'<?xml version="1.0"?><liste><nom>A</nom></liste>', "This is a file for programs (XML)"),
        (b"<liste><nom>A</nom></liste>", "This is a file for programs (XML)"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", "This is a calendar"),
        (b"<!DOCTYPE html><html><form>Connexion</form></html>", "This is a web page without a table"),
        (
            b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><frameset><frame src="s.htm"></frameset></html>',
            "This is only the frame of a web page",
        ),
        (b'ID;PCALCOOO32\nC;X1;Y1;K"Nom"\n', "This kind of spreadsheet cannot be read."),
        (b'TABLE\r\n0,1\r\n"a"\r\n', "This kind of spreadsheet cannot be read."),
        (b"\x7fELF\2", "This file is not a list."),
        (bytes(range(256)) * 8, "This file is not a list."),
    ],
)
def test_what_a_file_is_and_what_to_do_is_said_whatever_it_is_called(tmp_path, content, says, name):
    (tmp_path / name).write_bytes(content)
    said = refusal(tmp_path / name)
    assert said.startswith(says)
    assert "Nothing was imported;" in said


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (["[Content_Types].xml", "word/document.xml"], "This is a text document"),
        (["[Content_Types].xml", "ppt/presentation.xml"], "This is a presentation"),
        (NUMBERS, "This is a document of Apple’s Numbers, Pages or Keynote."),
        (["a/liste.csv", "a/photo.jpg"], "This is a ZIP archive. Nothing was imported; unpack it, and import the list"),
        (["a.csv", "b.csv", "c.csv", "d.csv"], "inside: a.csv, b.csv, c.csv, …."),
        (["photo.jpg"], "This is an archive"),
        (["xl/workbook.bin"], "This kind of spreadsheet cannot be read."),
        (["META-INF/MANIFEST.MF", "a.class"], "This file is not a list."),
    ],
)
def test_archives_are_told_apart_by_their_parts(tmp_path, parts, says):
    with zipfile.ZipFile(tmp_path / "liste.xlsx", "w") as archive:
        for name in parts:
            archive.writestr(name, "x")
    assert says in refusal(tmp_path / "liste.xlsx")


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("opendocument.text", "This is a text document"),
        ("opendocument.presentation", "This is a presentation"),
        ("opendocument.graphics", "This file is not a list."),
        ("opendocument.spreadsheet", "This file is not a list."),  # without its content
    ],
)
def test_documents_of_libreoffice_are_told_apart(tmp_path, kind, says):
    with zipfile.ZipFile(tmp_path / "liste.ods", "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.{kind}")
        if "spreadsheet" not in kind:
            archive.writestr("content.xml", "<x/>")
    assert says in refusal(tmp_path / "liste.ods")


@pytest.mark.parametrize(
    "content",
    [
        "BMW;Nom\nX;Y\n",
        "MZ,Nom\nX,Y\n",
        "<nom>;<prénom>\nDupont;Jean\n",
        "[Nom];[Prénom]\nDupont;Jean\n",
        "{Nom};{Prénom}\nDupont;Jean\n",
        "From:\tTo:\nDupont\tJean\n",
        "Date: 3 mai;\nNom;Prénom\nDupont;Jean\n",
        "Nom;Note\nDupont;%PDF-1.4\n",
        "Nom;Note\nDupont;<table>\n",
        "dn;cn\nDupont;Jean\n",
    ],
)
def test_a_text_that_begins_like_another_file_is_a_list(tmp_path, content):
    (tmp_path / "liste.csv").write_text(content, encoding="utf-8")
    assert len(read_book(tmp_path / "liste.csv").sheets[0].rows) > 1
