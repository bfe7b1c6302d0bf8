# SPDX-License-Identifier: GPL-3.0-or-later
"""The last arrivals: what happened, told in words, and the undo of one line."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor

from checkin.core.answer import Outcome, Then
from checkin.core.decision import Reason, Verdict
from checkin.ui.desk.recent_scans import RecentScansCard, scan_description
from checkin.ui.look.drawing import scan_pill
from checkin.ui.look.theme import LIGHT
from checkin.ui.widgets.row_list import ROW
from tests.ui.answers import NOW, a_passage

# Said by Qt's off-screen platform of every window that has a least size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def passages(qtbot):
    made = RecentScansCard()
    qtbot.addWidget(made)
    made.resize(420, 324)
    made.show_scans([a_passage(1), a_passage(2, can_undo=False), a_passage(3, is_undone=True)])
    made.show()
    return made


def undone_by(passages, act):
    told = []
    passages.undo_chosen.connect(told.append)
    act()
    return told


def choose(passages, row):
    passages.list.setCurrentIndex(passages.list.scan_model.index(row))


def test_delete_on_the_chosen_line_asks_for_its_undo(passages, qtbot):
    choose(passages, 0)
    assert undone_by(passages, lambda: qtbot.keyClick(passages.list, Qt.Key.Key_Delete)) == [bytes([1])]


@pytest.mark.parametrize("row", [1, 2])
def test_a_line_that_cannot_be_undone_asks_for_nothing(passages, qtbot, row):
    choose(passages, row)
    assert undone_by(passages, lambda: qtbot.keyClick(passages.list, Qt.Key.Key_Delete)) == []


def test_the_arrow_on_a_line_undoes_it_and_a_click_elsewhere_does_not(passages, qtbot):
    line = passages.list.visualRect(passages.list.scan_model.index(0))
    arrow = QPoint(line.right() - 26, line.center().y())
    name = QPoint(line.left() + 100, line.center().y())
    viewport = passages.list.viewport()

    def click(at):
        return lambda: qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=at)

    assert undone_by(passages, click(name)) == []
    assert passages.selected().entry == bytes([1])
    assert undone_by(passages, click(arrow)) == [bytes([1])]


@pytest.mark.parametrize("height", [200, 324, 333, 700])
def test_only_whole_lines_are_seen(passages, height):
    passages.resize(420, height)
    assert passages.list.height() % ROW == 0
    assert passages.list.geometry().bottom() < height


def test_the_story_of_a_line_is_whole(passages):
    assert scan_description(a_passage(1)) == "08:46 · Personne 1 · Région Bretagne · In · Accueil 2"


@pytest.mark.parametrize(
    ("verdict", "outcome", "told"),
    [
        (Verdict.REFUSE, Outcome(Then.IN, NOW), "Refused · then in 08:47"),
        (Verdict.ASK, Outcome(Then.OUT, NOW), "To check · then out 08:47"),
        (Verdict.DUPLICATE, Outcome(Then.UNDONE), "Already in · then arrival undone"),
    ],
)
def test_a_line_whose_case_is_closed_says_what_happened_and_how_it_ended_and_is_quiet(verdict, outcome, told):
    closed = a_passage(1, verdict=verdict, outcome=outcome)
    assert told in scan_description(closed)
    assert scan_pill(closed, LIGHT).colours == LIGHT.pill_quiet
    assert scan_pill(a_passage(1, verdict=verdict), LIGHT).colours != LIGHT.pill_quiet


def test_how_it_ended_is_seen_in_the_row(passages):
    pictures = []
    for outcome in (None, Outcome(Then.IN, NOW)):
        passages.show_scans([a_passage(1, verdict=Verdict.REFUSE, can_undo=False, outcome=outcome)])
        pictures.append(passages.grab().toImage())
    assert pictures[0] != pictures[1]


def test_a_line_without_a_person_is_named_by_its_answer():
    refused = a_passage(1, name="", organisation="", verdict=Verdict.REFUSE, reason=Reason.UNKNOWN)
    assert scan_description(refused) == "08:46 · Unknown code · Refused · Accueil 2"


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


def test_with_nobody_the_list_gives_way_to_a_sentence(passages):
    passages.show_scans([])
    assert not passages.list.isVisible()


def test_the_keyboard_is_seen_where_it_is_and_stays_on_its_line(passages, qtbot):
    passages.activateWindow()
    qtbot.waitUntil(passages.isActiveWindow)
    passages.list.setFocus(Qt.FocusReason.TabFocusReason)
    assert passages.selected().entry == bytes([1])
    line = passages.list.visualRect(passages.list.scan_model.index(0))
    ring = QColor(LIGHT.accent)
    image = passages.list.viewport().grab(line).toImage()
    assert any(image.pixelColor(x, line.height() // 2) == ring for x in range(12))
    passages.show_scans([a_passage(4), a_passage(1)])
    assert passages.selected().entry == bytes([1])
    passages.list.clearFocus()
    assert not passages.list.currentIndex().isValid()
