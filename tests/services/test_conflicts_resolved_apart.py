# SPDX-License-Identifier: GPL-3.0-or-later
"""Desks that settle one conflict while they do not hear of each other: the first word stands at all of them, nobody is
lost, and where the words differ a person is told (docs/adr/0042).
"""

import tempfile
from contextlib import ExitStack, contextmanager
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.message import UserError
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.supervisor import Authority
from checkin.core.sync.conflicts import RESOLUTIONS, ConflictKind, Resolution
from checkin.services.file_check import check_file
from checkin.services.privacy import event_purge
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.services.test_desk_conflicts import ONE, Apart, both_let_in, desks, meet
from tests.sync.memory import MemoryLog

__all__ = ["desks"]
DOUBLE = RESOLUTIONS[ConflictKind.DOUBLE_ADMISSION]
PEOPLE = {Resolution.MERGE: 1, Resolution.TWO_PEOPLE: 2}
ALIKE = {Resolution.SECOND_WRONG: Resolution.SAME_PERSON}


def settle_apart(desks, *ways):
    """Each desk the only conflict that is open, the first desk first."""
    for one, way in zip(desks, ways, strict=True):
        (found,) = one.open
        one.desk.conflicts.resolve(found, way)
    meet(desks)


def arrived(desks):
    return {one.event.attendees.arrived("accueil") for one in desks}


@pytest.mark.parametrize(("first", "second"), [*permutations(DOUBLE, 2)])
def test_a_guest_of_whom_two_desks_thought_differently_is_in_once(desks, first, second):
    both_let_in(desks)
    settle_apart(desks, first, second)
    assert arrived(desks) == {1}
    desk = "Sud" if first is Resolution.FIRST_WRONG else "Nord"
    assert [next(one.event.attendees.visits(ONE.id)).desk for one in desks] == [desk, desk]
    told = [[choice.way for choice in found.choices] for found in desks[1].open]
    assert told == ([] if ALIKE.get(first, first) is ALIKE.get(second, second) else [[first, second]])


def test_who_decides_between_two_desks_is_heard_at_both(desks):
    both_let_in(desks)
    settle_apart(desks, Resolution.SECOND_WRONG, Resolution.FIRST_WRONG)
    nord, sud = desks
    (found,) = sud.open
    assert (found.person.id, found.first.desk, found.second.desk) == (ONE.id, "Nord", "Sud")
    assert [(choice.way, choice.desk) for choice in found.choices] == [
        (Resolution.SECOND_WRONG, "Nord"),
        (Resolution.FIRST_WRONG, "Sud"),
    ]
    assert found.resolutions == (Resolution.SECOND_WRONG, Resolution.FIRST_WRONG)
    sud.desk.conflicts.resolve(found, Resolution.FIRST_WRONG)
    meet(desks)
    assert nord.keys() == []
    assert [next(one.event.attendees.visits(ONE.id)).desk for one in desks] == ["Sud", "Sud"]
    assert arrived(desks) == {1}


def test_a_word_that_was_given_before_the_other_desk_was_heard_decides_nothing_more(desks):
    both_let_in(desks)
    nord, sud = desks
    seen = nord.open[0]
    settle_apart(desks, Resolution.SECOND_WRONG, Resolution.FIRST_WRONG)
    with pytest.raises(UserError, match="already settled this"):
        nord.desk.conflicts.resolve(seen, Resolution.FIRST_WRONG)
    with pytest.raises(UserError):
        sud.desk.conflicts.resolve(sud.open[0], Resolution.ANOTHER_PERSON)


@pytest.mark.parametrize("ways", [*permutations([Resolution.KEEP_FIRST, Resolution.KEEP_SECOND])])
def test_a_field_is_at_both_desks_what_was_decided_first(desks, ways):
    nord, sud = desks
    values = {Resolution.KEEP_FIRST: "Mairie de Brest", Resolution.KEEP_SECOND: "Ville de Brest"}
    nord.desk.registration.correct(ONE.id, {"organisation": "Mairie de Brest"})
    sud.desk.registration.correct(ONE.id, {"organisation": "Ville de Brest"})
    meet(desks)
    settle_apart(desks, *ways)
    assert [one.event.attendees.get(ONE.id).organisation for one in desks] == [values[ways[0]]] * 2
    (found,) = sud.open
    sud.desk.conflicts.resolve(found, ways[1])
    meet(desks)
    assert [one.event.attendees.get(ONE.id).organisation for one in desks] == [values[ways[1]]] * 2
    assert nord.keys() == []


@pytest.mark.parametrize("ways", [*permutations([Resolution.MERGE, Resolution.TWO_PEOPLE])])
def test_two_walk_ins_are_at_both_desks_what_was_decided_first(desks, ways):
    nord, sud = desks
    nord.desk.registration.walk_in(RegistrationForm("Inès", "Prigent"))
    sud.desk.registration.walk_in(RegistrationForm("Inès", "Prigent", "Mairie"))
    meet(desks)
    settle_apart(desks, *ways)
    assert arrived(desks) == {PEOPLE[ways[0]]}
    (found,) = nord.open
    assert found.kind is ConflictKind.SAME_WALK_IN
    nord.desk.conflicts.resolve(found, ways[1])
    meet(desks)
    assert sud.keys() == []
    assert arrived(desks) == {PEOPLE[ways[1]]}
    both = [one.event.attendees.get(subject) for one in desks for subject in found.subjects]
    houses = sorted(person.organisation for person in both)
    assert houses == (["Mairie"] * 4 if ways[1] is Resolution.MERGE else ["", "", "Mairie", "Mairie"])


@pytest.mark.parametrize("ways", [*permutations([Resolution.MERGE, Resolution.TWO_PEOPLE])])
def test_a_purge_leaves_what_was_decided_as_it_is(desks, ways):
    for one in desks:
        one.desk.registration.walk_in(RegistrationForm("Inès", "Prigent"))
    meet(desks)
    settle_apart(desks, *ways)
    (before,) = arrived(desks)
    nord = desks[0]
    event_purge.purge(nord.event, Authority("Anne", "Fin"), at=nord.clock(), desk="Nord")
    meet(desks)
    assert arrived(desks) == {before}
    (found,) = desks[1].open
    desks[1].desk.conflicts.resolve(found, ways[1])
    meet(desks)
    assert arrived(desks) == {PEOPLE[ways[1]]}
    assert nord.keys() == []


@contextmanager
def three_desks():
    with ExitStack() as stack:
        folder, log = Path(stack.enter_context(tempfile.TemporaryDirectory())), MemoryLog()
        made = [Apart(folder, name, log, MORNING) for name in ("Nord", "Sud", "Est")]
        for one in made:
            stack.callback(one.event.close)
        made[0].event.plan(a_programme(), at=MORNING, desk="Nord")
        add_people(made[0].event, MORNING, ONE, an_attendee(2))
        meet(made)
        yield made


@settings(max_examples=12)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 3)), min_size=3, max_size=12))
def test_whatever_three_desks_decide_and_whenever_they_meet_a_guest_is_in_once(words):
    with three_desks() as made:
        for one in made:
            one.desk.check_in(ONE.id)
        meet(made)
        for number, chance, way in words:
            if found := made[number].open:
                conflict = found[chance % len(found)]
                made[number].desk.conflicts.resolve(conflict, conflict.resolutions[way % len(conflict.resolutions)])
            if chance == 0:
                made[number].meet()
        meet(made)
        assert arrived(made) == {1}
        assert len({next(one.event.attendees.visits(ONE.id)).desk for one in made}) == 1
        while found := made[0].open:
            made[0].desk.conflicts.resolve(found[0], found[0].resolutions[0])
        meet(made)
        assert arrived(made) == {1}
        assert all(check_file(one.event).problems == () for one in made)
