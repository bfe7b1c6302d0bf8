# SPDX-License-Identifier: GPL-3.0-or-later
"""Badges that wait, are handed over, end, and outlive the program."""

from dataclasses import replace

import pytest

from checkin import translation
from checkin.core.attendee import Presence, Status
from checkin.core.entries import EntryKind
from checkin.core.message import Message, UserError
from checkin.core.print_jobs import (
    BadgeNotWantedError,
    JobProgress,
    JobState,
    Medium,
    PrinterState,
    PrinterTrouble,
    PrintPlan,
    PrintPolicy,
)
from checkin.devices.printer import PrintDocument, PrinterError, PrintFormat, UncertainPrintError
from checkin.services.badge_print_requests import Printing
from checkin.services.printing.spooler import PATIENCE, PrintSpooler
from checkin.storage.print_queue import PrintQueue
from tests.builders import an_attendee
from tests.conftest import add_people

HERE, THERE = "ipp://here", "ipp://there"
NOT_TAKEN = Message(
    "printing",
    "This desk has no printer (Settings, Ctrl+,). For a lost badge, Ctrl+Shift+R gives a new code to photograph.",
)


class PaperPrinter:
    """Takes what it is given and says what it is told to say."""

    form = PrintFormat.PDF

    def __init__(self):
        self.taken, self.error = [], None
        self.now, self.progress, self.reference = PrinterState(), JobProgress(JobState.PRINTING), "7"
        self.called_back = []

    def send(self, document):
        if self.error:
            raise self.error
        self.taken.append(document.title)
        return self.reference

    def follow(self, reference):
        return self.progress

    def cancel(self, reference):
        self.called_back.append(reference)

    def state(self):
        return self.now


@pytest.fixture
def printer():
    return PaperPrinter()


@pytest.fixture
def printing(event, clock):
    return Printing(event, clock, PrintPlan(HERE, policy=PrintPolicy.ONCE))


@pytest.fixture
def press(event, clock, printer):
    return PrintSpooler(event, clock, printer, drawn, (HERE, THERE))


@pytest.fixture
def alone(event, clock, printer):
    """Without a second printer."""
    return PrintSpooler(event, clock, printer, drawn, (HERE, ""))


@pytest.fixture
def people(event):
    return [attendee for attendee, _ in event.attendees.all()]


def drawn(job):
    return PrintDocument(job.attendee, PrintFormat.PDF, b"%PDF", Medium(105, 148))


def states(printing):
    return [job.state for job in reversed(printing.jobs())]


def test_a_badge_is_printed_only_when_the_printer_says_so_and_the_journal_tells(
    event, printing, press, printer, people
):
    printing.ask(people[0].id)
    press.step()
    assert states(printing) == [JobState.PRINTING]
    assert event.journal.entries_of_kinds([EntryKind.BADGE_PRINTED]) == []

    printer.progress = JobProgress(JobState.PRINTED)
    press.step()
    assert states(printing) == [JobState.PRINTED]
    (entry,) = event.journal.entries_of_kinds([EntryKind.BADGE_PRINTED])
    assert (entry.subject, entry.body["copy"]) == (people[0].id, 1)


def test_who_stands_there_goes_before_a_batch(printing, press, printer, people):
    printer.reference = ""
    printing.batch([people[0].id, people[1].id])
    printing.ask(people[2].id)
    while press.step():
        pass
    assert printer.taken == [people[2].id, people[0].id, people[1].id]


def test_during_a_pause_only_who_stands_there_is_printed(printing, press, printer, people):
    printer.reference = ""
    press.is_paused = True
    printing.batch([people[0].id])
    printing.ask(people[1].id)
    while press.step():
        pass
    assert printer.taken == [people[1].id]


def test_a_printer_in_trouble_is_given_nothing_and_the_badge_waits(printing, press, printer, people):
    printer.now = PrinterState(PrinterTrouble.OUT_OF_PAPER, "Bac vide")
    printing.ask(people[0].id)
    assert not press.step()
    assert (printer.taken, states(printing), press.state.trouble) == (
        [],
        [JobState.WAITING],
        PrinterTrouble.OUT_OF_PAPER,
    )


def test_after_a_while_of_trouble_the_second_printer_takes_over(printing, press, printer, people, clock):
    printer.now = PrinterState(PrinterTrouble.UNREACHABLE)
    printing.ask(people[0].id)
    press.step()
    assert printing.jobs()[0].printer == HERE
    clock.pass_by(seconds=PATIENCE.total_seconds())
    press.step()
    assert printing.jobs()[0].printer == THERE


def test_a_trouble_that_lasts_already_makes_nobody_wait_again(printing, press, printer, people, clock):
    printer.now = PrinterState(PrinterTrouble.OUT_OF_PAPER)
    press.step()
    clock.pass_by(seconds=PATIENCE.total_seconds())
    printing.ask(people[0].id)
    press.step()
    assert printing.jobs()[0].printer == THERE


@pytest.fixture
def stuck(printing, printer, people, clock):
    """The first person's badge is at the printer and in trouble for long; the second person waits."""

    def make(press, trouble=PrinterTrouble.OUT_OF_PAPER):
        printing.ask(people[0].id)
        press.step()
        printing.ask(people[1].id)
        printer.progress = JobProgress(JobState.PRINTING, trouble)
        press.step()
        clock.pass_by(seconds=PATIENCE.total_seconds())
        press.step()
        return printer

    return make


@pytest.mark.parametrize(
    ("end", "then"),
    [
        (JobState.FAILED, (JobState.WAITING, THERE)),
        (JobState.UNCERTAIN, (JobState.UNCERTAIN, HERE)),
        (JobState.PRINTED, (JobState.PRINTED, HERE)),
    ],
)
def test_a_badge_called_back_goes_along_only_if_nothing_came(stuck, printing, press, end, then):
    printer = stuck(press)
    assert printer.called_back == ["7"]
    assert [job.printer for job in printing.jobs()] == [THERE, HERE]
    printer.progress = JobProgress(end)
    press.step()
    first = printing.jobs()[1]
    assert (first.state, first.printer) == then


def test_a_badge_that_failed_by_itself_is_not_sent_elsewhere(printing, press, printer, people):
    printing.ask(people[0].id)
    press.step()
    printer.progress = JobProgress(JobState.FAILED)
    press.step()
    assert (states(printing), printing.jobs()[0].printer) == ([JobState.FAILED], HERE)


@pytest.mark.parametrize(("trouble", "called_back"), [(PrinterTrouble.OUT_OF_PAPER, []), (PrinterTrouble.SLOW, ["7"])])
def test_without_a_second_printer_only_a_badge_that_nothing_can_help_is_called_back(
    alone, printer, stuck, trouble, called_back
):
    stuck(alone, trouble)
    assert printer.called_back == called_back


def test_a_badge_refused_by_a_printer_that_is_in_trouble_waits_for_it(printing, press, printer, people):
    """It stopped taking badges between the question and the badge."""
    printing.ask(people[0].id)
    states_then = iter([PrinterState(), PrinterState(PrinterTrouble.REJECTING)])
    printer.state, printer.error = lambda: next(states_then), PrinterError(NOT_TAKEN)
    assert not press.step()
    assert (states(printing), press.state.trouble) == ([JobState.WAITING], PrinterTrouble.REJECTING)
    printer.state, printer.error, printer.reference = PrinterState, None, ""
    press.step()
    assert states(printing) == [JobState.PRINTED]


def test_why_a_badge_failed_is_kept_in_the_language_of_the_desk(qapp, printing, press, printer, people):
    translation.install(qapp, "fr")
    printing.ask(people[0].id)
    printer.error = PrinterError(NOT_TAKEN)
    press.step()
    translation.install(qapp, "en")
    assert "pas d’imprimante" in printing.jobs()[0].detail


@pytest.mark.parametrize(
    ("error", "state"), [(PrinterError, JobState.FAILED), (UncertainPrintError, JobState.UNCERTAIN)]
)
def test_what_the_printer_did_not_take_is_not_printed_again_by_itself(event, clock, people, error, state):
    printing, printer = Printing(event, clock, PrintPlan(HERE)), PaperPrinter()
    printer.error = error(NOT_TAKEN)
    printing.ask(people[0].id)
    press = PrintSpooler(event, clock, printer, drawn, (HERE, ""))
    while press.step():
        pass
    assert (states(printing), printer.taken) == ([state], [])


def test_a_badge_at_the_printer_when_the_program_ended_is_uncertain_unless_the_printer_can_tell(event, clock, people):
    printing, printer = Printing(event, clock, PrintPlan(HERE)), PaperPrinter()
    printing.ask(people[0].id)
    PrintSpooler(event, clock, printer, drawn, (HERE, "")).step()  # it has a reference
    again = PrintSpooler(event, clock, printer, drawn, (HERE, ""))
    again.recover()
    assert states(printing) == [JobState.PRINTING]

    class Died(Exception):
        pass

    printer.progress = JobProgress(JobState.PRINTED)
    again.step()
    printer.error = Died()
    printing.ask(people[1].id)
    with pytest.raises(Died):  # as if the power went between the row and the reference
        again.step()
    PrintSpooler(event, clock, printer, drawn, (HERE, "")).recover()
    assert states(printing) == [JobState.PRINTED, JobState.UNCERTAIN]


def test_a_badge_that_cannot_be_drawn_does_not_stop_the_others(event, clock, printing, printer, people):
    def broken_for_the_first(job):
        if job.attendee == people[0].id:
            raise UserError(NOT_TAKEN)
        return drawn(job)

    printer.reference = ""
    press = PrintSpooler(event, clock, printer, broken_for_the_first, (HERE, ""))
    printing.batch([people[0].id, people[1].id])
    while press.step():
        pass
    assert states(printing) == [JobState.FAILED, JobState.PRINTED]


def test_another_badge_wants_a_reason_once_one_was_printed(printing, press, printer, people):
    printer.reference = ""
    printing.ask(people[0].id)
    while press.step():
        pass
    with pytest.raises(UserError):
        printing.ask(people[0].id)
    printing.ask(people[0].id, why="perdu")
    assert (printing.jobs()[0].copy, printing.jobs()[0].why) == (2, "perdu")


def test_a_batch_leaves_out_who_has_a_badge_or_waits_for_one(printing, people):
    printing.ask(people[0].id)
    assert printing.batch([p.id for p in people]) == len(people) - 1
    assert printing.batch([p.id for p in people]) == 0


def test_a_batch_has_no_badge_for_who_is_cancelled_blocked_or_elsewhere(printing, event, clock):
    off = [an_attendee(n, status=status) for n, status in ((91, Status.CANCELLED), (92, Status.BLOCKED))]
    off.append(an_attendee(93, presence=Presence.REMOTE))
    add_people(event, clock(), *off)
    assert printing.batch([person.id for person in off]) == 0


def test_a_badge_nobody_wants_any_more_is_cancelled_and_is_no_failure(event, clock, printer, printing, people):
    def not_wanted(job):
        raise BadgeNotWantedError(NOT_TAKEN)

    printing.batch([people[0].id])
    PrintSpooler(event, clock, printer, not_wanted, (HERE, "")).step()
    (job,) = printing.jobs()
    assert (job.state, printer.taken) == (JobState.CANCELLED, [])


def test_only_what_waits_is_cancelled(printing, press, people):
    first, second = printing.ask(people[0].id), printing.ask(people[1].id)
    press.step()
    with pytest.raises(UserError):
        printing.cancel(first)
    printing.cancel(second)
    assert states(printing) == [JobState.PRINTING, JobState.CANCELLED]


@pytest.mark.parametrize(
    ("policy", "jobs"), [(PrintPolicy.NEVER, [0, 0]), (PrintPolicy.ONCE, [1, 1]), (PrintPolicy.ALWAYS, [1, 2])]
)
def test_an_arrival_prints_as_the_rule_says(event, printing, people, policy, jobs):
    printing.plan = PrintPlan(HERE, policy=policy)
    counted = []
    for _ in range(2):
        with event.transaction():
            printing.arrived(people[0])
        counted.append(printing.waiting())
    assert counted == jobs


def test_a_badge_that_somebody_settled_meanwhile_is_no_second_entry(event, printing, press, people):
    job = printing.ask(people[0].id)
    press.step()
    printing.abandon_unwatched([])
    printing.confirm_printed(job)
    press._note(printing.job(job), JobProgress(JobState.PRINTED))  # as another thread, which has heard of it too
    assert len(event.journal.entries_of_kinds([EntryKind.BADGE_PRINTED])) == 1


def test_a_badge_that_another_program_is_handing_over_is_left_to_it(event, printing, press, printer, people):
    """It is at the printer, and has no reference yet."""
    with event.transaction():
        job = printing.job(printing._add(people[0].id, is_urgent=True))
        assert PrintQueue(event.db).send(job, job.created_at)
    printing.ask(people[1].id)
    press.step()
    assert printer.taken == [people[1].id]
    assert printing.job(job.id).state is JobState.PRINTING


def test_a_badge_moved_while_it_is_drawn_is_printed_there_and_not_here(event, clock, printing, printer, people):
    def moved_meanwhile(job):
        printing.move(job.id, THERE)
        return drawn(job)

    printing.ask(people[0].id)
    assert PrintSpooler(event, clock, printer, moved_meanwhile, (HERE, THERE)).step()
    assert (printer.taken, printing.jobs()[0].printer, states(printing)) == ([], THERE, [JobState.WAITING])


def test_a_mistake_of_the_program_in_one_badge_does_not_stop_the_others(event, clock, printing, printer, people):
    def wrong_for_the_first(job):
        return 1 / 0 if job.attendee == people[0].id else drawn(job)

    printer.reference = ""
    printing.ask(people[0].id)
    printing.ask(people[1].id)
    press = PrintSpooler(event, clock, printer, wrong_for_the_first, (HERE, ""))
    with pytest.raises(ZeroDivisionError):
        press.step()
    while press.step():
        pass
    assert states(printing) == [JobState.FAILED, JobState.PRINTED]
    assert "mistake in Checkin" in printing.jobs()[1].detail


def test_the_row_and_the_entry_name_the_template_it_was_drawn_with(event, clock, printing, printer, people):
    printer.reference = ""
    printing.ask(people[0].id)
    PrintSpooler(event, clock, printer, lambda job: replace(drawn(job), template="A6"), (HERE, "")).step()
    assert printing.jobs()[0].template == "A6"
    assert event.journal.entries_of_kinds([EntryKind.BADGE_PRINTED])[0].body["template"] == "A6"
