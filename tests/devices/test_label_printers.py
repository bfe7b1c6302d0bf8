# SPDX-License-Identifier: GPL-3.0-or-later
"""Label printers: which one an address names; and a Zebra and a Brother QL as printers, what they were sent, what is
known of it then, and when nobody knows."""

import sys
from pathlib import Path

import numpy as np
import pytest
from brother_ql.reader import interpret_response
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.badges.badge_problems import to_dots
from checkin.core.message import UserError
from checkin.core.print_jobs import JobProgress, JobState, Medium, PrinterState, PrinterTrouble, model, tape
from checkin.devices.label_languages import (
    ASK_AGAIN,
    GIVE_UP,
    LONGEST_LABEL,
    BrotherSetup,
    NetworkBrother,
    UsbBrother,
    ZplPrinter,
    statuses,
)
from checkin.devices.printer import PrintDocument, PrinterError, PrintFormat, UncertainPrintError, open_tcp, open_usb
from checkin.devices.printers import medium_from_address, open_label_printer
from tests.badges.labels import CODE, read_code, the_label
from tests.devices.label_decoders import brother_labels, zpl_labels
from tests.devices.played_printers import (
    COMPLETED,
    IMPATIENT,
    PATIENT,
    PRINTING,
    Breaking,
    BrotherAtUsb,
    Hanging,
    Mute,
    Zebra,
    at_usb,
    brother_status,
    closed_port,
    host_status,
    in_the_network,
)
from tests.fakes import FakeSeconds

QL = "?model=QL-820NWB&label="
ON_LINUX = pytest.mark.needs("USB printers")


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("zpl://10.0.0.7", ZplPrinter),
        ("zpl://[fe80::1]:6101", ZplPrinter),
        pytest.param("zpl+usb:/dev/usb/lp0", ZplPrinter, marks=ON_LINUX),
        (f"brotherql://printer.local{QL}62", NetworkBrother),
        pytest.param(f"brotherql+usb:/dev/usb/lp0{QL}62x100", UsbBrother, marks=ON_LINUX),
    ],
)
def test_an_address_names_a_printer_and_asks_nothing_of_it(address, kind):
    assert isinstance(open_label_printer(address), kind)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "zpl:",
        "zpl://",
        "zpl://host:abc",
        "zpl://host:99999",
        "zpl://[::1",
        "ipp://host",
        "brotherql://host",
        "brotherql://host?model=QL-820NWB",
        f"brotherql://host{QL}63",
        "brotherql://host?model=QL-820NWB&label=102x51",
    ],
)
def test_one_that_names_none_is_told_in_a_sentence(address):
    with pytest.raises(UserError):
        open_label_printer(address)


def test_the_port_is_the_one_of_the_address(qapp):
    with in_the_network(Mute()) as port:
        assert open_label_printer(f"zpl://127.0.0.1:{port}", IMPATIENT).state().is_ready


def test_usb_is_told_to_be_out_of_reach_elsewhere(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(UserError):
        open_label_printer("zpl+usb:/dev/usb/lp0")


def test_the_roll_of_an_address_is_the_paper_of_its_badges():
    assert medium_from_address(f"brotherql://host{QL}62x100") == Medium(62, 100, 300)
    assert medium_from_address(f"brotherql+usb:/dev/usb/lp0{QL}62") == Medium(62, 0, 300)
    assert medium_from_address("zpl://host") is None


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


def test_the_badge_of_one_that_fell_silent_is_followed_until_nobody_can_know(clock):
    zebra, patience = Zebra(), [PATIENT]
    with in_the_network(zebra) as port:
        printer = at(port, clock, patience)
        printer.state()
        zebra.status = None
        patience.append(IMPATIENT)
        assert printer.state() == PrinterState(PrinterTrouble.SILENT)
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


LOADED = BrotherSetup(model("QL-820NWB"), tape("62x100"))
LABEL = Medium(62, 100)
COOLS = brother_status(said=5, notice=3)


@pytest.fixture
def document(qapp):
    return to_dots("badge-1", the_label(), LABEL)


def usb(path, clock, loaded=LOADED, patience=PATIENT):
    return UsbBrother(lambda: open_usb(Path(path), patience), loaded, clock)


def brother_at(port, patience=PATIENT):
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


def test_nobody_saw_the_end_of_a_label_handed_over_before_the_program_began_again(clock):
    assert usb("/dev/null", clock).follow("3") == JobProgress(JobState.UNCERTAIN)


@pytest.mark.needs("USB printers")
def test_one_that_is_not_there_says_so_and_never_raises(clock, tmp_path):
    away = usb(tmp_path / "lp0", clock)
    assert away.state().trouble is PrinterTrouble.UNREACHABLE
    away.cancel("1")
    assert brother_at(closed_port()).state().trouble is PrinterTrouble.UNREACHABLE


def test_over_the_network_it_takes_the_badge_and_tells_nothing(document):
    brother = Mute()
    with in_the_network(brother) as port:
        printer = brother_at(port)
        assert printer.state() == PrinterState(reports_paper=False)
        assert printer.send(document) == ""
    asked, sent = sorted(brother.got, key=len)  # whichever of the two connections ended first
    (printed,) = brother_labels(sent)
    assert (asked, read_code(printed.ink)) == (b"", CODE)


def test_over_the_network_one_that_hangs_leaves_it_uncertain(document):
    with in_the_network(Hanging()) as port, pytest.raises(UncertainPrintError):
        brother_at(port, IMPATIENT).send(document)


@pytest.mark.parametrize("medium", [Medium(62, 90), Medium(90, 100), Medium(62, 100, 203)])
def test_a_badge_drawn_for_other_paper_is_not_printed(qapp, clock, medium):
    brother = Mute()
    drawn = to_dots("t", the_label(), Medium(100, 100)) if medium.height < 100 else to_dots("t", the_label(), medium)
    with in_the_network(brother) as port, pytest.raises(PrinterError):
        brother_at(port).send(type(drawn)(drawn.title, drawn.form, drawn.content, medium, drawn.columns))
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
