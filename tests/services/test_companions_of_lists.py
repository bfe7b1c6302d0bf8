# SPDX-License-Identifier: GPL-3.0-or-later
"""Companions of a list in the event: people with codes of their own, the same ones when the list comes again."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.lists.list_fields import HAS_OWN_ROW, CompanionHandling
from checkin.core.message import UserError
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.services.lists.import_undo import newest_import, undo_import
from checkin.services.lists.list_importing import apply_list
from checkin.services.lists.list_preview import build_preview, read_basis, read_list, suggested_mapping
from tests.builders import KEY, MORNING
from tests.fakes import FakeClock
from tests.services.lists import a_list

HEADER = "Nom;Prénom;E-mail;Accompagnant 1 nom;Accompagnant 1 prénom;Accompagnant 2 nom;Accompagnant 2 prénom"
LINES = ("Durand;Marie;m@x.example;Durand;Paul;Blanc;Ève", "Petit;Max;p@x.example;;;;", "Roux;Zoé;;Noir;Ada;;")


@pytest.fixture
def event(tmp_path):
    made = EventFile.create(tmp_path / "gala.checkin", KEY)
    yield made
    made.close()


def seen(event, *lines, handling=CompanionHandling.PEOPLE, same=(), header=HEADER):
    """The preview as the user chose; without a handling, as it was remembered."""
    read, basis = read_list(a_list(event.path.parent, *lines, header=header)), read_basis(event)
    mapping = suggested_mapping(basis, read)
    mapping = mapping if handling is None else replace(mapping, companions=handling)
    return build_preview(basis, read, mapping, same=dict(same))


def bring(event, clock, *lines, **choice):
    return apply_list(event, seen(event, *lines, **choice), at=clock(), desk="d")


def figures(done):
    return done.added, done.changed, done.gone, done.merged


def here(event):
    return {attendee.name: attendee for attendee, _ in event.attendees.all()}


def test_companions_are_people_with_codes_of_their_own_who_are_found_by_name_and_undone_whole(event, clock):
    done = bring(event, clock, *LINES)
    assert (done.added, done.problems) == (6, ())
    people = here(event)
    assert set(people) == {"Marie Durand", "Paul Durand", "Ève Blanc", "Max Petit", "Zoé Roux", "Ada Noir"}
    assert len({attendee.ticket_code for attendee in people.values()}) == 6
    brought = {"Paul Durand": "Marie Durand/1", "Ève Blanc": "Marie Durand/2", "Ada Noir": "Zoé Roux/1"}
    for name, (by, number) in ((name, whose.split("/")) for name, whose in brought.items()):
        assert people[name].companion == f"{people[by].id}/{number}"
    programme = event.programme()
    found = DeskQueries(event).search("ada noir", programme, programme.control_points[0])
    assert [match.attendee.name for match in found] == ["Ada Noir"]
    undo_import(event, newest_import(event).import_id, at=clock(), desk="d")
    assert here(event) == {}
    assert bring(event, clock, *LINES).added == 6


def test_the_same_list_again_doubles_nobody_and_a_name_that_changes_is_the_same_companion(event, clock):
    bring(event, clock, *LINES)
    before, entries = here(event), event.journal.count()
    assert figures(bring(event, clock, *LINES, handling=None)) == (0, 0, 0, 0)
    assert event.journal.count() == entries
    renamed = ("Durand;Marie;m@x.example;Durand;Paule;Blanc;Ève", *LINES[1:])
    assert figures(bring(event, clock, *renamed, handling=None)) == (0, 2, 0, 0)  # also the column of who brings them
    assert here(event)["Paule Durand"].id == before["Paul Durand"].id
    more = (renamed[0], "Petit;Max;p@x.example;Petit;Léa;;", LINES[2])
    assert figures(bring(event, clock, *more, handling=None)) == (1, 1, 0, 0)
    assert here(event)["Léa Petit"].companion == f"{before['Max Petit'].id}/1"
    fewer = bring(event, clock, *LINES[1:], handling=None)
    assert (fewer.added, fewer.gone) == (0, 4)


def test_what_the_next_list_says_of_a_companion_is_theirs_and_takes_nothing_from_the_person(event, clock):
    beside = "Accompagnant;E-mail accompagnant;Allergies accompagnant"
    bring(event, clock, "Durand;Marie;m@x.example;Paul Noir;p@x.example;noix", header=f"Nom;Prénom;E-mail;{beside}")
    bring(event, clock, "Durand;Marie;Paul Noir;q@x.example;", header=f"Nom;Prénom;{beside}")
    people = here(event)
    assert (people["Paul Noir"].email, dict(people["Paul Noir"].custom)) == ("q@x.example", {})
    assert people["Marie Durand"].email == "m@x.example"


def proposed(preview):
    """[(row, place, name of the known person)] of the probable duplicates."""
    return [(d.person.row, d.person.place, d.other.name) for d in preview.difference.probable_duplicates]


OWN_ROW = "Noir;Ada;ada@x.example;;;;"


def test_a_companion_who_registers_too_is_proposed_as_one_person_and_is_one_from_then_on(event, clock):
    bring(event, clock, *LINES)
    ada = here(event)["Ada Noir"]
    assert proposed(seen(event, *LINES, OWN_ROW)) == [(5, 0, "Ada Noir")]
    done = bring(event, clock, *LINES, OWN_ROW, same={5: ada.id})
    assert (done.added, done.merged, done.gone, event.attendees.count()) == (0, 1, 0, 6)
    assert here(event)["Ada Noir"].email == "ada@x.example"
    assert figures(bring(event, clock, *LINES, OWN_ROW)) == (0, 0, 0, 0)
    alone = bring(event, clock, *LINES[:2], "Roux;Zoé;;;;;", OWN_ROW)
    assert (alone.added, alone.gone) == (0, 0)


def test_a_new_companion_who_is_in_the_event_already_is_proposed_and_becomes_one_person(event, clock):
    bring(event, clock, LINES[1], OWN_ROW)
    ada, lines = here(event)["Ada Noir"], (LINES[1], OWN_ROW, LINES[2])
    assert proposed(seen(event, *lines)) == [(4, 1, "Ada Noir")]
    with pytest.raises(UserError, match="Row 4 cannot be matched"):
        seen(event, *lines, same={(4, 1): "KNOBODYHERE"})
    done = bring(event, clock, *lines, same={(4, 1): ada.id})
    assert (done.added, done.merged, done.gone) == (1, 1, 0)
    assert sorted(attendee.name for attendee, _ in event.attendees.all()) == ["Ada Noir", "Max Petit", "Zoé Roux"]
    assert figures(bring(event, clock, *lines)) == (0, 0, 0, 0)
    gone = bring(event, clock, LINES[1], LINES[2])
    assert (gone.added, gone.gone) == (0, 0)


def test_a_companion_and_a_row_that_are_both_new_are_told(event):
    preview = seen(event, *LINES, OWN_ROW)
    (problem,) = preview.problems
    assert (problem.row, problem.words, dict(problem.fields)) == (4, HAS_OWN_ROW, {"name": "Ada Noir", "other": 5})
    assert seen(event, *LINES, OWN_ROW, handling=CompanionHandling.KEEP).problems == ()


def test_as_a_number_they_come_on_the_code_of_the_person(event, clock):
    bring(event, clock, *LINES, handling=CompanionHandling.NUMBER)
    places = {name: attendee.places for name, attendee in here(event).items()}
    assert places == {"Marie Durand": 3, "Max Petit": 1, "Zoé Roux": 2}
    assert bring(event, clock, *LINES, handling=None).changed == 0


NAME = st.sampled_from(("", "Ada", "Ève", "Paul", "oui"))
ROWS = st.lists(st.tuples(NAME, NAME), min_size=1, max_size=4)


@settings(max_examples=30, deadline=None)
@given(ROWS, ROWS, st.sampled_from(CompanionHandling))
def test_whatever_the_next_list_says_everyone_on_it_is_there_once(first, second, handling):
    with TemporaryDirectory() as folder, closing(EventFile.create(Path(folder) / "e.checkin", KEY)) as event:
        for rows in (first, second, second):
            lines = [f"Hôte{n};Zoé;h{n}@x.example;;{one};;{other}" for n, (one, other) in enumerate(rows)]
            done = bring(event, FakeClock(MORNING), *lines, handling=handling)
            named = sum(name in ("Ada", "Ève", "Paul") for row in rows for name in row)
            expected = len(rows) + (named if handling is CompanionHandling.PEOPLE else 0)
            assert done.added + done.changed + done.known == expected
        assert figures(done)[:3] == (0, 0, 0)
