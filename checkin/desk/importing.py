# SPDX-License-Identifier: GPL-3.0-or-later
"""From an organiser's files to the journal: a list of people, a programme. All of a file or nothing."""

import secrets
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from checkin.core.entries import Kind, body_text
from checkin.core.errors import UserError
from checkin.core.history import attendee_body
from checkin.core.lists.difference import Change, Difference, compare
from checkin.core.lists.known import mark
from checkin.core.lists.listed import Listed
from checkin.core.lists.mapping import ColumnMapping, to_body
from checkin.core.lists.problems import RowProblem
from checkin.core.lists.said import fields_said
from checkin.core.model import Attendee, Status
from checkin.core.programme import Programme
from checkin.core.programme_file import read_programme
from checkin.core.tokens import Origin
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.desk.list_preview import Preview, basis_of, preview, read_list
from checkin.storage.connection import write

Fact = tuple[str, str, dict[str, object]]
"""Kind, subject and body of an entry to write."""

SHORT = 200
"""Characters kept of an old value, where it and the new one do not fit one entry."""


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


def import_programme(event: EventFile, path: Path, *, at: datetime, desk: str) -> Programme:
    """Replace the programme by that of a TOML file (docs/programme.md). Raises `UserError`, changing nothing."""
    programme = load_programme(path)
    event.plan(programme, at=at, desk=desk)
    return programme


def load_programme(path: Path) -> Programme:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as exc:
        raise UserError(
            Words(
                "programme",
                "The programme “{name}” cannot be read. Nothing was changed; choose another file.",
            ),
            name=path.name,
        ) from exc
    except ValueError as exc:  # not TOML, or not UTF-8
        raise UserError(
            Words(
                "programme",
                "The programme “{name}” is not written as it should be: {what}. Nothing was changed.",
            ),
            name=path.name,
            what=str(exc),
        ) from exc
    return read_programme(document)


def _write_down(event: EventFile, seen: Preview, *, at: datetime, desk: str, cancel_gone: bool) -> Imported:
    """Nothing is written of a list that says nothing new."""
    difference = seen.difference
    added, changed, gone = len(difference.added), len(difference.changed), len(difference.gone)
    marked = mark(secrets.token_hex(8))
    off = {a.id for a in difference.gone if cancel_gone and _may_cancel(event, a)}
    facts = [*_added(event, difference, marked), *_corrected(difference, marked), *_gone(difference, off, marked)]
    if facts:
        counts = {"added": added, "changed": changed, "gone": gone}
        head = _head(marked | counts, seen.roster.mapping)
        event.journal.append_all([(Kind.LIST_IMPORTED, "", head), *facts], at=at, desk=desk)
    return Imported(added, difference.unchanged, seen.problems, changed, gone, len(off))


def _head(body: dict[str, object], mapping: ColumnMapping) -> dict[str, object]:
    """With how the list was read, for the next one with this header; hundreds of columns are too much for an entry."""
    whole = body | {"mapping": to_body(mapping)}
    return whole if _fits(whole) else body


def _added(event: EventFile, difference: Difference, marked: dict[str, object]) -> Iterator[Fact]:
    for listed in difference.added:
        person = _person(event, listed)
        yield Kind.ATTENDEE_ADDED, person.id, attendee_body(person) | marked


def _corrected(difference: Difference, marked: dict[str, object]) -> Iterator[Fact]:
    for change in (*difference.changed, *difference.noted):
        for body in _bodies(change, marked):
            yield Kind.ATTENDEE_CORRECTED, change.person.id, body


def _gone(difference: Difference, off: set[str], marked: dict[str, object]) -> Iterator[Fact]:
    """That the list left them out is written as well: the same list again then says nothing new."""
    for person in difference.gone:
        changes = {"status": [person.status.value, Status.CANCELLED.value]} if person.id in off else {}
        yield Kind.ATTENDEE_CORRECTED, person.id, {"changes": changes, "gone": True, **marked}


def _may_cancel(event: EventFile, person: Attendee) -> bool:
    is_off = person.status in (Status.CANCELLED, Status.BLOCKED)
    return not is_off and not any(event.attendees.visits(person.id))


def _bodies(change: Change, marked: dict[str, object]) -> Iterator[dict[str, object]]:
    """One body, or several where the change of a person is too long for one entry."""
    names = [*change.fields, *(name for name in change.listed if name not in change.fields)]
    changes = {name: [_plain(old), _plain(new)] for name, (old, new) in change.fields.items()}
    body: dict[str, object] = {"changes": changes, **marked}
    if change.listed:
        body["listed"] = {name: _plain(value) for name, value in change.listed.items()}
    if _fits(body):
        yield body
    elif len(names) > 1:
        for some in (names[: len(names) // 2], names[len(names) // 2 :]):
            fields = {name: change.fields[name] for name in some if name in change.fields}
            listed = {name: change.listed[name] for name in some if name in change.listed}
            yield from _bodies(replace(change, fields=fields, listed=listed), marked)
    else:
        yield {**body, "changes": {name: [str(old)[:SHORT] + " …", new] for name, (old, new) in changes.items()}}


def _fits(body: dict[str, object]) -> bool:
    try:
        body_text(body)
    except UserError:
        return False
    return True


def _plain(value: str | tuple[str, ...]) -> str | list[str]:
    return value if isinstance(value, str) else list(value)


def _person(event: EventFile, listed: Listed) -> Attendee:
    """`listed` with an id and a code. A code of ours that the list brings gives its id, as when it was issued."""
    token = event.key.read(listed.ticket_code) if listed.ticket_code else event.issue_code()
    if token.origin is Origin.GENUINE:
        return listed.as_attendee(token.id, token.code)
    return listed.as_attendee(event.issue_code().id, token.code or listed.ticket_code)


_CHANGED_MEANWHILE = Words(
    "list", "People were changed while the list was looked at. Nothing was imported; choose the list again."
)
