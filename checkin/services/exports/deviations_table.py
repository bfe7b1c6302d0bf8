# SPDX-License-Identifier: GPL-3.0-or-later
"""The corrections sheet: one row per deviation from plan, automatic changes last."""

from collections.abc import Iterable

from checkin.core.attendance.day_report_person import DayReportChange
from checkin.core.message import Message, Translate
from checkin.core.programme.daily_points import find_point
from checkin.core.programme.programme import Programme
from checkin.documents.output_table import OutputColumn, OutputTable
from checkin.services.exports.correction_wording import field_text, value_text
from checkin.services.exports.deviations import Deviation


def deviations_table(found: Iterable[Deviation], programme: Programme, translate: Translate) -> OutputTable:
    columns = [
        OutputColumn(translate(Message("export", "What")), width=30),
        OutputColumn(translate(Message("export", "Who")), width=28),
        OutputColumn(translate(Message("export", "Code")), width=24),
        OutputColumn(translate(Message("export", "Field or passage")), width=28),
        OutputColumn(translate(Message("export", "Before")), width=28),
        OutputColumn(translate(Message("export", "After")), width=28),
        OutputColumn(translate(Message("export", "When")), "datetime", 19),
        OutputColumn(translate(Message("export", "Desk")), width=14),
    ]
    return OutputTable(
        translate(Message("export", "Corrections")), columns, [_row(each, programme, translate) for each in found]
    )


def _row(each: Deviation, programme: Programme, translate: Translate) -> list[object]:
    old, new = (value_text(each.field, value, programme, translate) for value in (each.old, each.new))
    entrance = find_point(programme, each.field) if each.what is DayReportChange.TO_SETTLE else None
    field = entrance.name if entrance else field_text(each.field, programme, translate)
    return [translate(_NAMES[each.what]), each.name, each.code, field, old, new, each.at, each.desk]


_NAMES = {
    DayReportChange.TO_SETTLE: Message("export", "to settle between desks"),
    DayReportChange.CAME_CANCELLED: Message("export", "cancelled, and there"),
    DayReportChange.WALK_IN: Message("export", "registered at the desk"),
    DayReportChange.CORRECTED: Message("export", "correction"),
    DayReportChange.MERGED: Message("export", "merged"),
    DayReportChange.UNDONE: Message("export", "arrival or exit undone"),
    DayReportChange.SWITCHED: Message("export", "was to be online, came to the door"),
}
