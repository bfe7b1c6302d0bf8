# SPDX-License-Identifier: GPL-3.0-or-later
"""The import of an attendee list into the journal: all of its people or none."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from checkin.core.attendee import Attendee, Status
from checkin.core.entries import EntryKind
from checkin.core.errors import UserError
from checkin.core.lists.column_mapping import ColumnMapping, to_body
from checkin.core.lists.known_people import BY_LIST, mark
from checkin.core.lists.match_decisions import MatchDecisions
from checkin.core.lists.row_problems import RowProblem
from checkin.core.message import Message
from checkin.desk.event_file import EventFile
from checkin.desk.list_import_entries import Fact, fits_entry, list_facts
from checkin.desk.lists.list_preview import ListPreview, build_preview, read_basis, read_list, read_mappings
from checkin.desk.merge_entries import joined_facts


@dataclass(frozen=True, slots=True)
class ListImportResult:
    """The result of an import: `added` + `changed` + `known` + `merged` are the rows of the list.

    People in `known` were unchanged; `merged` rows are a further row of a person in the event. `gone` people are no
    longer on the list; `cancelled` of them were cancelled for it.
    """

    added: int
    known: int
    problems: tuple[RowProblem, ...]
    changed: int = 0
    gone: int = 0
    cancelled: int = 0
    merged: int = 0


def apply_list(  # noqa: PLR0913 (all of it is decided by the user at the preview)
    event: EventFile,
    seen: ListPreview,
    *,
    at: datetime,
    desk: str,
    cancel_gone: bool = False,
    same: MatchDecisions | None = None,
) -> ListImportResult:
    """Import what the preview showed, all or nothing, as one step that `undo_import` undoes.

    `cancel_gone` cancels people who left the list and have not arrived. `same` maps rows to ids of people in the event,
    as the user decided at the preview; None keeps the preview's own decisions. Raises `UserError`, writing nothing, if
    people were changed since the preview (arrivals do not matter), or for an impossible decision.
    """
    with event.transaction():
        people = read_basis(event).people
        if seen.compared(people, seen.same) != seen.difference:
            raise UserError(_CHANGED_MEANWHILE)
        if same is not None:
            seen = replace(seen, difference=seen.compared(people, same), same=same)
        return _write_down(event, seen, at=at, desk=desk, cancel_gone=cancel_gone)


def import_list(
    event: EventFile, path: Path, *, at: datetime, desk: str, cancel_gone: bool = False
) -> ListImportResult:
    """Import the people of a file without a preview. People without a code get one.

    Raises `UserError` if the file is no list; nothing is changed then.
    """
    read = read_list(path)
    with event.transaction():
        seen = build_preview(read_basis(event), read)
        return _write_down(event, seen, at=at, desk=desk, cancel_gone=cancel_gone)


def _write_down(event: EventFile, seen: ListPreview, *, at: datetime, desk: str, cancel_gone: bool) -> ListImportResult:
    """Write the import. A list with no news writes nothing, or only its mapping if that is new."""
    difference = seen.difference
    added, changed, gone = len(difference.added), len(difference.changed), len(difference.gone)
    off = {a.id for a in difference.gone if cancel_gone and _may_cancel(event, a)}
    marked = mark(secrets.token_hex(8))
    facts = [*list_facts(event, difference, off, marked), *joined_facts(event, difference, marked)]
    counts = {"added": added, "changed": changed, "gone": gone}
    merged = len(difference.joined)
    if facts:
        facts.insert(0, _head(marked | counts | ({"merged": merged} if merged else {}), seen.interpreted.mapping))
    elif read_mappings(event).get(seen.interpreted.mapping.signature) != to_body(seen.interpreted.mapping):
        facts.append(_head({"by": BY_LIST}, seen.interpreted.mapping))
    event.journal.append_all(facts, at=at, desk=desk)
    return ListImportResult(added, difference.unchanged, seen.problems, changed, gone, len(off), merged)


def _head(body: dict[str, object], mapping: ColumnMapping) -> Fact:
    """Return the import's own fact, with the mapping for the next list with this header, if it fits into an entry."""
    whole = body | {"mapping": to_body(mapping)}
    return EntryKind.LIST_IMPORTED, "", whole if fits_entry(whole) else body


def _may_cancel(event: EventFile, person: Attendee) -> bool:
    is_off = person.status in (Status.CANCELLED, Status.BLOCKED)
    return not is_off and not any(event.attendees.visits(person.id))


_CHANGED_MEANWHILE = Message(
    "list", "People were changed while you were looking at the list. Nothing was imported; choose the list again."
)
