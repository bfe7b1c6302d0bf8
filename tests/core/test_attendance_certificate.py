# SPDX-License-Identifier: GPL-3.0-or-later
"""The code on a certificate: known again as it was made, refused with a letter changed, another with other words."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.attendance.attendance_certificate import Certificate, CertifiedHalfDay, code, content, language_of
from checkin.core.attendance.half_days import DayPart, HalfDay
from checkin.core.attendance.stays import ExitProof
from checkin.core.attendee import Presence
from checkin.core.local_time import TimeSpan
from checkin.core.programme.programme import Event
from checkin.core.tokens import (
    ALPHABET,
    CERTIFICATE_CODE_LENGTH,
    CodeOrigin,
    CodeValidity,
    EventKey,
    in_groups,
    number,
    read_certificate_code,
)
from tests.builders import KEY, MORNING, an_attendee

HALF = CertifiedHalfDay(HalfDay(date(2023, 7, 4), DayPart.MORNING, TimeSpan(MORNING, MORNING)), 180, Presence.ON_SITE)
SAID = Certificate("person", "Ève Zola", "Mairie", "", Event("9ᵉ Rencontre", date(2023, 7, 4)), (HALF,), 180)


@given(st.text(max_size=30), st.text(max_size=30), st.integers(1, 10_000))
def test_a_code_is_known_again_however_it_is_typed(person, name, minutes):
    said = replace(SAID, person=person, name=name, minutes=minutes)
    made = code(KEY, said)
    found = read_certificate_code(KEY, f" {in_groups(made).lower()} ")
    assert (found.standing, found.number, found.content) == (
        CodeValidity.GENUINE,
        number(KEY, person),
        content(KEY, said),
    )
    assert len(made) == CERTIFICATE_CODE_LENGTH


@given(st.integers(3, CERTIFICATE_CODE_LENGTH - 1), st.sampled_from(ALPHABET))
def test_a_changed_letter_is_refused(place, letter):
    made = code(KEY, SAID)
    changed = made[:place] + letter + made[place + 1 :]
    assert read_certificate_code(KEY, changed).standing is (
        CodeValidity.GENUINE if changed == made else CodeValidity.FORGED
    )


@given(st.text(max_size=40))
def test_any_text_has_an_answer(text):
    assert read_certificate_code(KEY, text).standing in CodeValidity


def test_another_event_another_secret_and_no_code():
    other = EventKey("another", KEY.secret)
    stolen = EventKey(KEY.event, bytes(32))
    assert read_certificate_code(other, code(KEY, SAID)).standing is CodeValidity.OTHER_EVENT
    assert read_certificate_code(stolen, code(KEY, SAID)).standing is CodeValidity.FORGED
    assert read_certificate_code(KEY, an_attendee(1).ticket_code).standing is CodeValidity.UNREADABLE


def test_a_certificate_is_no_ticket():
    assert KEY.read(code(KEY, SAID)).origin is CodeOrigin.UNREADABLE


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Ève Zolà"},
        {"organisation": ""},
        {"minutes": 181},
        {"halves": (replace(HALF, minutes=181),)},
        {"halves": (replace(HALF, exit=ExitProof.ASSUMED),)},
        {"halves": (replace(HALF, way=Presence.BOTH),)},
        {"arrived": datetime(2023, 7, 4, 9)},
        {"event": Event("9ᵉ Rencontre", date(2023, 7, 5))},
    ],
)
def test_whatever_it_says_is_sealed(other):
    assert content(KEY, replace(SAID, **other)) != content(KEY, SAID)


def test_its_language_does_not_matter_to_the_code():
    assert code(KEY, replace(SAID, language="en")) == code(KEY, SAID)


@pytest.mark.parametrize(
    ("custom", "language"),
    [
        ({"Langue": "Anglais"}, "en"),
        ({"LANGUAGE": "english"}, "en"),
        ({"langue": "EN"}, "en"),
        ({"Langue": "français"}, "fr"),
        ({"Langue": "deutsch"}, ""),
        ({"Repas": "anglais"}, ""),
        ({}, ""),
    ],
)
def test_the_language_column(custom, language):
    assert language_of(an_attendee(custom=custom)) == language


def test_one_half_day_that_rests_on_something_assumed_is_enough_to_say_so():
    assumed, unsure = replace(HALF, is_assumed_hour=True), replace(HALF, exit=ExitProof.ASSUMED)
    assert (SAID.is_assumed_hour, SAID.is_provisional) == (False, False)
    assert replace(SAID, halves=(HALF, assumed)).is_assumed_hour
    assert replace(SAID, halves=(HALF, unsure)).is_provisional
    assert replace(SAID, is_early=True).is_provisional
