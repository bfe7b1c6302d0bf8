# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of files: those proposed (the event, the content and the moment, never a person), and those of one export. A
CSV holds one table, so its day report and its scans are files beside it; other formats need one file. Pure.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from unicodedata import category, normalize

from checkin.core.attendee import Attendee
from checkin.core.programme.programme import Event
from checkin.core.text_folding import fold_text

LONGEST_TITLE, LONGEST_EVENT_NAME, LONGEST_PART = 40, 60, 60
"""Letters of an event's title, in the name of an export and in that of the event's own file; and of a part of it, such
as a session: with its folder a name has to stay below the 260 letters of Windows.
"""


def propose_file_name(event: Event, at: datetime, what: str) -> str:
    """Return a file name without its extension. Files of a demonstration begin with "demo". The day of the moment is
    left out where `what` names it.
    """
    title = plain(event.title.lower())[:LONGEST_TITLE].strip("-") or "checkin"
    parts = ["demo"] * event.is_demo + [
        title,
        plain(what),
        f"{at:%H%M}" if f"{at:%Y-%m-%d}" in what else f"{at:%Y-%m-%d-%H%M}",
    ]
    return "-".join(filter(None, parts))


def propose_event_name(title: str) -> str:
    """Return what the file of an event of this title is called, without its ending: its words as they are."""
    return " ".join(plain(title).split("-"))[:LONGEST_EVENT_NAME].strip() or "event"


def shorten_file_name_part(text: str) -> str:
    """Return the title of a part of the event, such as a session, for the name of a file."""
    return plain(text.lower())[:LONGEST_PART].strip("-")


def plain(text: str) -> str:
    """Return the letters and digits of `text`, of any script, joined by hyphens: every system accepts them in a file
    name. What Windows takes for a device, with any ending, gets a line below it.
    """
    kept = "-".join("".join(c if _is_kept(c) else " " for c in normalize("NFC", text)).split())
    return f"{kept}_" if _DEVICES.fullmatch(kept) else kept


def _is_kept(letter: str) -> bool:
    """Whether the character is a letter, a digit, or a combining mark, but not an emoji's variation selector."""
    return letter.isalnum() or (category(letter) in ("Mn", "Mc") and letter not in _OF_PICTURES)


_DEVICES = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9¹²³]", re.IGNORECASE)
_OF_PICTURES = frozenset(map(chr, range(0xFE00, 0xFE10)))


_CSV, _ACCOUNT, _SCANS = ".csv", "-account.csv", "-scans.csv"


def day_report_name(name: str) -> str:
    """Return the name of the file with the journal's fingerprint, for any file of the export."""
    return attendance_name(name)[: -len(_CSV)] + _ACCOUNT if is_csv(name) else name


def scans_name(name: str) -> str:
    return attendance_name(name)[: -len(_CSV)] + _SCANS if is_csv(name) else name


def names_beside(name: str) -> tuple[str, ...]:
    """Return the names of the files that may lie beside an attendance CSV; empty for other formats."""
    return (day_report_name(name), scans_name(name)) if is_csv(name) else ()


def attendance_name(name: str) -> str:
    """Return the name of the attendance file that a day report or scans belong to; any other name unchanged."""
    end = next((end for end in (_ACCOUNT, _SCANS) if name.lower().endswith(end)), "")
    return name[: -len(end)] + name[-len(_CSV) :] if end else name


def is_csv(name: str) -> bool:
    return name.lower().endswith(_CSV)


# Names of the files of tickets: by person, where the organiser sends them by hand, or by code.

LONGEST_PERSON = 60
"""Letters of a name in the name of a file."""


def name_files_by_person(people: Sequence[Attendee]) -> dict[str, str]:
    """Return the name of each person's file by their id, without suffix: "KERMAREC Jeanne".

    Of people with one name each has the organisation as well, and a number where that is the same too.
    """
    stems = {person.id: _stem(person.last_name.upper(), person.first_name) for person in people}
    namesakes = Counter(map(fold_text, stems.values()))
    for person in people:
        if namesakes[fold_text(stems[person.id])] > 1 and person.organisation:
            stems[person.id] = _stem(stems[person.id], person.organisation)
    taken: set[str] = set()
    return {person: _free(stem, taken) for person, stem in stems.items()}


def _stem(*parts: str) -> str:
    """Return the words of the parts, without what no system has in a file name."""
    words = " ".join(plain(word) for part in parts for word in part.split() if plain(word))
    return words[:LONGEST_PERSON].strip() or "ticket"


def _free(stem: str, taken: set[str]) -> str:
    number, free = 1, stem
    while fold_text(free) in taken:
        number += 1
        free = f"{stem} {number}"
    taken.add(fold_text(free))
    return free
