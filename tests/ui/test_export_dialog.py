# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked before an export, that what was chosen is what is written, and what is said of the last export."""

import json
from datetime import UTC
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
from checkin.services.privacy.purge_day import LastExport, last_export, note_exported
from checkin.storage.settings_store import EXPORTED, noted
from checkin.ui.closing.purge_flow import export_state_text
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


def test_a_preset_ticks_its_columns_and_a_tick_makes_it_a_choice_of_ones_own(dialog):
    keys = {column.key for column in dialog.options.columns}
    assert (dialog.suffix, dialog.options.is_by_point) == (".xlsx", False)
    assert keys.isdisjoint({"email", "phone", "custom", "note"})
    choose(dialog, "everything")
    assert (dialog.options.columns, dialog.options.has_scans) == (COLUMNS, True)
    choose(dialog, "mailing")
    assert [c.key for c in dialog.options.columns] == list(PRESETS[-1].columns)
    assert (dialog.options.has_scans, dialog.options.is_by_point) == (False, False)
    tick(dialog, "email", Qt.CheckState.Unchecked)
    tick(dialog, "code", Qt.CheckState.Checked)
    assert dialog.preset.currentIndex() == OWN
    keys = [c.key for c in dialog.options.columns]
    assert ("email" in keys, "code" in keys) == (False, True)


def test_nothing_cannot_be_exported_and_figures_ask_for_no_columns_and_no_scans(dialog):
    for column in COLUMNS:
        tick(dialog, column.key, Qt.CheckState.Unchecked)
    assert not dialog.save.isEnabled()
    dialog.preset.setCurrentIndex(FIGURES)
    assert dialog.save.isEnabled()
    assert (dialog.columns.isVisible(), dialog.options.is_anonymous) == (False, True)
    assert (dialog.scans.isVisible(), dialog.options.has_scans) == (False, False)


def test_every_kind_of_file_that_can_be_written_is_offered_and_says_where_its_scans_are(dialog):
    assert set(KINDS) == {*_WRITERS, ".pdf"}
    assert "sheet" in dialog.scans.text()
    for kind in KINDS:
        dialog.kind.setCurrentIndex(list(KINDS).index(kind))  # one without its sentence raises
        is_paper = kind == ".pdf"
        assert (dialog.scans.isVisible(), dialog.columns.isVisible()) == (not is_paper, not is_paper)
    dialog.kind.setCurrentIndex(list(KINDS).index(".csv"))
    assert dialog.options.has_scans
    assert "in a separate file" in dialog.scans.text()


# Written


@pytest.fixture
def files(event, desk, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    yield ExportFlow(event, desk, window)
    window.close()  # kept until here: it is the parent


@pytest.fixture
def said(files):
    """The text and the path of what was written, and that something changed."""
    told = []
    files.written.connect(lambda text, path: told.extend([text, path]))
    files.changed.connect(lambda: told.append("changed"))
    return told


def saved_as(monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def of_kind(suffix, preset=0):
    def answer(dialog):
        dialog.preset.setCurrentIndex(preset)
        dialog.kind.setCurrentIndex(list(KINDS).index(suffix))
        dialog.save.click()

    return answer


def test_the_menu_writes_what_was_chosen_where_it_was_chosen_and_cancelled_nothing(files, said, monkeypatch, tmp_path):
    def funder(dialog):
        choose(dialog, "funder")
        dialog.save.click()

    path = tmp_path / "présences.xlsx"
    saved_as(monkeypatch, path.with_suffix(""))
    answering = Answering(lambda dialog: dialog.reject(), funder)
    files.ask_export()
    assert (path.exists(), said) == (False, [])
    files.ask_export()
    assert len(answering.asked) == 2
    assert said == ["changed", f"3 rows written to présences.xlsx. {PROVISIONAL.text}", path]
    assert next(openpyxl.load_workbook(path).active.values)[-1] == "Minutes in all"


@pytest.mark.parametrize(
    ("ask", "name"),
    [("ask_save_programme", "programme-2023-07-04-0840.toml"), ("ask_paper_list", "paper-2023-07-04-0840.pdf")],
)
def test_whatever_is_written_is_called_after_the_event_and_its_moment(files, event, monkeypatch, ask, name):
    proposed = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *asked: (proposed.append(asked[2]), ("", ""))[1])
    getattr(files, ask)()
    title = plain(event.programme().event.title.lower())
    assert Path(*proposed) == event.path.with_name(f"{title}-{name}")


@pytest.fixture
def saving(monkeypatch, tmp_path):
    """Chooses this kind of file, in the place that it returns."""

    def choose_kind(suffix, preset=0):
        saved_as(monkeypatch, path := tmp_path / f"out{suffix}")
        hands.append(Answering(of_kind(suffix, preset)))
        return path

    hands = []
    yield choose_kind
    assert all(len(each.asked) == 1 for each in hands)


@pytest.mark.parametrize(
    ("kind", "noted_as"),
    [
        ((".xlsx",), "all"),
        ((".xlsx", 1), "part"),
        ((".csv",), "all"),
        ((".json",), "all"),
        ((".pdf",), ""),
        ((".xlsx", FIGURES), ""),
    ],
)
def test_only_the_attendance_is_noted_as_exported_and_one_for_a_funder_as_a_part(files, event, saving, kind, noted_as):
    path = saving(*kind)
    files.ask_export()
    assert noted(event.db, EXPORTED) == (str(event.journal.newest_place()) if noted_as else "")
    assert not noted_as or last_export(event).is_part is (noted_as == "part")
    assert path.suffix != ".pdf" or path.read_bytes().startswith(b"%PDF")


def test_a_name_that_says_json_is_json(files, monkeypatch, tmp_path):
    saved_as(monkeypatch, tmp_path / "out.json")
    Answering(lambda dialog: dialog.save.click())
    files.ask_export()
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["format"] == "checkin-attendance"


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
    def texts():
        return {path.read_text(encoding="utf-8") for path in tmp_path.glob("out*")}

    for name in ("out.csv", "out-account.csv"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    saved_as(monkeypatch, tmp_path / typed)
    answers = (of_kind(".csv"), press(QMessageBox.ButtonRole.RejectRole))
    hands = Answering(*answers, of_kind(".csv"), press(QMessageBox.ButtonRole.DestructiveRole))
    files.ask_export()
    assert hands.asked[1].text() == f"Already in this folder: {there}."
    assert texts() == {"old"}
    files.ask_export()
    assert len(hands.asked) == 4
    assert "old" not in texts()


def test_scans_of_an_earlier_export_stay_and_are_named(files, said, monkeypatch, tmp_path):
    (tmp_path / "out-scans.csv").write_text("old", encoding="utf-8")
    saved_as(monkeypatch, tmp_path / "out.csv")
    mailing = [p.key for p in PRESETS].index("mailing")
    answering = Answering(of_kind(".csv", mailing), press(QMessageBox.ButtonRole.DestructiveRole))
    files.ask_export()
    assert len(answering.asked) == 2
    _, text, path = said
    assert text.startswith("3 rows written to out.csv; next to it: out-account.csv. out-scans.csv, from an earlier")
    assert text.endswith(PROVISIONAL.text)
    assert path == tmp_path / "out.csv"
    assert (tmp_path / "out-scans.csv").read_text(encoding="utf-8") == "old"


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


def test_the_window_goes_on_while_it_is_exported(files, desk, waiting_export, watching, saving):
    def check_in(dialog):
        if not waiting_export.is_set():
            desk.check_in(an_attendee(1).id)
            waiting_export.set()

    out, seen = saving(".json"), watching(check_in)
    files.ask_export()
    assert seen.told[0][0] == "Exporting the attendance…"
    assert "checked_in" in out.read_text(encoding="utf-8")


def test_a_cancelled_export_writes_and_notes_nothing(files, said, event, waiting_export, watching, saving):  # noqa: PLR0913
    def cancel(dialog):
        if not waiting_export.is_set():
            dialog.findChild(QPushButton).click()
            waiting_export.set()
        elif "Stopped" in dialog._text.text():
            dialog.close()

    out, seen = saving(".csv"), watching(cancel)
    files.ask_export()
    assert "Stopped" in seen.told[-1][1]
    assert (said, [*out.parent.glob("out*")], noted(event.db, EXPORTED)) == ([], [], "")


def test_codes_are_drawn_beside_the_window(files, watching, monkeypatch, tmp_path):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    told = []
    files.written.connect(lambda text, path: told.append((text, len(list(path.glob("*.png"))))))
    watching(lambda dialog: None)
    files.ask_codes()
    assert [(text[:15], count) for text, count in told] == [("3 codes written", 3)]


# The last export, and what came since


@pytest.fixture
def told(event, desk):
    return lambda: export_state_text(last_export(event), desk.now())


def test_the_last_export_is_told_and_whoever_came_since_is_counted(told, event, desk, clock):
    assert told() == "Attendance not yet exported from this computer."
    desk.check_in(an_attendee(1).id)
    note_exported(event, event.journal.newest_place(), clock())
    steps = [
        (lambda: None, "nothing recorded since."),
        (lambda: came.append(desk.check_in(an_attendee(2).id).entry), "1 arrival since."),
        (lambda: came.append(desk.check_in(an_attendee(3).id).entry), "2 arrivals since."),
        (lambda: desk.undo(came.pop()), "1 arrival since."),
        (lambda: desk.undo(came.pop()), "no arrivals since, but something else was recorded."),
    ]
    came = []
    for happens, since in steps:
        happens()
        assert told() == f"Attendance exported at 08:40; {since}"
    note_exported(event, event.journal.newest_place(), clock())
    desk.registration.correct(an_attendee(1).id, {"organisation": "Région"})
    assert told() == "Attendance exported at 08:40; no arrivals since, but something else was recorded."


def test_what_was_exported_in_part_is_not_called_everything(told, event, clock):
    for is_part in (True, False):
        note_exported(event, event.journal.newest_place(), clock(), is_part=is_part)
        assert ("Everything" in told()) is is_part


def test_on_another_day_the_day_is_said_too_and_the_hour_is_that_of_the_event(told, event, desk, clock):
    there = desk.now().astimezone(UTC)
    assert export_state_text(LastExport(there), desk.now()).startswith("Attendance exported at 08:40;")
    note_exported(event, event.journal.newest_place(), clock())
    clock.pass_by(days=1)
    assert told().startswith("Attendance exported on 04/07 at 08:40;")
