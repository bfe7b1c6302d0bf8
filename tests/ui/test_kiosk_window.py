# SPDX-License-Identifier: GPL-3.0-or-later
"""Guests alone: a plain welcome or the desk; one language a guest; help; and out only with the PIN. Letters and keys of
buttons reach the window meanwhile, and nothing that commands.
"""

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from checkin import translation
from checkin.core.attendee import Status
from checkin.core.entries import EntryKind
from checkin.core.kiosk_answers import GreetingStyle
from checkin.core.message import Message, StorageError
from checkin.core.print_jobs import JobProgress, JobState, PrintPlan, PrintPolicy
from checkin.core.supervisor import Authority
from checkin.services.attendance.attendance_evidence import read_fingerprint
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.kiosk_service import KioskService
from checkin.storage.journal import Journal
from checkin.storage.print_queue import PrintQueue
from checkin.ui.kiosk.kiosk_idle import LEAST, sound_family
from checkin.ui.kiosk.kiosk_pin import KioskDialog, KioskGuard
from checkin.ui.kiosk.kiosk_window import KioskWindow
from checkin.ui.look.answer_looks import AnswerFamily
from checkin.ui.look.theme import Appearance, Theme
from checkin.ui.widgets.keyboard import BREATH_MS
from scripts.backstage_photographs import portrait
from tests.builders import an_attendee
from tests.conftest import add_people

ONE, TWO = an_attendee(1).ticket_code, an_attendee(2).ticket_code
PIN = "4711"
TO_THE_DESK, STOP_HELP = "Merci de passer à l’accueil", "Je n’ai plus besoin d’aide"


@pytest.fixture
def service(event, desk):
    made = KioskService(event, desk)
    made.supervision.name("Anne", PIN, Authority("Accueil 1", "First supervisor"))
    made.begin(GreetingStyle.INITIAL)
    return made


@pytest.fixture
def window(qapp, qtbot, service):
    translation.install(qapp, "fr")
    Appearance(qapp).use(Theme.LIGHT)
    made = KioskWindow(service, "fr")
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    made.show_camera("", "", is_live=True, is_mirrored=True)
    made.answers = []
    made.answered.connect(made.answers.append)
    yield made
    made.dismiss()
    made.deleteLater()


@pytest.fixture
def other(event, clock):
    """Another desk at the same file."""
    file = EventFile.open(event.path)
    yield Desk(file, clock, "Accueil 2")
    file.close()


def seen(window):
    """What a screen reader would say of the middle."""
    page = window.pages.currentWidget()
    return page.accessibleDescription() if page is window.card else page.accessibleName()


def scan(window, qtbot, text):
    """The next guest comes a breath later."""
    count = len(window.answers)
    window.take_code(text)
    qtbot.waitUntil(lambda: len(window.answers) > count)


def is_idle(window):
    return window.pages.currentWidget() is window.idle


# Codes


def test_whoever_is_expected_is_welcomed_by_the_name_agreed_on(window, event):
    window.take_code(ONE)
    assert seen(window) == "Bienvenue Éléonore L. Votre arrivée est enregistrée."
    assert [e.body["how"] for e in event.journal.entries_of_kinds([EntryKind.CHECKED_IN])] == ["code"]


def test_the_photograph_of_a_guest_is_not_even_read(window, desk, monkeypatch):
    desk.photographs.keep(an_attendee(1).id, portrait())
    monkeypatch.setattr(Journal, "photograph_parts", None)
    window.take_code(ONE)
    assert seen(window).startswith("Bienvenue")


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.BLOCKED, Status.UNPAID, Status.PENDING])
def test_whoever_is_not_hears_no_reason_and_no_name(window, event, clock, status):
    window.take_code("3760123450017")
    nobody = window.card.card
    window.rest()
    window._codes.clear()
    add_people(event, clock(), an_attendee(40, status=status))
    window.take_code(an_attendee(40).ticket_code)
    assert window.card.card == nobody
    assert seen(window).startswith(TO_THE_DESK)
    assert event.journal.entries_of_kinds([EntryKind.CHECKED_IN]) == []


def test_a_second_arrival_is_sent_to_the_desk_and_a_code_held_too_long_is_not(window, qtbot, clock):
    window.take_code(ONE)
    window.take_code(ONE)
    qtbot.wait(BREATH_MS + 200)
    assert "Bienvenue" in seen(window)
    clock.pass_by(minutes=1)
    scan(window, qtbot, ONE)
    assert seen(window).startswith(TO_THE_DESK)


def test_the_next_guest_takes_the_place_of_the_one_before_and_the_screen_rests_by_itself(window, qtbot):
    window.take_code(ONE)
    scan(window, qtbot, TWO)
    assert "Jean-Baptiste L." in seen(window)
    assert window._rest_after.isActive()
    window._rest_after.timeout.emit()
    assert is_idle(window)
    assert "Jean" not in seen(window)


@pytest.mark.parametrize(
    "error", [StorageError(Message("test", "The disk is full.")), ZeroDivisionError()], ids=["the disk", "the program"]
)
def test_a_guest_whose_arrival_is_not_saved_is_not_welcomed(window, service, error):
    def fails(text):
        raise error

    service.scan = fails
    with pytest.raises(type(error)):
        window._scan(ONE)
    if isinstance(error, StorageError):
        window.fail(error)
    else:
        window.show_status("Checkin has made a mistake.")
    assert seen(window).startswith(TO_THE_DESK)
    window.rest()
    window.show_status("A sentence for the team")
    assert is_idle(window)


def test_the_badge_is_followed_until_it_can_be_taken(window, event, desk, clock):
    desk.printing.plan = PrintPlan(printer="pdf:x", policy=PrintPolicy.ONCE, template="a6")
    window.take_code(ONE)
    assert "Votre badge sort de l’imprimante." in seen(window)
    job = window.answers[0].badge.job
    with event.transaction():
        for state in (JobState.PRINTING, JobState.PRINTED):
            PrintQueue(event.db).note(job.id, JobProgress(state), clock())
    window.show_printer(True, "", "")
    assert "Votre badge est prêt" in seen(window)


def test_a_certificate_is_called_what_it_is_and_calls_nobody(window, event):
    before = read_fingerprint(event)
    window.take_code(event.key.tag + "B" * 15 + event.key.seal(f"certificate {event.key.tag + 'B' * 15}", 6))
    assert seen(window).startswith("Ceci est une attestation")
    assert sound_family(window.answers[0]) is AnswerFamily.READ
    assert read_fingerprint(event) == before


# Languages


def test_a_language_lasts_for_one_guest(window, qtbot):
    english = window.bar.languages["en"]
    english.click()
    assert seen(window) == "Show your code to the camera"
    window.take_code(ONE)
    assert "Welcome Éléonore L." in seen(window)
    scan(window, qtbot, TWO)
    assert "Bienvenue" in seen(window)
    english.click()
    assert "Welcome Jean-Baptiste L." in seen(window)
    window.rest()
    assert seen(window) == "Présentez votre code à la caméra"
    assert window.bar.languages["fr"].isChecked()
    window.bar.languages["fr"].click()  # again
    assert [code for code, button in window.bar.languages.items() if button.isChecked()] == ["fr"]
    english.click()
    window._rest_after.timeout.emit()
    assert window.bar.help.text().startswith("Besoin")


# Help


def test_help_is_called_promised_and_said(window, other, qtbot):
    window.bar.help.click()
    window.bar.help.click()
    assert (other.help.open(), is_idle(window)) == ((), True), "taken back"
    with qtbot.waitSignal(window.recorded):
        window.bar.help.click()
    assert "Nous appelons l’accueil" in seen(window)
    other.help.promise(other.help.open()[0])
    window._tick.timeout.emit()
    assert "Quelqu’un arrive" in seen(window)
    window.rest()
    assert window.bar.help.text() == "Quelqu’un arrive"
    window.bar.help.click()
    assert other.help.open() == ()


def test_a_guest_is_served_while_another_waits_for_help_and_their_answer_is_not_taken_away(window, service, other):
    window.bar.help.click()
    window.take_code(ONE)
    assert "Bienvenue" in seen(window)
    assert window.bar.help.text() == STOP_HELP
    again = KioskWindow(service, "fr")
    again._keep_time()
    assert again.bar.help.text() == STOP_HELP, "a call survives the program"
    again.deleteLater()
    other.help.promise(other.help.open()[0])
    window._tick.timeout.emit()
    assert "Bienvenue" in seen(window)
    assert window.bar.help.text() == "Quelqu’un arrive"


# The camera


def test_a_camera_that_is_lost_comes_back(window):
    picture = QImage(64, 36, QImage.Format.Format_RGB32)
    window.take_image(picture)
    window.show_camera("", "", is_live=False, is_mirrored=True)
    assert window.idle.preview.lines[0] == "La caméra revient…"
    assert not window.idle.preview.has_image
    window.take_code(ONE)
    assert "Bienvenue" in seen(window)
    window.rest()
    window.show_camera("", "", is_live=True, is_mirrored=True)
    window.take_image(picture)
    assert window.idle.preview.has_image
    assert window.idle.preview.is_mirrored


def test_without_any_camera_the_scanner_is_shown_and_a_late_camera_takes_its_place(service, qtbot):
    window = KioskWindow(service, "en")
    window.show()
    preview = window.idle.preview
    window.show_camera("", "", is_live=False, is_mirrored=True)
    assert preview.isVisible()
    window._no_camera.timeout.emit()
    assert not preview.isVisible()
    assert seen(window) == "Hold your code in front of the scanner"
    window.show_camera("", "", is_live=True, is_mirrored=True)
    assert preview.isVisible()
    window.dismiss()
    window.deleteLater()


# The way out


def press(window, digits):
    for digit in digits:
        QTest.mouseClick(window.pin.keys[digit], Qt.MouseButton.LeftButton)


def test_the_pin_ends_it_by_finger(window, service, qtbot):
    QTest.mouseClick(window.bar.team, Qt.MouseButton.LeftButton)
    press(window, "4719")
    QTest.mouseClick(window.pin.erase, Qt.MouseButton.LeftButton)
    press(window, "1")
    with qtbot.waitSignal(window.ended):
        QTest.mouseClick(window.pin.enter, Qt.MouseButton.LeftButton)
    assert not service.settings.is_open
    assert window.pin.field.text() == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_the_pin_ends_it_by_keyboard(window, qtbot, key):
    window.bar.team.setFocus()
    QTest.keyClick(window.focusWidget(), key)
    QTest.keyClicks(window.focusWidget(), PIN, delay=60)
    with qtbot.waitSignal(window.ended):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)


def test_a_wrong_pin_is_told_and_five_lock(window, service, clock):
    window.bar.team.click()
    for _ in range(5):
        press(window, "0815")
        window.pin.enter.click()
        assert window.pin.field.text() == ""
    assert "1:00" in window.pin.notice.text()
    assert not window.pin.keys["4"].isEnabled()
    clock.pass_by(minutes=2)
    window._tick.timeout.emit()
    assert window.pin.keys["4"].isEnabled()
    assert service.settings.is_open


def test_who_goes_away_from_the_number_pad_leaves_nothing_there(window):
    for leave in (
        lambda: window._rest_after.timeout.emit(),
        lambda: QTest.keyClick(window.pin.field, Qt.Key.Key_Escape),
        lambda: window.pin.back.click(),
    ):
        window.bar.team.click()
        press(window, "471")
        leave()
        assert is_idle(window)
        assert window.pin.field.text() == ""
        assert not window._rest_after.isActive()


def test_a_code_that_comes_while_a_pin_is_typed_waits(window, qtbot):
    window.bar.team.click()
    press(window, "47")
    window.take_code(ONE)
    assert window.answers == []
    assert window.pin.field.text() == "47"
    window.pin.back.click()
    qtbot.waitUntil(lambda: len(window.answers) == 1)


def test_when_no_supervisor_is_left_nobody_is_locked_in(window, service, qtbot):
    (anne,) = service.supervision.supervisors()
    service.supervision.remove(anne, Authority("Anne", "Gone"))
    with qtbot.waitSignal(window.ended):
        window.bar.team.click()


# What is there to touch


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (1080, 1920), (1100, 640), (800, 480), (480, 800)])
@pytest.mark.parametrize("spoken", ["fr", "en"])
def test_everything_to_touch_is_large_and_whole_on_the_screen(window, size, spoken, qtbot):
    window.bar.languages[spoken].click()
    window.resize(*size)
    for show_it in (lambda: None, window.bar.help.click, window.bar.team.click):
        show_it()
        QApplication.processEvents()
        assert (window.width(), window.height()) == size
        for button in window.findChildren(QAbstractButton):
            if button.isVisible():
                assert min(button.width(), button.height()) >= min(LEAST, 48)
                at = button.mapTo(window, QPoint(0, 0))
                assert window.rect().contains(button.rect().translated(at))


def test_there_is_no_place_to_type_a_name_and_no_menu(window):
    assert [f for f in window.findChildren(QLineEdit) if f.isVisible()] == []
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), QPoint(5, 5))
    QApplication.sendEvent(window, event)
    assert QApplication.activePopupWidget() is None


# What reaches a widget


NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
ALT, META, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.MetaModifier, Qt.KeyboardModifier.ShiftModifier
HOUSEKEEPING = (QEvent.Type.ChildAdded, QEvent.Type.ChildPolished, QEvent.Type.PolishRequest, QEvent.Type.Polish)


class Spy(QWidget):
    """Keeps what reached it."""

    def __init__(self):
        super().__init__()
        self.reached = []

    def event(self, event):
        if event.type() not in HOUSEKEEPING:
            self.reached.append(event.type())
        return True


@pytest.fixture
def guard(qapp):
    """What stands before a widget that keeps what reached it: `guard.spy`."""
    made = KioskGuard(spy := Spy())
    made.spy = spy
    made.install(qapp)
    yield made
    made.remove(qapp)
    spy.deleteLater()


def key(code, modifiers=NONE, text="", kind=QEvent.Type.KeyPress):
    return QKeyEvent(kind, code, modifiers, text)


def menu():
    return QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))


REACHING = [
    (menu, False),
    (lambda: key(Qt.Key.Key_F5), False),
    (lambda: key(Qt.Key.Key_F4, ALT), False),
    (lambda: key(Qt.Key.Key_V, CONTROL, "\x16"), False),
    (lambda: key(Qt.Key.Key_Q, META, "q"), False),
    (lambda: key(Qt.Key.Key_Menu), False),
    (lambda: key(Qt.Key.Key_Delete, NONE, "\x7f"), False),
    (lambda: key(Qt.Key.Key_Tab, CONTROL, "\t"), False),
    (lambda: key(Qt.Key.Key_I, CONTROL, "\t", QEvent.Type.ShortcutOverride), False),
    (lambda: QEvent(QEvent.Type.ToolTip), False),
    (lambda: key(Qt.Key.Key_7, NONE, "7"), True),
    (lambda: key(Qt.Key.Key_Ampersand, SHIFT, "&"), True),
    (lambda: key(Qt.Key.Key_Tab, NONE, "\t"), True),
    (lambda: key(Qt.Key.Key_Backtab, SHIFT), True),
    (lambda: key(Qt.Key.Key_Return, NONE, "\r"), True),
    (lambda: key(Qt.Key.Key_Space, NONE, " "), True),
    (lambda: key(Qt.Key.Key_Backspace, NONE, "\b"), True),
]


@pytest.mark.parametrize(("make", "reaches"), REACHING)
def test_what_the_screen_needs_is_let_through_and_what_commands_kept_away_until_it_is_over(qapp, guard, make, reaches):
    for is_let_through in (reaches, True):
        event = make()
        QApplication.sendEvent(guard.spy, event)
        assert (event.type() in guard.spy.reached) is is_let_through
        assert is_let_through or guard.spy.reached == []
        guard.remove(qapp)


def test_no_file_is_let_fall_on_it(guard):
    """Qt delivers drops by a way of its own, through the same filter."""
    what = QMimeData()
    fall = QDropEvent(QPointF(1, 1), Qt.DropAction.CopyAction, what, Qt.MouseButton.LeftButton, NONE)
    assert guard.eventFilter(guard.spy, fall)


def test_before_it_begins_the_keyboard_is_in_the_name_and_enter_begins(service, qtbot):
    dialog = KioskDialog(service, "Accueil 1")
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.focusWidget() is dialog.desk
    assert dialog.go_on.isDefault()
