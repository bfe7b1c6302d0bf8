# SPDX-License-Identifier: GPL-3.0-or-later
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from checkin.core.attendee import Status, attendee_body
from checkin.core.entries import Entry, EntryKind, derived_id, next_id
from checkin.core.history import fold_history
from checkin.core.programme.programme import Event, PointMode, Programme, Reentry
from checkin.core.ticketing.pulled import (
    added_person,
    changed_person,
    code_digest,
    fold_ticketing,
    pulled_people,
    revocation_changes,
    ticketing_changes,
    vanished_person,
)
from checkin.core.ticketing.pulled_event import PulledEvent, given_names, pulled_programme
from checkin.core.ticketing.ticket_rules import CheckInList
from checkin.core.ticketing.ticketing_status import list_exit, list_number, list_point, product_id, product_of
from tests.builders import Steps, a_programme, an_attendee
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
    name = {"first_name": "Éloïse", "last_name": "D'Aboville", "organisation": "CNRS"}
    reached = {"email": "e@exemple.test", "phone": "06"}
    ticket = {"ticket_code": "secret-1", "category": "item-1", "order": "ABCDE", "status": "confirmed"}
    assert person.fields["position"]["secret"] == "secret-1", "a ticket is a person with the product as category"
    assert person.fields == {**name, **reached, **ticket, "position": person.fields["position"]}
    assert len(person.id) == 22
    booked = a_position(2, item=5, addon_to=1)
    (person,) = people_of(an_order(a_position(), booked))
    assert person.fields["sessions"] == ["item-5", "list-5"]
    (alone,) = people_of(an_order(booked))
    assert alone.number == 2
    answers = [
        {"question": 1, "answer": "Végan", "option_identifiers": ["VEGAN"]},
        {"question": 2, "answer": "True"},
        {"question": 99, "answer": "?"},
    ]
    (person,) = people_of(an_order(a_position(answers=answers, seat={"name": "A 12"})))
    assert person.fields["custom"] == {"Place": "A 12", "Régime": "Végan", "Photo": "Oui"}


def test_a_ticket_without_a_name_has_that_of_the_invoice_or_none():
    nameless = {"attendee_name_parts": {}, "attendee_name": None}
    invoice = {"name_parts": NAMES | {"given_name": "Jean"}, "company": "Maison"}
    (person,) = people_of(an_order(a_position(**nameless), invoice_address=invoice))
    assert (person.fields["first_name"], person.fields["organisation"]) == ("Jean", "Maison")
    (person,) = people_of(an_order(a_position(attendee_name_parts={}, attendee_name="Jean Le Goff")))
    assert (person.fields["first_name"], person.fields["last_name"]) == ("Jean Le", "Goff")
    (nobody,) = people_of(an_order(a_position(**nameless)))
    assert added_person(nobody)[2]["first_name"] == ""


def test_the_state_of_an_order_is_that_of_its_people():
    def status(**order):
        return people_of(an_order(**order))[0].fields["status"]

    assert [status(status=word) for word in "pnec"] == ["confirmed", "unpaid", "unpaid", "cancelled"]
    assert status(status="n", valid_if_pending=True) == "confirmed"
    assert people_of(an_order(a_position(blocked=["api:x"])))[0].fields["status"] == "blocked"


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
        assert [name for name in wanted if name != "custom" and body.get(name) != wanted[name]] == []
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
    changes = {"first_name": ["Éloïse", "Eloise"]}
    entries.append(steps.entry(EntryKind.ATTENDEE_CORRECTED, entries[0].subject, changes=changes))
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


NOTHING = Programme(Event(""))

LISTS = (
    CheckInList(1, "Accueil", all_products=True, allow_entry_after_exit=True),
    CheckInList(2, "Plénier", products=(1,)),
    CheckInList(3, "Café", all_products=True, allow_multiple_entries=True, allow_entry_after_exit=True),
    CheckInList(5, "Ateliers", products=(5, 6), addon_match=True),
)


def an_event(**more):
    at = [datetime(2023, 7, day, hour, tzinfo=UTC) for day, hour in ((4, 7), (5, 16))]
    ticketing = a_ticketing(names={"fr": "Rencontre"}, date_from=at[0], date_to=at[1]).ticketing
    return PulledEvent(ticketing, LISTS, "Besançon", "{name}, sortie", **more)


def test_products_lists_and_add_ons_are_a_programme():
    made = pulled_programme(NOTHING, an_event(), {})
    assert (made.event.title, made.event.place) == ("Rencontre", "Besançon")
    assert (made.event.day, made.event.last_day) == (date(2023, 7, 4), date(2023, 7, 5))
    assert [(c.id, c.name) for c in made.categories] == [("item-1", "Présentiel")]
    assert [s.id for s in made.sessions] == ["item-5", "item-6", "list-5"]
    assert [p.id for p in made.control_points] == ["list-1", "list-1-exit", "list-2", "list-3", "list-5"]
    assert [p.id for p in made.control_points if p.mode is PointMode.EXIT] == ["list-1-exit"]
    returns = [p.reentry for p in made.control_points]
    assert returns == [Reentry.AFTER_EXIT, Reentry.AFTER_EXIT, Reentry.NEVER, Reentry.ALWAYS, Reentry.NEVER]
    assert made.control_point("list-5").session == "list-5"
    assert made.control_point("list-2").categories == ("item-1",)


def test_a_list_that_the_organiser_took_off_does_not_come_back():
    event = an_event()
    made = pulled_programme(NOTHING, event, {})
    assert pulled_programme(made, event, given_names(event)) == made, "fetched again it is the same"
    one = replace(made, control_points=(made.control_point("list-1"),))
    assert pulled_programme(one, event, given_names(event)) == one
    none = replace(made, control_points=NOTHING.control_points)
    assert pulled_programme(none, event, given_names(event)) == none
    later = replace(event, lists=(*LISTS, CheckInList(9, "Soirée", all_products=True)))
    assert [p.id for p in pulled_programme(one, later, given_names(event)).control_points] == ["list-1", "list-9"]


def test_what_was_named_or_planned_here_and_what_the_server_no_longer_has_stays():
    event = an_event()
    made = pulled_programme(NOTHING, event, {})
    points = [replace(p, name="Porte A") if p.id == "list-1" else p for p in made.control_points]
    ours = replace(made, control_points=tuple(points))
    renamed = replace(event, lists=tuple(replace(each, name=each.name + " !") for each in LISTS))
    after = pulled_programme(ours, renamed, given_names(event))
    assert [after.control_point(each).name for each in ("list-1", "list-2")] == ["Porte A", "Plénier !"]
    made = pulled_programme(a_programme(), an_event(), {})
    assert {"accueil", "dejeuner", "list-1"} <= {p.id for p in made.control_points}
    fewer = replace(an_event(), lists=LISTS[:1])
    assert pulled_programme(made, fewer, given_names(an_event())).control_point("list-2")


DESKS = ("Nord", "Sud", "Est")


def entries_of(facts, steps):
    return [steps.entry(kind, subject, **body) for kind, subject, body in facts]


def told(pulled, before=None):
    return [*ticketing_changes(before, pulled.ticketing, [*pulled.lists.values()])]


def test_what_the_server_says_is_what_the_entries_say_and_only_what_differs_is_written():
    pulled, steps = a_ticketing(), Steps()
    entries = entries_of(told(pulled), steps)
    found = fold_ticketing(entries)
    assert found.ticketing == pulled.ticketing
    assert found.lists == pulled.lists
    assert told(pulled, found) == []
    other = a_ticketing(lists=[CheckInList(1, "Entrée", all_products=True)])
    changes = told(other, fold_ticketing(entries))
    assert [fact[:2] for fact in changes] == [(EntryKind.CHECK_IN_LIST_PLANNED, number) for number in "51"]
    assert fold_ticketing([*entries, *entries_of(changes, steps)]).lists == other.lists


@given(st.dictionaries(st.sampled_from("abcdef"), st.booleans()), st.sets(st.sampled_from("ghij")))
def test_codes_that_are_revoked_or_blocked_are_known_until_they_are_free_again(blocked, revoked):
    pulled, steps = a_ticketing(), Steps()
    entries = entries_of(told(pulled), steps)
    entries += entries_of(revocation_changes(None, ["g"], {"a": True}), steps)
    entries += entries_of(revocation_changes(fold_ticketing(entries), revoked, blocked), steps)
    found = fold_ticketing(entries)
    assert found.revoked == {code_digest(code) for code in {*revoked, "g"}}
    assert found.blocked == {code_digest(code) for code, state in ({"a": True} | blocked).items() if state}
    assert [*revocation_changes(found, revoked, blocked)] == []


def test_many_revoked_codes_are_several_entries_and_numbers_are_read_back_from_ids():
    facts = [*revocation_changes(None, map(str, range(450)), {})]
    assert [len(body["revoked"]) for _, _, body in facts] == [200, 200, 50]
    assert product_of(product_id(7)) == list_number(list_point(7)) == list_number(list_exit(7)) == 7
    assert list_number(list_point(7) + "@2023-07-05") == 7
    assert [product_of(text) for text in ("item-", "item-x", "list-7", "participant", "item-²", "")] == [0] * 6


@st.composite
def journals(draw):
    """Entries of several desks, among them desks that became devices, some anew on the same computer."""
    steps, entries, before, number = Steps(), told_entries(), {}, 0
    for desk in draw(st.lists(st.sampled_from(DESKS), max_size=12)):
        if desk in before and draw(st.integers(0, 4)) == 0:
            entries.append(steps.entry(EntryKind.TICKETING_LEFT, desk=desk, device=before[desk]))
        elif draw(st.booleans()):
            number += 1
            replaces = {"replaces": before[desk]} if desk in before and draw(st.booleans()) else {}
            entries.append(steps.entry(EntryKind.TICKETING_JOINED, desk=desk, device=number, gate=0, **replaces))
            before[desk] = number
        else:
            entries.append(steps.entry(EntryKind.CHECKED_IN, desk=desk))
    return entries


def told_entries():
    steps = Steps()
    steps.at -= timedelta(hours=1)
    return entries_of(told(a_ticketing()), steps)


@given(journals(), st.randoms(use_true_random=False))
def test_each_entry_has_one_sender_whatever_order_the_entries_came_in(entries, chance):
    shuffled = list(entries)
    chance.shuffle(shuffled)
    found, again = fold_ticketing(entries), fold_ticketing(sorted(shuffled, key=lambda entry: entry.id))
    numbers = {device.number for device in found.devices}
    for entry in entries:
        sender = found.sender_of(entry)
        assert sender == again.sender_of(entry)
        assert sender in numbers or (sender == 0 and all(device.has_left(entry.id) for device in found.devices))


@given(journals())
def test_no_device_that_was_replaced_sends_anything(entries):
    found = fold_ticketing(entries)
    replaced = {device.replaces for device in found.devices} - {0}
    assert {found.sender_of(entry) for entry in entries}.isdisjoint(replaced)


def acted(steps, *acts):
    """Entries: "A joins 1", "A leaves 1", and "A" for an arrival there."""
    kinds = {"joins": EntryKind.TICKETING_JOINED, "leaves": EntryKind.TICKETING_LEFT}
    for desk, *device in (act.split() for act in acts):
        kind, body = (kinds[device[0]], {"device": int(device[1])}) if device else (EntryKind.CHECKED_IN, {})
        yield steps.entry(kind, desk=desk, **body)


def senders(entries):
    found = fold_ticketing(entries)
    return [found.sender_of(entry) for entry in entries if entry.kind == EntryKind.CHECKED_IN]


def test_what_a_desk_does_is_sent_by_the_device_that_it_was_then_or_by_another_once_it_left():
    entries = acted(Steps(), "A joins 1", "A", "A joins 2", "A", "B")
    assert senders([*told_entries(), *entries]) == [1, 2, 1]
    steps = Steps()
    alone = [*told_entries(), *acted(steps, "A joins 1", "A", "A leaves 1", "A")]
    again = [*alone, steps.entry(EntryKind.TICKETING_JOINED, desk="A", device=2, replaces=1)]
    beside = [*alone[:1], steps.entry(EntryKind.TICKETING_JOINED, desk="B", device=3), *alone[1:]]
    assert [senders(entries) for entries in (alone, again, beside)] == [[1, 0], [2, 2], [1, 3]]


@given(journals(), st.sampled_from(DESKS))
def test_a_device_that_joins_takes_over_no_entry_of_before_but_those_of_the_one_it_replaces(entries, desk):
    before = fold_ticketing(entries)
    new = next_id(max((entry.id for entry in entries), default=b"") or None, 0, bytes(8))
    joined = Entry(new, EntryKind.TICKETING_JOINED, "", desk, datetime.now(UTC), {"device": 99})
    after = fold_ticketing([*entries, joined])
    for entry in entries:
        assert after.sender_of(entry) == (before.sender_of(entry) or 99)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), st.text(), st.text())
def test_a_derived_id_is_the_same_for_the_same_and_has_its_place_by_its_time(at, seed, other):
    at = at.replace(tzinfo=UTC)
    assert derived_id(at, seed) == derived_id(at, seed)
    assert (derived_id(at, seed) == derived_id(at, other)) is (seed == other)
    assert derived_id(at, seed) < derived_id(at + timedelta(milliseconds=1), other)
    assert len(derived_id(at, seed)) == 16
