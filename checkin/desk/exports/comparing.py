# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the cells of an export are those that the event gives now: it is made again, in memory, and compared.

The control line vouches for the journal; this, for what somebody may have typed over afterwards.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from checkin.core.exports.first_words import first_words
from checkin.core.exports.made_line import making_in
from checkin.core.exports.names import attendance_name
from checkin.core.words import Say
from checkin.desk.evening.control import bearer_of
from checkin.desk.event_file import EventFile
from checkin.desk.exports.attendance import made_of
from checkin.documents.cells_of import Cells, cells_in, cells_of
from checkin.documents.texts_of import texts_of


@dataclass(frozen=True, slots=True)
class Difference:
    """`found` in the export where the event gives `expected`; "" is an empty cell, or none at all."""

    place: str
    found: str
    expected: str


def differences(event: EventFile, export: Path, voices: Iterable[Say]) -> list[Difference] | None:
    """In the language, of `voices`, in which there are fewest. None of an export that does not say how it was made."""
    making = making_in(texts_of(bearer_of(export)))
    if making is None:
        return None
    whole = export.with_name(attendance_name(export.name))
    spoken = (first_words(say) if making.is_first else say for say in voices)
    each = (dict(made_of(event, whole, say, making).files) for say in spoken)
    return min((list(_between(whole, files)) for files in each), key=len)


def _between(whole: Path, files: dict[str, bytes]) -> Iterator[Difference]:
    """Of the files that there are: who was sent the attendance alone need not have the scans."""
    for name, content in files.items():
        if (path := whole.with_name(name)).exists():
            yield from _cell_by_cell(cells_of(path), cells_in(name, content))


def _cell_by_cell(found: Cells, expected: Cells) -> Iterator[Difference]:
    for place in expected | found:
        if found.get(place, "") != expected.get(place, ""):
            yield Difference(place, found.get(place, ""), expected.get(place, ""))
