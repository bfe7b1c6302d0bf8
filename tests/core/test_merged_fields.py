# SPDX-License-Identifier: GPL-3.0-or-later
"""What a record that goes leaves to the one that stays."""

import pytest

from checkin.core.attendee import Presence, Status
from checkin.core.merged_records import LONGEST_NOTE, merge_fields
from tests.builders import an_attendee

KEEP, DROP = an_attendee(1), an_attendee(2)


def filled(keep, drop):
    return merge_fields(an_attendee(1, **keep), an_attendee(2, **drop))


def test_what_the_kept_record_does_not_say_the_other_says():
    drop = {"organisation": "Mairie", "phone": "1", "email": "z@x.example", "role": "Maire", "category": "presse"}
    assert filled({}, drop) == drop
    assert filled({"organisation": "Région", "phone": "2"}, drop) == {
        name: drop[name] for name in ("email", "role", "category")
    }


def test_names_codes_states_and_consent_are_the_kept_records_own():
    drop = {"status": Status.UNPAID, "presence": Presence.REMOTE, "has_consented": True}
    assert filled({"first_name": "", "ticket_code": ""}, drop) == {}


def test_sessions_of_both():
    assert filled({"sessions": ("a",)}, {"sessions": ("b", "a", "c")}) == {"sessions": ("a", "b", "c")}
    assert filled({"sessions": ("a", "b")}, {"sessions": ("b",)}) == {}


@pytest.mark.parametrize(
    ("keep", "drop", "both"),
    [("", "VIP", "VIP"), ("VIP", "Presse", "VIP\nPresse"), ("VIP\nPresse", "Presse", None), ("VIP", "", None)],
)
def test_notes_are_joined_and_no_line_comes_twice(keep, drop, both):
    assert filled({"note": keep}, {"note": drop}).get("note") == both


def test_notes_too_long_for_one_entry_are_not_joined():
    long = "é" * (LONGEST_NOTE // 2 - 1)
    assert filled({"note": long}, {"note": "Presse"}) == {}
    assert filled({}, {"note": long}) == {"note": long}


def test_the_larger_number_of_people():
    assert filled({"places": 2}, {"places": 3}) == {"places": "3"}
    assert filled({"places": 3}, {"places": 2}) == {}


def test_other_columns_by_their_titles():
    drop = {"custom": {"Repas": "oui", "Train": "10:42"}}
    assert filled({"custom": {"Repas": "non"}}, drop) == {"custom:Train": "10:42"}
