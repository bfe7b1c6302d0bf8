# SPDX-License-Identifier: GPL-3.0-or-later
"""A volunteer makes a programme, and a badge that everyone gets, from nothing: with the actions counted."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from checkin.core.badges.template import CodeElement, ImageElement, TextElement
from checkin.core.decision import Reason
from checkin.core.entries import EntryKind
from checkin.devices.decoder import decode_image
from checkin.services.badges.badge_templates import BadgeTemplates, own_templates
from checkin.services.event_file import EventFile
from checkin.ui.badges.badges_browser import BadgesContext
from checkin.ui.badges.badges_heading import BadgeAction
from checkin.ui.editor_screens import BadgesScreen
from checkin.ui.widgets.screen_page import PROGRAMME
from tests.badges.badge_images import to_image
from tests.builders import KEY, MORNING, an_attendee
from tests.conftest import add_people
from tests.ui.answering import Answering
from tests.ui.badge_files import ChosenFiles
from tests.ui.texts_on_screen import places_of

GUEST = an_attendee(1)
DAY = f"{MORNING:%d/%m/%Y}"


@pytest.fixture
def program(tmp_path, clock, open_program):
    event = EventFile.create(tmp_path / "journée.checkin", KEY)
    add_people(event, clock(), GUEST)
    return open_program(event, has_devices=False)


def written(qtbot, field, text):
    field.line.setFocus()
    field.line.selectAll()
    qtbot.keyClick(field.line, Qt.Key.Key_Delete)
    qtbot.keyClicks(field.line, text)
    qtbot.keyClick(field.line, Qt.Key.Key_Tab)


def a_workshop(qtbot):
    """As a coordinator types it, morning of the day."""

    def write(editor):
        qtbot.waitUntil(editor.isActiveWindow)
        event = editor.event_page.form.fields
        written(qtbot, event["title"], "Rencontre")
        written(qtbot, event["day"], DAY)
        editor.tabs.setCurrentIndex(1)
        editor.sessions.add.click()
        form = editor.sessions.form.fields
        written(qtbot, form["title"], "Atelier E : lire")
        written(qtbot, form["starts"], "9h")
        written(qtbot, form["ends"], "12:00")
        written(qtbot, form["capacity"], "1")
        editor.sessions.control_point.click()
        editor.save.click()

    return write


def test_from_an_event_without_a_programme_to_the_first_scan_at_a_new_door(program, clock, qtbot):
    program.shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is program.shell)
    screen = program.shell.enter_by_name(PROGRAMME)
    hands = Answering(a_workshop(qtbot))
    qtbot.keyClick(screen, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert len(hands.asked) == 1
    assert program.desk.programme.event.title == "Rencontre"
    assert [p.name for p in program.desk.programme.control_points] == ["Accueil", "Atelier E"]
    program.shell.enter_desk()
    program.window.header.control_point_chosen.emit("atelier-e")
    clock.pass_by(hours=1)
    program.window.take_code(GUEST.ticket_code)
    assert [(a.reason, a.control_point.id) for a in program.answers] == [(Reason.WELCOME, "atelier-e")]
    event = EventFile.open(program._event.path)
    (entry,) = event.journal.entries_of_kinds([EntryKind.CHECKED_IN])
    assert (entry.subject, entry.body["control_point"]) == (GUEST.id, "atelier-e")
    event.close()


MOST_ACTIONS = 20
"""Clicks, keys and names written, from the screen of badges to the PDF of all. Fifteen seconds for each is five
minutes."""


class Volunteer:
    """Does what a hand can do, and counts."""

    def __init__(self):
        self.actions = 0

    def click(self, button):
        self.actions += 1
        assert button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def choose(self, button, name):
        """A click that opens a menu, and one in it."""
        self.actions += 2
        button.menu().aboutToShow.emit()
        action = next(a for a in button.menu().actions() if a.text().split("\t")[0] == name)
        action.trigger()

    def press(self, key, keys=Qt.KeyboardModifier.NoModifier):
        self.actions += 1
        QTest.keyClick(QApplication.focusWidget(), key, keys)

    def write(self, words):
        self.actions += 1
        QTest.keyClicks(QApplication.focusWidget(), words)


@pytest.fixture
def logo(tmp_path):
    image = QImage(400, 160, QImage.Format.Format_RGB32)
    image.fill(QColor("#c2410c"))
    path = tmp_path / "logo.png"
    assert image.save(str(path))
    return path


@pytest.fixture
def screen(qtbot, event, desk, logo, tmp_path):
    add_people(
        event, desk.now(), an_attendee(4, last_name="Rakotoarimanantsoavina", organisation="Ville de Saint-Denis")
    )
    made = BadgesScreen(BadgesContext(event, desk), ChosenFiles(logo, tmp_path / "all.pdf"))
    qtbot.addWidget(made)
    made.resize(1270, 728)
    made.refresh()
    made.show()
    qtbot.waitActive(made)
    yield made
    made.browser.checks.pause()


def test_from_an_empty_badge_to_the_pdf_of_everyone(screen, event, qtbot, tmp_path):
    hand = Volunteer()
    hand.choose(screen.browser.new, "86 × 54 mm")
    editor = screen.editor
    hand.click(button(editor, "Picture"))
    hand.actions += 2  # the file, and its dialog's button
    hand.choose(editor.tools.field, "First and last name")
    hand.choose(editor.tools.field, "Organisation")
    hand.click(button(editor, "Code"))
    hand.press(Qt.Key.Key_Escape)
    editor.panel.whole.name.setFocus()
    editor.panel.whole.name.selectAll()
    hand.actions += 1
    hand.write("Visiteurs")
    hand.click(editor.heading.done)

    hands = Answering(lambda window: next(b for b in buttons(window) if "PDF" in b.text()).click())
    hand.actions += 2
    with qtbot.waitSignal(screen.browser.writing.written):
        hand.click(screen.browser.heading.buttons[BadgeAction.PDF])
    assert hands.asked

    (own,) = own_templates(event)
    assert own.name == "Visiteurs"
    assert [type(element) for element in own.template.elements] == [ImageElement, TextElement, TextElement, CodeElement]
    assert (tmp_path / "all.pdf").stat().st_size > 1000
    assert screen.browser.side.remarks._problems == []
    assert all_are_read(screen, tmp_path)
    assert hand.actions <= MOST_ACTIONS, hand.actions


def test_a_model_that_was_copied_and_changed_is_everybodys_badge(screen, event, qtbot, may_read):
    # While nothing may be read, as among many people, where a reading takes longer than a click.
    told = []
    screen.reported.connect(told.append)
    browser, model = screen.browser, screen.browser.list.chosen
    browser.heading.buttons[BadgeAction.EDIT].click()
    editor = screen.editor
    assert (own_templates(event), told, editor.editing.is_saved) == ((), [], False)
    button(editor, "Text").click()
    editor.heading.done.click()
    may_read.set()
    qtbot.waitUntil(lambda: bool(browser.list.chosen.id))
    (own,) = own_templates(event)
    assert browser.list.chosen == own
    assert all(claim.template == own for claim in browser.overview.claims())
    assert own.template.colours == model.template.colours
    assert len(told) == 1


def test_a_second_badge_for_everyone_else_says_that_the_first_one_is_theirs(screen, event, desk, qtbot):
    templates = BadgeTemplates(event, desk)
    first = templates.duplicate(screen.browser.list.chosen)
    second = templates.duplicate(first)
    screen.refresh()
    qtbot.waitUntil(lambda: screen.browser.list.count() > 0)
    screen.browser.list.choose(second.id)
    said = screen.browser.list.currentItem().text()
    assert f"“{first.name}”" in said
    assert "everyone else" not in said


def test_a_fault_of_the_badge_shown_is_not_beside_a_sentence_that_all_is_well(screen, event, desk, qtbot):
    model = screen.browser.list.chosen
    code = next(each for each in model.template.elements if isinstance(each, CodeElement))
    without = tuple(each for each in model.template.elements if each is not code)
    kept = BadgeTemplates(event, desk).save(replace(model, template=replace(model.template, elements=without)))
    screen.refresh()
    screen.browser.list.choose(kept.id)
    qtbot.waitUntil(lambda: screen.browser.checks.done == len(screen.browser.overview.people))
    assert screen.browser.side.remarks.problems
    assert places_of("nothing sticks out") == []


def all_are_read(screen, folder):
    """Every badge, as a printer of 300 dpi prints it, says whose it is to a camera."""

    board = screen.browser.overview
    for person in board.people:
        path = folder / "badge.png"
        to_image(board.badge(board.template_for(person), person), 300).save(str(path))
        if [sighting.text for sighting in decode_image(path)] != [person.ticket_code]:
            return False
    return True


def buttons(window):
    return window.findChildren(QPushButton)


def button(editor, name):
    return next(b for b in buttons(editor) if b.accessibleName() == name)
