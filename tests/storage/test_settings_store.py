# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings in the event file: of printing, of the server of tickets, and as a table."""

import json
import threading
from contextlib import closing
from dataclasses import replace

import pytest

from checkin.core.attendee import attendee_body
from checkin.core.desk_settings import Settings
from checkin.core.entries import EntryKind
from checkin.core.kiosk_answers import KioskSettings
from checkin.core.mail.mail_account import MailAccount
from checkin.core.print_jobs import Calibration, Medium, PrinterSetup, PrintPlan, PrintPolicy
from checkin.services.event_file import EventFile
from checkin.storage import settings_store as kept
from checkin.storage.connection import transaction
from checkin.storage.settings_store import EXPORTED, OrderReading, TicketingLink, noted
from checkin.storage.sqlite_library import Setting, put_setting_rows, settings_with_prefix
from tests.builders import MORNING, an_attendee
from tests.patience import PATIENCE_S


def test_a_value_that_cannot_be_read_is_none_but_set(event):
    put_setting_rows(event.db, [(EXPORTED.name, "{")])
    assert (EXPORTED.read(event.db), EXPORTED.is_set(event.db), noted(event.db, EXPORTED)) == (None, True, "")
    EXPORTED.remove(event.db)
    assert not EXPORTED.is_set(event.db)


def test_a_value_that_is_there_already_is_not_written_again(event):
    Setting("a").write(event.db, [1])
    before = event.db.conn.total_changes
    Setting("a").write(event.db, [1])
    assert event.db.conn.total_changes == before
    Setting("a").write(event.db, [2])
    assert Setting("a").read(event.db) == [2]


def test_settings_are_found_by_the_beginning_of_their_names(event):
    for name in ("in:b", "in:a", "i", "xin:"):
        Setting(name).write(event.db, True)
    assert settings_with_prefix(event.db, "in:") == [Setting("in:a"), Setting("in:b")]


PLAN = PrintPlan(
    "ipp://hall",
    "pdf:/tmp",
    "badge:1",
    PrintPolicy.ONCE,
    ("accueil", "b"),
    {
        "ipp://hall": PrinterSetup("Étiqueteuse", Medium(62, 100, 203), Calibration(1.5, -0.2, 1.01)),
        "pdf:/tmp": PrinterSetup(),
    },
)


def test_all_of_a_plan_comes_back(event):
    kept.save(event.db, Settings(desk="Accueil 2", printing=PLAN))
    assert kept.load(event.db) == Settings(desk="Accueil 2", printing=PLAN)


@pytest.mark.parametrize(
    "damage",
    [
        lambda plan: plan.pop("printer"),
        lambda plan: plan.update(policy="sometimes"),
        lambda plan: plan.update(setups=[]),
        lambda plan: plan["setups"]["ipp://hall"].update(medium={"width": "wide"}),
        lambda plan: plan["setups"]["ipp://hall"]["calibration"].update(turn=90),
        lambda plan: plan.update(points=7),
    ],
)
def test_half_a_plan_is_none_and_the_other_settings_stay(event, damage):
    kept.save(event.db, Settings(desk="Accueil 2", printing=PLAN))
    (text,) = event.db.execute("SELECT value FROM settings WHERE name = 'printing'").fetchone()
    plan = json.loads(text)
    damage(plan)
    event.db.conn.execute("UPDATE settings SET value = ? WHERE name = 'printing'", [json.dumps(plan)])
    assert kept.load(event.db) == Settings(desk="Accueil 2")


LINK = TicketingLink("https://p.test", "o", "e", 7, "SERIAL")


@pytest.mark.parametrize("word", [["initial"], {"tls": 1}, 5, "of a newer version"])
def test_a_word_that_is_none_has_its_default_and_the_other_settings_stay(event, word):
    with transaction(event.db):
        Setting("kiosk").write(event.db, {"is_open": True, "greeting": word})
        Setting("mail_account").write(event.db, {"server": "mail.example.org", "security": word})
    assert kept.load_kiosk(event.db) == KioskSettings(is_open=True)
    assert kept.load_mail_account(event.db) == MailAccount(server="mail.example.org")


def test_a_link_is_kept_revoked_and_removed_with_all_that_was_received(event):
    assert kept.load_link(event.db) is None
    kept.save_link(event.db, LINK)
    kept.save_token(event.db, "token")
    kept.keep_orders(event.db, [("A", "{}")], OrderReading(begun="t", reached="u"))
    kept.note_revoked(event.db)
    assert kept.load_link(event.db) == replace(LINK, is_revoked=True)
    assert kept.load_token(event.db) == "token"
    assert kept.sent_place(event.db) == 0
    kept.note_sent(event.db, 12)
    kept.remove_link(event.db)
    assert kept.sent_place(event.db) == 12  # it outlives the link
    assert (kept.load_link(event.db), kept.load_token(event.db)) == (None, "")
    assert (kept.kept_orders(event.db), kept.load_reading(event.db)) == ([], OrderReading())


def test_a_revocation_that_is_noted_while_the_link_is_removed_does_not_bring_it_back(event):
    kept.save_link(event.db, LINK)
    is_open, may_note = threading.Event(), threading.Event()

    def note():
        with closing(EventFile.open(event.path)) as other:
            is_open.set()
            may_note.wait(PATIENCE_S)
            kept.note_revoked(other.db)

    thread = threading.Thread(target=note)
    thread.start()
    assert is_open.wait(PATIENCE_S)
    with transaction(event.db):
        kept._LINK.remove(event.db)
        may_note.set()
        thread.join(0.2)  # time to read what is about to go
    thread.join(PATIENCE_S)
    assert kept.load_link(event.db) is None


def test_a_link_of_another_version_is_read_with_what_is_understood(event):
    kept.save_link(event.db, LINK)
    with transaction(event.db):
        kept._LINK.write(event.db, {"address": "https://p.test", "device": "seven", "brand_new": 1})
    assert kept.load_link(event.db) == TicketingLink("https://p.test")


def test_orders_are_kept_once_with_the_newest_word_until_they_are_applied(event):
    reading = OrderReading(begun="t1", reached="t2")
    kept.keep_orders(event.db, [("B", '{"n": 1}'), ("A", '{"n": 2}')], reading)
    kept.keep_orders(event.db, [("B", '{"n": 3}')], reading)
    assert kept.kept_orders(event.db) == [{"n": 2}, {"n": 3}]
    assert kept.load_reading(event.db) == reading
    with event.transaction():
        kept.note_applied(event.db, "t1")
    assert kept.kept_orders(event.db) == []
    assert kept.load_reading(event.db) == OrderReading("t1")


def test_entries_of_these_kinds_come_in_the_order_in_which_they_came_in_without_those_of_the_server(event):
    def append(kind, body):
        return event.journal.append(kind, "Z", body, at=MORNING, desk="Nord").id

    before = event.journal.newest_place()
    with event.transaction():
        first = append(EntryKind.CHECKED_IN, {})
        append(EntryKind.CHECKED_IN, {"ticketing": 7})
        append(EntryKind.CHECKED_OUT, {})
        second = append(EntryKind.CHECKED_IN, {})
    found = kept.places_after(event.db, before, [EntryKind.CHECKED_IN], 10)
    assert [entry for _, entry in found] == [first, second]
    assert kept.places_after(event.db, found[0][0], [EntryKind.CHECKED_IN], 10) == found[1:]
    assert kept.places_after(event.db, before, [EntryKind.CHECKED_IN], 1) == found[:1]


def test_what_was_refused_is_kept_with_its_newest_reason_until_it_is_released(event):
    with event.transaction():
        kept.quarantine(event.db, b"b" * 16, "invalid", MORNING)
        kept.quarantine(event.db, b"a" * 16, "revoked", MORNING)
        kept.quarantine(event.db, b"b" * 16, "unpaid", MORNING)
    assert kept.quarantined(event.db) == [(b"a" * 16, "revoked"), (b"b" * 16, "unpaid")]
    with event.transaction():
        kept.release(event.db, b"a" * 16)
    assert kept.quarantined(event.db) == [(b"b" * 16, "unpaid")]
    assert kept.seen_refusals(event.db) == set()
    kept.note_seen_refusals(event.db, [b"a" * 16, b"b" * 16])
    assert kept.seen_refusals(event.db) == {b"a" * 16, b"b" * 16}


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
    assert kept.count_let_in_despite(event.db) == 2
