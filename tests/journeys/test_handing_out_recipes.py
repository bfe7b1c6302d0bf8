# SPDX-License-Identifier: GPL-3.0-or-later
"""The recipes of the page about checking and handing out do what the page says, in both languages."""

import re
import tomllib
from pathlib import Path

import pytest

from checkin.core.decision import Reason
from checkin.core.programme.programme_file import read_programme
from checkin.services.desk import Desk
from checkin.services.desk_services import ThingMeaning
from checkin.services.event_file import EventFile
from tests.builders import KEY, MORNING, an_attendee
from tests.conftest import add_people

DOCS = Path(__file__).parents[2] / "docs"
PAGES = (DOCS / "handing-out.md", DOCS / "fr" / "handing-out.md")
HEAD = '[event]\ntitle = "Rencontre"\nday = 2023-07-04\n[[category]]\nid = "participant"\nname = "Participant"\n'
ONE, TWO, THREE = (
    an_attendee(number, category="participant", custom={"Repas": meal})
    for number, meal in ((1, "oui"), (2, "Végétarien"), (3, "non"))
)


@pytest.fixture(params=PAGES, ids=["en", "fr"])
def desk(request, tmp_path, clock):
    text = request.param.read_text("utf-8")
    recipes = "\n".join(re.findall(r"```toml\n(.*?)```", text, flags=re.DOTALL))
    event = EventFile.create(tmp_path / "recipes.checkin", KEY)
    event.plan(read_programme(tomllib.loads(HEAD + recipes)), at=MORNING, desk="d")
    add_people(event, MORNING, ONE, TWO, THREE)
    made = Desk(event, clock, "Table 1")
    made.event = event
    yield made
    event.close()


def scan(desk, clock, person, point):
    clock.pass_by(minutes=1)
    desk.move_to(point)
    return desk.scan(person.ticket_code)


def lend(desk, clock, person, number):
    assert scan(desk, clock, person, "casques").reason is Reason.WELCOME
    clock.pass_by(seconds=20)
    return desk.scan(number)


def test_the_check_comes_first(desk, clock):
    asked = scan(desk, clock, ONE, "accueil")
    assert asked.reason is Reason.TO_CHECK
    assert desk.admit(asked).reason is Reason.WELCOME


def test_a_meal_is_given_once_to_those_who_booked_it(desk, clock):
    reasons = [scan(desk, clock, person, "repas").reason for person in (ONE, ONE, TWO, THREE)]
    assert reasons == [Reason.WELCOME, Reason.ALREADY_ARRIVED, Reason.WELCOME, Reason.NO_ACCESS]
    assert desk.event.attendees.arrived("repas") == 2


def test_a_bag_is_given_once(desk, clock):
    assert [scan(desk, clock, ONE, "sac").reason for _ in range(2)] == [Reason.WELCOME, Reason.ALREADY_ARRIVED]


def test_headsets_are_lent_until_none_is_left_and_again_when_one_is_back(desk, clock):
    lent = lend(desk, clock, ONE, "12")
    assert (lent.reason, lent.attendee.id, lent.thing) == (Reason.LENT, ONE.id, "casque 12")
    assert lend(desk, clock, TWO, "Casque 7").thing == "casque 7"
    assert desk.event.attendees.inside("casques") == 2
    assert scan(desk, clock, THREE, "casques").reason is Reason.FULL
    assert scan(desk, clock, ONE, "casques-retour").reason is Reason.EXIT
    assert desk.event.attendees.inside("casques") == 1
    assert lend(desk, clock, THREE, "12").attendee.id == THREE.id


def test_a_number_that_is_out_says_who_has_it_and_its_return_is_theirs(desk, clock):
    lend(desk, clock, ONE, "12")
    for text in ("12", "casque 12", "CASQUE-0012"):
        clock.pass_by(seconds=30)
        found = desk.scan(text)
        assert (found.reason, found.attendee.id, found.thing) == (Reason.ALREADY_ARRIVED, ONE.id, "casque 12")
    desk.move_to("casques-retour")
    back = desk.scan("12")
    assert (back.reason, back.attendee.id, back.thing) == (Reason.EXIT, ONE.id, "casque 12")
    gone = desk.scan("12")
    assert (gone.reason, gone.attendee, gone.lent.about, gone.entry) == (Reason.THING_HERE, None, "casque 12", None)


def test_a_number_that_is_out_is_not_for_the_next_person_who_stays_served(desk, clock):
    lend(desk, clock, ONE, "12")
    scan(desk, clock, TWO, "casques")
    clock.pass_by(seconds=30)
    out = desk.scan("12")
    assert (out.reason, out.attendee.id, out.thing) == (Reason.THING_OUT, TWO.id, "")
    assert (out.lent.about, out.lent.holder, out.lent.is_asked) == ("casque 12", ONE.name, True)
    assert (desk.scan("7").attendee.id, desk.lending.holder("12")) == (TWO.id, ONE.id)


def test_a_person_without_a_number_gets_one_later(desk, clock):
    assert scan(desk, clock, ONE, "casques").lent.is_asked
    clock.pass_by(minutes=5)
    assert desk.scan("12").reason is Reason.THING_HERE
    again = scan(desk, clock, ONE, "casques")
    assert (again.reason, again.thing, again.lent.is_asked) == (Reason.ALREADY_ARRIVED, "", True)
    clock.pass_by(minutes=1)
    assert desk.scan("12").attendee.id == ONE.id


def test_a_person_picked_by_name_gets_a_number_later(desk, clock):
    scan(desk, clock, ONE, "casques")
    scan(desk, clock, TWO, "casques")
    clock.pass_by(minutes=5)
    assert desk.check_in(ONE.id).lent.is_asked
    assert desk.scan("12").attendee.id == ONE.id


def test_a_number_is_exchanged_and_undo_takes_the_exchange_back(desk, clock):
    lend(desk, clock, ONE, "3")
    assert desk.scan("14").reason is Reason.THING_HERE, "who has one gets no second by a number alone"
    again = scan(desk, clock, ONE, "casques")
    assert (again.thing, again.lent.is_asked) == ("casque 3", True)
    exchanged = desk.scan("14")
    assert (exchanged.reason, exchanged.thing, exchanged.lent.before) == (Reason.LENT, "casque 14", "casque 3")
    assert (desk.lending.holder("3"), desk.lending.holder("14")) == ("", ONE.id)
    assert desk.undo(exchanged.entry).thing == "casque 3"
    assert (desk.lending.holder("3"), desk.lending.holder("14")) == (ONE.id, "")


def test_who_is_looked_up_by_a_number_gets_no_other(desk, clock):
    lend(desk, clock, ONE, "12")
    clock.pass_by(minutes=5)
    found = desk.scan("12")
    assert (found.attendee.id, found.lent.about, found.lent.is_asked) == (ONE.id, "casque 12", False)
    assert desk.scan("7").reason is Reason.THING_HERE
    assert desk.lending.holder("12") == ONE.id


def test_what_a_number_would_do_is_known_before(desk, clock):
    lend(desk, clock, ONE, "12")
    scan(desk, clock, TWO, "casques")
    assert desk.lending.meaning("7") == ThingMeaning("casque 7", "", TWO.name)
    assert desk.lending.meaning("12") == ThingMeaning("casque 12", ONE.name, TWO.name)
    assert desk.lending.meaning("table 7") is None
    desk.move_to("casques-retour")
    assert desk.lending.meaning("12") == ThingMeaning("casque 12", ONE.name, "", is_taken_back=True)
    desk.move_to("accueil")
    assert desk.lending.meaning("12") is None


def test_a_number_comes_off_again_and_the_headset_stays_counted(desk, clock):
    lent = lend(desk, clock, ONE, "12")
    undone = desk.undo(lent.entry)
    assert undone.reason is Reason.UNDONE
    assert undone.thing == ""
    assert desk.event.attendees.inside("casques") == 1
    assert desk.scan("13").thing == "casque 13"


def test_the_ticket_of_a_stranger_and_a_late_number_become_no_headset(desk, clock):
    scan(desk, clock, ONE, "casques")
    assert desk.scan("3760123450017").reason is Reason.UNKNOWN
    clock.pass_by(minutes=3)
    assert desk.scan("12").reason is Reason.THING_HERE
    scan(desk, clock, TWO, "accueil")
    assert desk.scan("12").reason is Reason.UNKNOWN, "only where headsets are lent"
