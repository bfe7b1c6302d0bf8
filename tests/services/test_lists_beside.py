# SPDX-License-Identifier: GPL-3.0-or-later
"""Two lists of one event, each of its own source: neither takes the other's people away."""

import pytest

from checkin.core.attendee import Status
from checkin.services.lists.import_undo import listed_titles
from checkin.services.lists.list_importing import ListImportResult
from checkin.services.lists.list_preview import preview_list
from tests.services.lists import a_list, bring, person, tables

GUESTS = [f"Guest{n};Lefort{n};g{n}@x.example;oui" for n in range(8)]
STAFF = [f"Helper{n};Berger{n};h{n}@x.example;n° 4" for n in range(3)]
OF_GUESTS, OF_STAFF = "Prénom;Nom;E-mail;Repas", "Prénom;Nom;E-mail;Talkie"


@pytest.fixture
def both(event, clock):
    bring(event, clock, *GUESTS, header=OF_GUESTS)
    return bring(event, clock, *STAFF, header=OF_STAFF)


def test_a_list_of_other_people_marks_nobody_as_gone(event, clock, both):
    assert (both.added, both.gone) == (3, 0)
    assert set(listed_titles(event)) >= {"Repas", "Talkie"}
    before, entries = tables(event), event.journal.count()
    assert bring(event, clock, *STAFF, header=OF_STAFF) == ListImportResult(0, 3, ())
    assert bring(event, clock, *GUESTS, header=OF_GUESTS) == ListImportResult(0, 8, ())
    assert (tables(event), event.journal.count()) == (before, entries)


def test_a_newer_version_of_one_leaves_out_only_its_own_people(event, clock, both, tmp_path):
    newer = a_list(tmp_path, *GUESTS[1:], header=OF_GUESTS)
    assert [each.last_name for each in preview_list(event, newer).difference.gone] == ["Lefort0"]
    done = bring(event, clock, *GUESTS[1:], header=OF_GUESTS, cancel_gone=True)
    assert (done.gone, done.cancelled) == (1, 1)
    assert person(event, "Lefort0").status is Status.CANCELLED
    assert {person(event, f"Berger{n}").status for n in range(3)} == {Status.CONFIRMED}
    assert bring(event, clock, *STAFF[1:], header=OF_STAFF).gone == 1
    assert set(listed_titles(event)) >= {"Repas", "Talkie"}


def test_a_list_that_is_said_to_replace_the_earlier_one_marks_all_who_are_not_on_it(event, clock):
    bring(event, clock, *GUESTS, header=OF_GUESTS)
    assert bring(event, clock, *GUESTS[:2], header=OF_GUESTS).gone == 0
    assert bring(event, clock, *GUESTS[:2], header=OF_GUESTS, replaces=True).gone == 6
    assert bring(event, clock, *GUESTS[:2], header=OF_GUESTS) == ListImportResult(0, 2, ())
