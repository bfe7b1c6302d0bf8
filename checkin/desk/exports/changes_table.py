# SPDX-License-Identifier: GPL-3.0-or-later
"""What was not as planned as a sheet, a row each. What the door did by itself stands at the end."""

from collections.abc import Iterable

from checkin.core.evening.standing import Change
from checkin.core.programme.programme import Programme
from checkin.core.words import Say, Words
from checkin.desk.exports.changes import Changed
from checkin.desk.exports.correction_words import field_told, value_told
from checkin.documents.cells import Column, Table


def changes_table(found: Iterable[Changed], programme: Programme, say: Say) -> Table:
    columns = [
        Column(say(Words("export", "What")), width=30),
        Column(say(Words("export", "Who")), width=28),
        Column(say(Words("export", "Code")), width=24),
        Column(say(Words("export", "Field or passage")), width=28),
        Column(say(Words("export", "Before")), width=28),
        Column(say(Words("export", "After")), width=28),
        Column(say(Words("export", "When")), "datetime", 19),
        Column(say(Words("export", "Desk")), width=14),
    ]
    return Table(say(Words("export", "Corrections")), columns, [_row(each, programme, say) for each in found])


def _row(each: Changed, programme: Programme, say: Say) -> list[object]:
    old, new = (value_told(each.field, value, programme, say) for value in (each.old, each.new))
    door = programme.control_point(each.field) if each.what is Change.TO_SETTLE else None
    field = door.name if door else field_told(each.field, programme, say)
    return [say(_NAMES[each.what]), each.name, each.code, field, old, new, each.at, each.desk]


_NAMES = {
    Change.TO_SETTLE: Words("export", "to settle between desks"),
    Change.CAME_CANCELLED: Words("export", "cancelled, and there"),
    Change.WALK_IN: Words("export", "registered at the desk"),
    Change.CORRECTED: Words("export", "correction"),
    Change.MERGED: Words("export", "merged"),
    Change.UNDONE: Words("export", "arrival or exit undone"),
    Change.SWITCHED: Words("export", "was to be online, came to the door"),
}
