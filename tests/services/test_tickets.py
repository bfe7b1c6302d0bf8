# SPDX-License-Identifier: GPL-3.0-or-later
"""Tickets as somebody finds them: read from the PDF, decoded from its picture, opened in a calendar."""

import re
from dataclasses import replace
from datetime import timedelta

import icalendar
import pytest

from checkin import translation
from checkin.badges.badge_problems import find_problems
from checkin.core.attendee import Presence, Status
from checkin.core.badges.template import Box, TextElement
from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.core.tickets.ticket_settings import TicketLayout, TicketSettings
from checkin.documents.code_images import code_png
from checkin.services.ticket_making import (
    TicketMaker,
    TicketTemplates,
    find_recipients,
    read_ticket_settings,
    save_ticket_settings,
    shipped_ticket_template,
    ticket_designs,
    ticket_template,
    tickets_sentence,
    write_tickets,
)
from checkin.translation import Translator
from tests.builders import MORNING, an_attendee
from tests.conftest import add_people
from tests.pdf_reports.readers import codes, told

NOTES = TicketSettings(notes={"fr": "Métro Mabillon\nVestiaire gratuit", "en": "Underground: Mabillon"})


@pytest.fixture
def people(event):
    """Three who get a ticket, among others who do not."""
    coming = [
        an_attendee(
            11,
            first_name="Jeanne",
            last_name="Kermarec",
            email="j@example.org",
            sessions=("atelier-b",),
            custom={"Langue": "français"},
        ),
        an_attendee(12, first_name="Guðrún", last_name="Þorláksdóttir", custom={"Langue": "anglais"}),
        an_attendee(13, first_name="Marie-Christine", last_name="de La Rochefoucauld-Montbéliard " * 2),
    ]
    others = [
        an_attendee(14, status=Status.CANCELLED),
        an_attendee(15, status=Status.PENDING),
        an_attendee(16, presence=Presence.REMOTE),
    ]
    add_people(event, MORNING, *coming, *others)
    return [event.attendees.get(person.id) for person in coming]


@pytest.mark.parametrize("layout", TicketLayout)
def test_each_ticket_shows_the_code_of_its_person(qapp, event, people, tmp_path, layout):
    path = tmp_path / "tickets.pdf"
    path.write_bytes(TicketMaker(event, replace(NOTES, layout=layout)).pdf(people))
    for page, person in enumerate(people, 1):
        assert codes(path, page) == [person.ticket_code]
        assert person.ticket_code in told(path, page)


def test_a_ticket_is_in_the_language_of_the_person(qapp, event, people, tmp_path):
    path = tmp_path / "tickets.pdf"
    path.write_bytes(TicketMaker(event, NOTES).pdf(people))
    french, english = told(path, 1), told(path, 2)
    assert "Atelier B" in french
    assert "À présenter à l’accueil" in french
    assert "Please show this code" in english
    assert "Underground: Mabillon" in english


def test_a_language_without_notes_of_its_own_has_the_other_ones(qapp, event, people):
    maker = TicketMaker(event, TicketSettings(notes={"fr": "Métro"}))
    assert [maker.values(person)["notes"] for person in people] == ["Métro"] * 3


def test_the_files_of_a_folder(qapp, event, people, tmp_path):
    found = written(event, tmp_path / "out", by_name=True)
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert "KERMAREC Jeanne.pdf" in names
    assert "KERMAREC Jeanne.ics" in names
    assert len(names) == 2 * len(found.people)
    assert codes(tmp_path / "out" / "KERMAREC Jeanne.pdf") == [people[0].ticket_code]


def test_without_names_nobody_is_named_by_a_file(qapp, event, people, tmp_path):
    found = written(event, tmp_path / "out")
    stems = {path.stem for path in (tmp_path / "out").iterdir()}
    assert stems == {person.ticket_code for person in found.people}


def test_what_is_said_after_writing(qapp, event, people, tmp_path):
    found = written(event, tmp_path / "all.pdf")
    said = tickets_sentence(found, "all.pdf", Translator("en").translate)
    assert re.match(r"\d+ tickets written to “all.pdf”. None for 1 person whose registration is cancelled.", said)
    assert "None for 1 person awaiting approval or on the waiting list." in said
    assert "None for 1 person attending online." in said
    assert "no e-mail address that works:" in said


def test_whom_no_message_can_reach_is_named_as_when_tickets_are_sent(qapp, event, people):
    def lost():
        return set(find_recipients(event).without_address)

    before = lost()
    add_people(
        event,
        MORNING,
        an_attendee(17, first_name="Half", last_name="Address", email="half@nowhere"),
        an_attendee(18, first_name="Paid", last_name="For", email="?", custom={"E-mail du payeur": "p@example.org"}),
    )
    assert lost() - before == {"Half Address"}


def test_nothing_is_written_where_nobody_gets_a_ticket(qapp, event, tmp_path, people):
    for person, _ in event.attendees.all():
        event.journal.append(
            EntryKind.ATTENDEE_CORRECTED,
            person.id,
            {"changes": {"status": [person.status, "cancelled"]}},
            at=MORNING,
            desk="A",
        )
    with pytest.raises(UserError, match="Nobody would get a ticket"):
        written(event, tmp_path / "all.pdf")
    assert not (tmp_path / "all.pdf").exists()


def test_the_entry_for_a_calendar_is_read_by_one(qapp, event, people):
    calendar = icalendar.Calendar.from_ical(TicketMaker(event, NOTES).calendar_entry(people[0]))
    (entry,) = calendar.walk("VEVENT")
    session = event.programme().sessions[0]
    assert entry["dtstart"].dt == session.starts
    assert entry["dtend"].dt - entry["dtstart"].dt == timedelta(hours=2)
    assert people[0].ticket_code in str(entry["description"])
    again = icalendar.Calendar.from_ical(TicketMaker(event, NOTES).calendar_entry(people[0]))
    assert again.walk("VEVENT")[0]["uid"] == entry["uid"]


def test_the_fingerprint_changes_with_the_ticket_and_only_then(qapp, event, desk, people):
    person = people[0]
    first = TicketMaker(event, NOTES).fingerprint(person)
    assert TicketMaker(event, NOTES).fingerprint(replace(person, note="VIP", phone="1", email="x@example.org")) == first
    assert TicketMaker(event, NOTES).fingerprint(replace(person, ticket_code="OTHER")) != first
    assert TicketMaker(event, NOTES).fingerprint(replace(person, last_name="Kermarrec")) != first
    assert TicketMaker(event, TicketSettings()).fingerprint(person) != first
    own = TicketTemplates(event, desk, TicketLayout.A4)
    own.save(with_note(shipped_ticket_template(TicketLayout.A4)))
    assert TicketMaker(event, NOTES).fingerprint(person) != first
    own.withdraw()
    assert TicketMaker(event, NOTES).fingerprint(person) == first


def test_another_logo_changes_the_fingerprint_too_though_it_is_the_last_of_thousands_of_letters(event, people):
    drawn = shipped_ticket_template(TicketLayout.A4)
    with_logos = [replace(drawn, files={"logo.png": code_png(logo)}) for logo in ("OURS", "THEIRS", "OURS")]
    first, second, again = (TicketMaker(event, NOTES, each).fingerprint(people[0]) for each in with_logos)
    assert first == again != second


def test_the_language_that_checkin_runs_in_changes_no_fingerprint(qapp, event, people):
    before = [TicketMaker(event, NOTES).fingerprint(person) for person in people]
    spoken = translation.install(qapp, "fr")
    try:
        assert spoken == "fr"
        assert [TicketMaker(event, NOTES).fingerprint(person) for person in people] == before
    finally:
        translation.install(qapp, "en")
    assert TicketMaker(event, NOTES).fingerprint(replace(people[0], custom={"Langue": "anglais"})) != before[0]


def test_the_event_has_a_template_of_its_own(qapp, event, desk):
    changed = with_note(shipped_ticket_template(TicketLayout.PHONE))
    TicketTemplates(event, desk, TicketLayout.PHONE).save(changed)
    assert ticket_template(event, TicketLayout.PHONE).template == changed.template
    assert ticket_template(event, TicketLayout.A4) == shipped_ticket_template(TicketLayout.A4)


@pytest.mark.parametrize("layout", TicketLayout)
def test_the_shipped_designs_have_no_fault_even_for_long_names(qapp, event, people, layout):
    maker = TicketMaker(event, replace(NOTES, layout=layout))
    assert find_problems([maker.ticket(person) for person in people]) == []
    assert ticket_designs(maker, people).unknown_fields(maker.loaded.template) == []


def test_settings_are_saved_once(event, desk):
    save_ticket_settings(event, desk, NOTES)
    save_ticket_settings(event, desk, NOTES)
    assert read_ticket_settings(event) == NOTES
    assert len(event.journal.entries_of_kinds([EntryKind.TICKETS_DESCRIBED])) == 1


def with_note(loaded):
    added = TextElement(Box(5, 5, 30, 5), "{note}", 3)
    return replace(loaded, template=replace(loaded.template, elements=(*loaded.template.elements, added)))


def written(event, out, **how):
    found = find_recipients(event)
    assert write_tickets(found.people, TicketMaker(event), out, **how) == len(found.people)
    return found
