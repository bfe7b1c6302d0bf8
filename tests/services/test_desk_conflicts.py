# SPDX-License-Identifier: GPL-3.0-or-later
"""Desks that worked apart, brought together by a real exchange: the same conflicts at all of them, settled by one word.

Where they settled one apart, the first word stands, nobody is lost, and a person is told of the difference
(docs/adr/0042). A code tied to two people is asked about, listed, settled, and the same at both.
"""

import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from checkin.core.attendee import Presence
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.supervisor import Authority
from checkin.core.sync.conflicts import RESOLUTIONS, ConflictKind, Resolution
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file
from checkin.services.person_lookup import code_owners
from checkin.services.privacy import event_purge
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.sync.memory import MemoryLog, MemoryPeer

ONE, TWO, THREE = map(an_attendee, (1, 2, 3))
DOUBLE = RESOLUTIONS[ConflictKind.DOUBLE_ADMISSION]
EMAIL = {"email": "ines@prigent.fr"}


class Apart:
    """A desk with an event file of its own, that meets the others when told."""

    def __init__(self, folder, name, log, at):
        self.event = EventFile.create(folder / f"{name}.checkin", KEY)
        self.clock = FakeClock(at)
        self.exchange = Exchange(Outbox(self.event.db, self.event.journal), MemoryPeer(log, page=50), self.clock)
        self.exchange.run_round()
        self.desk = Desk(self.event, self.clock, name)

    def meet(self):
        self.exchange.run_round()
        self.desk.reload()

    @property
    def open(self):
        return self.desk.conflicts.open()

    def keys(self):
        assert self.desk.conflicts.count() == len(self.open)
        return [conflict.key for conflict in self.open]


@pytest.fixture
def desks(event, desk, clock, tmp_path):
    """Two desks that know the same programme and people."""
    log = MemoryLog()
    first = Exchange(Outbox(event.db, event.journal), MemoryPeer(log), clock)
    first.run_round()
    made = [Apart(tmp_path, name, log, clock()) for name in ("Nord", "Sud")]
    yield made
    for one in made:
        one.event.close()


@contextmanager
def newly_apart(*people, names=("Nord", "Sud")):
    with ExitStack() as stack:
        folder, log = Path(stack.enter_context(tempfile.TemporaryDirectory())), MemoryLog()
        made = [Apart(folder, name, log, MORNING) for name in names]
        for one in made:
            stack.callback(one.event.close)
        made[0].event.plan(a_programme(), at=MORNING, desk="Nord")
        add_people(made[0].event, MORNING, *people)
        meet(made)
        yield made


def meet(desks):
    for one in (*desks, *desks):
        one.meet()
    assert desks[0].keys() == desks[1].keys()
    assert all(check_file(one.event).problems == () for one in desks)


def decide(desks, one, way, found=None):
    """Say a word at one desk on its only conflict, or one of several, and meet."""
    if not found:
        (found,) = one.open
    one.desk.conflicts.resolve(found, way)
    meet(desks)
    return found


def arrived(desks):
    return {one.event.attendees.arrived("accueil") for one in desks}


def let_in_by(desks):
    """The desk whose admission of the first person counts, at each desk."""
    return [next(one.event.attendees.visits(ONE.id)).desk for one in desks]


def organisations(desks):
    return [one.event.attendees.get(ONE.id).organisation for one in desks]


def walk_in(desks, *forms):
    """One at each desk, and they meet."""
    for one, form in zip(desks, forms, strict=True):
        one.desk.registration.walk_in(form)
    meet(desks)


def purge(desks):
    nord = desks[0]
    event_purge.purge(nord.event, Authority("Anne", "Fin"), at=nord.clock(), desk="Nord")
    meet(desks)


def both_let_in(desks, attendee_id=ONE.id):
    for minutes, one in enumerate(desks):
        one.clock.pass_by(minutes=11 * minutes)
        assert one.desk.check_in(attendee_id).verdict is Verdict.ADMIT
    meet(desks)


@pytest.mark.parametrize("way", DOUBLE)
def test_a_double_admission_is_listed_at_both_with_both_stories_and_a_word_settles_it_for_all_and_once(desks, way):
    both_let_in(desks)
    nord, sud = desks
    for one in desks:
        (found,) = one.open
        assert (found.kind, found.person.id, found.point.id) == (ConflictKind.DOUBLE_ADMISSION, ONE.id, "accueil")
        assert (found.first.desk, found.second.desk) == ("Nord", "Sud")
        assert (found.second.at - found.first.at).total_seconds() == 660
    assert arrived(desks) == {1}
    seen = nord.open[0]
    decide(desks, sud, way)
    assert (nord.keys(), sud.keys(), arrived(desks)) == ([], [], {1})
    assert let_in_by(desks) == ["Sud" if way is Resolution.FIRST_WRONG else "Nord"] * 2
    assert [e.body["how"] for e in nord.event.journal.entries_of_kinds([EntryKind.CONFLICT_SETTLED])] == [way]
    with pytest.raises(UserError, match="already settled this"):
        nord.desk.conflicts.resolve(seen, Resolution.FIRST_WRONG)
    with pytest.raises(UserError):
        nord.desk.conflicts.resolve(seen, Resolution.MERGE)


def test_one_field_corrected_at_two_desks_is_kept_as_it_was_written(desks):
    nord, sud = desks
    one, other = (
        {"organisation": "Mairie de Brest", "role": "Maire"},
        {"organisation": "Ville de Brest", "role": "Maire"},
    )
    nord.desk.registration.correct(ONE.id, one | {"sessions": ("atelier-b",)})
    sud.desk.registration.correct(ONE.id, other | {"sessions": ("atelier-c",), "presence": "remote"})
    meet(desks)
    organisation, sessions = sorted(nord.open, key=lambda found: found.field)
    assert (organisation.kind, organisation.field) == (ConflictKind.CORRECTED_TWICE, "organisation")
    assert (organisation.first.value, organisation.second.value) == ("Mairie de Brest", "Ville de Brest")
    for found in (organisation, sessions):
        nord.desk.conflicts.resolve(found, Resolution.KEEP_FIRST)
    meet(desks)
    for kept in (each.event.attendees.get(ONE.id) for each in desks):
        assert (kept.organisation, kept.sessions) == ("Mairie de Brest", ("atelier-b",))
        assert kept.presence is Presence.REMOTE
    assert nord.keys() == []


def test_what_a_desk_did_knowing_of_the_other_is_no_conflict(desks):
    nord, sud = desks
    nord.desk.check_in(ONE.id)
    nord.desk.registration.correct(ONE.id, {"organisation": "Mairie de Brest"})
    nord.desk.registration.walk_in(RegistrationForm("Inès", "Prigent"))
    meet(desks)
    assert sud.desk.check_in(ONE.id).reason is Reason.ALREADY_ARRIVED
    sud.desk.registration.correct(ONE.id, {"organisation": "Ville de Brest"})
    sud.desk.registration.walk_in(RegistrationForm("Inès", "Prigent"))
    meet(desks)
    assert nord.keys() == []


def test_the_same_walk_in_at_two_desks_is_merged_or_is_two_people(desks):
    nord, sud = desks
    for name in (("Inès", "Prigent"), ("Paul", "Arzel")):
        walk_in(desks, *[RegistrationForm(*name)] * 2)
    ines, paul = sorted(nord.open, key=lambda c: c.person.first_name)
    assert (ines.kind, ines.other.name) == (ConflictKind.SAME_WALK_IN, "Inès Prigent")
    assert {ines.first.desk, ines.second.desk} == {"Nord", "Sud"}
    nord.desk.conflicts.resolve(ines, Resolution.MERGE)
    sud.desk.conflicts.resolve(paul, Resolution.TWO_PEOPLE)
    meet(desks)
    assert nord.keys() == []
    assert arrived(desks) == {3}


def test_desks_of_one_name_are_two(desks):
    """As two laptops are called whose people did not look."""
    for one, house in zip(desks, ("Mairie de Brest", "Ville de Brest"), strict=True):
        one.desk = Desk(one.event, one.clock, "Accueil 2")
        one.desk.registration.walk_in(RegistrationForm("Inès", "Prigent"))
        one.desk.registration.correct(ONE.id, {"organisation": house})
    meet(desks)
    assert {found.kind for found in desks[0].open} == {ConflictKind.CORRECTED_TWICE, ConflictKind.SAME_WALK_IN}


def test_a_desk_that_changes_its_name_knows_what_it_did(desks):
    nord, sud = desks
    for name, house, places in (("Nord", "Mairie", "2"), ("Hall", "Ville", "1"), ("Nord", "Port", "3")):
        nord.desk = Desk(nord.event, nord.clock, name)
        nord.desk.registration.walk_in(RegistrationForm("Inès", "Prigent"))
        nord.desk.registration.correct(ONE.id, {"organisation": house, "places": places})
    meet(desks)
    assert sud.keys() == []


def test_a_desk_knows_what_it_changed_whatever_was_taken_back_since(desks):
    nord, sud = desks
    nord.desk.registration.correct(ONE.id, {"organisation": "Mairie"})
    with nord.event.transaction():
        body = {"changes": {"organisation": ["Mairie", "Ville"]}}
        listed = nord.event.journal.append(EntryKind.ATTENDEE_CORRECTED, ONE.id, body, at=nord.clock(), desk="Nord")
    nord.desk.registration.correct(ONE.id, {"organisation": "Port"})
    with nord.event.transaction():
        body = {"targets": [listed.id.hex()]}
        nord.event.journal.append(EntryKind.UNDONE, ONE.id, body, at=nord.clock(), desk="Nord")
    meet(desks)
    assert sud.keys() == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (RegistrationForm("Inès", "Prigent"), RegistrationForm("Ines", "PRIGENT")),
        (RegistrationForm("Inès", "Prigent"), RegistrationForm("Prigent", "Inès")),
        (RegistrationForm("Inès", "Prigent", "Mairie"), RegistrationForm("Inès", "Prigent", "Ville")),
        (RegistrationForm("Inès", "Prigent", **EMAIL), RegistrationForm("Inès", "Prigant", **EMAIL)),
        (RegistrationForm("Inès", "Prigent", **EMAIL), RegistrationForm("Inès", "Prigent-Le Gall", **EMAIL)),
        (RegistrationForm("Inès", "Prigent", "Mairie"), RegistrationForm("Inès", "Prigant", "Mairie")),
    ],
)
def test_one_walk_in_is_found_by_the_rule_of_lists(desks, one, other):
    walk_in(desks, one, other)
    (found,) = desks[0].open
    assert found.kind is ConflictKind.SAME_WALK_IN
    told = {found.first.value, found.second.value} - {""}
    assert told == ({found.person.name, found.other.name} if found.person.name != found.other.name else set())


def test_a_name_that_everybody_is_given_is_no_name_and_two_people_of_one_house_are_two(desks):
    for _ in range(55):
        desks[0].desk.registration.walk_in(RegistrationForm("Visiteur", "Visiteur"))
    house = {"organisation": "Mairie", "email": "accueil@mairie.fr"}
    walk_in(desks, RegistrationForm("Inès", "Prigent", **house), RegistrationForm("Paul", "Arzel", **house))
    assert desks[0].keys() == []


def filled_twice(desks):
    """A workshop with one seat, and somebody in it at each desk."""
    programme = a_programme()
    booked = replace(programme.sessions[0], is_booked=False, capacity=1)
    nord, _ = desks
    nord.event.plan(replace(programme, sessions=(booked,)), at=nord.clock(), desk="Nord")
    meet(desks)
    for minutes, one in enumerate(desks):
        one.desk.move_to("atelier-b")
        one.clock.pass_by(minutes=minutes)
        assert one.desk.check_in(an_attendee(minutes + 1).id).verdict is Verdict.ADMIT
    meet(desks)


def pass_through(one, number, kind):
    with one.event.transaction():
        body = {"control_point": "atelier-b", "how": "code", "reason": "welcome"}
        one.event.journal.append(kind, an_attendee(number).id, body, at=one.clock(), desk=one.desk.name)


def test_a_workshop_filled_twice_while_apart_tells_who_is_in_and_is_told_again_only_when_it_grows(desks):
    filled_twice(desks)
    nord, sud = desks
    (found,) = sud.open
    assert (found.kind, found.session.id, found.people) == (ConflictKind.OVERRUN, "atelier-b", 1)
    newest, first = found.inside
    assert [(came.person.split()[0], came.desk) for came in (newest, first)] == [
        ("Jean-Baptiste", "Sud"),
        ("Éléonore", "Nord"),
    ]
    assert newest.at > first.at
    decide(desks, sud, Resolution.ACCEPT)
    assert nord.keys() == []
    pass_through(sud, 3, EntryKind.CHECKED_IN)
    meet(desks)
    decide(desks, sud, Resolution.ACCEPT)
    for kind in (EntryKind.CHECKED_OUT, EntryKind.CHECKED_IN):
        pass_through(nord, 1, kind)
        meet(desks)
        assert sud.keys() == []
    pass_through(nord, 4, EntryKind.CHECKED_IN)
    meet(desks)
    assert [found.people for found in sud.open] == [3]


def let_in_at_the_workshop(one, *numbers):
    one.desk.move_to("atelier-b")
    for number in numbers:
        assert one.desk.check_in(an_attendee(number).id).verdict is Verdict.ADMIT


def test_everybody_who_booked_is_let_in_and_more_than_these_are_told_until_one_of_them_books(desks):
    """The workshop has two seats, and the organiser let three book."""
    nord, sud = desks
    add_people(nord.event, nord.clock(), *(an_attendee(number, sessions=("atelier-b",)) for number in (4, 5)))
    meet(desks)
    let_in_at_the_workshop(nord, 3, 4, 5)  # 3 is on the list already
    assert nord.keys() == []
    meet(desks)
    assert sud.keys() == []
    pass_through(sud, 1, EntryKind.CHECKED_IN)  # as a desk that knew of none of them
    meet(desks)
    assert [found.people for found in nord.open] == [2]
    sud.desk.registration.correct(ONE.id, {"sessions": ("atelier-b",)})
    meet(desks)
    assert nord.keys() == []


def test_a_seat_that_two_desks_gave_while_apart_is_no_booking(desks):
    programme = a_programme()
    at_the_same_time = replace(programme.sessions[0], id="atelier-a", title="Atelier A")
    nord, sud = desks
    sessions = (*programme.sessions, at_the_same_time)
    nord.event.plan(replace(programme, sessions=sessions), at=nord.clock(), desk="Nord")
    elsewhere = [an_attendee(number, sessions=("atelier-a",)) for number in (4, 5)]
    add_people(nord.event, nord.clock(), *elsewhere)
    meet(desks)
    let_in_at_the_workshop(nord, 3)
    meet(desks)
    for one, number in zip(desks, (4, 5), strict=True):
        one.desk.move_to("atelier-b")
        asked = one.desk.check_in(an_attendee(number).id)
        assert asked.reason is Reason.NOT_REGISTERED
        assert one.desk.admit(asked).verdict is Verdict.ADMIT
        assert one.event.attendees.get(an_attendee(number).id).sessions == ("atelier-b",)
    meet(desks)
    assert [found.people for found in sud.open] == [1]


def test_of_two_walk_ins_with_the_last_seat_one_is_too_many(desks):
    nord, sud = desks
    walk_in(desks, *(RegistrationForm("Inès", name, sessions=("atelier-b",)) for name in ("Prigent", "Arzel")))
    let_in_at_the_workshop(nord, 3)
    for person in (*sud.event.attendees.search("Prigent"), *sud.event.attendees.search("Arzel")):
        assert nord.desk.check_in(person.id).verdict is Verdict.ADMIT
    meet(desks)
    assert [found.people for found in sud.open] == [1]


AS_MANY = {Resolution.MERGE: 1, Resolution.TWO_PEOPLE: 2}
ALIKE = {Resolution.SECOND_WRONG: Resolution.SAME_PERSON}


def settle_apart(desks, *ways):
    """Each desk the only conflict that is open, the first desk first."""
    for one, way in zip(desks, ways, strict=True):
        (found,) = one.open
        one.desk.conflicts.resolve(found, way)
    meet(desks)


@pytest.mark.parametrize(("first", "second"), [*permutations(DOUBLE, 2)])
def test_a_guest_of_whom_two_desks_thought_differently_is_in_once(desks, first, second):
    both_let_in(desks)
    settle_apart(desks, first, second)
    assert arrived(desks) == {1}
    assert let_in_by(desks) == ["Sud" if first is Resolution.FIRST_WRONG else "Nord"] * 2
    told = [[choice.way for choice in found.choices] for found in desks[1].open]
    assert told == ([] if ALIKE.get(first, first) is ALIKE.get(second, second) else [[first, second]])


def test_who_decides_between_two_desks_is_heard_at_both(desks):
    both_let_in(desks)
    nord, sud = desks
    seen = nord.open[0]
    settle_apart(desks, Resolution.SECOND_WRONG, Resolution.FIRST_WRONG)
    (found,) = sud.open
    assert (found.person.id, found.first.desk, found.second.desk) == (ONE.id, "Nord", "Sud")
    ways = (Resolution.SECOND_WRONG, Resolution.FIRST_WRONG)
    assert [(choice.way, choice.desk) for choice in found.choices] == [*zip(ways, ("Nord", "Sud"), strict=True)]
    assert found.resolutions == ways
    with pytest.raises(UserError, match="already settled this"):
        nord.desk.conflicts.resolve(seen, Resolution.FIRST_WRONG)
    with pytest.raises(UserError):
        sud.desk.conflicts.resolve(found, Resolution.ANOTHER_PERSON)
    decide(desks, sud, Resolution.FIRST_WRONG)
    assert (nord.keys(), let_in_by(desks), arrived(desks)) == ([], ["Sud", "Sud"], {1})


@pytest.mark.parametrize("ways", [*permutations([Resolution.KEEP_FIRST, Resolution.KEEP_SECOND])])
def test_a_field_is_at_both_desks_what_was_decided_first(desks, ways):
    values = {Resolution.KEEP_FIRST: "Mairie de Brest", Resolution.KEEP_SECOND: "Ville de Brest"}
    for one, value in zip(desks, values.values(), strict=True):
        one.desk.registration.correct(ONE.id, {"organisation": value})
    meet(desks)
    settle_apart(desks, *ways)
    assert organisations(desks) == [values[ways[0]]] * 2
    decide(desks, desks[1], ways[1])
    assert (organisations(desks), desks[0].keys()) == ([values[ways[1]]] * 2, [])


@pytest.mark.parametrize("is_purged", [False, True])
@pytest.mark.parametrize("ways", [*permutations([Resolution.MERGE, Resolution.TWO_PEOPLE])])
def test_two_walk_ins_are_at_both_desks_what_was_decided_first_after_a_purge_too(desks, ways, is_purged):
    nord, sud = desks
    walk_in(desks, RegistrationForm("Inès", "Prigent"), RegistrationForm("Inès", "Prigent", "Mairie"))
    settle_apart(desks, *ways)
    assert arrived(desks) == {AS_MANY[ways[0]]}
    if is_purged:
        purge(desks)
        assert arrived(desks) == {AS_MANY[ways[0]]}
    found = decide(desks, sud, ways[1])
    assert found.kind is ConflictKind.SAME_WALK_IN
    assert (nord.keys(), arrived(desks)) == ([], {AS_MANY[ways[1]]})
    if not is_purged:
        both = [one.event.attendees.get(subject) for one in desks for subject in found.subjects]
        houses = sorted(person.organisation for person in both)
        assert houses == (["Mairie"] * 4 if ways[1] is Resolution.MERGE else ["", "", "Mairie", "Mairie"])


@settings(max_examples=12)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 3)), min_size=3, max_size=12))
def test_whatever_three_desks_decide_and_whenever_they_meet_a_guest_is_in_once(words):
    with newly_apart(ONE, TWO, names=("Nord", "Sud", "Est")) as made:
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
        assert len({*let_in_by(made)}) == 1
        while found := made[0].open:
            made[0].desk.conflicts.resolve(found[0], found[0].resolutions[0])
        meet(made)
        assert arrived(made) == {1}
        assert all(check_file(one.event).problems == () for one in made)


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
@pytest.mark.parametrize(
    ("way", "whose", "other"), [(Resolution.SECOND_WRONG, ONE, TWO), (Resolution.FIRST_WRONG, TWO, ONE)]
)
def test_one_key_settles_it_at_both_desks_and_the_other_gets_their_old_code_back(desks, way, whose, other, keeps):
    tied_apart(desks, keeps)
    decide(desks, desks[1], way)
    for one in desks:
        assert (one.keys(), owners(one)) == ([], (whose.id,))
        assert one.desk.scan(other.ticket_code).attendee.id == other.id
        assert one.event.journal.history(other.id).attendee.ticket_code == other.ticket_code


@pytest.mark.parametrize("ways", [*permutations([Resolution.SECOND_WRONG, Resolution.FIRST_WRONG])])
def test_settled_differently_the_first_word_counts_until_somebody_chooses_and_a_purge_leaves_no_code(desks, ways):
    tied_apart(desks)
    desks[1].clock.pass_by(minutes=1)
    settle_apart(desks, *ways)
    (counts,) = {owners(one) for one in desks}
    assert len(counts) == 1
    found = decide(desks, desks[1], ways[1])
    assert {choice.way for choice in found.choices} == {*ways}
    whose = ONE if ways[1] is Resolution.SECOND_WRONG else TWO
    assert [(owners(one), one.keys()) for one in desks] == [((whose.id,), [])] * 2
    purge(desks)
    for one in desks:
        assert (one.keys(), owners(one)) == ([], ())
        assert BAND not in "".join(str(entry.body) for entry in one.event.journal.each())


@pytest.mark.parametrize("way", [Resolution.SECOND_WRONG, Resolution.FIRST_WRONG])
def test_a_code_of_a_list_and_a_tied_one_are_a_conflict_too_and_of_two_lists_the_first_counts(desks, way):
    nord, sud = desks
    newcomer = an_attendee(9, ticket_code=BAND)
    people = an_attendee(8, ticket_code="card 7"), an_attendee(10, ticket_code="card 7")
    for one, listed in ((sud, people[:1]), (nord, (people[1], newcomer))):
        add_people(one.event, one.clock(), *listed)
    sud.clock.pass_by(minutes=1)
    sud.desk.tying.tie(TWO.id, BAND, keeps=True)
    meet(desks)
    decide(desks, nord, way)
    winner = newcomer.id if way is Resolution.SECOND_WRONG else TWO.id
    assert [owners(one) for one in desks] == [(winner,)] * 2
    assert [owners(one, "card 7") for one in desks] == [(people[0].id,)] * 2
    assert sud.keys() == []


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


TIED, CODES = (ONE, TWO, THREE), (BAND, "card 7")
A_DESK, SOMEBODY, A_CODE = st.sampled_from((0, 1)), st.sampled_from(TIED), st.sampled_from(CODES)


class TyingApart(RuleBasedStateMachine):
    """Two desks that tie, undo, replace, merge, separate and settle, and meet when they like."""

    def __init__(self):
        super().__init__()
        self.stack = ExitStack()
        self.desks = self.stack.enter_context(newly_apart(*TIED))
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
            for code in (*CODES, *(person.ticket_code for person in TIED)):
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
