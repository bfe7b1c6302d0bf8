# SPDX-License-Identifier: GPL-3.0-or-later
"""An arrival and its badge are one transaction; nobody is printed twice, and nobody who did not come in."""

import pytest

from checkin.core.attendee import Presence, Status
from checkin.core.decision import Reason
from checkin.core.entries import EntryKind
from checkin.core.message import StorageError, UserError
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.print_jobs import JobProgress, JobState, PrinterState, PrinterTrouble, PrintPlan, PrintPolicy
from checkin.core.supervisor import Authority
from checkin.services.desk_queries import DeskQueries
from checkin.storage.print_queue import PrintQueue
from tests.builders import an_attendee
from tests.conftest import add_people

HALL, OFFICE = "ipp://hall", "ipp://office"
ONE, TWO = an_attendee(1), an_attendee(2)


@pytest.fixture
def printing(desk):
    desk.printing.use(PrintPlan(HALL, OFFICE, policy=PrintPolicy.ONCE))
    return desk.printing


@pytest.fixture
def end(event, clock):
    """What becomes of a job."""

    def ended(job, state):
        with event.transaction():
            assert PrintQueue(event.db).note(job, JobProgress(state), clock())

    return ended


def jobs(printing):
    return [(job.attendee, job.state) for job in reversed(printing.jobs())]


def test_who_comes_in_has_a_badge_waiting_and_the_answer_carries_it_unless_the_plan_says_otherwise(desk, printing):
    answer = desk.scan(ONE.ticket_code)
    assert jobs(printing) == [(ONE.id, JobState.WAITING)]
    assert answer.badge.job.id == printing.jobs()[0].id
    assert (answer.desk.prints, answer.lacks_badge) == (True, False)
    for plan in (PrintPlan(), PrintPlan(HALL)):
        printing.use(plan)
        other = desk.registration.walk_in(RegistrationForm("Zoé", "Durand"))
        assert (other.reason, other.badge) == (Reason.WALK_IN, None)
    assert len(jobs(printing)) == 1


def test_an_arrival_that_is_not_saved_prints_nothing_and_the_other_way_round(desk, printing, event):
    """One transaction: either is undone with the other."""
    event.db.conn.execute("CREATE TRIGGER full BEFORE INSERT ON print_jobs BEGIN SELECT RAISE(FAIL, 'disk'); END")
    with pytest.raises(StorageError):
        desk.scan(ONE.ticket_code)
    assert event.journal.entries_of_kinds([EntryKind.CHECKED_IN]) == []
    event.db.conn.execute("DROP TRIGGER full")
    assert desk.scan(ONE.ticket_code).reason is Reason.WELCOME
    assert len(jobs(printing)) == 1


@pytest.mark.parametrize("policy", [PrintPolicy.ONCE, PrintPolicy.ALWAYS])
def test_a_return_a_refusal_a_second_scan_and_the_rest_of_a_group_print_nothing_more(desk, event, clock, policy):
    desk.printing.use(PrintPlan(HALL, policy=policy))
    group = an_attendee(43, places=3)
    add_people(event, clock(), group)
    for point, reason in (
        ("accueil", Reason.WELCOME),
        ("accueil", Reason.ALREADY_ARRIVED),
        ("sortie", Reason.EXIT),
        ("accueil", Reason.REENTRY),
    ):
        desk.move_to(point)
        assert desk.scan(ONE.ticket_code).reason is reason
        clock.pass_by(minutes=1)
    assert desk.scan("3760123450017").badge is None
    assert desk.admit(desk.scan(group.ticket_code), 1).badge is not None
    clock.pass_by(minutes=1)
    assert desk.admit(desk.scan(group.ticket_code), 2).badge is None
    assert [attendee for attendee, _ in jobs(desk.printing)] == [ONE.id, group.id]


def test_another_control_point_prints_only_where_it_is_named(desk, printing, event, clock):
    desk.move_to("dejeuner")
    assert desk.scan(ONE.ticket_code).badge is None
    printing.use(PrintPlan(HALL, policy=PrintPolicy.ONCE, points=("dejeuner",)))
    assert desk.scan(TWO.ticket_code).badge is not None
    desk.move_to("accueil")
    assert desk.scan(ONE.ticket_code).badge is None


def test_who_is_registered_here_or_let_in_all_the_same_gets_a_badge_and_who_is_not_heard_of_none(
    desk, printing, event, clock
):
    here = desk.registration.walk_in(RegistrationForm("Zoé", "Durand"))
    assert jobs(printing) == [(here.attendee.id, JobState.WAITING)]
    remote, gone = an_attendee(40, presence=Presence.REMOTE), an_attendee(41, status=Status.CANCELLED)
    add_people(event, clock(), remote, gone)
    asked = desk.scan(remote.ticket_code)
    assert asked.badge is None
    assert desk.admit(asked).badge.job.attendee == remote.id
    refused = desk.scan(gone.ticket_code)
    assert desk.overrule(refused, Authority("Ana", "Parole")).badge.job.attendee == gone.id
    assert desk.admit(desk.scan(an_attendee(77).ticket_code)).badge is None


def test_who_was_written_on_paper_earlier_is_past_the_desk(desk, printing, clock):
    desk.admission.written = clock()
    clock.pass_by(hours=2)
    assert desk.scan(ONE.ticket_code).reason is Reason.WELCOME
    assert printing.jobs() == []


def test_an_arrival_taken_back_takes_its_waiting_badge_along_and_a_substitute_leaves_none_of_the_other(desk, printing):
    desk.undo(desk.scan(ONE.ticket_code).entry)
    assert jobs(printing) == [(ONE.id, JobState.CANCELLED)]
    desk.scan(TWO.ticket_code)
    answer = desk.registration.substitute(TWO.id, RegistrationForm("Zoé", "Durand"))
    assert jobs(printing)[1:] == [(TWO.id, JobState.CANCELLED), (answer.attendee.id, JobState.WAITING)]


def test_a_badge_at_the_printer_or_asked_for_with_a_reason_stays(desk, printing, end):
    answer = desk.scan(ONE.ticket_code)
    end(answer.badge.job.id, JobState.PRINTED)
    printing.ask(ONE.id, "Abîmé")
    desk.undo(answer.entry)
    assert [state for _, state in jobs(printing)] == [JobState.PRINTED, JobState.WAITING]


def test_a_printer_in_trouble_is_told_and_only_what_waits_goes_to_another(desk, printing, end):
    printing.printer = PrinterState(PrinterTrouble.OUT_OF_PAPER)
    answer = desk.scan(ONE.ticket_code)
    assert (answer.lacks_badge, answer.badge.can_go_to_second) == (True, True)
    job = answer.badge.job.id
    printing.move(job, OFFICE)
    assert not printing.asked(job).can_go_to_second
    end(job, JobState.PRINTING)
    with pytest.raises(UserError):
        printing.move(job, HALL)
    assert printing.job(job).printer == OFFICE


def test_a_badge_that_came_out_after_all_is_an_entry(desk, printing, event, end):
    job = desk.scan(ONE.ticket_code).badge.job.id
    end(job, JobState.UNCERTAIN)
    printing.confirm_printed(job)
    (entry,) = event.journal.entries_of_kinds([EntryKind.BADGE_PRINTED])
    assert (entry.subject, printing.job(job).state) == (ONE.id, JobState.PRINTED)
    with pytest.raises(UserError):
        printing.confirm_printed(job)
    assert len(event.journal.entries_of_kinds([EntryKind.BADGE_PRINTED])) == 1


def test_one_that_did_not_is_asked_for_again_without_a_reason(desk, printing, end):
    job = desk.scan(ONE.ticket_code).badge.job.id
    end(job, JobState.UNCERTAIN)
    assert printing.wants_reason(ONE.id)
    printing.confirm_not_printed(job)
    assert printing.job(job).state is JobState.FAILED
    assert not printing.wants_reason(ONE.id)
    printing.ask(ONE.id)


def test_what_waits_for_a_printer_that_is_given_up_goes_to_the_new_one(desk, printing, end):
    waits, at_printer = (desk.scan(person.ticket_code).badge.job.id for person in (ONE, TWO))
    end(at_printer, JobState.PRINTING)
    printing.use(PrintPlan("pdf:here", policy=PrintPolicy.ONCE))
    assert (printing.job(waits).printer, printing.job(at_printer).printer) == ("pdf:here", HALL)
    printing.abandon_unwatched(["pdf:here"])
    assert printing.job(at_printer).state is JobState.UNCERTAIN
    assert printing.job(waits).state is JobState.WAITING


def test_a_page_to_measure_is_nobodys_badge(desk, printing, event, end):
    job = printing.job(printing.test_page(HALL))
    assert job.is_test
    end(job.id, JobState.UNCERTAIN)
    printing.confirm_printed(job.id)
    assert event.journal.entries_of_kinds([EntryKind.BADGE_PRINTED]) == []


def test_the_last_arrivals_say_whose_badge_may_be_missing(desk, printing, event, end):
    def line():
        (newest,) = DeskQueries(event).recent_scans(desk.programme, desk.control_point)
        return newest.badge, newest.attendee

    job = desk.scan(ONE.ticket_code).badge.job.id
    assert line() == (None, ONE.id)
    end(job, JobState.FAILED)
    assert line() == (JobState.FAILED, ONE.id)
    printing.ask(ONE.id)
    assert line() == (None, ONE.id)
