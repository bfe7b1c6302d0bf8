# SPDX-License-Identifier: GPL-3.0-or-later
"""`scripts/test quick` tells something of every room of the program; what is left to `all` is there."""

from pathlib import Path

TESTS = Path(__file__).parent


def listed(name):
    return [TESTS.parent / line for line in (TESTS / name).read_text("utf-8").splitlines()]


QUICK, APART = listed("quick.txt"), listed("apart.txt")


def rooms():
    return {room.parent.name for room in (TESTS.parent / "checkin").glob("*/__init__.py")}


def test_what_is_named_is_there_and_once():
    assert [path for path in (*QUICK, *APART) if not path.exists()] == []
    assert len({*QUICK, *APART}) == len(QUICK) + len(APART)


def test_every_room_that_has_tests_has_some_of_them_among_the_quick_ones():
    tested = {room for room in rooms() if any((TESTS / room).glob("**/test_*.py"))}
    assert {"core", "storage", "services", "ui"} <= tested
    assert tested - {path.relative_to(TESTS).parts[0] for path in QUICK} == set()


def test_a_journey_in_the_real_window_and_the_words_are_among_them():
    named = {str(path.relative_to(TESTS)) for path in QUICK}
    assert {"test_language.py", "test_documentation.py"} <= named
    assert any(name.startswith("journeys/") for name in named)
