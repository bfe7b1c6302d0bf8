# SPDX-License-Identifier: GPL-3.0-or-later
"""The program as it is built: a printer is chosen, somebody is registered, and takes their badge out of the tray."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from checkin.core.decision import Verdict
from checkin.core.entries import EntryKind
from checkin.core.print_jobs import JobState, PrintPolicy
from checkin.devices.printers import ipp_client_for, list_printers
from checkin.services.event_file import EventFile
from checkin.ui.desk import desk_operations
from tests.builders import an_attendee
from tests.patience import PATIENCE_MS
from tests.sheets import sheets
from tests.ui.answering import Answering


@pytest.fixture
def open_desk(event, open_program, lab):
    """What starts the program on the event, which looks for printers in the lab."""

    def opened():
        program = open_program(EventFile.open(event.path), "fr")
        program.built.printers.windows.search = lambda: found_in(lab)
        return program

    return opened


def found_in(lab):
    """The lab's CUPS stands for that of this computer: its queues have another address."""
    at = f"127.0.0.1:{lab.port}"
    return tuple(
        replace(each, address=each.address.replace("localhost", at))
        for each in list_printers(ipp_client_for(f"ipp://{at}/"))
    )


def choose_the_badge_printer(program, qtbot):
    def choose(dialog):
        qtbot.waitUntil(lambda: dialog.first.printer.findText("badge") >= 0)
        dialog.first.printer.setCurrentText("badge")
        dialog.first.printer.activated.emit(dialog.first.printer.currentIndex())
        assert dialog.at_arrival.isVisible()  # a printer alone prints for no arrival
        dialog.policy.setCurrentIndex(dialog.policy.findData(PrintPolicy.ONCE))
        qtbot.keyClick(dialog, Qt.Key.Key_Return)

    hands = Answering(choose)
    program.built.menu.printer_wanted.emit()
    assert len(hands.asked) == 1
    qtbot.waitUntil(lambda: program.window.chrome._lights["printer"].is_ok)


def seen(program):
    return program.window.stage.answer.accessibleDescription()


def test_a_printer_is_chosen_and_a_walk_in_takes_their_badge_out_of_the_tray(open_desk, lab, event, qtbot):
    program = open_desk()
    choose_the_badge_printer(program, qtbot)

    program.shell.activateWindow()  # as a window manager does when a dialog is gone
    qtbot.waitUntil(lambda: QApplication.focusWindow() is program.shell.windowHandle())
    qtbot.keyClicks(program.window.stage.search, "durand zoe")
    qtbot.keyClick(program.window.stage.search, Qt.Key.Key_F2)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert "Badge en attente" in seen(program)
    qtbot.waitUntil(lambda: "Badge imprimé" in seen(program))
    (sheet,) = sheets(lab.badge.received()[0])
    assert sheet.codes == [program.window.operations.shown.attendee.ticket_code]
    assert len(event.journal.entries_of_kinds([EntryKind.BADGE_PRINTED])) == 1

    program.shell.close()
    program.stop()
    again = open_desk()  # the next morning the printer is still the one
    again.window.take_code(an_attendee(1).ticket_code)
    qtbot.waitUntil(lambda: "Badge imprimé" in seen(again))
    assert len(lab.badge.received()) == 2


def test_a_queue_that_is_stopped_is_a_light_and_an_answer_and_the_badge_comes_later(open_desk, lab, qtbot):
    program = open_desk()
    choose_the_badge_printer(program, qtbot)
    lab.run("cupsdisable", "badge")
    program.print_service.wake()
    qtbot.waitUntil(lambda: program.window.chrome._lights["printer"].is_ok is False)
    assert program.window.chrome._lights["printer"].what == "Imprimante en pause"
    program.window.take_code(an_attendee(1).ticket_code)
    assert program.window.stage.answer.accessibleName() == "Entrée OK – badge en attente"
    lab.run("cupsenable", "badge")
    program.print_service.wake()
    qtbot.waitUntil(lambda: "Badge imprimé" in seen(program))
    assert program.window.stage.answer.accessibleName() == "Bienvenue"


def test_a_second_window_on_the_file_asks_and_the_first_one_prints(open_desk, lab, qtbot, monkeypatch):
    # The first one looks every 5 s: on a busy machine the answer would have gone before its badge is printed.
    monkeypatch.setitem(desk_operations.LINGER_MS, Verdict.ADMIT, PATIENCE_MS)
    first = open_desk()
    choose_the_badge_printer(first, qtbot)
    second = open_desk()
    assert second.print_service.state(lab.queue("badge")) is None
    second.window.take_code(an_attendee(1).ticket_code)
    qtbot.waitUntil(lambda: first.desk.printing.jobs()[0].state is JobState.PRINTED)
    assert len(lab.badge.received()) == 1
    qtbot.waitUntil(lambda: "Badge imprimé" in seen(second))
