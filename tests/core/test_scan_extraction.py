# SPDX-License-Identifier: GPL-3.0-or-later
"""A scan in the moment in which somebody types: found on every layout at every pace, and what the hand typed stays."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.keyboard_layouts import US, layouts, repair
from checkin.core.keystrokes import SILENCE_MS, Keystroke, KeystrokeBurst
from checkin.core.tokens import CodeOrigin
from tests.builders import KEY

LISTED = {"3760123456789", "HA112-QWZM_9", "12345678"}
ROWS = [US, *(layout.keys for layout in layouts())]
PACES = st.sampled_from([0, 1, 2, 4, 8, 12, 30, 45])


def is_known(text):
    return KEY.read(text).origin is CodeOrigin.GENUINE or text in LISTED


def resolve(text):
    return repair(text, is_known)


def keys_of(code, row, at, pace, rng):
    """A scanner's keys on a layout, from `at`; each a little early or late."""
    keys = []
    for character in code:
        keys.append(Keystroke(row[US.index(character)], at))
        at += max(0, pace + rng.randint(-pace // 4, pace // 4))
    return keys


def press(keys, end_after=None):
    """What comes of the keys, and of the line end that many ms after the last; None: of the silence."""
    burst = KeystrokeBurst(resolve)
    verdicts = [burst.character(key) for key in keys]
    last = keys[-1].at_ms
    verdicts.append(burst.silence() if end_after is None else burst.terminator(last + end_after))
    return [v for v in verdicts if v.code], burst


@given(st.binary(min_size=16, max_size=16), st.sampled_from(ROWS), PACES, st.integers(0, 100), st.booleans())
def test_a_code_within_a_tenth_of_a_second_after_a_letter_is_read(seed, row, pace, gap, has_end):
    rng = random.Random(seed)
    letters = "".join(rng.choices("aeimopq", k=rng.randint(1, 3)))
    hand = [Keystroke(letter, 1_000 + 100 * at) for at, letter in enumerate(letters)]
    code = KEY.issue(seed).code
    scan = keys_of(code, row, hand[-1].at_ms + gap, pace, rng)
    (verdict,), _ = press([*hand, *scan], pace if has_end else None)
    assert (verdict.code, verdict.by_hand) == (code, letters)


@given(st.binary(min_size=16, max_size=16), st.sampled_from(ROWS), PACES, st.integers(0, 100), st.booleans())
def test_a_letter_that_comes_into_a_code_or_right_after_it_does_not_spoil_it(seed, row, pace, gap, has_end):
    rng, code = random.Random(seed), KEY.issue(seed).code
    scan = keys_of(code, row, 1_000, pace, rng)
    hand = Keystroke("a", scan[0].at_ms + gap)
    keys = sorted([*scan, hand], key=lambda key: key.at_ms)
    found, _ = press(keys, pace if has_end and hand.at_ms <= scan[-1].at_ms + pace else None)
    assert [verdict.code for verdict in found] == [code]
    assert found[0].by_hand == "a"


@pytest.mark.parametrize("code", sorted(LISTED))
@given(st.integers(0, 2**32), st.sampled_from(["fr", "be", "de", "cz", "gb"]), st.integers(1, 12), st.integers(40, 100))
def test_a_code_of_a_list_is_read_where_time_tells_it_from_the_letter(code, seed, layout, pace, gap):
    rng, row = random.Random(seed), next(each.keys for each in layouts() if each.name == layout)
    scan = keys_of(code, row, 1_000 + gap, pace, rng)
    (verdict,), _ = press([Keystroke("d", 1_000), *scan], pace)
    assert (verdict.code, verdict.by_hand) == (code, "d")


@pytest.mark.parametrize("typed", ["2024-12345678", "93760123456789", "HA112-QWZM_91", "X12345678X"])
def test_an_unknown_code_is_not_taken_for_the_known_one_that_is_in_it(typed):
    keys = [Keystroke(character, 1_000 + 5 * at) for at, character in enumerate(typed)]
    (verdict,), _ = press(keys, 5)
    assert verdict.code == typed


@given(st.integers(0, 2**32), st.floats(60, 240))
def test_what_a_person_types_before_and_after_a_number_is_no_scan_of_it(seed, mean):
    rng, at, keys = random.Random(seed), 1_000, []
    for character in "rue 12345678 du":
        at += min(int(rng.lognormvariate(0, 0.3) * mean), SILENCE_MS)
        keys.append(Keystroke(character, at))
    burst = KeystrokeBurst(resolve)
    assert not any(burst.character(key).code for key in keys)
    assert burst.terminator(at + int(mean)).code is None


def test_scans_that_a_scanner_kept_are_all_read_though_nothing_parts_them():
    """A scanner with a memory gives all its codes in one go."""
    burst, at, read = KeystrokeBurst(resolve), 1_000, []
    codes = [KEY.issue(bytes([number]) * 16).code for number in range(6)]
    for code in [*codes, "12345678"]:
        for character in code:
            at += 2
            burst.character(Keystroke(character, at))
        at += 2
        verdict = burst.terminator(at)
        assert verdict.swallow
        read.append(verdict.code)
    assert read == [*codes, "12345678"]


def test_the_lines_of_a_business_card_are_told_once():
    burst, at, read = KeystrokeBurst(resolve), 1_000, []
    for line in ("BEGIN:VCARD", "N:Doe", "TEL:3760123456789", "END:VCARD"):
        verdicts = []
        for character in line:
            at += 4
            verdicts.append(burst.character(Keystroke(character, at)))
        at += 4
        read.append(burst.terminator(at).code)
        assert read[:-1] == [] or all(verdict.swallow for verdict in verdicts)
    assert read == ["BEGIN:VCARD", None, None, None]
    assert not burst.character(Keystroke("D", at + 400)).swallow
