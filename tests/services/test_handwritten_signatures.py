# SPDX-License-Identifier: GPL-3.0-or-later
"""People sign on a desk's screen: kept as entries, drawn on sheets, taken back, theirs to have."""

import json

import pytest

from checkin.core.attendance.sign_in_sheet import SheetForm
from checkin.core.entries import EntryKind
from checkin.core.message import StorageError
from checkin.core.people.person_timeline import TimelineKind
from checkin.services.attendance import attendance_papers
from checkin.services.attendance.attendance_papers import SheetOptions
from checkin.services.desk import Desk
from checkin.services.people_queries import PeopleQueries
from checkin.services.privacy.person_data import export_person
from checkin.translation import translate
from tests.builders import MORNING, an_attendee
from tests.core.signatures import a_signature
from tests.full_disk import full_disk

ONE, TWO, THREE = (an_attendee(n) for n in (1, 2, 3))
HALF, WORKSHOP = "2023-07-04/morning", "atelier-b"
FIRST, SECOND = a_signature(), a_signature(shift=0.1)


def signatures(event, **wish):
    (sheet,) = attendance_papers.make_sign_in_sheets(event, SheetOptions(**wish))
    return {row.last_name: row.signature for row in sheet.rows}


@pytest.mark.parametrize("form", [SheetForm.BLANK, SheetForm.FILLED])
def test_a_signature_stands_on_the_sheet_it_was_written_for_and_on_no_other(event, desk, form):
    desk.scan(ONE.ticket_code)
    desk.signing.sign(ONE.id, HALF, FIRST)
    found = signatures(event, occasions=(HALF,), form=form)
    assert found == {"Le Goff-1": FIRST, "de La Fournière": None, "N’Guyen": None}
    assert set(signatures(event, occasions=(WORKSHOP,), form=form).values()) == {None}


def test_the_newest_counts_and_taking_it_back_takes_back_all_of_that_half_day(event, desk):
    for occasion, signature in ((HALF, FIRST), (WORKSHOP, FIRST), (HALF, SECOND)):
        desk.signing.sign(ONE.id, occasion, signature)
    assert signatures(event, occasions=(HALF,), form=SheetForm.BLANK)["Le Goff-1"] == SECOND
    assert len(event.journal.entries_of_kinds([EntryKind.SIGNED])) == 3
    desk.signing.undo(ONE.id, HALF)
    assert list(desk.signing.signed(ONE.id)) == [WORKSHOP]
    assert desk.signing.undo(ONE.id, HALF) is None


def test_two_records_of_one_person_have_one_signature(event, desk):
    desk.signing.sign(ONE.id, HALF, FIRST)
    desk.registration.merge(TWO.id, ONE.id)
    assert desk.signing.signed(TWO.id)[HALF].signature == FIRST
    entry = desk.signing.sign(ONE.id, HALF, SECOND)
    assert entry.subject == TWO.id
    desk.signing.undo(TWO.id, HALF)
    assert desk.signing.signed(TWO.id) == {}
    desk.registration.unmerge(ONE.id)
    assert desk.signing.signed(ONE.id) == {}


def test_who_signed_and_was_not_scanned_is_on_the_sheet_and_absent(event, desk):
    desk.signing.sign(ONE.id, WORKSHOP, FIRST)
    (sheet,) = attendance_papers.make_sign_in_sheets(event, SheetOptions((WORKSHOP,)))
    row = next(row for row in sheet.rows if row.last_name == "Le Goff-1")
    assert (row.signature, row.is_present, row.is_expected) == (FIRST, False, False)
    assert (sheet.present, sheet.expected, sheet.absent) == (0, 1, 1)


def test_only_a_desk_that_takes_signatures_asks_for_them_where_its_programme_says(event, desk, clock):
    assert not desk.scan(ONE.ticket_code).signs
    desk.signing.is_wanted = True
    assert desk.scan(TWO.ticket_code).signs
    assert not desk.scan("1234").signs
    first, second = Desk(event, clock, "Atelier", "atelier-b").signing.occasions()
    assert (first.id, second.id, second.time.begins) == (WORKSHOP, HALF, MORNING)


def test_whoever_asks_gets_a_picture_of_it_and_the_story_can_take_it_back(event, desk, tmp_path):
    with full_disk(0), pytest.raises(StorageError):
        desk.signing.sign(ONE.id, HALF, FIRST)
    assert desk.signing.signed(ONE.id) == {}
    entry = desk.signing.sign(ONE.id, HALF, FIRST)
    export_person(event, ONE.id, tmp_path / "person.json", translate)
    (told,) = json.loads((tmp_path / "person.json").read_text())["signatures"]
    assert (told["for"], told["svg"][:4]) == (HALF, "<svg")
    (line, *_) = PeopleQueries(event, desk).person(ONE.id).story
    assert (line.what, line.session, line.can_undo) == (TimelineKind.SIGNED, HALF, True)
    desk.undo(entry.id)
    assert desk.signing.signed(ONE.id) == {}
