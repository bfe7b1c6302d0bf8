# SPDX-License-Identifier: GPL-3.0-or-later
import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.keyboard_layouts import DEAD, US, candidates, layout_of, layouts, position_of, repair, us_character
from checkin.core.tokens import ID_BYTES, LONGEST_FOREIGN, CodeOrigin, EventKey

KEY = EventKey("rencontre-2026", b"k" * 32)
NAMES = [layout.name for layout in layouts()]
BY_NAME = {layout.name: layout for layout in layouts()}
DIGIT_ROW = str.maketrans("1234567890", "!@#$%^&*()")


def codes(count, seed=7):
    rng = random.Random(seed)
    return [KEY.issue(rng.randbytes(ID_BYTES)).code for _ in range(count)]


def eans(count, seed=3):
    rng = random.Random(seed)
    return ["".join(rng.choices(string.digits, k=13)) for _ in range(count)]


def is_genuine(text):
    return KEY.read(text).origin is CodeOrigin.GENUINE


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
def test_our_codes_come_right_on_every_layout_in_either_case_with_and_without_caps_lock(name):
    for code in codes(12):
        for pressed in (code, code.lower()):
            for typed in {write(name, pressed)} | with_caps_lock(name, pressed):
                meant = repair(typed, is_genuine)
                assert meant is not None, (pressed, typed)
                assert meant.upper() == code


@pytest.mark.parametrize("name", NAMES)
def test_a_code_of_another_event_is_accepted_on_no_layout(name):
    other = EventKey("autre-2026", b"o" * 32)
    for seed in range(20):
        code = other.issue(random.Random(seed).randbytes(ID_BYTES)).code
        for typed in {write(name, code)} | with_caps_lock(name, code):
            assert repair(typed, is_genuine) is None


@pytest.mark.parametrize("name", NAMES)
def test_numbers_of_the_list_come_right_and_numbers_not_in_it_stay_unknown(name):
    listed = eans(60)
    for number in listed:
        assert repair(write(name, number), set(listed).__contains__) == number
    for number in eans(60, seed=4):
        assert repair(write(name, number), set(listed).__contains__) is None


@pytest.mark.parametrize("name", ["fr", "be", "cz", "sk", "lt"])
def test_numbers_come_right_with_caps_lock(name):
    listed = eans(60)
    for number in listed:
        for typed in with_caps_lock(name, number):
            assert repair(typed, set(listed).__contains__) == number


@pytest.mark.parametrize("name", ["us-intl", "fr", "be", "de", "it", "cz"])
def test_a_foreign_code_gets_its_own_case_back_under_caps_lock(name):
    code = "Qm7ZaBcDmFgH2y"
    for typed in {write(name, code)} | with_caps_lock(name, code):
        assert repair(typed, {code}.__contains__) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("HQ&&é", "HA112"),  # French and Belgian
        ("àà&\"è'!ç&&", "0013748911"),  # reported for Belgian ones
        ("àà&\"è'_ç&&", "0013748911"),  # the same in French
        ("+ěščřžýáíé", "1234567890"),  # Czech
        ("ßY", "-Z"),  # German
        ("httpsÖ--evt.example-t-abc", "https://evt.example/t/abc"),  # German
    ],
)
def test_scans_as_people_have_reported_them_come_right(typed, code):
    assert repair(typed, {code}.__contains__) == code


def test_dead_keys_are_recovered_from_the_letter_they_fell_on():
    assert repair("êk11&", {"[ek!!1"}.__contains__) == "[ek!!1"  # French: ^ then e, in one character
    assert repair("a^1", {"q[!"}.__contains__) == "q[!"  # Windows writes the accent by itself


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


def test_two_tickets_that_could_be_meant_are_both_refused():
    german, czech = "ěščYYYYYYYYYY", {"234ZZZZZZZZZZ", "234YYYYYYYYYY"}
    assert repair(german, {"234ZZZZZZZZZZ"}.__contains__) == "234ZZZZZZZZZZ"
    assert repair(german, czech.__contains__) is None


def test_a_short_plain_code_is_never_read_as_its_neighbour():
    """Y0099 is of another event; Z0099 is ours, and a German keyboard would swap the two."""
    assert repair("Y0099", {"Z0099"}.__contains__) is None
    assert repair("a-1234", {"A-1234"}.__contains__) == "A-1234"


def test_case_alone_does_not_make_a_code_ambiguous():
    code = codes(1)[0]
    assert repair(code.lower(), is_genuine) == code.lower()
    assert repair("abc12", lambda text: text.upper() == "ABC12") == "abc12"


def test_an_endless_text_is_only_itself():
    typed = "à" * (LONGEST_FOREIGN + 1)
    assert list(candidates(typed)) == [typed]
    assert len(list(candidates("à" * LONGEST_FOREIGN))) > 1


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=60))
def test_what_people_write_is_never_taken_for_a_code(text):
    listed = {*eans(50), *codes(50)}
    assert repair(text, lambda candidate: candidate in listed or is_genuine(candidate)) is None


@given(st.text(alphabet=US + "éèàçù§°£µ^¨", max_size=40), st.sets(st.text(alphabet=US, min_size=1), max_size=5))
def test_what_is_accepted_is_known_and_the_only_candidate_known(typed, known):
    meant = repair(typed, known.__contains__)
    possible = {c.casefold() for c in candidates(typed) if c in known}
    assert (meant is None) == (len(possible) != 1)
    assert meant is None or meant in known


@given(st.sampled_from(NAMES), st.text(alphabet=string.ascii_letters + string.digits + "-", min_size=12))
def test_a_layout_without_dead_keys_in_the_way_can_always_be_undone(name, code):
    typed = write(name, code)
    layout = BY_NAME[name]
    unique = all(layout.keys.count(c) == 1 for c in typed)
    if unique and not set(typed) & DEAD.keys() and len(code) <= LONGEST_FOREIGN:
        assert code in list(candidates(typed))


def test_the_layout_in_the_way_is_named():
    number = eans(1)[0]
    assert layout_of(write("fr", number), number) == "fr"
    assert layout_of(write("cz", number), number) == "cz"
    assert layout_of(number, number) is None
    assert layout_of("abc", "ABC") is None


def test_every_key_of_a_us_keyboard_has_one_place():
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
