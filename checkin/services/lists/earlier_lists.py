# SPDX-License-Identifier: GPL-3.0-or-later
"""How the lists of an event were read: the mappings of their columns, and which columns their people keep.

Apart from `list_preview`, for those who read no list.
"""

from collections.abc import Mapping

from checkin.core.entries import Entry, EntryKind
from checkin.services.event_file import EventFile
from checkin.storage import people_totals


def read_mappings(event: EventFile) -> Mapping[str, Mapping[str, object]]:
    """Return the column mappings of imports that were not undone, by header signature, the newest of each, and the
    newest of all last.
    """
    undone = event.journal.undone([""])
    imports = (e for e in event.journal.entries_of_kinds([EntryKind.LIST_IMPORTED]) if e.id.hex() not in undone)
    found = dict[str, Mapping[str, object]]()
    for body in map(_mapping_body, imports):
        if "header" in body:
            found.pop(str(body["header"]), None)
            found[str(body["header"])] = body
    return found


def newest_titles(event: EventFile) -> list[str]:
    """Return the titles of the columns that people keep from the newest list, which was not undone. Of a file in which
    no list has told them, those that people have.
    """
    told = [kept for body in read_mappings(event).values() if isinstance(kept := body.get("kept"), list)]
    return [str(title) for title in told[-1]] if told else people_totals.custom_fields(event.db)


def _mapping_body(entry: Entry) -> Mapping[str, object]:
    body = entry.body.get("mapping")
    return body if isinstance(body, dict) else {}
