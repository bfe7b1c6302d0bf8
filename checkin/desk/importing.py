# SPDX-License-Identifier: GPL-3.0-or-later
"""From an organiser's list to the journal: all of its people or nothing."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkin.core.entries import Kind
from checkin.core.errors import UserError
from checkin.core.lists.difference import compare
from checkin.core.lists.known import BY_LIST, mark
from checkin.core.lists.mapping import ColumnMapping, to_body
from checkin.core.lists.problems import RowProblem
from checkin.core.lists.said import fields_said
from checkin.core.model import Attendee, Status
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.desk.list_entries import Fact, facts_of, fits
from checkin.desk.list_preview import Preview, basis_of, preview, read_list, remembered
from checkin.storage.connection import write


@dataclass(frozen=True, slots=True)
class Imported:
    """`added` + `changed` + `known` are the people of the list; `known` were left as they are.

    `gone` people were on the list before and are not now; `cancelled` of them were cancelled for it.
    """

    added: int
    known: int
    problems: tuple[RowProblem, ...]
    changed: int = 0
    gone: int = 0
    cancelled: int = 0


def apply(event: EventFile, seen: Preview, *, at: datetime, desk: str, cancel_gone: bool = False) -> Imported:
    """Write what the preview showed, all of it or nothing, as one step that `undo_import` takes back.

    `cancel_gone` cancels those who left the list and have not arrived. Raises `UserError`, writing nothing, if
    people were changed since the preview; arrivals do not matter.
    """
    with write(event.db):
        if compare(basis_of(event).people, seen.roster.people, fields_said(seen.roster)) != seen.difference:
            raise UserError(_CHANGED_MEANWHILE)
        return _write_down(event, seen, at=at, desk=desk, cancel_gone=cancel_gone)


def import_list(event: EventFile, path: Path, *, at: datetime, desk: str, cancel_gone: bool = False) -> Imported:
    """Bring in the people of a file: `preview_list` and `apply` at once. People without a code get one.

    Raises `UserError` if the file is no list; then nothing was changed.
    """
    read = read_list(path)
    with write(event.db):
        seen = preview(basis_of(event), read)
        return _write_down(event, seen, at=at, desk=desk, cancel_gone=cancel_gone)


def _write_down(event: EventFile, seen: Preview, *, at: datetime, desk: str, cancel_gone: bool) -> Imported:
    """Nothing is written of a list that says nothing new; of one that was read in a new way, only how."""
    difference = seen.difference
    added, changed, gone = len(difference.added), len(difference.changed), len(difference.gone)
    off = {a.id for a in difference.gone if cancel_gone and _may_cancel(event, a)}
    marked = mark(secrets.token_hex(8))
    facts = facts_of(event, difference, off, marked)
    counts = {"added": added, "changed": changed, "gone": gone}
    if facts:
        facts.insert(0, _head(marked | counts, seen.roster.mapping))
    elif remembered(event).get(seen.roster.mapping.signature) != to_body(seen.roster.mapping):
        facts.append(_head({"by": BY_LIST}, seen.roster.mapping))
    event.journal.append_all(facts, at=at, desk=desk)
    return Imported(added, difference.unchanged, seen.problems, changed, gone, len(off))


def _head(body: dict[str, object], mapping: ColumnMapping) -> Fact:
    """With how the list was read, for the next one with this header; hundreds of columns are too much for an entry."""
    whole = body | {"mapping": to_body(mapping)}
    return Kind.LIST_IMPORTED, "", whole if fits(whole) else body


def _may_cancel(event: EventFile, person: Attendee) -> bool:
    is_off = person.status in (Status.CANCELLED, Status.BLOCKED)
    return not is_off and not any(event.attendees.visits(person.id))


_CHANGED_MEANWHILE = Words(
    "list", "People were changed while the list was looked at. Nothing was imported; choose the list again."
)
