# SPDX-License-Identifier: GPL-3.0-or-later
"""How a correction is said in an export: which field or passage, what it was, what it is. Knows no file."""

from checkin.core.entries import Kind
from checkin.core.evening.standing import Change, kind_of
from checkin.core.exports.words import WORDS_OF
from checkin.core.field_names import FIELD_NAMES
from checkin.core.history import CUSTOM, Correction
from checkin.core.merging import MERGED
from checkin.core.programme.programme import Programme
from checkin.core.words import Say, Words


def corrected(correction: Correction, programme: Programme, say: Say) -> str:
    """All of it in one cell, with its time and desk; of an undone passage those of the passage; who else they were."""
    told, moment = field_told(correction.field, programme, say), f"({correction.at:%H:%M}, {correction.desk})"
    match kind_of(correction):
        case Change.MERGED:
            return f"{told} {correction.old} {moment}"
        case Change.UNDONE:
            return f"{told} {moment}"
    old, new = (value_told(correction.field, value, programme, say) for value in (correction.old, correction.new))
    return f"{told} : {old} → {new} {moment}"


def field_told(name: str, programme: Programme, say: Say) -> str:
    """`name` as a correction has it."""
    kind, _, point_id = name.partition(":")
    if kind in _TAKEN_BACK:
        point = programme.control_point(point_id)
        return f"{point.name if point else point_id} – {say(_TAKEN_BACK[kind])}"
    if name == MERGED:
        return say(_SAME)
    return say(FIELD_NAMES[name]) if name in FIELD_NAMES else name.removeprefix(CUSTOM)


def value_told(field: str, value: str, programme: Programme, say: Say) -> str:
    """What has no words, of a newer version or free text, stays as it is; so does what is planned no more."""
    if value and field == "category":
        return programme.category_name(value)
    if field == "sessions":
        found = ((each, programme.session(each)) for each in value.split(", "))
        return ", ".join(session.title if session else each for each, session in found)
    words = WORDS_OF.get(field, {}).get(value)
    return say(words) if words else value


_SAME = Words("export", "same person as")
_TAKEN_BACK: dict[str, Words] = {
    Kind.CHECKED_IN: Words("export", "arrival undone"),
    Kind.CHECKED_OUT: Words("export", "exit undone"),
}
