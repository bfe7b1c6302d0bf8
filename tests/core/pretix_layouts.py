# SPDX-License-Identifier: GPL-3.0-or-later
"""Badge layouts as pretix's editor makes them, and any that an API could answer, for laws."""

from typing import Any

from hypothesis import strategies as st

LETTERS = {"color": [0, 0, 0, 1], "fontfamily": "Open Sans", "bold": False, "italic": False, "align": "center"}

OF_AN_EARLIER_PRETIX = [
    {
        **LETTERS,
        "type": "textarea",
        "left": "5",
        "bottom": "60",
        "fontsize": "23.6",
        "bold": True,
        "width": "138",
        "content": "attendee_name",
        "text": "Jean Dupont",
    },
    {
        **LETTERS,
        "type": "textarea",
        "left": "5",
        "bottom": "45",
        "fontsize": "14.0",
        "width": "138",
        "content": "attendee_company",
        "text": "Société",
    },
    {"type": "barcodearea", "left": "59", "bottom": "5", "size": "30", "content": "secret"},
]
"""A layout without line heights, as pretix drew them at first: a name, a company, a code."""


def text(content: str, **more: Any) -> dict[str, Any]:
    """Return a text in a box of 138 by 45.5 mm on an A6 page, as the editor makes it now."""
    return {
        **LETTERS,
        "type": "textcontainer",
        "page": 1,
        "locale": "",
        "left": "5.00",
        "bottom": "54.50",
        "width": "138.00",
        "height": "45.50",
        "fontsize": "24.0",
        "lineheight": "1",
        "content": content,
        "text": "",
        "text_i18n": {},
        "rotation": 0,
        "verticalalign": "bottom",
        "autoresize": True,
        "splitlongwords": False,
        **more,
    }


def code(**more: Any) -> dict[str, Any]:
    return {"type": "barcodearea", "left": "10", "bottom": "10", "size": "30", "content": "secret", **more}


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_LENGTHS = (
    st.floats(-50, 250).map(lambda value: f"{value:.2f}") | st.integers(-20, 200) | st.sampled_from([1e308, -1e308])
)
_CONTENTS = st.sampled_from(
    [
        "attendee_name",
        "attendee_name_family_name",
        "secret",
        "other",
        "other_i18n",
        "question_DIET",
        "meta:x",
        "item",
        "",
    ]
)
_OBJECTS = st.fixed_dictionaries(
    {
        "type": st.sampled_from(
            ["textarea", "textcontainer", "textcontainer", "barcodearea", "imagearea", "poweredby", "ellipse"]
        ),
        "left": _LENGTHS,
        "bottom": _LENGTHS,
    },
    optional={
        "page": st.integers(0, 3),
        "width": _LENGTHS,
        "height": _LENGTHS,
        "size": _LENGTHS,
        "fontsize": st.floats(-5, 90).map(lambda value: f"{value:.1f}"),
        "content": _CONTENTS,
        "text": st.text(max_size=30) | st.just("{attendee_name} {nothing} {"),
        "text_i18n": st.dictionaries(st.sampled_from(["fr", "en", "de-informal"]), st.text(max_size=9), max_size=3),
        "rotation": st.sampled_from([0, 90, -180, 270, 45, -90.2]) | st.floats(),
        "verticalalign": st.sampled_from(["top", "middle", "bottom", "sideways"]),
        "align": st.sampled_from(["left", "center", "right", "justify"]),
        "downward": st.booleans(),
        "lineheight": st.sampled_from(["1", "1.5", "0", 2]),
        "color": st.lists(st.floats(-9, 300), max_size=4),
        "bold": st.booleans(),
        "nowhitespace": st.booleans(),
    },
)
_BROKEN = st.dictionaries(
    st.sampled_from(["type", "left", "bottom", "width", "height", "size", "fontsize", "content", "page", "color"]),
    _JSON,
)
LAYOUTS = st.lists(_OBJECTS | _BROKEN | _JSON, max_size=12)
"""Layouts of usual and odd objects, and of what is none."""
