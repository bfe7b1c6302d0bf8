# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk answers what is scanned, typed and pressed; the camera owns the loud place until an answer comes."""

from collections import deque
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

from checkin import translation
from checkin.core.attendee import CheckInMethod, Presence, Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.message import Message, StorageError
from checkin.core.programme.programme_edits import with_event
from checkin.core.sync.sync_status import OtherDesk, PlaceStatus, SyncPlace, SyncStatus
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.ui.desk.desk_operations import PendingOperation
from checkin.ui.desk.desk_stage import DeskStage
from checkin.ui.desk.recent_scans import PaceChart
from checkin.ui.look.theme import LIGHT, Appearance, Theme
from checkin.ui.widgets.keyboard import BREATH_MS
from tests.builders import a_programme, an_attendee
from tests.ui.answers import PROGRAMME, a_match, an_answer
from tests.ui.desk_scene import add_person, open_desk

ONE, TWO = an_attendee(1).ticket_code, an_attendee(2).ticket_code


@pytest.fixture
def window(qapp, qtbot, event, desk):
    translation.install(qapp, "fr")
    Appearance(qapp).use(Theme.LIGHT)
    return open_desk(qtbot, event, desk, "fr")


def shown(window):
    """What a screen reader would say of the answer."""
    panel = window.stage.answer
    return f"{panel.accessibleName()}. {panel.accessibleDescription()}"


def type_and_enter(qtbot, window, text):
    qtbot.keyClicks(window.stage.search, text)
    qtbot.keyClick(window.stage.search, Qt.Key.Key_Return)


@pytest.fixture
def remote(event, clock):
    """Somebody who is asked about."""
    return add_person(event, clock, 40, presence=Presence.REMOTE)


def status_of(window):
    return window.footer.accessibleDescription()


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


def test_a_welcome_tells_which_desk_is_silent_and_a_person_is_not_asked(window):
    silent = OtherDesk("Accueil 2", 720, 3)
    window.show_sync_status(SyncStatus((PlaceStatus(SyncPlace.HUB, desks=(silent, OtherDesk("Accueil 3", 3, 0))),)))
    window.take_code(ONE)
    assert (window.answers[-1].verdict, window.answers[-1].silent) == (Verdict.ADMIT, (silent,))


def test_codes_of_one_picture_are_answered_one_after_the_other_and_all_before_the_window_closes(window, event, qtbot):
    for code in (ONE, TWO, an_attendee(3).ticket_code):
        window.take_code(code)
    assert [a.attendee.id for a in window.answers] == [an_attendee(1).id]
    assert status_of(window).startswith("2 codes en cours")
    qtbot.waitUntil(lambda: len(window.answers) == 2)
    assert window.answers[1].attendee.id == an_attendee(2).id
    assert event.attendees.arrived("accueil") == 2
    window.close()
    assert event.attendees.arrived("accueil") == 3


# Typed


@pytest.mark.parametrize(
    ("typed", "reason"), [("fou", Reason.WELCOME), (TWO.lower(), Reason.WELCOME), ("3760", Reason.UNKNOWN)]
)
def test_a_name_of_a_few_letters_or_a_code_is_answered_with_enter(window, qtbot, typed, reason):
    type_and_enter(qtbot, window, typed)
    assert window.answers[-1].reason is reason
    assert reason is Reason.UNKNOWN or window.answers[-1].attendee.last_name == "de La Fournière"
    assert window.stage.search.text() == ""


def test_a_name_that_nobody_has_is_no_refusal(window, event, qtbot):
    before = event.journal.count()
    type_and_enter(qtbot, window, "zorro")
    assert (window.answers, event.journal.count(), window.stage.search.text()) == ([], before, "zorro")
    assert "zorro" in status_of(window)


def test_of_several_people_enter_first_marks_then_takes(window, event, clock, qtbot):
    add_person(event, clock, 50, first_name="Jean", last_name="Fournier")
    type_and_enter(qtbot, window, "fourni")
    assert window.answers == []
    type_and_enter(qtbot, window, "")
    assert window.answers[-1].verdict is Verdict.ADMIT


def test_text_put_back_after_a_scan_shows_its_own_matches(window, qtbot):
    for text in ("fou", "fou" + ONE, "fou"):
        window.stage.search.setText(text)
    assert [window.stage.search.matches.chosen().attendee.id] == [an_attendee(2).id]


def test_after_an_answer_the_next_name_can_be_typed_at_once_and_escape_gives_the_place_back(window, qtbot):
    window.stage.recent_scans.list.setFocus()
    window.take_code(ONE)
    assert window.stage.search.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.stage.is_idle


# F7 and F8


def test_f7_lets_in_whom_the_answer_asked_about(window, event, remote, qtbot):
    window.take_code(remote.ticket_code)
    assert window.answers[-1].reason is Reason.REMOTE
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert window.answers[-1].is_override
    assert event.attendees.get(remote.id).presence is Presence.ON_SITE
    qtbot.keyClick(window, Qt.Key.Key_F7)  # nothing is asked any more
    assert len(window.answers) == 2


def test_f7_says_why_it_lets_nobody_in(window, event, clock, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert window.stage.replied.startswith("Aucune personne affichée.")
    assert "Aucune personne affichée." in window.stage.idle.accessibleDescription()
    window.take_code(add_person(event, clock, 41, status=Status.CANCELLED).ticket_code)
    for _ in range(2):
        qtbot.keyClick(window, Qt.Key.Key_F7)
    assert event.attendees.arrived("accueil") == 0
    assert shown(window).count("Seul le responsable peut faire entrer") == 1
    window.rest()
    assert window.stage.replied == ""


def test_f8_takes_back_the_arrival_of_whom_is_shown_and_pressed_again_nobody_else(window, event, clock, qtbot):
    for code in (ONE, TWO):
        window.take_code(code)
        clock.pass_by(minutes=1)
        qtbot.waitUntil(lambda: not window.codes.is_resting)
    window.take_code("3760123450017")
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert event.attendees.arrived("accueil") == 2
    window.codes.clear()
    window.take_code(ONE)
    assert "Annuler l’arrivée de 08:40 (F8)" in shown(window)
    for _ in range(3):
        qtbot.keyClick(window, Qt.Key.Key_F8)
    assert window.answers[-1].undone.entry.subject == an_attendee(1).id
    assert event.attendees.visit(an_attendee(1).id, "accueil") is None
    assert event.attendees.arrived("accueil") == 1
    assert "Rien à annuler" in shown(window)


# Questions


def test_a_question_is_not_swept_away_by_the_next_code(window, remote, qtbot):
    window.take_code(remote.ticket_code)
    window.take_code(ONE)
    assert status_of(window).startswith("Un autre code est lu.")
    qtbot.wait(BREATH_MS + 200)
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert (window.answers[-1].attendee.id, window.answers[-1].is_override) == (remote.id, True)
    qtbot.waitUntil(lambda: window.answers[-1].attendee.id == an_attendee(1).id)


def test_an_admission_makes_room_for_the_camera_after_a_while_and_a_question_goes_only_with_the_desk(
    window, remote, qtbot
):
    window.take_code(ONE)
    assert window.shown_answer.linger.isActive()
    window.shown_answer.linger.timeout.emit()
    assert window.stage.is_idle
    window.codes.clear()
    window.take_code(remote.ticket_code)
    assert not window.shown_answer.linger.isActive()
    window.header.control_point_chosen.emit("dejeuner")
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert len(window.answers) == 2


# Another control point


def test_a_code_seen_before_the_desk_moved_is_not_counted_where_it_moved_to(window, event, qtbot):
    window.take_code(ONE)
    window.take_code(TWO)
    window.header.control_point_chosen.emit("atelier-b")
    qtbot.wait(BREATH_MS + 200)
    assert (event.attendees.arrived("atelier-b"), event.attendees.arrived("accueil")) == (0, 2)
    window.codes.clear()
    window.take_code(an_attendee(1).ticket_code)
    assert window.answers[-1].reason is Reason.NOT_REGISTERED


# What goes wrong, and what others do


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


def test_what_another_window_did_appears_and_a_programme_that_it_loaded_is_told(window, event, clock):
    window.header.control_point_chosen.emit("dejeuner")
    other = EventFile.open(event.path)
    Desk(other, clock, "Accueil 2").scan(TWO)
    other.plan(a_programme(control_points=a_programme().control_points[:1]), at=clock(), desk="CLI")
    other.close()
    window.updates.keep_time()
    assert window.stage.recent_scans.list.scan_model.rowCount() == 1
    assert "« Déjeuner »".replace(" ", "\u00a0") in status_of(window)


def test_hostile_text_is_shown_as_plain_text(window):
    window.take_code("<b>x</b>\u202e'; DROP TABLE journal")
    assert "\u202e" not in shown(window)


def test_full_screen_and_back(window, qtbot):
    for is_full in (True, False):
        qtbot.keyClick(window, Qt.Key.Key_F11)
        assert window.isFullScreen() is is_full


# The stage


@pytest.fixture
def stage(qtbot, qapp):
    Appearance(qapp).use(Theme.LIGHT)
    window = QWidget()  # inside it, the stage may be wider than the screen is
    qtbot.addWidget(window)
    made = DeskStage(window)
    made.resize(1366, 668)
    window.show()
    yield made
    del window


def test_an_answer_takes_the_place_of_the_camera_which_moves_aside(stage):
    image = QImage(64, 36, QImage.Format.Format_RGB32)
    image.fill(QColor("#FF0000"))
    stage.set_image(image)
    for preview in (stage.idle.preview, stage.small):
        assert preview.grab().toImage().pixelColor(30, 60) == QColor("#FF0000")
    assert stage.is_idle
    assert (stage.idle.isVisible(), stage.chart.isVisible()) == (True, True)
    for width in (1100, 1366, 1920):
        stage.resize(width, 668)
        stage.show_answer(an_answer(), PROGRAMME)
        QApplication.processEvents()
        assert (stage.answer.isVisible(), stage.small.isVisible(), stage.idle.isVisible()) == (True, True, False)
        assert 0.6 < stage.answer.width() / width < 0.75
        assert stage.recent_scans.mapTo(stage, stage.recent_scans.rect().topRight()).x() < width
    stage.show_idle()
    assert (stage.idle.isVisible(), stage.answer.isVisible()) == (True, False)


def looked_for(stage, count):
    """Where the people found are listed, in the stage."""
    stage.search.setText("le")
    stage.search.set_matches([a_match(number) for number in range(1, count + 1)])
    return stage.search.matches.geometry()


def bottom(stage, part):
    return part.mapTo(stage, part.rect().bottomLeft()).y()


@pytest.mark.parametrize("count", [0, 1, 3])
def test_people_found_take_the_place_of_the_last_arrivals_whole(stage, count):
    for _ in range(3):  # each placing stands on its own
        assert looked_for(stage, count).bottom() == bottom(stage, stage.recent_scans)


def test_people_found_that_need_more_room_lie_over_what_is_below_and_never_run_over_the_end(stage):
    stage.resize(1100, 540)
    stage.conflicts.show_count(1)
    stage.alert.show()
    stage.help.show()
    QApplication.processEvents()
    listed = looked_for(stage, 30).bottom()
    assert bottom(stage, stage.recent_scans) < listed <= bottom(stage, stage.recent_scans.parentWidget())


def accent_height(chart, x):
    image = chart.grab().toImage()
    return sum(image.pixelColor(x, y) == QColor(LIGHT.accent) for y in range(image.height()))


@pytest.fixture
def chart(qtbot, qapp):
    Appearance(qapp).use(Theme.LIGHT)
    made = PaceChart()
    qtbot.addWidget(made)
    made.resize(420, 236)
    return made


def test_twice_the_arrivals_make_a_bar_twice_as_high_and_none_no_bar(chart):
    chart.set_pace((5,) * 6 + (10,) * 6, has_arrivals=True)
    low, high = accent_height(chart, 40), accent_height(chart, 260)
    assert low > 20
    assert high == pytest.approx(2 * low, abs=5)  # rounded corners
    assert chart.accessibleDescription() == "90 arrivals in the last 12 minutes"
    chart.set_pace((0,) * 15, has_arrivals=False)
    assert chart.nothing.startswith("Nobody yet.")
    chart.set_pace((0,) * 15, has_arrivals=True)
    assert chart.nothing == "Nobody in the last 15 minutes."
    assert {accent_height(chart, x) for x in range(0, 420, 3)} == {0}
