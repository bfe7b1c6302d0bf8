# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked before an export, and that what was chosen is what is written."""

import json
from pathlib import Path
from threading import Event

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton, QWidget

from checkin.core.entries import EntryKind
from checkin.core.export_columns import COLUMNS, PRESETS
from checkin.core.proposed_file_names import plain
from checkin.services.exports import exporting
from checkin.services.exports.attendance_export import _WRITERS, PROVISIONAL
from checkin.services.exports.exporting import export
from checkin.services.privacy.purge_day import last_export
from checkin.storage.settings_store import EXPORTED, noted
from checkin.ui.import_export.export_flow import FIGURES, KINDS, OWN, ExportDialog, ExportFlow
from tests.builders import an_attendee
from tests.patience import PATIENCE_S
from tests.ui.answering import Answering


@pytest.fixture
def dialog(qtbot):
    made = ExportDialog()
    qtbot.addWidget(made)
    made.show()
    return made


def tick(dialog, key, state):
    dialog.columns.item([c.key for c in COLUMNS].index(key)).setCheckState(state)


def choose(dialog, key):
    dialog.preset.setCurrentIndex([p.key for p in PRESETS].index(key))


def test_what_goes_out_to_others_is_offered_first_without_addresses(dialog):
    keys = {column.key for column in dialog.options.columns}
    assert (dialog.suffix, dialog.options.is_by_point) == (".xlsx", False)
    assert keys.isdisjoint({"email", "phone", "custom", "note"})
    choose(dialog, "everything")
    assert (dialog.options.columns, dialog.options.has_scans) == (COLUMNS, True)


def test_a_preset_ticks_its_columns(dialog):
    choose(dialog, "mailing")
    assert [c.key for c in dialog.options.columns] == list(PRESETS[-1].columns)
    assert (dialog.options.has_scans, dialog.options.is_by_point) == (False, False)


def test_a_tick_makes_it_a_choice_of_ones_own(dialog):
    choose(dialog, "mailing")
    tick(dialog, "email", Qt.CheckState.Unchecked)
    tick(dialog, "code", Qt.CheckState.Checked)
    assert dialog.preset.currentIndex() == OWN
    keys = [c.key for c in dialog.options.columns]
    assert ("email" in keys, "code" in keys) == (False, True)


def test_nothing_cannot_be_exported(dialog):
    for column in COLUMNS:
        tick(dialog, column.key, Qt.CheckState.Unchecked)
    assert not dialog.save.isEnabled()
    dialog.preset.setCurrentIndex(FIGURES)
    assert dialog.save.isEnabled()


def test_every_kind_of_file_has_scans_and_says_where(dialog):
    assert "on a separate sheet" in dialog.scans.text()
    dialog.kind.setCurrentIndex(list(KINDS).index(".csv"))
    assert (dialog.scans.isVisible(), dialog.options.has_scans) == (True, True)
    assert "in a separate file" in dialog.scans.text()


def test_figures_ask_for_no_columns_and_no_scans(dialog):
    dialog.preset.setCurrentIndex(FIGURES)
    assert (dialog.columns.isVisible(), dialog.options.is_anonymous) == (False, True)
    assert (dialog.scans.isVisible(), dialog.options.has_scans) == (False, False)


@pytest.fixture
def files(event, desk, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    yield ExportFlow(event, desk, window)
    window.close()  # kept until here: it is the parent


def saved_as(monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def test_the_menu_writes_what_was_chosen_where_it_was_chosen(files, monkeypatch, tmp_path):
    def funder(dialog):
        choose(dialog, "funder")
        dialog.save.click()

    told = []
    files.written.connect(lambda text, path: told.extend([text, path]))
    files.changed.connect(lambda: told.append("changed"))
    saved_as(monkeypatch, tmp_path / "présences")
    answering = Answering(funder)
    files.ask_export()
    book = openpyxl.load_workbook(tmp_path / "présences.xlsx")
    assert (len(answering.asked), told) == (
        1,
        ["changed", f"3 rows written to présences.xlsx. {PROVISIONAL.text}", tmp_path / "présences.xlsx"],
    )
    assert next(book.active.values)[-1] == "Minutes in all"


def asked_with(monkeypatch, files, ask):
    """The name that is proposed, given up."""
    proposed = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *asked: (proposed.append(asked[2]), ("", ""))[1])
    getattr(files, ask)()
    return Path(proposed[0])


@pytest.mark.parametrize(
    ("ask", "name"),
    [("ask_save_programme", "programme-2023-07-04-0840.toml"), ("ask_paper_list", "paper-2023-07-04-0840.pdf")],
)
def test_whatever_is_written_is_called_after_the_event_and_its_moment(files, event, monkeypatch, ask, name):
    found = asked_with(monkeypatch, files, ask)
    title = plain(event.programme().event.title.lower())
    assert found == event.path.with_name(f"{title}-{name}")


def of_kind(suffix, preset=0):
    def answer(dialog):
        dialog.preset.setCurrentIndex(preset)
        dialog.kind.setCurrentIndex(list(KINDS).index(suffix))
        dialog.save.click()

    return answer


@pytest.mark.parametrize(
    ("kind", "is_noted"),
    [((".xlsx",), True), ((".csv",), True), ((".json",), True), ((".pdf",), False), ((".xlsx", FIGURES), False)],
)
def test_only_the_attendance_is_noted_as_exported(files, event, monkeypatch, kind, is_noted):
    saved_as(monkeypatch, event.path.with_name(f"out{kind[0]}"))
    answering = Answering(of_kind(*kind))
    files.ask_export()
    assert len(answering.asked) == 1
    assert noted(event.db, EXPORTED) == (str(event.journal.newest_place()) if is_noted else "")


@pytest.mark.parametrize(("preset", "is_part"), [(0, False), (1, True)])
def test_an_export_for_a_funder_is_noted_as_a_part(files, event, monkeypatch, preset, is_part):
    saved_as(monkeypatch, event.path.with_name("out.xlsx"))
    Answering(of_kind(".xlsx", preset))
    files.ask_export()
    assert last_export(event).is_part is is_part


def test_who_comes_while_it_is_written_is_not_exported(files, event, desk, monkeypatch, tmp_path):
    def coming(still, *arguments):
        made = export(still, *arguments)
        with still.transaction():
            where = {"control_point": desk.control_point.id}
            still.journal.append(EntryKind.CHECKED_IN, an_attendee(1).id, where, at=desk.now(), desk="Accueil 2")
        return made

    place = event.journal.newest_place()
    monkeypatch.setattr(exporting, "export", coming)
    saved_as(monkeypatch, tmp_path / "out.json")
    answering = Answering(of_kind(".json"))
    files.ask_export()
    assert answering.asked
    assert noted(event.db, EXPORTED) == str(place) != str(event.journal.newest_place())


def press(role):
    """Of the question whether files are replaced."""
    return lambda box: next(b for b in box.buttons() if box.buttonRole(b) is role).click()


@pytest.mark.parametrize(("typed", "there"), [("out", "out.csv, out-account.csv"), ("out.csv", "out-account.csv")])
def test_files_that_lie_there_are_asked_for_once(files, monkeypatch, tmp_path, typed, there):
    (tmp_path / "out.csv").write_text("old", encoding="utf-8")
    (tmp_path / "out-account.csv").write_text("old", encoding="utf-8")
    saved_as(monkeypatch, tmp_path / typed)
    keeping = Answering(of_kind(".csv"), press(QMessageBox.ButtonRole.RejectRole))
    files.ask_export()
    assert keeping.asked[1].text() == f"Already in this folder: {there}."
    assert {path.read_text(encoding="utf-8") for path in tmp_path.glob("out*")} == {"old"}
    keeping.stop()
    replacing = Answering(of_kind(".csv"), press(QMessageBox.ButtonRole.DestructiveRole))
    files.ask_export()
    assert len(replacing.asked) == 2
    assert "old" not in {path.read_text(encoding="utf-8") for path in tmp_path.glob("out*")}


def test_scans_of_an_earlier_export_stay_and_are_named(files, monkeypatch, tmp_path):
    (tmp_path / "out-scans.csv").write_text("old", encoding="utf-8")
    saved_as(monkeypatch, tmp_path / "out.csv")
    told = []
    files.written.connect(lambda text, path: told.extend([text, path]))
    mailing = [p.key for p in PRESETS].index("mailing")
    answering = Answering(of_kind(".csv", mailing), press(QMessageBox.ButtonRole.DestructiveRole))
    files.ask_export()
    assert len(answering.asked) == 2
    assert told == [
        "3 rows written to out.csv; next to it: out-account.csv. out-scans.csv, from an earlier export, is still "
        "there. " + PROVISIONAL.text,
        tmp_path / "out.csv",
    ]
    assert (tmp_path / "out-scans.csv").read_text(encoding="utf-8") == "old"


def test_a_name_that_says_json_is_json(files, monkeypatch, tmp_path):
    saved_as(monkeypatch, tmp_path / "out.json")
    answering = Answering(lambda dialog: dialog.save.click())
    files.ask_export()
    assert answering.asked
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["format"] == "checkin-attendance"


def test_on_paper_there_are_no_columns_to_choose(dialog, files, monkeypatch, tmp_path):
    def on_paper(asked):
        asked.kind.setCurrentIndex(list(KINDS).index(".pdf"))
        assert not asked.columns.isVisible()
        assert not asked.scans.isVisible()
        asked.save.click()

    saved_as(monkeypatch, tmp_path / "compte")
    answering = Answering(on_paper)
    files.ask_export()
    assert answering.asked
    assert (tmp_path / "compte.pdf").read_bytes().startswith(b"%PDF")


def test_a_place_that_cannot_be_written_is_told(files, watching, monkeypatch, tmp_path):
    saved_as(monkeypatch, tmp_path / "gone" / "out.xlsx")
    answering = Answering(lambda dialog: dialog.save.click())
    seen = watching(lambda dialog: dialog._text.text() and dialog.accept())
    files.ask_export()
    assert answering.asked
    assert "no longer there" in seen.told[-1][1]


@pytest.fixture
def waiting_export(monkeypatch):
    """An export that waits, before its first report, for somebody to have looked at its dialog."""
    goes_on = Event()

    def export_then(*arguments):
        assert goes_on.wait(PATIENCE_S)
        return export(*arguments)

    monkeypatch.setattr(exporting, "export", export_then)
    return goes_on


@pytest.fixture
def saving(monkeypatch, tmp_path):
    """Chooses this kind of file, in the folder that it returns."""

    def choose_kind(suffix):
        saved_as(monkeypatch, tmp_path / f"out{suffix}")
        hands.append(Answering(of_kind(suffix)))
        return tmp_path

    hands = []
    yield choose_kind
    assert all(each.asked for each in hands)


def test_the_window_goes_on_while_it_is_exported(files, desk, waiting_export, watching, saving):
    def check_in(dialog):
        if not waiting_export.is_set():
            desk.check_in(an_attendee(1).id)
            waiting_export.set()

    out, seen = saving(".json"), watching(check_in)
    files.ask_export()
    assert seen.told[0][0] == "Exporting the attendance…"
    assert "checked_in" in (out / "out.json").read_text(encoding="utf-8")


def test_a_cancelled_export_writes_and_notes_nothing(files, event, waiting_export, watching, saving):
    def cancel(dialog):
        if not waiting_export.is_set():
            dialog.findChild(QPushButton).click()
            waiting_export.set()
        elif "Stopped" in dialog._text.text():
            dialog.close()

    told = []
    files.written.connect(lambda *done: told.append(done))
    out, seen = saving(".csv"), watching(cancel)
    files.ask_export()
    assert "Stopped" in seen.told[-1][1]
    assert (told, [*out.glob("out*")], noted(event.db, EXPORTED)) == ([], [], "")


def test_codes_are_drawn_beside_the_window(files, watching, monkeypatch, tmp_path):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    told = []
    files.written.connect(lambda text, path: told.append((text, len(list(path.glob("*.png"))))))
    watching(lambda dialog: None)
    files.ask_codes()
    assert [(text[:15], count) for text, count in told] == [("3 codes written", 3)]


def test_cancelled_nothing_is_asked_or_written(files, monkeypatch, tmp_path):
    saved_as(monkeypatch, tmp_path / "out.xlsx")
    answering = Answering(lambda dialog: dialog.reject())
    files.ask_export()
    assert answering.asked
    assert not (tmp_path / "out.xlsx").exists()


def test_every_kind_of_file_that_can_be_written_is_offered_and_says_what_it_holds(qtbot):
    dialog = ExportDialog()
    qtbot.addWidget(dialog)
    for number in range(len(KINDS)):
        dialog.kind.setCurrentIndex(number)  # one without its sentence raises
    assert set(KINDS) == {*_WRITERS, ".pdf"}
