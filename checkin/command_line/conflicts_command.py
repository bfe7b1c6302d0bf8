# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin conflicts`: the open sync conflicts between desks, one line of JSON each."""

import argparse
import json

from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE, FOUND_PROBLEMS
from checkin.core.sync.open_conflict import ConflictSide, OpenConflict
from checkin.services.desk import Desk
from checkin.storage import settings_store as kept


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)


def run(chosen: argparse.Namespace) -> int:
    with open_event_file(chosen.event) as event:
        found = Desk(event, event.clock(), kept.load(event.db).desk).conflicts.open()
        for conflict in found:
            print(json.dumps(as_json(conflict), ensure_ascii=False))
    return FOUND_PROBLEMS if found else DONE


def as_json(conflict: OpenConflict) -> dict[str, object]:
    person, other = conflict.person, conflict.other
    return {
        "key": conflict.key,
        "kind": conflict.kind,
        "attendee": person.id if person else None,
        "name": person.name if person else None,
        "other": other.id if other else None,
        "first": _side(conflict.first),
        "second": _side(conflict.second),
        "field": conflict.field or None,
        "control_point": conflict.point.id if conflict.point else None,
        "session": conflict.session.id if conflict.session else None,
        "people": conflict.people or None,
        "inside": [
            {"name": c.person, "at": c.at.isoformat(), "desk": c.desk, "people": c.people} for c in conflict.inside
        ],
        "ways": list(conflict.resolutions),
        "choices": [{"way": c.way, "at": c.at.isoformat(), "desk": c.desk, "entry": c.entry} for c in conflict.choices],
    }


def _side(side: ConflictSide | None) -> dict[str, object] | None:
    if side is None:
        return None
    return {"at": side.at.isoformat(), "desk": side.desk, "entry": side.entry.hex(), "value": side.value or None}
