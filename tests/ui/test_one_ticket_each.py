# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a ticketing's server sells the tickets, nobody is registered for several people."""

from dataclasses import replace

import pytest

from checkin.core.people.registration_form import RegistrationForm
from checkin.core.programme.programme import ControlPoint, Session
from checkin.core.ticketing.pulled import ticketing_changes
from checkin.core.ticketing.ticket_rules import CheckInList
from checkin.core.ticketing.ticketing import Product, Ticketing
from checkin.services.desk_queries import DeskQueries, FormChoices
from checkin.ui.desk.walk_in_form import WalkInForm
from checkin.ui.people.correction_form import CorrectionForm
from tests.builders import an_attendee

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

SENTENCE = "A pretix ticket lets in one person. If several people came, register each of them."
TICKETING = Ticketing("https://p.test", "o", "e", timezone="Europe/Paris", products=(Product(1, {"fr": "Adulte"}),))
LISTS = (CheckInList(1, "Accueil", all_products=True),)


@pytest.fixture
def join(event, clock, desk):
    """Makes the event one of a ticketing's server."""

    def joined():
        with event.transaction():
            event.journal.append_all(ticketing_changes(None, TICKETING, LISTS), at=clock(), desk="pretix")
        desk.reload()

    return joined


@pytest.fixture
def choices(event, desk):
    return FormChoices(desk, DeskQueries(event))


def test_the_form_of_a_registration_says_why_it_is_for_one_person_only(qtbot, choices, join):
    form = WalkInForm(choices)
    qtbot.addWidget(form)
    form.start()
    assert (form.more.people.isEnabled(), form.more.one_each.text()) == (True, "")
    form.more.people.setText("3")

    join()
    form.clear()

    assert (form.more.people.isEnabled(), form.more.one_each.text()) == (False, SENTENCE)
    assert form.form().places == 1


def test_a_correction_leaves_the_number_of_people_alone(qtbot, choices, join):
    join()
    form = CorrectionForm(choices)
    qtbot.addWidget(form)
    form.start(an_attendee(7), [])

    assert (form.fields.lines["places"].isEnabled(), form.fields.one_each.text()) == (False, SENTENCE)


def test_whatever_a_form_says_one_person_is_registered_and_let_in_at_once(event, desk, join):
    join()
    answer = desk.registration.walk_in(RegistrationForm("Gwenaëlle", "Le Floc'h", places=3))

    assert (answer.attendee.places, answer.came) == (1, 1)


def test_the_session_of_a_list_of_several_options_is_not_offered_beside_the_options(event, desk, choices, clock):
    sessions = (Session("item-5", "Atelier A", is_booked=True), Session("list-3", "Ateliers", is_booked=True))
    points = (ControlPoint("list-3", "Ateliers", session="list-3"),)
    event.plan(replace(event.planned(), sessions=sessions, control_points=points), at=clock(), desk="d")
    desk.reload()

    assert [each.session.id for each in choices.workshops()] == ["item-5"]
