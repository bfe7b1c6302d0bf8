# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of the files of tickets: by person, where the organiser sends them by hand, or by code. Pure."""

from collections import Counter
from collections.abc import Sequence

from checkin.core.attendee import Attendee
from checkin.core.proposed_file_names import plain
from checkin.core.text_folding import fold_text

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
