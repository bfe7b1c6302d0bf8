# SPDX-License-Identifier: GPL-3.0-or-later
"""The comparison of an export's cells with the event: the export is made again in memory.

The control line vouches for the journal; this comparison finds cells that were edited afterwards.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from checkin.core.exports.export_recipe import read_recipe
from checkin.core.exports.export_wording import earlier_words
from checkin.core.message import Translate
from checkin.core.proposed_file_names import attendance_name
from checkin.documents.cell_extraction import Cells, extract_cells, extract_cells_from_bytes
from checkin.documents.text_extraction import extract_text
from checkin.services.attendance.fingerprint_check import fingerprint_file
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import make_export


@dataclass(frozen=True, slots=True)
class CellDifference:
    """A cell holding `found` where the event gives `expected`; "" is an empty or missing cell."""

    place: str
    found: str
    expected: str


def compare_export(event: EventFile, export: Path, voices: Iterable[Translate]) -> list[CellDifference] | None:
    """Return the cells that differ, in the language of `voices` with the fewest differences.

    None for an export that does not say how it was made.
    """
    making = read_recipe(extract_text(fingerprint_file(export)))
    if making is None:
        return None
    whole = export.with_name(attendance_name(export.name))
    spoken = (earlier_words(translate, making) for translate in voices)
    each = (dict(make_export(event, whole, translate, making).files) for translate in spoken)
    return min((list(_between(whole, files)) for files in each), key=len)


def _between(whole: Path, files: dict[str, bytes]) -> Iterator[CellDifference]:
    """Yield the differences in the files present: a recipient of the attendance need not have the scans."""
    for name, content in files.items():
        if (path := whole.with_name(name)).exists():
            yield from _cell_by_cell(extract_cells(path), extract_cells_from_bytes(name, content))


def _cell_by_cell(found: Cells, expected: Cells) -> Iterator[CellDifference]:
    for place in expected | found:
        if found.get(place, "") != expected.get(place, ""):
            yield CellDifference(place, found.get(place, ""), expected.get(place, ""))
