# SPDX-License-Identifier: GPL-3.0-or-later
"""What a ticketing's server has, as entries of ours: its orders as people, and check-ins of other programs. Pure.

What was corrected at a desk stays, whatever the server says of that field later. A position that is no longer in its
order was cancelled.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from checkin.core.attendee import CUSTOM, Attendee, CheckInMethod, Status, attendee_body, custom_of
from checkin.core.entries import BODY_LIMIT, Entry, EntryKind, NewEntry, body_text, derived_id, parse_moment
from checkin.core.history import TICKETING, History
from checkin.core.json_values import JsonObject, as_id, as_list, as_object, as_text, as_texts
from checkin.core.local_time import find_zone
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.core.ticketing.position import CANCELLED, EXPIRED, PENDING, order_bodies
from checkin.core.ticketing.questions import Question, QuestionType
from checkin.core.ticketing.ticket_rules import CheckInList
from checkin.core.ticketing.ticketing import Product, Ticketing, column_text, column_words, fitted, question_title
from checkin.core.ticketing.ticketing_status import list_number, list_point, product_id

# What the entries say of a ticketing: the server's event, its products, questions and check-in lists, revoked and
# blocked codes, and which desks are devices of the server.

_WITHDRAWN = "withdrawn"
"""The key of a body whose product, question or list the server no longer has."""
MOST_CODES = 200
"""The most codes in one entry: each takes 19 bytes of its body."""


@dataclass(frozen=True, slots=True)
class TicketingDevice:
    """A desk that is a device of the server: its `number` there, its `gate`, 0 for none. `since` is the id of the entry
    that says so, `until` that of the entry that ends it, b"" before. `replaces` is the device that the same computer
    was before, 0 for none.
    """

    number: int
    desk: str
    since: bytes
    gate: int = 0
    replaces: int = 0
    until: bytes = b""

    def has_left(self, entry: bytes) -> bool:
        """Whether the desk was no device any more when the entry with this id was written."""
        return bool(self.until) and self.until < entry


@dataclass(frozen=True, slots=True)
class PulledTicketing:
    """The ticketing of an event as the entries have it: `ticketing` with its products and questions, the check-in
    `lists` by number, the digests (`code_digest`) of codes that the server has revoked or blocked, and the `devices`.
    """

    ticketing: Ticketing
    lists: Mapping[int, CheckInList] = field(default_factory=dict)
    revoked: frozenset[str] = frozenset()
    blocked: frozenset[str] = frozenset()
    devices: tuple[TicketingDevice, ...] = ()

    def list_at(self, point: str) -> CheckInList | None:
        """Return the check-in list of a control point, None for a control point of the organiser's own."""
        return self.lists.get(list_number(point))

    def is_own(self, device: int) -> bool:
        """Whether a device of the server is one of our desks."""
        return any(each.number == device for each in self.devices)

    def gate_of(self, desk: str) -> int | None:
        """Return the gate of a desk, 0 without one; None for a desk that is no device of the server."""
        return next((each.gate for each in reversed(self.devices) if each.desk == desk), None)

    def sender_of(self, entry: Entry) -> int:
        """Return the device that sends an entry: the desk's own, once it was one, else the first that had not left
        then, perhaps one that joined later; 0 without any.

        The server tells a repeated check-in only by the device that sent it first, so each entry has one sender. A
        computer that joined again, as after its device was revoked, goes on with what it had not sent.
        """
        there = [each for each in self.devices if not each.has_left(entry.id)]
        own = [each for each in there if each.desk == entry.desk and each.since < entry.id]
        sender = own[-1] if own else next(iter(there), None)
        return self._successor(sender.number) if sender else 0

    @property
    def has_devices(self) -> bool:
        """Whether a desk is a device of the server now."""
        return any(not each.until for each in self.devices)

    def _successor(self, device: int) -> int:
        for each in self.devices:
            if each.replaces and each.replaces == device:
                device = each.number
        return device


def code_digest(code: str) -> str:
    """Return what is kept of a revoked or blocked code: enough to know it again, and shorter."""
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()[:16]


def signed_subject(code: str) -> str:
    """Return the subject of what is recorded about a signed ticket before its person is known."""
    return f"signed-{code_digest(code)}"


def fold_ticketing(entries: Iterable[Entry]) -> PulledTicketing | None:
    """Return what the entries (in id order) say; None without a ticketing."""
    ticketing: Ticketing | None = None
    found: dict[str, dict[str, Any]] = {kind: {} for kind in _PLANNED}
    revoked, blocked = set[str](), set[str]()
    devices: dict[tuple[int, str], TicketingDevice] = {}
    for entry in entries:
        if entry.kind == EntryKind.TICKETING_DESCRIBED:
            ticketing = Ticketing.from_body(entry.body)
        elif entry.kind == EntryKind.TICKETS_REVOKED:
            revoked.update(as_texts(entry.body.get("revoked")))
            blocked.update(as_texts(entry.body.get("blocked")))
            blocked.difference_update(as_texts(entry.body.get("unblocked")))
        elif entry.kind in (EntryKind.TICKETING_JOINED, EntryKind.TICKETING_LEFT):
            _note_device(devices, entry)
        elif entry.kind in found and entry.body.get(_WITHDRAWN):
            found[entry.kind].pop(entry.subject, None)
        elif entry.kind in found:
            found[entry.kind][entry.subject] = _PLANNED[entry.kind].from_body(entry.body)
    if ticketing is None:
        return None
    products, questions, lists = (found[kind].values() for kind in _PLANNED)
    whole = replace(ticketing, products=tuple(products), questions=tuple(questions))
    by_number = {each.id: each for each in lists}
    return PulledTicketing(whole, by_number, frozenset(revoked), frozenset(blocked), tuple(devices.values()))


def _note_device(devices: dict[tuple[int, str], TicketingDevice], entry: Entry) -> None:
    """Add the device of an entry by its number and desk, or note that it left."""
    number, gate, before = (as_id(entry.body.get(name)) for name in ("device", "gate", "replaces"))
    if entry.kind == EntryKind.TICKETING_LEFT:
        left = {key: each for key, each in devices.items() if each.number == number and not each.until}
        devices |= {key: replace(each, until=entry.id) for key, each in left.items()}
    elif number:
        device = TicketingDevice(number, entry.desk, entry.id, gate, before if before != number else 0)
        devices.setdefault((number, entry.desk), device)


def ticketing_changes(
    before: PulledTicketing | None, ticketing: Ticketing, lists: Sequence[CheckInList]
) -> Iterator[NewEntry]:
    """Yield the entries that turn what is known into what the server says: only what differs."""
    if before is None or before.ticketing.body() != ticketing.body():
        yield EntryKind.TICKETING_DESCRIBED, "", ticketing.body()
    known = before.ticketing if before else Ticketing()
    yield from _item_changes(EntryKind.PRODUCT_PLANNED, known.products, ticketing.products)
    yield from _item_changes(EntryKind.QUESTION_PLANNED, known.questions, ticketing.questions)
    yield from _item_changes(EntryKind.CHECK_IN_LIST_PLANNED, before.lists.values() if before else (), lists)


def revocation_changes(
    before: PulledTicketing | None, revoked: Iterable[str], blocked: Mapping[str, bool]
) -> Iterator[NewEntry]:
    """Yield the entries of codes that the server has revoked, blocked or unblocked (False) since."""
    known = before or PulledTicketing(Ticketing())
    is_now = {code_digest(code): state for code, state in blocked.items()}
    news = {
        "revoked": sorted({code_digest(code) for code in revoked} - known.revoked),
        "blocked": sorted(code for code, state in is_now.items() if state and code not in known.blocked),
        "unblocked": sorted(code for code, state in is_now.items() if not state and code in known.blocked),
    }
    for name, codes in news.items():
        for start in range(0, len(codes), MOST_CODES):
            yield EntryKind.TICKETS_REVOKED, "", {name: codes[start : start + MOST_CODES]}


def _item_changes(kind: EntryKind, before: Iterable[Any], after: Iterable[Any]) -> Iterator[NewEntry]:
    known = {each.id: each.body() for each in before}
    wanted = {each.id: each.body() for each in after}
    for gone in known.keys() - wanted.keys():
        yield kind, str(gone), {_WITHDRAWN: True}
    yield from ((kind, str(number), body) for number, body in wanted.items() if body != known.get(number))


_PLANNED: Mapping[str, Any] = {
    EntryKind.PRODUCT_PLANNED: Product,
    EntryKind.QUESTION_PLANNED: Question,
    EntryKind.CHECK_IN_LIST_PLANNED: CheckInList,
}


MOST_BYTES = BODY_LIMIT * 2 // 5
"""The most bytes of a person's fields: an entry that changes all of them holds each twice."""

SplitName = Callable[[str], tuple[str, str]]
"""Divides a whole name into first and last name."""


@dataclass(frozen=True, slots=True)
class PulledPerson:
    """A ticket of the server as a person: their `fields` as the body of an entry has them, by name."""

    id: str
    number: int
    fields: Mapping[str, Any] = field(default_factory=dict)


def person_id(pulled: PulledTicketing, number: int) -> str:
    """Return the id of the attendee of a position: the same at every desk that reads the server."""
    of = f"{pulled.ticketing.organizer}/{pulled.ticketing.event}/{number}"
    return hashlib.sha256(of.encode()).hexdigest()[:22]


def pulled_people(order: JsonObject, pulled: PulledTicketing, split: SplitName) -> Iterator[PulledPerson]:
    """Yield the people of an order as the API gives it. An add-on belongs to the person of its ticket."""
    for position, body in order_bodies(order):
        number = as_id(position.get("id"))
        fields = dict(_fields(order, position, body, pulled, split))
        known = {name: value for name, value in fields.items() if value}
        yield PulledPerson(person_id(pulled, number), number, fitted(known, MOST_BYTES))


def added_person(person: PulledPerson) -> NewEntry:
    """Return the entry that adds a person."""
    return EntryKind.ATTENDEE_ADDED, person.id, {"first_name": "", **person.fields, TICKETING: True}


def changed_person(
    person: PulledPerson, history: History, *, is_from_desk: bool = False, is_substitute: bool = False
) -> NewEntry | None:
    """Return the entry that changes what the server now says otherwise of a known person; None where nothing is new.
    Of a person who is on the list by a desk, what the server leaves empty takes nothing away. Until it knows of a
    substitute, it names the person who is absent.
    """
    assert history.attendee
    kept: tuple[str, ...] = ()
    if is_substitute:
        is_told = person.fields.get("ticket_code") == history.attendee.ticket_code
        kept = _OF_ORDER if is_told else (*_OF_ORDER, *_OF_HOLDER)
    now, new = _flat(attendee_body(history.attendee)), _flat(person.fields)
    names = [name for name in _PULLED if (name in new if is_from_desk else name in new or name in now)]
    names += [name for name in new if name.startswith(CUSTOM)]
    return _correction(history.attendee, [name for name in names if name not in (*history.edits, *kept)], new)


_OF_HOLDER = ("first_name", "last_name", "ticket_code", "organisation")
_OF_ORDER = ("email", "phone")
"""Fields of a person that the server may have of another: of the holder of the ticket before, of who ordered it."""


def vanished_person(history: History) -> NewEntry | None:
    """Return the entry that cancels a person whose position is no longer in its order; None if they are cancelled."""
    assert history.attendee
    position = {**history.attendee.position, "status": CANCELLED, "canceled": True}
    fields = {"status": Status.CANCELLED.value, "position": position}
    return _correction(history.attendee, [*fields], fields)


def numbers_of(order: JsonObject) -> frozenset[int]:
    """Return the numbers of the positions in an order."""
    return frozenset(as_id(as_object(each).get("id")) for each in as_list(order.get("positions")))


def _correction(attendee: Attendee, names: Iterable[str], new: Mapping[str, Any]) -> NewEntry | None:
    """Return the entry of those of these fields that differ."""
    old = _flat(attendee_body(attendee)) | {"ticket_code": _known_code(attendee, new)}
    changes = {
        name: [old.get(name, ""), new.get(name, "")]
        for name in names
        if _plain(old.get(name, "")) != _plain(new.get(name, ""))
    }
    return (EntryKind.ATTENDEE_CORRECTED, attendee.id, {"changes": changes, TICKETING: True}) if changes else None


def _known_code(attendee: Attendee, new: Mapping[str, Any]) -> str:
    """Return the code that the server gave before: a desk may have replaced it, and that stays."""
    is_the_same = attendee.ticket_code == new.get("ticket_code")
    return attendee.ticket_code if is_the_same else as_text(attendee.position.get("secret"))


def _flat(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {**fields, **{CUSTOM + title: text for title, text in custom_of(fields).items()}}


_PULLED = (
    "first_name",
    "last_name",
    "ticket_code",
    "organisation",
    "email",
    "phone",
    "category",
    "order",
    "status",
    "sessions",
    "position",
)
"""The fields that the server gives. An empty one is a value too: a company that was taken off."""


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else str(value) if isinstance(value, Status) else value


def _fields(
    order: JsonObject, position: JsonObject, body: Mapping[str, Any], pulled: PulledTicketing, split: SplitName
) -> Iterator[tuple[str, Any]]:
    first, last = _name(order, position, split)
    product = pulled.ticketing.product(as_id(position.get("item")))
    addons = [as_object(addon) for addon in as_list(body.get("addons"))]
    yield "first_name", first
    yield "last_name", last
    yield "ticket_code", as_text(position.get("secret"))
    yield "organisation", _company(order, position)
    yield "email", as_text(position.get("attendee_email")) or as_text(order.get("email"))
    yield "phone", as_text(order.get("phone"))
    yield "category", product_id(product.id) if product else ""
    yield "order", as_text(order.get("code"))
    yield "status", _status(order, body).value
    yield "sessions", _sessions(addons, pulled)
    yield "custom", dict(_columns(position, pulled))
    yield "position", dict(body)


def _name(order: JsonObject, position: JsonObject, split: SplitName) -> tuple[str, str]:
    """Return the first and last name: the attendee's, else those of the invoice, as the server itself shows them. Where
    no names were asked for, the company or the number of the ticket stands for one: nobody finds an empty line.
    """
    invoice = _invoice(order)
    for parts, whole in (
        (position.get("attendee_name_parts"), position.get("attendee_name")),
        (invoice.get("name_parts"), invoice.get("name")),
    ):
        named = as_object(parts)
        first, last = as_text(named.get("given_name")).strip(), as_text(named.get("family_name")).strip()
        if first or last:
            return first, last
        if text := as_text(whole).strip() or as_text(named.get("full_name")).strip():
            return split(text)
    return "", _company(order, position) or f"{as_text(order.get('code'))}-{as_text(position.get('positionid'))}".strip(
        "-"
    )


def _company(order: JsonObject, position: JsonObject) -> str:
    return as_text(position.get("company")).strip() or as_text(_invoice(order).get("company")).strip()


def _invoice(order: JsonObject) -> JsonObject:
    return as_object(order.get("invoice_address"))


def _status(order: JsonObject, body: Mapping[str, Any]) -> Status:
    """Return the state of the registration as the lists and counts of the desk know it."""
    status = as_text(order.get("status"))
    if status == CANCELLED or body.get("canceled"):
        return Status.CANCELLED
    if body.get("blocked"):
        return Status.BLOCKED
    if status in (PENDING, EXPIRED):
        is_valid = status == PENDING and order.get("valid_if_pending") is True
        return Status.CONFIRMED if is_valid else Status.UNPAID
    return Status.CONFIRMED


def _sessions(addons: Sequence[JsonObject], pulled: PulledTicketing) -> list[str]:
    """Return the sessions that the add-ons book: their own, and that of each list of several add-ons."""
    items = [as_id(addon.get("item")) for addon in addons if not addon.get("canceled")]
    of_addons = {product.id for product in pulled.ticketing.products if product.is_addon}
    several = (each for each in pulled.lists.values() if len(each.products) > 1 and of_addons.issuperset(each.products))
    lists = [list_point(each.id) for each in several if not set(items).isdisjoint(each.products)]
    return list(dict.fromkeys((*(product_id(item) for item in items if item in of_addons), *lists)))


def _columns(position: JsonObject, pulled: PulledTicketing) -> Iterator[tuple[str, str]]:
    """Yield what becomes columns of the list: the variation, the seat, the answers to questions."""
    ticketing, words = pulled.ticketing, column_words(pulled.ticketing.languages)
    product = ticketing.product(as_id(position.get("item")))
    variation = product.variation(as_id(position.get("variation"))) if product else None
    if variation and (name := ticketing.text(variation.names)):
        yield words.variation, name
    if seat := as_text(as_object(position.get("seat")).get("name")):
        yield words.seat, seat
    questions = {question.id: question for question in ticketing.questions}
    for answer in map(as_object, as_list(position.get("answers"))):
        question, text = questions.get(as_id(answer.get("question"))), as_text(answer.get("answer"))
        if question and text and question.type != QuestionType.FILE:
            chosen = as_texts(answer.get("option_identifiers"))
            yield question_title(ticketing, question), column_text(ticketing, question, text, chosen)


def known_numbers(people: Iterable[Attendee]) -> dict[int, Attendee]:
    """Return known people by the number of their position."""
    return {number: person for person in people if (number := as_id(person.position.get("id")))}


# Check-ins that other programs made at a ticketing's server, as entries of ours.
# An entry's id is made from the check-in, so that two desks which read it write the same entry.

DESK = "pretix"
"""The desk named in these entries, with the number of the device."""


def foreign_passages(order: JsonObject, pulled: PulledTicketing) -> Iterator[tuple[int, int, JsonObject]]:
    """Yield the check-ins of an order that none of our desks made: the position that is the person's ticket, the one
    that was checked in (perhaps an add-on), and the check-in as the API gives it.
    """
    positions = [as_object(position) for position in as_list(order.get("positions"))]
    known = {as_id(position.get("id")) for position in positions}
    for position in positions:
        number, host = as_id(position.get("id")), as_id(position.get("addon_to"))
        for checkin in map(as_object, as_list(position.get("checkins"))):
            if as_id(checkin.get("id")) and not pulled.is_own(as_id(checkin.get("device_id"))):
                yield host if host in known else number, number, checkin


def passage_entry(subject: str, position: int, checkin: JsonObject, pulled: PulledTicketing) -> SealedEntry | None:
    """Return the entry of a check-in of this attendee; None for one whose time cannot be read."""
    at = parse_moment(checkin.get("datetime"))
    if at is None:
        return None
    number, of_list = as_id(checkin.get("id")), pulled.lists.get(as_id(checkin.get("list")))
    kind = EntryKind.CHECKED_OUT if checkin.get("type") == "exit" else EntryKind.CHECKED_IN
    is_again = kind == EntryKind.CHECKED_IN and of_list is not None and of_list.allow_multiple_entries
    body = {
        "control_point": list_point(as_id(checkin.get("list"))),
        "how": CheckInMethod.CODE,
        "reason": "exit" if kind == EntryKind.CHECKED_OUT else "reentry" if is_again else "welcome",
        "position": position,
        TICKETING: number,
    }
    seed = f"{pulled.ticketing.organizer}/{pulled.ticketing.event}/{number}"
    desk = f"{DESK} {as_text(checkin.get('device_id'))}".strip()
    return SealedEntry(derived_id(at, seed), kind, subject, desk, local_moment(at, pulled).isoformat(), body_text(body))


def annulled_passages(known: Iterable[Entry], present: frozenset[int], undone: set[str]) -> Iterator[NewEntry]:
    """Yield what undoes the check-ins of other programs that the server does not have any more. `known` are the entries
    of one person, `present` the numbers of the check-ins that the server has of them.
    """
    for entry in known:
        number = as_id(entry.body.get(TICKETING))
        is_passage = entry.kind in (EntryKind.CHECKED_IN, EntryKind.CHECKED_OUT)
        if is_passage and number and number not in present and entry.id.hex() not in undone:
            yield EntryKind.UNDONE, entry.subject, {"targets": [entry.id.hex()], TICKETING: True}


def local_moment(at: datetime, pulled: PulledTicketing) -> datetime:
    """Return a time of the server in the time zone of its event."""
    zone = find_zone(pulled.ticketing.timezone)
    return at.astimezone(zone) if zone else at
