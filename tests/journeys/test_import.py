# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes in from files, in the program as it is built: lists, logs of a stream, photographs."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QPushButton

from checkin.core.entries import EntryKind
from checkin.core.lists.list_fields import CompanionHandling
from checkin.core.programme.programme import Session
from checkin.services.attendance.attendance_evidence import AttendanceEvidence
from checkin.services.event_file import EventFile
from checkin.services.lists.import_undo import newest_import
from checkin.services.photographs import read_photographs
from checkin.ui.closing.closing_sections import ClosingConnectionLog
from checkin.ui.import_export.import_dialog import ImportDialog
from checkin.ui.import_export.import_flow import ImportReport
from checkin.ui.import_export.list_difference_dialog import ListDifferenceDialog
from checkin.ui.import_export.photographs_dialog import PhotographsDialog
from checkin.ui.people.person_actions import PersonAction
from checkin.ui.widgets.screen_page import CLOSING, PARTICIPANTS, PROGRAMME
from scripts.backstage_photographs import portrait
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.services.lists import a_list, person
from tests.services.public_lists import FOLDER
from tests.ui.answering import STAYS, Answering, agree
from tests.ui.dropping import drop

NAME, NEXT = "helloasso_participants.csv", "helloasso_participants.v2.csv"
PEOPLE = json.loads((FOLDER / f"{NAME}.expected.json").read_text(encoding="utf-8"))["attendees"]
EXPECTED = json.loads((FOLDER / f"{NAME}.diff.expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def started(tmp_path, clock, open_program):
    """What opens the desk of an event without people, with this programme."""

    def start(**programme):
        event = EventFile.create(tmp_path / "rencontre.checkin", KEY)
        if programme:
            event.plan(a_programme(**programme), at=clock(), desk="d")
        return open_program(event, has_devices=False)

    return start


def repeat(dialog, step):
    """In a window that is left open: looks again and again."""
    again = QTimer(dialog, interval=10)
    again.timeout.connect(step)
    again.start()
    return STAYS


def bring(program, path, qtbot, *answers):
    """Dropped on the window, and every question answered. Returns the windows that asked."""
    hands = Answering(*answers)
    assert drop(program.shell, path)
    qtbot.waitUntil(lambda: len(hands.asked) == len(answers) and QApplication.activeModalWidget() is None)
    return hands.asked


def names(program):
    return {attendee.name for attendee, _ in program._event.attendees.all()}


def test_a_list_its_next_version_and_back(started, qtbot):
    program = started()
    event = program._event
    windows = bring(program, FOLDER / NAME, qtbot, agree, ImportReport.accept)
    assert [type(window) for window in windows] == [ImportDialog, ImportReport]
    first, entries = names(program), event.journal.count()
    assert event.attendees.count() == PEOPLE

    windows = bring(program, FOLDER / NAME, qtbot, agree, ImportReport.accept)
    assert [type(window) for window in windows] == [ImportDialog, ImportReport]
    assert event.journal.count() == entries

    shown = []
    windows = bring(
        program,
        FOLDER / NEXT,
        qtbot,
        agree,
        lambda dialog: (shown.append(counts(dialog)), dialog.accept()),
        ImportReport.accept,
    )
    assert [type(window) for window in windows] == [ImportDialog, ListDifferenceDialog, ImportReport]
    added, changed, removed = (len(EXPECTED[kind]) for kind in ("added", "changed", "removed"))
    assert shown == [[added, changed, removed, len(EXPECTED["probable_duplicates"])]]
    record = newest_import(event)
    assert (record.added, record.changed, record.gone) == (added, changed, removed)

    take_back(program, qtbot)
    assert names(program) == first


def counts(dialog):
    """Of the tabs, as they are written on them."""
    titles = (dialog.tabs.tabText(at) for at in range(dialog.tabs.count()))
    return [int(title.rpartition("(")[2].rstrip(")")) for title in titles]


def take_back(program, qtbot):
    def allow(dialog):
        dialog.why.setCurrentIndex(0)
        dialog._try()

    hands = Answering(allow)
    program.built.menu.undo_import_wanted.emit()
    assert len(hands.asked) == 1


ACCENTS = (
    "Prénom;Nom;E-mail\n"
    "Béatrice;Abgrall;béatrice.abgrall@example.org\n"
    "Anaïs;Le Goff;anaïs@example.org\n"
    "Jean;Morvan;jean@example.org\n"
)


def test_addresses_with_accents_are_said_at_the_import_and_put_right_with_one_key(started, qtbot, tmp_path):
    """They are corrections of the people: the same list, imported again, does not bring the accents back."""
    program, seen = started(), []
    event = program._event
    (tmp_path / "liste.csv").write_text(ACCENTS, encoding="utf-8")

    def look_and_correct(report):
        (key,) = [button for button in report.findChildren(QPushButton) if button.text().startswith("Correct")]
        seen.append(key.text())
        QTimer.singleShot(0, key.click)
        return STAYS

    def see_both(dialog):
        assert dialog.focusWidget() is dialog.table
        model = dialog.table.model()
        seen.extend(model.table.rows[row][1:] for row in range(model.rowCount()))
        dialog.accept()

    windows = bring(program, tmp_path / "liste.csv", qtbot, agree, look_and_correct, see_both, ImportReport.accept)
    assert "2 addresses to correct: accents" in windows[0].progress.text.text()
    assert [problem.row for problem in windows[0].preview.problems] == [2, 3]
    assert "2 addresses" in seen[0]
    assert seen[1:] == [
        ("béatrice.abgrall@example.org", "beatrice.abgrall@example.org"),
        ("anaïs@example.org", "anais@example.org"),
    ]
    addresses = {person.email for person, _ in event.attendees.all()}
    assert addresses == {"beatrice.abgrall@example.org", "anais@example.org", "jean@example.org"}
    corrected = event.journal.entries_of_kinds([EntryKind.ATTENDEE_CORRECTED])
    assert [entry.body["changes"] for entry in corrected] == [{"email": list(pair)} for pair in seen[1:]]
    windows = bring(program, tmp_path / "liste.csv", qtbot, agree, ImportReport.accept)
    assert windows[-1].mend.isHidden()
    assert {person.email for person, _ in event.attendees.all()} == addresses


SESSIONS = (
    Session("eau", "A1 – Rivières", MORNING, is_booked=True),
    Session("sols", "A2 – Sols", MORNING, is_booked=True),
)
CROSSES = ("Durand;Zoé;x;;x", "Petit;Max;oui;✓;", "Noir;Ada;;1;x", "Roux;Luc;;A3 – Forêts;")


def test_crosses_are_told_before_the_import_and_are_a_filter_and_a_list_after_it(started, tmp_path, qtbot):
    program, told = started(sessions=SESSIONS, speakers=()), []

    def read_and_agree(dialog):
        def go_on():
            if (said := dialog.form.strip.text()) and not told:
                told.append(said)
                dialog.go_on.click()

        return repeat(dialog, go_on)

    listed = a_list(tmp_path, *CROSSES, header="Nom;Prénom;A1 – Rivières;A2 – Sols;Newsletter")
    bring(program, listed, qtbot, read_and_agree, ImportReport.accept)
    assert "A1 – Rivières (2 registered), A2 – Sols (2 registered)" in told[0]
    assert "“A3 – Forêts” (1 row)" in told[0]
    people = program.shell.enter_by_name(PARTICIPANTS)
    chosen = people.list.bar.session
    chosen.setCurrentIndex(chosen.findData("sols"))
    chosen.activated.emit(chosen.currentIndex())
    model = people.list.model
    qtbot.waitUntil(lambda: model.rowCount() == 2)
    assert [model.standing(row).attendee.last_name for row in range(2)] == ["Noir", "Petit"]
    board = program.shell.enter_by_name(PROGRAMME)
    board.speakers.pages.setCurrentIndex(1)
    rows = board.speakers.registrants.content
    assert [rows.index(n).data().split(" · ")[0] for n in range(rows.rowCount())] == ["Zoé Durand", "Max Petit"]


ORDERS = (
    "Durand;Zoé;A-1001;Confirmé;Noir;Ada",
    "Petit;Max;A-1001;Confirmé;;",
    "Roux;Luc;A-1001;Annulé;Blanc;Ève",
    "Kone;Jade;A-1002;Confirmé;;",
)


def as_people(dialog):
    """In the import dialog: companions become people, then Enter."""
    form = dialog.form

    def go_on():
        choice = form.companions.choice
        if form.companions.isVisible() and choice.currentData() != CompanionHandling.PEOPLE:
            choice.setCurrentIndex(choice.findData(CompanionHandling.PEOPLE.value))
            choice.activated.emit(choice.currentIndex())
        elif form.companions.isVisible() and form.mapping.companions is CompanionHandling.PEOPLE and dialog._seen:
            dialog.go_on.click()

    return repeat(dialog, go_on)


def test_an_order_with_a_companion_comes_in_together_and_nobody_else(started, tmp_path, qtbot):
    program = started(sessions=(), speakers=())
    header = "Nom;Prénom;N° commande;Statut;Accompagnant nom;Accompagnant prénom"
    bring(program, a_list(tmp_path, *ORDERS, header=header), qtbot, as_people, ImportReport.accept)
    event, window = program._event, program.window

    def here():
        return {event.attendees.get(visit.attendee).name for visit in event.attendees.visits()}

    assert names(program) == {"Zoé Durand", "Ada Noir", "Max Petit", "Luc Roux", "Ève Blanc", "Jade Kone"}
    window.take_code(person(event, "Ada Noir").ticket_code)
    assert "2 others of this order" in window.stage.answer.accessibleDescription()
    qtbot.keyClicks(window.stage.search, "3")
    qtbot.keyClick(window.stage.search, Qt.Key.Key_Return)
    assert here() == {"Ada Noir", "Zoé Durand", "Max Petit"}
    window.desk_actions.undo_key.press()
    assert len(here()) == 2
    window.take_code(person(event, "Jade Kone").ticket_code)
    assert "others" not in window.stage.answer.accessibleDescription()


LOG = Path(__file__).parents[1] / "data" / "remote" / "zoom-en.csv"


@pytest.fixture
def french(event, open_program):
    return open_program(event, "fr", has_devices=False)


def press(dialog, role):
    box = dialog.findChild(QDialogButtonBox)
    next(b for b in box.buttons() if box.buttonRole(b) is role).click()


def watched(event, number):
    stays = AttendanceEvidence(event).of(an_attendee(number).id).attendance.stays
    return [stay.time.length for stay in stays if stay.is_online]


def test_the_log_from_the_menu_with_a_doubtful_name_decided(french, event, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(LOG), ""))

    def decide(dialog):
        assert dialog.tabs.isTabEnabled(0)
        dialog.tabs.widget(0).boxes[0].setCurrentIndex(1)
        press(dialog, QDialogButtonBox.ButtonRole.AcceptRole)

    Answering(decide)
    french.built.menu.connection_log_wanted.emit()
    assert [len(watched(event, number)) for number in (1, 2, 3)] == [1, 2, 1]
    assert "3 personnes" in french.window.footer.accessibleDescription()


def test_what_was_shown_is_written_whatever_became_of_the_file(french, event, monkeypatch, tmp_path):
    log = tmp_path / LOG.name
    log.write_bytes(LOG.read_bytes())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(log), ""))

    def agree(dialog):
        log.write_bytes(LOG.with_name("livestorm.csv").read_bytes())
        dialog.enough.setValue(6)
        press(dialog, QDialogButtonBox.ButtonRole.AcceptRole)

    Answering(agree)
    french.built.menu.connection_log_wanted.emit()
    assert [len(watched(event, number)) for number in (1, 2, 3)] == [1, 2, 0]


def test_who_turns_away_changes_nothing_and_a_wrong_zone_is_told_there(french, event, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(LOG), ""))
    count = event.journal.count()

    def look(dialog):
        dialog.zone.setCurrentText("Paris/Europe")
        assert "Paris/Europe" in dialog.notice.text()
        dialog.zone.setCurrentText("UTC")
        assert ("-2\u00a0h" in dialog.notice.text(), dialog.found.zone) == (True, "UTC")
        dialog.enough.setValue(600)
        assert len(dialog.found.brief) == 4
        press(dialog, QDialogButtonBox.ButtonRole.RejectRole)

    Answering(look)
    french.shell.enter_by_name(CLOSING).findChild(ClosingConnectionLog).button.click()
    assert event.journal.count() == count


ONE, TWO = an_attendee(1), an_attendee(2)


@pytest.fixture
def folder(tmp_path, qapp):
    made = tmp_path / "trombi"
    made.mkdir()
    (made / f"{ONE.ticket_code}.jpg").write_bytes(portrait())
    (made / "quelqu’un.jpg").write_bytes(portrait(1))
    return made


def shown_face(program):
    content = program.shell.desk.stage.answer._content
    return None if content is None or content.photograph.isNull() else content.photograph.size().toTuple()


def test_a_folder_let_fall_on_the_window_gives_the_next_arrival_a_face(french, folder, event, qtbot):
    hands = Answering(lambda dialog: press(dialog, QDialogButtonBox.ButtonRole.AcceptRole))
    drop(french.shell, folder)
    qtbot.waitUntil(lambda: len(read_photographs(event)) == 1)
    hands.stop()
    (dialog,) = hands.asked
    assert isinstance(dialog, PhotographsDialog)
    french.shell.desk.take_code(ONE.ticket_code)
    assert shown_face(french) == (300, 400)
    french.shell.desk.take_code(TWO.ticket_code)
    qtbot.waitUntil(lambda: shown_face(french) is None)


def test_a_look_that_is_cancelled_writes_nothing(french, folder, event, monkeypatch, qtbot):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    hands = Answering(lambda dialog: press(dialog, QDialogButtonBox.ButtonRole.RejectRole))
    before = event.journal.count()
    french.built.menu.photographs_wanted.emit()
    qtbot.waitUntil(lambda: bool(hands.asked) and not QApplication.activeModalWidget())
    hands.stop()
    assert event.journal.count() == before


def test_the_photograph_of_one_person_is_chosen_and_removed_on_their_page(french, folder, event, monkeypatch, qtbot):
    screen = french.shell.enter_by_name(PARTICIPANTS)
    screen.show_person(TWO.id)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(folder / "quelqu’un.jpg"), ""))
    assert PersonAction.REMOVE_PHOTOGRAPH not in screen.list.panel.acts
    screen.list.action_wanted.emit(PersonAction.PHOTOGRAPH)
    assert read_photographs(event).keys() == {TWO.id}
    assert PersonAction.REMOVE_PHOTOGRAPH in screen.list.panel.acts
    hands = Answering(lambda box: next(b for b in box.buttons() if b.text() == "Retirer").click())
    screen.list.action_wanted.emit(PersonAction.REMOVE_PHOTOGRAPH)
    hands.stop()
    assert read_photographs(event) == {}
    assert screen.list.person.photograph == b""
