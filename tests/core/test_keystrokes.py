# SPDX-License-Identifier: GPL-3.0-or-later
import random
from itertools import cycle, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.keystrokes import GUARD_MS, PASS, SILENCE_MS, SWALLOW, Keystroke, KeystrokeBurst, KeyTimes
from checkin.core.tokens import LONGEST_FOREIGN

CODE = "BCDEFGHJKLNPRSTUVXBC"
KNOWN = {CODE, "12", "1234", "0613141516"}
US_PLACES = {c: p for row, first in (("QWERTYUIOP", 16), ("ASDFGHJKL", 30), ("ZXCVBNM", 44))
             for p, c in enumerate(row, first)}  # fmt: skip


class Keyboard:
    """Presses keys on a burst; its clock moves only with them."""

    def __init__(self):
        self.burst = KeystrokeBurst(lambda text: text if text in KNOWN else None)
        self.now = 1_000

    def write(self, text, gap, places=()):
        verdicts = []
        for at, character in enumerate(text):
            self.now += gap
            place = places[at] if places else None
            verdicts.append(self.burst.character(Keystroke(character, self.now, place, character.isupper())))
        return verdicts

    def enter(self, gap):
        self.now += gap
        return self.burst.terminator(self.now)

    def pause(self, gap):
        self.now += gap


@pytest.fixture
def keyboard():
    return Keyboard()


@pytest.mark.parametrize("gap", [0, 2, 10, 45, 100, 240])
def test_a_known_code_is_read_at_any_speed_and_its_line_end_swallowed(keyboard, gap):
    first, *others = keyboard.write(CODE, gap)
    assert first.opens
    assert not any(verdict.opens or verdict.swallow for verdict in others)
    verdict = keyboard.enter(gap)
    assert (verdict.code, verdict.swallow) == (CODE, True)


def test_a_known_code_without_line_end_is_read_when_the_keys_fall_silent(keyboard):
    keyboard.write(CODE, 5)
    assert keyboard.burst.silence().code == CODE
    assert keyboard.burst.silence() == PASS


def test_a_line_end_that_comes_after_the_silence_is_still_part_of_the_scan(keyboard):
    keyboard.write(CODE, 5)
    keyboard.burst.silence()
    assert keyboard.enter(200).swallow
    keyboard.pause(GUARD_MS)
    assert keyboard.enter(0) == PASS


def test_keys_that_waited_in_a_busy_program_do_not_split_a_code(keyboard):
    """The timer fired while the rest of the code was on its way; its time stamps say it is one code."""
    keyboard.write(CODE[:9], 5)
    assert keyboard.burst.silence() == PASS
    keyboard.write(CODE[9:], 5)
    assert keyboard.enter(5).code == CODE


def test_the_second_half_of_a_line_end_is_swallowed_and_a_later_enter_is_not(keyboard):
    keyboard.write(CODE, 5)
    keyboard.enter(5)
    assert keyboard.enter(40) == SWALLOW
    assert keyboard.enter(60) == PASS


def test_a_persons_word_and_enter_pass_untouched_even_from_a_fast_typist(keyboard):
    for gap in (40, 75, 150, 400):
        assert not any(v.swallow or v.code for v in keyboard.write("Thanh-Mai N’Guyen", gap))
        assert keyboard.burst.silence() == PASS
        assert keyboard.enter(gap) == PASS


def test_what_is_surely_a_scanner_is_given_as_typed_when_unknown(keyboard):
    keyboard.write("AUTRE-9999", 6)
    verdict = keyboard.enter(6)
    assert (verdict.code, verdict.typed, verdict.swallow) == ("AUTRE-9999", "AUTRE-9999", True)


def test_what_is_not_surely_a_scanner_is_left_alone_when_unknown(keyboard):
    keyboard.write("AUTRE99", 6)  # seven characters
    assert keyboard.enter(6) == PASS
    keyboard.pause(1_000)
    keyboard.write("AUTRE-9999", 6)  # no line end
    assert keyboard.burst.silence() == PASS


@pytest.mark.parametrize(("code", "gap"), [("12", 90), ("1234", 90), ("12", 50)])
def test_a_short_number_a_person_types_is_not_a_scan_though_a_ticket_has_it(keyboard, code, gap):
    keyboard.write(code, gap)
    assert keyboard.burst.silence() == PASS
    assert keyboard.enter(gap) == PASS


@pytest.mark.parametrize(("code", "gap"), [("12", 10), ("1234", 10), ("1234", 45), ("0613141516", 60)])
def test_a_short_code_is_read_from_a_scanner(keyboard, code, gap):
    keyboard.write(code, gap)
    assert keyboard.enter(gap).code == code


def test_two_characters_and_silence_are_no_scan(keyboard):
    keyboard.write("12", 2)
    assert keyboard.burst.silence() == PASS


def test_a_pause_begins_a_new_burst_so_a_name_left_in_the_field_does_not_spoil_a_scan(keyboard):
    keyboard.write("Dup", 120)
    keyboard.pause(SILENCE_MS)
    verdicts = keyboard.write(CODE, 5)
    assert [v.opens for v in verdicts] == [True] + [False] * (len(CODE) - 1)
    assert keyboard.enter(5).code == CODE


def test_an_editing_key_ends_the_burst(keyboard):
    keyboard.write(CODE, 5)
    keyboard.burst.forget()
    assert keyboard.enter(5) == PASS
    keyboard.write(CODE, 5)
    assert keyboard.enter(5).code == CODE
    keyboard.burst.forget()
    assert not any(verdict.swallow for verdict in keyboard.write("Dupont", 5))


def test_the_place_of_keys_reads_a_code_the_layout_has_spoilt(keyboard):
    places = [US_PLACES[c] for c in CODE]
    keyboard.write("И" * len(CODE), 5, places)
    verdict = keyboard.enter(5)
    assert (verdict.code, verdict.typed) == (CODE, "И" * len(CODE))


def test_keys_without_a_place_count_as_typed_among_others(keyboard):
    """Keypad digits are the same on every layout and are not on the main block."""
    keyboard.write("0613141516", 5, [82, 2, None, 4, None, 5, None, 6, 2, None])
    assert keyboard.enter(5).code == "0613141516"


def test_a_text_and_its_places_that_mean_two_tickets_mean_none():
    burst = KeystrokeBurst({"QQQQQQQQ": "QQQQQQQQ", "AAAAAAAA": "AAAAAAAA"}.get)
    for at in range(8):
        burst.character(Keystroke("A", at * 50, 16, True))
    assert burst.terminator(400) == PASS


def test_space_and_enter_are_guarded_in_a_scan_and_shortly_after(keyboard):
    assert not keyboard.burst.guards(keyboard.now)
    keyboard.write(CODE, 5)
    assert keyboard.burst.guards(keyboard.now + 5)
    keyboard.enter(5)
    assert keyboard.burst.guards(keyboard.now + GUARD_MS)
    assert not keyboard.burst.guards(keyboard.now + GUARD_MS + 1)


def test_a_space_opens_no_burst_so_a_button_can_be_pressed_twice_with_it(keyboard):
    assert keyboard.write("  ", 100) == [PASS, PASS]
    assert not keyboard.burst.guards(keyboard.now + 100)


def test_a_scanner_that_never_stops_is_reported_once_and_swallowed_until_it_is_quiet(keyboard):
    verdicts = keyboard.write("x" * (LONGEST_FOREIGN + 40), 3)
    reported = [v for v in verdicts if v.code]
    assert len(reported) == 1
    assert len(reported[0].code) == LONGEST_FOREIGN + 1
    assert all(v.swallow for v in verdicts[LONGEST_FOREIGN:])
    assert keyboard.enter(3).swallow
    keyboard.pause(GUARD_MS)
    keyboard.write(CODE, 5)
    assert keyboard.enter(5).code == CODE


def test_a_person_who_writes_without_a_pause_is_never_swallowed(keyboard):
    assert not any(v.swallow or v.code for v in keyboard.write("abcdefg " * 200, 90))


def test_further_lines_of_one_code_are_swallowed(keyboard):
    keyboard.write("BEGIN:VCARD", 4)
    assert keyboard.enter(4).code == "BEGIN:VCARD"
    assert all(v.swallow for v in keyboard.write("N:Doe", 4))
    assert keyboard.enter(4).swallow
    keyboard.pause(GUARD_MS)
    assert not any(v.swallow for v in keyboard.write("Doe", 100))


@given(st.integers(0, 2**32), st.floats(60, 240), st.integers(1, 30))
def test_no_rhythm_of_a_person_loses_a_key(seed, mean, length):
    rng, keyboard = random.Random(seed), Keyboard()
    for _ in range(length):
        gap = int(rng.lognormvariate(0, 0.45) * mean)
        (verdict,) = keyboard.write(rng.choice("aeiou rstnl1234567890"), gap)
        assert not verdict.swallow
        if keyboard.burst.is_open(keyboard.now) and rng.random() < 0.2:
            assert keyboard.burst.silence() == PASS
    assert keyboard.enter(int(mean)) == PASS


CLOCKS = st.lists(st.sampled_from(["none", "still", "ahead", "behind", "of 32 bits", "its own"]), min_size=1)


class OddKeyboard:
    """A keyboard whose time stamps are of one of these clocks after the other."""

    def __init__(self, clocks):
        self.burst = KeystrokeBurst(lambda text: text if text in KNOWN else None)
        self._clocks, self._times = cycle(clocks), KeyTimes()
        self._now, self._pressed = 10**8, 0

    def _stamp(self):
        now = self._now
        clocks = {"none": 0, "still": 10**9, "ahead": now + 10**7, "behind": now - 10**7, "its own": now}
        clocks["of 32 bits"] = (now + 2**32 - 10**8 - 5_000) % 2**32
        return clocks[next(self._clocks)]

    def pause(self, gap):
        """What the wedge does while no key comes."""
        self._now += gap
        if self._now - self._pressed > SILENCE_MS:
            self.burst.silence()

    def key(self, gap):
        self.pause(gap)
        self._pressed = self._now
        return self._times.note(self._stamp(), self._now)

    def write(self, text, gap):
        verdicts = [self.burst.character(Keystroke(letter, self.key(gap))) for letter in text]
        return [*verdicts, self.burst.terminator(self.key(gap))]


ACTS = st.sampled_from(["scan", "unknown scan", "name", "press"])


@given(st.lists(st.tuples(ACTS, st.integers(GUARD_MS + SILENCE_MS, 4_000), st.integers(0, 20)), min_size=2), CLOCKS)
def test_scans_names_and_presses_are_told_apart_whatever_the_time_stamps(acts, clocks):
    board = OddKeyboard(clocks)
    for act, pause, gap in acts:
        board.pause(pause)
        match act:
            case "scan" | "unknown scan":
                code = CODE if act == "scan" else "UNKNOWN-2026"
                assert [verdict.code for verdict in board.write(code, gap) if verdict.swallow] == [code]
                assert board.burst.guards(board.key(200))
            case "name":
                verdicts = board.write("Maryvonne", 70 + 8 * gap)
                assert not any(verdict.code or verdict.swallow for verdict in verdicts)
            case "press":
                pressed = board.key(1)
                assert not board.burst.guards(pressed)
                assert board.burst.terminator(pressed) == PASS


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 3_000)), min_size=len(CODE) + 1, max_size=len(CODE) + 1))
def test_a_scan_whose_keys_wait_in_a_busy_program_is_one_scan(keys):
    """However long, and whether or not several came in one millisecond."""
    burst, times = KeystrokeBurst(lambda text: text if text in KNOWN else None), KeyTimes()
    pressed = arrived = 10**8
    verdicts = []
    for (gap, stall), letter in zip(keys, [*CODE, ""], strict=True):
        pressed += gap
        is_prompt = not verdicts
        arrived = max(arrived, pressed) + (0 if is_prompt else stall)
        at = times.note(pressed + 77, arrived, is_prompt=is_prompt)
        verdicts.append(burst.character(Keystroke(letter, at)) if letter else burst.terminator(at))
    assert verdicts[-1].code == CODE


def gaps_noted(gaps, stall, clock):
    """Return the gaps noted of keys in a program that is busy from the first on: those pressed meanwhile all come at
    its end. `clock`: how far the system's is ahead of the program's.
    """
    times, pressed = KeyTimes(), 10**8
    is_free_at = pressed + stall
    noted = [times.note(pressed + clock, is_free_at)]
    for gap in gaps:
        pressed += gap
        noted.append(times.note(pressed + clock, max(pressed, is_free_at), is_prompt=pressed > is_free_at))
    return [after - before for before, after in pairwise(noted)]


@given(st.lists(st.integers(20, 200), min_size=3, max_size=8), st.integers(0, 900), st.integers(-(10**7), 10**7))
def test_keys_that_waited_in_a_busy_program_are_as_far_apart_as_they_were_pressed(gaps, stall, clock):
    assert gaps_noted(gaps, stall, clock) == gaps


@given(st.lists(st.integers(20, 2_000), min_size=3, max_size=8), st.integers(0, 4_000))
def test_pauses_too_where_even_the_first_key_waited_and_the_clock_is_the_programs(gaps, stall):
    assert gaps_noted(gaps, stall, clock=0) == gaps
