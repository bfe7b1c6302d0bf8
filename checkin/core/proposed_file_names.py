# SPDX-License-Identifier: GPL-3.0-or-later
"""Names proposed for files: the event, the content and the moment, never a person. Pure."""

from datetime import datetime
from unicodedata import category, normalize

from checkin.core.programme.programme import Event

LONGEST_TITLE, LONGEST_EVENT_NAME = 40, 60
"""Letters of an event's title, in the name of an export and in that of the event's own file."""


def propose_file_name(event: Event, at: datetime, what: str) -> str:
    """Return a file name without its extension. Files of a demonstration begin with "demo"."""
    title = plain(event.title.lower())[:LONGEST_TITLE].strip("-") or "checkin"
    parts = ["demo"] * event.is_demo + [title, plain(what), f"{at:%Y-%m-%d-%H%M}"]
    return "-".join(filter(None, parts))


def propose_event_name(title: str) -> str:
    """Return what the file of an event of this title is called, without its ending: its words as they are."""
    return " ".join(plain(title).split("-"))[:LONGEST_EVENT_NAME].strip() or "event"


def plain(text: str) -> str:
    """Return the letters and digits of `text`, of any script, joined by hyphens: every system accepts them in a file
    name.
    """
    return "-".join("".join(c if _is_kept(c) else " " for c in normalize("NFC", text)).split())


def _is_kept(letter: str) -> bool:
    """Whether the character is a letter, a digit, or a combining mark, but not an emoji's variation selector."""
    return letter.isalnum() or (category(letter) in ("Mn", "Mc") and letter not in _OF_PICTURES)


_OF_PICTURES = frozenset(map(chr, range(0xFE00, 0xFE10)))
