# SPDX-License-Identifier: GPL-3.0-or-later
"""The evening's export: the attendance as CSV, XLSX or JSON, whole or not at all, told apart by the file's suffix."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from checkin.core.errors import UserError
from checkin.core.exports.columns import Wish
from checkin.core.exports.made_line import Making
from checkin.core.exports.names import account_name, names_beside, scans_name
from checkin.core.words import Say, Words
from checkin.desk.evening.attendance import true_moment
from checkin.desk.event_file import EventFile
from checkin.desk.exports import json as export_json
from checkin.desk.exports.contents import Contents
from checkin.desk.exports.sessions import sessions_json
from checkin.desk.exports.statistics import figures
from checkin.documents.aside import write_together
from checkin.documents.tables import Table, csv_text
from checkin.documents.xlsx import xlsx

EVERYTHING = Wish()


@dataclass(frozen=True, slots=True)
class Made:
    """What an export consists of: files by their names, the one that was asked for first; `rows` are its first
    table's. `stays`: files of an earlier export that lie beside it and are none of its own.
    `is_provisional`: what it tells may still change without another scan.
    """

    rows: int
    files: tuple[tuple[str, bytes], ...]
    stays: tuple[str, ...] = ()
    is_provisional: bool = False

    def written(self, folder: Path) -> "Made":
        """Existing files are replaced, all of them whole or none; those of an earlier export that are not in this one
        stay.
        """
        write_together(folder, self.files)
        own = dict(self.files)
        beside = (name for name in names_beside(self.files[0][0]) if name not in own)
        return replace(self, stays=tuple(name for name in beside if (folder / name).exists()))

    def told(self, say: Say) -> str:
        """What was written where, as a sentence."""
        name, *others = (name for name, _ in self.files)
        words = _WRITTEN_TOGETHER if others else _WRITTEN
        told = say(words, rows=self.rows, name=name, others=", ".join(others))
        told = " ".join([told, *(say(_STAYS, name=each) for each in self.stays)])
        return f"{told} {say(PROVISIONAL)}" if self.is_provisional else told


def export_attendance(
    event: EventFile, path: Path, say: Say, wish: Wish = EVERYTHING, now: datetime | None = None
) -> Made:
    """As of `now`, this moment if it is not named. Existing files are replaced, all of them whole or none."""
    making = Making(wish, now or true_moment(event, event.clock()()))
    return made_of(event, path, say, making).written(path.parent)


def made_of(event: EventFile, path: Path, say: Say, making: Making) -> Made:
    """The files that `path` would be, in memory. A workbook and a JSON have all in one; beside a CSV, which is the
    attendance alone, lie the account and, if wished, all scans. Without names: figures, and the control line.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise UserError(_UNKNOWN_SUFFIX)
    with event.as_it_is() as still:
        contents = Contents(still, making, say)
        return replace(write(contents, path), is_provisional=contents.is_provisional)


def _csv(export: Contents, path: Path) -> Made:
    first = export.first()
    named = [(path.name, first), (account_name(path.name), export.account_alone())]
    named += [(scans_name(path.name), table) for table in export.scan_tables()]
    return Made(_count(first), tuple((name, csv_text(table)) for name, table in named))


def _xlsx(export: Contents, path: Path) -> Made:
    first = export.first()
    about = [*export.event_tables(), export.account_table(), *export.correction_tables()]
    tables = [first, *about, *export.place_tables(), *export.scan_tables()]
    return Made(_count(first), ((path.name, xlsx(tables, export.print_marks)),))


def _count(table: Table) -> int:
    rows = table.rows
    assert isinstance(rows, Sequence)
    return len(rows)


def _json(export: Contents, path: Path) -> Made:
    document = export_json.head(export)
    if export.wish.is_anonymous:
        document["statistics"] = export_json.statistics_json(figures(export.source, export.account))
        return Made(_count(export.first()), ((path.name, export_json.written(document)),))
    rows = export_json.rows(export.source, export.wish)
    document |= {
        "half_days": export_json.half_days(export.source, has_exits=not export.making.is_first),
        "account": export_json.account_json(export.source, export.account),
        "corrections": export.changes,
        "sessions": sessions_json(export.source, export.rooms, has_exits=not export.making.is_first),
        "rows": rows,
    }
    if export.wish.has_scans:
        document["scans"] = export.scans
    return Made(len(rows), ((path.name, export_json.written(document)),))


_WRITERS: dict[str, Callable[[Contents, Path], Made]] = {".csv": _csv, ".xlsx": _xlsx, ".json": _json}
_WRITTEN = Words("file", "{rows} {rows:row|rows} written to {name}.")
_WRITTEN_TOGETHER = Words("file", "{rows} {rows:row|rows} written to {name}; beside it {others}.")
PROVISIONAL = Words("file", "Provisional: confirm the exit hours once they are past, then export again.")
_STAYS = Words("file", "{name} is still there, of an earlier export.")
_UNKNOWN_SUFFIX = Words(
    "export", "This kind of file cannot be written. Nothing was written; end the name with .xlsx, .csv, .json or .pdf."
)
