# SPDX-License-Identifier: GPL-3.0-or-later
"""What the import window says of files that are no list, or that other programs damaged."""

import openpyxl
import pytest

from checkin.services.lists.list_worker import ListWorker
from checkin.ui.import_export.import_dialog import ImportDialog
from checkin.ui.widgets.form_fields import FormMessage

LIST = "Nom;Prénom\r\nLefèvre;Zoé\r\nGœury;Hélène\r\n"


@pytest.fixture
def looked_at(qtbot, tmp_path):
    """The window for a file with this content, after the whole list was looked at."""

    def opened(content: bytes, name="liste.xlsx"):
        (tmp_path / name).write_bytes(content)
        worker = ListWorker(tmp_path / name, None)
        dialog = ImportDialog(worker, None)
        qtbot.addWidget(dialog)
        dialog.show()
        worker.step()
        worker.step()
        return dialog

    return opened


def names(dialog):
    model = dialog.form.table.model
    return [model.row(n).name for n in range(model.rowCount())]


def reasons(dialog):
    dialog.form.only_odd.setChecked(True)
    model = dialog.form.table.model
    return {model.row(n).number: model.row(n).reasons for n in range(model.rowCount())}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.7\n...", "This is a PDF. Nothing was imported; ask for the spreadsheet"),
        (b'{"url":"https://docs.google.com/open?id=1x"}', "only a shortcut to a Google document"),
        (b"", "This file is empty. Nothing was imported"),
        (b"\xef\xbb\xbf \r\n ", "This file is empty. Nothing was imported"),
    ],
)
def test_a_file_that_is_no_list_is_named_and_cannot_be_agreed_to(looked_at, content, says):
    dialog = looked_at(content)
    assert says in dialog.findChild(FormMessage).text()
    assert not dialog.go_on.isEnabled()


def test_a_list_of_headings_alone_cannot_be_agreed_to(looked_at):
    dialog = looked_at(b"Nom;Pr\xc3\xa9nom;M\xc3\xa9l\r\n")
    assert "Nothing was imported" in dialog.findChild(FormMessage).text()
    assert not dialog.go_on.isEnabled()


def test_a_row_in_another_encoding_is_among_the_rows_to_check(looked_at):
    dialog = looked_at(LIST.encode() + "Dupré;Anaïs\r\n".encode("cp1252"))
    assert names(dialog) == ["Zoé Lefèvre", "Hélène Gœury", "Anaïs Dupré"]
    assert list(reasons(dialog)) == [4]
    assert "was in another encoding" in reasons(dialog)[4][0]


def test_damaged_accents_that_were_put_right_are_told(looked_at):
    dialog = looked_at(LIST.encode().decode("cp1252").encode())
    assert names(dialog) == ["Zoé Lefèvre", "Hélène Gœury"]
    assert "accents of this file were damaged when it was saved, in 3 rows like this one" in reasons(dialog)[2][0]


def test_a_formula_without_a_result_is_among_the_rows_to_check(looked_at, tmp_path):
    book = openpyxl.Workbook()
    for row in (["Nom", "Prénom", "Société"], ["Dupont", "Jean", "=A2"]):
        book.active.append(row)
    book.save(tmp_path / "formules.xlsx")
    dialog = looked_at((tmp_path / "formules.xlsx").read_bytes())
    assert "Cell C2 holds a formula without a result" in reasons(dialog)[2][0]
