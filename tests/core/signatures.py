# SPDX-License-Identifier: GPL-3.0-or-later
"""Signatures for tests: any that a pad can make, and one to be recognised."""

from hypothesis import strategies as st

from checkin.core.signature import GRID, LEVELS, Point, Signature, capture_signature

SWING = [(0.2 + n * 0.004, 0.2 + 0.1 * (-1) ** (n // 20) * (n % 20) / 20, 0.5) for n in range(120)]
"""A zigzag, as touches of a pad."""


def a_signature(height=0.4, shift=0.0):
    found = capture_signature([[(x + shift, y, p) for x, y, p in SWING]], height)
    assert found
    return found


@st.composite
def signatures(draw):
    height = draw(st.integers(1, GRID))
    point = st.builds(Point, st.integers(0, GRID), st.integers(0, height), st.integers(0, LEVELS - 1))
    strokes = st.lists(st.lists(point, min_size=1, max_size=20).map(tuple), min_size=1, max_size=8)
    return Signature(height, tuple(draw(strokes)))


SHARE = st.floats(-0.2, 1.2)
TOUCHES = st.lists(st.lists(st.tuples(SHARE, SHARE, st.floats(0, 1)), max_size=30), max_size=8)
