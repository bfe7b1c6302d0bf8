# SPDX-License-Identifier: GPL-3.0-or-later
"""The entries of a list import: a difference turned into facts for the journal (docs/adr/0011). Writes none itself."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from checkin.core.attendee import Attendee, Status
from checkin.core.attendee_body import attendee_body
from checkin.core.entries import EntryKind, body_text
from checkin.core.errors import UserError
from checkin.core.history import UNDERSTOOD
from checkin.core.lists.list_difference import ListDifference, PersonChange
from checkin.core.lists.listed_person import ListedPerson
from checkin.core.merged_records import MERGED
from checkin.core.tokens import CodeOrigin
from checkin.services.event_file import EventFile

Fact = tuple[str, str, dict[str, object]]
"""Kind, subject and body of an entry to write."""

SHORT = 200
"""Characters kept of an old value, where it and the new one do not fit into one entry."""


def list_facts(
    event: EventFile, difference: ListDifference, off: set[str], marked: dict[str, object], hosts: dict[int, str]
) -> list[Fact]:
    """Return all facts of `difference`, and put the ids of those added with a row into `hosts`. `off` holds the ids of
    people to cancel for having left the list.
    """
    changes = (*difference.changed, *difference.noted)
    added = make_attendees(event, difference.added, hosts)
    return [
        *((EntryKind.ATTENDEE_ADDED, person.id, attendee_body(person) | marked) for person in added),
        *correction_facts(changes, marked),
        *_gone(difference, off, marked),
    ]


def correction_facts(changes: Iterable[PersonChange], marked: dict[str, object]) -> Iterator[Fact]:
    """Yield one or more entries for each change; an import's entry is marked as no correction by a person.

    A change of a merged record's row is marked with that record: it is undone when the record is unmerged.
    """
    marked = _of_an_import(marked)
    for change in changes:
        of_nobody = {name: value for name, value in marked.items() if name != "by"}
        own = of_nobody | {MERGED: change.record} if change.record else marked
        for body in _bodies(change, own):
            yield EntryKind.ATTENDEE_CORRECTED, change.person.id, body


def _gone(difference: ListDifference, off: set[str], marked: dict[str, object]) -> Iterator[Fact]:
    """Yield that the list left people out, so that importing the same list again changes nothing."""
    for person in difference.gone:
        changes = {"status": [person.status.value, Status.CANCELLED.value]} if person.id in off else {}
        yield EntryKind.ATTENDEE_CORRECTED, person.id, {"changes": changes, "gone": True, **_of_an_import(marked)}


def _of_an_import(marked: dict[str, object]) -> dict[str, object]:
    """Return `marked`, flagged as written by an import if it is one."""
    return marked | {UNDERSTOOD: True} if "import" in marked else marked


def _bodies(change: PersonChange, marked: dict[str, object]) -> Iterator[dict[str, object]]:
    """Yield one body, or several where a person's change is too long for one entry."""
    names = [*change.fields, *(name for name in change.listed if name not in change.fields)]
    changes = {name: [_plain(old), _plain(new)] for name, (old, new) in change.fields.items()}
    body: dict[str, object] = {"changes": changes, **marked}
    if change.listed:
        body["listed"] = {name: _plain(value) for name, value in change.listed.items()}
    if fits_entry(body):
        yield body
    elif len(names) > 1:
        for some in (names[: len(names) // 2], names[len(names) // 2 :]):
            fields = {name: change.fields[name] for name in some if name in change.fields}
            listed = {name: change.listed[name] for name in some if name in change.listed}
            yield from _bodies(replace(change, fields=fields, listed=listed), marked)
    else:
        yield {**body, "changes": {name: [str(old)[:SHORT] + " …", new] for name, (old, new) in changes.items()}}


def fits_entry(body: dict[str, object]) -> bool:
    """Whether the journal accepts an entry with this body."""
    try:
        body_text(body)
    except UserError:
        return False
    return True


def _plain(value: str | tuple[str, ...]) -> str | list[str]:
    return value if isinstance(value, str) else list(value)


def make_attendees(event: EventFile, people: Sequence[ListedPerson], hosts: dict[int, str]) -> Iterator[Attendee]:
    """Yield these people with ids and codes. A code issued by this event brings its id along. `hosts` holds the id of
    the first person made of each row, whom others of that row accompany; it grows.
    """
    tokens = [event.key.read(listed.ticket_code) for listed in people]
    issued = iter(event.issue_codes(sum(token.origin is not CodeOrigin.GENUINE for token in tokens)))
    for listed, token in zip(people, tokens, strict=True):
        own = token if token.origin is CodeOrigin.GENUINE else next(issued)
        if listed.place and not listed.host:
            listed = replace(listed, host=hosts.get(listed.row, ""))
        hosts.setdefault(listed.row, own.id)
        yield listed.as_attendee(own.id, (token.code or listed.ticket_code) if listed.ticket_code else own.code)
