# SPDX-License-Identifier: GPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.phones import BAD_KEYS, BAD_KEYS_S, BURST, LONGEST_NAME, RATE, Phone, PhoneRole, Phones, WrongKeys

SCAN, WATCH = PhoneRole.SCAN, PhoneRole.WATCH


def paired(phones: Phones, name: str = "Léa") -> tuple[str, Phone]:
    found = phones.pair(phones.invite(SCAN), "question-1", name)
    assert found
    return found


def test_an_invitation_is_good_once_and_its_own_question_is_answered_again() -> None:
    phones = Phones()
    invitation = phones.invite(WATCH)
    first = phones.pair(invitation, "question-1", "Léa")
    assert first
    assert first[1].role is WATCH
    assert phones.of(first[0]) is first[1]
    assert phones.pair(invitation, "question-1", "Léa") == first
    assert phones.pair(invitation, "question-2", "Léa") is None
    assert phones.all() == [first[1]]


@pytest.mark.parametrize("question", ["", "short", "x" * 65])
def test_a_question_without_a_proper_id_uses_up_no_invitation(question: str) -> None:
    phones = Phones()
    invitation = phones.invite(SCAN)
    assert phones.pair(invitation, question, "Léa") is None
    assert phones.pair(invitation, "question-1", "Léa")


def test_a_new_invitation_replaces_the_unused_one_of_its_role() -> None:
    phones = Phones()
    old, watching, new = phones.invite(SCAN), phones.invite(WATCH), phones.invite(SCAN)
    assert [bool(phones.pair(key, "question-1", "")) for key in (old, watching, new)] == [False, True, True]


def test_a_revoked_phone_stays_known_and_is_listed_no_more() -> None:
    phones = Phones()
    key, phone = paired(phones, "Léa")
    _, other = paired(phones, "Ana")
    phones.revoke("Léa")
    assert phones.of(key) is phone
    assert (phone.is_revoked, other.is_revoked) == (True, False)
    assert phones.all() == [other]


@pytest.mark.parametrize(
    ("told", "known"),
    [("83", 83), ("0", 0), ("100", 100), ("999", 100), ("", None), ("-1", None), ("٣", None), ("1e9", None)],
)
def test_a_battery_is_a_percentage_or_unknown(told: str, known: int | None) -> None:
    phone = paired(Phones())[1]
    phone.note_battery(told)
    assert phone.battery == known


@given(st.lists(st.text(max_size=60), max_size=8))
def test_every_phone_has_a_name_of_its_own_that_can_be_written(names: list[str]) -> None:
    phones = Phones()
    given_names = [paired(phones, name)[1].name for name in names]
    assert len(set(given_names)) == len(names)
    assert all(name and name.isprintable() and len(name) <= LONGEST_NAME + 3 for name in given_names)


def test_namesakes_are_numbered() -> None:
    phones = Phones()
    assert [paired(phones, name)[1].name for name in ("Léa", " Léa\n", "", "Léa", "")] == [
        "Léa",
        "Léa 2",
        "1",
        "Léa 3",
        "2",
    ]


@given(st.lists(st.floats(0, 5), max_size=200))
def test_a_phone_asks_at_most_so_often_whatever_its_rhythm(pauses: list[float]) -> None:
    phone, now, allowed = Phone("Léa", SCAN), 1000.0, 0
    for pause in pauses:
        now += pause
        allowed += phone.may_ask(now)
    assert allowed <= BURST + (now - 1000) * RATE + 1e-6
    assert not pauses or allowed


def test_wrong_keys_are_counted_for_a_minute() -> None:
    wrong = WrongKeys()
    for _ in range(BAD_KEYS):
        assert not wrong.are_too_many("a", 10)
        wrong.note("a", 10)
    assert wrong.are_too_many("a", 10 + BAD_KEYS_S)
    assert not wrong.are_too_many("b", 10)
    assert not wrong.are_too_many("a", 11 + BAD_KEYS_S)
