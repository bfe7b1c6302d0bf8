# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences about conflicts between desks and their resolutions."""

from checkin.core.exports.export_wording import KIND_NAMES
from checkin.core.field_names import STATE_NAMES
from checkin.core.message import Message
from checkin.core.sync.open_conflict import ConflictSide, OpenConflict, Resolution
from checkin.core.sync.sync_conflicts import ConflictKind
from checkin.translation import clock_time, translate
from checkin.ui.look.access_wording import person_field_label

_TITLES = {
    ConflictKind.DOUBLE_ADMISSION: Message("conflict", "Let in twice: {name}"),
    ConflictKind.CORRECTED_TWICE: Message("conflict", "{field} of {name}, corrected twice"),
    ConflictKind.SAME_WALK_IN: Message("conflict", "Registered twice: {name}"),
    ConflictKind.OVERRUN: Message("conflict", "Too many in {session}: {people} over capacity"),
    ConflictKind.ONE_ID: Message("conflict", "Two versions: {name}"),
    ConflictKind.CODE_OF_TWO: Message("conflict", "One code for {name} and {other}"),
}
_APART = Message("conflict", "{title} · settled differently at two desks")
_WAYS = {
    Resolution.SAME_PERSON: Message("conflict", "The same person, scanned twice"),
    Resolution.SECOND_WRONG: Message("conflict", "The second arrival is a mistake"),
    Resolution.FIRST_WRONG: Message("conflict", "The first arrival is a mistake"),
    Resolution.ANOTHER_PERSON: Message("conflict", "Someone else came in with this code"),
    Resolution.KEEP_FIRST: Message("conflict", "Keep “{value}”"),
    Resolution.KEEP_SECOND: Message("conflict", "Keep “{value}”"),
    Resolution.MERGE: Message("conflict", "The same person: merge them"),
    Resolution.TWO_PEOPLE: Message("conflict", "Two different people"),
    Resolution.ACCEPT: Message("conflict", "Seen: everyone stays"),
    Resolution.SEEN: Message("conflict", "Seen: keep both"),
}
_DESK_ASKS = Message("conflict", "Until then, the desk asks each time whose code it is.")
_CODE_IS = Message("conflict", "The code is {name}’s; the other keeps their code from before")
_NOBODY = Message("conflict", "someone this desk does not know yet")
_EVENT = Message("conflict", "the event")
_ONE_ID = Message(
    "conflict",
    "Two different entries came with the same number. No desk does that by itself: someone may have tampered "
    "with them. Both are kept; correct what is wrong, and tell the organiser.",
)
_AT = Message("conflict", "{time} at {desk}")
_WROTE = Message("conflict", "{time} at {desk}: “{value}”")
_EMPTY = Message("conflict", "empty")
_CAME_IN = Message("conflict", "{time} at {desk}: {name}")
_MORE = Message("conflict", "and {count} who came before")
MOST_LINES = 8


_CHOSEN = Message("conflict", "Decided {time} at {desk}: {way}")


def conflict_title(conflict: OpenConflict) -> str:
    sentence = _title(conflict)
    return translate(_APART, title=sentence) if conflict.choices else sentence


def _title(conflict: OpenConflict) -> str:
    return translate(
        _TITLES[conflict.kind],
        name=conflict.person.name
        if conflict.person
        else translate(_NOBODY if conflict.kind != ConflictKind.ONE_ID else _EVENT),
        other=conflict.other.name if conflict.other else translate(_NOBODY),
        field=person_field_label(conflict.field) if conflict.field else "",
        session=conflict.session.title if conflict.session else "",
        people=conflict.people,
    )


def side_description(side: ConflictSide | None) -> str:
    """Return one side of a conflict: time, desk, and what was written; "" without one."""
    if side is None:
        return ""
    kind = translate(KIND_NAMES[side.kind]) if side.kind in KIND_NAMES else side.kind
    state = STATE_NAMES.get(side.value)
    value = ", ".join(filter(None, (kind, translate(state) if state else side.value)))
    words = _WROTE if value else _AT
    return translate(words, time=clock_time(side.at), desk=side.desk, value=value)


def conflict_details(conflict: OpenConflict) -> str:
    """Return what the two sides do not show: earlier decisions, or who came in last and may have to leave."""
    chosen = [
        translate(_CHOSEN, time=clock_time(c.at), desk=c.desk, way=resolution_label(conflict, c.way))
        for c in conflict.choices
    ]
    came = conflict.inside[:MOST_LINES]
    lines = [translate(_CAME_IN, time=clock_time(c.at), desk=c.desk, name=c.person or translate(_NOBODY)) for c in came]
    more = len(conflict.inside) - len(lines)
    if conflict.kind is ConflictKind.CODE_OF_TWO and not conflict.choices:
        chosen.append(translate(_DESK_ASKS))
    if conflict.kind is ConflictKind.ONE_ID:
        chosen.append(translate(_ONE_ID))
    return "\n".join([*chosen, *lines, *([translate(_MORE, count=more)] if more > 0 else [])])


def resolution_label(conflict: OpenConflict, resolution: Resolution) -> str:
    """Return the label of a resolution's button."""
    if conflict.kind is ConflictKind.CODE_OF_TWO:
        owner = conflict.person if resolution is Resolution.SECOND_WRONG else conflict.other
        return translate(_CODE_IS, name=owner.name if owner else translate(_NOBODY))
    side = conflict.first if resolution is Resolution.KEEP_FIRST else conflict.second
    return translate(_WAYS[resolution], value=(side.value if side else "") or translate(_EMPTY))
