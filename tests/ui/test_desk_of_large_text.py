# SPDX-License-Identifier: GPL-3.0-or-later
"""With large text the desk scrolls, and an answer is seen from its head, whatever was scrolled before it."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from checkin.core.desk_settings import Settings
from checkin.services.desk_queries import DeskQueries
from checkin.ui.desk.desk_stage import StageScrollArea
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.look.theme import Appearance
from checkin.ui.shell import Shell
from tests.builders import an_attendee
from tests.conftest import add_people

ONE = an_attendee(1)


@pytest.fixture(params=[150, 200])
def large(request, qapp):
    look = Appearance(qapp)
    look.apply(Settings(text_size=request.param, theme="light"))
    yield
    look.apply(Settings())


@pytest.fixture
def window(large, qtbot, event, desk, clock):
    add_people(event, clock(), *map(an_attendee, range(4, 12)))
    made = DeskWindow(desk, DeskQueries(event), "en")
    qtbot.addWidget(made)
    made.resize(1262, 728)
    made.show()
    qtbot.waitExposed(made)
    settle()
    return made


def settle():
    for _ in range(5):
        QApplication.processEvents()


def bar(window) -> QScrollArea:
    return window.findChild(StageScrollArea).verticalScrollBar()


def test_the_letters_of_a_scanner_do_not_scroll_the_answer_away(window):
    search = window.stage.search
    for _ in range(3):
        QTest.keyClicks(search, ONE.ticket_code)
        search.setText("")  # as the wedge does once it knows that a scanner typed
        window.take_code(ONE.ticket_code)
        settle()
        assert bar(window).value() == 0


def test_an_answer_that_comes_while_somebody_is_looked_for_is_seen_whole(window):
    search = window.stage.search
    QTest.keyClicks(search, "le")
    settle()
    assert bar(window).value() > 0, "the people found are below the box"
    assert search.matches.isVisible()
    window.take_code(ONE.ticket_code)
    settle()
    assert bar(window).value() == 0
    answer = window.stage.answer
    covered = answer.visibleRegion().boundingRect().bottom() > search.matches.geometry().top()
    assert search.text() == "le"
    assert search.matches.height() == 0 or not covered
    QTest.keyClicks(search, " ")
    settle()
    assert bar(window).value() > 0, "who types on looks at the list again"
    assert search.matches.height() > 100


@pytest.fixture(params=[(150, 5), (175, 5), (200, 3)], ids=str)
def larger(request, qapp):
    """Text of this size, with an order of so many people: the buttons of more have no room beside its title."""
    size, people = request.param
    look = Appearance(qapp)
    look.apply(Settings(text_size=size, theme="light"))
    yield people
    look.apply(Settings())


@pytest.fixture
def shell(larger, qtbot, event, desk, clock):
    others = [an_attendee(n, first_name=f"Marie-Bernadette {n}", order="A-1001") for n in range(4, 4 + larger)]
    add_people(event, clock(), *others)
    made = Shell(DeskWindow(desk, DeskQueries(event), "fr"), ())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.notice.show_notice("Checkin stopped unexpectedly. " * 3, "circle-alert", "Report a problem…")
    made.show()
    qtbot.waitExposed(made)
    settle()
    return made


@pytest.mark.parametrize("code", [ONE.ticket_code, an_attendee(4).ticket_code, "nobody’s code"])
def test_what_is_pressed_is_seen_whole_below_a_notice(shell, code):
    shell.desk.take_code(code)
    settle()
    answer = shell.desk.stage.answer
    assert answer.buttons
    for button in answer.buttons:
        assert button.visibleRegion().boundingRect() == button.rect(), button.text()
    arranged = answer.arrangement()
    assert answer.visibleRegion().boundingRect().contains(arranged.title.box.toRect())


def test_the_buttons_come_to_their_place_as_the_answer_is_scrolled(shell):
    shell.desk.take_code(an_attendee(4).ticket_code)
    settle()
    answer, scrolled = shell.desk.stage.answer, bar(shell)
    scrolled.setValue(scrolled.maximum())
    settle()
    assert answer.buttons[0].y() == round(answer.arrangement().steps.top())
