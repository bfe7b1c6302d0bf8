# SPDX-License-Identifier: GPL-3.0-or-later
"""Undo of the newest list import, and how the lists of an event were read.

An undo never touches an arrival or what a desk wrote.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from checkin.core.entries import Entry, EntryKind
from checkin.core.message import Message, UserError
from checkin.core.supervisor import Authority
from checkin.services.event_file import EventFile
from checkin.storage import count_tables


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One import: its entry, and how many people it added, changed and found missing from the list."""

    import_id: str
    entry: Entry
    added: int
    changed: int
    gone: int


@dataclass(frozen=True, slots=True)
class ImportUndoResult:
    """`removed` people left the event, `restored` are as before the import.

    `kept` were added by the list and stay, because a desk has dealt with them since.
    """

    removed: int
    restored: int
    kept: int


def newest_import(event: EventFile) -> ImportRecord | None:
    """Return the newest import that was not undone, None if there is none."""
    undone = event.journal.undone([""])
    entries = (
        e
        for e in event.journal.entries_of_kinds([EntryKind.LIST_IMPORTED])
        if e.body.get("import") and e.id.hex() not in undone
    )
    newest = max(entries, key=lambda e: e.id, default=None)
    if newest is None:
        return None
    added, changed, gone = (_number(newest, name) for name in ("added", "changed", "gone"))
    return ImportRecord(str(newest.body.get("import")), newest, added, changed, gone)


def undo_import(
    event: EventFile, import_id: str, *, at: datetime, desk: str, authority: Authority | None = None
) -> ImportUndoResult:
    """Undo everything one import wrote. Raises `UserError` unless it is the newest: later ones build on it.

    People are as they were before it, and codes issued to its new people become invalid. A person it added who has been
    seen at a desk since (arrived, refused, corrected, merged, given another code) stays, with everything. `authority`
    is who allowed it and why, where that was asked.
    """
    with event.transaction():
        record = newest_import(event)
        if record is None or record.import_id != import_id:
            raise UserError(_NOT_THE_NEWEST)
        facts, kept = [_undoing("", [record.entry], authority)], 0
        removed, restored, keepers = 0, 0, _keepers(event)
        for subject, entries in _by_subject(event, import_id):
            is_addition = entries[0].kind == EntryKind.ATTENDEE_ADDED
            if is_addition and (subject in keepers or _was_seen(event, subject)):
                kept += 1
                continue
            was_person = not any(entry.kind == EntryKind.ATTENDEE_MERGED for entry in entries)
            removed, restored = removed + (is_addition and was_person), restored + (not is_addition)
            facts.append(_undoing(subject, entries))
        event.journal.append_all(facts, at=at, desk=desk)
    return ImportUndoResult(removed, restored, kept)


def undone_sentence(record: ImportRecord, done: ImportUndoResult, translate: Callable[..., str]) -> str:
    """Return the sentence shown after the undo."""
    sentence = translate(_UNDONE, removed=done.removed, restored=done.restored, at=f"{record.entry.at:%d/%m %H:%M}")
    return f"{sentence} {translate(_KEPT, kept=done.kept)}" if done.kept else sentence


def _by_subject(event: EventFile, import_id: str) -> Iterator[tuple[str, list[Entry]]]:
    entries = sorted(event.journal.entries_of_import(import_id), key=lambda e: (e.subject, e.id))
    for subject, own in groupby(entries, lambda e: e.subject):
        if subject:
            yield subject, list(own)


def _keepers(event: EventFile) -> set[str]:
    """Return the ids of people who had another record merged into theirs at a desk, undone or not."""
    merges = event.journal.entries_of_kinds([EntryKind.ATTENDEE_MERGED])
    return {str(merge.body.get("into")) for merge in merges if "import" not in merge.body}


def _was_seen(event: EventFile, subject: str) -> bool:
    """Whether anything but imports wrote about this record, undone or not."""
    return any("import" not in entry.body for entry in event.journal.of_record(subject))


def _undoing(
    subject: str, entries: list[Entry], authority: Authority | None = None
) -> tuple[str, str, dict[str, object]]:
    """Return the undo of these entries. History is folded per person, so each person gets an undo of their own."""
    body: dict[str, object] = {"targets": [e.id.hex() for e in entries], "import": entries[0].body["import"]}
    return EntryKind.UNDONE, subject, body | (authority.body() if authority else {})


def _number(entry: Entry, name: str) -> int:
    value = entry.body.get(name)
    return value if isinstance(value, int) else 0


_UNDONE = Message(
    "list", "The import of {at} was undone: {removed} {removed:person|people} removed, {restored} put back as before."
)
_KEPT = Message("list", "{kept} {kept:person|people} it had added {kept:stays|stay}: a desk has seen them since.")
_NOT_THE_NEWEST = Message(
    "list", "Only the latest import can be undone, and only once. Nothing was changed; check who is in the event."
)


# How the lists of an event were read: the mappings of their columns, and which columns their people keep.
# Apart from `list_preview`, for those who read no list.

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


CONTINUES = "continues"
"""In the entry of an import: one of the imports that brought the list before it, "" for a list beside the others."""


class ListSource(NamedTuple):
    """A list in force and its earlier versions: the ids of their `imports`; the newest has this `header` signature, and
    people keep these `titles` from it.
    """

    header: str
    imports: frozenset[str]
    titles: tuple[str, ...]


def list_sources(event: EventFile) -> list[ListSource]:
    """Return the lists in force, the newest last."""
    found = list[ListSource]()
    for entry in _imports(event):
        body = _mapping_body(entry)
        if not isinstance(kept := body.get("kept"), list):
            continue
        header, imports = str(body.get("header")), {str(entry.body.get("import", ""))} - {""}
        if before := _earlier(found, entry, header):
            found.remove(before)
            imports |= before.imports
        found.append(ListSource(header, frozenset(imports), tuple(map(str, kept))))
    return found


def _earlier(sources: Sequence[ListSource], entry: Entry, header: str) -> ListSource | None:
    """Return the list of which an import was a newer version; of an import that does not say so, the one with the same
    titles, or else the newest.
    """
    continued = entry.body.get(CONTINUES)
    if continued == "":
        return None
    said = [each for each in sources if continued in each.imports]
    alike = [each for each in sources if each.header == header]
    return next(reversed(said or alike or ([] if entry.body.get(BESIDE) else sources)), None)


def listed_titles(event: EventFile) -> list[str]:
    """Return the titles of the columns that people keep from the lists in force, those of the newest first. Of a file
    in which no list has told them, those that people have.
    """
    sources = list_sources(event)
    if not sources:
        return count_tables.custom_fields(event.db)
    return list(dict.fromkeys(title for source in reversed(sources) for title in source.titles))


def _imports(event: EventFile) -> Iterator[Entry]:
    undone = event.journal.undone([""])
    return (e for e in event.journal.entries_of_kinds([EntryKind.LIST_IMPORTED]) if e.id.hex() not in undone)


def _mapping_body(entry: Entry) -> Mapping[str, object]:
    body = entry.body.get("mapping")
    return body if isinstance(body, dict) else {}
