# SPDX-License-Identifier: GPL-3.0-or-later
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.attendee import Status, attendee_body
from checkin.core.entries import EntryKind
from checkin.core.history import fold_history
from checkin.core.ticketing.pulled import added_person, changed_person, pulled_people, vanished_person
from tests.builders import Steps, an_attendee
from tests.core.ticketing.api import NAMES, a_position, a_ticketing, an_order


def split(name):
    first, _, last = name.rpartition(" ")
    return first, last


def people_of(order):
    return [*pulled_people(order, a_ticketing(), split)]


def known(order, steps=None):
    """The history of the first person of an order, as it was first fetched."""
    steps = steps or Steps()
    kind, subject, body = added_person(people_of(order)[0])
    return [steps.entry(kind, subject, **body)], steps


def folded_after(entries, steps, order, **more):
    """The history once the order was fetched again."""
    changed = changed_person(people_of(order)[0], fold_history(entries), **more)
    if changed:
        kind, subject, body = changed
        entries = [*entries, steps.entry(kind, subject, **body)]
    return fold_history(entries), changed


def test_a_ticket_is_a_person_with_the_product_as_category():
    (person,) = people_of(an_order(a_position(company="CNRS"), phone="06"))
    assert person.fields | {"position": None} == {
        "first_name": "Éloïse",
        "last_name": "D'Aboville",
        "ticket_code": "secret-1",
        "organisation": "CNRS",
        "email": "e@exemple.test",
        "phone": "06",
        "category": "item-1",
        "order": "ABCDE",
        "status": "confirmed",
        "position": None,
    }
    assert person.fields["position"]["secret"] == "secret-1"
    assert len(person.id) == 22


def test_a_ticket_without_a_name_has_that_of_the_invoice_or_none():
    nameless = {"attendee_name_parts": {}, "attendee_name": None}
    invoice = {"name_parts": NAMES | {"given_name": "Jean"}, "company": "Maison"}
    (person,) = people_of(an_order(a_position(**nameless), invoice_address=invoice))
    assert (person.fields["first_name"], person.fields["organisation"]) == ("Jean", "Maison")
    (person,) = people_of(an_order(a_position(attendee_name_parts={}, attendee_name="Jean Le Goff")))
    assert (person.fields["first_name"], person.fields["last_name"]) == ("Jean Le", "Goff")
    (nobody,) = people_of(an_order(a_position(**nameless)))
    assert added_person(nobody)[2]["first_name"] == ""


def test_add_ons_are_sessions_of_the_person_and_an_add_on_alone_is_a_person():
    booked = a_position(2, item=5, addon_to=1)
    (person,) = people_of(an_order(a_position(), booked))
    assert person.fields["sessions"] == ["item-5", "list-5"]
    (alone,) = people_of(an_order(booked))
    assert alone.number == 2


def test_the_state_of_an_order_is_that_of_its_people():
    def status(**order):
        return people_of(an_order(**order))[0].fields["status"]

    assert [status(status=word) for word in "pnec"] == ["confirmed", "unpaid", "unpaid", "cancelled"]
    assert status(status="n", valid_if_pending=True) == "confirmed"
    assert people_of(an_order(a_position(blocked=["api:x"])))[0].fields["status"] == "blocked"


def test_answers_are_columns_of_the_list():
    answers = [
        {"question": 1, "answer": "Végan", "option_identifiers": ["VEGAN"]},
        {"question": 2, "answer": "True"},
        {"question": 99, "answer": "?"},
    ]
    (person,) = people_of(an_order(a_position(answers=answers, seat={"name": "A 12"})))
    assert person.fields["custom"] == {"Place": "A 12", "Régime": "Végan", "Photo": "Oui"}


@given(st.lists(st.sampled_from(["company", "phone", "status", "secret", "answers", "name"]), max_size=6), st.data())
def test_what_was_fetched_again_changes_nothing_and_what_changed_is_taken_over(changes, data):
    positions, order = a_position(), {"phone": "06"}
    entries, steps = known(an_order(positions, **order))
    for number, change in enumerate(changes):
        positions, order = changed(positions, order, change, number)
        history, made = folded_after(entries, steps, an_order(positions, **order))
        if made:
            entries.append(steps.entry(made[0], made[1], **made[2]))
        again, none = folded_after(entries, steps, an_order(positions, **order))
        assert none is None
        wanted = people_of(an_order(positions, **order))[0].fields
        body = attendee_body(again.attendee)
        assert {name: body.get(name) for name in wanted if name != "custom"} == {
            name: value for name, value in wanted.items() if name != "custom"
        }
        assert history.conflicts == ()


def changed(position, order, what, number):
    if what == "company":
        return {**position, "company": f"Société {number}" if number % 2 else None}, order
    if what == "secret":
        return {**position, "secret": f"neuf-{number}"}, order
    if what == "answers":
        return {**position, "answers": [{"question": 2, "answer": "True" if number % 2 else "False"}]}, order
    if what == "name":
        return {**position, "attendee_name_parts": NAMES | {"given_name": f"Prénom {number}"}}, order
    return position, {**order, "phone": f"0{number}"} if what == "phone" else {**order, "status": "pnc"[number % 3]}


def test_what_was_corrected_at_a_desk_stays_and_is_no_conflict():
    entries, steps = known(an_order())
    entries.append(
        steps.entry(EntryKind.ATTENDEE_CORRECTED, entries[0].subject, changes={"first_name": ["Éloïse", "Eloise"]})
    )
    position = a_position(company="CNRS", attendee_name_parts=NAMES | {"given_name": "Héloïse"})
    history, _ = folded_after(entries, steps, an_order(position))
    assert (history.attendee.first_name, history.attendee.organisation) == ("Eloise", "CNRS")
    assert history.conflicts == ()
    assert [correction.field for correction in history.corrections] == ["first_name"]


def test_a_code_replaced_at_a_desk_stays_and_a_ticket_issued_anew_admits_beside_it():
    entries, steps = known(an_order())
    entries.append(steps.entry(EntryKind.CODE_REPLACED, entries[0].subject, new="NEUF"))
    history, changed_here = folded_after(entries, steps, an_order(a_position(company="CNRS")))
    assert (history.attendee.ticket_code, history.revoked_codes) == ("NEUF", ("secret-1",))
    assert list(changed_here[2]["changes"]) == ["organisation"]
    history, _ = folded_after(entries, steps, an_order(a_position(secret="secret-neuf")))
    assert history.attendee.ticket_code == "NEUF"
    assert history.other_codes == ("secret-neuf",)
    assert "secret-1" in history.revoked_codes


def test_a_person_registered_at_a_desk_keeps_what_the_server_does_not_have():
    steps, ours = Steps(), an_attendee(ticket_code="secret-1", phone="06", note="Fauteuil", sessions=("x",))
    history, changed_here = folded_after([steps.added(ours)], steps, an_order(), is_from_desk=True)
    there = history.attendee
    assert (there.phone, there.note, there.sessions) == ("06", "Fauteuil", ("x",))
    assert (there.category, there.order) == ("item-1", "ABCDE")
    assert "ticket_code" not in changed_here[2]["changes"]


def test_a_position_that_left_its_order_is_cancelled_once_and_comes_back():
    entries, steps = known(an_order())
    kind, subject, body = vanished_person(fold_history(entries))
    entries.append(steps.entry(kind, subject, **body))
    history = fold_history(entries)
    assert history.attendee.status is Status.CANCELLED
    assert history.attendee.position["canceled"] is True
    assert vanished_person(history) is None
    history, _ = folded_after(entries, steps, an_order())
    assert history.attendee.status is Status.CONFIRMED
    assert "canceled" not in history.attendee.position
