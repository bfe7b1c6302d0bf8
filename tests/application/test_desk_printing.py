# SPDX-License-Identifier: GPL-3.0-or-later
"""The windows of printing, from the menu of an open desk and from the printer's light."""

import pytest

from checkin.application import desk_program
from checkin.core.tokens import TEST_CODE
from checkin.services.printing.spooler import PrinterSearch
from checkin.ui.printing.printer_settings import PrinterSettings
from tests.builders import an_attendee
from tests.ui.answering import Answering


@pytest.fixture
def program(qapp, event, clock, qtbot):
    made = desk_program.DeskProgram(event, clock, "en")
    made.built.printers.windows.search = lambda: PrinterSearch(lambda: ())
    with qtbot.waitSignal(made.ready):
        made.start()
    yield made
    made.shell.close()
    made.stop()


@pytest.mark.parametrize("wanted", ["the menu", "the light"])
def test_a_desk_without_a_printer_is_asked_which(program, wanted):
    hands = Answering(lambda dialog: dialog.reject())
    (program.built.menu.printer_wanted if wanted == "the menu" else program.window.chrome.printer_pressed).emit()
    assert [type(window) for window in hands.asked] == [PrinterSettings]


def test_what_waits_stands_beside_the_desk_and_is_the_same_window_again(program):
    program.built.menu.print_queue_wanted.emit()
    queue = program.built.printers.windows.queue
    assert queue.isVisible()
    assert not queue.isModal()
    queue.close()
    program.built.menu.print_queue_wanted.emit()
    assert program.built.printers.windows.queue is queue
    assert queue.isVisible()


def test_what_waits_hides_no_answer(program, qtbot):
    program.built.menu.print_queue_wanted.emit()
    program.window.take_code(TEST_CODE)
    assert program.built.printers.windows.queue.isVisible()
    program.window.take_code(an_attendee(1).ticket_code)
    qtbot.waitUntil(lambda: not program.built.printers.windows.queue.isVisible())
