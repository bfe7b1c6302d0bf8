# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns of an attendance export, and the usual presets of them. Values only."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from checkin.core.errors import UserError
from checkin.core.message import Message


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column. `key` is stable: commands and JSON use it. `kind` "word" is one of a few words that have a translation.

    `is_of_point`: about a person at a control point; an export with such a column has a row for each. `each`: it stands
    for several columns, one for each half-day or for each custom column of the list.
    """

    key: str
    title: Message
    kind: Literal["text", "word", "number", "datetime", "yes_no"] = "text"
    width: int = 0
    is_of_point: bool = False
    each: Literal["", "half_day", "custom"] = ""


COLUMNS = (
    ExportColumn("last_name", Message("export", "Last name"), width=22),
    ExportColumn("first_name", Message("export", "First name"), width=18),
    ExportColumn("organisation", Message("export", "Organisation"), width=34),
    ExportColumn("role", Message("export", "Role"), width=28),
    ExportColumn("email", Message("export", "E-mail"), width=30),
    ExportColumn("phone", Message("field", "Phone"), width=18),
    ExportColumn("category", Message("export", "Category"), width=14),
    ExportColumn("status", Message("export", "Registration status"), "word", 14),
    ExportColumn("paid", Message("export", "Paid by"), "word", 14),
    ExportColumn("amount_paid", Message("export", "Amount paid"), "number", 12),
    ExportColumn("presence", Message("export", "On site or online"), "word", 12),
    ExportColumn("code", Message("export", "Code"), width=24),
    ExportColumn("places", Message("field", "People"), "number", 10),
    ExportColumn("note", Message("field", "Note"), width=24),
    ExportColumn("control_point", Message("export", "Control point"), width=16, is_of_point=True),
    ExportColumn("state", Message("export", "State"), "word", 12, is_of_point=True),
    ExportColumn("arrival", Message("export", "First arrival"), "datetime", 19, is_of_point=True),
    ExportColumn("arrival_corrected", Message("export", "First arrival, corrected"), "datetime", 19, is_of_point=True),
    ExportColumn("exit", Message("export", "Last exit"), "datetime", 19, is_of_point=True),
    ExportColumn("people", Message("export", "People who came"), "number", 10, is_of_point=True),
    ExportColumn("present_here", Message("export", "Present at the session"), "yes_no", 12, is_of_point=True),
    ExportColumn("way_here", Message("export", "Attended the session"), "word", 14, is_of_point=True),
    ExportColumn("minutes_here", Message("export", "Minutes at the session"), "number", 12, is_of_point=True),
    ExportColumn("assumed_here", Message("export", "Assumed hour"), "yes_no", 12, is_of_point=True),
    ExportColumn("exit_here", Message("export", "Exit of the session"), "word", 16, is_of_point=True),
    ExportColumn("late_here", Message("export", "Late at the session"), "yes_no", 12, is_of_point=True),
    ExportColumn("desk", Message("export", "Desk"), width=12, is_of_point=True),
    ExportColumn("how", Message("export", "How"), "word", 12, is_of_point=True),
    ExportColumn("over", Message("export", "Let in despite"), width=20, is_of_point=True),
    ExportColumn("why", Message("export", "Why"), width=24, is_of_point=True),
    ExportColumn("allowed_by", Message("export", "Allowed by"), width=20, is_of_point=True),
    ExportColumn("came", Message("export", "Came"), "yes_no", 10),
    ExportColumn("way", Message("export", "Attended"), "word", 14),
    ExportColumn("half_days", Message("export", "Present: {half_day}"), "yes_no", 14, each="half_day"),
    ExportColumn("half_day_minutes", Message("export", "Minutes: {half_day}"), "number", 14, each="half_day"),
    ExportColumn("half_days_assumed", Message("export", "Assumed hour: {half_day}"), "yes_no", 14, each="half_day"),
    ExportColumn("half_day_exits", Message("export", "Exit: {half_day}"), "word", 16, each="half_day"),
    ExportColumn("half_days_late", Message("export", "Late: {half_day}"), "yes_no", 14, each="half_day"),
    ExportColumn("minutes", Message("export", "Minutes in all"), "number", 12),
    ExportColumn("minutes_assumed", Message("export", "Assumed hour in all"), "yes_no", 12),
    ExportColumn("corrections", Message("export", "Corrections"), width=40),
    ExportColumn("custom", Message("export", "Other columns of the list"), each="custom"),
)

LENT = ExportColumn("thing", Message("export", "Number lent"), width=14, is_of_point=True)
"""The further column of the sheet of a control point that lends numbered things: what each person has now."""

AT_A_DOOR = ("state", "arrival", "arrival_corrected", "exit", "people", "desk", "how")
AT_A_SESSION = ("present_here", "way_here", "minutes_here", "assumed_here", "exit_here", "late_here")
"""The columns of the sheet of a control point, and of a session."""

ASSUMED = frozenset({"assumed_here", "half_days_assumed", "minutes_assumed"})
"""The columns that say whether the minutes beside them rest on an hour that nobody wrote. They are left out where the
programme has the end of everything.
"""


@dataclass(frozen=True, slots=True)
class ExportPreset:
    """A preset of columns. `has_scans`: with all recorded scans, and names."""

    key: str
    name: Message
    columns: tuple[str, ...]
    has_scans: bool = False


PRESETS = (
    ExportPreset("everything", Message("export", "Everything"), tuple(c.key for c in COLUMNS), has_scans=True),
    ExportPreset(
        "funder",
        Message("export", "Funder: half-days, minutes"),
        (
            *("last_name", "first_name", "organisation", "role", "category", "status", "came", "way"),
            *("half_days", "half_day_minutes", "half_days_assumed", "half_day_exits", "minutes", "minutes_assumed"),
        ),
        has_scans=True,
    ),
    ExportPreset(
        "hr",
        Message("export", "Employer: who came, who was late"),
        (
            *("last_name", "first_name", "organisation", "email", "came"),
            *("half_days", "half_day_exits", "half_days_late", "minutes", "minutes_assumed"),
        ),
    ),
    ExportPreset(
        "pretix",
        Message("export", "Ticketing: codes and times"),
        ("code", "last_name", "first_name", "email", "control_point", "state", "arrival", "exit"),
    ),
    ExportPreset(
        "mailing",
        Message("export", "Mailing: names and addresses"),
        ("first_name", "last_name", "email", "organisation", "category", "came"),
    ),
)


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """The user's choice of columns for an export. `is_anonymous`: figures without names, whatever else is chosen."""

    columns: tuple[ExportColumn, ...] = COLUMNS
    has_scans: bool = True
    is_anonymous: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether all columns and scans are chosen."""
        return self.columns == COLUMNS and self.has_scans

    @property
    def is_by_point(self) -> bool:
        return any(column.is_of_point for column in self.columns)


def export_options(
    preset: str = "everything", columns: Iterable[str] = (), *, is_anonymous: bool = False
) -> ExportOptions:
    """Return the options by keys; `columns` replace those of the preset. Raises `UserError` for an unknown key."""
    found = next((p for p in PRESETS if p.key == preset), None)
    if found is None:
        raise UserError(_NO_PRESET, name=preset, known=", ".join(p.key for p in PRESETS))
    keys = tuple(dict.fromkeys(columns))
    return ExportOptions(find_columns(keys or found.columns), found.has_scans and not keys, is_anonymous)


def find_columns(keys: Iterable[str]) -> tuple[ExportColumn, ...]:
    """Return the columns in the order of `keys`. Raises `UserError` for an unknown one."""
    by_key = {column.key: column for column in COLUMNS}
    found = []
    for key in keys:
        if key not in by_key:
            raise UserError(_NO_COLUMN, name=key, known=", ".join(by_key))
        found.append(by_key[key])
    return tuple(found)


_NO_PRESET = Message("export", "There is no preset “{name}”. Nothing was written; available: {known}.")
_NO_COLUMN = Message("export", "There is no column “{name}”. Nothing was written; available: {known}.")
