# SPDX-License-Identifier: GPL-3.0-or-later
"""The evening's export: the attendance as CSV, XLSX or JSON, whole or not at all, told apart by the file's suffix."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from checkin.core.account import Account
from checkin.core.control_sheet import ControlSheet
from checkin.core.errors import UserError
from checkin.core.export_columns import Wish
from checkin.core.programme import Event
from checkin.core.words import Words
from checkin.desk import export_json
from checkin.desk.accounts import of_journal
from checkin.desk.control import control_sheet
from checkin.desk.event_file import EventFile
from checkin.desk.export_account import account_table, control_table
from checkin.desk.export_people import PeopleTables, Say
from checkin.desk.export_scans import ScansTable
from checkin.desk.export_source import ExportSource
from checkin.desk.export_statistics import figures, statistics_table
from checkin.documents.aside import write_aside
from checkin.documents.tables import Table, write_tables

SUFFIXES = (".xlsx", ".csv", ".json")

EVERYTHING = Wish()


def export_attendance(event: EventFile, path: Path, say: Say, wish: Wish = EVERYTHING) -> int:
    """Returns the rows of the first table. An existing file is replaced whole or not at all.

    A workbook has the attendance, a sheet for each control point, the account, and all scans if wished; a CSV the
    attendance alone. Without names: figures, and the control line.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise UserError(_UNKNOWN_SUFFIX)
    return write(_Export(event, wish, say), path)


class _Export:
    """What the writers of all formats share."""

    def __init__(self, event: EventFile, wish: Wish, say: Say) -> None:
        self.event, self.wish, self.say = event, wish, say
        self.source = ExportSource(event)
        self.account: Account = of_journal(event)
        self.control: ControlSheet = control_sheet(event)

    def first(self) -> Table:
        if self.wish.is_anonymous:
            found = figures(self.source, self.account)
            return statistics_table(self.source.programme, found, self.say)
        return PeopleTables(self.source, self.wish, self.say).attendance()

    def others(self) -> list[Table]:
        if self.wish.is_anonymous:
            return [control_table(self.control, self.say)]
        people = PeopleTables(self.source, self.wish, self.say)
        tables = [people.at(point) for point in self.source.points()]
        tables.append(account_table(self.source.programme, self.account, self.control, self.say))
        return [*tables, ScansTable(self.event, self.source, self.say).table()] if self.wish.has_scans else tables


def _csv(export: _Export, path: Path) -> int:
    return _tables(path, [export.first()])


def _xlsx(export: _Export, path: Path) -> int:
    return _tables(path, [export.first(), *export.others()])


def _tables(path: Path, tables: list[Table]) -> int:
    write_tables(path, tables)
    return len(list(tables[0].rows))


def _json(export: _Export, path: Path) -> int:
    document = export_json.head(export.source.programme.event, export.control)
    if export.wish.is_anonymous:
        found = figures(export.source, export.account)
        count = len(list(export.first().rows))
        document["statistics"] = export_json.statistics_json(found)
    else:
        document["half_days"] = export_json.half_days(export.source)
        document["account"] = export_json.account_json(export.account)
        document["rows"] = rows = export_json.rows(export.source, export.wish)
        count = len(rows)
    write_aside(path, export_json.written(document))
    return count


def local_name(event: Event, at: datetime, what: str = "") -> str:
    """A file name without personal data: the event's first words, `what` is in it, and the moment. That of a
    demonstration says so.
    """
    words = "".join(c if c.isalnum() else " " for c in event.title.lower()).split()
    parts = ["demo"] * event.is_demo + ["-".join(words)[:40].strip("-") or "checkin", what, f"{at:%Y-%m-%d-%H%M}"]
    return "-".join(filter(None, parts))


_WRITERS: dict[str, Callable[[_Export, Path], int]] = {".csv": _csv, ".xlsx": _xlsx, ".json": _json}
_UNKNOWN_SUFFIX = Words(
    "export", "This kind of file cannot be written. Nothing was written; end the name with .xlsx, .csv or .json."
)
