# SPDX-License-Identifier: GPL-3.0-or-later
"""Known people of the event and the values that earlier lists gave them. Pure.

What the lists said is the fold of the lists' own entries, without a desk's corrections. A record merged into another
person's is listed as well, so that its row on the next list is not taken for a new person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from checkin.core.attendee import Attendee, attendee_from_body, set_field
from checkin.core.entries import Entry, EntryKind
from checkin.core.history import fold_history, is_tie
from checkin.core.merged_records import fold_records, persons_by_record
from checkin.core.sync.conflicts import undone_ids
from checkin.core.tokens import EventKey

KINDS = (
    EntryKind.ATTENDEE_ADDED,
    EntryKind.ATTENDEE_CORRECTED,
    EntryKind.ATTENDEE_MERGED,
    EntryKind.CODE_REPLACED,
    EntryKind.UNDONE,
    EntryKind.CONFLICT_SETTLED,
)
"""The kinds of journal entries that `known_people` reads."""

BY_LIST = "list"

_NO_CODES: frozenset[str] = frozenset()
"""One object for the many people with no revoked and no tied code: each empty set of their own takes 216 bytes."""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A known record. `attendee` is the person as they are now, `codes` every code they ever had, `revoked` those that
    admit nobody any more, `tied` those that a desk gave them.

    `listed` is what the lists said of them, None for a person named by a desk only; its `ticket_code` is "" where we
    issued the code. `source` is the id of the import that brought them. `is_gone`: the newest list left them out;
    `was_cancelled`: and cancelled them for it. `merged_into` is the id of the person whose record this is, "" for a
    person's own.
    """

    attendee: Attendee
    codes: frozenset[str]
    listed: Attendee | None = None
    is_from_list: bool = False
    source: str = ""
    is_gone: bool = False
    was_cancelled: bool = False
    revoked: frozenset[str] = _NO_CODES
    tied: frozenset[str] = _NO_CODES
    merged_into: str = ""

    @property
    def person(self) -> str:
        """The id of the person whose record this is."""
        return self.merged_into or self.attendee.id


def mark(import_id: str) -> dict[str, object]:
    """Return what every entry that a list writes about a person has in its body."""
    return {"by": BY_LIST, "import": import_id}


def known_people(entries: Iterable[Entry], key: EventKey) -> list[KnownPerson]:
    """Return every person these entries (of `KINDS`, in id order) name, first named first, with merged records."""
    of_subject: dict[str, list[Entry]] = {}
    for entry in entries:
        of_subject.setdefault(entry.subject, []).append(entry)
    found = (_known(subject, own, key) for subject, own in of_subject.items() if subject)
    people = {known.attendee.id: known for known in found if known}
    return list((people | _shadows(people, of_subject)).values())


def _shadows(people: Mapping[str, KnownPerson], of_subject: Mapping[str, list[Entry]]) -> dict[str, KnownPerson]:
    """Return the merged records, and the people they were merged into, each with its revoked codes."""
    merges = [e for entries in of_subject.values() for e in entries if e.kind == EntryKind.ATTENDEE_MERGED]
    undone = undone_ids(e for merge in merges for e in of_subject[merge.subject])
    persons = {r: p for r, p in persons_by_record(merges, undone).items() if p in people and r in people}
    shadows = {}
    for person in dict.fromkeys(persons.values()):
        records = [person, *(r for r in persons if persons[r] == person)]
        entries = sorted((e for r in records for e in of_subject[r]), key=lambda e: e.id)
        revoked = frozenset(fold_records(person, entries)[1].revoked_codes)
        for record in records:
            own = people[record].codes & revoked
            shadows[record] = replace(people[record], revoked=own, merged_into=persons.get(record, ""))
    return shadows


def _known(subject: str, entries: Sequence[Entry], key: EventKey) -> KnownPerson | None:
    history = fold_history(entries)
    if (attendee := history.attendee) is None:
        return None
    revoked = frozenset(history.revoked_codes) or _NO_CODES
    codes = revoked | {attendee.ticket_code, *history.other_codes}
    tied = frozenset(code for code, entry in history.code_entries.items() if is_tie(entry)) or _NO_CODES
    undone = undone_ids(entries)
    parts = [e for e in entries if e.body.get("by") == BY_LIST and e.id.hex() not in undone]
    if not parts:
        return KnownPerson(attendee, codes, revoked=revoked, tied=tied)
    is_added = parts[0].kind == EntryKind.ATTENDEE_ADDED
    left_out = parts[-1].body if parts[-1].body.get("gone") else {}
    return KnownPerson(
        attendee,
        codes,
        listed=attendee_from_body(subject, _words_of_lists(parts, key)),
        is_from_list=is_added,
        source=str(parts[0].body.get("import", "")) if is_added else "",
        is_gone=bool(left_out),
        was_cancelled=bool(left_out.get("changes")),
        revoked=revoked,
        tied=tied,
    )


def _words_of_lists(entries_of_lists: Sequence[Entry], key: EventKey) -> Mapping[str, Any]:
    body: dict[str, Any] = {}
    for entry in entries_of_lists:
        if entry.kind == EntryKind.ATTENDEE_ADDED:
            body |= entry.body
            if key.named_id(str(body.get("ticket_code", ""))) == entry.subject:
                body.pop("ticket_code", None)
        elif not entry.body.get("gone"):
            for name, value in _news(entry.body).items():
                set_field(body, name, value)
    return body


def _news(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields a list stated. `listed` holds those where the person became something else, or stayed as they
    were.
    """
    changes, listed = body.get("changes"), body.get("listed")
    pairs = changes.items() if isinstance(changes, dict) else ()
    news = {name: pair[1] for name, pair in pairs if isinstance(pair, list) and len(pair) == 2}
    return news | (listed if isinstance(listed, dict) else {})
