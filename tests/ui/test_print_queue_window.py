# SPDX-License-Identifier: GPL-3.0-or-later
"""What waits, and what a person does about it. Printers are said to be as they are; nothing is printed here."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog

from checkin.core.entries import EntryKind
from checkin.core.print_jobs import (
    JobProgress,
    JobState,
    PrinterSetup,
    PrinterState,
    PrinterTrouble,
    PrintPlan,
    PrintPolicy,
)
from checkin.services.badges.badge_documents import PrintJobQueries
from checkin.services.desk_queries import DeskQueries
from checkin.services.printing.print_threads import PrintService
from checkin.storage.print_queue import PrintQueue
from checkin.ui.printing.print_queue_window import PrintJobAction, PrintQueueWindow
from checkin.ui.widgets.exchange_wording import printer_light
from tests.builders import an_attendee

HALL, OFFICE = "zpl://192.0.2.7", "ipp://localhost/printers/laser"
ONE, TWO, THREE = (an_attendee(n).id for n in (1, 2, 3))
PLAN = PrintPlan(HALL, OFFICE, policy=PrintPolicy.ONCE, setups={HALL: PrinterSetup("Hall")})


class StillRoom(PrintService):
    """Its printers are as they are said to be."""

    def __init__(self, *at):
        super().__init__(*at)
        self.states, self.woken = {HALL: PrinterState(), OFFICE: PrinterState()}, 0

    def state(self, address):
        return self.states.get(address)

    def wake(self):
        self.woken += 1


@pytest.fixture
def printing(desk):
    desk.printing.use(PLAN)
    return desk.printing


@pytest.fixture
def room(qapp, event, printing, clock):
    return StillRoom(event.path, printing, clock)


@pytest.fixture
def window(qtbot, event, desk, room):
    made = PrintQueueWindow(desk, (DeskQueries(event), PrintJobQueries(event, desk.printing)), room, None)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def end(event, clock):
    def ended(job_id, state, trouble=PrinterTrouble.NONE):
        with event.transaction():
            assert PrintQueue(event.db).note(job_id, JobProgress(state, trouble), clock())

    return ended


def rows(window):
    model = window.list.model()
    return [model.data(model.index(row)) for row in range(model.rowCount())]


def offered(window):
    return [act for act, button in window.buttons.items() if button.isVisible()]


def choose(window, job_id):
    window.refresh()
    window.select(job_id)


def test_jobs_are_told_newest_first_with_person_badge_printer_and_state(window, printing, end):
    first = printing.ask(ONE)
    printing.ask(TWO)
    end(first, JobState.PRINTED)
    window.refresh()
    newest, oldest = rows(window)
    assert "Jean-Baptiste de La Fournière" in newest
    assert "by category" in newest
    assert oldest.endswith("Printed")
    assert "Hall" in oldest


def test_without_jobs_a_sentence_says_when_there_will_be_some(window):
    window.refresh()
    assert window._empty.isVisible()
    assert not window.list.isVisible()


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        (JobState.PRINTING, []),
        (JobState.PRINTED, [PrintJobAction.REPRINT]),
        (JobState.FAILED, [PrintJobAction.REPRINT]),
        (JobState.UNCERTAIN, [PrintJobAction.CAME_OUT, PrintJobAction.DID_NOT]),
        (JobState.CANCELLED, [PrintJobAction.REPRINT]),
    ],
)
def test_only_what_can_be_done_is_offered(window, printing, end, state, acts):
    job = printing.ask(ONE)
    end(job, state)
    choose(window, job)
    assert offered(window) == acts


def test_what_waits_is_cancelled_or_goes_to_the_other_printer(window, printing, room, qtbot):
    job, other = printing.ask(ONE), printing.ask(TWO)
    choose(window, job)
    assert offered(window) == [PrintJobAction.SECOND, PrintJobAction.CANCEL]
    window.act(PrintJobAction.SECOND)
    assert printing.job(job).printer == OFFICE
    assert window.selected().job.id == job  # the selection stays where it was
    choose(window, other)
    qtbot.keyClick(window.list, Qt.Key.Key_Delete)
    assert printing.job(other).state is JobState.CANCELLED
    assert room.woken == 2


def test_a_badge_nobody_knows_of_is_settled_by_who_has_looked(window, printing, end, event):
    came, did_not = printing.ask(ONE), printing.ask(TWO)
    for job, act in ((came, PrintJobAction.CAME_OUT), (did_not, PrintJobAction.DID_NOT)):
        end(job, JobState.UNCERTAIN)
        choose(window, job)
        window.act(act)
    assert [printing.job(job).state for job in (came, did_not)] == [JobState.PRINTED, JobState.FAILED]
    assert [entry.subject for entry in event.journal.entries_of_kinds([EntryKind.BADGE_PRINTED])] == [ONE]


def test_what_is_too_late_is_said_in_the_window(window, printing, end):
    job = printing.ask(ONE)
    choose(window, job)
    end(job, JobState.PRINTING)
    window.act(PrintJobAction.CANCEL)
    assert "already at the printer" in window.notice.text()
    assert window.notice.isVisible()


def test_printing_again_asks_whoever_asks_why(window, printing, end):
    asked = []
    window.reprint = lambda person, parent: asked.append((person.id, parent))
    job = printing.ask(ONE)
    end(job, JobState.PRINTED)
    choose(window, job)
    window.act(PrintJobAction.REPRINT)
    assert asked == [(ONE, window)]


def test_a_page_to_measure_is_printed_again_as_one(window, printing, end):
    job = printing.test_page(HALL)
    end(job, JobState.FAILED)
    choose(window, job)
    assert "Test page" in rows(window)[0]
    window.act(PrintJobAction.REPRINT)
    assert [each.is_test for each in printing.jobs()] == [True, True]


def test_the_batch_is_paused_gone_on_with_and_cancelled(window, printing, room):
    assert not window.printers.pause.isVisible()
    printing.batch([ONE, TWO])
    printing.ask(THREE)
    window.refresh()
    window.printers.pause.click()
    assert room.is_paused
    assert "Resume" in window.printers.pause.text()
    window.printers.pause.click()
    assert not room.is_paused
    window.printers.cancel_batch.click()
    assert [job.state for job in printing.jobs()] == [JobState.WAITING, JobState.CANCELLED, JobState.CANCELLED]


def test_all_that_wait_go_to_the_second_printer(window, printing, room):
    printing.ask(ONE)
    printing.ask(TWO)
    window.refresh()
    window.printers.move_all.click()
    assert {job.printer for job in printing.jobs()} == {OFFICE}
    assert room.woken
    assert not window.printers.move_all.isVisible()


def test_each_printer_is_told_by_its_name_with_its_trouble(window, room):
    room.states[HALL] = PrinterState(PrinterTrouble.COVER_OPEN)
    room.changed.emit()
    text = window.printers.message.text()
    assert "Hall: Cover open. Close the printer" in text
    assert "laser: Ready" in text


def test_labels_left_are_counted_from_a_new_roll_on(window, printing, end, monkeypatch):
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_: (25, True))
    window.refresh()
    window.printers.new_roll.click()
    assert "about 25" in window.printers.message.text()
    for number in range(10):
        end(printing.ask(ONE, why=str(number)), JobState.PRINTED)
    window.refresh()
    assert "About 15 labels are left" in window.printers.message.text()


def test_it_is_read_again_when_a_printer_says_something_but_not_while_nobody_looks(window, printing, room):
    printing.ask(ONE)
    room.changed.emit()
    assert len(rows(window)) == 1
    window.hide()
    printing.ask(TWO)
    room.changed.emit()
    assert len(rows(window)) == 1
    window.show()
    assert len(rows(window)) == 2


# The light


def test_the_light_is_a_ring_until_something_is_heard_then_says_how_the_first_printer_is(printing, room):
    room.states = {}
    assert printer_light(printing, room).is_ok is None
    room.states[HALL] = PrinterState()
    assert printer_light(printing, room).is_ok is True
    room.states[HALL] = PrinterState(PrinterTrouble.UNREACHABLE)
    light = printer_light(printing, room)
    assert (light.is_ok, light.what) == (False, "Printer off")
    assert "Check that it is switched on" in light.tip


def test_the_light_asks_for_somebody_while_a_badge_is_to_be_looked_for(printing, room, end):
    end(printing.ask(ONE), JobState.UNCERTAIN)
    printing.ask(TWO)
    light = printer_light(printing, room)
    assert (light.is_ok, light.what) == (False, "Badges to check: 1")
    assert "Badges waiting: 1" in light.tip


def test_buttons_are_pressed_with_the_mouse_too(window, printing, end):
    job = printing.ask(ONE)
    end(job, JobState.UNCERTAIN)
    choose(window, job)
    window.buttons[PrintJobAction.CAME_OUT].click()
    assert printing.job(job).state is JobState.PRINTED
