# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of a programme's kinds of items and their fields, as shown to users."""

import re

from checkin.core.message import Message
from checkin.core.programme.programme import Category, ControlPoint, Event, PointMode, Reentry, Session, Speaker

KIND_NAMES: dict[type, Message] = {
    Event: Message("programme", "Event"),
    Session: Message("programme", "Session"),
    Speaker: Message("programme", "Speaker"),
    ControlPoint: Message("programme", "Control point"),
    Category: Message("programme", "Category"),
}

PROGRAMME_FIELD_NAMES = {
    "title": Message("programme", "Title"),
    "name": Message("programme", "Name"),
    "day": Message("programme", "Day"),
    "place": Message("programme", "Place"),
    "organiser": Message("programme", "Organiser"),
    "timezone": Message("programme", "Time zone"),
    "is_demo": Message("programme", "Demonstration"),
    "starts": Message("programme", "Begins"),
    "ends": Message("programme", "Ends"),
    "room": Message("programme", "Room"),
    "capacity": Message("programme", "Seats"),
    "waiting": Message("programme", "Waiting-list places"),
    "is_booked": Message("programme", "Registration required"),
    "is_streamed": Message("programme", "Can also be followed online"),
    "role": Message("programme", "Role"),
    "organisation": Message("programme", "Organisation"),
    "is_confirmed": Message("programme", "Confirmed"),
    "replaces": Message("programme", "In place of"),
    "session": Message("programme", "Session"),
    "opens": Message("programme", "Opens"),
    "closes": Message("programme", "Closes"),
    "categories": Message("programme", "Who may enter"),
    "mode": Message("programme", "Direction"),
    "reentry": Message("programme", "Re-entry"),
    "asks_for": Message("programme", "Asks for"),
    "requires": Message("programme", "Only with"),
    "note": Message("programme", "Note for the desk"),
    "calls_attention": Message("programme", "Asks for attention"),
}
"""Names by field of `core/programme/programme`."""

MODE_NAMES = {
    PointMode.ENTRY: Message("programme", "Entrance"),
    PointMode.EXIT: Message("programme", "Exit"),
}
REENTRY_NAMES = {
    Reentry.AFTER_EXIT: Message("programme", "Once their exit is recorded"),
    Reentry.ALWAYS: Message("programme", "As often as they like"),
    Reentry.NEVER: Message("programme", "Not at all"),
}


def short_title(title: str) -> str:
    """Return the title as people shorten it: "Atelier A" of "Atelier A – Écouter un écosystème"."""
    return _SHORT_FORM.split(title)[0]


_SHORT_FORM = re.compile(r"\s[–—-]\s|\s?:\s|\s?\(")
