# SPDX-License-Identifier: GPL-3.0-or-later
"""The comparison of an export's cells with the event: the export is made again.

The control line vouches for the journal; this comparison finds cells that were edited afterwards.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from checkin.core.exports.export_recipe import ExportRecipe, read_recipe
from checkin.core.exports.export_wording import earlier_words
from checkin.core.message import Translate
from checkin.core.proposed_file_names import attendance_name
from checkin.documents.cell_extraction import Cells, extract_cells
from checkin.documents.text_extraction import extract_text
from checkin.services.attendance.fingerprint_check import fingerprint_file
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import draft_export


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
    return min((_differences(event, whole, translate, making) for translate in spoken), key=len)


def _differences(event: EventFile, whole: Path, translate: Translate, making: ExportRecipe) -> list[CellDifference]:
    """Return the differences in the files present: a recipient of the attendance need not have the scans."""
    with TemporaryDirectory() as folder:
        made = Path(folder) / whole.name
        names = draft_export(event, made, translate, making).names
        pairs = [(whole.with_name(name), made.with_name(name)) for name in names]
        return [
            difference
            for found, expected in pairs
            if found.exists()
            for difference in _cell_by_cell(extract_cells(found), extract_cells(expected))
        ]


def _cell_by_cell(found: Cells, expected: Cells) -> Iterator[CellDifference]:
    for place in expected | found:
        if found.get(place, "") != expected.get(place, ""):
            yield CellDifference(place, found.get(place, ""), expected.get(place, ""))
