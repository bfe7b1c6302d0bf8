# SPDX-License-Identifier: GPL-3.0-or-later
"""Badges that are asked for, wait, are handed over, end, and outlive the program; and the threads at the printers."""

import threading
from dataclasses import replace

import pytest

from checkin import translation
from checkin.core.attendee import Presence, Status
from checkin.core.entries import EntryKind
from checkin.core.message import Message, StorageError, UserError
from checkin.core.print_jobs import (
    BadgeNotWantedError,
    JobProgress,
    JobState,
    Medium,
    PrinterSetup,
    PrinterState,
    PrinterTrouble,
    PrintPlan,
    PrintPolicy,
)
from checkin.devices.printer import PrintDocument, PrinterError, PrintFormat, UncertainPrintError
from checkin.services.badge_print_requests import Printing
from checkin.services.printing.print_threads import PrintService
from checkin.services.printing.spooler import PATIENCE, PrintSpooler, PrintWorker, check_address, setup_at
from checkin.storage.print_queue import PrintQueue
from tests.builders import an_attendee
from tests.conftest import add_people
from tests.patience import PATIENCE_S

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


def empty(press):
    while press.step():
        pass


def drawn(job):
    return PrintDocument(job.attendee, PrintFormat.PDF, b"%PDF", Medium(105, 148))


def states(printing):
    return [job.state for job in reversed(printing.jobs())]


def test_a_badge_is_printed_only_when_the_printer_says_so_and_the_journal_tells(
    event, clock, printing, printer, people
):
    press = PrintSpooler(event, clock, printer, lambda job: replace(drawn(job), template="Own"), (HERE, ""))
    printing.ask(people[0].id)
    press.step()
    assert states(printing) == [JobState.PRINTING]
    assert event.journal.entries_of_kinds([EntryKind.BADGE_PRINTED]) == []
    printer.progress = JobProgress(JobState.PRINTED)
    press.step()
    assert (states(printing), printing.jobs()[0].template) == ([JobState.PRINTED], "Own")
    (entry,) = event.journal.entries_of_kinds([EntryKind.BADGE_PRINTED])
    assert (entry.subject, entry.body["copy"], entry.body["template"]) == (people[0].id, 1, "Own")


def test_who_stands_there_goes_before_a_batch_and_during_a_pause(printing, press, printer, people):
    printer.reference = ""
    press.is_paused = True
    printing.batch([people[0].id, people[1].id])
    printing.ask(people[2].id)
    empty(press)
    assert printer.taken == [people[2].id]
    press.is_paused = False
    empty(press)
    assert printer.taken == [people[2].id, people[0].id, people[1].id]


def test_a_printer_in_trouble_is_given_nothing_and_after_a_while_the_second_takes_over(
    printing, press, printer, people, clock
):
    printer.now = PrinterState(PrinterTrouble.OUT_OF_PAPER, "Bac vide")
    printing.ask(people[0].id)
    assert not press.step()
    assert (printer.taken, states(printing)) == ([], [JobState.WAITING])
    assert (press.state.trouble, printing.jobs()[0].printer) == (PrinterTrouble.OUT_OF_PAPER, HERE)
    clock.pass_by(seconds=PATIENCE.total_seconds())
    press.step()
    assert printing.jobs()[0].printer == THERE
    printing.ask(people[1].id)
    press.step()
    assert printing.jobs()[0].printer == THERE, "nobody waits again for a trouble that lasts"


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
    "ended", [(PrinterError, JobState.FAILED), (UncertainPrintError, JobState.UNCERTAIN)], ids=["refused", "uncertain"]
)
def test_what_the_printer_did_not_take_is_not_printed_again_by_itself(printing, alone, printer, people, ended):
    error, state = ended
    printer.error = error(NOT_TAKEN)
    printing.ask(people[0].id)
    empty(alone)
    assert (states(printing), printer.taken) == ([state], [])


def test_a_badge_at_the_printer_when_the_program_ended_is_uncertain_unless_the_printer_can_tell(
    printing, press, alone, printer, people
):
    printing.ask(people[0].id)
    press.step()  # it has a reference
    alone.recover()
    assert states(printing) == [JobState.PRINTING]
    printer.progress = JobProgress(JobState.PRINTED)
    alone.step()
    printer.error = KeyboardInterrupt()  # as if the power went between the row and the reference
    printing.ask(people[1].id)
    with pytest.raises(KeyboardInterrupt):
        alone.step()
    press.recover()
    assert states(printing) == [JobState.PRINTED, JobState.UNCERTAIN]


def test_a_badge_that_cannot_be_drawn_does_not_stop_the_others(event, clock, printing, printer, people):
    """Be it for its template, or for a mistake of the program."""

    def broken(job):
        if job.attendee == people[0].id:
            raise UserError(NOT_TAKEN)
        return 1 / 0 if job.attendee == people[1].id else drawn(job)

    printer.reference = ""
    press = PrintSpooler(event, clock, printer, broken, (HERE, ""))
    printing.batch([person.id for person in people])
    with pytest.raises(ZeroDivisionError):
        empty(press)
    empty(press)
    assert states(printing) == [JobState.FAILED, JobState.FAILED, JobState.PRINTED]
    assert "mistake in Checkin" in printing.jobs()[1].detail


def test_another_badge_wants_a_reason_once_one_was_printed(printing, press, printer, people):
    printer.reference = ""
    printing.ask(people[0].id)
    empty(press)
    with pytest.raises(UserError):
        printing.ask(people[0].id)
    printing.ask(people[0].id, why="perdu")
    assert (printing.jobs()[0].copy, printing.jobs()[0].why) == (2, "perdu")


def test_a_batch_leaves_out_who_waits_for_a_badge_is_cancelled_blocked_or_elsewhere(printing, event, clock, people):
    off = [an_attendee(n, status=status) for n, status in ((91, Status.CANCELLED), (92, Status.BLOCKED))]
    off.append(an_attendee(93, presence=Presence.REMOTE))
    add_people(event, clock(), *off)
    printing.ask(people[0].id)
    assert printing.batch([person.id for person in (*people, *off)]) == len(people) - 1
    assert printing.batch([person.id for person in people]) == 0


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


class QuickPrinter(PaperPrinter):
    """Prints at the second question, and remembers who asked."""

    def __init__(self):
        super().__init__()
        self.threads, self.progress = set(), JobProgress(JobState.PRINTED)

    def state(self):
        self.threads.add(threading.get_ident())
        return self.now


@pytest.fixture
def quick():
    return QuickPrinter()


@pytest.fixture
def asking(event, clock):
    return Printing(event, clock, PrintPlan(HERE))


@pytest.fixture
def worker(qapp, event, clock, quick):
    made = PrintWorker(event.path, lambda own: PrintSpooler(own, clock, quick, named, (HERE, "")))
    made.told = []
    made.changed.connect(made.told.append)
    yield made
    made.stop()
    made.close()


def named(job):
    return replace(drawn(job), title=f"badge-{job.id}")


def a_person(event):
    return next(attendee.id for attendee, _ in event.attendees.all())


def test_what_another_connection_asked_for_is_printed_and_each_change_is_told(worker, asking, event, quick):
    assert not worker.step()
    asking.ask(a_person(event))
    assert worker.step()
    assert worker.step()
    assert asking.jobs()[0].state is JobState.PRINTED
    quick.now = PrinterState(PrinterTrouble.OUT_OF_PAPER)
    worker.step()
    worker.step()
    assert [state.trouble for state in worker.told] == [PrinterTrouble.NONE] * 3 + [PrinterTrouble.OUT_OF_PAPER]


def test_the_thread_prints_when_it_is_woken_with_a_connection_of_its_own(worker, asking, event, quick, qtbot):
    with qtbot.waitSignal(worker.changed):
        worker.start()
    asking.ask(a_person(event))
    with qtbot.waitSignal(worker.changed, check_params_cb=lambda _: asking.waiting() == 0):
        worker.wake()
    qtbot.waitUntil(lambda: asking.jobs()[0].state is JobState.PRINTED)
    worker.stop()
    assert worker.isFinished()
    assert threading.get_ident() not in quick.threads


def test_a_pause_is_heeded_from_the_next_step_on(worker, asking, event, quick):
    worker.pause(True)
    asking.batch([a_person(event)])
    worker.step()
    assert quick.taken == []
    worker.pause(False)
    worker.step()
    assert len(quick.taken) == 1


def test_a_fault_is_told_and_the_next_badge_is_printed_all_the_same(worker, asking, event, quick, qtbot):
    def breaks():
        raise StorageError(NOT_TAKEN)

    state, quick.state = quick.state, breaks
    with qtbot.waitSignal(worker.failed) as failed:
        worker.start()
    assert isinstance(failed.args[0], StorageError)
    quick.state = state
    asking.ask(a_person(event))
    worker.wake()
    qtbot.waitUntil(lambda: asking.jobs()[0].state is JobState.PRINTED)


def test_after_a_fault_in_the_middle_of_a_badge_a_person_is_to_look(worker, asking, event, quick, qtbot):
    def breaks(document):
        quick.taken.append(document.title)
        raise ZeroDivisionError

    quick.send = breaks
    asking.ask(a_person(event))
    with qtbot.waitSignal(worker.failed):
        worker.start()
    worker.wake()
    qtbot.waitUntil(lambda: asking.jobs()[0].state is JobState.UNCERTAIN)
    assert len(quick.taken) == 1


HALL, OFFICE = "ipp://hall", "ipp://office"
PLAN = PrintPlan(HALL, OFFICE, policy=PrintPolicy.ONCE)
ONE = an_attendee(1)


class Bench:
    """Opens printers that take everything at once. One that `hangs` answers nothing until it is let go."""

    def __init__(self):
        self.now, self.taken, self.opened, self.hangs = {}, [], [], set()
        self.gate = threading.Event()

    def open(self, address, medium):
        self.opened.append((address, medium))
        return _Printer(self, address)


class _Printer(PaperPrinter):
    def __init__(self, bench, address):
        super().__init__()
        self._bench, self._address, self.reference = bench, address, ""

    def state(self):
        if self._address in self._bench.hangs:
            self._bench.gate.wait(PATIENCE_S)
        return self._bench.now.get(self._address, self.now)

    def send(self, document):
        self._bench.taken.append((self._address, document.title))
        return super().send(document)


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


def test_how_the_first_printer_is_reaches_the_next_answer_and_the_second_prints_what_it_is_sent(
    room, desk, bench, qtbot
):
    bench.now[HALL] = PrinterState(PrinterTrouble.OUT_OF_PAPER)
    room.use(PLAN)
    qtbot.waitUntil(heard(room, HALL, OFFICE))
    assert room.state(HALL).trouble is PrinterTrouble.OUT_OF_PAPER
    answer = desk.scan(ONE.ticket_code)
    assert answer.lacks_badge
    desk.printing.move(answer.badge.job.id, OFFICE)
    room.wake()
    qtbot.waitUntil(lambda: bench.taken == [(OFFICE, f"badge-{answer.badge.job.id}")])
    bench.now[HALL] = PrinterState()
    room.wake()
    qtbot.waitUntil(lambda: room.state(HALL).is_ready)
    assert not desk.scan(an_attendee(2).ticket_code).lacks_badge


def test_a_printer_is_opened_anew_for_other_paper_alone(room, bench, qtbot):
    room.use(PLAN)
    qtbot.waitUntil(heard(room, HALL, OFFICE))
    room.use(PrintPlan(HALL, OFFICE, policy=PrintPolicy.ALWAYS))
    assert room.state(HALL) is not None
    assert len(bench.opened) == 2
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


def test_an_address_is_understood_before_it_is_kept_and_a_roll_that_it_names_has_the_last_word(qapp):
    check_address("zpl://192.0.2.7")
    for address in ("brotherql://192.0.2.7", "typewriter:1", "zpl://"):
        with pytest.raises(UserError):
            check_address(address)
    brother = "brotherql://192.0.2.7?model=QL-820NWB&label=62x100"
    plan = PrintPlan(brother, setups={brother: PrinterSetup("Roll", Medium(105, 148))})
    assert setup_at(plan, brother).medium == Medium(62, 100, 300)
    assert setup_at(plan, HALL).medium is None
