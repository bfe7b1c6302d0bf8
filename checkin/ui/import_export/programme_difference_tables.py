# SPDX-License-Identifier: GPL-3.0-or-later
"""The changes of a programme as tables of plain text: new, changed by field, gone. Decides nothing."""

from collections.abc import Iterator, Mapping

from checkin.core.message import Message
from checkin.core.programme.programme import ControlPoint, Programme, Session, Speaker
from checkin.core.programme.programme_difference import ItemChange, PlannedItem, item_name
from checkin.core.programme.programme_schema import PROGRAMME_FIELD_NAMES
from checkin.core.programme.programme_wording import KIND_NAMES
from checkin.services.programme.programme_importing import ProgrammePreview
from checkin.translation import translate
from checkin.ui.import_export.list_difference_tables import TextTable
from checkin.ui.programme.programme_value_texts import NOTHING, hours_text, value_text


def build_programme_tables(
    seen: ProgrammePreview, registered: Mapping[str, int]
) -> tuple[TextTable, TextTable, TextTable]:
    """Return the three tables; `registered` counts people by session id."""
    difference = seen.difference
    return (
        TextTable(
            translate(Message("difference", "New ({count})"), count=len(difference.added)),
            tuple(map(translate, (_WHAT, _CALLED, _ABOUT))),
            tuple((_kind(i), item_name(i), _about(i, seen.programme)) for i in difference.added),
            narrow=(0,),
        ),
        TextTable(
            translate(Message("difference", "Changed ({count})"), count=len(difference.changed)),
            tuple(map(translate, (_WHAT, _CALLED, _FIELD, _BEFORE, _AFTER))),
            tuple(row for change in difference.changed for row in _change_rows(change, seen)),
            narrow=(0, 2),
        ),
        TextTable(
            translate(_GONE, count=len(difference.gone)),
            tuple(map(translate, (_WHAT, _CALLED, _ABOUT))),
            tuple((_kind(i), item_name(i), _lost(i, seen.before, registered)) for i in difference.gone),
            narrow=(0,),
        ),
    )


def _kind(item: object) -> str:
    return translate(KIND_NAMES[type(item)])


def _change_rows(change: ItemChange, seen: ProgrammePreview) -> Iterator[tuple[str, ...]]:
    """Yield a row per changed field; kind and name are repeated for screen readers."""
    who = (_kind(change.item), item_name(change.item))
    for name, (old, new) in change.changed.items():
        before, after = value_text(name, old, seen.before), value_text(name, new, seen.programme)
        yield (*who, translate(PROGRAMME_FIELD_NAMES[name]), before, after)


def _about(item: PlannedItem, programme: Programme) -> str:
    """Return what distinguishes an item: its time and place, or its session."""
    if isinstance(item, Session):
        booked = [translate(PROGRAMME_FIELD_NAMES["is_booked"])] if item.is_booked else []
        return " · ".join(filter(None, (hours_text(item.starts, item.ends, programme), item.room, *booked))) or NOTHING
    if isinstance(item, ControlPoint):
        times = hours_text(item.opens, item.closes, programme)
        return " · ".join(filter(None, (value_text("session", item.session, programme), times)))
    return value_text("session", item.session, programme) if isinstance(item, Speaker) else NOTHING


def _lost(item: PlannedItem, programme: Programme, registered: Mapping[str, int]) -> str:
    count = registered.get(item.id, 0) if isinstance(item, Session) else 0
    people = [translate(REGISTERED, count=count)] if count else []
    return " · ".join((_about(item, programme), *people))


REGISTERED = Message("programme", "people registered: {count}")
_GONE = Message("programme", "Not in the file ({count})")
_WHAT = Message("programme", "What")
_CALLED = Message("programme", "Name")
_ABOUT = Message("programme", "Details")
_FIELD = Message("programme", "What changes")
_BEFORE = Message("difference", "Before")
_AFTER = Message("difference", "After")
