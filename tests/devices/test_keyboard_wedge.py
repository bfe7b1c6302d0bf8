# SPDX-License-Identifier: GPL-3.0-or-later
"""Key events given to the window, as the system does; their times come from the test."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
)

from checkin.core.keyboard_layouts import repair
from checkin.core.keystrokes import SCANNER_PACE_MS
from checkin.devices.keyboard_wedge import BY_HAND, KeyboardWedge

# The offscreen platform warns that it has no window manager to pass size limits or a menu to.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CODE = "BCDEFGHJKLNPRSTUVXBC"
NUMBER = "3012345678901"
ON_AZERTY = '"à&é"\'(-è_çà&'
KNOWN = {CODE, NUMBER, "300111", "k[ek2026-0001"}
KEYS = {"\r": Qt.Key.Key_Return, "\n": Qt.Key.Key_Enter, "\t": Qt.Key.Key_Tab, " ": Qt.Key.Key_Space}


class Person(QDialog):
    """A window like the desk's, and the hands on its keyboard."""

    def __init__(self):
        super().__init__()
        self.now, self.returns, self.presses = 1_000, 0, 0
        self.stamp, self.announces = lambda now: now, False
        self.empty, self.filled, self.note = QLineEdit(), QLineEdit("Le Goff"), QPlainTextEdit("à voir")
        self.seats, self.choice, self.button = QSpinBox(), QComboBox(), QPushButton("OK")
        self.choice.addItems(["Accueil", "Badges", "Bilan", "Clôture"])
        self.button.setDefault(True)
        self.button.clicked.connect(self._press)
        self.empty.returnPressed.connect(self._return)
        layout = QVBoxLayout(self)
        for widget in (self.empty, self.filled, self.note, self.seats, self.choice, self.button):
            layout.addWidget(widget)

    def type(self, text, gap=5, modifiers=Qt.KeyboardModifier.NoModifier):
        for character in text:
            self.now += gap
            if gap > SCANNER_PACE_MS:  # the program rests between the keys of a person
                QTest.qWait(0)
            key = KEYS.get(character) or Qt.Key(ord(character.upper()))
            self.send(key, character, modifiers)

    def send(self, key, text="", modifiers=Qt.KeyboardModifier.NoModifier, repeated=False):
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
        for kind in kinds if self.announces else kinds[1:]:
            event = QKeyEvent(kind, key, modifiers, text, repeated)
            event.setTimestamp(self.stamp(self.now))
            QCoreApplication.sendEvent(QApplication.focusWindow(), event)

    def _press(self):
        self.presses += 1

    def _return(self):
        self.returns += 1


@pytest.fixture
def person(qtbot):
    window = Person()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is window.windowHandle())
    return window


@pytest.fixture
def wedge(person, qapp):
    wedge = KeyboardWedge(lambda typed: repair(typed, KNOWN.__contains__), now=lambda: person.now)
    wedge.install(qapp)
    yield wedge
    qapp.removeEventFilter(wedge)


@pytest.fixture
def codes(wedge):
    """What the wedge gave to the desk."""
    given = []
    wedge.code_typed.connect(given.append)
    return given


@pytest.mark.parametrize("typed", [CODE, CODE.lower(), NUMBER, ON_AZERTY])
@pytest.mark.parametrize("place", ["empty", "filled", "note", "seats", "choice", "button"])
def test_a_scan_is_read_and_leaves_the_window_as_it_was(person, codes, place, typed):
    getattr(person, place).setFocus()
    for end in ("\r", "\n", "\t", "\r\n"):
        person.type(typed + end)
        person.now += 500
        assert person.focusWidget() is getattr(person, place), repr(end)
    assert [code.upper() for code in codes] == [NUMBER if typed in (NUMBER, ON_AZERTY) else CODE] * 4
    assert (person.empty.text(), person.filled.text(), person.note.toPlainText()) == ("", "Le Goff", "à voir")
    assert (person.presses, person.returns, person.isVisible()) == (0, 0, True)
    assert person.seats.text() == "0"


def test_a_scan_without_line_end_is_read_when_the_keys_fall_silent(person, codes, qtbot):
    person.empty.setFocus()
    person.type(CODE)
    assert codes == []
    qtbot.waitUntil(lambda: codes == [CODE])
    assert person.empty.text() == ""


@pytest.mark.parametrize("place", ["empty", "button"])
def test_scans_without_line_end_that_waited_while_the_program_was_busy_are_all_read(person, codes, qtbot, place):
    getattr(person, place).setFocus()
    for code in (CODE, NUMBER, CODE):
        person.type(code)
        person.now += 400
    qtbot.waitUntil(lambda: codes == [CODE, NUMBER, CODE])
    assert (person.empty.text(), person.presses) == ("", 0)


def test_an_enter_that_waited_with_a_scan_before_it_loses_none(person, codes):
    person.empty.setFocus()
    person.type(CODE)
    person.now += 400
    person.type("\r")
    assert (codes, person.empty.text()) == ([CODE], "")


@pytest.mark.parametrize("selection", [(0, 2), (7, -4), (3, 0)])
def test_selection_and_cursor_come_back(person, codes, selection):
    person.filled.setFocus()
    person.filled.setSelection(*selection)
    before = (person.filled.selectedText(), person.filled.cursorPosition())
    person.type(CODE + "\r")
    assert codes == [CODE]
    assert (person.filled.selectedText(), person.filled.cursorPosition()) == before
    assert not person.filled.isModified()


def test_a_name_and_enter_reach_the_field_key_by_key(person, codes):
    person.empty.setFocus()
    person.button.setDefault(False)
    for written in ("d", "du", "dup"):
        person.type(written[-1], gap=80)
        assert person.empty.text() == written
    person.type("ont-garcia\r", gap=80)
    assert person.empty.text() == "dupont-garcia"
    assert (person.returns, codes) == (1, [])


def test_a_name_left_in_the_field_is_still_there_after_a_scan(person, codes):
    person.empty.setFocus()
    person.type("dup", gap=100)
    person.now += 1_000
    person.type(CODE + "\r")
    assert (person.empty.text(), codes) == ("dup", [CODE])
    assert person.empty.isModified()


def test_an_unknown_code_goes_to_the_desk_as_typed_and_not_into_the_field(person, codes):
    person.empty.setFocus()
    person.type("AUTRE-EVENEMENT-1\r")
    assert (person.empty.text(), person.returns, codes) == ("", 0, ["AUTRE-EVENEMENT-1"])


def test_a_slow_scanner_is_believed_because_its_code_is_known(person, codes):
    person.empty.setFocus()
    person.type(CODE + "\r", gap=45)
    assert (person.empty.text(), codes) == ("", [CODE])


def test_spaces_and_enters_of_a_scan_press_no_button_and_a_persons_do(person, codes):
    person.button.setFocus()
    person.type("AB C D\r")  # too short to be surely a scanner
    person.type(CODE + "\r")
    person.type(" ", gap=200)
    person.type("\r", gap=60)
    assert (person.presses, codes) == (0, [CODE])
    person.type(" ", gap=400)
    person.type(" ", gap=120)
    person.type("\r", gap=400)
    assert person.presses == 3


def test_a_scan_in_front_of_a_dialog_is_read_and_the_dialog_stays(person, codes, qtbot):
    dialog = Person()
    dialog.setParent(person, Qt.WindowType.Dialog)
    dialog.setModal(True)
    dialog.show()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is dialog.windowHandle())
    dialog.filled.setFocus()
    person.type(CODE + "\r\n")
    assert codes == [CODE]
    assert (dialog.filled.text(), dialog.presses, dialog.isVisible()) == ("Le Goff", 0, True)


def test_a_window_that_nobody_scans_into_takes_the_keys_of_a_password_manager(person, codes):
    person.setProperty(BY_HAND, True)
    person.empty.setFocus()
    person.type(f"{NUMBER}\t")
    assert person.empty.text() == NUMBER
    assert codes == []


def test_no_letter_of_a_scan_chooses_from_a_menu(person, codes, qtbot):
    chosen = []
    menu = QMenu(person)
    menu.addAction("&Badge").triggered.connect(lambda: chosen.append("badge"))
    menu.popup(person.pos())
    qtbot.waitUntil(menu.isVisible)
    QTest.keyClick(menu, Qt.Key.Key_B)  # straight to the menu: so it would choose
    assert chosen == ["badge"]
    menu.popup(person.pos())
    qtbot.waitUntil(menu.isVisible)
    person.type(CODE + "\r")
    assert (chosen, codes, menu.isVisible()) == (["badge"], [CODE], True)
    menu.close()


def test_no_key_of_a_scan_fires_a_shortcut(person, codes):
    fired = []
    for keys in ("B", "Return", "F2"):
        QShortcut(QKeySequence(keys), person, lambda keys=keys: fired.append(keys))
    person.filled.setReadOnly(True)  # claims no letters for itself
    person.filled.setFocus()
    for character in CODE:
        person.now += 5
        QTest.keyClick(person.windowHandle(), character)
    person.now += 5
    QTest.keyClick(person.windowHandle(), Qt.Key.Key_Return)
    assert (fired, codes) == ([], [CODE])
    QTest.keyClick(person.windowHandle(), Qt.Key.Key_F2)
    assert fired == ["F2"]


def test_a_held_key_is_not_a_scan(person, codes):
    person.empty.setFocus()
    for _ in range(30):
        person.now += 20
        person.send(Qt.Key.Key_X, "x", repeated=True)
    person.type("\r", gap=20)
    assert codes == []
    assert person.empty.text() == "x" * 30


def test_two_like_digits_are_both_of_the_scan_though_the_system_calls_the_second_a_repeat(person, codes):
    """X11 does where the first is let go and the second pressed in one millisecond."""
    person.empty.setFocus()
    person.type("30")
    person.now += 1
    person.send(Qt.Key.Key_0, "0", repeated=True)
    person.type("111\r", gap=1)
    assert codes == ["300111"]


def test_a_dead_key_and_its_letter_are_part_of_the_scan(person, codes):
    """The system hands the composed letter to the field without a key: ^ and e of a French keyboard."""
    person.empty.setFocus()
    person.type("k")
    composed = QInputMethodEvent()
    composed.setCommitString("ê")
    QCoreApplication.sendEvent(person.empty, composed)
    assert person.empty.text() == "kê"
    person.type("kéàé-)ààà&\r")
    assert (person.empty.text(), codes) == ("", ["k[ek2026-0001"])


def test_an_arrow_or_backspace_means_a_person_is_editing(person, codes):
    person.empty.setFocus()
    person.type(CODE[:-1])
    person.send(Qt.Key.Key_Left)
    person.send(Qt.Key.Key_Right)
    person.type(CODE[-1] + "\r")
    assert (codes, person.empty.text()) == ([], CODE)


def test_shift_and_framing_characters_do_not_break_a_scan(person, codes):
    person.empty.setFocus()
    for character in CODE:
        person.send(Qt.Key.Key_Shift, modifiers=Qt.KeyboardModifier.ShiftModifier)
        person.type(character)
    person.send(Qt.Key.Key_BracketRight, "\x1d", Qt.KeyboardModifier.ControlModifier)
    person.type("\r")
    assert codes == [CODE]


def test_signs_behind_alt_gr_are_part_of_a_scan(person, codes):
    """Windows says Ctrl and Alt are held, each with a key of its own: @ on a French keyboard."""
    person.empty.setFocus()
    control, alt_gr = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    person.type("zoe2026")
    person.send(Qt.Key.Key_Control, modifiers=control)
    person.send(Qt.Key.Key_AltGr, modifiers=control | alt_gr)
    person.type("@", modifiers=control | alt_gr)
    person.type("example\r")
    assert (person.empty.text(), codes) == ("", ["zoe2026@example"])


@pytest.mark.parametrize("gap", [5, 60])
def test_a_scan_does_not_wander_through_a_list(person, codes, gap, qtbot):
    person.choice.setFocus()
    person.type(CODE, gap)
    assert (person.choice.currentText(), codes) == ("Accueil", [])
    qtbot.waitUntil(lambda: codes == [CODE])
    assert person.choice.currentText() == "Accueil"


def test_letters_of_a_person_choose_in_a_list(person, codes, qtbot):
    person.choice.setFocus()
    person.type("bi", 120)
    qtbot.waitUntil(lambda: person.choice.currentText() == "Bilan")
    assert codes == []


def test_a_letter_before_an_arrow_counts_first(person, codes):
    person.choice.setFocus()
    person.type("c", 400)
    person.send(Qt.Key.Key_Up)
    assert person.choice.currentText() == "Bilan"


class Relay(QObject):
    """Takes each key and posts it again without its time stamp, as Qt does while an assistive technology listens."""

    def __init__(self):
        super().__init__()
        self._taken = []

    def eventFilter(self, watched, event):
        if event.type() != QEvent.Type.KeyPress or not watched.isWindowType() or not event.timestamp():
            return False
        again = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text(), event.isAutoRepeat())
        self._taken.append((watched, again))
        return True

    def deliver(self, most=None):
        taken, self._taken = self._taken[:most], self._taken[most:] if most else []
        for window, event in taken:
            QCoreApplication.sendEvent(window, event)


@pytest.fixture(params=["asked before the wedge", "asked after it"])
def relay(request, wedge, qapp):
    relay = Relay()
    qapp.installEventFilter(relay)
    if request.param == "asked after it":  # Qt asks the newest filter first
        qapp.installEventFilter(wedge)
    yield relay
    qapp.removeEventFilter(relay)


ODD_STAMPS = {
    "none": lambda now: 0,
    "some missing": lambda now: now * (now % 3 > 0),
    "always the same": lambda now: 77,
    "two clocks in turn": lambda now: now + 10**9 * (now % 2),
    "starting again at 0": lambda now: (now + 2**32 - 1_100) % 2**32,
    "backwards": lambda now: 10**9 - now,
    "leaping": lambda now: now * 1_000,
}


@pytest.mark.parametrize("stamp", ODD_STAMPS.values(), ids=ODD_STAMPS)
def test_scans_names_and_buttons_are_told_apart_whatever_the_time_stamps(person, wedge, codes, qtbot, stamp):
    def pause(ms=1_000):
        person.now += ms
        qtbot.waitUntil(lambda: wedge._is_prompt)

    person.stamp = stamp
    person.filled.setFocus()
    person.type(CODE + "\r")
    pause()
    person.filled.clear()
    person.type("Maryvonne\t", 110)
    assert (codes, person.filled.text(), person.note.hasFocus()) == ([CODE], "Maryvonne", True)
    person.button.setFocus()
    pause()
    person.type(" ", 400)
    pause()
    person.type("\r", 400)
    assert person.presses == 2
    person.type("UNKNOWN-2026\r")
    person.type(" ", 200)
    assert (codes, person.presses) == ([CODE, "UNKNOWN-2026"], 2)
    pause()
    person.type(" ", 1)
    assert person.presses == 3


@pytest.mark.parametrize("place", ["filled", "button"])
def test_a_scan_whose_keys_are_posted_again_is_one_scan(person, relay, codes, place):
    getattr(person, place).setFocus()
    for code in (CODE, "UNKNOWN-2026"):
        person.type(code + "\r\n")
        relay.deliver()
        person.now += 500
    assert (codes, person.filled.text(), person.presses) == ([CODE, "UNKNOWN-2026"], "Le Goff", 0)


def test_a_shortcut_before_a_scan_whose_keys_are_posted_again_takes_none_of_them(person, relay, codes):
    """Of a shortcut no key press follows what announced it."""
    person.empty.setFocus()
    person.announces = True
    person.type("x", 500)
    relay.deliver()
    person.now += 500
    control = Qt.KeyboardModifier.ControlModifier
    shortcut = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key(ord(CODE[0])), control, CODE[0].lower())
    shortcut.setTimestamp(person.now)
    QCoreApplication.sendEvent(QApplication.focusWindow(), shortcut)
    person.now += 2_000
    for character in CODE + "\r":
        person.type(character)
        relay.deliver()
    assert (codes, person.empty.text()) == ([CODE], "x")


def test_a_scan_with_shift_whose_keys_are_posted_again_with_a_pause_is_one_scan(person, relay, codes):
    """The program stood still in its midst. What announces Shift says that it is held, its press not yet."""
    none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
    person.empty.setFocus()
    person.announces = True
    person.type("\t", 500)
    relay.deliver()
    person.empty.setFocus()
    began = person.now + 1_000
    for character in CODE:
        for kind, held in ((QEvent.Type.ShortcutOverride, shift), (QEvent.Type.KeyPress, none)):
            event = QKeyEvent(kind, Qt.Key.Key_Shift, held)
            event.setTimestamp(person.now)
            QCoreApplication.sendEvent(QApplication.focusWindow(), event)
        person.type(character, modifiers=shift)
    person.type("\r")
    for at_ms in (began, began + 600, began + 601):
        person.now = at_ms
        relay.deliver(20)
    assert (codes, person.empty.text()) == ([CODE], "")


def test_a_name_whose_keys_are_posted_again_late_is_no_scan(person, relay, codes):
    """The program stood still: all keys arrive at one moment. What announced them has kept their times."""
    person.filled.setFocus()
    person.announces = True
    person.type(CODE + "\r")
    relay.deliver()
    person.now += 500
    person.filled.clear()
    person.type("Maryvonne\t", 110)
    person.now += 300
    relay.deliver()
    assert (codes, person.filled.text(), person.note.hasFocus()) == ([CODE], "Maryvonne", True)


def test_the_layout_in_the_way_is_named_once(person, qapp):
    wedge = KeyboardWedge(lambda typed: repair(typed, KNOWN.__contains__), now=lambda: person.now)
    seen = []
    wedge.layout_seen.connect(seen.append)
    wedge.install(qapp)
    person.empty.setFocus()
    for _ in range(2):
        person.type(ON_AZERTY + "\r")
        person.now += 1_000
    person.type(CODE + "\r")
    qapp.removeEventFilter(wedge)
    assert seen == ["fr"]


def test_a_field_closed_during_a_scan_is_not_missed(person, codes, qtbot):
    passing = QLineEdit()
    person.layout().addWidget(passing)
    passing.show()
    passing.setFocus()
    assert passing.hasFocus()
    person.type(CODE)
    passing.deleteLater()
    QCoreApplication.sendPostedEvents(passing, QEvent.Type.DeferredDelete)
    person.type("\r")
    assert codes == [CODE]


@pytest.mark.parametrize(("gap", "pace"), [(0, 1), (10, 5), (60, 5), (100, 12), (100, 45)])
def test_a_letter_typed_by_hand_right_before_a_scan_stays_and_the_scan_is_read(person, codes, gap, pace):
    person.filled.setFocus()
    person.filled.end(False)
    person.type("n", 500)
    person.now += gap
    person.type(CODE, 0 if pace == 1 else pace)
    person.type("\r", pace)
    assert (codes, person.filled.text(), person.returns) == ([CODE], "Le Goffn", 0)


def test_a_scan_without_line_end_counts_before_the_key_that_closes_the_window(person, codes):
    person.empty.setFocus()
    person.type(CODE)
    person.send(Qt.Key.Key_F4, modifiers=Qt.KeyboardModifier.AltModifier)
    assert (codes, person.empty.text()) == ([CODE], "")
