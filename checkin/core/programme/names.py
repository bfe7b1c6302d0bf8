# SPDX-License-Identifier: GPL-3.0-or-later
"""How the items of a programme and their fields are called for people."""

import re

from checkin.core.programme.programme import Category, ControlPoint, Event, Mode, Reentry, Session, Speaker
from checkin.core.words import Words

KIND_NAMES: dict[type, Words] = {
    Event: Words("programme", "Event"),
    Session: Words("programme", "Session"),
    Speaker: Words("programme", "Speaker"),
    ControlPoint: Words("programme", "Control point"),
    Category: Words("programme", "Category"),
}

PART_NAMES = {
    "title": Words("programme", "Title"),
    "name": Words("programme", "Name"),
    "day": Words("programme", "Day"),
    "place": Words("programme", "Place"),
    "organiser": Words("programme", "Organiser"),
    "timezone": Words("programme", "Time zone"),
    "is_demo": Words("programme", "Demonstration"),
    "starts": Words("programme", "Begins"),
    "ends": Words("programme", "Ends"),
    "room": Words("programme", "Room"),
    "capacity": Words("programme", "Seats"),
    "waiting": Words("programme", "Waiting places"),
    "is_booked": Words("programme", "On registration"),
    "is_streamed": Words("programme", "Also followed from a distance"),
    "role": Words("programme", "Role"),
    "organisation": Words("programme", "Organisation"),
    "is_confirmed": Words("programme", "Confirmed"),
    "replaces": Words("programme", "In the place of"),
    "session": Words("programme", "Session"),
    "opens": Words("programme", "Opens"),
    "closes": Words("programme", "Closes"),
    "categories": Words("programme", "Who may enter"),
    "mode": Words("programme", "Direction"),
    "reentry": Words("programme", "Coming back"),
    "asks_for": Words("programme", "Asks for"),
    "requires": Words("programme", "Only with"),
    "note": Words("programme", "Note for the desk"),
    "calls_attention": Words("programme", "Calls attention"),
}
"""By the name of the field in `core.programme`."""

MODE_NAMES = {
    Mode.ENTRY: Words("programme", "Way in"),
    Mode.EXIT: Words("programme", "Way out"),
}
REENTRY_NAMES = {
    Reentry.AFTER_EXIT: Words("programme", "Once their exit was recorded"),
    Reentry.ALWAYS: Words("programme", "As often as they like"),
    Reentry.NEVER: Words("programme", "Not at all"),
}


def short_form(title: str) -> str:
    """What people call it: "Atelier A" of "Atelier A – Écouter un écosystème"."""
    return _SHORT_FORM.split(title)[0]


_SHORT_FORM = re.compile(r"\s[–—-]\s|\s?:\s|\s?\(")
