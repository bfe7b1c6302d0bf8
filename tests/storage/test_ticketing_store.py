# SPDX-License-Identifier: GPL-3.0-or-later
import threading
from contextlib import closing
from dataclasses import replace

import pytest

from checkin.core.attendee import attendee_body
from checkin.core.entries import EntryKind
from checkin.services.event_file import EventFile
from checkin.storage import settings_store as store
from checkin.storage.connection import transaction
from checkin.storage.settings_store import OrderReading, TicketingLink
from tests.builders import MORNING, an_attendee
from tests.patience import PATIENCE_S

LINK = TicketingLink("https://p.test", "o", "e", 7, "SERIAL")


def test_a_link_is_kept_revoked_and_removed_with_all_that_was_received(event):
    assert store.load_link(event.db) is None
    store.save_link(event.db, LINK)
    store.save_token(event.db, "token")
    store.keep_orders(event.db, [("A", "{}")], OrderReading(begun="t", reached="u"))
    store.note_revoked(event.db)
    assert store.load_link(event.db) == replace(LINK, is_revoked=True)
    store.remove_link(event.db)
    assert (store.load_link(event.db), store.load_token(event.db)) == (None, "")
    assert (store.kept_orders(event.db), store.load_reading(event.db)) == ([], OrderReading())


def test_a_revocation_that_is_noted_while_the_link_is_removed_does_not_bring_it_back(event):
    store.save_link(event.db, LINK)
    is_open, may_note = threading.Event(), threading.Event()

    def note():
        with closing(EventFile.open(event.path)) as other:
            is_open.set()
            may_note.wait(PATIENCE_S)
            store.note_revoked(other.db)

    thread = threading.Thread(target=note)
    thread.start()
    assert is_open.wait(PATIENCE_S)
    with transaction(event.db):
        store._LINK.remove(event.db)
        may_note.set()
        thread.join(0.2)  # time to read what is about to go
    thread.join(PATIENCE_S)
    assert store.load_link(event.db) is None


def test_a_link_of_another_version_is_read_with_what_is_understood(event):
    store.save_link(event.db, LINK)
    with transaction(event.db):
        store._LINK.write(event.db, {"address": "https://p.test", "device": "seven", "brand_new": 1})
    assert store.load_link(event.db) == TicketingLink("https://p.test")


def test_orders_are_kept_once_with_the_newest_word_until_they_are_applied(event):
    reading = OrderReading(begun="t1", reached="t2")
    store.keep_orders(event.db, [("B", '{"n": 1}'), ("A", '{"n": 2}')], reading)
    store.keep_orders(event.db, [("B", '{"n": 3}')], reading)
    assert store.kept_orders(event.db) == [{"n": 2}, {"n": 3}]
    assert store.load_reading(event.db) == reading
    with event.transaction():
        store.note_applied(event.db, "t1")
    assert store.kept_orders(event.db) == []
    assert store.load_reading(event.db) == OrderReading("t1")


def test_entries_of_these_kinds_come_in_the_order_in_which_they_came_in_without_those_of_the_server(event):
    def append(kind, body):
        return event.journal.append(kind, "Z", body, at=MORNING, desk="Nord").id

    before = event.journal.newest_place()
    with event.transaction():
        first = append(EntryKind.CHECKED_IN, {})
        append(EntryKind.CHECKED_IN, {"ticketing": 7})
        append(EntryKind.CHECKED_OUT, {})
        second = append(EntryKind.CHECKED_IN, {})
    found = store.places_after(event.db, before, [EntryKind.CHECKED_IN], 10)
    assert [entry for _, entry in found] == [first, second]
    assert store.places_after(event.db, found[0][0], [EntryKind.CHECKED_IN], 10) == found[1:]
    assert store.places_after(event.db, before, [EntryKind.CHECKED_IN], 1) == found[:1]


def test_what_was_refused_is_kept_with_its_newest_reason_until_it_is_released(event):
    with event.transaction():
        store.quarantine(event.db, b"b" * 16, "invalid", MORNING)
        store.quarantine(event.db, b"a" * 16, "revoked", MORNING)
        store.quarantine(event.db, b"b" * 16, "unpaid", MORNING)
    assert store.quarantined(event.db) == [(b"a" * 16, "revoked"), (b"b" * 16, "unpaid")]
    with event.transaction():
        store.release(event.db, b"a" * 16)
    assert store.quarantined(event.db) == [(b"b" * 16, "unpaid")]


def test_what_was_refused_is_new_until_somebody_has_looked_at_it(event):
    assert store.seen_refusals(event.db) == set()
    store.note_seen_refusals(event.db, [b"a" * 16, b"b" * 16])
    assert store.seen_refusals(event.db) == {b"a" * 16, b"b" * 16}


def test_the_place_up_to_which_all_was_sent_outlives_the_link(event):
    assert store.sent_place(event.db) == 0
    store.note_sent(event.db, 12)
    store.remove_link(event.db)
    assert store.sent_place(event.db) == 12


@pytest.mark.parametrize("code", ["", "token"])
def test_a_token_in_the_file_is_read_back(event, code):
    store.save_token(event.db, code)
    assert store.load_token(event.db) == code


def test_the_codes_of_add_ons_lead_to_the_person_of_their_ticket(event, clock):
    addons = [{"id": 11, "secret": "workshop11"}, {"id": 12}, "odd"]
    person = an_attendee(9, ticket_code="s10", position={"id": 10, "secret": "s10", "addons": addons})
    with event.transaction():
        body = attendee_body(person)
        event.journal.append(EntryKind.ATTENDEE_ADDED, person.id, body, at=clock(), desk="pretix")
    assert event.attendees.holders("workshop11") == event.attendees.holders("s10") == [person.id]
    assert [found.id for found in event.attendees.search("workshop11")] == [person.id]


def test_who_was_let_in_despite_their_ticket_is_counted_at_check_in_lists_alone(event):
    passages = (("list-1", "unpaid"), ("list-12@2023-07-04", "cancelled"), ("list-1", ""), ("accueil", "unpaid"))
    with transaction(event.db):
        for number, (point, over) in enumerate(passages, 60):
            person = an_attendee(number)
            event.journal.append(EntryKind.ATTENDEE_ADDED, person.id, attendee_body(person), at=MORNING, desk="d")
            body = {"control_point": point, "how": "code", "reason": over or "welcome"} | (
                {"over": over} if over else {}
            )
            event.journal.append(EntryKind.CHECKED_IN, person.id, body, at=MORNING, desk="d")
    assert store.count_let_in_despite(event.db) == 2
