# SPDX-License-Identifier: GPL-3.0-or-later
"""Labels counted down as badges are printed."""

import pytest

from checkin.core.print_jobs import JobProgress, JobState, LabelRoll, PrintPlan
from checkin.services.badge_print_requests import Printing
from checkin.storage.print_queue import PrintQueue

HERE, THERE = "zpl://here", "zpl://there"


@pytest.fixture
def printing(event, clock):
    return Printing(event, clock, PrintPlan(HERE))


@pytest.fixture
def print_one(event, clock, printing):
    def end(state, printer=HERE):
        printing.plan = PrintPlan(printer)
        attendee = next(iter(event.attendees.all()))[0]
        job = printing.ask(attendee.id, why="perdu")
        with event.transaction():
            PrintQueue(event.db).note(job, JobProgress(state), clock())

    return end


def test_nobody_counts_until_a_roll_is_put_in(printing):
    assert printing.roll(HERE) is None


def test_what_was_printed_since_the_roll_was_put_in_is_gone_from_it(printing, print_one):
    print_one(JobState.PRINTED)
    printing.new_roll(HERE, 300)
    assert printing.roll(HERE) == LabelRoll(300, 0)
    for state in (JobState.PRINTED, JobState.UNCERTAIN, JobState.FAILED, JobState.CANCELLED):
        print_one(state)
    print_one(JobState.PRINTED, THERE)
    assert printing.roll(HERE) == LabelRoll(300, 2)


def test_the_next_roll_begins_again(printing, print_one):
    printing.new_roll(HERE, 300)
    print_one(JobState.PRINTED)
    printing.new_roll(HERE, 400)
    assert printing.roll(HERE) == LabelRoll(400, 0)
    printing.new_roll(HERE, 0)
    assert printing.roll(HERE) is None
