# SPDX-License-Identifier: GPL-3.0-or-later
"""A Brother QL as a printer: over USB it tells, over the network it does not."""

from pathlib import Path

import numpy as np
import pytest
from brother_ql.reader import interpret_response
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.badges.badge_problems import to_dots
from checkin.core.print_jobs import JobProgress, JobState, Medium, PrinterState, PrinterTrouble, model, tape
from checkin.devices.label_languages import LONGEST_LABEL, BrotherSetup, NetworkBrother, UsbBrother, statuses
from checkin.devices.printer import PrinterError, UncertainPrintError, open_tcp, open_usb
from tests.badges.labels import CODE, read_code, the_label
from tests.devices.label_decoders import brother_labels
from tests.devices.played_printers import (
    COMPLETED,
    IMPATIENT,
    PATIENT,
    PRINTING,
    BrotherAtUsb,
    Hanging,
    Mute,
    at_usb,
    brother_status,
    closed_port,
    in_the_network,
)
from tests.fakes import FakeSeconds

LOADED = BrotherSetup(model("QL-820NWB"), tape("62x100"))
LABEL = Medium(62, 100)
COOLS = brother_status(said=5, notice=3)


@pytest.fixture
def document(qapp):
    return to_dots("badge-1", the_label(), LABEL)


@pytest.fixture
def clock():
    return FakeSeconds()


def usb(path, clock, loaded=LOADED, patience=PATIENT):
    return UsbBrother(lambda: open_usb(Path(path), patience), loaded, clock)


def network(port, patience=PATIENT):
    return NetworkBrother(lambda: open_tcp("127.0.0.1", port, patience), LOADED)


def ended(printer, reference):
    """Followed until it is over, at most a few times."""
    for _ in range(5):
        progress = printer.follow(reference)
        if progress.state is not JobState.PRINTING:
            return progress
    return progress


def test_over_usb_it_is_printed_when_the_printer_says_so(document, clock):
    brother = BrotherAtUsb(after=PRINTING)
    with at_usb(brother) as path:
        printer = usb(path, clock)
        assert printer.state() == PrinterState()
        reference = printer.send(document)
        assert printer.follow(reference) == JobProgress(JobState.PRINTING)
    (printed,) = brother.labels
    assert read_code(printed.ink) == CODE


def test_over_usb_one_badge_after_another_comes_out(document, clock):
    brother = BrotherAtUsb()
    with at_usb(brother) as path:
        printer = usb(path, clock)
        for _ in range(3):
            assert printer.state().is_ready
            assert ended(printer, printer.send(document)) == JobProgress(JobState.PRINTED)
    assert len(brother.labels) == 3


@pytest.mark.parametrize(
    ("fields", "trouble"),
    [
        ({"first": 0x01}, PrinterTrouble.OUT_OF_PAPER),
        ({"first": 0x02}, PrinterTrouble.OUT_OF_PAPER),
        ({"kind": 0, "width": 0, "length": 0}, PrinterTrouble.OUT_OF_PAPER),
        ({"first": 0x04}, PrinterTrouble.JAM),
        ({"second": 0x10}, PrinterTrouble.COVER_OPEN),
        ({"second": 0x10, "first": 0x01}, PrinterTrouble.COVER_OPEN),
        ({"second": 0x01}, PrinterTrouble.WRONG_PAPER),
        ({"width": 29}, PrinterTrouble.WRONG_PAPER),
        ({"length": 29}, PrinterTrouble.WRONG_PAPER),
        ({"kind": 0x0A, "length": 0}, PrinterTrouble.WRONG_PAPER),
        ({"kind": 0x4B}, PrinterTrouble.NONE),
        ({"second": 0x80}, PrinterTrouble.OTHER),
    ],
)
def test_over_usb_it_says_what_it_lacks_and_whether_its_roll_is_another(clock, fields, trouble):
    with at_usb(BrotherAtUsb(brother_status(**fields))) as path:
        state = usb(path, clock).state()
    assert state.trouble is trouble
    assert (f"{fields.get('width', 62)}" in state.detail) == (trouble is PrinterTrouble.WRONG_PAPER), (
        "which roll is in it"
    )


@pytest.mark.parametrize(
    ("said", "state", "trouble"),
    [
        (brother_status(said=2, second=0x01), JobState.FAILED, PrinterTrouble.WRONG_PAPER),
        (PRINTING + brother_status(said=2, first=0x02), JobState.UNCERTAIN, PrinterTrouble.OUT_OF_PAPER),
        (PRINTING + brother_status(said=2, second=0x10), JobState.UNCERTAIN, PrinterTrouble.COVER_OPEN),
        (PRINTING + brother_status(said=4, first=0x20), JobState.UNCERTAIN, PrinterTrouble.UNREACHABLE),
        (PRINTING + b"rubbish" + COMPLETED, JobState.PRINTED, PrinterTrouble.NONE),
    ],
)
def test_an_error_before_it_prints_is_no_badge_and_one_after_that_is_for_a_person_to_look(
    document, clock, said, state, trouble
):
    with at_usb(BrotherAtUsb(after=said)) as path:
        printer = usb(path, clock)
        assert ended(printer, printer.send(document)) == JobProgress(state, trouble)


@pytest.mark.parametrize(
    ("said", "state"), [(b"", JobState.UNCERTAIN), (PRINTING, JobState.UNCERTAIN), (COOLS, JobState.PRINTING)]
)
def test_one_that_says_no_more_is_uncertain_after_a_while_unless_it_cools_down(document, clock, said, state):
    with at_usb(BrotherAtUsb(after=said)) as path:
        printer = usb(path, clock, patience=IMPATIENT)
        reference = printer.send(document)
        printer.follow(reference)
        clock.now += LONGEST_LABEL
        assert printer.follow(reference).state is state


def test_over_usb_silence_is_trouble(clock):
    with at_usb(BrotherAtUsb(status=b"-")) as path:
        assert usb(path, clock, patience=IMPATIENT).state() == PrinterState(PrinterTrouble.SILENT)


def test_of_a_badge_handed_over_before_the_program_began_again_nobody_saw_the_end(clock):
    assert usb("/dev/null", clock).follow("3") == JobProgress(JobState.UNCERTAIN)


@pytest.mark.needs("USB printers")
def test_one_that_is_not_there_says_so_and_never_raises(clock, tmp_path):
    away = usb(tmp_path / "lp0", clock)
    assert away.state().trouble is PrinterTrouble.UNREACHABLE
    away.cancel("1")
    assert network(closed_port()).state().trouble is PrinterTrouble.UNREACHABLE


def test_over_the_network_it_takes_the_badge_and_tells_nothing(document):
    brother = Mute()
    with in_the_network(brother) as port:
        printer = network(port)
        assert printer.state() == PrinterState(reports_paper=False)
        assert printer.send(document) == ""
    asked, sent = sorted(brother.got, key=len)  # whichever of the two connections ended first
    (printed,) = brother_labels(sent)
    assert (asked, read_code(printed.ink)) == (b"", CODE)


def test_over_the_network_one_that_hangs_leaves_it_uncertain(document):
    with in_the_network(Hanging()) as port, pytest.raises(UncertainPrintError):
        network(port, IMPATIENT).send(document)


@pytest.mark.parametrize("medium", [Medium(62, 90), Medium(90, 100), Medium(62, 100, 203)])
def test_a_badge_drawn_for_other_paper_is_not_printed(qapp, clock, medium):
    brother = Mute()
    drawn = to_dots("t", the_label(), Medium(100, 100)) if medium.height < 100 else to_dots("t", the_label(), medium)
    with in_the_network(brother) as port, pytest.raises(PrinterError):
        network(port).send(type(drawn)(drawn.title, drawn.form, drawn.content, medium, drawn.columns))
    assert brother.got == []


@pytest.mark.parametrize("fields", [{}, {"first": 0x01}, {"second": 0x10}, {"said": 1}, {"said": 6, "printing": 1}])
def test_the_library_reads_the_same_from_the_32_bytes(fields):
    data = brother_status(**fields)
    (ours,) = statuses(data)
    theirs = interpret_response(data)
    assert (theirs["media_width"], theirs["media_length"]) == (ours.width, ours.length)
    assert theirs["status_code"] == ours.status_type
    assert bool(theirs["errors"]) == (ours.trouble is not PrinterTrouble.NONE)
    assert (theirs["phase_type"] == "Printing state") == ours.is_printing


@given(st.lists(st.binary(max_size=40) | st.just(COMPLETED), max_size=6))
@settings(max_examples=50)
def test_whatever_comes_is_read_without_an_error(parts):
    data = b"".join(parts)
    assert len(list(statuses(data))) >= (COMPLETED in parts and data.count(b"\x80\x20B") == parts.count(COMPLETED))
    assert not list(statuses(COMPLETED[:31]))
    assert np.all([status.trouble in PrinterTrouble for status in statuses(data)])
