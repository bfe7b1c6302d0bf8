# SPDX-License-Identifier: GPL-3.0-or-later
"""What orders of a ticketing's server change in an event: people, and the check-ins of other programs. Reads only."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from checkin.core.attendee import Attendee
from checkin.core.entries import Entry, EntryKind, NewEntry, body_text, derived_id, parse_moment
from checkin.core.history import TICKETING, History
from checkin.core.lists.column_mapping import NameSplit
from checkin.core.lists.known_people import KINDS
from checkin.core.lists.name_splitting import split_name
from checkin.core.lists.personal_names import FirstNames
from checkin.core.merged_records import fold_records
from checkin.core.sync.conflict_resolution import undone_ids
from checkin.core.sync.sealed_entry import SealedEntry, is_shareable
from checkin.core.ticketing.entry_size import fitted_entry
from checkin.core.ticketing.foreign_passages import (
    DESK,
    annulled_passages,
    foreign_passages,
    local_moment,
    passage_entry,
)
from checkin.core.ticketing.json_values import JsonObject, as_id, as_text
from checkin.core.ticketing.pulled_people import (
    PulledPerson,
    added_person,
    changed_person,
    known_numbers,
    numbers_of,
    pulled_people,
    vanished_person,
)
from checkin.core.ticketing.pulled_ticketing import PulledTicketing, signed_subject
from checkin.services.event_file import EventFile


@dataclass(frozen=True, slots=True)
class OrderChanges:
    """What is to be written about people, and the entries of check-ins that other programs made.

    What is `dated` has an id made from the server's order and its time, so that two desks which fetch it write the same
    entry. `facts` get an id when they are written: what the desk recorded meanwhile is newer than the order.
    """

    dated: Sequence[SealedEntry]
    facts: Sequence[NewEntry]
    passages: Sequence[SealedEntry]

    @property
    def count(self) -> int:
        """The number of entries about people."""
        return len(self.dated) + len(self.facts)


def read_order_changes(
    event: EventFile, pulled: PulledTicketing, orders: Sequence[Mapping[str, Any]], names: FirstNames
) -> OrderChanges:
    """Return what these orders (as the API gives them) change. `names` are first names, for tickets that have a name in
    one piece.
    """
    people = _KnownPeople(event, pulled, orders, names)
    found = [(fact, _dated(people, order, fact)) for order, fact in _fitted(_facts(people))]
    dated = {entry.id: entry for _, entry in found if entry}
    return OrderChanges([*dated.values()], [fact for fact, entry in found if entry is None], [*_passages(people)])


def _fitted(facts: Iterable[tuple[JsonObject, NewEntry]]) -> Iterator[tuple[JsonObject, NewEntry]]:
    """Yield the facts with bodies that the journal can hold."""
    return ((order, fitted_entry(fact)) for order, fact in facts)


class _KnownPeople:
    """The people of the orders as the server has them, and those whom the event knows already."""

    def __init__(
        self, event: EventFile, pulled: PulledTicketing, orders: Sequence[Mapping[str, Any]], names: FirstNames
    ) -> None:
        self.event, self.pulled, self.orders = event, pulled, orders
        self.of_order = {
            as_text(order.get("code")): [*pulled_people(order, pulled, lambda name: _divided(name, names))]
            for order in orders
        }
        booked = event.attendees.of_orders([*self.of_order])
        self.booked: dict[str, list[Attendee]] = {}
        for attendee in booked:
            self.booked.setdefault(attendee.order, []).append(attendee)
        self.subjects = self._subjects(known_numbers(booked))
        self.entries: dict[str, list[Entry]] = dict(event.journal.entries_by_person([*self.subjects.values()]))
        self.histories = {subject: fold_records(subject, found)[1] for subject, found in self.entries.items()}

    def _subjects(self, by_number: Mapping[int, Attendee]) -> dict[int, str]:
        """Return the subject of each position: that of a person whom the event knows by the position or by its code,
        else the one that every desk gives it.
        """
        new = [person for people in self.of_order.values() for person in people if person.number not in by_number]
        codes = {person.fields.get("ticket_code", ""): person for person in new}
        by_code = self.event.attendees.owners([*codes]) if codes else {}
        found = {number: attendee.id for number, attendee in by_number.items()}
        found |= {person.number: self._owner(person, by_code) for person in new}
        return found

    def _owner(self, person: PulledPerson, by_code: Mapping[str, str]) -> str:
        return by_code.get(str(person.fields.get("ticket_code", "")), "") or self.event.journal.person(person.id)

    def history(self, number: int) -> History:
        return self.histories.get(self.subjects[number], History())

    def holder(self, number: int, at: datetime | None) -> str:
        """Return whose a position was at a time, "" for nobody's: before a substitute came it was another person's."""
        subject = self.subjects.get(number, "")
        while at and (came := self._came_instead(subject)) and at < came.at:
            subject = str(came.body["replaces"])
        return subject

    def _came_instead(self, subject: str) -> Entry | None:
        about = self.entries.get(subject) or (self.event.journal.about(subject) if subject else [])
        return next((e for e in about if e.kind == EntryKind.ATTENDEE_ADDED and e.body.get("replaces")), None)

    def added(self, subject: str) -> Iterator[Entry]:
        """Yield the entries that brought a person to the list."""
        return (entry for entry in self.entries.get(subject, ()) if entry.kind == EntryKind.ATTENDEE_ADDED)


def _dated(people: _KnownPeople, order: JsonObject, fact: NewEntry) -> SealedEntry | None:
    """Return the entry that every desk writes of this; None where it would come before what it changes."""
    kind, subject, body = fact
    at = parse_moment(order.get("last_modified"))
    if at is None:
        return None
    of, text = people.pulled.ticketing, body_text(body)
    seed = f"{of.organizer}/{of.event}/{as_text(order.get('code'))}/{kind}/{subject}/{text}"
    entry = SealedEntry(derived_id(at, seed), kind, subject, DESK, local_moment(at, people.pulled).isoformat(), text)
    newest = max((each.id for each in people.entries.get(subject, ()) if each.kind in KINDS), default=b"")
    return entry if entry.id > newest and is_shareable(entry) else None


def _facts(people: _KnownPeople) -> Iterator[tuple[JsonObject, NewEntry]]:
    """Yield what changes, each with the order that says so."""
    there = frozenset(number for order in people.orders for number in numbers_of(order))
    for order in people.orders:
        code = as_text(order.get("code"))
        for person in people.of_order[code]:
            for fact in _of_person(people, person):
                yield order, fact
        for attendee in people.booked.get(code, ()):  # a position may have gone into an order of its own
            number = as_id(attendee.position.get("id"))
            if number and number not in there and (gone := vanished_person(people.history(number))):
                yield order, gone
        for fact in _annulled(people, order):
            yield order, fact


def _of_person(people: _KnownPeople, person: PulledPerson) -> Iterator[NewEntry]:
    """Yield what is new about a person; one whose signed ticket was let in before becomes one with what is recorded of
    it.
    """
    history, subject = people.history(person.number), people.subjects[person.number]
    if history.attendee:
        is_from_desk = not any(entry.body.get(TICKETING) is True for entry in people.added(subject))
        is_substitute = any("replaces" in entry.body for entry in people.added(subject))
        if changed := changed_person(person, history, is_from_desk=is_from_desk, is_substitute=is_substitute):
            yield changed
        return
    yield added_person(person)
    if people.pulled.ticketing.keys:
        record = signed_subject(str(person.fields.get("ticket_code", "")))
        if people.event.journal.about(record):
            yield EntryKind.ATTENDEE_MERGED, record, {"into": person.id}


def _annulled(people: _KnownPeople, order: JsonObject) -> Iterator[NewEntry]:
    """Yield what undoes the check-ins of other programs that the server has no more. A person may have tickets of other
    orders too, of which this one says nothing.
    """
    present = frozenset(as_id(checkin.get("id")) for *_, checkin in foreign_passages(order, people.pulled))
    here = numbers_of(order)
    for subject in dict.fromkeys(people.subjects[each.number] for each in people.of_order[as_text(order.get("code"))]):
        if entries := people.entries.get(subject):
            of_order = [entry for entry in entries if as_id(entry.body.get("position")) in here]
            yield from annulled_passages(of_order, present, undone_ids(entries))


def _passages(people: _KnownPeople) -> Iterator[SealedEntry]:
    for order in people.orders:
        for host, number, checkin in foreign_passages(order, people.pulled):
            subject = people.holder(host, parse_moment(checkin.get("datetime")))
            entry = passage_entry(subject, number, checkin, people.pulled) if subject else None
            if entry and is_shareable(entry):
                yield entry


def _divided(name: str, names: FirstNames) -> tuple[str, str]:
    return split_name(name, NameSplit.FIRST_NAMES, names) or ("", name)
