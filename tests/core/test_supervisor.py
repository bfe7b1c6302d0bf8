# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.entries import EntryKind, id_ms
from checkin.core.message import UserError
from checkin.core.supervisor import (
    FIRST_LOCK,
    FREE_TRIES,
    LONGEST_LOCK,
    MOST_SALTS,
    Authority,
    LockOut,
    PinKey,
    Supervisor,
    checked_name,
    checked_pin,
    find_by_pin,
    is_sealed,
    lock_out,
    named_body,
    public_key,
    supervisors,
    with_pin,
)
from tests.builders import Steps

SALT = bytes(range(16))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def derived(monkeypatch):
    """What pins are derived with: quick here, and each is noted with its salt."""
    noted = []

    def quick(pin, *, salt, dklen=32, **_cost):
        noted.append(salt)
        return hashlib.blake2b(pin, salt=hashlib.md5(salt).digest(), digest_size=dklen).digest()

    monkeypatch.setattr("hashlib.scrypt", quick)
    return noted


def wrong(count, steps=None):
    steps = steps or Steps()
    return [steps.entry(EntryKind.SUPERVISOR_REFUSED, "") for _ in range(count)]


TAKEN = ["4071", "90210", "482915073364", "1122"]
GUESSABLE = ["0000", "1234", "4321", "7890", "2468", "1212", "454545", "1984", "2026", "2580", "111111111111"]


@pytest.mark.parametrize("pin", ["", "407", "4071936285107", "40 71", "abcd", "٤٠٧١", "４０７１", *GUESSABLE])
def test_what_is_no_pin_or_easily_guessed_is_refused_and_not_repeated_in_the_error(pin):
    with pytest.raises(UserError) as refused:
        checked_pin(pin)
    assert not pin or pin not in f"{refused.value} {refused.value.fields}"
    assert [checked_pin(each) for each in TAKEN] == TAKEN


def test_the_owner_of_a_pin_is_found_among_several():
    people = [with_pin(Supervisor(name, name, None), pin, SALT) for name, pin in (("Ana", "4071"), ("Bo", "90210"))]
    assert [find_by_pin(pin, people) for pin in ("4071", "90210", "4072")] == [*people, None]
    assert find_by_pin("4071", []) is None


def test_a_pin_is_derived_once_for_all_who_share_a_salt_and_no_salt_is_shown(derived):
    people = [with_pin(Supervisor(str(i), str(i), None), f"407{i}", SALT) for i in range(3)]
    derived.clear()
    find_by_pin("9999", people)
    assert derived == [SALT]
    shown = repr(with_pin(Supervisor("s", "Ana", None), "4071", SALT))
    assert not [each for each in (SALT.hex(), repr(SALT), "private") if each in shown]


def test_a_later_pin_takes_the_place_of_the_earlier_and_who_was_removed_is_gone():
    steps = Steps()
    old, eric = (with_pin(Supervisor(f"s:{n}", name, None), "4071", SALT) for n, name in ((1, "Zoé"), (2, "Éric")))
    new = with_pin(old, "90210", SALT)
    entries = [steps.entry(EntryKind.SUPERVISOR_NAMED, each.id, **named_body(each)) for each in (old, eric, new)]
    assert supervisors(entries) == (eric, new)
    entries.append(steps.entry(EntryKind.SUPERVISOR_REMOVED, "s:2"))
    assert supervisors(entries) == (new,)


COSTS = ({"n": 2**31}, {"n": 1000}, {"n": "many"}, {"n": 2**17, "r": 1}, {"n": 2**16, "r": 8, "p": 4})
SALTS_AND_KEYS = ("not hexadecimal", "", "00" * 100_000), ("", "00" * 31, None)
UNREADABLE = [
    *({}, {"r": 10**6}, {"p": 0}, *COSTS),
    *({name: odd} for name, values in zip(("salt", "key"), SALTS_AND_KEYS, strict=True) for odd in values),
]


@pytest.mark.parametrize("odd", UNREADABLE)
def test_a_pin_this_version_cannot_read_keeps_its_person_named_and_is_nobodys(odd):
    body = {**named_body(with_pin(Supervisor("s:1", "Ana", None), "4071", SALT)), **odd} if odd else {"name": "Ana"}
    (found,) = supervisors([Steps().entry(EntryKind.SUPERVISOR_NAMED, "s:1", **body)])
    assert found == Supervisor("s:1", "Ana", None)
    assert find_by_pin("4071", [found]) is None


def test_supervisors_invented_by_the_dozen_cost_no_pin_more_than_a_few_derivations(derived):
    steps, ana = Steps(), with_pin(Supervisor("s:ana", "Zoé", None), "4071", SALT)
    invented = {"key": "00" * 32}
    entries = [steps.entry(EntryKind.SUPERVISOR_NAMED, "s:ana", **named_body(ana))]
    for number in range(60):
        body = {**named_body(replace(ana, name=f"A{number}")), **invented, "salt": f"{number:032x}"}
        entries.append(steps.entry(EntryKind.SUPERVISOR_NAMED, f"s:{number}", **body))
    people = supervisors(entries)
    assert len(people) == 61
    derived.clear()
    assert find_by_pin("9999", people) is None
    assert len(derived) <= MOST_SALTS
    assert find_by_pin("4071", people) == ana


def test_a_pin_that_cannot_be_derived_is_nobodys_and_the_others_are_taken(monkeypatch):
    odd = bytes(16)
    people = [with_pin(Supervisor("1", "Ana", None), "4071", odd), with_pin(Supervisor("2", "Bo", None), "90210", SALT)]
    real = hashlib.scrypt

    def refuse(pin, *, salt, **rest):
        if salt == odd:
            raise ValueError
        return real(pin, salt=salt, **rest)

    monkeypatch.setattr("hashlib.scrypt", refuse)
    assert [find_by_pin(pin, people) for pin in ("4071", "90210")] == [None, people[1]]


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\u202eb", "élodie  MARTIN"])
def test_a_name_that_is_none_or_is_anothers_is_refused(name):
    with pytest.raises(UserError):
        checked_name(name, [Supervisor("1", "Élodie Martin", None)])


def test_the_fifth_wrong_pin_in_a_row_locks_for_a_minute_and_a_right_one_forgives_those_before():
    entries = wrong(FREE_TRIES)
    last = entries[-1].at
    assert [lock_out(entries[:n], last).tries_left for n in range(5)] == [5, 4, 3, 2, 1]
    assert lock_out(entries[:4], last).until is None
    assert lock_out(entries, last).until == last + FIRST_LOCK
    assert lock_out(entries, last + FIRST_LOCK) == LockOut(1)
    steps = Steps()
    entries = [*wrong(4, steps), steps.entry(EntryKind.SUPERVISOR_RECOGNISED, "s:1"), *wrong(4, steps)]
    assert lock_out(entries, steps.at) == LockOut(1)


@pytest.mark.parametrize(("count", "minutes"), [(5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 30), (4000, 30)])
def test_each_further_one_locks_twice_as_long_up_to_half_an_hour(count, minutes):
    entries = wrong(count)
    assert lock_out(entries, entries[-1].at).until == entries[-1].at + minutes * MINUTE


@given(count=st.integers(5, 40), back=st.integers(1, 10**8))
def test_a_clock_set_back_unlocks_nothing_early_and_locks_no_longer_than_the_wait_from_now(count, back):
    steps = Steps()
    entries = wrong(count, steps)
    whole = lock_out(entries, steps.at).until - steps.at
    now = steps.at - timedelta(seconds=back)
    assert lock_out(entries, now).is_behind
    assert lock_out(entries, now).until > now
    steps.at = now - timedelta(seconds=1)
    entries.append(steps.entry(EntryKind.SUPERVISOR_REFUSED, "", again=True))
    assert lock_out(entries, now).until == now + whole
    assert not lock_out(entries, now).is_behind
    assert lock_out(entries, now + whole) == LockOut(1)


@given(
    st.lists(st.sampled_from([EntryKind.SUPERVISOR_REFUSED, EntryKind.SUPERVISOR_RECOGNISED])), st.integers(0, 10**6)
)
def test_whatever_was_tried_a_wait_ends_within_half_an_hour(kinds, seconds):
    steps = Steps()
    entries = [steps.entry(kind, "") for kind in kinds]
    now = steps.at + timedelta(seconds=seconds)
    found = lock_out(entries, now)
    assert 1 <= found.tries_left <= FREE_TRIES
    assert found.until is None or now < found.until <= now + LONGEST_LOCK


def test_tries_without_a_place_were_made_at_a_desk():
    """As entries from before self-service told its own apart."""
    steps = Steps()
    old = [steps.entry(EntryKind.SUPERVISOR_REFUSED, "") for _ in range(FREE_TRIES)]
    at_screen = [steps.entry(EntryKind.SUPERVISOR_REFUSED, "", kiosk="Borne 1") for _ in range(FREE_TRIES)]
    now = steps.at
    assert lock_out(old, now).until
    assert not lock_out(old, now, "Borne 1").until
    assert lock_out(at_screen, now, "Borne 1").until
    assert not lock_out(at_screen, now).until
    assert not lock_out(at_screen, now, "Borne 2").until


ANA, BO = (Supervisor(n, n, PinKey(SALT, public_key(n.encode() * 32)), n.encode() * 32) for n in "ab")


@pytest.mark.parametrize(
    ("of", "changed", "event", "people", "genuine"),
    [
        ("k S", {}, "event", (ANA, BO), True),
        ("k S", {"people": 9, "before": "x"}, "event", (ANA,), True),  # what nobody can know in advance
        ("other S", {}, "event", (ANA,), False),
        ("k T", {}, "event", (ANA,), False),
        ("k S", {"said": "else"}, "event", (ANA,), False),
        ("k S", {"more": 1}, "event", (ANA,), False),
        ("k S", {"since": 0}, "event", (ANA,), False),
        ("k S", {"once": "00"}, "event", (ANA,), False),
        ("k S", {"seal": "x"}, "event", (ANA,), False),
        ("k S", {"sealed_by": "b"}, "event", (ANA, BO), False),
        ("k S", {}, "another", (ANA,), False),
        ("k S", {}, "event", (BO,), False),
        ("k S", {}, "event", (replace(ANA, pin=None),), False),
        ("k S", {}, "event", (replace(BO, id="a"),), False),
    ],
)
def test_a_seal_is_of_one_person_for_one_thing_said_at_one_event(of, changed, event, people, genuine):
    body = ANA.sealed("event", "k", "S", {"said": "this", "people": 1}, b"1", 5)
    assert is_sealed(Steps().entry(*of.split(), **{**body, **changed}), event, people) is genuine


def test_nothing_is_sealed_before_its_time():
    now = id_ms(Steps().entry("k", "S").id)
    for since, genuine in ((now, True), (now + 1, False)):
        body = ANA.sealed("event", "k", "S", {}, b"1", since)
        assert is_sealed(Steps().entry("k", "S", **body), "event", (ANA,)) is genuine
    assert Authority("Ana", "Parole").body() == {"allowed_by": "Ana", "why": "Parole"}
