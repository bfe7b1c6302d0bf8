# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands around the answer at the desk: the last arrivals, missing speakers, seats, notices, the note."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtTest import QTest

from checkin import translation
from checkin.core.answer import Outcome, Then
from checkin.core.counts import Tally, overdue_speakers, speaker_statuses
from checkin.core.decision import Reason, Verdict
from checkin.core.desk_settings import Settings
from checkin.core.people.registration_form import MOST_LETTERS
from checkin.core.programme.programme import Session, Speaker
from checkin.services.desk import Desk
from checkin.ui.desk.desk_actions import NoteDialog
from checkin.ui.desk.desk_bars import NoticeBar, PretendGuestBar, missing_speakers_text
from checkin.ui.desk.recent_scans import RecentScansCard, scan_description
from checkin.ui.look.drawing import scan_pill
from checkin.ui.look.theme import LIGHT, Appearance
from checkin.ui.widgets.arrival_meter import ArrivalMeter
from checkin.ui.widgets.row_list import ROW
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.ui.answering import Answering
from tests.ui.answers import NOW, a_passage
from tests.ui.desk_scene import add_person, open_desk, press, spoken

# Said by Qt's off-screen platform of every window that has a least size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

# The last arrivals: what happened, told in words, and the undo of one line


@pytest.fixture
def passages(qtbot):
    made = RecentScansCard()
    qtbot.addWidget(made)
    made.resize(420, 324)
    made.show_scans([a_passage(1), a_passage(2, can_undo=False), a_passage(3, is_undone=True)])
    made.show()
    made.undone = []
    made.undo_chosen.connect(made.undone.append)
    return made


@pytest.mark.parametrize(("row", "undone"), [(0, [bytes([1])]), (1, []), (2, [])])
def test_delete_on_the_chosen_line_asks_for_its_undo_if_it_can_be_undone(passages, qtbot, row, undone):
    passages.list.setCurrentIndex(passages.list.scan_model.index(row))
    qtbot.keyClick(passages.list, Qt.Key.Key_Delete)
    assert passages.undone == undone


def test_the_arrow_on_a_line_undoes_it_and_a_click_elsewhere_does_not(passages, qtbot):
    line = passages.list.visualRect(passages.list.scan_model.index(0))
    for x, undone in ((line.left() + 100, []), (line.right() - 26, [bytes([1])])):
        at = QPoint(x, line.center().y())
        qtbot.mouseClick(passages.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert (passages.undone, passages.selected().entry) == (undone, bytes([1]))


@pytest.mark.parametrize("height", [200, 324, 333, 700])
def test_only_whole_lines_are_seen(passages, height):
    passages.resize(420, height)
    assert passages.list.height() % ROW == 0
    assert passages.list.geometry().bottom() < height


def test_the_story_of_a_line_is_whole_and_without_a_person_named_by_its_answer():
    assert scan_description(a_passage(1)) == "08:46 · Personne 1 · Région Bretagne · In · Accueil 2"
    refused = a_passage(1, name="", organisation="", verdict=Verdict.REFUSE, reason=Reason.UNKNOWN)
    assert scan_description(refused) == "08:46 · Unknown code · Refused · Accueil 2"


@pytest.mark.parametrize(
    ("verdict", "outcome", "told"),
    [
        (Verdict.REFUSE, Outcome(Then.IN, NOW), "Refused · then in 08:47"),
        (Verdict.ASK, Outcome(Then.OUT, NOW), "To check · then out 08:47"),
        (Verdict.DUPLICATE, Outcome(Then.UNDONE), "Already in · then arrival undone"),
    ],
)
def test_a_line_whose_case_is_closed_says_what_happened_and_how_it_ended_and_is_quiet(passages, verdict, outcome, told):
    closed, still_open = (a_passage(1, verdict=verdict, can_undo=False, outcome=each) for each in (outcome, None))
    assert told in scan_description(closed)
    assert scan_pill(closed, LIGHT).colours == LIGHT.pill_quiet != scan_pill(still_open, LIGHT).colours
    pictures = []
    for line in (closed, still_open):
        passages.show_scans([line])
        pictures.append(passages.grab().toImage())
    assert pictures[0] != pictures[1]


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"reason": Reason.WELCOME}, "In"),
        ({"reason": Reason.UNPAID}, "In"),
        ({"reason": Reason.REENTRY}, "Back"),
        ({"reason": Reason.EXIT}, "Out"),
        ({"reason": Reason.EXIT_WITHOUT_ENTRY}, "Out"),
        ({"verdict": Verdict.DUPLICATE, "reason": Reason.ALREADY_ARRIVED}, "Already in"),
        ({"verdict": Verdict.ASK, "reason": Reason.UNPAID}, "To check"),
        ({"verdict": Verdict.REFUSE, "reason": Reason.BLOCKED}, "Refused"),
        ({"reason": Reason.WELCOME, "is_undone": True}, "Arrival undone"),
        ({"reason": Reason.EXIT, "is_undone": True}, "Exit undone"),
    ],
)
def test_every_passage_has_its_word(fields, word):
    assert scan_pill(a_passage(1, **fields), LIGHT).text == word


def test_the_keyboard_is_seen_where_it_is_and_stays_on_its_line_and_with_nobody_the_list_gives_way(passages, qtbot):
    passages.activateWindow()
    qtbot.waitUntil(passages.isActiveWindow)
    passages.list.setFocus(Qt.FocusReason.TabFocusReason)
    line = passages.list.visualRect(passages.list.scan_model.index(0))
    image = passages.list.viewport().grab(line).toImage()
    assert any(image.pixelColor(x, line.height() // 2) == QColor(LIGHT.accent) for x in range(12))
    for scans in ([a_passage(1)], [a_passage(4), a_passage(1)]):
        passages.show_scans(scans)
        assert passages.selected().entry == bytes([1])
    passages.list.clearFocus()
    assert not passages.list.currentIndex().isValid()
    passages.show_scans([])
    assert not passages.list.isVisible()


# Speakers who are missing

MINUTE = timedelta(minutes=1)
SOON, LATER = (Session(key, key, MORNING + minutes * MINUTE) for key, minutes in (("soon", 5), ("later", 25)))
SYLVAIN, ANA = Speaker("1", "Sylvain Reymond", "", "", "later"), Speaker("2", "Ana Lys", "", "", "soon")


@pytest.mark.parametrize(
    ("speakers", "minutes", "told"),
    [
        ((), 0, ""),
        ((SYLVAIN,), -6, ""),
        ((SYLVAIN,), 0, "Speaker to find now: Sylvain Reymond, 07:05 (in 25 min)"),
        ((SYLVAIN,), 25, "Speaker to find now: Sylvain Reymond, since 07:05"),
        ((SYLVAIN,), 85, ""),
        ((SYLVAIN, ANA), 0, "2 speakers to find now, before 07:05"),
        ((SYLVAIN, ANA), 10, "2 speakers to find now, the first since 06:45"),
    ],
)
def test_one_sentence_for_one_or_several(qapp, speakers, minutes, told):
    programme = a_programme(sessions=(SOON, LATER), speakers=speakers)
    assert missing_speakers_text(overdue_speakers(speaker_statuses(programme, [], MORNING + minutes * MINUTE))) == told


@pytest.fixture
def alerted(qtbot, event, desk, clock):
    event.plan(a_programme(sessions=(LATER,), speakers=(SYLVAIN,)), at=clock(), desk="d")
    add_person(event, clock, 40, first_name="Sylvain", last_name="Reymond", category="participant")
    desk.reload()
    return open_desk(qtbot, event, desk)


def test_the_line_goes_when_they_are_let_in_anywhere_that_day_and_returns_when_that_is_undone(alerted, qtbot):
    alert = alerted.stage.alert
    assert "Sylvain Reymond, 07:05 (in 25 min)" in alert.accessibleName()
    alerted.desk_actions.switcher.move_to("dejeuner")
    assert alert.isVisible()
    alerted.take_code(an_attendee(40).ticket_code)
    press(Qt.Key.Key_F7)
    qtbot.waitUntil(alert.isHidden)
    alerted.desk_actions.undo_key.press()
    qtbot.waitUntil(alert.isVisible)


def test_its_key_asks_for_the_programme_only_while_it_is_there_and_the_search_keeps_its_place(alerted, qtbot):
    asked, before = [], alerted.stage.search.geometry()
    alerted.stage.alert.clicked.connect(lambda: asked.append(True))
    press(Qt.Key.Key_F12)
    assert asked == [True]
    alerted.stage.alert.click()
    assert not alerted.stage.alert.hasFocus()
    alerted.stage.alert.show_missing(())
    press(Qt.Key.Key_F12)
    assert (len(asked), alerted.stage.search.geometry()) == (2, before)


# A room at its last seat and beyond

BOOKED = [an_attendee(n, sessions=("atelier-b",)) for n in range(21, 25)]


@pytest.fixture
def open_room(qapp, qtbot, event, clock):
    """Open the door of a workshop with two seats, booked by four people."""

    def at_the_door(**fields):
        programme = a_programme()
        (workshop,) = programme.sessions
        event.plan(replace(programme, sessions=(replace(workshop, **fields),)), at=MORNING, desk="d")
        add_people(event, clock(), *BOOKED)
        translation.install(qapp, "fr")
        return open_desk(qtbot, event, Desk(event, clock, "Salle 2", "atelier-b"), "fr")

    return at_the_door


def test_registered_people_are_let_in_beyond_the_last_seat_and_each_answer_and_the_header_say_so(open_room, event):
    window = open_room()
    said = []
    for person in BOOKED:
        window.operations.scan(person.ticket_code)
        said.append(spoken(window))
        if len(said) == 2:
            window.updates.count()
            meter = window.findChild(ArrivalMeter)
            assert "2 places prises sur 2" in meter.accessibleName()
            assert meter.is_nearly_full
    told = ["", "Dernière place prise : 2 / 2", "Salle pleine : 3 / 2", "Salle pleine : 4 / 2"]
    assert [words in text for words, text in zip(told, said, strict=True)] == [True] * 4
    assert "/ 2" not in said[0]
    assert event.attendees.inside("atelier-b") == 4


def test_where_the_organiser_wants_to_be_asked_a_full_room_is_a_question(open_room, event):
    window = open_room(asks_when_full=True)
    for person in BOOKED[:3]:
        window.operations.scan(person.ticket_code)
    assert window.operations.asked.reason is Reason.ROOM_FULL
    assert spoken(window).startswith("Salle pleine : 2 / 2")
    assert event.attendees.inside("atelier-b") == 2
    press(Qt.Key.Key_F7)
    assert event.attendees.inside("atelier-b") == 3
    assert "Salle pleine : 3 / 2" in spoken(window)


def test_who_comes_back_where_no_exit_is_recorded_is_to_pass(open_room, clock):
    window = open_room()
    for _ in range(2):
        window.operations.scan(BOOKED[0].ticket_code)
        clock.pass_by(minutes=20)
    assert window.operations.shown.reason is Reason.ALREADY_ARRIVED
    assert "Laissez passer" in spoken(window)


@pytest.mark.parametrize(("inside", "is_amber"), [(35, False), (36, True), (41, True)])
def test_the_count_of_seats_is_amber_from_nine_tenths(qtbot, inside, is_amber):
    meter = ArrivalMeter()
    qtbot.addWidget(meter)
    meter.set_tally(Tally(inside, 48, inside, capacity=40))
    assert meter.is_nearly_full is is_amber
    meter.set_tally(Tally(inside, 48, inside))
    assert not meter.is_nearly_full


# Strips above the desk


@pytest.fixture
def look(qapp):
    made = Appearance(qapp)
    yield made
    made.apply(Settings())


def sentence_of_a_notice(qtbot, is_failure, meanwhile=lambda: None):
    """Return the picture of the strip without its buttons, one of which may have the focus."""
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.resize(900, 56)
    bar.show_notice("Checkin did not end well", "circle-alert", "Report a problem…", is_failure=is_failure)
    qtbot.waitExposed(bar)
    meanwhile()
    return bar.grab(QRect(0, 0, 600, bar.height())).toImage()


@pytest.mark.parametrize("is_failure", [False, True])
@pytest.mark.parametrize(("before", "after"), [("light", "dark"), ("light", "contrast"), ("dark", "light")])
def test_a_notice_that_is_shown_is_repainted_with_the_look(qtbot, look, before, after, is_failure):
    def change():
        look.apply(Settings(theme=after))
        qtbot.wait(20)

    look.apply(Settings(theme=before))
    assert sentence_of_a_notice(qtbot, is_failure, change) == sentence_of_a_notice(qtbot, is_failure)


def test_pretend_guests_come_one_by_one_and_then_others_and_a_list_without_codes_says_so(qtbot):
    sets, came = iter([("A", "B"), ("C",)]), []
    bar, empty = PretendGuestBar(lambda: next(sets)), PretendGuestBar(tuple)
    qtbot.addWidget(bar)
    qtbot.addWidget(empty)
    bar.came.connect(came.append)
    assert "2 pretend guests" in bar.text
    for _ in range(3):
        bar.send.click()
    assert (came, "1 of 1" in bar.text) == (["A", "B", "C"], True)
    empty.send.click()
    assert (empty.send.isEnabled(), "no codes" in empty.text) == (False, True)


# The note for the next volunteer

LONG = ("Le traiteur arrive à midi par la porte de derrière ; " * 5)[:210].strip() + "!"


def test_a_note_that_is_too_long_is_told_so_and_kept_until_it_is_shortened(qtbot, event, desk):
    window, said, over = open_desk(qtbot, event, desk), [], len(LONG) - MOST_LETTERS

    def write(dialog):
        assert isinstance(dialog, NoteDialog)
        dialog.field.setPlainText(LONG)
        said.append(dialog.length.text())
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Return):
            QTest.keyClick(dialog.focusWidget(), key)
        assert dialog.isVisible()
        assert dialog.focusWidget() is dialog.field
        dialog.field.moveCursor(QTextCursor.MoveOperation.End)
        for _ in range(over):
            QTest.keyClick(dialog.field, Qt.Key.Key_Backspace)
        assert dialog.field.document().size().height() * dialog.field.fontMetrics().height() < dialog.field.height()
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    hands = Answering(write)
    window.header.note_wanted.emit()
    hands.stop()
    assert [str(over) in text for text in said] == [True]
    assert desk.handover.note() == window.stage.idle.accessibleDescription() == LONG[:MOST_LETTERS]


def test_what_is_added_to_a_note_stands_apart_from_it(qtbot):
    dialog = NoteDialog("Accueil", "Ouvrir à 8 h 30.")
    qtbot.addWidget(dialog)
    QTest.keyClicks(dialog.field, "Clefs chez Ana.")
    assert dialog.text == "Ouvrir à 8 h 30. Clefs chez Ana."
