# SPDX-License-Identifier: GPL-3.0-or-later
"""Wording of corrections in an export: the field or passage, the old and the new value."""

from checkin.core.attendance.day_report_person import DayReportChange, classify_correction
from checkin.core.attendee_body import CUSTOM
from checkin.core.entries import EntryKind
from checkin.core.exports.export_wording import WORDS_OF
from checkin.core.field_names import FIELD_NAMES
from checkin.core.history import Correction
from checkin.core.merged_records import MERGED
from checkin.core.message import Message, Translate
from checkin.core.programme.daily_points import find_point
from checkin.core.programme.programme import Programme


def correction_text(correction: Correction, programme: Programme, translate: Translate) -> str:
    """Return a correction as one cell, with its time and desk.

    An undone passage has the time and desk of the passage; a merge names the other record.
    """
    sentence, moment = field_text(correction.field, programme, translate), f"({correction.at:%H:%M}, {correction.desk})"
    match classify_correction(correction):
        case DayReportChange.MERGED:
            return f"{sentence} {correction.old} {moment}"
        case DayReportChange.UNDONE:
            return f"{sentence} {moment}"
    old, new = (value_text(correction.field, value, programme, translate) for value in (correction.old, correction.new))
    return f"{sentence} : {old} → {new} {moment}"


def field_text(name: str, programme: Programme, translate: Translate) -> str:
    """Return the displayed name of the field or passage that a correction names."""
    kind, _, point_id = name.partition(":")
    if kind in _UNDONE:
        point = find_point(programme, point_id)
        return f"{point.name if point else point_id} – {translate(_UNDONE[kind])}"
    if name == MERGED:
        return translate(_SAME)
    return translate(FIELD_NAMES[name]) if name in FIELD_NAMES else name.removeprefix(CUSTOM)


def value_text(field: str, value: str, programme: Programme, translate: Translate) -> str:
    """Return the displayed value. Free text, words of a newer version and ids no longer planned stay as they are."""
    if value and field == "category":
        return programme.category_name(value)
    if field == "sessions":
        found = ((each, programme.session(each)) for each in value.split(", "))
        return ", ".join(session.title if session else each for each, session in found)
    words = WORDS_OF.get(field, {}).get(value)
    return translate(words) if words else value


_SAME = Message("export", "same person as")
_UNDONE: dict[str, Message] = {
    EntryKind.CHECKED_IN: Message("export", "arrival undone"),
    EntryKind.CHECKED_OUT: Message("export", "exit undone"),
}
