# SPDX-License-Identifier: GPL-3.0-or-later
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.entries import BODY_LIMIT, body_text, next_id
from checkin.core.errors import UserError

milliseconds = st.integers(0, 2**47)
randomness = st.binary(min_size=10, max_size=10)


@given(st.lists(st.tuples(milliseconds, randomness), min_size=2, max_size=50))
def test_ids_rise_whatever_the_clock_does(moments):
    greatest = None
    for ms, rnd in moments:
        new = next_id(greatest, ms, rnd)
        assert greatest is None or new > greatest
        assert uuid.UUID(bytes=new).version == 7
        assert uuid.UUID(bytes=new).variant == uuid.RFC_4122
        greatest = new


@given(milliseconds, randomness)
def test_an_id_carries_its_time(ms, rnd):
    assert int.from_bytes(next_id(None, ms, rnd)[:6], "big") == ms


@given(st.binary(min_size=16, max_size=16))
def test_an_id_follows_even_the_last_of_a_millisecond(value):
    seen = uuid.UUID(int=int.from_bytes(value, "big") >> 1)  # room for a successor
    top = next_id(None, seen.int >> 81, b"\xff" * 10)
    assert next_id(top, 0, b"\x00" * 10) > top


@pytest.mark.parametrize(
    "body", [{"a": float("nan")}, {"a": "\ud800"}, {"a": "x\0y"}, {"a": "é" * BODY_LIMIT}, {"a": object()}]
)
def test_a_poisonous_body_is_refused(body):
    with pytest.raises(UserError):
        body_text(body)


def test_an_escaped_backslash_before_u0000_is_text_like_any_other():
    assert body_text({"a": "\\u0000"}) == r'{"a":"\\u0000"}'
