# SPDX-License-Identifier: GPL-3.0-or-later
"""From an organiser's list to the journal: all of its people or nothing."""

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
from checkin.desk.list_entries import Fact, fits_entry, list_facts
from checkin.desk.lists.list_preview import ListPreview, build_preview, read_basis, read_list, read_mappings
from checkin.desk.merge_entries import joined_facts
from checkin.storage.connection import transaction


@dataclass(frozen=True, slots=True)
class ListImportResult:
    """`added` + `changed` + `known` + `merged` are the rows of the list; the people of `known` were left as they are.

    `gone` people were on the list before and are not now; `cancelled` of them were cancelled for it. `merged` rows
    are another row of somebody of the event.
    """

    added: int
    known: int
    problems: tuple[RowProblem, ...]
    changed: int = 0
    gone: int = 0
    cancelled: int = 0
    merged: int = 0


def apply_list(  # noqa: PLR0913 (whoever saw the preview decides all of it)
    event: EventFile,
    seen: ListPreview,
    *,
    at: datetime,
    desk: str,
    cancel_gone: bool = False,
    same: MatchDecisions | None = None,
) -> ListImportResult:
    """Write what the preview showed, all of it or nothing, as one step that `undo_import` takes back.

    `cancel_gone` cancels those who left the list and have not arrived. `same`: row → id of the person of the event it
    is, as somebody decided when they saw the preview; None for what it was asked with. Raises `UserError`, writing
    nothing, if people were changed since the preview, or for a decision that cannot be; arrivals do not matter.
    """
    with transaction(event.db):
        people = read_basis(event).people
        if seen.compared(people, seen.same) != seen.difference:
            raise UserError(_CHANGED_MEANWHILE)
        if same is not None:
            seen = replace(seen, difference=seen.compared(people, same), same=same)
        return _write_down(event, seen, at=at, desk=desk, cancel_gone=cancel_gone)


def import_list(
    event: EventFile, path: Path, *, at: datetime, desk: str, cancel_gone: bool = False
) -> ListImportResult:
    """Bring in the people of a file: `preview_list` and `apply` at once. People without a code get one.

    Raises `UserError` if the file is no list; then nothing was changed.
    """
    read = read_list(path)
    with transaction(event.db):
        seen = build_preview(read_basis(event), read)
        return _write_down(event, seen, at=at, desk=desk, cancel_gone=cancel_gone)


def _write_down(event: EventFile, seen: ListPreview, *, at: datetime, desk: str, cancel_gone: bool) -> ListImportResult:
    """Nothing is written of a list that says nothing new; of one that was read in a new way, only how."""
    difference = seen.difference
    added, changed, gone = len(difference.added), len(difference.changed), len(difference.gone)
    off = {a.id for a in difference.gone if cancel_gone and _may_cancel(event, a)}
    marked = mark(secrets.token_hex(8))
    facts = [*list_facts(event, difference, off, marked), *joined_facts(event, difference, marked)]
    counts = {"added": added, "changed": changed, "gone": gone}
    merged = len(difference.joined)
    if facts:
        facts.insert(0, _head(marked | counts | ({"merged": merged} if merged else {}), seen.roster.mapping))
    elif read_mappings(event).get(seen.roster.mapping.signature) != to_body(seen.roster.mapping):
        facts.append(_head({"by": BY_LIST}, seen.roster.mapping))
    event.journal.append_all(facts, at=at, desk=desk)
    return ListImportResult(added, difference.unchanged, seen.problems, changed, gone, len(off), merged)


def _head(body: dict[str, object], mapping: ColumnMapping) -> Fact:
    """With how the list was read, for the next one with this header; hundreds of columns are too much for an entry."""
    whole = body | {"mapping": to_body(mapping)}
    return EntryKind.LIST_IMPORTED, "", whole if fits_entry(whole) else body


def _may_cancel(event: EventFile, person: Attendee) -> bool:
    is_off = person.status in (Status.CANCELLED, Status.BLOCKED)
    return not is_off and not any(event.attendees.visits(person.id))


_CHANGED_MEANWHILE = Message(
    "list", "People were changed while the list was looked at. Nothing was imported; choose the list again."
)
