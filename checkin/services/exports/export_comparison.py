# SPDX-License-Identifier: GPL-3.0-or-later
"""The comparison of an export with the event: the export is made again.

The control line vouches for the journal; this comparison finds files that were edited afterwards. A file that is
exactly what Checkin writes again shows what Checkin shows. Of one that another program has saved, the values are
compared, and what may show something else than the values is looked for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from checkin.core.exports.export_recipe import ExportRecipe, read_recipe
from checkin.core.message import Translate
from checkin.core.proposed_file_names import attendance_name
from checkin.documents.cell_extraction import Cells, extract_cells
from checkin.documents.drafts import temporary_folder
from checkin.documents.text_extraction import extract_text
from checkin.documents.unchanged_files import is_unchanged
from checkin.documents.workbook_looks import shown_otherwise
from checkin.documents.workbook_parts import ShownOtherwise
from checkin.services.attendance.fingerprint_check import fingerprint_file
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import draft_export


@dataclass(frozen=True, slots=True)
class CellDifference:
    """A cell holding `found` where the event gives `expected`; "" is an empty or missing cell."""

    place: str
    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class ExportComparison:
    """The outcome for the files of an export that are there. `absent` are the others.

    `is_unchanged`: they are what Checkin writes. Else `differences` are the cells with other values, and
    `shown_otherwise` is what may show other than the values, looked for where those are the same.
    """

    differences: tuple[CellDifference, ...] = ()
    shown_otherwise: ShownOtherwise | None = None
    is_unchanged: bool = False
    absent: tuple[str, ...] = ()

    @property
    def has_same_values(self) -> bool:
        return not self.differences and self.shown_otherwise is None


def compare_export(event: EventFile, export: Path, voices: Iterable[Translate]) -> ExportComparison | None:
    """Return how an export compares, in the language of `voices` with the fewest differences.

    None for an export that does not say how it was made.
    """
    making = read_recipe(extract_text(fingerprint_file(export)))
    if making is None:
        return None
    whole = export.with_name(attendance_name(export.name))
    best: ExportComparison | None = None
    for translate in voices:
        found = _compared(event, whole, translate, making)
        if found.is_unchanged:
            return found
        if best is None or len(found.differences) < len(best.differences):
            best = found
    return best


def _compared(event: EventFile, whole: Path, translate: Translate, making: ExportRecipe) -> ExportComparison:
    """Compare the files present: a recipient of the attendance need not have the scans."""
    with temporary_folder() as folder:
        made = folder / whole.name
        names = draft_export(event, made, translate, making).names
        there = [name for name in names if whole.with_name(name).exists()]
        pairs = [(whole.with_name(name), made.with_name(name)) for name in there]
        done = ExportComparison(absent=tuple(name for name in names if name not in there))
        if all(is_unchanged(found, expected) for found, expected in pairs):
            return replace(done, is_unchanged=True)
        differences = [
            difference
            for found, expected in pairs
            for difference in _cell_by_cell(extract_cells(found), extract_cells(expected))
        ]
        if differences or whole.suffix.lower() != ".xlsx":
            return replace(done, differences=tuple(differences))
        return replace(done, shown_otherwise=shown_otherwise(*pairs[0]))


def _cell_by_cell(found: Cells, expected: Cells) -> Iterator[CellDifference]:
    for place in expected | found:
        if found.get(place, "") != expected.get(place, ""):
            yield CellDifference(place, found.get(place, ""), expected.get(place, ""))
