# SPDX-License-Identifier: GPL-3.0-or-later
import threading

import pytest

from checkin.core.message import Message, StorageError
from checkin.core.print_jobs import FoundPrinter, JobProgress, JobState, Medium, PrinterState, PrinterTrouble, PrintPlan
from checkin.devices.printer import PrintDocument, PrintFormat
from checkin.services.badge_print_requests import Printing
from checkin.services.printing.spooler import PrinterSearch, PrintSpooler, PrintWorker

HERE = "ipp://here"


class QuickPrinter:
    """Prints at the second question."""

    form = PrintFormat.PDF

    def __init__(self):
        self.now, self.threads, self.taken = PrinterState(), set(), []

    def state(self):
        self.threads.add(threading.get_ident())
        return self.now

    def send(self, document):
        self.taken.append(document.title)
        return "7"

    def follow(self, reference):
        return JobProgress(JobState.PRINTED)

    def cancel(self, reference):
        pass


@pytest.fixture
def printer():
    return QuickPrinter()


@pytest.fixture
def printing(event, clock):
    return Printing(event, clock, PrintPlan(HERE))


@pytest.fixture
def worker(qapp, event, clock, printer):
    made = PrintWorker(event.path, lambda own: PrintSpooler(own, clock, printer, drawn, (HERE, "")))
    made.told = []
    made.changed.connect(made.told.append)
    yield made
    made.stop()
    made.close()


def drawn(job):
    return PrintDocument(f"badge-{job.id}", PrintFormat.PDF, b"%PDF", Medium(105, 148))


def a_person(event):
    return next(attendee.id for attendee, _ in event.attendees.all())


def test_what_another_connection_asked_for_is_printed_and_each_change_is_told(worker, printing, event, printer):
    assert not worker.step()
    printing.ask(a_person(event))
    assert worker.step()
    assert worker.step()
    assert printing.jobs()[0].state is JobState.PRINTED
    printer.now = PrinterState(PrinterTrouble.OUT_OF_PAPER)
    worker.step()
    worker.step()
    assert [state.trouble for state in worker.told] == [PrinterTrouble.NONE] * 3 + [PrinterTrouble.OUT_OF_PAPER]


def test_the_thread_prints_when_it_is_woken_with_a_connection_of_its_own(worker, printing, event, printer, qtbot):
    with qtbot.waitSignal(worker.changed):
        worker.start()
    printing.ask(a_person(event))
    with qtbot.waitSignal(worker.changed, check_params_cb=lambda _: printing.waiting() == 0):
        worker.wake()
    qtbot.waitUntil(lambda: printing.jobs()[0].state is JobState.PRINTED)
    worker.stop()
    assert worker.isFinished()
    assert threading.get_ident() not in printer.threads


def test_a_pause_is_heeded_from_the_next_step_on(worker, printing, event, printer):
    worker.pause(True)
    printing.batch([a_person(event)])
    worker.step()
    assert printer.taken == []
    worker.pause(False)
    worker.step()
    assert len(printer.taken) == 1


def test_a_fault_is_told_and_the_next_badge_is_printed_all_the_same(worker, printing, event, printer, qtbot):
    def breaks():
        raise StorageError(
            Message("storage", "The disk refused: nothing was saved. Write it down on paper and try again.")
        )

    state, printer.state = printer.state, breaks
    with qtbot.waitSignal(worker.failed) as failed:
        worker.start()
    assert isinstance(failed.args[0], StorageError)
    printer.state = state
    printing.ask(a_person(event))
    worker.wake()
    qtbot.waitUntil(lambda: printing.jobs()[0].state is JobState.PRINTED)


def test_after_a_fault_in_the_middle_of_a_badge_a_person_is_to_look(worker, printing, event, printer, qtbot):
    def breaks(document):
        printer.taken.append(document.title)
        raise ZeroDivisionError

    printer.send = breaks
    printing.ask(a_person(event))
    with qtbot.waitSignal(worker.failed):
        worker.start()
    worker.wake()
    qtbot.waitUntil(lambda: printing.jobs()[0].state is JobState.UNCERTAIN)
    assert len(printer.taken) == 1


def test_printers_are_looked_for_in_a_thread_of_their_own(qtbot):
    found = (FoundPrinter("ipp://localhost/printers/badge", "Badges", (Medium(105, 148),)),)
    threads = []
    search = PrinterSearch(lambda: threads.append(threading.get_ident()) or found)
    with qtbot.waitSignal(search.found) as told:
        search.start()
    assert search.wait()
    assert (told.args, threading.get_ident() in threads) == ([found], False)
