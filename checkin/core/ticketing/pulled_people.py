# SPDX-License-Identifier: GPL-3.0-or-later
"""Orders of a ticketing's server as people of our list: new ones, and what changed of those known. Pure.

What was corrected at a desk stays, whatever the server says of that field later. A position that is no longer in its
order was cancelled.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from checkin.core.attendee import Attendee, Status
from checkin.core.attendee_body import CUSTOM, attendee_body, custom_of
from checkin.core.entries import BODY_LIMIT, EntryKind, NewEntry
from checkin.core.history import TICKETING, History
from checkin.core.ticketing.column_words import column_words
from checkin.core.ticketing.desk_answers import column_text, question_title
from checkin.core.ticketing.entry_size import fitted
from checkin.core.ticketing.json_values import JsonObject, as_id, as_list, as_object, as_text, as_texts
from checkin.core.ticketing.position import CANCELLED, EXPIRED, PENDING, order_bodies
from checkin.core.ticketing.pulled_ticketing import PulledTicketing
from checkin.core.ticketing.questions import QuestionType
from checkin.core.ticketing.ticketing_ids import list_point, product_id

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
