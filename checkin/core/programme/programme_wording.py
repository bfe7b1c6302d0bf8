# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of a programme's kinds of items and of their choices, as shown to users. Fields: `programme_schema`."""

import re

from checkin.core.message import Message
from checkin.core.programme.programme import (
    Category,
    Column,
    ColumnDisplay,
    ControlPoint,
    Event,
    PointMode,
    Reentry,
    RuleTest,
    Session,
    Speaker,
)

KIND_NAMES: dict[type, Message] = {
    Event: Message("programme", "Event"),
    Session: Message("programme", "Session"),
    Speaker: Message("programme", "Speaker"),
    ControlPoint: Message("programme", "Control point"),
    Category: Message("programme", "Category"),
    Column: Message("programme", "Column of the list"),
}

MODE_NAMES = {
    PointMode.ENTRY: Message("programme", "Entrance"),
    PointMode.EXIT: Message("programme", "Exit"),
}
REENTRY_NAMES = {
    Reentry.AFTER_EXIT: Message("programme", "Once their exit is recorded"),
    Reentry.ALWAYS: Message("programme", "As often as they like"),
    Reentry.NEVER: Message("programme", "Not at all"),
}
DISPLAY_NAMES = {
    ColumnDisplay.CHIP: Message("programme", "Chip with the name: “Table 7”"),
    ColumnDisplay.VALUE: Message("programme", "Chip with the value alone: “Vegetarian”"),
    ColumnDisplay.LINE: Message("programme", "Line of text, for long values"),
    ColumnDisplay.HIDDEN: Message("programme", "Not shown in the answer"),
}
TEST_NAMES = {
    RuleTest.ONE_OF: Message("programme", "is exactly"),
    RuleTest.CONTAINS: Message("programme", "contains"),
    RuleTest.NONE_OF: Message("programme", "is none of"),
    RuleTest.AT_MOST: Message("programme", "is at most"),
    RuleTest.AT_LEAST: Message("programme", "is at least"),
    RuleTest.FILLED: Message("programme", "is not empty"),
    RuleTest.EMPTY: Message("programme", "is empty"),
}


def short_title(title: str) -> str:
    """Return the title as people shorten it: "Atelier A" of "Atelier A – Écouter un écosystème"."""
    return _SHORT_FORM.split(title)[0]


_SHORT_FORM = re.compile(r"\s[–—-]\s|\s?:\s|\s?\(")
