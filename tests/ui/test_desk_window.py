# SPDX-License-Identifier: GPL-3.0-or-later
from collections import deque
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from checkin import translation
from checkin.core.attendee import CheckInMethod, Presence, Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.message import Message, StorageError
from checkin.core.programme.programme_edits import with_event
from checkin.core.sync.sync_status import OtherDesk, PlaceStatus, SyncPlace, SyncStatus
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.ui.desk.desk_operations import PendingOperation
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.look.theme import Appearance, Theme
from checkin.ui.widgets.keyboard import BREATH_MS
from tests.builders import a_programme, an_attendee
from tests.conftest import add_people

ONE, TWO = an_attendee(1).ticket_code, an_attendee(2).ticket_code


@pytest.fixture
def window(qapp, qtbot, event, desk):
    translation.install(qapp, "fr")
    Appearance(qapp).use(Theme.LIGHT)
    made = DeskWindow(desk, DeskQueries(event), "fr")
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    answers = made.answers = []
    made.answered.connect(answers.append)
    yield made
    translation.install(qapp, "en")


def shown(window):
    """What a screen reader would say of the answer."""
    panel = window.stage.answer
    return f"{panel.accessibleName()}. {panel.accessibleDescription()}"


def type_and_enter(qtbot, window, text):
    qtbot.keyClicks(window.stage.search, text)
    qtbot.keyClick(window.stage.search, Qt.Key.Key_Return)


def test_a_code_that_was_seen_is_answered_and_on_the_list(window, event, qtbot):
    window.take_code(ONE)
    assert "Bienvenue" in shown(window)
    assert "Le Goff-1" in shown(window)
    assert event.journal.entries_of_kinds([EntryKind.CHECKED_IN])
    qtbot.waitUntil(lambda: window.stage.recent_scans.list.scan_model.rowCount() == 1)
    assert not window.stage.is_idle


def test_at_four_in_the_morning_the_desk_shows_the_new_day_and_counts_anew(window, event, desk, clock):
    planned = a_programme()
    event.plan(with_event(planned, replace(planned.event, last_day=date(2023, 7, 5))), at=clock(), desk="d")
    desk.reload()
    window.updates.refresh()
    window.take_code(ONE)
    clock.at = datetime(2023, 7, 5, 1, 59, tzinfo=UTC)  # in Paris it is nearly four
    window.updates.keep_time()
    assert "mardi 4 juillet" in window.header._title.accessibleName()
    assert window.header._count.accessibleName().startswith("1 arrivé")
    clock.pass_by(minutes=1)
    window.updates.keep_time()
    assert "mercredi 5 juillet" in window.header._title.accessibleName()
    assert window.header._count.accessibleName().startswith("0 arrivé")
    assert window.stage.is_idle
    assert "Nouvelle journée" in window.footer.accessibleDescription()


def test_two_codes_of_one_picture_are_answered_one_after_the_other(window, qtbot):
    window.take_code(ONE)
    window.take_code(TWO)
    assert [a.attendee.id for a in window.answers] == [an_attendee(1).id]
    qtbot.waitUntil(lambda: len(window.answers) == 2)
    assert window.answers[1].attendee.id == an_attendee(2).id


def test_a_welcome_tells_which_desk_is_silent_and_a_person_is_not_asked(window):
    silent = OtherDesk("Accueil 2", 720, 3)
    window.show_sync_status(SyncStatus((PlaceStatus(SyncPlace.HUB, desks=(silent, OtherDesk("Accueil 3", 3, 0))),)))
    window.take_code(ONE)
    assert (window.answers[-1].verdict, window.answers[-1].silent) == (Verdict.ADMIT, (silent,))


def test_a_name_typed_with_two_letters_checks_in_with_enter(window, qtbot):
    qtbot.keyClicks(window.stage.search, "fou")
    qtbot.keyClick(window.stage.search, Qt.Key.Key_Return)
    assert window.answers[-1].reason is Reason.WELCOME
    assert window.answers[-1].attendee.last_name == "de La Fournière"
    assert window.stage.search.text() == ""


def test_a_code_typed_into_the_box_is_scanned(window, qtbot):
    qtbot.keyClicks(window.stage.search, ONE.lower())
    qtbot.keyClick(window.stage.search, Qt.Key.Key_Return)
    assert window.answers[-1].verdict is Verdict.ADMIT


def test_a_name_that_nobody_has_is_no_refusal(window, event, qtbot):
    before = event.journal.count()
    qtbot.keyClicks(window.stage.search, "zorro")
    qtbot.keyClick(window.stage.search, Qt.Key.Key_Return)
    assert window.answers == []
    assert event.journal.count() == before
    assert window.stage.search.text() == "zorro"
    assert "zorro" in window.footer.accessibleDescription()


def test_a_number_that_nobody_has_is_an_unknown_code(window, qtbot):
    qtbot.keyClicks(window.stage.search, "3760")
    qtbot.keyClick(window.stage.search, Qt.Key.Key_Return)
    assert window.answers[-1].reason is Reason.UNKNOWN


def test_text_put_back_after_a_scan_shows_its_own_matches(window, qtbot):
    window.stage.search.setText("fou")
    window.stage.search.setText("fou" + ONE)
    window.stage.search.setText("fou")
    assert [window.stage.search.matches.chosen().attendee.id] == [an_attendee(2).id]


def test_f7_lets_in_whom_the_answer_asked_about(window, event, clock, qtbot):
    remote = an_attendee(40, presence=Presence.REMOTE)
    add_people(event, clock(), remote)
    window.take_code(remote.ticket_code)
    assert window.answers[-1].reason is Reason.REMOTE
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert window.answers[-1].is_override
    assert event.attendees.get(remote.id).presence is Presence.ON_SITE
    qtbot.keyClick(window, Qt.Key.Key_F7)  # nothing is asked any more
    assert len(window.answers) == 2


def test_f7_does_nothing_on_a_refusal(window, event, clock, qtbot):
    gone = an_attendee(41, status=Status.CANCELLED)
    add_people(event, clock(), gone)
    window.take_code(gone.ticket_code)
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert event.attendees.arrived("accueil") == 0
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert shown(window).count("Seul le responsable peut faire entrer : F9.".replace(" :", "\u00a0:")) == 1
    window.rest()
    assert window.stage.replied == ""


def test_f7_says_why_it_lets_nobody_in(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert window.stage.replied.startswith("Aucune personne affichée.")
    assert "Aucune personne affichée." in window.stage.idle.accessibleDescription()


def two_arrivals(window, clock, qtbot):
    for code in (ONE, TWO):
        window.take_code(code)
        clock.pass_by(minutes=1)
        qtbot.waitUntil(lambda: not window.codes.is_resting)


def test_f8_takes_back_the_arrival_shown_and_pressed_again_nobody_else(window, event, clock, qtbot):
    two_arrivals(window, clock, qtbot)
    for _ in range(3):
        qtbot.keyClick(window, Qt.Key.Key_F8)
    assert window.answers[-1].reason is Reason.UNDONE
    assert window.answers[-1].attendee.id == an_attendee(2).id
    assert event.attendees.arrived("accueil") == 1
    assert "Rien à annuler" in shown(window)


def test_f8_on_a_refusal_takes_nobody_back(window, event, clock, qtbot):
    two_arrivals(window, clock, qtbot)
    window.take_code("3760123450017")
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert event.attendees.arrived("accueil") == 2


def test_f8_on_somebody_who_is_here_already_takes_back_the_arrival_of_them(window, event, clock, qtbot):
    two_arrivals(window, clock, qtbot)
    window.take_code(ONE)
    assert "Annuler l’arrivée de 08:40 (F8)" in shown(window)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert window.answers[-1].undone.entry.subject == an_attendee(1).id
    assert event.attendees.visit(an_attendee(1).id, "accueil") is None
    assert event.attendees.arrived("accueil") == 1


def test_of_several_people_enter_first_marks_then_takes(window, event, clock, qtbot):
    add_people(event, clock(), an_attendee(50, first_name="Jean", last_name="Fournier"))
    qtbot.keyClicks(window.stage.search, "fourni")
    qtbot.keyClick(window.stage.search, Qt.Key.Key_Return)
    assert window.answers == []
    qtbot.keyClick(window.stage.search, Qt.Key.Key_Return)
    assert window.answers[-1].verdict is Verdict.ADMIT


def test_f8_on_the_list_takes_back_the_selected_line(window, event, clock, qtbot):
    two_arrivals(window, clock, qtbot)
    rows = window.stage.recent_scans.list
    qtbot.waitUntil(lambda: rows.scan_model.rowCount() == 2)
    rows.setFocus()
    rows.setCurrentIndex(rows.scan_model.index(1))
    qtbot.keyClick(rows, Qt.Key.Key_F8)
    assert window.answers[-1].attendee.id == an_attendee(1).id


def test_a_full_disk_is_the_loudest_answer_and_the_desk_goes_on(window, event):
    pages = event.db.conn.execute("PRAGMA page_count").fetchone()[0]
    event.db.conn.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageError) as failed:
        deque((window._desk.scan(f"376{number}") for number in range(5000)), maxlen=0)
    window.operations._attempt = PendingOperation(ONE, CheckInMethod.CODE, an_attendee(1))
    window.fail(failed.value)
    assert "NON ENREGISTRÉ" in shown(window)
    assert "Le Goff-1" in shown(window)  # whom to note on paper
    event.db.conn.execute("PRAGMA max_page_count = 1000000")
    window.take_code(ONE)
    assert "Bienvenue" in shown(window)


def test_an_error_beside_a_scan_does_not_deny_the_arrival(window):
    window.take_code(ONE)
    window.fail(StorageError(Message("storage", "The disk refused: nothing was saved.")))
    assert "Bienvenue" in shown(window)


def test_a_question_is_not_swept_away_by_the_next_code(window, event, clock, qtbot):
    remote = an_attendee(42, presence=Presence.REMOTE)
    add_people(event, clock(), remote)
    window.take_code(remote.ticket_code)
    window.take_code(ONE)
    assert window.footer.accessibleDescription().startswith("Un autre code est lu.")
    qtbot.wait(BREATH_MS + 200)
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert window.answers[-1].attendee.id == remote.id
    assert window.answers[-1].is_override
    qtbot.waitUntil(lambda: window.answers[-1].attendee.id == an_attendee(1).id)


def test_a_code_seen_before_the_desk_moved_is_not_counted_where_it_moved_to(window, event, qtbot):
    window.take_code(ONE)
    window.take_code(TWO)
    assert window.footer.accessibleDescription().startswith("1 code en cours")
    window.header.control_point_chosen.emit("dejeuner")
    qtbot.wait(BREATH_MS + 200)
    assert event.attendees.arrived("dejeuner") == 0
    assert event.attendees.arrived("accueil") == 2


def test_codes_that_wait_are_recorded_before_the_window_closes(window, event):
    for number in (1, 2, 3):
        window.take_code(an_attendee(number).ticket_code)
    assert event.attendees.arrived("accueil") == 1
    window.close()
    assert event.attendees.arrived("accueil") == 3


def test_the_control_point_is_changed_by_hand(window, event):
    window.header.control_point_chosen.emit("atelier-b")
    window.take_code(ONE)
    assert window.answers[-1].reason is Reason.NOT_REGISTERED


def test_what_another_window_did_appears(window, event, clock, qtbot):
    other = EventFile.open(event.path)
    other.plan(a_programme(), at=clock(), desk="CLI")
    Desk(other, clock, "Accueil 2").scan(TWO)
    other.close()
    window.updates.keep_time()
    assert window.stage.recent_scans.list.scan_model.rowCount() == 1


def test_hostile_text_is_shown_as_plain_text(window):
    window.take_code("<b>x</b>\u202e'; DROP TABLE journal")
    assert "\u202e" not in shown(window)


def test_after_an_answer_the_next_name_can_be_typed_at_once(window):
    window.stage.recent_scans.list.setFocus()
    window.take_code(ONE)
    assert window.stage.search.hasFocus()


def test_escape_gives_the_place_back_to_the_camera(window, qtbot):
    window.take_code(ONE)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.stage.is_idle


def test_pictures_and_outlines_cost_nothing_to_take(window):
    window.take_image(QImage(640, 480, QImage.Format.Format_Grayscale8))
    window.outline([((1, 1), (9, 1), (9, 9), (1, 9))])
    window.show_camera("Caméra absente", "", is_live=False, is_mirrored=True)
    assert not window.grab().isNull()
    QApplication.processEvents()


def test_full_screen_and_back(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert not window.isFullScreen()


def test_an_admission_makes_room_for_the_camera_after_a_while_and_a_question_does_not(window, event, clock):
    window.take_code(ONE)
    assert window.shown_answer.linger.isActive()
    window.shown_answer.linger.timeout.emit()
    assert window.stage.is_idle
    remote = an_attendee(43, presence=Presence.REMOTE)
    add_people(event, clock(), remote)
    window.codes.clear()
    window.take_code(remote.ticket_code)
    assert not window.shown_answer.linger.isActive()


def test_a_question_is_forgotten_when_the_desk_moves(window, event, clock, qtbot):
    remote = an_attendee(44, presence=Presence.REMOTE)
    add_people(event, clock(), remote)
    window.take_code(remote.ticket_code)
    window.header.control_point_chosen.emit("dejeuner")
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert len(window.answers) == 1


def test_a_programme_that_another_window_loaded_is_taken_over_and_told(window, event, clock):
    window.header.control_point_chosen.emit("dejeuner")
    other = EventFile.open(event.path)
    points = a_programme().control_points[:1]
    other.plan(a_programme(control_points=points), at=clock(), desk="CLI")
    other.close()
    window.updates.keep_time()
    assert "« Déjeuner »".replace(" ", "\u00a0") in window.footer.accessibleDescription()


def test_f7_at_a_group_lets_all_in(window, event, clock, qtbot):
    group = an_attendee(7, places=5)
    add_people(event, clock(), group)
    window.take_code(group.ticket_code)
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert event.attendees.arrived("accueil") == 5
