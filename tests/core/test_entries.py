# SPDX-License-Identifier: GPL-3.0-or-later
import uuid
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.entries import (
    BODY_LIMIT,
    EARLIEST,
    FIRST_REFUSED_ID,
    LATEST,
    body_text,
    first_id_after,
    next_id,
    parse_moment,
    readable_body,
)
from checkin.core.message import UserError

LATEST_NS = int(LATEST.timestamp()) * 10**9
DAY_NS = 86_400 * 10**9
nanoseconds = st.integers(0, LATEST_NS - DAY_NS)
randomness = st.binary(min_size=8, max_size=8)


@given(st.lists(st.tuples(nanoseconds, randomness), min_size=2, max_size=50))
def test_ids_rise_whatever_the_clock_does(moments):
    greatest = None
    for ns, rnd in moments:
        new = next_id(greatest, ns, rnd)
        assert greatest is None or new > greatest
        assert uuid.UUID(bytes=new).version == 7
        assert uuid.UUID(bytes=new).variant == uuid.RFC_4122
        greatest = new


@given(nanoseconds, randomness)
def test_an_id_carries_its_time(ns, rnd):
    assert int.from_bytes(next_id(None, ns, rnd)[:6], "big") == ns // 1_000_000


@given(nanoseconds, randomness, randomness)
def test_of_two_desks_with_one_clock_the_later_one_is_later(ns, rnd, other):
    assert next_id(None, ns, rnd) < next_id(None, ns + 250, other)


@given(st.binary(min_size=16, max_size=16))
def test_an_id_follows_even_the_last_of_a_millisecond(value):
    ns = int.from_bytes(value, "big") % (LATEST_NS - 1_000_000) // 1_000_000 * 1_000_000 + 999_999
    top = next_id(None, ns, b"\xff" * 8)
    assert next_id(top, 0, b"\x00" * 8) > top
    assert next_id(top, -ns, b"\x00" * 8) > top


def test_a_clock_before_1970_counts_as_1970():
    assert next_id(None, -1, bytes(8)) == next_id(None, 0, bytes(8))


@given(st.binary(min_size=16, max_size=16), st.integers(0, 2**62), randomness)
def test_no_id_leaves_a_desk_without_one_that_others_take(seen, ns, rnd):
    assert next_id(seen, ns, rnd) < FIRST_REFUSED_ID or seen < next_id(None, ns, rnd)


def test_desks_that_were_pushed_by_one_id_write_others_and_a_list_stays_where_it_is():
    pushed = next_id(None, LATEST_NS - DAY_NS, b"\x00" * 8)
    one, other = (next_id(pushed, 0, bytes(6) + bytes([n]) * 2) for n in (1, 2))
    assert one != other
    step = int.from_bytes(next_id(pushed, 0, b"\xff" * 8)[8:], "big") - int.from_bytes(pushed[8:], "big")
    assert step * 100_000 < 2**74


@pytest.mark.parametrize(
    "body", [{"a": float("nan")}, {"a": "\ud800"}, {"a": "x\0y"}, {"a": "é" * BODY_LIMIT}, {"a": object()}]
)
def test_a_poisonous_body_is_refused(body):
    with pytest.raises(UserError):
        body_text(body)


def test_an_escaped_backslash_before_u0000_is_text_like_any_other():
    assert body_text({"a": "\\u0000"}) == r'{"a":"\\u0000"}'


@pytest.mark.parametrize(
    ("value", "is_one"),
    [
        ("2023-07-04T08:40:00+02:00", True),
        (EARLIEST.isoformat(), True),
        ((LATEST - timedelta(seconds=1)).isoformat(), True),
        (LATEST.isoformat(), False),
        ((EARLIEST - timedelta(seconds=1)).isoformat(), False),
        ("2023-07-04T08:40:00", False),
        ("Tuesday", False),
        (5, False),
    ],
)
def test_a_moment_is_of_the_years_of_the_program_and_has_its_offset(value, is_one):
    assert (parse_moment(value) is not None) is is_one


@pytest.mark.parametrize("text", ['{"a": 1} ', ' {"a": 1}', '{"a": 1}', '{"a": 1}\n'])
def test_a_body_is_read_whoever_wrote_it(text):
    assert readable_body(text) == {"a": 1}


@pytest.mark.parametrize("text", ["[1]", '"a"', "[{}]", "5"])
def test_what_is_no_object_is_an_empty_body(text):
    assert readable_body(text) == {}


def test_half_a_letter_is_a_question_mark():
    assert readable_body('{"a": "x\\ud800"}') == {"a": "x?"}


@given(st.integers(0, LATEST_NS // 1_000_000 - 1), randomness)
def test_the_first_id_after_a_millisecond_is_after_all_of_it_and_after_none_of_the_next(milliseconds, rnd):
    first = first_id_after(milliseconds)
    assert next_id(None, milliseconds * 1_000_000 + 999_999, b"\xff" * 8) < first
    assert first <= next_id(None, (milliseconds + 1) * 1_000_000, rnd)
