# SPDX-License-Identifier: GPL-3.0-or-later
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from checkin.core.local_time import TimeSpan, length, minutes, parts, union
from tests.builders import MORNING

moments = st.integers(0, 600).map(lambda n: MORNING + timedelta(minutes=n))
spans = st.builds(TimeSpan, moments, moments)


@given(st.lists(spans, max_size=8))
def test_a_minute_is_counted_once_and_none_is_lost(found):
    joined = union(found)
    assert all(a.ends < b.begins for a, b in pairwise(joined))
    seen = {m for s in found for m in range(int((s.begins - MORNING).total_seconds()) // 60, _last(s))}
    assert length(found) == timedelta(minutes=len(seen))


def _last(span):
    return int((span.ends - MORNING).total_seconds()) // 60


@given(st.lists(spans, max_size=8), spans)
def test_parts_lie_within_and_are_never_longer_than_the_whole(found, whole):
    assert length(parts(found, whole)) <= whole.length
    assert all(whole.begins <= p.begins < p.ends <= whole.ends for p in parts(found, whole))


def test_what_would_end_before_it_begins_is_of_no_length():
    assert TimeSpan(MORNING, MORNING - timedelta(hours=1)).length == timedelta()


def test_minutes_are_never_rounded_up():
    assert minutes(timedelta(minutes=29, seconds=59)) == 29
