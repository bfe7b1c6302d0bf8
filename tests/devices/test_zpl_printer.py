# SPDX-License-Identifier: GPL-3.0-or-later
"""A Zebra as a printer: what it was sent, what is known of it then, and when nobody knows."""

import pytest

from checkin.core.print_jobs import JobProgress, JobState, Medium, PrinterState, PrinterTrouble
from checkin.devices.label_languages import ASK_AGAIN, GIVE_UP, ZplPrinter
from checkin.devices.printer import PrintDocument, PrintFormat, UncertainPrintError, open_tcp
from tests.devices.label_decoders import zpl_labels
from tests.devices.played_printers import (
    IMPATIENT,
    PATIENT,
    Breaking,
    Hanging,
    Mute,
    Zebra,
    closed_port,
    host_status,
    in_the_network,
)
from tests.fakes import FakeSeconds

DOCUMENT = PrintDocument("badge-1", PrintFormat.DOTS, bytes([0, 255, 127, 128] * 8), Medium(1, 1, 203), 8)
DONE, WAITS = JobProgress(JobState.PRINTED), JobProgress(JobState.PRINTING)


@pytest.fixture
def clock():
    return FakeSeconds()


def at(port, clock, patience=(PATIENT,)):
    """The last patience counts, which a test may add."""
    return ZplPrinter(lambda: open_tcp("127.0.0.1", port, patience[-1]), clock)


def test_what_is_dark_is_printed_and_it_is_printed_once_the_printer_has_none_left(clock):
    zebra = Zebra(after=host_status(formats=1))
    with in_the_network(zebra) as port:
        printer = at(port, clock)
        assert printer.state() == PrinterState()
        reference = printer.send(DOCUMENT)
        assert printer.follow(reference) == WAITS
        zebra.status = host_status(remaining=1)
        assert printer.follow(reference) == WAITS
        zebra.status = host_status()
        assert printer.follow(reference) == DONE
    (printed,) = zpl_labels(zebra.labels[0])
    assert printed.ink.tolist() == [[True, False, True, False] * 2] * 4


def test_the_roll_that_ends_in_a_badge_is_told_and_the_badge_waits_for_the_next_roll(clock):
    zebra = Zebra(after=host_status(paper=1, remaining=1))
    with in_the_network(zebra) as port:
        printer = at(port, clock)
        printer.state()
        reference = printer.send(DOCUMENT)
        assert printer.follow(reference) == JobProgress(JobState.PRINTING, PrinterTrouble.OUT_OF_PAPER)
        clock.now += 10 * GIVE_UP
        assert printer.follow(reference).state is JobState.PRINTING
        zebra.status = host_status()
        assert printer.follow(reference) == DONE


def test_one_that_never_answers_is_ready_and_takes_badges_and_tells_of_no_paper(clock):
    mute = Mute()
    with in_the_network(mute) as port:
        printer = at(port, clock, [IMPATIENT])
        assert printer.state() == PrinterState(reports_paper=False)
        assert printer.send(DOCUMENT) == ""
    assert [len(zpl_labels(got)) for got in sorted(mute.got, key=len)][-1:] == [1]  # whichever connection ended first


def test_one_that_never_answers_is_asked_again_now_and_then(clock):
    zebra = Zebra()
    zebra.status = None
    with in_the_network(zebra) as port:
        printer = at(port, clock, [IMPATIENT])
        for _ in range(3):
            printer.state()
        assert zebra.asked == 1
        clock.now += ASK_AGAIN
        zebra.status = host_status(paper=1)
        assert printer.state() == PrinterState(PrinterTrouble.OUT_OF_PAPER)


def test_one_that_answered_and_is_silent_now_is_in_trouble(clock):
    zebra, patience = Zebra(), [PATIENT]
    with in_the_network(zebra) as port:
        printer = at(port, clock, patience)
        printer.state()
        zebra.status = None
        patience.append(IMPATIENT)
        assert printer.state() == PrinterState(PrinterTrouble.SILENT)


def test_the_badge_of_one_that_fell_silent_is_followed_until_nobody_can_know(clock):
    zebra, patience = Zebra(), [PATIENT]
    with in_the_network(zebra) as port:
        printer = at(port, clock, patience)
        printer.state()
        zebra.status = None
        patience.append(IMPATIENT)
        reference = printer.send(DOCUMENT)
        assert printer.follow(reference) == JobProgress(JobState.PRINTING, PrinterTrouble.SILENT)
        clock.now += GIVE_UP
        assert printer.follow(reference) == JobProgress(JobState.UNCERTAIN, PrinterTrouble.SILENT)
    assert len(zebra.labels) == 1


def test_one_that_was_off_meanwhile_has_forgotten_the_badge_and_does_not_count_as_having_printed_it(clock):
    zebra = Zebra(after=host_status(remaining=1))
    ports = []
    printer = ZplPrinter(lambda: open_tcp("127.0.0.1", ports[-1], PATIENT), clock)
    with in_the_network(zebra) as port:
        ports.append(port)
        printer.state()
        reference = printer.send(DOCUMENT)
        ports.append(closed_port())
        assert printer.follow(reference).trouble is PrinterTrouble.UNREACHABLE
        ports.append(port)
        zebra.status = host_status()
        assert printer.follow(reference) == JobProgress(JobState.UNCERTAIN)
        assert printer.follow(printer.send(DOCUMENT)).state is JobState.PRINTING, "the next one is followed afresh"


def test_of_a_badge_handed_over_before_the_program_began_again_nobody_saw_the_end(clock):
    with in_the_network(Zebra()) as port:
        assert at(port, clock).follow("7") == JobProgress(JobState.UNCERTAIN)
    assert at(closed_port(), clock).follow("7").state is JobState.UNCERTAIN


@pytest.mark.parametrize("then", [Breaking(1), Breaking(100), Hanging()])
def test_a_job_that_breaks_off_or_that_nobody_reads_is_uncertain(clock, then):
    with in_the_network(Mute(), then) as port:
        printer = at(port, clock, [IMPATIENT])
        printer.state()  # it does not answer
        with pytest.raises(UncertainPrintError):
            printer.send(DOCUMENT)


def test_one_that_is_away_says_so_and_never_raises(clock):
    printer = at(closed_port(), clock)
    assert printer.state() == PrinterState(PrinterTrouble.UNREACHABLE, reports_paper=False)
    printer.cancel("1")


def test_what_it_still_has_is_taken_back_and_nobody_knows_whether_part_of_it_came_out(clock):
    zebra = Zebra(after=host_status(paper=1, remaining=1))
    with in_the_network(zebra) as port:
        printer = at(port, clock)
        printer.state()
        reference = printer.send(DOCUMENT)
        printer.cancel(reference)
        zebra.status = host_status(paper=1)
        assert printer.follow(reference) == JobProgress(JobState.UNCERTAIN, PrinterTrouble.OUT_OF_PAPER)
    assert zebra.cancelled == 1
