# SPDX-License-Identifier: GPL-3.0-or-later
"""How the lists of an event were read: the mappings of their columns, and which columns their people keep.

Apart from `list_preview`, for those who read no list.
"""

from collections.abc import Iterator, Mapping

from checkin.core.entries import Entry, EntryKind
from checkin.services.event_file import EventFile
from checkin.storage import people_totals

BESIDE = "beside"
"""In the entry of an import: the list is of another source than the one before (`ListDifference.is_beside`)."""


def read_mappings(event: EventFile) -> Mapping[str, Mapping[str, object]]:
    """Return the column mappings of imports that were not undone, by header signature, the newest of each, and the
    newest of all last.
    """
    found = dict[str, Mapping[str, object]]()
    for entry in _imports(event):
        body = _mapping_body(entry)
        if "header" in body:
            found.pop(str(body["header"]), None)
            found[str(body["header"])] = body
    return found


def listed_titles(event: EventFile) -> list[str]:
    """Return the titles of the columns that people keep from the lists in force: the newest of each source that was not
    undone, the newest of all first. Of a file in which no list has told them, those that people have.
    """
    in_force = dict[str, list[str]]()
    for entry in _imports(event):
        body = _mapping_body(entry)
        if not isinstance(kept := body.get("kept"), list):
            continue
        if in_force and not entry.body.get(BESIDE):
            in_force.popitem()
        in_force.pop(header := str(body.get("header")), None)
        in_force[header] = [str(title) for title in kept]
    if not in_force:
        return people_totals.custom_fields(event.db)
    return list(dict.fromkeys(title for titles in reversed(in_force.values()) for title in titles))


def _imports(event: EventFile) -> Iterator[Entry]:
    undone = event.journal.undone([""])
    return (e for e in event.journal.entries_of_kinds([EntryKind.LIST_IMPORTED]) if e.id.hex() not in undone)


def _mapping_body(entry: Entry) -> Mapping[str, object]:
    body = entry.body.get("mapping")
    return body if isinstance(body, dict) else {}
