# SPDX-License-Identifier: GPL-3.0-or-later
"""Who gets a ticket, what stands on it, what its file is called, and what was sent to whom."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.attendee import Presence, Status
from checkin.core.badges.template import BadgeTemplate, Box, Condition, TextElement, fields_of_template, fill_fields
from checkin.core.entries import EntryKind, body_text
from checkin.core.mail.mail_account import ticket_address
from checkin.core.message import UserError, fill_message
from checkin.core.people.person_timeline import TimelineKind, read_timeline
from checkin.core.programme.programme import Event, Programme
from checkin.core.proposed_file_names import name_files_by_person
from checkin.core.purge import anonymise_entry
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.core.tickets.ticket_fields import (
    ExpectedTimes,
    TicketLanguage,
    WhyNoTicket,
    fold_ticket_templates,
    read_sent_tickets,
    saved_ticket_entry,
    sent_ticket_entry,
    ticket_field_values,
    why_no_ticket,
    withdrawn_ticket_entry,
)
from checkin.core.tickets.ticket_settings import (
    MessageGrouping,
    TicketLayout,
    TicketSettings,
    fold_ticket_settings,
    ticket_settings_entry,
)
from tests.builders import Steps, a_programme, an_attendee

ENGLISH = TicketLanguage(
    lambda words, **fields: fill_message(words.text, fields), date.isoformat, lambda day, _: f"{day:%a} {day.day}"
)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, None),
        ({"status": Status.UNPAID}, None),
        ({"presence": Presence.BOTH}, None),
        ({"status": Status.CANCELLED}, WhyNoTicket.CANCELLED),
        ({"status": Status.BLOCKED}, WhyNoTicket.BLOCKED),
        ({"status": Status.PENDING}, WhyNoTicket.PENDING),
        ({"presence": Presence.REMOTE}, WhyNoTicket.ONLINE),
        ({"id": "anonymous:00ff"}, WhyNoTicket.ERASED),
    ],
)
def test_who_gets_a_ticket(fields, why):
    assert why_no_ticket(an_attendee(**fields)) is why


def test_a_ticket_goes_to_the_payer_of_whoever_has_no_address():
    payer = {"E-mail payeur": "payer@example.org"}
    assert ticket_address(an_attendee(email=" own@example.org ", custom=payer)) == "own@example.org"
    assert ticket_address(an_attendee(custom=payer)) == "payer@example.org"
    assert ticket_address(an_attendee()) == ""


def test_the_fields_of_a_ticket():
    values = ticket_field_values(
        an_attendee(sessions=("atelier-b", "gone"), places=3),
        a_programme(),
        "Bring\nyour card",
        ENGLISH,
        ExpectedTimes(a_programme()),
    )
    assert values["date"] == "2023-07-04"
    assert values["hours"] == "06:40 to 08:40"  # of the sessions; the door opens before
    assert values["booked"] == "06:40–08:40 · Atelier B · Salle 2"
    assert values["places"] == "For 3 people"
    assert values["says_booked"] == "Your sessions:"
    assert values["says_notes"] == "Good to know:"


def test_a_heading_goes_with_what_is_below_it():
    unplanned = Programme(Event("Only a title"))
    values = ticket_field_values(an_attendee(), unplanned, "", ENGLISH, ExpectedTimes(unplanned))
    assert [values[name] for name in ("date", "hours", "booked", "says_booked", "says_notes", "places")] == [""] * 6


def test_without_sessions_the_hours_are_those_of_the_door():
    unplanned = a_programme(sessions=())
    values = ticket_field_values(an_attendee(), unplanned, "", ENGLISH, ExpectedTimes(unplanned))
    assert values["hours"] == "from 05:40"


def test_a_field_alone_on_its_line_keeps_the_lines_of_its_value():
    values = {"notes": "One  line\n\nand  another", "name": "Anne\nMarie"}
    assert fill_fields("{notes}\nDear {name}", values) == "One line\nand another\nDear Anne Marie"


def test_spaces_that_do_not_break_stay():
    assert fill_fields("«\xa0{name}\xa0»  !", {"name": " Anne  Le\xa0Goff "}) == "«\xa0 Anne Le\xa0Goff \xa0» !"


def test_the_fields_on_which_a_template_depends():
    shown = TextElement(Box(0, 0, 9, 9), "{a} and {custom:Table}", 4, when=Condition("b"))
    assert fields_of_template(BadgeTemplate("T", 9, 9, (shown,))) == {"a", "custom:Table", "b"}


def test_files_are_named_by_person_and_namesakes_told_apart():
    people = [
        an_attendee(1, first_name="Jeanne", last_name="Kermarec"),
        an_attendee(2, first_name="Anne", last_name="Le Goff", organisation="Mairie"),
        an_attendee(3, first_name="anne", last_name="le goff", organisation="Région/Sud"),
        an_attendee(4, first_name="Anne", last_name="Le Goff", organisation="Mairie"),
        an_attendee(5, first_name="", last_name="???"),
    ]
    assert list(name_files_by_person(people).values()) == [
        "KERMAREC Jeanne",
        "LE GOFF Anne Mairie",
        "LE GOFF anne Région-Sud",
        "LE GOFF Anne Mairie 2",
        "ticket",
    ]


@given(st.lists(st.tuples(st.text(max_size=90), st.text(max_size=90), st.text(max_size=20)), max_size=12))
def test_every_file_has_a_name_of_its_own_that_no_system_refuses(names):
    people = [
        an_attendee(number, first_name=first, last_name=last, organisation=organisation)
        for number, (first, last, organisation) in enumerate(names)
    ]
    stems = [*name_files_by_person(people).values()]
    assert len({stem.casefold() for stem in stems}) == len(people)
    for stem in stems:
        assert stem == stem.strip()
        assert not set(stem) & set('\\/:*?"<>|\0\n\r\t.')
        assert 0 < len(stem) < 80


def test_the_settings_are_those_of_the_newest_entry():
    steps = Steps()
    first = TicketSettings(notes={"fr": " Métro "}, grouping=MessageGrouping.ORDER)
    second = TicketSettings(subject={"en": "Your ticket"}, layout=TicketLayout.PHONE)
    entries = [
        steps.entry(kind, subject, **body) for kind, subject, body in map(ticket_settings_entry, (first, second))
    ]
    assert fold_ticket_settings(entries) == second
    assert fold_ticket_settings(entries[:1]) == replace(first, notes={"fr": "Métro"})
    assert fold_ticket_settings([]) == TicketSettings()


def test_settings_of_a_newer_version_have_defaults():
    strange = Steps().entry(
        EntryKind.TICKETS_DESCRIBED, "", layout="watch", grouping=3, notes=["no"], mail_text={"fr": 1}
    )
    assert fold_ticket_settings([strange]) == TicketSettings()


def test_texts_that_are_too_long_are_refused():
    with pytest.raises(UserError, match="too long"):
        ticket_settings_entry(TicketSettings(text={"fr": "é" * 2_000_000}))


def test_a_template_of_the_event_and_back_to_the_shipped_one():
    steps = Steps()
    template = BadgeTemplate("Ours", 210, 297, (TextElement(Box(0, 0, 90, 90), "{notes}", 4, is_at_top=True),))
    kind, subject, body = saved_ticket_entry(TicketLayout.A4, template, {})
    saved = steps.entry(kind, subject, **body)
    assert fold_ticket_templates([saved])[TicketLayout.A4].template == template
    kind, subject, body = withdrawn_ticket_entry(TicketLayout.A4)
    assert fold_ticket_templates([saved, steps.entry(kind, subject, **body)]) == {}


def test_what_was_sent_is_in_the_timeline_and_goes_with_the_person():
    kind, person, body = sent_ticket_entry("A", "anne@example.org", "<1@example.org>", "f00d")
    entry = Steps().entry(kind, person, **body)
    sent = read_sent_tickets([entry])["A"]
    assert (sent.address, sent.message, sent.fingerprint, sent.at) == (
        "anne@example.org",
        "<1@example.org>",
        "f00d",
        entry.at,
    )
    line = read_timeline([entry])[0]
    assert (line.what, line.address) == (TimelineKind.SENT, "anne@example.org")
    sealed = SealedEntry(entry.id, kind, person, "A", entry.at.isoformat(), body_text(body))
    erased = anonymise_entry(sealed, lambda _: "anonymous:01")
    assert (erased.subject, erased.body) == ("anonymous:01", "{}")
