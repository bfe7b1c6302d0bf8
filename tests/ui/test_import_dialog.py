# SPDX-License-Identifier: GPL-3.0-or-later
"""A list is understood before it is imported: seen, changed with the keyboard, agreed to with Enter or given up."""

import csv

import openpyxl
import pytest
from PySide6.QtCore import Qt

from checkin import translation
from checkin.core.lists.column_mapping import NameSplit
from checkin.core.lists.list_fields import SAME_PERSON, CompanionHandling, ListField
from checkin.services.lists.list_importing import apply_list, import_list
from checkin.services.lists.list_worker import ListWorker
from checkin.ui.import_export.file_choosing import EventFileChooser, free_path
from checkin.ui.import_export.import_dialog import ImportDialog
from checkin.ui.import_export.import_flow import ImportReport, counts_text
from checkin.ui.import_export.import_rows import SAMPLE
from checkin.ui.import_export.import_table import KEPT, LEFT_OUT
from tests.patience import PATIENCE_MS
from tests.services.lists import a_list, bring
from tests.services.public_lists import FOLDER, LISTS, REFUSED
from tests.ui.answering import Answering
from tests.ui.import_dialogs import choose, column, open_list, people, row, warned

__all__ = ["open_list"]
HEADER_STATUS = "Nom;Prénom;Statut du participant"
CAME = ("Roux;Zoé;Participe", "Petit;Max;Ne participe pas", "Noir;Ada;participe")


@pytest.fixture
def looked_at(open_list, tmp_path):
    """The dialog of these lines, after the whole list was looked at."""

    def opened(*lines, header, event=None, name="liste.csv"):
        dialog = open_list(a_list(tmp_path, *lines, header=header, name=name), event)
        dialog.work()
        return dialog

    return opened


@pytest.fixture
def of_bytes(open_list, tmp_path):
    def opened(content, event=None):
        path = tmp_path / "liste.xlsx"
        path.write_bytes(content)
        dialog = open_list(path, event)
        dialog.work()
        return dialog

    return opened


def statuses(dialog):
    return {person.last_name: person.status.value for person in dialog.preview.interpreted.people}


def told(dialog):
    return dialog.progress.text.text()


# Enter


@pytest.mark.parametrize("name", LISTS)
def test_any_real_list_is_agreed_to_with_enter_alone(open_list, qtbot, name):
    dialog = open_list(FOLDER / name)
    assert warned(dialog) == ""
    assert dialog.focusWidget() is dialog.go_on
    dialog.work()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert len(dialog.preview.interpreted.people) > 10


def test_enter_before_the_whole_list_was_looked_at_agrees_as_soon_as_it_was(open_list, qtbot):
    dialog = open_list(FOLDER / "google_forms_reponses.csv")
    qtbot.keyClick(dialog.go_on, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert not dialog.form.isEnabled()
    assert dialog.cancel.isEnabled()
    with qtbot.waitSignal(dialog.accepted):
        dialog.work()
    assert dialog.preview.interpreted.people


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_list_says_why_and_can_only_be_given_up(open_list, qtbot, name):
    dialog = open_list(FOLDER / name)
    assert warned(dialog)
    assert ("password" in warned(dialog)) == ("protege" in name)
    assert not dialog.go_on.isEnabled()
    assert "protege" not in name or not dialog.form.table.isVisible()
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.7\n...", "This is a PDF"),
        (b'{"url":"https://docs.google.com/open?id=1x"}', "only a shortcut to a Google document"),
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n ", "empty"),
        (b"Nom;Pr\xc3\xa9nom;M\xc3\xa9l\r\n", "no row below its titles"),
    ],
)
def test_a_file_that_is_no_list_is_named_and_cannot_be_agreed_to(of_bytes, event, content, says):
    for known in (None, event):
        dialog = of_bytes(content, known)
        assert says in warned(dialog)
        assert not dialog.go_on.isEnabled()


LATER = ("Roux;Zoé;oui;inscrite", "Petit;Max;oui;désisté", "Noir;Ada;non;inscrite")


@pytest.mark.parametrize(
    ("lines", "header", "says", "imported"),
    [
        (CAME, HEADER_STATUS, "", ("confirmed", "cancelled", "confirmed")),
        (LATER, "Nom;Prénom;Réglé;Suivi", "“Réglé”, “Suivi”", ("confirmed", "cancelled", "unpaid")),
    ],
    ids=("the words of a status", "two columns that say together who comes"),
)
def test_what_says_who_comes_is_shown_before_an_early_enter_agrees(  # noqa: PLR0913
    open_list, tmp_path, qtbot, lines, header, says, imported
):
    dialog = open_list(a_list(tmp_path, *lines, header=header))
    qtbot.keyClick(dialog.go_on, Qt.Key.Key_Return)
    dialog.work()
    assert dialog.isVisible()
    assert dialog.focusWidget() is dialog.go_on
    assert (dialog.form.strip if says else dialog.form.taken).isVisible()
    assert says in dialog.form.strip.text()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.go_on, Qt.Key.Key_Return)
    assert tuple(statuses(dialog).values()) == imported


@pytest.mark.qt_log_ignore("does not support")
def test_enter_in_a_choice_opens_it_and_imports_nothing(open_list, tmp_path, qtbot):
    dialog = open_list(a_list(tmp_path, "Roux;Zoé", header="Nom;Prénom"))
    dialog.work()
    choice = column(dialog, "Nom")
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Return)
    assert (dialog.preview, dialog.isVisible()) == (None, True)
    assert choice.view().isVisible()
    choice.hidePopup()


# What is shown


def test_people_are_shown_as_they_will_be_beside_the_cells_of_the_file(open_list):
    dialog = open_list(FOLDER / "liste_presence_libreoffice.ods")
    first = row(dialog)
    assert (first.number, first.first, first.last, *first.cells[:2]) == (4, "Tamatoa", "Payet", "Payet", "Tamatoa")
    assert first.detail.startswith("Commune de Saint-Leu")
    assert row(dialog, 3).detail.endswith("cancelled")


def test_titles_above_the_header_and_rows_of_totals_are_nobody_and_whole_names_are_divided_as_chosen(open_list):
    dialog = open_list(FOLDER / "inscriptions_journee_reseau.xlsx")
    dialog.work()
    assert row(dialog).number == 6
    assert dialog.form.source.header.currentText().startswith("5: N°")
    assert "rows without a person (totals, remarks): 2" in told(dialog)
    spoken = dialog.form.table.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Dominique ISAMBARD. ")
    split = dialog.form.source.split
    assert split.currentData() == NameSplit.LAST_AHEAD
    for kind, names in (
        (NameSplit.NONE, ("", "ISAMBARD Dominique")),
        (NameSplit.CAPITALS, ("Dominique", "ISAMBARD")),
        (NameSplit.FIRST_WORD, ("ISAMBARD", "Dominique")),
    ):
        choose(split, str(kind))
        assert (row(dialog).first, row(dialog).last) == names
    assert not open_list(FOLDER / "helloasso_participants.csv").form.source.split.isVisible()


def test_the_report_names_the_addresses_and_says_which_were_corrected(event, desk, clock, tmp_path, qtbot):
    rows = ("Zoé;Ba;;zoé@x.fr;;;;", "Max;Le;;max(at)x.fr;;;;", "Ana;Od;;aná@x.fr;;;;", "Luc;Mo;;lucé@x.fr;;annulé;;")
    done = import_list(event, a_list(tmp_path, *rows), at=clock(), desk="d")
    report = ImportReport(done, None, desk.registration)
    qtbot.addWidget(report)
    report.show()
    assert all(each in report.problems.toPlainText() for each in ("zoé@x.fr", "max(at)x.fr", "aná@x.fr"))
    assert "2 addresses" in report.mend.text()
    assert "1 address " in report.addresses.text()
    Answering(lambda dialog: dialog.accept())
    report.mend.click()
    assert {person.email for person, _ in event.attendees.all()} >= {"zoe@x.fr", "ana@x.fr"}
    assert not report.mend.isVisible()
    left = [line.split(": ", 1)[0] for line in report.problems.toPlainText().splitlines()]
    assert left == ["row 3", "row 5"], "nobody writes to a person who is cancelled: that address is as it was"
    assert report.addresses.text().startswith("2 addresses corrected.")


def test_a_row_with_something_odd_is_marked_with_its_reason_and_told_whole_when_selected(open_list, tmp_path):
    dialog = open_list(a_list(tmp_path, "Zoé;Durand;Région;zoe@;;;;", "Max;Petit;;;;;;"))
    dialog.work()
    assert [row(dialog, number).reasons for number in (0, 1)] == [("Unusable address: zoe@",), ()]
    dialog.form.table.people.setCurrentIndex(dialog.form.table.model.index(0, 0))
    story = dialog.form.row_actions.story.text()
    assert story.startswith("Unusable address: zoe@")
    assert story.endswith("Zoé Durand. Région")


def reasons(dialog):
    dialog.form.only_odd.setChecked(True)
    model = dialog.form.table.model
    return {model.row(n).number: " ".join(model.row(n).reasons) for n in range(model.rowCount())}


def test_what_other_programs_damaged_is_among_the_rows_to_check(of_bytes, tmp_path):
    content = "Nom;Prénom\r\nLefèvre;Zoé\r\nGœury;Hélène\r\n".encode()
    dialog = of_bytes(content + "Dupré;Anaïs\r\n".encode("cp1252"))
    assert people(dialog) == ["Zoé Lefèvre", "Hélène Gœury", "Anaïs Dupré"]
    ((number, reason),) = reasons(dialog).items()
    assert (number, "another encoding" in reason) == (4, True)
    dialog = of_bytes(content.decode().encode("utf-8").decode("cp1252").encode())
    assert people(dialog) == ["Zoé Lefèvre", "Hélène Gœury"]
    assert "damaged when it was saved, in 3 rows" in reasons(dialog)[2]
    book = openpyxl.Workbook()
    for line in (["Nom", "Prénom", "Société"], ["Dupont", "Jean", "=A2"]):
        book.active.append(line)
    book.save(tmp_path / "formules.xlsx")
    assert "Cell C2" in reasons(of_bytes((tmp_path / "formules.xlsx").read_bytes()))[2]


def test_the_rows_to_look_at_can_be_seen_alone_wherever_they_are_in_a_long_list(open_list, qtbot):
    dialog = open_list(FOLDER / "billetweb_salon_20000.csv")
    assert not dialog.form.only_odd.isVisible()
    assert len(people(dialog)) == SAMPLE
    done, bar = [], dialog.progress.bar
    dialog._worker.progressed.connect(lambda *_: done.append((bar.value(), bar.maximum())))
    dialog.work()
    assert done == sorted(done)
    assert (done[-1], bar.isHidden()) == ((20001, 20001), True)
    numbers = list(reasons(dialog))
    assert (len(numbers), numbers[-1] > SAMPLE, all(reasons(dialog).values())) == (5, True, True)
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert (dialog.preview, dialog._worker._is_stopping) == (None, True)


@pytest.mark.parametrize(("word", "is_asked", "least"), [("Payé", False, 6), ("Bof", True, 4)])
def test_the_people_have_the_room_and_what_was_folded_stays_folded(looked_at, word, is_asked, least):
    """The options of the file opened with every question, and again after every choice."""
    lines = [f"Nom{n:03};Zoé;{word if n % 3 else 'Annulé'}" for n in range(348)]
    dialog = looked_at(*lines, header="Nom;Prénom;Statut")
    form, view = dialog.form, dialog.form.table.people
    assert view.viewport().height() >= least * view.rowHeight(0)
    assert (form.statuses.isVisible(), form.source.isVisible()) == (is_asked, False)
    assert (form.table.model.rowCount(), form.rest.text(), form.rest.isVisible()) == (200, "… and 148 more", True)
    form.how.click()
    assert (form.statuses.isVisible(), form.source.isVisible()) == (True, True)
    form.how.click()
    choose(column(dialog, "Prénom"), str(ListField.ORGANISATION))
    dialog.work()
    assert (form.statuses.isVisible(), form.source.isVisible()) == (is_asked, False)
    assert not looked_at(*lines[:9], header="Nom;Prénom;Statut").form.rest.isVisible()


def test_of_a_page_with_several_lists_the_others_are_named(open_list, tmp_path):
    def table(caption, *names):
        rows = "".join(f"<tr><td>{name}<td>Zoé<td>{name}@x.example</tr>" for name in names)
        return f"<table><caption>{caption}</caption><tr><td>Nom<td>Prénom<td>E-mail</tr>{rows}</table>"

    page = tmp_path / "page.html"
    page.write_text(table("Équipe", "Roux") + table("Inscrits", *(f"Durand{n}" for n in range(9))), encoding="utf-8")
    dialog = open_list(page)
    dialog.work()
    said = "“Inscrits” is read here. Further lists of people in this file: “Équipe” (2 rows)."
    assert dialog.form.strip.text().startswith(said)


def test_the_list_of_another_event_is_said_before_it_is_agreed_to(open_list, event, clock, tmp_path):
    bring(event, clock, *(f"Zoé;Guest {n};;;;;;" for n in range(8)))
    dialog = open_list(a_list(tmp_path, *(f"Ali;Other {n};;;;;;" for n in range(8)), name="other.csv"), event)
    dialog.go_on.click()
    dialog.work()
    assert dialog.isVisible(), "an early Enter does not pass over it"
    assert dialog.form.strip.text().startswith("None of the 8 people")
    dialog.go_on.click()
    assert dialog.preview


def test_who_has_no_address_and_which_column_is_not_taken_are_said(looked_at):
    """As the codes count them: who declined gets none."""
    lines = ("Roux;Zoé;Participe;;p@a.example", "Petit;Max;Annulé;;p@a.example", "Noir;Ada;Annulé;;", "Bleu;Léo;Oui;;")
    dialog = looked_at(*lines, header=f"{HEADER_STATUS};E-mail;Email payeur")
    assert "1 person has no e-mail address of their own" in warned(dialog)
    assert "1 has no address at all" in warned(dialog)
    dialog = looked_at("Roux;Zoé;Martin", header="Nom;Prénom;Nom")
    assert "“Nom (2)” is kept as information" in warned(dialog)


# What can be changed


def test_a_column_that_is_given_another_meaning_changes_the_people_at_once(open_list, tmp_path):
    dialog = open_list(a_list(tmp_path, "Zoé;Durand;Région;;;;;"))
    choose(column(dialog, "Prénom"), str(ListField.LAST_NAME))
    assert people(dialog) == ["Zoé"]
    assert column(dialog, "Nom").currentData() == KEPT
    choose(column(dialog, "Société"), LEFT_OUT)
    dialog.work()
    assert row(dialog).detail == ""
    assert dialog.form.mapping.left_out == {2}
    assert (told(dialog), dialog.go_on.text()) == ("People: 1", "Import 1 person")
    dialog.go_on.click()
    (person,) = dialog.preview.interpreted.people
    assert (person.last_name, person.custom) == ("Zoé", {"Nom": "Durand"})


@pytest.mark.parametrize(
    ("line", "header", "field", "lacks"),
    [
        ("Zoé;Martin", "Petit nom;Nom", ListField.FIRST_NAME, "first name"),
        ("Zoé;Martin", "Prénom;Appellation", ListField.LAST_NAME, "last name"),
        ("Zoé Martin;Région", "Qui;Société", ListField.FULL_NAME, "name yet"),
    ],
)
def test_a_name_or_half_of_one_is_asked_for_before_enter_agrees_and_found_by_a_choice(
    looked_at, line, header, field, lacks
):
    dialog = looked_at(line, header=header)
    is_whole = field is ListField.FULL_NAME
    assert warned(dialog).startswith("Nobody has a")
    assert lacks in warned(dialog)
    assert dialog.go_on.isEnabled() is not is_whole
    assert dialog.focusWidget() is (dialog.form.table.header.choices[0] if is_whole else dialog.go_on)
    if is_whole:
        assert dialog.go_on.accessibleDescription() == warned(dialog)
    unknown = next(title for title in ("Petit nom", "Appellation", "Qui") if title in header)
    choose(column(dialog, unknown), str(field))
    assert (warned(dialog), people(dialog), dialog.go_on.isEnabled()) == ("", ["Zoé Martin"], True)


def test_a_workbook_has_sheets_of_which_another_is_another_list_and_a_text_an_encoding(open_list):
    workbook = open_list(FOLDER / "liste_presence_libreoffice.ods")
    text = open_list(FOLDER / "weezevent_participants.csv")
    source, sheet = text.form.source, workbook.form.source.sheet
    assert (source.sheet.isVisible(), source.encoding.currentData()) == (False, "cp1252")
    assert source.separator.currentData() == ";"
    assert (sheet.isVisible(), workbook.form.source.encoding.isVisible()) == (True, False)
    assert sheet.currentText() == "Inscrits"
    other = next(sheet.itemText(at) for at in range(sheet.count()) if sheet.itemText(at) != "Inscrits")
    choose(sheet, other)
    assert workbook.form.opened.read.sheet.name == other
    assert len(workbook.form.table.header.choices) == len(workbook.form.mapping.titles)


def test_a_list_without_titles_loses_nobody_once_that_is_said(open_list, tmp_path):
    dialog = open_list(a_list(tmp_path, "Max;Petit", header="Zoé;Durand"))
    choose(dialog.form.source.header, 0)
    for choice, field in zip(
        dialog.form.table.header.choices, (ListField.FIRST_NAME, ListField.LAST_NAME), strict=True
    ):
        choose(choice, str(field))
    assert people(dialog) == ["Zoé Durand", "Max Petit"]


def test_another_encoding_reads_the_file_again_and_one_that_cannot_be_is_told(open_list, tmp_path):
    path = tmp_path / "liste.csv"
    path.write_bytes("Prénom;Nom\nZoé;Durand\n".encode("mac-roman"))
    dialog = open_list(path)
    choose(dialog.form.source.encoding, "cp850")
    assert not dialog.form.isEnabled()
    dialog.work()
    assert people(dialog) != ["Zoé Durand"]
    choose(dialog.form.source.encoding, "utf-8")
    dialog.work()
    assert "not written in" in warned(dialog)
    assert (dialog.go_on.isEnabled(), dialog.form.table.isEnabled()) == (False, False)
    choose(dialog.form.source.encoding, "mac-roman")
    dialog.work()
    assert (warned(dialog), people(dialog), dialog.go_on.isEnabled()) == ("", ["Zoé Durand"], True)


def test_an_answer_to_what_was_chosen_before_is_not_taken(open_list, tmp_path):
    dialog = open_list(a_list(tmp_path, "Zoé;Durand;Région;;;;;"))
    dialog.work()
    before = dialog._seen
    choose(column(dialog, "Société"), LEFT_OUT)
    dialog._take_seen(before)
    dialog._agree()
    assert dialog.preview is None
    dialog.work()
    assert dialog.preview.interpreted.mapping.left_out == {2}


def test_how_it_was_understood_is_how_the_next_list_with_these_titles_is(open_list, event, clock, tmp_path, qtbot):
    dialog = open_list(a_list(tmp_path, "LE GOFF Zoé;Région", header="Participant;Service"), event)
    choose(column(dialog, "Service"), str(ListField.ROLE))
    choose(dialog.form.source.split, str(NameSplit.CAPITALS))
    dialog.work()
    qtbot.keyClick(dialog.go_on, Qt.Key.Key_Return)
    apply_list(event, dialog.preview, at=clock(), desk="d")
    again = open_list(a_list(tmp_path, "PETIT Max;Mairie", header="Participant;Service", name="v2.csv"), event)
    assert again.form.understood.text().startswith("Read like the last list")
    assert column(again, "Service").currentData() == str(ListField.ROLE)
    assert (row(again).first, row(again).last) == ("Max", "PETIT")


# Everybody can use it


def test_the_thread_is_given_up_in_the_middle_of_a_list_of_a_hundred_thousand(qtbot, tmp_path):
    path = tmp_path / "grande.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["Prénom", "Nom", "E-mail"])
        writer.writerows([f"Zoé{n}", f"Durand{n}", f"z{n}@x.example"] for n in range(100_000))
    worker = ListWorker(path, None)
    dialog = ImportDialog(worker)
    qtbot.addWidget(dialog)
    dialog.show()
    worker.start()
    qtbot.waitUntil(lambda: dialog.go_on.isEnabled() and dialog.progress.bar.value() > 0)
    dialog.reject()
    assert worker.wait(PATIENCE_MS)
    assert dialog.preview is None


def test_tab_goes_as_one_reads_both_halves_move_together_and_a_choice_out_of_view_comes_into_it(open_list, qtbot):
    dialog = open_list(FOLDER / "helloasso_participants.csv")
    dialog.work()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.form.how.click()
    dialog.form.how.setFocus()
    passed = []
    for _ in range(40):
        passed.append(dialog.focusWidget())
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    form, header = dialog.form, dialog.form.table.header
    source, statuses = form.source, form.statuses.choices
    wanted = [form.how, source.header, source.encoding, source.separator, *statuses, form.companions.choice]
    wanted += [form.only_odd, *header.choices, form.table.people, form.table.columns, form.row_actions.leave]
    wanted += [dialog.go_on, dialog.cancel]
    assert passed[: len(wanted)] == wanted
    form.table.columns.verticalScrollBar().setValue(300)
    assert form.table.people.verticalScrollBar().value() == 300
    form.table.people.selectRow(3)
    assert {index.row() for index in form.table.columns.selectionModel().selectedRows(1)} == {3}
    header.choices[-1].setFocus()
    last = header.choices[-1].geometry()
    assert 0 <= last.left() <= last.right() <= header.viewport().width()


def test_it_fits_the_smallest_screen_with_forty_columns_of_long_texts(open_list, tmp_path):
    titles = ["Nom", *(f"Question numéro {n} : {'mot ' * 30}" for n in range(39))]
    path = a_list(tmp_path, ";".join(["Durand", *["texte " * 33] * 39]), header=";".join(titles))
    dialog = open_list(path)
    dialog.work()
    least = dialog.minimumSizeHint()
    assert (least.width() <= 1100, least.height() <= 640) == (True, True)
    assert len(dialog.form.table.header.choices) == 40


def test_the_words_are_french_when_the_desk_speaks_french(qapp, open_list):
    translation.install(qapp, "fr")
    dialog = open_list(FOLDER / "helloasso_participants.csv")
    assert dialog.form.understood.text().startswith("Export de HelloAsso reconnu")
    assert (dialog.go_on.text(), column(dialog, "Nom participant").currentText()) == ("Importer", "Nom")
    french = translation.Translator("fr").translate(SAME_PERSON, other=3)
    assert ("écartez" in french, "annulez" in french) == (True, False), "the hint says what the button says"


# Where a new event is kept


def test_a_new_event_is_kept_beside_its_list_under_its_name_and_leaves_alone_what_is_there(tmp_path, open_list):
    path = a_list(tmp_path, "Zoé;Durand;;;;;;", name="Gala 24.12.csv")
    place = open_list(path, place=EventFileChooser(path, tmp_path)).findChild(EventFileChooser)
    assert (place.path, place.isVisible()) == (tmp_path / "Gala 24.12.checkin", True)
    for name in ("liste.checkin", "liste 2.checkin"):
        (tmp_path / name).touch()
    assert free_path(tmp_path / "liste.csv", tmp_path).name == "liste 3.checkin"


# The words of the status


def meaning_of(dialog, word):
    (found,) = (c for c in dialog.form.statuses.choices if c.accessibleName().startswith(f"What “{word}” under"))
    return found


def test_what_the_words_of_the_status_mean_is_shown_before_anything_is_written(looked_at):
    dialog = looked_at(*CAME, header=HEADER_STATUS)
    taken = dialog.form.taken
    assert taken.isVisible()
    assert "Participe (2) → Confirmed" in taken.text()
    assert "Ne participe pas (1) → Cancelled" in taken.text()
    dialog.form.how.click()
    assert not taken.isVisible()
    shown = {c.accessibleName(): c.currentData() for c in dialog.form.statuses.choices if c.isVisible()}
    assert shown == {
        "What “Participe” under “Statut du participant” means (2 people)": "confirmed",
        "What “Ne participe pas” under “Statut du participant” means (1 person)": "cancelled",
    }
    assert told(dialog) == "People: 3 · of them not expected: 1"


def test_registrations_and_people_are_each_counted_as_what_they_are(open_list, tmp_path, event, clock):
    groups = ("Roux;Zoé;Participe;3", "Petit;Max;Ne participe pas;2", "Noir;Ada;Participe;1")
    path = a_list(tmp_path, *groups, header=f"{HEADER_STATUS};Nombre de personnes")
    dialog = open_list(path)
    dialog.work()
    assert told(dialog) == "3 registrations, 6 people · of them not expected: 1 registration, 2 people"
    done = import_list(event, path, at=clock(), desk="d")
    assert counts_text(done) == "Added: 3 registrations, 6 people; unchanged: 0."


def test_the_meaning_of_a_word_can_be_changed_and_the_next_import_of_the_list_knows_it(looked_at, event, clock):
    first = looked_at(*CAME, header=HEADER_STATUS, event=event)
    choose(meaning_of(first, "Ne participe pas"), "pending")
    first.work()
    first.go_on.click()
    assert statuses(first)["Petit"] == "pending"
    apply_list(event, first.preview, at=clock(), desk="Accueil 1")
    later = looked_at(*CAME, header=HEADER_STATUS, event=event, name="v2.csv")
    assert meaning_of(later, "Ne participe pas").currentData() == "pending"
    assert (told(later).startswith("New: 0 · Changed: 0"), later.go_on.text()) == (True, "Continue")


def test_a_word_that_nobody_knows_is_asked_and_nothing_goes_on_before(looked_at):
    dialog = looked_at("Roux;Zoé;Bof", "Petit;Max;Bof", "Noir;Ada;Payé", header="Nom;Prénom;Statut")
    assert warned(dialog).startswith("What does “Bof” mean (2 people)?")
    assert not dialog.go_on.isEnabled()
    asked = meaning_of(dialog, "Bof")
    assert asked is dialog.form.statuses.choices[0]
    assert asked.currentIndex() == -1
    choose(asked, "cancelled")
    dialog.work()
    assert warned(dialog) == ""
    assert meaning_of(dialog, "Bof") is asked
    dialog.go_on.click()
    assert statuses(dialog) == {"Roux": "cancelled", "Petit": "cancelled", "Noir": "confirmed"}


def test_a_column_may_be_no_status_and_one_of_presence_that_says_no_may_be_one(looked_at):
    dialog = looked_at("Roux;Zoé;Membre", header="Nom;Prénom;Statut")
    choose(column(dialog, "Statut"), KEPT)
    dialog.work()
    assert not dialog.form.statuses.isVisible()
    dialog.go_on.click()
    assert dict(dialog.preview.interpreted.people[0].custom) == {"Statut": "Membre"}
    dialog = looked_at("Roux;Zoé;Oui", "Petit;Max;Non", header="Nom;Prénom;Présent(e) le 14/10")
    assert warned(dialog).startswith("“Présent(e) le 14/10” says no for 1 person")
    choose(column(dialog, "Présent(e) le 14/10"), str(ListField.STATUS))
    dialog.work()
    dialog.go_on.click()
    assert statuses(dialog) == {"Roux": "confirmed", "Petit": "cancelled"}


# Companions

HEADER = "Nom;Prénom;Accompagnant nom;Accompagnant prénom"
LINES = ("Durand;Marie;Durand;Paul", "Petit;Max;oui;", "Roux;Zoé;;")


def test_companions_are_told_and_become_people_as_chosen_and_the_next_import_remembers_it(looked_at, event, clock):
    dialog = looked_at(*LINES, header=HEADER, event=event)
    shown = dialog.form.companions
    assert shown.isVisible()
    assert shown.text.text().startswith("2 people bring somebody: 2 companions.")
    assert shown.choice.currentData() == CompanionHandling.PEOPLE
    choose(shown.choice, CompanionHandling.KEEP.value)
    dialog.work()
    assert shown.choice.currentData() == CompanionHandling.KEEP
    assert "New: 3" in told(dialog)
    choose(shown.choice, CompanionHandling.PEOPLE.value)
    dialog.work()
    assert "1 without a name" in shown.text.text()
    assert "New: 4" in told(dialog)
    assert told(dialog).endswith("4 registrations, 1 of them companion, 5 people")
    apply_list(event, dialog._seen, at=clock(), desk="d")
    again = looked_at(*LINES, header=HEADER, event=event)
    assert again.form.companions.choice.currentData() == CompanionHandling.PEOPLE
    assert "unchanged: 4" in told(again)


def test_a_first_list_counts_its_companions_among_the_people(looked_at):
    dialog = looked_at("Durand;Marie;+2", "Petit;Max;", header="Nom;Prénom;+1")
    assert (told(dialog), dialog.go_on.text()) == ("2 registrations, 4 people", "Import 4 people")
    choose(dialog.form.companions.choice, CompanionHandling.KEEP.value)
    dialog.work()
    assert (told(dialog), dialog.go_on.text()) == ("People: 2", "Import 2 people")
    dialog = looked_at(*LINES, header=HEADER)
    assert dialog.go_on.text() == "Import 5 people"
    details = [row(dialog, number).detail for number in range(3)]
    assert (["Paul Durand" in detail for detail in details], details[2]) == ([True, False, False], "")
    assert not looked_at(LINES[2], header=HEADER).form.companions.isVisible()
