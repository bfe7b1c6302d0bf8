# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes to a printer and back, and what is certain when they do not get there."""

import errno
import os
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from checkin.core.print_jobs import PrinterTrouble
from checkin.devices.printer import PrinterError, UncertainPrintError, connection_failure_state, open_tcp, open_usb
from tests.devices import peers
from tests.devices.played_printers import (
    IMPATIENT,
    PATIENT,
    Breaking,
    Hanging,
    Mute,
    Zebra,
    at_usb,
    closed_port,
    host_status,
    in_the_network,
)

LARGE = bytes(20_000_000)
"""More than the buffers of both ends hold."""


def tcp(port, patience=PATIENT):
    return closing(open_tcp("127.0.0.1", port, patience))


def test_all_that_was_sent_has_arrived_when_it_is_finished():
    printer = Mute()
    with in_the_network(printer) as port, tcp(port) as line:
        line.send(b"abc" * 100_000)
        line.finish()
    assert printer.got == [b"abc" * 100_000]


def test_an_answer_ends_where_it_is_whole_or_where_patience_does():
    with in_the_network(Zebra()) as port, tcp(port) as line:
        line.send(b"~HS")
        assert line.answer(lambda got: got.count(b"\x03") == 3) == host_status()
    with in_the_network(Zebra()) as port, tcp(port, IMPATIENT) as line:
        assert line.answer(bool) == b""


@pytest.mark.parametrize("host", ["127.0.0.1", "a" * 300, "no such host"])
def test_of_a_printer_that_is_not_reached_nothing_is_printed(host):
    with pytest.raises(PrinterError) as error:
        open_tcp(host, closed_port(), IMPATIENT)
    assert not isinstance(error.value, UncertainPrintError)
    assert host in str(error.value)


@pytest.mark.parametrize(
    ("play", "patience", "deed"),
    [
        (Hanging(), IMPATIENT, lambda line: line.send(LARGE)),
        # The system takes a small job into its buffers; only that the printer closes tells that it was read.
        (Hanging(), IMPATIENT, lambda line: (line.send(b"^XA^XZ"), line.finish())),
        (Breaking(1), PATIENT, lambda line: line.send(LARGE)),
        (Breaking(1000), PATIENT, lambda line: line.send(LARGE)),
        (Breaking(3), PATIENT, lambda line: (line.send(b"~HS"), line.answer(bool))),
    ],
    ids=["takes nothing", "never ends", "breaks off at once", "breaks off", "hangs up when it is asked"],
)
def test_one_that_does_not_take_all_leaves_it_uncertain_what_is_on_paper(play, patience, deed):
    with in_the_network(play) as port, tcp(port, patience) as line, pytest.raises(UncertainPrintError):
        deed(line)


def test_one_that_talks_without_an_end_instead_of_closing_is_left_in_time():
    with peers.peer(peers.talks) as place, tcp(int(place.split(":")[1]), IMPATIENT) as line:
        line.send(b"^XA^XZ")
        with pytest.raises(UncertainPrintError):
            line.finish()


def test_one_that_takes_a_little_now_and_then_is_left_in_time():
    patience = replace(IMPATIENT, send=5, job=0.5)
    with (
        peers.peer(peers.sips) as place,
        closing(open_tcp("127.0.0.1", int(place.split(":")[1]), patience)) as line,
        pytest.raises(UncertainPrintError),
    ):
        line.send(LARGE)


@pytest.mark.needs("USB printers")
def test_a_port_that_is_always_readable_and_says_nothing_is_left_in_time():
    with closing(open_usb(Path(os.devnull), IMPATIENT)) as line:
        assert line.answer(bool) == b""


def test_a_usb_printer_is_spoken_to_in_both_directions():
    printer = Zebra()
    with at_usb(printer) as path, closing(open_usb(Path(path), PATIENT)) as line:
        line.send(b"^XA" + b"x" * 100_000 + b"^XZ~HS")
        assert line.answer(lambda got: got.count(b"\x03") == 3) == host_status()
        line.finish()
    assert printer.labels == [b"^XA" + b"x" * 100_000 + b"^XZ"]


def test_of_one_that_takes_nothing_at_all_nothing_is_printed():
    with at_usb(Hanging()) as path:
        with closing(open_usb(Path(path), IMPATIENT)) as first, pytest.raises(UncertainPrintError):
            first.send(LARGE)
        with closing(open_usb(Path(path), IMPATIENT)) as second, pytest.raises(PrinterError) as error:
            second.send(b"^XA^XZ")
    assert not isinstance(error.value, UncertainPrintError)


def test_a_usb_printer_that_is_let_go_of_is_free_for_others():
    with at_usb(Hanging()) as path:
        line = open_usb(Path(path), IMPATIENT)
        before = holders_of(path)
        del line
        assert holders_of(path) == before - 1


def holders_of(path):
    """How many descriptors of this process have the device open."""
    descriptors = Path("/proc/self/fd").iterdir()
    return [os.readlink(each) for each in descriptors if each.is_symlink()].count(path)


@pytest.mark.needs("USB printers")
def test_why_a_usb_printer_cannot_be_opened_is_told(tmp_path, monkeypatch):
    reasons = [errno.ENOENT, errno.EACCES, errno.EBUSY]

    def opening_fails(path, flags):
        raise OSError(reasons.pop(), "")

    monkeypatch.setattr(os, "open", opening_fails)
    said = []
    while reasons:
        with pytest.raises(PrinterError) as error:
            open_usb(tmp_path / "lp0", IMPATIENT)
        assert "lp0" in str(error.value)
        said.append(connection_failure_state(error.value))
    assert [state.trouble for state in said] == [PrinterTrouble.OTHER, PrinterTrouble.OTHER, PrinterTrouble.UNREACHABLE]
    assert [bool(state.detail) for state in said] == [True, True, False], "what a person can change is told"
