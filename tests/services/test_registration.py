# SPDX-License-Identifier: GPL-3.0-or-later
"""People added, corrected, cancelled and replaced at a desk, what is offered for it, and groups and payments."""

from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest

from checkin.core.attendee import CheckInMethod, Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.core.payments import PaymentMeans
from checkin.core.people.person_timeline import TimelineKind
from checkin.core.people.registration_form import DuplicateReason, RegistrationForm
from checkin.core.programme.programme import ControlPoint, Requirement, Session
from checkin.core.supervisor import Authority
from checkin.services.desk import Desk
from checkin.services.desk_queries import MOST_ALIKE, DeskQueries, FormChoices
from checkin.services.desk_services import read_payments
from checkin.services.exports.attendance_export import export_attendance
from checkin.services.file_check import check_file
from checkin.services.people_queries import PeopleQueries
from checkin.services.privacy import event_purge
from checkin.services.registration import Registration
from checkin.translation import Translator
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.services.lists import bring, person

ZOE = RegistrationForm("Zoé", "Fontaine", organisation="Mairie de Brest")
ONE = an_attendee(1)


@pytest.fixture
def registration(event, desk):
    return Registration(event, desk.admission)


@pytest.fixture
def another_desk(event, clock):
    return Desk(event, clock, "Accueil 2")


@pytest.fixture
def add(event, clock):
    def add(*people):
        add_people(event, clock(), *people)
        return people[0]

    return add


@pytest.fixture
def one(event):
    return event.attendees.get(ONE.id)


def test_a_walk_in_is_on_the_list_with_a_code_and_has_arrived(event, desk, registration):
    answer = registration.walk_in(ZOE)

    assert (answer.verdict, answer.reason, answer.how) == (Verdict.ADMIT, Reason.WALK_IN, CheckInMethod.WALK_IN)
    assert event.attendees.holders(answer.ticket) == [answer.attendee.id]
    assert event.attendees.search("fontaine zoe")[0].organisation == "Mairie de Brest"
    assert event.attendees.arrived("accueil") == 1
    assert desk.scan(answer.ticket).verdict is Verdict.DUPLICATE


def test_what_is_no_name_or_not_changed_by_hand_is_refused_and_what_is_so_already_not_written(event, registration, one):
    before = event.journal.count()
    with pytest.raises(UserError):
        registration.walk_in(RegistrationForm("Zoé", "  "))
    for changes in ({"last_name": " "}, {"ticket_code": "X"}, {"id": "X"}):
        with pytest.raises(UserError):
            registration.correct(one.id, changes)
    registration.correct(one.id, {"last_name": one.last_name, "places": "1"})
    assert event.journal.count() == before


def test_a_walk_in_whom_the_door_refuses_is_registered_all_the_same(event, desk, registration):
    desk.move_to("dejeuner")  # participants only
    answer = registration.walk_in(RegistrationForm("Zoé", "Fontaine", category="presse"))

    assert (answer.verdict, answer.reason) == (Verdict.REFUSE, Reason.NO_ACCESS)
    assert event.attendees.search("fontaine")
    assert event.attendees.arrived("dejeuner") == 0


def test_undoing_a_walk_in_takes_back_the_person_too_unless_corrected_since(event, desk, registration):
    answer = registration.walk_in(ZOE)
    undone = desk.undo(answer.entry)
    assert (undone.reason, undone.attendee.name) == (Reason.UNDONE, "Zoé Fontaine")
    assert event.attendees.search("fontaine") == []
    assert event.attendees.holders(answer.ticket) == []
    answer = registration.walk_in(ZOE)
    registration.correct(answer.attendee.id, {"role": "Maire"})
    desk.undo(answer.entry)
    assert event.attendees.get(answer.attendee.id).role == "Maire"
    assert event.attendees.arrived("accueil") == 0


def test_a_correction_keeps_the_old_spelling_and_writes_only_what_changed(event, one, registration):
    corrected = registration.correct(one.id, {"last_name": " Le  Goffic ", "first_name": one.first_name})
    assert corrected.last_name == "Le Goffic"
    entry = event.journal.about(one.id)[-1]
    assert entry.body["changes"] == {"last_name": [one.last_name, "Le Goffic"]}
    assert event.attendees.search("goffic")[0].id == one.id


def test_a_cancelled_person_is_refused_and_the_entry_says_why_and_who(event, desk, registration):
    registration.set_status({ONE.id: Status.CANCELLED}, Authority("Claire", "a prévenu par téléphone"))
    assert desk.scan(ONE.ticket_code).reason is Reason.CANCELLED
    cancelled = next(e for e in event.journal.about(ONE.id) if e.kind == EntryKind.ATTENDEE_CORRECTED)
    assert (cancelled.body["why"], cancelled.body["allowed_by"]) == ("a prévenu par téléphone", "Claire")


def test_several_people_are_approved_together_or_none_is(event, registration, add):
    one, two = add(an_attendee(7, status=Status.PENDING)), add(an_attendee(8, status=Status.UNPAID))
    before = event.journal.count()
    with pytest.raises(UserError):
        registration.set_status({one.id: Status.CONFIRMED, "nobody": Status.CONFIRMED})
    assert event.attendees.get(one.id).status is Status.PENDING
    approved = registration.set_status(dict.fromkeys([one.id, two.id], Status.CONFIRMED))
    registration.set_status({one.id: Status.CONFIRMED})

    assert [person.status for person in approved] == [Status.CONFIRMED] * 2
    assert event.attendees.get(two.id).status is Status.CONFIRMED
    assert event.journal.count() == before + 2  # what is as it was is no entry
    assert "why" not in event.journal.about(one.id)[-1].body


def test_who_comes_instead_of_a_colleague_is_in_and_the_colleague_is_not_until_it_is_undone(
    event, desk, registration, add
):
    absent = add(an_attendee(7, organisation="Ville de Lorient", category="participant", sessions=("atelier-b",)))
    desk.scan(absent.ticket_code)  # the colleague's code was shown: green for the wrong person
    answer = registration.substitute(absent.id, RegistrationForm("Zoé", "Fontaine"))
    assert (answer.verdict, answer.reason) == (Verdict.ADMIT, Reason.WALK_IN)
    assert (answer.attendee.organisation, answer.attendee.sessions) == ("Ville de Lorient", ("atelier-b",))
    assert event.attendees.arrived("accueil") == 1
    assert desk.scan(absent.ticket_code).reason is Reason.CANCELLED
    desk.undo(answer.entry)
    assert event.attendees.get(answer.attendee.id) is None
    assert event.attendees.get(absent.id).status is Status.CONFIRMED
    assert desk.scan(absent.ticket_code).verdict is Verdict.ADMIT


def test_a_substitute_gets_what_belongs_to_the_place_and_nothing_of_the_absent_person(event, desk, registration, add):
    lunch = Requirement("custom:Déjeuner", ("oui",))
    points = (*event.programme().control_points, ControlPoint("lunch", "Déjeuner", requires=(lunch,)))
    event.plan(replace(event.programme(), control_points=points), at=MORNING, desk="d")
    desk.reload()
    place = {"N° de table": "12", "Rang": "B", "Salle": "Banian", "Montant dû": "120,00 €", "DEJEUNER": "oui"}
    person = {"Régime": "végétalien", "Allergie": "crustacés", "Mineur": "oui", "Date de naissance": "3/4/2012"}
    absent = add(an_attendee(7, custom=place | person, email="a@example.org", phone="12", note="fauteuil", role="juge"))
    came = registration.substitute(absent.id, RegistrationForm("Odon", "Crevel")).attendee
    assert (came.custom, came.email, came.phone, came.note, came.role) == (place, "", "", "", "")


def test_of_a_group_some_come_first_and_the_rest_later_at_any_desk(event, desk, another_desk, add):
    def expected():
        return DeskQueries(event).tally(desk.programme, desk.control_point, desk.now()).expected

    group = add(an_attendee(7, places=5))
    before = expected()
    asked = desk.scan(group.ticket_code)
    assert (asked.verdict, asked.reason, asked.to_come) == (Verdict.ASK, Reason.GROUP, 5)
    three = desk.admit(asked, people=3)
    assert (three.verdict, three.is_override, three.came, three.to_come) == (Verdict.ADMIT, False, 3, 2)
    assert event.attendees.arrived("accueil") == 3
    rest = desk.check_in(group.id)
    assert (rest.reason, rest.to_come) == (Reason.GROUP, 2)  # at the same desk, a moment ago
    assert expected() == before

    asked = another_desk.scan(group.ticket_code)
    assert (asked.reason, asked.to_come) == (Reason.GROUP, 2)
    second = another_desk.admit(asked)
    assert (event.attendees.arrived("accueil"), event.attendees.inside("accueil")) == (5, 5)
    report = check_file(event)
    assert (report.day_report.total.present, report.day_report.total.people, report.problems) == (1, 5, ())
    another_desk.undo(second.entry)
    assert event.attendees.arrived("accueil") == 3


def test_with_another_question_too_it_is_said_how_many_of_a_group_come(event, desk, add):
    group = add(an_attendee(7, places=3, status=Status.PENDING))
    asked = desk.scan(group.ticket_code)
    assert (asked.reason, asked.asks_how_many, asked.highest_choice) == (Reason.PENDING, True, 3)
    two = desk.admit(asked, people=2)
    assert (two.came, two.to_come, event.attendees.arrived("accueil")) == (2, 1, 2)
    last = desk.scan(group.ticket_code)
    assert (last.reason, last.asks_how_many) == (Reason.PENDING, False), "one more can be nobody but one"
    assert desk.admit(last).came == 3


@pytest.fixture
def choices(event, desk):
    return FormChoices(desk, DeskQueries(event))


def seats(choices):
    return {w.session.id: w.seats for w in choices.workshops()}


def alike(choices, first, last, email=""):
    found = choices.alike(RegistrationForm(first, last, email=email))
    return [(a.match.attendee.name, a.likeness) for a in found]


def test_organisations_are_found_by_the_beginning_of_their_words_without_accents_the_commonest_first(choices, add):
    named = ("Région Bretagne", "Mairie de Brest", "Mairie de Brest", "Ligue de l’enseignement")
    add(*(an_attendee(n, organisation=name) for n, name in enumerate(named, 11)))
    assert choices.organisations("br") == ["Mairie de Brest", "Région Bretagne"]
    assert choices.organisations("region BRET") == ["Région Bretagne"]
    assert choices.organisations("l’ens") == ["Ligue de l’enseignement"]
    assert choices.organisations("zz") == choices.organisations(" ") == choices.organisations("%") == []


def test_an_organisation_that_is_new_is_there_for_the_next_guest(choices, add):
    assert choices.organisations("mai") == []
    choices.remember("Mairie de Brest")
    choices.remember("Mairie de Brest")
    assert choices.organisations("mai") == ["Mairie de Brest"]
    add(an_attendee(12, organisation="Mairie de Lorient"))
    choices.forget()
    assert choices.organisations("mai") == ["Mairie de Lorient"]


def test_seats_are_those_nobody_has_booked_or_taken(choices, desk, add):
    assert seats(choices) == {"atelier-b": 1}  # two, and one person is registered
    desk.move_to("atelier-b")
    desk.scan(an_attendee(3).ticket_code)
    assert seats(choices) == {"atelier-b": 1}  # who was awaited is inside: counted once
    add(an_attendee(11, sessions=("atelier-b",), status=Status.CANCELLED))
    assert seats(choices) == {"atelier-b": 1}
    answer = desk.admit(desk.scan(ONE.ticket_code))
    assert seats(choices) == {"atelier-b": 0}
    desk.undo(answer.entry)
    add(an_attendee(12, sessions=("atelier-b",), places=4))
    assert seats(choices) == {"atelier-b": 0}


def test_only_workshops_on_registration_that_are_not_over_are_offered(choices, event, desk, clock):
    hour = timedelta(hours=1)
    sessions = (
        Session("plenary", "Plénière", MORNING + hour, MORNING + 2 * hour),
        Session("over", "Atelier A", MORNING - 2 * hour, MORNING - hour, capacity=9, is_booked=True),
        Session("b", "Atelier B", MORNING - hour, MORNING + hour, capacity=9, is_booked=True),
        Session("c", "Atelier C", None, None, is_booked=True),
    )
    event.plan(replace(a_programme(), sessions=sessions), at=clock(), desk="Accueil 1")
    desk.reload()
    assert seats(choices) == {"b": 9, "c": None}
    clock.pass_by(hours=1)
    assert seats(choices) == {"c": None}


def test_whom_the_list_has_is_told_from_two_letters_of_both_names_and_not_by_an_organisation(choices, add):
    add(an_attendee(21, first_name="Paul", last_name="Petit", organisation="Marie Claire Diffusion"))
    for typed in (("je", "fo"), ("fo", "je")):
        assert alike(choices, *typed) == [("Jean-Baptiste de La Fournière", DuplicateReason.NEAR_NAME)]
    assert alike(choices, "j", "fo") == alike(choices, "Marie", "Claire") == []


def test_the_namesake_comes_before_those_who_are_called_nearly_so(choices, add):
    near = [an_attendee(n, first_name="Marie", last_name=f"Dupond{x}") for n, x in enumerate("aelt", start=20)]
    add(*near, an_attendee(30, first_name="Dupond", last_name="Marie"))
    found = alike(choices, "Marie", "Dupond")
    assert found[0] == ("Dupond Marie", DuplicateReason.SAME_NAME)
    assert len(found) == MOST_ALIKE


def test_an_address_finds_its_person_and_no_other_of_the_house(choices, add):
    add(
        an_attendee(21, first_name="Léa", last_name="Roy", email="lea.roy@brest.example"),
        an_attendee(22, first_name="Luc", last_name="Roy", email="luc.roy@brest.example"),
    )
    assert alike(choices, "", "", "LEA.ROY@brest.example") == [("Léa Roy", DuplicateReason.SAME_EMAIL)]


@pytest.mark.parametrize("rubbish", ["", "\x00\ud800", '"; DROP TABLE', "* OR NEAR(", "é" * 5000, "😀😀 😀😀"])
def test_whatever_was_pasted_is_looked_for(choices, rubbish):
    assert alike(choices, rubbish, rubbish, rubbish + "@") == []
    assert choices.organisations(rubbish) == []


@pytest.fixture
def corrections(event, desk):
    """Return the lines of the person's corrections, the newest first."""
    return lambda: [line for line in PeopleQueries(event, desk).person(ONE.id).story if line.changes]


def test_the_field_goes_back_to_its_value_before_and_is_found_by_it(desk, event, corrections, one):
    desk.registration.correct(ONE.id, {"last_name": "Martin", "email": "wrong@example.org"})
    (line,) = corrections()
    assert line.can_undo
    answer = desk.undo(line.entry)
    assert (answer.reason, answer.attendee.last_name) == (Reason.UNDONE, ONE.last_name)
    assert event.attendees.get(ONE.id) == one
    find = DeskQueries(event).search
    assert [m.attendee.id for m in find("le goff", desk.programme, desk.control_point, 9)] == [ONE.id]
    assert find("martin", desk.programme, desk.control_point, 9) == []
    (line,) = corrections()
    assert (line.what, line.is_undone, line.can_undo) == (TimelineKind.CORRECTED, True, False)


def test_of_two_corrections_of_a_field_the_newer_one_is_undone_first(desk, event, corrections, one):
    desk.registration.correct(ONE.id, {"role": "élue"})
    desk.registration.correct(ONE.id, {"role": "maire", "phone": "1"})
    newer, older = corrections()
    with pytest.raises(UserError, match="again since"):
        desk.undo(older.entry)
    assert event.attendees.get(ONE.id).role == "maire"
    desk.undo(newer.entry)
    assert event.attendees.get(ONE.id).role == "élue"
    desk.undo(older.entry)
    assert event.attendees.get(ONE.id) == one


def test_a_change_of_state_and_what_a_list_says_are_not_undone_so(desk, event, corrections):
    desk.registration.set_status({ONE.id: Status.CANCELLED})
    (line,) = corrections()
    assert not line.can_undo
    with pytest.raises(UserError, match="nothing to undo"):
        desk.undo(line.entry)
    assert event.attendees.get(ONE.id).status is Status.CANCELLED


@pytest.fixture
def unpaid(event, clock):
    """Bring in a list with somebody who has to pay, and return them."""

    def brought():
        bring(event, clock, "Zoé;Durand;impayé;45 €", header="Prénom;Nom;Statut;Montant")
        return person(event, "Durand")

    return brought


def test_the_list_that_says_unpaid_again_does_not_undo_a_payment_and_a_purge_leaves_the_sum(event, desk, unpaid):
    zoe = unpaid()
    assert zoe.status is Status.UNPAID
    (noted,) = desk.payments.receive([zoe.id, "nobody"], PaymentMeans.CARD)
    assert (noted.means, noted.cents) == ("card", 4500)
    assert desk.payments.receive([zoe.id], PaymentMeans.CASH) == []
    assert unpaid().status is Status.CONFIRMED
    event_purge.purge(event, Authority("Accueil 1", "w"), at=MORNING, desk="Accueil 1")
    (entry,) = event.journal.entries_of_kinds([EntryKind.PAYMENT_RECEIVED])
    assert dict(entry.body) == {"means": "card", "cents": 4500}
    assert [(each.means, each.cents) for each in read_payments(event)] == [("card", 4500)]


def test_two_desks_that_each_noted_a_payment_add_up_in_the_export_too(event, desk, unpaid):
    who = unpaid().id
    desk.payments.receive([who], PaymentMeans.CARD)
    with event.transaction():
        body = {"means": "cash", "cents": 4500}
        event.journal.append(EntryKind.PAYMENT_RECEIVED, who, body, at=MORNING, desk="Accueil 2")
    path = event.path.with_name("out.xlsx")
    export_attendance(event, path, Translator("en").translate)
    titles, *rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    (row,) = [r for r in rows if r[0] == "Durand"]
    assert row[titles.index("Amount paid")] == 90
