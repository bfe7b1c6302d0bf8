# SPDX-License-Identifier: GPL-3.0-or-later
"""Badges on label printers, from the row to the dots: real sockets and devices, all their faults, labels left."""

from pathlib import Path

import pytest

from checkin.badges.badge_problems import Badge, to_dots
from checkin.badges.painter import BadgeRecipient
from checkin.core.badges.template import badge_field_values
from checkin.core.entries import EntryKind
from checkin.core.print_jobs import JobProgress, JobState, LabelRoll, Medium, PrinterTrouble, PrintPlan
from checkin.devices.printers import open_label_printer
from checkin.services.badge_print_requests import Printing
from checkin.services.event_file import EventFile
from checkin.services.printing.spooler import PATIENCE, REST, PrintSpooler
from checkin.storage.print_queue import PrintQueue
from tests.badges.labels import load_template, read_code
from tests.devices.label_decoders import brother_labels, zpl_labels
from tests.devices.played_printers import (
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

QL = "?model=QL-820NWB&label=62x100"


def drawing(event, dpi=300):
    """Draws the badge that ships for labels, for whoever a job is for."""
    template, _ = load_template("62x100")
    programme = event.programme()

    def draw(job):
        person = event.attendees.get(job.attendee)
        badge = Badge(template, BadgeRecipient(badge_field_values(person, programme), person.category))
        return to_dots(f"badge-{job.id}", badge, Medium(62, 100, dpi))

    return draw


class Hall:
    """The event's people, their badges, and the presses that print them."""

    def __init__(self, event, clock):
        self.event, self.clock = event, clock
        self.people = [attendee for attendee, _ in event.attendees.all()]
        self.codes = [person.ticket_code for person in self.people]
        self.printing = Printing(event, clock, PrintPlan())

    def ask(self, address, count=3):
        """The badges of the first of the people, in their order."""
        self.printing.plan = PrintPlan(address)
        self.printing.batch([person.id for person in self.people[:count]])

    def press(self, address, second="", dpi=300, patience=PATIENT):
        printer = open_label_printer(address, patience)
        return PrintSpooler(self.event, self.clock, printer, drawing(self.event, dpi), (address, second))

    def ask_and_print(self, address, count=3, dpi=300):
        self.ask(address, count)
        press = self.press(address, dpi=dpi)
        work(press)
        return press

    def states(self):
        return [job.state for job in reversed(self.printing.jobs())]

    def in_the_journal(self):
        """The codes of those whose badge was printed."""
        printed = [entry.subject for entry in self.event.journal.entries_of_kinds([EntryKind.BADGE_PRINTED])]
        return [person.ticket_code for person in self.people for _ in range(printed.count(person.id))]


@pytest.fixture
def hall(qapp, event, clock):
    return Hall(event, clock)


def work(press, steps=12):
    """Until it has nothing more to do at once; a job that is followed is looked at a few times."""
    for _ in range(steps):
        press.step()


def codes(printed):
    return [read_code(each.ink) for each in printed]


@pytest.mark.parametrize("dpi", [203, 300])
def test_a_zebra_prints_everyones_badge_once_and_it_carries_their_code(hall, dpi):
    zebra = Zebra()
    with in_the_network(zebra) as port:
        hall.ask_and_print(f"zpl://127.0.0.1:{port}", dpi=dpi)
    assert codes(zpl_labels(b"".join(zebra.labels))) == hall.codes
    assert hall.states() == [JobState.PRINTED] * 3
    assert hall.in_the_journal() == hall.codes


def test_a_brother_at_usb_prints_everyones_badge_once(hall):
    brother = BrotherAtUsb()
    with at_usb(brother) as path:
        hall.ask_and_print(f"brotherql+usb:{path}{QL}")
    assert codes(brother.labels) == hall.codes
    assert hall.states() == [JobState.PRINTED] * 3


def test_a_brother_in_the_network_takes_everyones_badge_once_and_tells_nothing_of_paper(hall):
    brother = Mute()
    with in_the_network(brother) as port:
        assert not hall.ask_and_print(f"brotherql://127.0.0.1:{port}{QL}").state.reports_paper
    assert codes(brother_labels(b"".join(brother.got))) == hall.codes
    assert hall.states() == [JobState.PRINTED] * 3


def test_a_zebra_that_runs_out_goes_on_with_the_same_badge_after_the_new_roll(hall):
    zebra = Zebra(after=host_status(paper=1, remaining=1))
    with in_the_network(zebra) as port:
        press = hall.ask_and_print(f"zpl://127.0.0.1:{port}", 2)
        assert hall.states() == [JobState.PRINTING, JobState.WAITING]
        assert press.state.trouble is PrinterTrouble.OUT_OF_PAPER
        zebra.status, zebra.after = host_status(), None
        work(press)
    assert hall.states() == [JobState.PRINTED] * 2
    assert codes(zpl_labels(b"".join(zebra.labels))) == hall.codes[:2]


@pytest.mark.parametrize(
    ("play", "trouble"),
    [
        (Zebra(host_status(head=1)), PrinterTrouble.COVER_OPEN),
        (Zebra(host_status(paused=1)), PrinterTrouble.STOPPED),
        (BrotherAtUsb(brother_status(length=29)), PrinterTrouble.WRONG_PAPER),
        (BrotherAtUsb(brother_status(first=1)), PrinterTrouble.OUT_OF_PAPER),
    ],
)
def test_what_a_printer_lacks_is_known_before_it_is_given_a_badge_which_waits(hall, play, trouble):
    with at_usb(play) as path:
        address = f"zpl+usb:{path}" if isinstance(play, Zebra) else f"brotherql+usb:{path}{QL}"
        hall.ask(address, 1)
        press = hall.press(address)
        work(press, 3)
    assert (hall.states(), press.state.trouble, play.labels) == ([JobState.WAITING], trouble, [])


@pytest.mark.parametrize(
    ("said", "state", "trouble"),
    [
        (PRINTING + brother_status(said=2, first=2), JobState.UNCERTAIN, PrinterTrouble.OUT_OF_PAPER),
        (brother_status(said=2, second=1), JobState.FAILED, PrinterTrouble.WRONG_PAPER),
    ],
)
def test_what_goes_wrong_while_a_brother_prints_is_in_the_row_and_nothing_is_printed_again(hall, said, state, trouble):
    brother = BrotherAtUsb(after=said)
    with at_usb(brother) as path:
        hall.ask_and_print(f"brotherql+usb:{path}{QL}", 1)
    (job,) = hall.printing.jobs()
    assert (job.state, job.trouble, len(brother.labels)) == (state, trouble, 1)
    assert hall.in_the_journal() == []


@pytest.mark.parametrize("scheme", ["zpl://127.0.0.1:{}", f"brotherql://127.0.0.1:{{}}{QL}"])
@pytest.mark.parametrize("fault", [lambda: Breaking(1), lambda: Breaking(2000), Hanging])
def test_a_badge_that_broke_off_is_for_a_person_and_the_others_go_on(hall, scheme, fault):
    """The first connection asks for the state, the second has the job, and later ones are well."""
    healthy = Mute()
    with in_the_network(Mute(), fault(), healthy) as port:
        hall.ask(scheme.format(port))
        press = hall.press(scheme.format(port), patience=IMPATIENT)
        work(press, 3)
        assert hall.states() == [JobState.UNCERTAIN, JobState.WAITING, JobState.WAITING], "the others do not follow"
        assert press.state.trouble is not PrinterTrouble.NONE
        hall.clock.pass_by(seconds=REST.total_seconds())
        work(press)
        assert hall.states() == [JobState.UNCERTAIN, JobState.PRINTED, JobState.PRINTED]
        again = hall.press(scheme.format(port), patience=IMPATIENT)  # the program begins again
        again.recover()
        work(again)
    decode = zpl_labels if scheme.startswith("zpl") else brother_labels
    assert codes(decode(b"".join(healthy.got))) == hall.in_the_journal() == hall.codes[1:]


def test_a_printer_that_is_off_has_its_badges_printed_by_the_second_one(hall):
    zebra = Zebra()
    with in_the_network(zebra) as port:
        off, well = f"zpl://127.0.0.1:{closed_port()}", f"zpl://127.0.0.1:{port}"
        hall.ask(off)
        first, second = hall.press(off, well), hall.press(well)
        work(first, 1)
        hall.clock.pass_by(seconds=PATIENCE.total_seconds())
        work(first, 1)
        work(second)
    assert hall.states() == [JobState.PRINTED] * 3
    assert codes(zpl_labels(b"".join(zebra.labels))) == hall.codes


def test_while_one_badge_waits_for_paper_those_behind_it_go_to_the_second_printer(hall):
    empty, zebra = Zebra(after=host_status(paper=1, remaining=1)), Zebra()
    with in_the_network(empty) as one, in_the_network(zebra) as other:
        stuck, well = f"zpl://127.0.0.1:{one}", f"zpl://127.0.0.1:{other}"
        hall.ask(stuck)
        first, second = hall.press(stuck, well), hall.press(well)
        work(first, 2)
        hall.clock.pass_by(seconds=PATIENCE.total_seconds())
        work(first, 2)
        work(second)
        empty.status = host_status()
        work(first)
    assert codes(zpl_labels(b"".join(zebra.labels))) == hall.codes[1:]
    assert len(empty.labels) == 1, "the one at the printer is given to nobody else"
    assert hall.states()[1:] == [JobState.PRINTED, JobState.PRINTED]


def test_while_a_printer_hangs_another_program_can_write_and_the_other_printer_prints(hall):
    zebra, hanging, seen = Zebra(), Hanging(), []

    def hang_while_others_work(connection):
        connection.recv(1)
        other = Hall(EventFile.open(Path(hall.event.path)), hall.clock)
        other.ask(well)
        work(other.press(well), 4)
        seen.extend(other.in_the_journal())
        other.event.close()
        hanging(connection)

    with in_the_network(zebra) as port, in_the_network(Mute(), hang_while_others_work) as stuck:
        well = f"zpl://127.0.0.1:{port}"
        hall.ask(f"zpl://127.0.0.1:{stuck}", 1)
        work(hall.press(f"zpl://127.0.0.1:{stuck}", patience=IMPATIENT), 1)
        hanging.is_over.set()
    assert hall.states()[0] is JobState.UNCERTAIN
    assert seen == codes(zpl_labels(b"".join(zebra.labels))) == hall.codes[1:], "whose badge hangs is not asked again"


HERE, THERE = "zpl://here", "zpl://there"


def test_what_was_printed_since_the_roll_was_put_in_is_gone_from_it_until_the_next(event, clock):
    printing = Printing(event, clock, PrintPlan(HERE))

    def print_one(state, printer=HERE):
        printing.plan = PrintPlan(printer)
        job = printing.ask(next(iter(event.attendees.all()))[0].id, why="perdu")
        with event.transaction():
            PrintQueue(event.db).note(job, JobProgress(state), clock())

    assert printing.roll(HERE) is None
    print_one(JobState.PRINTED)
    printing.new_roll(HERE, 300)
    assert printing.roll(HERE) == LabelRoll(300, 0)
    for state in (JobState.PRINTED, JobState.UNCERTAIN, JobState.FAILED, JobState.CANCELLED):
        print_one(state)
    print_one(JobState.PRINTED, THERE)
    assert printing.roll(HERE) == LabelRoll(300, 2)
    printing.new_roll(HERE, 400)
    assert printing.roll(HERE) == LabelRoll(400, 0)
    printing.new_roll(HERE, 0)
    assert printing.roll(HERE) is None
