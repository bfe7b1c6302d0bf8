# SPDX-License-Identifier: GPL-3.0-or-later
"""What a ticketing's server has, fetched into the journal: its lists and products, its orders, the check-ins of other
programs.

Orders come page by page and are kept as rows until all are there, so that a fetch may be interrupted anywhere and goes
on; then all of them become entries at once. Only then the server's time from which the next fetch asks is moved on.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from checkin.core import supervisor
from checkin.core.attendee import Attendee
from checkin.core.entries import Entry, EntryKind, NewEntry, body_text, derived_id, parse_moment
from checkin.core.history import TICKETING, History
from checkin.core.json_values import JsonObject, as_id, as_text, as_translations
from checkin.core.lists.cell_text import FirstNames
from checkin.core.lists.column_mapping import NameSplit, split_name
from checkin.core.lists.known_people import KINDS
from checkin.core.merged_records import fold_records
from checkin.core.message import LANGUAGES, WHOLE, CombinedProgress, Message, ReportProgress, UserError, ignore_progress
from checkin.core.programme.programme_entries import change_entries
from checkin.core.programme.programme_schema import MOST
from checkin.core.sync.conflicts import undone_ids
from checkin.core.sync.sealed_entry import SealedEntry, is_shareable, ticketing_signer
from checkin.core.ticketing.pulled import (
    DESK,
    PulledPerson,
    PulledTicketing,
    added_person,
    annulled_passages,
    changed_person,
    foreign_passages,
    known_numbers,
    local_moment,
    numbers_of,
    passage_entry,
    pulled_people,
    revocation_changes,
    signed_subject,
    ticketing_changes,
    vanished_person,
)
from checkin.core.ticketing.pulled_event import PulledEvent, given_names, pulled_programme
from checkin.core.ticketing.questions import Question, in_languages
from checkin.core.ticketing.ticket_rules import CheckInList
from checkin.core.ticketing.ticketing import Ticketing, fitted_entry, read_products
from checkin.services.event_file import EventFile
from checkin.services.lists.list_importing import ATTEMPTS
from checkin.services.supervision import sealed_rows
from checkin.services.ticketing.badge_layout_import import fetch_badges
from checkin.services.ticketing.ticketing_joining import read_token
from checkin.storage import settings_store
from checkin.storage.outbox import Outbox
from checkin.storage.settings_store import TicketingLink
from checkin.sync.pretix_client import MOST_BYTES, PretixClient
from checkin.sync.pretix_connection import too_large
from checkin.translation import Translator, current_language

# What orders of a ticketing's server change in an event: people, and the check-ins of other programs. Reads only.


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


FETCHED = WHOLE * 7 // 10
"""Share of the progress bar for fetching; the rest is storing."""
PRETIX_DESK = "pretix"
"""The desk named in the entries of what the server has."""


@dataclass(frozen=True, slots=True)
class PullResult:
    """The result of a fetch: orders received, entries about people, and check-ins of other programs that came."""

    orders: int = 0
    people: int = 0
    passages: int = 0

    @property
    def received(self) -> int:
        """The number of things that are new here."""
        return self.people + self.passages


class TicketingPull:
    """Fetches from one server into one event. `clock` gives aware times."""

    def __init__(
        self, event: EventFile, client: PretixClient, link: TicketingLink, clock: Callable[[], datetime]
    ) -> None:
        self._event, self._client, self._link, self._clock = event, client, link, clock
        self._complete = ""

    def run(self, report: ReportProgress = ignore_progress) -> PullResult:
        """Fetch everything that changed. Raises `SyncError` for the server; what was kept until then stays."""
        self.fetch_event()
        done = self.fetch_people(report)
        fetch_badges(self._event, self._client, self._link, self._clock)
        return done

    def fetch_people(self, report: ReportProgress = ignore_progress) -> PullResult:
        """Fetch the orders that changed, by what is known of the event."""
        pulled = self._event.ticketing()
        assert pulled
        bar = CombinedProgress(report)
        self._fetch_orders(bar.part(FETCHED))
        return self._apply_orders(pulled, bar.part(WHOLE))

    def fetch_event(self) -> None:
        """Fetch the event with its products, questions and lists into the programme."""
        link, before = self._link, self._event.ticketing()
        event = self._client.event(link.event)
        if event.get("has_subevents") is True:
            raise UserError(_SERIES)
        ticketing = self._described(event, before.ticketing.languages if before else self._languages())
        lists = tuple(map(CheckInList.from_body, self._client.check_in_lists(link.event)))
        revoked, blocked = self._revocations(ticketing)
        facts = [*ticketing_changes(before, ticketing, lists), *revocation_changes(before, revoked, blocked)]
        place = ticketing.text(as_translations(event.get("location"))).replace("\n", ", ")
        exit_name = Translator(ticketing.languages[0]).translate(Message("ticketing", "{name}, exit"), name="{name}")
        now = PulledEvent(ticketing, lists, place)
        named = (
            given_names(PulledEvent(before.ticketing, tuple(before.lists.values()), "", exit_name)) if before else {}
        )
        programme = self._event.planned()
        pulled = pulled_programme(programme, replace(now, exit_name=exit_name), named)
        counts = {"session": pulled.sessions, "category": pulled.categories, "control_point": pulled.control_points}
        if any(len(found) > MOST[table] for table, found in counts.items()):
            raise too_large()
        planned = change_entries(programme, pulled)
        if supervisor.supervisors(self._event.journal.entries_of_kinds(supervisor.KINDS)):
            token = read_token(self._event, link)
            planned = sealed_rows(self._event, planned, ticketing_signer(self._event.key.event, token))
        self._append(facts + planned)

    def _described(self, event: JsonObject, languages: Sequence[str]) -> Ticketing:
        """Return the event of the API with its products and questions, and with its texts in the languages that are
        kept: those of Checkin too.
        """
        link, kept = self._link, list(dict.fromkeys((*languages, *LANGUAGES)))
        items = [in_languages(row, kept) for row in self._client.items(link.event)]
        questions = (in_languages(row, kept) for row in self._client.questions(link.event))
        return replace(
            Ticketing.from_event(link.address, link.organizer, in_languages(event, kept)),
            products=read_products(items),
            questions=tuple(map(Question.from_body, questions)),
            languages=tuple(languages),
        )

    def _languages(self) -> tuple[str, ...]:
        """Return the languages in which texts are taken from now on (`Ticketing.languages`)."""
        default = as_text(self._client.event_settings(self._link.event).get("locale"))
        return tuple(dict.fromkeys(filter(None, (current_language(), default))))

    def _revocations(self, ticketing: Ticketing) -> tuple[list[str], dict[str, bool]]:
        """Return the revoked codes, and those blocked (True) or free again; only signed tickets have such lists."""
        if not ticketing.keys:
            return [], {}
        revoked = [as_text(row.get("secret")) for row in self._client.revoked_secrets(self._link.event)]
        blocked = {
            as_text(row.get("secret")): row.get("blocked") is True
            for row in self._client.blocked_secrets(self._link.event)
        }
        return revoked, blocked

    def _fetch_orders(self, report: ReportProgress) -> None:
        """Keep all orders that changed since the last complete fetch."""
        db, reading = self._event.db, settings_store.load_reading(self._event.db)
        if settings_store.kept_size(db) > MOST_BYTES:
            raise too_large()
        if reading.complete:
            pages = self._client.orders(self._link.event, modified_since=reading.complete)
        else:
            pages = self._client.orders(self._link.event, created_since=reading.reached)
        received = 0
        for page in pages:
            received += len(page.rows)
            newest = max((as_text(row.get("datetime")) for row in page.rows), default=reading.reached)
            reading = replace(reading, begun=reading.begun or page.generated, reached=newest)
            orders = [(as_text(row.get("code")), json.dumps(row, ensure_ascii=False)) for row in page.rows]
            kept = reading if not reading.complete else replace(reading, begun="", reached="")
            settings_store.keep_orders(db, orders, kept)
            report(received, page.count)
        self._complete = reading.begun

    def _apply_orders(self, pulled: PulledTicketing, report: ReportProgress) -> PullResult:
        """Turn the kept orders into entries, all of them or none. Desks record arrivals meanwhile."""
        db, orders = self._event.db, settings_store.kept_orders(self._event.db)
        if not orders:
            return self._done(PullResult())
        for _ in range(ATTEMPTS):
            moment = self._event.moment()
            changes = read_order_changes(self._event, pulled, orders, frozenset())
            passages = Outbox(db, self._event.journal).absorb(changes.passages)
            made = self._event.journal.prepare(
                changes.facts,
                at=self._clock(),
                desk=PRETIX_DESK,
                since=moment.place,
                dated=changes.dated,
                report=report,
            )
            result = PullResult(len(orders), changes.count, passages)
            with self._event.transaction():
                if self._event.is_unchanged(moment, KINDS):
                    self._event.journal.insert_prepared(made)
                    settings_store.note_applied(db, self._complete)
                    return result
        raise UserError(_CHANGED)

    def _done(self, result: PullResult) -> PullResult:
        with self._event.transaction():
            settings_store.note_applied(self._event.db, self._complete)
        return result

    def _append(self, facts: Sequence[NewEntry]) -> None:
        if facts:
            with self._event.transaction():
                self._event.journal.append_all(map(fitted_entry, facts), at=self._clock(), desk=PRETIX_DESK)


_SERIES = Message(
    "ticketing",
    "This event of pretix is a series of several dates, which Checkin cannot join yet. Nothing was changed; the list "
    "of one date can be exported from pretix and opened here.",
)
_CHANGED = Message(
    "ticketing",
    "While the list of pretix was stored, people were changed here again and again. Nothing was changed by it; the "
    "next round tries again.",
)
