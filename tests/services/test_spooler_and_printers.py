# SPDX-License-Identifier: GPL-3.0-or-later
"""Badges through the rows, the press, a real CUPS and simulated printers that fail, up to the sheet that comes out."""

import time

import pytest

from checkin.badges.badge_problems import Badge, write_pdf
from checkin.badges.painter import BadgeRecipient
from checkin.core.badges.template import badge_field_values
from checkin.core.entries import EntryKind
from checkin.core.print_jobs import JobState, Medium, PrinterTrouble, PrintPlan
from checkin.devices.ipp_client import Endpoint, IppClient, IppTimeouts
from checkin.devices.ipp_printer import IppPrinter, JobTimeouts
from checkin.devices.printer import PrintDocument, PrintFormat
from checkin.devices.printers import ipp_client_for
from checkin.services.badge_print_requests import Printing
from checkin.services.printing.spooler import PATIENCE, PrintSpooler, PrintWorker
from tests.badges.labels import load_template
from tests.devices import peers
from tests.patience import PATIENCE_S
from tests.sheets import sheets

A6 = Medium(105, 148)
AT_ONCE = JobTimeouts(warned=0, silent=3600)


@pytest.fixture
def people(event):
    return [attendee for attendee, _ in event.attendees.all()]


@pytest.fixture
def room(qapp, event, clock, lab, tmp_path):
    return Room(event, clock, lab, tmp_path)


class Room:
    """The desk's side of the lab: what is asked for, and a press for each queue."""

    def __init__(self, event, clock, lab, folder):
        self.event, self.clock, self.lab, self.sent = event, clock, lab, folder / "badge.pdf"
        self.printing = Printing(event, clock, PrintPlan(lab.queue("badge")))
        self.template = "a6"

    def again(self, event):
        """The same, in another thread with its own connection."""
        return Room(event, self.clock, self.lab, self.sent.parent)

    def press(self, queue="badge", second="", medium=A6, patience=AT_ONCE):
        return self.press_at(self.lab.queue(queue), self.lab.queue(second) if second else "", medium, patience)

    def press_at(self, address, second="", medium=A6, patience=AT_ONCE, ask=ipp_client_for):
        self.printing.plan = PrintPlan(address)
        printer = IppPrinter(address, medium, ask, patience)
        return PrintSpooler(self.event, self.clock, printer, self.drawn, (address, second))

    def drawn(self, job):
        person = self.event.attendees.get(job.attendee)
        template, pictures = load_template(self.template)
        badge = Badge(template, BadgeRecipient(badge_field_values(person, self.event.programme())), pictures)
        write_pdf(self.sent, [badge], None)
        return PrintDocument(
            f"badge-{job.id}", PrintFormat.PDF, self.sent.read_bytes(), Medium(*template.unfolded_size)
        )

    def asked_and_printed(self, press, person, why=""):
        self.printing.ask(person.id, why=why)
        until(press, lambda: self.newest.state is JobState.PRINTED)

    @property
    def newest(self):
        return self.printing.jobs()[0]

    @property
    def states(self):
        return [job.state for job in reversed(self.printing.jobs())]

    @property
    def printed(self):
        return [entry.subject for entry in self.event.journal.entries_of_kinds([EntryKind.BADGE_PRINTED])]


def until(press, has_come):
    """Steps as the worker does; the printers are real and take their time."""
    end = time.monotonic() + PATIENCE_S
    while True:
        press.step()
        if found := has_come():
            return found
        assert time.monotonic() < end, f"not in time; the printer is {press.state}"
        time.sleep(0.03)


def test_the_sheet_is_as_large_as_the_badge_and_carries_the_persons_code_where_it_was_drawn(room, people, subtests):
    for queue, template, size in (
        ("badge", "a6", (105, 148)),
        ("badge", "90x55", (90, 55)),
        ("badge", "62x100", (62, 100)),  # drawn 100 wide, on a roll that its driver calls 62 wide
        ("badge", "86x54", (54, 86)),
        ("office", "a6", (105, 148)),
    ):
        with subtests.test(queue=queue, template=template):
            printer = getattr(room.lab, queue)
            before = len(printer.received())
            room.template = template
            press = room.press(queue, medium=Medium(*load_template(template)[0].unfolded_size))
            room.asked_and_printed(press, people[1], "again")
            (document,) = printer.received()[before:]
            (sheet,) = sheets(document)
            (drawn,) = sheets(room.sent)
            assert sheet.codes == [people[1].ticket_code]
            assert sheet.size == pytest.approx(size, abs=0.3)
            assert sheet.code_at == pytest.approx(placed(drawn, sheet), abs=0.4)


def placed(drawn, sheet):
    """Where the code of what was drawn is on the sheet, which CUPS may have turned."""
    left, top, right, bottom = drawn.code_at
    if (drawn.size[0] > drawn.size[1]) == (sheet.size[0] > sheet.size[1]):
        return left, top, right, bottom
    return drawn.size[1] - bottom, left, drawn.size[1] - top, right


def test_the_journal_says_printed_once_and_the_print_service_never_hears_a_name(room, people):
    press = room.press()
    room.asked_and_printed(press, people[1])
    assert room.printed == [people[1].id]
    about = ipp_client_for(room.lab.queue("badge")).job(int(room.newest.reference), ["all"])
    assert about["job-name"] == ["badge-1"]
    assert people[1].last_name not in str(about)


@pytest.mark.parametrize(
    ("stop", "go_on", "trouble"),
    [
        (("cupsdisable", "-r", "Bac vide"), "cupsenable", PrinterTrouble.STOPPED),
        (("cupsreject",), "cupsaccept", PrinterTrouble.REJECTING),
    ],
)
def test_a_queue_that_is_stopped_or_takes_nothing_keeps_the_badge_waiting_and_says_why(
    room, people, stop, go_on, trouble
):
    press = room.press()
    room.lab.run(*stop, "badge")
    room.printing.ask(people[0].id)
    press.step()
    assert (room.states, press.state.trouble) == ([JobState.WAITING], trouble)
    assert trouble is PrinterTrouble.REJECTING or press.state.detail == "Bac vide"
    room.lab.run(go_on, "badge")
    until(press, lambda: room.newest.state is JobState.PRINTED)
    assert len(room.lab.badge.received()) == 1


@pytest.mark.parametrize(
    ("reason", "trouble"),
    [
        ("media-empty-error", PrinterTrouble.OUT_OF_PAPER),
        ("media-jam-error", PrinterTrouble.JAM),
        ("cover-open-error", PrinterTrouble.COVER_OPEN),
    ],
)
def test_what_stops_the_printer_in_the_middle_is_told_and_the_badge_comes_once_when_it_is_mended(
    room, people, reason, trouble
):
    press = room.press()
    room.lab.badge.fail(reason)
    room.printing.ask(people[0].id)
    until(press, lambda: press.state.trouble is trouble)
    assert (room.newest.state, room.newest.trouble) == (JobState.PRINTING, trouble)
    room.lab.badge.mend()
    until(press, lambda: room.newest.state is JobState.PRINTED)
    assert len(room.lab.badge.received()) == 1


@pytest.mark.parametrize("part", ["printer", "print service"])
def test_badges_wait_for_a_printer_or_a_print_service_that_is_off(room, people, part):
    """CUPS would keep what it is handed, say nothing, and print it late."""
    press, is_printer = room.press(), part == "printer"
    (room.lab.badge.kill if is_printer else room.lab.stop_cups)()
    room.printing.ask(people[0].id)
    press.step()
    assert (room.states, press.state.trouble) == ([JobState.WAITING], PrinterTrouble.UNREACHABLE)
    assert not is_printer or room.lab.jobs("badge") == 0
    (room.lab.badge.start if is_printer else room.lab.start_cups)()
    until(press, lambda: room.newest.state is JobState.PRINTED)


def test_a_printer_killed_in_the_middle_leaves_its_badge_uncertain_each_time(room, people):
    """CUPS calls the job completed, and says of the queue for good that it lost sight of one."""
    press = room.press()
    for person in people[:2]:
        room.lab.badge.fail("slow")
        before = len(room.lab.badge.received())
        room.printing.ask(person.id)
        until(press, lambda before=before: len(room.lab.badge.received()) > before)
        room.lab.badge.kill()
        until(press, lambda: press.state.trouble is PrinterTrouble.UNREACHABLE)
        room.lab.badge.mend()
        room.lab.badge.start()
        until(press, lambda: room.newest.state is not JobState.PRINTING)
    assert room.states == [JobState.UNCERTAIN, JobState.UNCERTAIN]
    room.asked_and_printed(press, people[2])
    assert room.printed == [people[2].id]
    until(press, lambda: not press.state.reports_paper)


@pytest.mark.parametrize("fault", ["jam", "crumpled"], ids=["it ends the job", "it is called done"])
def test_a_badge_that_jams_wants_somebody_to_look_and_the_next_is_believed(room, people, fault):
    press = room.press()
    room.lab.badge.fail(fault)
    room.printing.ask(people[0].id)
    until(press, lambda: room.newest.state is not JobState.PRINTING and room.newest.reference)
    assert (room.newest.state, room.newest.trouble) == (JobState.UNCERTAIN, PrinterTrouble.JAM)
    room.lab.badge.mend()
    room.asked_and_printed(press, people[1])


def test_a_badge_that_the_print_service_gives_up_holds_nobody_up(room, people):
    good, room.drawn = room.drawn, lambda job: PrintDocument("badge-x", PrintFormat.PDF, b"%PDF-1.4 rubbish", A6)
    press = room.press()
    room.printing.ask(people[0].id)
    until(press, lambda: room.newest.state is JobState.UNCERTAIN)
    assert room.lab.jobs("badge") == 0
    room.drawn = good
    room.asked_and_printed(room.press(), people[1])


def test_a_print_service_that_forgets_to_go_on_holds_nobody_up(room, people, clock):
    """Started again in the middle of a job, CUPS leaves it pending and its printer idle."""
    press = room.press(patience=JobTimeouts(warned=0, silent=0))
    room.lab.badge.fail("slow")
    room.printing.ask(people[0].id)
    until(press, room.lab.badge.received)
    room.lab.stop_cups()
    until(press, lambda: press.state.trouble is PrinterTrouble.UNREACHABLE)
    room.lab.badge.mend()
    room.lab.start_cups()
    until(press, lambda: press.state.trouble is PrinterTrouble.SLOW)
    clock.pass_by(seconds=PATIENCE.total_seconds())
    until(press, lambda: room.newest.state is JobState.UNCERTAIN)
    room.asked_and_printed(press, people[1])


def test_the_second_printer_takes_who_waits_and_the_badge_in_trouble_is_looked_for(room, people, clock):
    first, second = room.press(second="office"), room.press("office")
    room.printing.plan = PrintPlan(room.lab.queue("badge"))
    room.lab.badge.fail("media-empty-error")
    at_printer, waits = room.printing.ask(people[0].id), room.printing.ask(people[1].id)
    until(first, lambda: first.state.trouble is PrinterTrouble.OUT_OF_PAPER)
    clock.pass_by(seconds=PATIENCE.total_seconds())
    until(first, lambda: room.states[0] is JobState.UNCERTAIN)
    assert room.lab.jobs("badge") == 0
    until(second, lambda: room.states[1] is JobState.PRINTED)
    assert [job.id for job in room.printing.uncertain()] == [at_printer] != [waits]
    assert [sheet.codes for sheet in sheets(room.lab.office.received()[0])] == [[people[1].ticket_code]]


def test_a_badge_that_never_began_goes_to_the_second_printer_itself(room, people, clock):
    """Somebody else's long job is before it."""
    first, second = room.press(second="office", patience=JobTimeouts(0, 0)), room.press("office")
    room.printing.plan = PrintPlan(room.lab.queue("badge"))
    room.lab.badge.fail("slow")
    room.lab.run("lp", "-d", "badge", str(room.lab.command))
    room.printing.ask(people[0].id)
    until(first, lambda: first.state.trouble is PrinterTrouble.SLOW)
    clock.pass_by(seconds=PATIENCE.total_seconds())
    until(first, lambda: room.newest.state is JobState.WAITING)
    until(second, lambda: room.newest.state is JobState.PRINTED)
    assert room.printed == [people[0].id]
    assert len(room.lab.office.received()) == 1


def test_nothing_is_printed_on_other_paper(room, people):
    """CUPS would print the label on a sheet of letter paper."""
    room.template = "62x100"
    press = room.press("office", medium=Medium(62, 100))
    room.printing.ask(people[0].id)
    press.step()
    assert (room.states, press.state.trouble) == ([JobState.WAITING], PrinterTrouble.WRONG_PAPER)
    assert room.lab.office.received() == []


def test_a_printer_that_is_asked_itself_needs_no_print_service(room, people, subtests):
    for scheme in ("ipp", "ipps"):
        with subtests.test(scheme=scheme):
            press = room.press_at(room.lab.office.address.replace("ipp:", f"{scheme}:"))
            room.asked_and_printed(press, people[0], "again")
            assert press.state.reports_paper


def test_a_printer_asked_itself_and_switched_off_and_on_has_forgotten_the_badge(room, people):
    press = room.press_at(room.lab.office.address)
    room.lab.office.fail("slow")
    room.printing.ask(people[0].id)
    until(press, room.lab.office.received)
    room.lab.office.kill()
    room.lab.office.mend()
    room.lab.office.start()
    until(press, lambda: room.newest.state is JobState.UNCERTAIN)


def test_a_printer_that_takes_no_pdf_is_told_before_anything_fails(room, people):
    press = room.press_at(room.lab.badge.address)
    room.printing.ask(people[0].id)
    press.step()
    assert (room.states, press.state.trouble) == ([JobState.WAITING], PrinterTrouble.OTHER)
    assert "PDF" in press.state.detail


def test_what_a_person_takes_out_of_the_queue_before_it_began_is_not_printed(room, people):
    press = room.press()
    room.lab.badge.fail("slow")
    room.lab.run("lp", "-d", "badge", str(room.lab.command))
    room.printing.ask(people[0].id)
    until(press, lambda: room.newest.reference)
    room.lab.run("cancel", f"badge-{room.newest.reference}")
    until(press, lambda: room.newest.state is JobState.FAILED)
    assert len(room.lab.badge.received()) <= 1


def test_a_hung_network_is_left_in_time_and_the_second_printer_takes_over(room, people, clock):
    with peers.peer(peers.says_nothing) as place:
        first = room.press_at(f"ipp://{place}/ipp/print", second=room.lab.queue("office"), ask=hurried)
        room.printing.ask(people[0].id)
        first.step()
        assert (room.states, first.state.trouble) == ([JobState.WAITING], PrinterTrouble.UNREACHABLE)
        clock.pass_by(seconds=PATIENCE.total_seconds())
        first.step()
    until(room.press("office"), lambda: room.newest.state is JobState.PRINTED)


def test_a_network_that_hangs_while_the_badge_is_sent_leaves_it_uncertain_and_sends_it_once(room, people):
    with peers.peer(peers.takes_no_end) as place:
        press = room.press_at(f"ipp://{place}/ipp/print", ask=hurried)
        room.printing.ask(people[0].id)
        while press.step():
            pass
    assert room.states == [JobState.UNCERTAIN]
    assert "Check whether the badge came out" in room.newest.detail
    assert room.printed == []


def test_the_thread_draws_and_prints_with_a_connection_of_its_own(room, people, qtbot):
    worker = PrintWorker(room.event.path, lambda own: room.again(own).press())
    worker.start()
    room.printing.ask(people[0].id)
    worker.wake()
    qtbot.waitUntil(lambda: room.newest.state is JobState.PRINTED)
    worker.stop()
    assert worker.isFinished()
    assert [sheet.codes for sheet in sheets(room.lab.badge.received()[0])] == [[people[0].ticket_code]]


def test_a_thread_whose_printer_hangs_ends_within_its_limit(room, qtbot):
    with peers.peer(peers.says_nothing) as place:
        address = f"ipp://{place}/ipp/print"
        worker = PrintWorker(room.event.path, lambda own: room.again(own).press_at(address, ask=hurried))
        with qtbot.waitSignal(worker.changed):
            worker.start()
        worker.wake()
        worker.stop()
    assert worker.isFinished()


def hurried(address):
    return IppClient(Endpoint.of(address), IppTimeouts(connect=1, answer=0.3, job=0.3))
