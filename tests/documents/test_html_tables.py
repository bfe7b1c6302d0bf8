# SPDX-License-Identifier: GPL-3.0-or-later
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.lists.list_fields import ListRow
from checkin.core.message import UserError
from checkin.documents.html_tables import page_text, read_web_tables
from checkin.documents.spreadsheets import read_book

OLD_EXCEL = Path(__file__).parent.parent / "data" / "ancien.xls"


def tables(tmp_path, page: str, encoding="utf-8"):
    path = tmp_path / "export.xls"
    path.write_bytes(page.encode(encoding))
    return {name: [row.cells for row in rows] for name, rows in read_web_tables(path)}


def test_a_web_page_called_xls_is_read_apart(tmp_path):
    path = tmp_path / "export.xls"
    path.write_text("<html><table><tr><th>Nom<th>Mél<tr><td>Lefèvre<td>l@x.fr</table>", encoding="cp1252")
    (sheet,) = read_book(path).sheets
    assert (sheet.name, sheet.rows) == ("Table 1", (ListRow(1, ("Nom", "Mél")), ListRow(2, ("Lefèvre", "l@x.fr"))))


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


def test_empty_rows_are_numbered_and_left_out(tmp_path):
    path = tmp_path / "export.xls"
    path.write_text("<table><tr><td>Nom<tr><td> <tr><td>Zoé</table>", encoding="utf-8")
    assert read_book(path).sheets[0].rows == (ListRow(1, ("Nom",)), ListRow(3, ("Zoé",)))


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


def test_a_page_without_anything_in_its_tables_is_empty(tmp_path):
    path = tmp_path / "export.xls"
    path.write_text("<table><tr><td> </table>", encoding="utf-8")
    with pytest.raises(UserError, match="This file is empty"):
        read_book(path)


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


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_wide_web_page_is_read(tmp_path, encoding):
    path = tmp_path / "export.xls"
    path.write_bytes("<html><table><tr><td>Prénom<td>Nom</table></html>".encode(encoding))
    assert read_book(path).sheets[0].rows == (ListRow(1, ("Prénom", "Nom")),)


def test_a_page_below_the_lines_of_a_careless_server_is_read(tmp_path):
    path = tmp_path / "export.xls"
    path.write_text("Warning: undefined index in /var/www\n\n<table><tr><td>Nom<td>Note</table>", encoding="utf-8")
    assert read_book(path).sheets[0].rows == (ListRow(1, ("Nom", "Note")),)


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
