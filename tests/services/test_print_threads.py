# SPDX-License-Identifier: GPL-3.0-or-later
"""The threads of a desk's printers, with printers that are ten lines long."""

import threading

import pytest

from checkin.core.message import UserError
from checkin.core.print_jobs import JobState, Medium, PrinterSetup, PrinterState, PrinterTrouble, PrintPlan, PrintPolicy
from checkin.devices.printer import PrintFormat
from checkin.services.printing.print_threads import PrintService
from checkin.services.printing.spooler import check_address, setup_at
from tests.builders import an_attendee
from tests.patience import PATIENCE_S

HALL, OFFICE = "ipp://hall", "ipp://office"
PLAN = PrintPlan(HALL, OFFICE, policy=PrintPolicy.ONCE)
ONE = an_attendee(1)


class Bench:
    """Opens printers that take everything at once. One that `hangs` answers nothing until it is let go."""

    form = PrintFormat.PDF

    def __init__(self):
        self.now, self.taken, self.opened, self.hangs = {}, [], [], set()
        self.gate = threading.Event()

    def open(self, address, medium):
        self.opened.append((address, medium))
        return _Printer(self, address)


class _Printer:
    form = PrintFormat.PDF

    def __init__(self, bench, address):
        self._bench, self._address = bench, address

    def state(self):
        if self._address in self._bench.hangs:
            self._bench.gate.wait(PATIENCE_S)
        return self._bench.now.get(self._address, PrinterState())

    def send(self, document):
        self._bench.taken.append((self._address, document.title))
        return ""

    def follow(self, reference):
        raise AssertionError("it told everything at once")

    def cancel(self, reference):
        pass


@pytest.fixture
def bench():
    return Bench()


@pytest.fixture
def room(qapp, event, desk, clock, bench):
    made = PrintService(event.path, desk.printing, clock, bench.open)
    faults = made.faults = []
    made.failed.connect(faults.append)
    yield made
    bench.gate.set()
    made.stop()
    assert faults == []


def heard(room, *addresses):
    return lambda: all(room.state(address) is not None for address in addresses)


def test_an_arrival_is_printed_as_soon_as_its_printer_is_woken(room, desk, bench, qtbot):
    room.use(PLAN)
    qtbot.waitUntil(heard(room, HALL, OFFICE))
    job = desk.scan(ONE.ticket_code).badge.job
    with qtbot.waitSignal(room.changed, check_params_cb=lambda: desk.printing.job(job.id).state is JobState.PRINTED):
        room.wake()
    assert bench.taken == [(HALL, f"badge-{job.id}")]
    assert desk.printing.job(job.id).template == "A6"


def test_how_the_first_printer_is_reaches_the_next_answer(room, desk, bench, qtbot):
    bench.now[HALL] = PrinterState(PrinterTrouble.OUT_OF_PAPER)
    room.use(PLAN)
    qtbot.waitUntil(heard(room, HALL, OFFICE))
    assert room.state(HALL).trouble is PrinterTrouble.OUT_OF_PAPER
    assert desk.scan(ONE.ticket_code).lacks_badge
    bench.now[HALL] = PrinterState()
    room.wake()
    qtbot.waitUntil(lambda: room.state(HALL).is_ready)
    assert not desk.scan(an_attendee(2).ticket_code).lacks_badge


def test_a_badge_sent_to_the_second_printer_is_printed_there(room, desk, bench, qtbot):
    bench.now[HALL] = PrinterState(PrinterTrouble.COVER_OPEN)
    room.use(PLAN)
    qtbot.waitUntil(heard(room, HALL))
    job = desk.scan(ONE.ticket_code).badge.job
    desk.printing.move(job.id, OFFICE)
    room.wake()
    qtbot.waitUntil(lambda: bench.taken == [(OFFICE, f"badge-{job.id}")])


def test_a_plan_that_changes_nothing_of_a_printer_leaves_it_at_work(room, bench, qtbot):
    room.use(PLAN)
    qtbot.waitUntil(heard(room, HALL, OFFICE))
    room.use(PrintPlan(HALL, OFFICE, policy=PrintPolicy.ALWAYS))
    assert room.state(HALL) is not None
    assert len(bench.opened) == 2


def test_other_paper_is_for_a_printer_opened_anew(room, bench, qtbot):
    room.use(PLAN)
    qtbot.waitUntil(heard(room, HALL, OFFICE))
    room.use(PrintPlan(HALL, setups={HALL: PrinterSetup("Hall", Medium(62, 100))}))
    qtbot.waitUntil(heard(room, HALL))
    assert bench.opened[-1] == (HALL, Medium(62, 100))
    assert room.state(OFFICE) is None


def test_nobody_waits_for_a_printer_that_hangs_and_no_two_threads_are_at_it(room, desk, bench, qtbot):
    bench.hangs = {HALL}
    room.use(PLAN)
    qtbot.waitUntil(lambda: len(bench.opened) == 2)
    room.use(PrintPlan())
    room.use(PrintPlan(HALL, "ipp://third", policy=PrintPolicy.ONCE))
    desk.scan(ONE.ticket_code)
    qtbot.waitUntil(heard(room, "ipp://third"))
    assert [address for address, _ in bench.opened].count(HALL) == 1
    bench.hangs = set()
    bench.gate.set()
    qtbot.waitUntil(lambda: bench.taken == [(HALL, "badge-1")])
    qtbot.waitUntil(lambda: [address for address, _ in bench.opened].count(HALL) == 2)


def test_a_badge_at_a_printer_that_is_given_up_is_looked_for(room, desk, bench, qtbot, event):
    room.use(PLAN)
    qtbot.waitUntil(heard(room, HALL, OFFICE))
    event.db.conn.execute(
        "INSERT INTO print_jobs (attendee, template, printer, copy, why, is_urgent, state, created_at, reference)"
        " VALUES ('X', 'A6', 'ipp://gone', 1, '', 1, 'printing', '2023-07-04T08:00:00+02:00', '7')"
    )
    room.use(PrintPlan(HALL))
    qtbot.waitUntil(lambda: desk.printing.jobs()[0].state is JobState.UNCERTAIN)


def test_a_pause_is_for_every_printer_and_for_those_that_come(room, desk, bench, qtbot):
    room.pause(True)
    room.use(PLAN)
    qtbot.waitUntil(heard(room, HALL, OFFICE))
    desk.printing.batch([ONE.id])
    desk.printing.ask(an_attendee(2).id)
    room.wake()
    qtbot.waitUntil(lambda: len(bench.taken) == 1)
    room.wake()
    assert desk.printing.waiting() == 1
    room.pause(False)
    qtbot.waitUntil(lambda: len(bench.taken) == 2)


def test_an_address_is_understood_before_it_is_kept(qapp):
    check_address("zpl://192.0.2.7")
    for address in ("brotherql://192.0.2.7", "typewriter:1", "zpl://"):
        with pytest.raises(UserError):
            check_address(address)


def test_a_roll_that_the_address_names_has_the_last_word():
    brother = "brotherql://192.0.2.7?model=QL-820NWB&label=62x100"
    plan = PrintPlan(brother, setups={brother: PrinterSetup("Roll", Medium(105, 148))})
    assert setup_at(plan, brother).medium == Medium(62, 100, 300)
    assert setup_at(plan, HALL).medium is None
