# SPDX-License-Identifier: GPL-3.0-or-later
"""One code tied to two people at two desks that worked apart: asked, listed, settled, and the same at both."""

import tempfile
from contextlib import ExitStack
from itertools import permutations
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.core.supervisor import Authority
from checkin.core.sync.conflicts import ConflictKind, Resolution
from checkin.services.file_check import check_file
from checkin.services.person_lookup import code_owners
from checkin.services.privacy import event_purge
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.services.test_desk_conflicts import Apart, desks, meet
from tests.sync.memory import MemoryLog

__all__ = ["desks"]
ONE, TWO, THREE = map(an_attendee, (1, 2, 3))
BAND = "04:A2:fE:09:Bb"


def owners(desk, code=BAND):
    return code_owners(desk.event, desk.event.key.read(code), code)


def tied_apart(desks, keeps=True):
    for one, person in zip(desks, (ONE, TWO), strict=True):
        one.clock.pass_by(minutes=1)
        one.desk.tying.tie(person.id, BAND, keeps=keeps)
    meet(desks)


@pytest.mark.parametrize("keeps", [True, False])
def test_the_desk_asks_whose_it_is_until_somebody_settles_it(desks, keeps):
    tied_apart(desks, keeps)
    for one in desks:
        asked = one.desk.scan(BAND)
        assert (asked.verdict, asked.reason) == (Verdict.ASK, Reason.CODE_OF_SEVERAL)
        assert {match.attendee.id for match in asked.candidates} == {ONE.id, TWO.id}
        assert one.event.attendees.arrived("accueil") == 0
        (found,) = one.open
        assert (found.kind, found.person.id, found.other.id) == (ConflictKind.CODE_OF_TWO, ONE.id, TWO.id)
        assert (found.field, found.first.desk, found.second.desk) == (BAND, "Nord", "Sud")
    with pytest.raises(UserError, match="Éléonore Le Goff-1 · Jean-Baptiste"):
        desks[0].desk.tying.tie(THREE.id, BAND, keeps=True)


@pytest.mark.parametrize("keeps", [True, False])
@pytest.mark.parametrize(("way", "whose"), [(Resolution.SECOND_WRONG, ONE), (Resolution.FIRST_WRONG, TWO)])
def test_one_key_settles_it_at_both_desks_and_the_other_gets_their_old_code_back(desks, way, whose, keeps):
    tied_apart(desks, keeps)
    desks[1].desk.conflicts.resolve(desks[1].open[0], way)
    meet(desks)
    (other,) = {ONE.id, TWO.id} - {whose.id}
    for one in desks:
        assert one.keys() == []
        assert owners(one) == (whose.id,)
        ticket = next(person.ticket_code for person in (ONE, TWO) if person.id == other)
        assert one.desk.scan(ticket).attendee.id == other
        assert one.event.journal.history(other).attendee.ticket_code == ticket


@pytest.mark.parametrize("ways", [*permutations([Resolution.SECOND_WRONG, Resolution.FIRST_WRONG])])
def test_settled_differently_at_two_desks_the_first_word_counts_until_somebody_chooses(desks, ways):
    tied_apart(desks)
    for one, way in zip(desks, ways, strict=True):
        one.clock.pass_by(minutes=1)
        one.desk.conflicts.resolve(one.open[0], way)
    meet(desks)
    assert owners(desks[0]) == owners(desks[1])
    assert len(owners(desks[0])) == 1
    (found,) = desks[1].open
    assert {choice.way for choice in found.choices} == {*ways}
    desks[1].desk.conflicts.resolve(found, ways[1])
    meet(desks)
    assert owners(desks[0]) == owners(desks[1]) == ((ONE if ways[1] is Resolution.SECOND_WRONG else TWO).id,)
    assert desks[0].keys() == []


def test_a_purge_leaves_no_code_and_what_was_settled_as_it_is(desks):
    tied_apart(desks)
    desks[0].desk.conflicts.resolve(desks[0].open[0], Resolution.FIRST_WRONG)
    meet(desks)
    nord = desks[0]
    event_purge.purge(nord.event, Authority("Anne", "Fin"), at=nord.clock(), desk="Nord")
    meet(desks)
    for one in desks:
        assert one.keys() == []
        assert owners(one) == ()
        assert BAND not in "".join(str(entry.body) for entry in one.event.journal.each())


@pytest.mark.parametrize("way", [Resolution.SECOND_WRONG, Resolution.FIRST_WRONG])
def test_a_code_of_a_list_and_a_tied_one_are_a_conflict_too(desks, way):
    newcomer = an_attendee(9, ticket_code=BAND)
    add_people(desks[0].event, desks[0].clock(), newcomer)
    desks[1].clock.pass_by(minutes=1)
    desks[1].desk.tying.tie(TWO.id, BAND, keeps=True)
    meet(desks)
    desks[0].desk.conflicts.resolve(desks[0].open[0], way)
    meet(desks)
    winner = newcomer.id if way is Resolution.SECOND_WRONG else TWO.id
    assert owners(desks[0]) == owners(desks[1]) == (winner,)
    assert desks[1].keys() == []


def test_one_code_in_the_lists_of_two_people_is_the_first_ones_at_every_desk(desks):
    people = an_attendee(8, ticket_code=BAND), an_attendee(9, ticket_code=BAND)
    for one, person in zip(reversed(desks), people, strict=True):
        add_people(one.event, one.clock(), person)
    meet(desks)
    assert owners(desks[0]) == owners(desks[1]) == (people[0].id,)
    assert desks[0].keys() == []


def test_the_same_band_tied_to_one_person_at_both_desks_is_no_conflict(desks):
    for one, keeps in zip(desks, (True, False), strict=True):
        one.clock.pass_by(minutes=1)
        one.desk.tying.tie(ONE.id, BAND, keeps=keeps)
    meet(desks)
    for one in desks:
        assert one.keys() == []
        assert one.desk.scan(BAND).attendee.id == ONE.id


def test_records_merged_apart_into_one_chain_leave_tables_that_match_the_journal(desks):
    for one, keep, drop in zip(desks, (ONE, THREE), (TWO, ONE), strict=True):
        one.clock.pass_by(seconds=30)
        one.desk.registration.merge(keep.id, drop.id)
    meet(desks)
    assert desks[0].event.journal.person(TWO.id) == desks[1].event.journal.person(TWO.id) == THREE.id


PEOPLE, CODES = (ONE, TWO, THREE), (BAND, "card 7")
A_DESK, SOMEBODY, A_CODE = st.sampled_from((0, 1)), st.sampled_from(PEOPLE), st.sampled_from(CODES)


class TyingApart(RuleBasedStateMachine):
    """Two desks that tie, undo, replace, merge, separate and settle, and meet when they like."""

    def __init__(self):
        super().__init__()
        self.stack = ExitStack()
        folder, log = Path(self.stack.enter_context(tempfile.TemporaryDirectory())), MemoryLog()
        self.desks = [Apart(folder, name, log, MORNING) for name in ("Nord", "Sud")]
        for one in self.desks:
            self.stack.callback(one.event.close)
        self.desks[0].event.plan(a_programme(), at=MORNING, desk="Nord")
        add_people(self.desks[0].event, MORNING, *PEOPLE)
        meet(self.desks)
        self.ties = [[], []]

    def _attempt(self, desk, act):
        self.desks[desk].clock.pass_by(seconds=30)
        try:
            return act(self.desks[desk].desk)
        except UserError:
            return None

    @rule(desk=A_DESK, person=SOMEBODY, code=A_CODE, keeps=st.booleans())
    def tie(self, desk, person, code, keeps):
        if answer := self._attempt(desk, lambda at: at.tying.tie(person.id, code, keeps=keeps)):
            self.ties[desk].append(answer.entry)

    @rule(desk=A_DESK, chance=st.integers(0, 9))
    def undo(self, desk, chance):
        if ties := self.ties[desk]:
            self._attempt(desk, lambda at: at.undo(ties[chance % len(ties)]))

    @rule(desk=A_DESK, person=SOMEBODY)
    def replace(self, desk, person):
        self._attempt(desk, lambda at: at.replace_code(person.id))

    @rule(desk=A_DESK, keep=SOMEBODY, drop=SOMEBODY)
    def merge(self, desk, keep, drop):
        self._attempt(desk, lambda at: at.registration.merge(keep.id, drop.id))

    @rule(desk=A_DESK, drop=SOMEBODY)
    def separate(self, desk, drop):
        self._attempt(desk, lambda at: at.registration.unmerge(drop.id))

    @rule(desk=A_DESK, person=SOMEBODY, code=A_CODE)
    def a_list_names_the_code(self, desk, person, code):
        event, clock = self.desks[desk].event, self.desks[desk].clock
        body = {"changes": {"ticket_code": ["", code]}, "by": "list", "import": "i"}
        with event.transaction():
            event.journal.append(EntryKind.ATTENDEE_CORRECTED, person.id, body, at=clock(), desk="")

    @rule(desk=A_DESK, chance=st.integers(0, 9), way=st.integers(0, 1))
    def settle(self, desk, chance, way):
        if found := self.desks[desk].open:
            conflict = found[chance % len(found)]
            ways = conflict.resolutions
            self._attempt(desk, lambda at: at.conflicts.resolve(conflict, ways[way % len(ways)]))

    @rule(desk=A_DESK)
    def meet_halfway(self, desk):
        self.desks[desk].meet()

    @invariant()
    def a_code_means_one_person_or_asks(self):
        for one in self.desks:
            for code in CODES:
                answer = one.desk.scan(code)
                assert answer.reason is Reason.CODE_OF_SEVERAL or len(owners(one, code)) < 2

    def teardown(self):
        try:
            meet(self.desks)
            for code in (*CODES, *(person.ticket_code for person in PEOPLE)):
                assert owners(self.desks[0], code) == owners(self.desks[1], code)
            while found := self.desks[0].open:
                self.desks[0].clock.pass_by(seconds=30)
                self.desks[0].desk.conflicts.resolve(found[0], found[0].resolutions[0])
            meet(self.desks)
            assert all(len(owners(one, code)) < 2 for one in self.desks for code in CODES)
            assert all(check_file(one.event).problems == () for one in self.desks)
        finally:
            self.stack.close()


TyingApart.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
test_two_desks_agree_on_whose_every_code_is_whatever_they_did_apart = TyingApart.TestCase
