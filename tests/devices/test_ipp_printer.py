# SPDX-License-Identifier: GPL-3.0-or-later
"""One printer through the seam, without rows. With them: tests/services/test_spooler_and_printers.py."""

import dataclasses

import pytest

from checkin.core.print_jobs import JobState, Medium, PrinterState, PrinterTrouble
from checkin.devices.ipp_client import Endpoint, IppClient, IppTimeouts
from checkin.devices.ipp_printer import IppPrinter
from checkin.devices.printer import PrintDocument, PrinterError, PrintFormat, UncertainPrintError
from checkin.devices.printers import ipp_client_for
from tests.devices import peers

A6 = Medium(105, 148)
SHORT = IppTimeouts(connect=1, answer=0.3, job=0.3)
SHORT_FOR_A_JOB = IppTimeouts(job=0.3)


def printer_at(address, medium=A6, limits=None):
    """Only who never answers is given little time: a busy machine makes every other one slow."""
    return IppPrinter(address, medium, lambda uri: IppClient(Endpoint.of(uri), limits))


def a_badge(medium=A6):
    return PrintDocument("badge-1", PrintFormat.PDF, b"%PDF-1.4", medium)


@pytest.mark.parametrize("answer", [peers.says_nothing, peers.leaves, peers.drips, peers.says(b"SSH-2.0\r\n")])
def test_a_hung_network_is_a_printer_that_cannot_be_reached(answer):
    with peers.peer(answer) as place:
        printer = printer_at(f"ipp://{place}/ipp/print", limits=SHORT)
        assert printer.state() == PrinterState(PrinterTrouble.UNREACHABLE)
        progress = printer.follow("7")
        assert (progress.state, progress.trouble) == (JobState.PRINTING, PrinterTrouble.UNREACHABLE)
        printer.cancel("7")
        with pytest.raises(PrinterError):
            printer.send(a_badge())


def test_a_printer_that_falls_silent_while_it_takes_a_badge_may_have_it():
    with peers.peer(peers.takes_no_end) as place:
        printer = printer_at(f"ipp://{place}/ipp/print", limits=SHORT_FOR_A_JOB)
        assert printer.state().is_ready
        with pytest.raises(UncertainPrintError):
            printer.send(a_badge())


def test_a_queue_that_was_removed_is_gone(lab):
    printer = printer_at(lab.queue("badge"))
    lab.run("lpadmin", "-x", "badge")
    assert printer.state().trouble is PrinterTrouble.GONE


def test_a_job_nobody_knows_is_uncertain(lab):
    assert printer_at(lab.queue("badge")).follow("4711").state is JobState.UNCERTAIN


def test_paper_that_the_printer_has_not_is_refused_with_its_size(lab):
    printer = printer_at(lab.queue("office"), Medium(62, 100))
    assert printer.state() == PrinterState(PrinterTrouble.WRONG_PAPER, "62 × 100 mm")
    with pytest.raises(PrinterError, match=r"62 × 100 mm\. Nothing was printed"):
        printer.send(a_badge(Medium(62, 100)))


def test_the_printer_behind_the_queue_of_another_computer_is_not_asked(lab):
    """It may be known only there: an address such as localhost means another one here."""
    lab.badge.kill()
    queue = IppClient(Endpoint.of(lab.queue("badge")))
    queue.endpoint = dataclasses.replace(queue.endpoint, socket=lab.socket, host="server.example")
    assert IppPrinter(lab.queue("badge"), A6, lambda _: queue).state().is_ready
    assert printer_at(lab.queue("badge")).state().trouble is PrinterTrouble.UNREACHABLE


def test_a_queue_whose_printer_speaks_no_ipp_says_printed_when_it_has_only_sent(lab):
    lab.run("lpadmin", "-p", "badge", "-v", "socket://localhost:9")
    assert IppPrinter(lab.queue("badge"), A6, ipp_client_for).state() == PrinterState(reports_paper=False)
