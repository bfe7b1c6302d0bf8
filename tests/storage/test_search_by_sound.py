# SPDX-License-Identifier: GPL-3.0-or-later
"""A name written as it sounds finds its person, where nobody else is found."""

import pytest

from checkin.core.entries import EntryKind
from checkin.core.search_terms import MatchRank
from checkin.storage.connection import transaction
from tests.builders import MORNING, an_attendee
from tests.conftest import add_people

QUEMENER, PELISSIER, LEGOFF, KERNEVEL, PENNARROCH, KERGUELEN = (
    an_attendee(31, first_name="Annick", last_name="Quéméner", organisation="Ville de Brest"),
    an_attendee(32, first_name="Jean", last_name="Pélissier"),
    an_attendee(33, first_name="Yann", last_name="Le Bihan"),
    an_attendee(34, first_name="Rozenn", last_name="Kernevel", organisation="Kemener Conseil"),
    an_attendee(36, first_name="Mona", last_name="Penn-Ar-Roc’h"),
    an_attendee(37, first_name="Ronan", last_name="Kerguélen"),
)


def ids(event, typed):
    return [found.attendee.id for found in event.attendees.find(typed, 8)]


@pytest.fixture
def listed(event):
    add_people(event, MORNING, QUEMENER, PELISSIER, LEGOFF, PENNARROCH, KERGUELEN)
    return event


@pytest.mark.parametrize(
    ("typed", "person"),
    [
        ("kemener", QUEMENER),
        ("kemener annick", QUEMENER),
        ("anik kemener", QUEMENER),
        ("kemener brest", QUEMENER),
        ("pelicier", PELISSIER),
        ("jan pelicier", PELISSIER),
        ("le bian", LEGOFF),
        ("lebian", LEGOFF),
        ("penaroc", PENNARROCH),
        ("penaroc mona", PENNARROCH),
        ("kerguelenne", KERGUELEN),
    ],
)
def test_a_name_that_is_written_as_it_sounds_finds_its_person(listed, typed, person):
    assert ids(listed, typed) == [person.id]


def test_whoever_is_found_by_sound_is_only_nearly_called_so(listed):
    (found,) = listed.attendees.find("kemener", 8)
    assert found.rank is MatchRank.SOUND > MatchRank.NEAR


def test_sound_is_asked_only_where_nobody_is_written_so(listed):
    add_people(listed, MORNING, KERNEVEL)
    assert ids(listed, "kemener") == [KERNEVEL.id]


def test_an_organisation_is_not_found_by_its_sound(listed):
    add_people(listed, MORNING, an_attendee(35, last_name="Zidi", organisation="Quintinais"))
    assert ids(listed, "kintinet") == []


def test_the_other_words_must_be_theirs_too(listed):
    assert ids(listed, "kemener jean") == []
    assert ids(listed, "kemener xxxxxx") == []


def test_a_name_that_was_corrected_is_heard_no_more(listed):
    with transaction(listed.db):
        changes = {"last_name": ["Quéméner", "Zidi"]}
        listed.journal.append(EntryKind.ATTENDEE_CORRECTED, QUEMENER.id, {"changes": changes}, at=MORNING, desk="d")
    assert ids(listed, "kemener") == []
    left = listed.db.conn.execute("SELECT count(*) FROM sounds WHERE word LIKE 'quemener%'").fetchone()
    assert left == (0,)
