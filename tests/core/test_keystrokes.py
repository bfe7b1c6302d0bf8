# SPDX-License-Identifier: GPL-3.0-or-later
import random
import string
from itertools import cycle, pairwise, zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.keyboard_layouts import DEAD, US, candidates, layout_of, layouts, position_of, repair, us_character
from checkin.core.keystrokes import (
    GUARD_MS,
    OUT_OF_VIEW_S,
    PASS,
    SILENCE_MS,
    SWALLOW,
    Keystroke,
    KeystrokeBurst,
    KeyTimes,
    ScanDebouncer,
)
from checkin.core.tokens import ID_BYTES, LONGEST_FOREIGN, CodeOrigin, EventKey
from tests.builders import KEY

CODE = "BCDEFGHJKLNPRSTUVXBC"
KNOWN = {CODE, "12", "1234", "0613141516"}

US_PLACES = {c: p for row, first in (("QWERTYUIOP", 16), ("ASDFGHJKL", 30), ("ZXCVBNM", 44))
             for p, c in enumerate(row, first)}  # fmt: skip


def known(text):
    return text if text in KNOWN else None


class Keyboard:
    """Presses keys on a burst; its clock moves only with them."""

    def __init__(self, resolve=known):
        self.burst, self.now = KeystrokeBurst(resolve), 1_000

    def write(self, text, gap, places=()):
        verdicts = []
        for character, place in zip_longest(text, places):
            self.now += gap
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


def test_a_known_code_without_line_end_is_read_when_the_keys_fall_silent_and_a_late_line_end_is_part_of_it(keyboard):
    keyboard.write(CODE, 5)
    assert keyboard.burst.silence().code == CODE
    assert keyboard.burst.silence() == PASS
    assert keyboard.enter(200).swallow
    keyboard.pause(GUARD_MS)
    assert keyboard.enter(0) == PASS


def test_keys_that_waited_in_a_busy_program_do_not_split_a_code_and_a_line_end_belongs_to_its_scan(keyboard):
    keyboard.write(CODE[:9], 5)
    assert keyboard.burst.silence() == PASS
    keyboard.write(CODE[9:], 5)
    assert keyboard.enter(5).code == CODE
    assert keyboard.enter(40) == SWALLOW
    assert keyboard.enter(60) == PASS


def test_a_persons_word_and_enter_pass_untouched_even_from_a_fast_typist(keyboard):
    for gap in (40, 75, 150, 400):
        assert not any(v.swallow or v.code for v in keyboard.write("Thanh-Mai N’Guyen", gap))
        assert keyboard.burst.silence() == PASS
        assert keyboard.enter(gap) == PASS
    assert not any(v.swallow or v.code for v in keyboard.write("abcdefg " * 200, 90)), "without a pause"


READ = [("AUTRE-9999", 6), ("12", 10), ("1234", 10), ("1234", 45), ("0613141516", 60)]


@pytest.mark.parametrize(("code", "gap"), READ)
def test_an_unknown_code_that_is_surely_a_scanners_and_a_short_one_are_read(keyboard, code, gap):
    keyboard.write(code, gap)
    verdict = keyboard.enter(gap)
    assert (verdict.code, verdict.typed, verdict.swallow) == (code, code, True)


def test_an_unknown_code_that_is_not_surely_a_scanners_is_left_alone(keyboard):
    keyboard.write("AUTRE99", 6)  # seven characters
    assert keyboard.enter(6) == PASS
    keyboard.pause(1_000)
    keyboard.write("AUTRE-9999", 6)  # no line end
    assert keyboard.burst.silence() == PASS


@pytest.mark.parametrize(("code", "gap"), [("12", 90), ("1234", 90), ("12", 50), ("12", 2)])
def test_a_short_number_without_line_end_or_as_a_person_types_is_not_a_scan_though_a_ticket_has_it(keyboard, code, gap):
    keyboard.write(code, gap)
    assert keyboard.burst.silence() == PASS
    assert gap < 50 or keyboard.enter(gap) == PASS


def test_a_burst_begins_after_a_pause_and_ends_with_an_editing_key(keyboard):
    keyboard.write("Dup", 120)
    keyboard.pause(SILENCE_MS)
    assert [v.opens for v in keyboard.write(CODE, 5)] == [True] + [False] * (len(CODE) - 1)
    assert keyboard.enter(5).code == CODE
    keyboard.pause(GUARD_MS)
    keyboard.write(CODE, 5)
    keyboard.burst.forget()
    assert keyboard.enter(5) == PASS
    keyboard.write(CODE, 5)
    assert keyboard.enter(5).code == CODE
    keyboard.burst.forget()
    assert not any(verdict.swallow for verdict in keyboard.write("Dupont", 5))


def test_the_place_of_keys_reads_a_code_the_layout_has_spoilt_and_keys_without_one_count_as_typed(keyboard):
    keyboard.write("И" * len(CODE), 5, [US_PLACES[c] for c in CODE])
    verdict = keyboard.enter(5)
    assert (verdict.code, verdict.typed) == (CODE, "И" * len(CODE))
    keyboard.pause(GUARD_MS)  # keypad digits are the same on every layout and are not on the main block
    keyboard.write("0613141516", 5, [82, 2, None, 4, None, 5, None, 6, 2, None])
    assert keyboard.enter(5).code == "0613141516"


def test_a_text_and_its_places_that_mean_two_tickets_mean_none():
    keyboard = Keyboard({"QQQQQQQQ": "QQQQQQQQ", "AAAAAAAA": "AAAAAAAA"}.get)
    keyboard.write("A" * 8, 50, [16] * 8)
    assert keyboard.enter(50) == PASS


def test_space_and_enter_are_guarded_in_a_scan_and_shortly_after_but_a_space_opens_none(keyboard):
    assert keyboard.write("  ", 100) == [PASS, PASS]
    assert not keyboard.burst.guards(keyboard.now + 100)
    keyboard.pause(1_000)
    keyboard.write(CODE, 5)
    assert keyboard.burst.guards(keyboard.now + 5)
    keyboard.enter(5)
    assert keyboard.burst.guards(keyboard.now + GUARD_MS)
    assert not keyboard.burst.guards(keyboard.now + GUARD_MS + 1)


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
        self.burst = KeystrokeBurst(known)
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
    burst, times = KeystrokeBurst(known), KeyTimes()
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


LAYOUT_KEY = EventKey("rencontre-2026", b"k" * 32)
BY_NAME = {layout.name: layout for layout in layouts()}
NAMES = [*BY_NAME]
DIGIT_ROW = str.maketrans("1234567890", "!@#$%^&*()")


def codes(count, seed=7):
    rng = random.Random(seed)
    return [LAYOUT_KEY.issue(rng.randbytes(ID_BYTES)).code for _ in range(count)]


def eans(count, seed=3):
    rng = random.Random(seed)
    return ["".join(rng.choices(string.digits, k=13)) for _ in range(count)]


def is_genuine(text):
    return LAYOUT_KEY.read(text).origin is CodeOrigin.GENUINE


def flip(text):
    return "".join(c.swapcase() if len(c.swapcase()) == 1 else c for c in text)


def write(name, pressed):
    """What a computer with this layout writes when a US scanner presses these keys."""
    to_host = dict(zip(US, BY_NAME[name].keys, strict=True))
    return "".join(to_host.get(c, c) for c in pressed)


def with_caps_lock(name, pressed):
    """The three things Caps Lock does: swap what is written, swap letter keys, hold Shift (Windows)."""
    return {
        flip(write(name, pressed)),
        write(name, "".join(c.swapcase() if c.isalpha() else c for c in pressed)),
        write(name, pressed.swapcase().translate(DIGIT_ROW)),
    }


@pytest.mark.parametrize("name", NAMES)
def test_codes_come_right_on_every_layout_with_and_without_caps_lock_and_those_of_others_are_none(name):
    for code in codes(12):
        for pressed in (code, code.lower()):
            for typed in {write(name, pressed)} | with_caps_lock(name, pressed):
                meant = repair(typed, is_genuine)
                assert meant is not None, (pressed, typed)
                assert meant.upper() == code
    other = EventKey("autre-2026", b"o" * 32)
    for seed in range(20):
        code = other.issue(random.Random(seed).randbytes(ID_BYTES)).code
        for typed in {write(name, code)} | with_caps_lock(name, code):
            assert repair(typed, is_genuine) is None
    listed = eans(60)
    for number in listed:
        assert repair(write(name, number), set(listed).__contains__) == number
    for number in eans(60, seed=4):
        assert repair(write(name, number), set(listed).__contains__) is None


@pytest.mark.parametrize("name", ["us-intl", "fr", "be", "de", "it", "cz", "sk", "lt"])
def test_numbers_and_a_foreign_code_come_right_with_caps_lock(name):
    listed = eans(60) if name in ("fr", "be", "cz", "sk", "lt") else []
    for code in [*listed, *(["Qm7ZaBcDmFgH2y"] if name not in ("sk", "lt") else [])]:
        for typed in {write(name, code)} | with_caps_lock(name, code):
            assert repair(typed, {*listed, code}.__contains__) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("HQ&&é", "HA112"),  # French and Belgian
        ("àà&\"è'!ç&&", "0013748911"),  # reported for Belgian ones
        ("àà&\"è'_ç&&", "0013748911"),  # the same in French
        ("+ěščřžýáíé", "1234567890"),  # Czech
        ("ßY", "-Z"),  # German
        ("httpsÖ--evt.example-t-abc", "https://evt.example/t/abc"),  # German
        ("êk11&", "[ek!!1"),  # French: ^ then e, in one character
        ("a^1", "q[!"),  # Windows writes the accent by itself
    ],
)
def test_scans_as_people_have_reported_them_come_right(typed, code):
    assert repair(typed, {code}.__contains__) == code


def test_what_a_scanner_adds_is_taken_off_after_the_layout_is_undone():
    code = codes(1)[0]
    for framed in (f"]Q3{code}", f"]C1{code}", f" {code} "):
        for name in NAMES:
            typed = write(name, framed)
            if not set(typed) & DEAD.keys():
                assert repair(typed, is_genuine) == code, name


def test_the_text_itself_comes_first_and_nothing_comes_twice():
    for typed in ("ABC-123", codes(1)[0], "àà&é", "", " ]Q3abc "):
        found = list(candidates(typed))
        assert len(found) == len(set(found))
        assert found[:1] == ([typed] if typed else [])
    typed = "à" * (LONGEST_FOREIGN + 1)
    assert list(candidates(typed)) == [typed], "an endless text is only itself"
    assert len(list(candidates("à" * LONGEST_FOREIGN))) > 1


def test_two_tickets_that_could_be_meant_are_both_refused_and_a_short_code_is_never_read_as_its_neighbour():
    german, czech = "ěščYYYYYYYYYY", {"234ZZZZZZZZZZ", "234YYYYYYYYYY"}
    assert repair(german, {"234ZZZZZZZZZZ"}.__contains__) == "234ZZZZZZZZZZ"
    assert repair(german, czech.__contains__) is None
    assert repair("Y0099", {"Z0099"}.__contains__) is None
    assert repair("a-1234", {"A-1234"}.__contains__) == "A-1234"
    code = codes(1)[0]
    assert repair(code.lower(), is_genuine) == code.lower()
    assert repair("abc12", lambda text: text.upper() == "ABC12") == "abc12"


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=60))
def test_what_people_write_is_never_taken_for_a_code(text):
    listed = {*eans(50), *codes(50)}
    assert repair(text, lambda candidate: candidate in listed or is_genuine(candidate)) is None


@given(st.text(alphabet=US + "éèàçù§°£µ^¨", max_size=40), st.sets(st.text(alphabet=US, min_size=1), max_size=5))
def test_what_is_accepted_is_known_and_the_only_candidate_known(typed, known):
    meant = repair(typed, known.__contains__)
    assert (meant is None) == (len({c.casefold() for c in candidates(typed) if c in known}) != 1)
    assert meant is None or meant in known


@given(st.sampled_from(NAMES), st.text(alphabet=string.ascii_letters + string.digits + "-", min_size=12))
def test_a_layout_without_dead_keys_in_the_way_can_always_be_undone(name, code):
    typed = write(name, code)
    layout = BY_NAME[name]
    unique = all(layout.keys.count(c) == 1 for c in typed)
    if unique and not set(typed) & DEAD.keys() and len(code) <= LONGEST_FOREIGN:
        assert code in list(candidates(typed))


def test_the_layout_in_the_way_is_named_and_every_key_has_one_place():
    number = eans(1)[0]
    assert layout_of(write("fr", number), number) == "fr"
    assert layout_of(write("cz", number), number) == "cz"
    assert layout_of(number, number) is None
    assert layout_of("abc", "ABC") is None
    written = [us_character(p, s) for p in range(128) for s in (False, True) if us_character(p, s)]
    assert sorted(c for c in written if c != " ") == sorted(US)


@pytest.mark.parametrize(
    ("platform", "scan_code", "virtual_key", "character"),
    [
        ("xcb", 24, 0x71, "q"),
        ("wayland", 52, 0x7A, "z"),
        ("wayland-egl", 52, 0x7A, "z"),
        ("windows", 0x10, 0x41, "q"),  # AZERTY reports VK_A there
        ("windows", 0x2C, 0x57, "z"),
        ("cocoa", 0, 0, "a"),
        ("cocoa", 0, 6, "z"),
        ("cocoa", 0, 25, "9"),
        ("cocoa", 0, 49, " "),
        ("cocoa", 0, 50, "`"),
    ],
)
def test_the_place_of_a_key_is_read_on_every_system(platform, scan_code, virtual_key, character):
    position = position_of(platform, scan_code, virtual_key)
    assert position is not None
    assert us_character(position, shifted=False) == character


@pytest.mark.parametrize(("platform", "key"), [("xcb", 0), ("windows", 0), ("cocoa", 36), ("offscreen", 24)])
def test_without_native_codes_a_key_has_no_place(platform, key):
    assert position_of(platform, key if platform != "cocoa" else 0, key) is None


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
    return [v for v in verdicts if v.code]


@given(st.binary(min_size=16, max_size=16), st.sampled_from(ROWS), PACES, st.integers(0, 100), st.booleans())
def test_a_code_within_a_tenth_of_a_second_after_a_letter_is_read(seed, row, pace, gap, has_end):
    rng = random.Random(seed)
    letters = "".join(rng.choices("aeimopq", k=rng.randint(1, 3)))
    hand = [Keystroke(letter, 1_000 + 100 * at) for at, letter in enumerate(letters)]
    code = KEY.issue(seed).code
    scan = keys_of(code, row, hand[-1].at_ms + gap, pace, rng)
    (verdict,) = press([*hand, *scan], pace if has_end else None)
    assert (verdict.code, verdict.by_hand) == (code, letters)


@given(st.binary(min_size=16, max_size=16), st.sampled_from(ROWS), PACES, st.integers(0, 100), st.booleans())
def test_a_letter_that_comes_into_a_code_or_right_after_it_does_not_spoil_it(seed, row, pace, gap, has_end):
    rng, code = random.Random(seed), KEY.issue(seed).code
    scan = keys_of(code, row, 1_000, pace, rng)
    hand = Keystroke("a", scan[0].at_ms + gap)
    keys = sorted([*scan, hand], key=lambda key: key.at_ms)
    found = press(keys, pace if has_end and hand.at_ms <= scan[-1].at_ms + pace else None)
    assert [verdict.code for verdict in found] == [code]
    assert found[0].by_hand == "a"


@pytest.mark.parametrize("code", sorted(LISTED))
@given(st.integers(0, 2**32), st.sampled_from(["fr", "be", "de", "cz", "gb"]), st.integers(1, 12), st.integers(40, 100))
def test_a_code_of_a_list_is_read_where_time_tells_it_from_the_letter(code, seed, layout, pace, gap):
    rng, row = random.Random(seed), BY_NAME[layout].keys
    (verdict,) = press([Keystroke("d", 1_000), *keys_of(code, row, 1_000 + gap, pace, rng)], pace)
    assert (verdict.code, verdict.by_hand) == (code, "d")


@pytest.mark.parametrize("typed", ["2024-12345678", "93760123456789", "HA112-QWZM_91", "X12345678X"])
def test_an_unknown_code_is_not_taken_for_the_known_one_that_is_in_it(typed):
    (verdict,) = press([Keystroke(character, 1_000 + 5 * at) for at, character in enumerate(typed)], 5)
    assert verdict.code == typed


@given(st.integers(0, 2**32), st.floats(60, 240))
def test_what_a_person_types_before_and_after_a_number_is_no_scan_of_it(seed, mean):
    rng, at, keys = random.Random(seed), 1_000, []
    for character in "rue 12345678 du":
        at += min(int(rng.lognormvariate(0, 0.3) * mean), SILENCE_MS)
        keys.append(Keystroke(character, at))
    assert press(keys, int(mean)) == []


def test_scans_that_a_scanner_kept_are_all_read_though_nothing_parts_them():
    """A scanner with a memory gives all its codes in one go."""
    keyboard = Keyboard(resolve)
    for code in [*(KEY.issue(bytes([number]) * 16).code for number in range(6)), "12345678"]:
        keyboard.write(code, 2)
        verdict = keyboard.enter(2)
        assert (verdict.code, verdict.swallow) == (code, True)


def test_the_lines_of_a_business_card_are_told_once():
    keyboard = Keyboard(resolve)
    keyboard.write("BEGIN:VCARD", 4)
    assert keyboard.enter(4).code == "BEGIN:VCARD"
    for line in ("N:Doe", "TEL:3760123456789", "END:VCARD"):
        verdicts = [*keyboard.write(line, 4), keyboard.enter(4)]
        assert all(verdict.swallow and verdict.code is None for verdict in verdicts)
    keyboard.pause(GUARD_MS)
    assert not any(verdict.swallow for verdict in keyboard.write("Doe", 100))


FRAME = 1 / 30


def test_a_code_is_answered_once_while_it_is_in_view_and_again_after_it_was_gone():
    sightings = ScanDebouncer()
    assert sightings.new(["A", "A"], 0) == ("A",)
    assert sightings.new([], OUT_OF_VIEW_S / 2) == ()
    assert sightings.new(["B", "A", "C"], OUT_OF_VIEW_S - 0.01) == ("B", "C"), "a second person, in the order seen"
    assert sightings.new([], 2 * OUT_OF_VIEW_S) == ()
    assert sightings.new(["A"], 2 * OUT_OF_VIEW_S + FRAME) == ("A",)
    assert sightings.new(["A"], 6 * OUT_OF_VIEW_S) == (), "a busy computer looked at no frame meanwhile"
    sightings.new([], 3600)
    assert len(sightings) == 0


# Binary fractions, so that sums are exact.
VIEWS = st.lists(
    st.tuples(st.lists(st.sampled_from("ABC")), st.integers(0, 64).map(lambda ticks: ticks / 32)), max_size=60
)


@given(VIEWS)
def test_a_text_is_answered_exactly_when_a_look_found_it_gone_for_that_many_seconds_and_remembered_no_longer(views):
    sightings, seen_at, at = ScanDebouncer(), {}, 0.0
    for texts, later in views:
        at += later
        assert list(sightings.new(texts, at)) == [text for text in dict.fromkeys(texts) if text not in seen_at]
        seen_at |= dict.fromkeys(texts, at)
        seen_at = {text: last for text, last in seen_at.items() if at - last < OUT_OF_VIEW_S}
        assert len(sightings) == len(seen_at)
