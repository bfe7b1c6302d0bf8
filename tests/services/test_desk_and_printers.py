# SPDX-License-Identifier: GPL-3.0-or-later
"""From a scan to the sheet in the tray: the desk, its printing threads, a real CUPS and printers that fail."""

import os
import subprocess
import sys

import pytest

from checkin.core.entries import EntryKind
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.print_jobs import JobState, Medium, PrinterSetup, PrinterTrouble, PrintPlan, PrintPolicy
from checkin.core.tokens import TEST_CODE
from checkin.devices.ipp_printer import IppPrinter, JobTimeouts
from checkin.devices.printers import ipp_client_for
from checkin.services.printing.print_threads import PrintService
from checkin.services.printing.spooler import PATIENCE
from tests.builders import an_attendee
from tests.sheets import sheets

A6 = Medium(105, 148)
ONE, TWO = an_attendee(1), an_attendee(2)


def at_once(address, medium):
    """What a printer says is believed without waiting."""
    return IppPrinter(address, medium, ipp_client_for, JobTimeouts(warned=0, silent=3600))


class Hall:
    """A desk, its printing threads and the printers of the lab, the first of them a queue for badges."""

    def __init__(self, event, desk, clock, lab, qtbot):
        self.event, self.desk, self.clock, self.lab, self._qtbot = event, desk, clock, lab, qtbot
        self.address, self.office = lab.queue("badge"), lab.queue("office")
        self.room = PrintService(event.path, desk.printing, clock, at_once)
        self.faults = []
        self.room.failed.connect(self.faults.append)

    def open(self):
        """As the settings say, in the morning and after a restart."""
        setups = {self.address: PrinterSetup("Hall", A6), self.office: PrinterSetup("Bureau", A6)}
        self.room.use(PrintPlan(self.address, self.office, policy=PrintPolicy.ONCE, setups=setups))
        self.until(lambda: self.room.state(self.address) is not None)

    def until(self, has_come):
        """Waits for the real printers, woken as a desk wakes them."""
        self.room.wake()
        self._qtbot.waitUntil(lambda: bool(has_come()))

    def until_in_trouble(self, trouble):
        self.until(lambda: self.room.state(self.address).trouble is trouble)

    def until_ended(self, job_id, state=JobState.PRINTED):
        self.until(lambda: self.job(job_id).state is state)

    def job(self, job_id):
        return self.desk.printing.job(job_id)

    @property
    def printed(self):
        return self.event.journal.entries_of_kinds([EntryKind.BADGE_PRINTED])

    def arrive(self, person):
        """The number of their badge."""
        return self.desk.scan(person.ticket_code).badge.job.id


@pytest.fixture
def closed(event, desk, clock, lab, qtbot):
    """Before its doors open."""
    made = Hall(event, desk, clock, lab, qtbot)
    yield made
    made.room.stop()
    assert made.faults == []


@pytest.fixture
def hall(closed):
    closed.open()
    return closed


def test_who_arrives_or_walks_in_finds_their_own_badge_in_the_tray_and_a_page_to_measure_is_no_entry(hall):
    hall.until_ended(hall.arrive(ONE))
    walk_in = hall.desk.registration.walk_in(RegistrationForm("Zoé", "Durand"))
    hall.until_ended(walk_in.badge.job.id)
    hall.until_ended(hall.desk.printing.test_page(hall.address))
    printed = [sheet for document in hall.lab.badge.received() for sheet in sheets(document)]
    assert [sheet.codes for sheet in printed] == [[ONE.ticket_code], [walk_in.attendee.ticket_code], [TEST_CODE]]
    assert printed[0].size == pytest.approx((105, 148), abs=0.3)
    told = [(entry.subject, entry.body["template"]) for entry in hall.printed]
    assert told == [(ONE.id, "A6"), (walk_in.attendee.id, "A6")]


def test_a_stopped_queue_is_told_with_the_answer_and_the_badge_comes_when_it_goes_on(hall):
    hall.lab.run("cupsdisable", "badge")
    hall.until_in_trouble(PrinterTrouble.STOPPED)
    answer = hall.desk.scan(ONE.ticket_code)
    assert answer.lacks_badge
    assert answer.badge.printer.trouble is PrinterTrouble.STOPPED
    hall.lab.run("cupsenable", "badge")
    hall.until_ended(answer.badge.job.id)
    assert len(hall.lab.badge.received()) == 1


def test_without_paper_the_badge_is_sent_to_the_second_printer_by_hand(hall):
    hall.lab.badge.fail("media-empty-error")
    first = hall.arrive(ONE)
    hall.until_in_trouble(PrinterTrouble.OUT_OF_PAPER)
    answer = hall.desk.scan(TWO.ticket_code)
    assert answer.lacks_badge
    hall.desk.printing.move(answer.badge.job.id, hall.office)
    hall.until_ended(answer.badge.job.id)
    assert [sheet.codes for sheet in sheets(hall.lab.office.received()[0])] == [[TWO.ticket_code]]
    assert hall.job(first).trouble is PrinterTrouble.OUT_OF_PAPER
    hall.lab.badge.mend()
    hall.until_ended(first)


def test_a_printer_killed_in_the_middle_leaves_a_badge_that_a_person_settles(hall):
    hall.lab.badge.fail("slow")
    job = hall.arrive(ONE)
    hall.until(hall.lab.badge.received)
    hall.lab.badge.kill()
    hall.until_in_trouble(PrinterTrouble.UNREACHABLE)
    hall.lab.badge.mend()
    hall.lab.badge.start()
    hall.until_ended(job, JobState.UNCERTAIN)
    assert hall.printed == []
    hall.until_in_trouble(PrinterTrouble.NONE)  # it is there again: the next badge is not about being away
    hall.desk.printing.confirm_not_printed(job)
    hall.until_ended(hall.desk.printing.ask(ONE.id))
    assert len(hall.printed) == 1


def test_the_second_printer_takes_over_by_itself_from_one_that_is_off(hall):
    hall.lab.badge.kill()
    hall.until_in_trouble(PrinterTrouble.UNREACHABLE)
    job = hall.arrive(ONE)
    hall.clock.pass_by(seconds=PATIENCE.total_seconds())
    hall.until_ended(job)
    assert hall.job(job).printer == hall.office
    assert len(hall.lab.office.received()) == 1


# The program is killed

CHILD = """
import os, signal, sys
from pathlib import Path
from PySide6.QtGui import QGuiApplication
from checkin.core.print_jobs import Medium, PrinterSetup, PrintPlan
from checkin.core.print_jobs import PrintPolicy
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.printing.spooler import open_spooler
from checkin.devices.printers import open_printer
from tests.builders import MORNING, an_attendee

class Dying:
    '''The badge has left, and nobody hears what the printer answers.'''
    def __init__(self, printer):
        self._printer, self.form, self.state = printer, printer.form, printer.state
    def send(self, document):
        self._printer.send(document)
        os.kill(os.getpid(), signal.SIGKILL)

def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)

path, address, when = sys.argv[1:]
app = QGuiApplication([])
event = EventFile.open(Path(path))
desk = Desk(event, lambda: MORNING, "Accueil 1")
plan = PrintPlan(address, policy=PrintPolicy.ONCE, setups={address: PrinterSetup("Hall", Medium(105, 148))})
desk.printing.plan = plan
desk.scan(an_attendee(1).ticket_code)
if when == "committed":
    killed()
open_ = open_printer if when == "printing" else lambda *at: Dying(open_printer(*at))
press = open_spooler(event, lambda: MORNING, plan, address, open_)
press.step()
killed()
"""


def killed(closed, when):
    """A desk where one person arrived, and whose program ended then. Returns the number of their badge."""
    child = subprocess.run(
        [sys.executable, "-c", CHILD, closed.event.path, closed.address, when],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    assert child.returncode == -9
    (job,) = closed.desk.printing.jobs()
    return job.id


def test_killed_between_commit_and_hand_over_the_badge_waits_and_is_printed_once(closed):
    job = killed(closed, "committed")
    assert closed.job(job).state is JobState.WAITING
    closed.open()
    closed.until_ended(job)
    closed.until(lambda: closed.lab.jobs("badge") == 0)
    (document,) = closed.lab.badge.received()
    assert [sheet.codes for sheet in sheets(document)] == [[ONE.ticket_code]]


def test_killed_while_the_printer_has_it_the_end_is_heard_after_all(closed):
    job = killed(closed, "printing")
    assert closed.job(job).state is JobState.PRINTING
    closed.open()
    closed.until_ended(job)
    assert len(closed.lab.badge.received()) == 1


def test_killed_before_the_printer_had_answered_it_may_have_printed_and_a_person_looks(closed):
    job = killed(closed, "sending")
    closed.open()
    closed.until_ended(job, JobState.UNCERTAIN)
    closed.until(lambda: closed.lab.jobs("badge") == 0)
    assert len(closed.lab.badge.received()) == 1  # it had, and it is not printed again by itself
    closed.desk.printing.confirm_printed(job)
    assert len(closed.printed) == 1
