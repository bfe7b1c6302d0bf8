# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told to a screen reader: an answer at once, with what may be done next; the rest in its turn."""

import pytest
from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from checkin.services.people_queries import PeopleQueries
from checkin.services.threads import BackgroundTask
from checkin.ui.desk.walk_in_form import WalkInForm
from checkin.ui.look.screen_reader import AFTER_KEY_MS, APART_MS, Politeness, announce, announce_next_window
from checkin.ui.people.people_browser import PeopleBrowser
from checkin.ui.shell import ScreenEntry, Shell
from checkin.ui.sync.progress_dialog import ProgressDialog
from checkin.ui.widgets.dialogs import Dialog
from checkin.ui.widgets.form_fields import ComboBox, FormMessage, label
from checkin.ui.widgets.payment_dialog import PaymentDialog
from checkin.ui.widgets.screen_page import PARTICIPANTS, ScreenPage
from tests.builders import an_attendee
from tests.conftest import add_people
from tests.ui.desk_scene import open_desk


@pytest.fixture
def heard(qapp, monkeypatch):
    """What a screen reader was told, and whether it interrupts."""
    said = []
    real = QAccessible.updateAccessibility

    def listen(event):
        if event.type() is QAccessible.Event.Announcement:
            said.append((event.message(), event.politeness() is Politeness.Assertive))
        real(event)

    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(listen))
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    return said


@pytest.fixture
def window(qtbot, event, desk):
    made = open_desk(qtbot, event, desk)
    QTest.qWait(APART_MS)  # what another test said is over
    return made


def repeat(window):
    """Press Alt+R once what was said before is over."""
    QTest.qWait(APART_MS)
    QTest.keyClick(window.stage.search, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)


def test_an_answer_is_announced_with_the_name_and_the_next_step_and_codes_that_wait_take_no_ones_place(
    window, heard, qtbot
):
    for number in (2, 1, 3):
        window.take_code(an_attendee(number).ticket_code)
    qtbot.waitUntil(lambda: len(heard) == 3, timeout=5_000)
    assert heard[0][0].startswith("Welcome. Jean-Baptiste de La Fournière")
    assert "Undo this arrival (F8)" in heard[0][0]
    assert all(is_at_once for _, is_at_once in heard)


def test_of_the_others_of_an_order_one_answer_is_said_with_all_who_are_in(window, heard, qtbot, event, clock):
    people = [an_attendee(n, first_name=name, order="A-1001") for n, name in ((7, "Zoé"), (8, "Max"), (9, "Ada"))]
    add_people(event, clock(), *people)
    window.take_code(people[0].ticket_code)
    qtbot.waitUntil(lambda: len(heard) == 1)
    QTest.qWait(APART_MS)
    QTest.keyClicks(window.stage.search, "3")
    QTest.keyClick(window.stage.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(heard) > 1)
    QTest.qWait(2 * APART_MS)
    assert ["people let in" in said for said, is_at_once in heard[1:] if is_at_once] == [True]
    assert "3 people let in" in heard[-1][0]


def test_another_control_point_is_said_once_its_menu_is_gone(window, heard, qtbot):
    window.header.control_point_chosen.emit("atelier-b")
    qtbot.waitUntil(lambda: any(said.startswith("Control point: Atelier B. ") and loud for said, loud in heard))


def test_what_silence_would_leave_open_is_said(window, heard, qtbot):
    QTest.keyClicks(window.stage.search, "goff")
    QTest.keyClick(window.stage.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: ("Search cleared.", True) in heard)


def test_a_dialog_says_what_it_asks_once_the_key_that_opened_it_is_over(qtbot, heard):
    dialog = Dialog("Let in Ana?")
    qtbot.addWidget(dialog)
    dialog.arrange(label("Cancelled"), QLineEdit(), label("Not above the field"))
    dialog.show()
    assert heard == []
    qtbot.waitUntil(lambda: heard == [("Let in Ana? Cancelled", True)])


def test_a_dialog_with_a_heading_of_its_own_says_its_title_too(qtbot, heard):
    dialog = PaymentDialog([an_attendee(1, custom={"Montant": "45,00 €"})], may_enter=True)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: len(heard) == 1)
    assert heard[0][0].startswith("Payment How does")
    assert "45,00" in heard[0][0]


def test_the_end_of_work_is_said_although_the_focus_moves_to_a_button(qtbot, heard):
    dialog = ProgressDialog(BackgroundTask(lambda tell: 7), "Copying", "{} people copied.".format)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.start()
    qtbot.waitUntil(lambda: ("7 people copied.", True) in heard)


def test_an_event_that_the_first_window_opens_is_said_by_its_title(qapp, qtbot, heard):
    announce_next_window(qapp)
    for title in ("Welcome desk – Days of the sea", "Another"):
        window = QWidget()
        qtbot.addWidget(window)
        field = QLineEdit(window)
        window.setWindowTitle(title)
        window.show()
        window.activateWindow()
        qtbot.waitActive(window)
        field.setFocus()
        QTest.qWait(AFTER_KEY_MS + APART_MS)
    assert heard == [("Welcome desk – Days of the sea", True)]


def test_a_sentence_at_the_bottom_waits_for_its_turn_and_where_nobody_listens_nothing_is_made_of_it(
    window, heard, monkeypatch
):
    for listens in (True, False):
        monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda listens=listens: listens))
        window.show_status("The printer is out of paper.")
    assert heard == [("The printer is out of paper.", False)]


def test_of_what_is_said_in_one_moment_nothing_is_lost_or_said_twice(window, heard, qtbot):
    clock = QElapsedTimer()
    clock.start()
    for text, is_at_once in (("A", False), ("B", False), ("C", True), ("B", False), ("A", False)):
        announce(window, text, at_once=is_at_once)
    qtbot.waitUntil(lambda: len(heard) == 3)
    taken = clock.elapsed()
    QTest.qWait(2 * APART_MS)
    assert heard == [("A", False), ("C", True), ("B", False)]
    assert taken >= 2 * APART_MS


def test_whom_the_search_finds_is_heard_once_the_letters_rest_and_each_row_at_the_arrows(
    window, heard, qtbot, event, clock
):
    add_people(event, clock(), an_attendee(4))
    QTest.keyClicks(window.stage.search, "goff")
    assert heard == []
    qtbot.waitUntil(lambda: bool(heard))
    ((found, _),) = heard
    assert found.startswith("2 people. Éléonore Le Goff-1, ")
    QTest.keyClick(window.stage.search, Qt.Key.Key_Down)
    QTest.keyClick(window.stage.search, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(heard) > 1)
    assert heard[1][0].startswith("Éléonore Le Goff-4, ")
    assert "Enter: let in Éléonore Le Goff-4" in heard[1][0]
    window.stage.search.setText("zzzz")
    qtbot.waitUntil(lambda: len(heard) > 2)
    assert heard[2][0].startswith("Nobody matches")


def test_a_scanner_that_types_says_no_search(window, heard, qtbot):
    QTest.keyClicks(window.stage.search, an_attendee(2).ticket_code)
    window.stage.search.setText("")
    QTest.qWait(400)
    assert heard == []


def test_a_key_repeats_the_answer_and_the_last_one_on_the_idle_desk(window, heard, qtbot):
    repeat(window)
    assert "Nobody has been scanned" in heard.pop()[0]
    window.take_code(an_attendee(2).ticket_code)
    qtbot.waitUntil(lambda: len(heard) == 1)
    repeat(window)
    assert heard[1] == heard[0]
    window.rest()
    repeat(window)
    last, is_at_once = heard[-1]
    assert is_at_once
    assert "Jean-Baptiste de La Fournière" in last
    assert "F8" not in last, "what the key did then it would not do now"
    assert window.stage.idle.accessibleDescription() == last
    window.updates.forget_people()
    repeat(window)
    assert "Jean-Baptiste" not in heard[-1][0]
    window.take_code(an_attendee(2).ticket_code)
    qtbot.waitUntil(lambda: "Jean-Baptiste" in heard[-1][0])
    window._desk.admission.scans_only = True
    window.rest()
    repeat(window)
    assert "Jean-Baptiste" not in heard[-1][0]


def test_how_many_match_is_heard_where_people_are_filtered(qapp, qtbot, event, desk, heard):
    made = PeopleBrowser(desk, PeopleQueries(event, desk))
    qtbot.addWidget(made)
    made.show()
    made.refresh()
    QTest.keyClicks(made.bar.box, "goff")
    qtbot.waitUntil(lambda: ("1 of 3 registrations", False) in heard)
    QTest.keyClick(made.bar.box, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: heard[-1][0].startswith("Le Goff-1 Éléonore"))


def test_a_screen_is_told_by_its_name_and_in_the_title(window, heard, qtbot):
    shell = Shell(window, [ScreenEntry(PARTICIPANTS, "users", ScreenPage)])
    qtbot.addWidget(shell)
    shell.show()
    shell.enter(1)
    assert shell.windowTitle().startswith("Attendees – ")
    assert ("Attendees", False) in heard
    roles = [QAccessible.queryAccessibleInterface(each).role() for each in shell.rail._group.buttons()]
    assert set(roles) == {QAccessible.Role.RadioButton}
    stops = [each.text() for each in shell.rail._group.buttons() if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["Attendees"]


def test_a_message_of_a_hidden_form_waits_until_it_is_seen(qtbot, heard):
    form = QWidget()
    qtbot.addWidget(form)
    message = FormMessage()
    message.setParent(form)
    message.warn("Somebody is called so.")
    assert heard == []
    form.show()
    qtbot.waitUntil(lambda: heard == [("Somebody is called so.", False)])
    message.warn("Somebody is called so.")
    QTest.qWait(2 * APART_MS)
    assert len(heard) == 1, "the same is no news"


def test_while_a_new_name_is_typed_only_people_who_are_alike_are_said(window, heard, qtbot):
    window.desk_actions.register()
    form = window.findChild(WalkInForm)
    QTest.keyClicks(form.names.first, "Jean-Baptiste")
    QTest.qWait(AFTER_KEY_MS + APART_MS)
    assert heard == [("Register here", True)], "which form it is"
    form.names.last.setText("de La Fournière")
    qtbot.waitUntil(lambda: len(heard) == 3)
    assert "Jean-Baptiste de La Fournière" in heard[2][0]
    assert "Alt+1" in heard[2][0]


def test_the_form_says_what_it_lacks_and_asks_once_about_an_address_that_nobody_has(window, heard, qtbot):
    window.desk_actions.register()
    form, registered = window.findChild(WalkInForm), []
    form.registered.connect(registered.append)
    assert form.names.first.accessibleDescription() == "Required"
    QTest.keyClick(form.names.first, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: heard == [("First name: required.", False)])
    form.names.set_names("Zoé", "Lix")
    form.more.email.setText("mauvais")
    QTest.keyClick(form.names.last, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "mauvais" in heard[-1][0])
    assert form.more.email.hasFocus()
    assert registered == []
    QTest.keyClick(form.more.email, Qt.Key.Key_Return)
    assert [each.email for each in registered] == ["mauvais"]


def test_a_combo_box_has_its_name_where_qt_gives_its_value_for_one(qapp):
    box = ComboBox("Category")
    interface = QAccessible.queryAccessibleInterface(box)
    assert interface.text(QAccessible.Text.Description) == "Category"
