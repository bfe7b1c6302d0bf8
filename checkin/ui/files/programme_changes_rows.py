# SPDX-License-Identifier: GPL-3.0-or-later
"""What a file makes of a programme, as tables of plain text: new, changed field by field, gone. Decides nothing."""

from collections.abc import Iterator, Mapping

from checkin.core.programme.difference import ItemChange, PlannedItem, name_of
from checkin.core.programme.names import KIND_NAMES, PART_NAMES
from checkin.core.programme.programme import ControlPoint, Programme, Session, Speaker
from checkin.core.words import Words
from checkin.desk.programme.importing import ProgrammePreview
from checkin.language import say
from checkin.ui.files.difference_rows import Table
from checkin.ui.programme.values import NOTHING, hours, moment, told


def tables(seen: ProgrammePreview, registered: Mapping[str, int]) -> tuple[Table, Table, Table]:
    """`registered` counts people by session."""
    difference = seen.difference
    return (
        Table(
            say(Words("difference", "New ({count})"), count=len(difference.added)),
            tuple(map(say, (_WHAT, _CALLED, _ABOUT))),
            tuple((_kind(i), name_of(i), _about(i, seen.programme)) for i in difference.added),
            narrow=(0,),
        ),
        Table(
            say(Words("difference", "Changed ({count})"), count=len(difference.changed)),
            tuple(map(say, (_WHAT, _CALLED, _FIELD, _BEFORE, _AFTER))),
            tuple(row for change in difference.changed for row in _change_rows(change, seen)),
            narrow=(0, 2),
        ),
        Table(
            say(_GONE, count=len(difference.gone)),
            tuple(map(say, (_WHAT, _CALLED, _ABOUT))),
            tuple((_kind(i), name_of(i), _lost(i, seen.before, registered)) for i in difference.gone),
            narrow=(0,),
        ),
    )


def _kind(item: object) -> str:
    return say(KIND_NAMES[type(item)])


def _change_rows(change: ItemChange, seen: ProgrammePreview) -> Iterator[tuple[str, ...]]:
    """Kind and name stand on every row, so that a screen reader has them too."""
    who = (_kind(change.item), name_of(change.item))
    for name, (old, new) in change.changed.items():
        before, after = told(name, old, seen.before), told(name, new, seen.programme)
        yield (*who, say(PART_NAMES[name]), before, after)


def _about(item: PlannedItem, programme: Programme) -> str:
    """What tells it from others: when and where, or of which session it is."""
    day = programme.event.day
    if isinstance(item, Session):
        booked = [say(PART_NAMES["is_booked"])] if item.is_booked else []
        return " · ".join(filter(None, (hours(item, day), item.room, *booked))) or NOTHING
    if isinstance(item, ControlPoint):
        times = (moment(t, day) for t in (item.opens, item.closes) if t)
        return " · ".join(filter(None, (told("session", item.session, programme), " – ".join(times))))
    return told("session", item.session, programme) if isinstance(item, Speaker) else NOTHING


def _lost(item: PlannedItem, programme: Programme, registered: Mapping[str, int]) -> str:
    count = registered.get(item.id, 0) if isinstance(item, Session) else 0
    people = [say(REGISTERED, count=count)] if count else []
    return " · ".join((_about(item, programme), *people))


REGISTERED = Words("programme", "people registered: {count}")
_GONE = Words("programme", "Not in the file ({count})")
_WHAT = Words("programme", "What")
_CALLED = Words("programme", "Name")
_ABOUT = Words("programme", "About it")
_FIELD = Words("programme", "Changes in")
_BEFORE = Words("difference", "Before")
_AFTER = Words("difference", "After")
