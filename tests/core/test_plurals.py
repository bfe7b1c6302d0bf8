# SPDX-License-Identifier: GPL-3.0-or-later
"""Of two words beside a number, the one that the number needs in its language."""

from datetime import date

import pytest

from checkin.core.message import ENGLISH_ONE, FRENCH_ONE, Message, UserError, fill_message

ROWS = "{rows} {rows:row|rows} of {name}"


@pytest.mark.parametrize(
    ("one", "rows", "told"),
    [
        (ENGLISH_ONE, 0, "0 rows of a"),
        (ENGLISH_ONE, 1, "1 row of a"),
        (ENGLISH_ONE, 2, "2 rows of a"),
        (FRENCH_ONE, 0, "0 row of a"),
        (FRENCH_ONE, 1, "1 row of a"),
        (FRENCH_ONE, 2, "2 rows of a"),
        (FRENCH_ONE, "1\u202f204", "1\u202f204 rows of a"),
    ],
)
def test_the_number_chooses_and_is_written_as_it_was_given(one, rows, told):
    assert fill_message(ROWS, {"rows": rows, "name": "a"}, one) == told


def test_what_is_filled_in_is_never_read_as_a_sentence():
    assert fill_message(ROWS, {"rows": 1, "name": "{x|y}"}) == "1 row of {x|y}"


def test_other_ways_to_write_a_field_stay():
    assert fill_message("{day:%d/%m}: {rows:row|rows}", {"day": date(2023, 7, 4), "rows": 1}) == "04/07: row"


def test_an_error_in_english_says_it_too():
    assert str(UserError(Message("t", ROWS), rows=1, name="a")) == "1 row of a"
