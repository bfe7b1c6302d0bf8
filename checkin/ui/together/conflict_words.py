# SPDX-License-Identifier: GPL-3.0-or-later
"""What two desks did apart, and the ways to settle it, in sentences."""

from checkin.core.exports.words import KIND_NAMES
from checkin.core.field_names import STATE_NAMES
from checkin.core.together.conflicts import ConflictKind
from checkin.core.together.settlement import OpenConflict, Settlement, Side
from checkin.core.words import Words
from checkin.language import clock_time, say
from checkin.ui.look.wording import field_name

_TITLES = {
    ConflictKind.DOUBLE_ADMISSION: Words("conflict", "Let in twice: {name}"),
    ConflictKind.CORRECTED_TWICE: Words("conflict", "{field} of {name}, corrected twice"),
    ConflictKind.SAME_WALK_IN: Words("conflict", "Registered twice: {name}"),
    ConflictKind.OVERRUN: Words("conflict", "Too many in {session}: {people} more than seats"),
    ConflictKind.ONE_ID: Words("conflict", "Told in two ways: {name}"),
}
_APART = Words("conflict", "{title} · settled differently at two desks")
_WAYS = {
    Settlement.SAME_PERSON: Words("conflict", "The same person, scanned twice"),
    Settlement.SECOND_WRONG: Words("conflict", "The second is a mistake"),
    Settlement.FIRST_WRONG: Words("conflict", "The first is a mistake"),
    Settlement.ANOTHER_PERSON: Words("conflict", "Somebody else came in with this code"),
    Settlement.KEEP_FIRST: Words("conflict", "Keep “{value}”"),
    Settlement.KEEP_SECOND: Words("conflict", "Keep “{value}”"),
    Settlement.MERGE: Words("conflict", "The same person: make one of both"),
    Settlement.TWO_PEOPLE: Words("conflict", "Two different people"),
    Settlement.ACCEPT: Words("conflict", "Seen: they stay"),
    Settlement.SEEN: Words("conflict", "Seen: both are kept"),
}
_NOBODY = Words("conflict", "somebody not heard of yet")
_EVENT = Words("conflict", "the event")
_ONE_ID = Words(
    "conflict",
    "Two different entries came under one number. No desk does that by itself: somebody may have tampered. "
    "Both are kept; put right what is wrong, and tell the organiser.",
)
_AT = Words("conflict", "{time} at {desk}")
_WROTE = Words("conflict", "{time} at {desk}: “{value}”")
_EMPTY = Words("conflict", "empty")
_CAME_IN = Words("conflict", "{time} at {desk}: {name}")
_MORE = Words("conflict", "and {count} who came before")
MOST_LINES = 8


_CHOSEN = Words("conflict", "Decided {time} at {desk}: {way}")


def title(conflict: OpenConflict) -> str:
    told = _title(conflict)
    return say(_APART, title=told) if conflict.choices else told


def _title(conflict: OpenConflict) -> str:
    return say(
        _TITLES[conflict.kind],
        name=conflict.person.name
        if conflict.person
        else say(_NOBODY if conflict.kind != ConflictKind.ONE_ID else _EVENT),
        field=field_name(conflict.field) if conflict.field else "",
        session=conflict.session.title if conflict.session else "",
        people=conflict.people,
    )


def story(side: Side | None) -> str:
    """One of the two: when and where, and what was written."""
    if side is None:
        return ""
    kind = say(KIND_NAMES[side.kind]) if side.kind in KIND_NAMES else side.kind
    state = STATE_NAMES.get(side.value)
    value = ", ".join(filter(None, (kind, say(state) if state else side.value)))
    words = _WROTE if value else _AT
    return say(words, time=clock_time(side.at), desk=side.desk, value=value)


def told_more(conflict: OpenConflict) -> str:
    """What two stories do not tell: who decided what, or who came in last, of whom one may be asked to leave."""
    chosen = [say(_CHOSEN, time=clock_time(c.at), desk=c.desk, way=way(conflict, c.way)) for c in conflict.choices]
    came = conflict.inside[:MOST_LINES]
    lines = [say(_CAME_IN, time=clock_time(c.at), desk=c.desk, name=c.person or say(_NOBODY)) for c in came]
    more = len(conflict.inside) - len(lines)
    if conflict.kind is ConflictKind.ONE_ID:
        chosen.append(say(_ONE_ID))
    return "\n".join([*chosen, *lines, *([say(_MORE, count=more)] if more > 0 else [])])


def way(conflict: OpenConflict, settlement: Settlement) -> str:
    """On the button."""
    side = conflict.first if settlement is Settlement.KEEP_FIRST else conflict.second
    return say(_WAYS[settlement], value=(side.value if side else "") or say(_EMPTY))
