# SPDX-License-Identifier: GPL-3.0-or-later
"""Any badge that a file can hold, for laws."""

from hypothesis import strategies as st

from checkin.core.badges.template import (
    BY_CATEGORY,
    ON_CATEGORY,
    TURNS,
    Align,
    BadgeTemplate,
    Box,
    CodeElement,
    Condition,
    FoldDirection,
    ImageElement,
    Shape,
    ShapeElement,
    TextElement,
)

LENGTHS = st.floats(0, 200, width=32) | st.integers(0, 200).map(float)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
NAMES = WORDS.filter(bool)
PLAIN_COLOURS = st.sampled_from(["#000000", "#FFFFFF", "#2F5BEA", "#8a0f2e"])
COLOURS = PLAIN_COLOURS | st.sampled_from([BY_CATEGORY, ON_CATEGORY])
BOXES = st.builds(Box, LENGTHS, LENGTHS, LENGTHS, LENGTHS)
CONDITIONS = st.none() | st.builds(Condition, NAMES, st.lists(WORDS, max_size=2).map(tuple))
PLACED = {"side": st.sampled_from([1, 2]), "when": CONDITIONS}
SIZES = st.tuples(st.floats(1, 40, width=32), st.floats(0.5, 40, width=32)).map(lambda two: (two[0], min(two)))
TEXTS = st.builds(
    lambda box, text, sizes, **more: TextElement(box, text, sizes[0], sizes[1], **more),
    BOXES,
    WORDS,
    SIZES,
    lines=st.integers(1, 10),
    is_bold=st.booleans(),
    align=st.sampled_from(Align),
    colour=COLOURS,
    is_capitals=st.booleans(),
    is_at_top=st.booleans(),
    is_at_bottom=st.booleans(),
    turn=st.sampled_from(TURNS),
    **PLACED,
)
AREAS = st.builds(ShapeElement, BOXES, st.sampled_from(Shape), COLOURS, LENGTHS, LENGTHS, **PLACED)
ELEMENTS = (
    TEXTS
    | AREAS
    | st.builds(CodeElement, BOXES, **PLACED)
    | st.builds(lambda b, n, **m: ImageElement(b, n, **m), BOXES, NAMES, **PLACED)
)
TEMPLATES = st.builds(
    BadgeTemplate,
    WORDS,
    st.floats(10, 300, width=32),
    st.floats(10, 300, width=32),
    st.lists(ELEMENTS, max_size=6).map(tuple),
    st.lists(NAMES, max_size=2).map(tuple),
    st.dictionaries(st.just("") | NAMES.filter(lambda name: name != "default"), PLAIN_COLOURS, max_size=3),
    COLOURS,
    st.sampled_from(FoldDirection),
)
