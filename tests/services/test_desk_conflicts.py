# SPDX-License-Identifier: GPL-3.0-or-later
"""Two desks that worked apart, brought together by a real exchange: the same conflicts at both, settled by one word."""

from dataclasses import replace

import pytest

from checkin.core.attendee import Presence
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.sync.conflicts import ConflictKind, Resolution
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange
from tests.builders import KEY, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.sync.memory import MemoryLog, MemoryPeer

ONE = an_attendee(1)


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


def meet(desks):
    for one in (*desks, *desks):
        one.meet()
    assert desks[0].keys() == desks[1].keys()
    assert all(check_file(one.event).problems == () for one in desks)


def both_let_in(desks, attendee_id=ONE.id):
    for minutes, one in enumerate(desks):
        one.clock.pass_by(minutes=11 * minutes)
        assert one.desk.check_in(attendee_id).verdict is Verdict.ADMIT
    meet(desks)


def test_a_double_admission_is_listed_at_both_with_both_stories(desks):
    both_let_in(desks)
    for one in desks:
        (found,) = one.open
        assert (found.kind, found.person.id, found.point.id) == (ConflictKind.DOUBLE_ADMISSION, ONE.id, "accueil")
        assert (found.first.desk, found.second.desk) == ("Nord", "Sud")
        assert (found.second.at - found.first.at).total_seconds() == 660
        assert one.event.attendees.arrived("accueil") == 1


@pytest.mark.parametrize(
    ("way", "arrived", "at"),
    [
        (Resolution.SAME_PERSON, 1, "Nord"),
        (Resolution.SECOND_WRONG, 1, "Nord"),
        (Resolution.FIRST_WRONG, 1, "Sud"),
        (Resolution.ANOTHER_PERSON, 1, "Nord"),
    ],
)
def test_a_word_settles_it_for_all_desks(desks, way, arrived, at):
    both_let_in(desks)
    nord, sud = desks
    sud.desk.conflicts.resolve(sud.open[0], way)
    meet(desks)
    for one in desks:
        assert one.keys() == []
        assert one.event.attendees.arrived("accueil") == arrived
        assert next(one.event.attendees.visits(ONE.id)).desk == at
    assert [e.body["how"] for e in nord.event.journal.entries_of_kinds([EntryKind.CONFLICT_SETTLED])] == [way]


def test_what_was_settled_by_another_desk_is_not_settled_twice(desks):
    both_let_in(desks)
    nord, sud = desks
    seen = nord.open[0]
    sud.desk.conflicts.resolve(sud.open[0], Resolution.SAME_PERSON)
    meet(desks)
    with pytest.raises(UserError, match="already settled this"):
        nord.desk.conflicts.resolve(seen, Resolution.FIRST_WRONG)
    with pytest.raises(UserError):
        nord.desk.conflicts.resolve(seen, Resolution.MERGE)


def test_a_desk_that_knew_makes_no_conflict(desks):
    nord, sud = desks
    nord.desk.check_in(ONE.id)
    meet(desks)
    assert sud.desk.check_in(ONE.id).reason is Reason.ALREADY_ARRIVED
    meet(desks)
    assert nord.keys() == []


def test_one_field_corrected_at_two_desks(desks):
    nord, sud = desks
    nord.desk.registration.correct(ONE.id, {"organisation": "Mairie de Brest", "role": "Maire"})
    sud.desk.registration.correct(ONE.id, {"organisation": "Ville de Brest", "role": "Maire"})
    meet(desks)
    (found,) = nord.open
    assert (found.kind, found.field) == (ConflictKind.CORRECTED_TWICE, "organisation")
    assert (found.first.value, found.second.value) == ("Mairie de Brest", "Ville de Brest")
    nord.desk.conflicts.resolve(found, Resolution.KEEP_FIRST)
    meet(desks)
    assert [one.event.attendees.get(ONE.id).organisation for one in desks] == ["Mairie de Brest"] * 2
    assert nord.keys() == []


def test_a_field_that_is_no_text_is_kept_as_it_was_written(desks):
    nord, sud = desks
    nord.desk.registration.correct(ONE.id, {"sessions": ("atelier-b",)})
    sud.desk.registration.correct(ONE.id, {"sessions": ("atelier-c",), "presence": "remote"})
    meet(desks)
    (found,) = nord.open
    nord.desk.conflicts.resolve(found, Resolution.KEEP_FIRST)
    meet(desks)
    kept = sud.event.attendees.get(ONE.id)
    assert (kept.sessions, kept.presence) == (("atelier-b",), Presence.REMOTE)


def test_corrections_one_after_the_other_are_no_conflict(desks):
    nord, sud = desks
    nord.desk.registration.correct(ONE.id, {"organisation": "Mairie de Brest"})
    meet(desks)
    sud.desk.registration.correct(ONE.id, {"organisation": "Ville de Brest"})
    meet(desks)
    assert nord.keys() == []


def test_the_same_walk_in_at_two_desks_is_merged_or_is_two_people(desks):
    nord, sud = desks
    for one in desks:
        one.desk.registration.walk_in(RegistrationForm("Inès", "Prigent"))
        one.desk.registration.walk_in(RegistrationForm("Paul", "Arzel"))
    meet(desks)
    ines, paul = sorted(nord.open, key=lambda c: c.person.first_name)
    assert (ines.kind, ines.other.name, {ines.first.desk, ines.second.desk}) == (
        ConflictKind.SAME_WALK_IN,
        "Inès Prigent",
        {"Nord", "Sud"},
    )
    nord.desk.conflicts.resolve(ines, Resolution.MERGE)
    sud.desk.conflicts.resolve(paul, Resolution.TWO_PEOPLE)
    meet(desks)
    assert nord.keys() == []
    assert [one.event.attendees.arrived("accueil") for one in desks] == [3, 3]


@pytest.fixture
def of_one_name(desks):
    """As two laptops are called whose people did not look."""
    for one in desks:
        one.desk = Desk(one.event, one.clock, "Accueil 2")
    return desks


def test_desks_of_one_name_are_two(of_one_name):
    for one, house in zip(of_one_name, ("Mairie de Brest", "Ville de Brest"), strict=True):
        one.desk.registration.walk_in(RegistrationForm("Inès", "Prigent"))
        one.desk.registration.correct(ONE.id, {"organisation": house})
    meet(of_one_name)
    kinds = {found.kind for found in of_one_name[0].open}
    assert kinds == {ConflictKind.CORRECTED_TWICE, ConflictKind.SAME_WALK_IN}


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


def test_a_walk_in_registered_where_another_of_the_name_was_known_is_another(desks):
    nord, sud = desks
    nord.desk.registration.walk_in(RegistrationForm("Inès", "Prigent"))
    meet(desks)
    sud.desk.registration.walk_in(RegistrationForm("Inès", "Prigent"))
    meet(desks)
    assert nord.keys() == []


EMAIL = {"email": "ines@prigent.fr"}


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
    for desk, form in zip(desks, (one, other), strict=True):
        desk.desk.registration.walk_in(form)
    meet(desks)
    (found,) = desks[0].open
    assert found.kind is ConflictKind.SAME_WALK_IN
    told = {found.first.value, found.second.value} - {""}
    assert told == ({found.person.name, found.other.name} if found.person.name != found.other.name else set())


def test_two_walk_ins_of_one_house_are_two(desks):
    for one, form in zip(desks, (("Inès", "Prigent"), ("Paul", "Arzel")), strict=True):
        one.desk.registration.walk_in(RegistrationForm(*form, "Mairie", email="accueil@mairie.fr"))
    meet(desks)
    assert desks[0].keys() == []


def test_a_name_that_everybody_is_given_is_no_name(desks):
    nord, _ = desks
    for _ in range(55):
        nord.desk.registration.walk_in(RegistrationForm("Visiteur", "Visiteur"))
    meet(desks)
    assert nord.keys() == []


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


def test_a_workshop_filled_twice_while_apart_tells_who_is_in(desks):
    filled_twice(desks)
    nord, sud = desks
    (found,) = sud.open
    assert (found.kind, found.session.id, found.people) == (ConflictKind.OVERRUN, "atelier-b", 1)
    assert [(came.person.split()[0], came.desk) for came in found.inside] == [
        ("Jean-Baptiste", "Sud"),
        ("Éléonore", "Nord"),
    ]
    assert found.inside[0].at > found.inside[1].at
    sud.desk.conflicts.resolve(found, Resolution.ACCEPT)
    meet(desks)
    assert nord.keys() == []


def pass_through(one, number, kind):
    with one.event.transaction():
        body = {"control_point": "atelier-b", "how": "code", "reason": "welcome"}
        one.event.journal.append(kind, an_attendee(number).id, body, at=one.clock(), desk=one.desk.name)


def test_a_crowd_that_was_seen_is_told_again_only_when_it_grows(desks):
    filled_twice(desks)
    nord, sud = desks
    pass_through(sud, 3, EntryKind.CHECKED_IN)
    meet(desks)
    sud.desk.conflicts.resolve(sud.open[0], Resolution.ACCEPT)
    pass_through(nord, 1, EntryKind.CHECKED_OUT)
    meet(desks)
    assert sud.keys() == []
    pass_through(nord, 1, EntryKind.CHECKED_IN)
    meet(desks)
    assert sud.keys() == []
    pass_through(nord, 4, EntryKind.CHECKED_IN)
    meet(desks)
    assert [found.people for found in sud.open] == [3]


def let_in_at_the_workshop(one, *numbers):
    one.desk.move_to("atelier-b")
    for number in numbers:
        assert one.desk.check_in(an_attendee(number).id).verdict is Verdict.ADMIT


def booked_by_the_organiser(desks, *numbers):
    """For the workshop of two seats."""
    nord, _ = desks
    people = [an_attendee(number, sessions=("atelier-b",)) for number in numbers]
    add_people(nord.event, nord.clock(), *people)
    meet(desks)


def test_everybody_who_booked_a_seat_is_let_in_and_no_desk_did_wrong(desks):
    booked_by_the_organiser(desks, 4, 5, 6)
    let_in_at_the_workshop(desks[0], 3, 4, 5, 6)  # 3 is on the list already
    assert desks[0].keys() == []
    meet(desks)
    assert desks[1].keys() == []


def test_more_than_all_who_booked_is_told_until_one_of_them_books(desks):
    nord, sud = desks
    booked_by_the_organiser(desks, 4, 5)
    let_in_at_the_workshop(nord, 3, 4, 5)
    meet(desks)
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
    for one, name in zip(desks, ("Prigent", "Arzel"), strict=True):
        one.desk.registration.walk_in(RegistrationForm("Inès", name, sessions=("atelier-b",)))
    meet(desks)
    let_in_at_the_workshop(nord, 3)
    for person in (*sud.event.attendees.search("Prigent"), *sud.event.attendees.search("Arzel")):
        assert nord.desk.check_in(person.id).verdict is Verdict.ADMIT
    meet(desks)
    assert [found.people for found in sud.open] == [1]
