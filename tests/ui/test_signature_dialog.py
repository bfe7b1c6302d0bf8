# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody signs: with a mouse, a finger, a pen; changes their mind; and nothing that was written is lost."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from checkin.application import desk_program
from checkin.core.desk_settings import Settings
from checkin.core.entries import EntryKind
from checkin.core.signature import LEVELS
from checkin.storage import settings_store as kept
from checkin.ui.desk.answer_panel import AnswerStepButton
from checkin.ui.signing.signature_dialog import SignatureDialog
from tests.builders import an_attendee
from tests.core.signatures import a_signature
from tests.full_disk import full_disk
from tests.ui.answering import Answering

ONE = an_attendee(1)
HALF, WORKSHOP = "2023-07-04/morning", "atelier-b"
PATH = [(0.2 + n * 0.01, 0.15 + 0.05 * (n % 2)) for n in range(40)]


@pytest.fixture
def dialog(qtbot, desk):
    made = SignatureDialog(desk, ONE)
    qtbot.addWidget(made)
    made.resize(1000, 620)
    made.show()
    qtbot.waitExposed(made)
    return made


def places(pad, path=PATH):
    return [QPointF(x * pad.width(), y * pad.width()) for x, y in path]


def with_a_mouse(pad):
    first, *others = [place.toPoint() for place in places(pad)]
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=first)
    for place in others:
        QTest.mouseMove(pad, place)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=others[-1])


def with_a_finger(pad):
    device = QTest.createTouchDevice()
    first, *others = [place.toPoint() for place in places(pad)]
    QTest.touchEvent(pad, device).press(0, first, pad).commit()
    for place in others:
        QTest.touchEvent(pad, device).move(0, place, pad).commit()
    QTest.touchEvent(pad, device).release(0, others[-1], pad).commit()


def with_a_pen(pad):
    kinds = [QEvent.Type.TabletPress, *[QEvent.Type.TabletMove] * (len(PATH) - 2), QEvent.Type.TabletRelease]
    for number, (kind, place) in enumerate(zip(kinds, places(pad), strict=True)):
        pressure = 0.0 if kind is QEvent.Type.TabletRelease else number / len(PATH)
        QApplication.sendEvent(pad, pen_event(kind, place, pad.mapToGlobal(place), pressure))


def pen_event(kind, place, on_screen, pressure):
    button = Qt.MouseButton.LeftButton
    down = Qt.MouseButton.NoButton if kind is QEvent.Type.TabletRelease else button
    no_keys = Qt.KeyboardModifier.NoModifier
    return QTabletEvent(kind, PEN, place, on_screen, pressure, 0, 0, 0, 0, 0, no_keys, button, down)


PEN = QPointingDevice(
    "pen",
    1,
    QInputDevice.DeviceType.Stylus,
    QPointingDevice.PointerType.Pen,
    QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
    1,
    1,
)


@pytest.mark.parametrize("write", [with_a_mouse, with_a_finger, with_a_pen])
def test_what_was_written_is_stored_where_it_was_written(dialog, desk, event, write):
    assert not dialog.done_button.isEnabled()
    write(dialog.pad)
    dialog.done_button.click()
    kept_one = desk.signing.signed(ONE.id)[HALF].signature
    (stroke,) = kept_one.strokes
    place = (stroke[0].x / 2048, stroke[0].y / 2048, kept_one.height / 2048)
    assert place == pytest.approx((*PATH[0], dialog.pad.height() / dialog.pad.width()), abs=0.01)
    assert len(event.journal.entries_of_kinds([EntryKind.SIGNED])) == 1
    assert "Le Goff-1" in dialog.message


def test_a_pen_tells_how_hard_it_was_pressed_and_a_hand_that_rests_beside_it_writes_nothing(dialog):
    with_a_pen(dialog.pad)
    pressures = [point.pressure for point in dialog.pad.signature().strokes[0]]
    assert pressures == sorted(pressures)
    assert pressures[-1] > LEVELS / 2
    with_a_finger(dialog.pad)
    assert len(dialog.pad.signature().strokes) == 1


def test_cleared_or_touched_by_mistake_it_is_as_if_nothing_had_been_written(dialog, qtbot, event):
    qtbot.mouseClick(dialog.pad, Qt.MouseButton.LeftButton)
    assert (dialog.done_button.isEnabled(), dialog.clear.isEnabled()) == (False, True)
    with_a_mouse(dialog.pad)
    qtbot.keyClick(dialog, Qt.Key.Key_Delete)
    assert dialog.pad.signature() is None
    assert not dialog.done_button.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert not event.journal.entries_of_kinds([EntryKind.SIGNED])


def test_another_half_day_or_session_may_be_chosen_and_what_was_written_stays(dialog, desk):
    with_a_mouse(dialog.pad)
    dialog.occasion.setCurrentIndex(1)
    dialog.done_button.click()
    assert list(desk.signing.signed(ONE.id)) == [WORKSHOP]


def test_what_was_signed_before_is_told_and_can_be_taken_back(qtbot, desk):
    desk.signing.sign(ONE.id, HALF, a_signature())
    dialog = SignatureDialog(desk, ONE)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "Already signed, at 08:40 (Accueil 1)" in dialog.strip.text()
    assert dialog.undo_button.isVisible()
    dialog.occasion.setCurrentIndex(1)
    assert not dialog.undo_button.isVisible()
    dialog.occasion.setCurrentIndex(0)
    dialog.undo_button.click()
    assert desk.signing.signed(ONE.id) == {}
    assert "Signature removed" in dialog.message


def test_what_could_not_be_saved_stays_on_the_screen(dialog, desk):
    with_a_mouse(dialog.pad)
    with full_disk(0):
        dialog.done_button.click()
    assert dialog.isVisible()
    assert "not" in dialog.strip.text()
    assert dialog.pad.signature()
    dialog.done_button.click()
    assert list(desk.signing.signed(ONE.id)) == [HALF]


@pytest.fixture
def program(qapp, event, clock, qtbot):
    kept.save(event.db, Settings(has_signatures=True, language="en"))
    made = desk_program.DeskProgram(event, clock, "en")
    made.shell.show()
    yield made
    made.shell.close()
    made.stop()


def sign(window):
    with_a_mouse(window.pad)
    window.done_button.click()


def test_at_the_desk_a_key_opens_it_for_whoever_is_shown_and_codes_wait(program, qtbot, desk):
    window, answers = program.window, []
    window.answered.connect(answers.append)
    window.take_code(ONE.ticket_code)
    assert "Sign…" in [button.text() for button in window.stage.answer.findChildren(AnswerStepButton)]
    hands = Answering(lambda shown: (window.take_code(an_attendee(2).ticket_code), sign(shown)))
    qtbot.keyClick(window.stage.search, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert list(desk.signing.signed(ONE.id)) == [HALF]
    assert [answer.attendee.id for answer in answers] == [ONE.id]
    assert "Signed: Éléonore Le Goff-1" in window.footer.accessibleDescription()
    qtbot.waitUntil(lambda: len(answers) == 2)
    hands.stop()


def test_where_nobody_is_shown_nothing_is_planned_or_it_is_off_it_says_so(program, event, clock):
    program.window.desk_actions.sign()
    assert "Nobody is shown" in program.window.stage.replied
    event.plan(replace(event.programme(), sessions=()), at=clock(), desk="Accueil 1")
    program.desk.reload()
    program.signatures.ask(ONE)
    assert "no times yet" in program.window.footer.accessibleDescription()
    program.signatures.use(Settings())
    program.window.desk_actions.sign()
    assert "does not take signatures" in program.window.stage.replied
