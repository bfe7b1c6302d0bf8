# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences about an undo, about what a control point requires, and about payments.

Those about an undo never say that a registration is cancelled, which is a state of a person.
"""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from PySide6.QtCore import QLocale

from checkin.core.admission_rules import meets, required_category
from checkin.core.answer import Answer, UndoResult
from checkin.core.attendee import CUSTOM, FIELD_NAMES, Attendee, text_field
from checkin.core.entries import Entry, EntryKind
from checkin.core.history import corrected_fields, is_tie, stated_people
from checkin.core.message import Message
from checkin.core.payments import MEANS_NAMES, PaymentMeans, amount_text, currency_of, parse_cents, written_amount
from checkin.core.programme.programme import ControlPoint, Programme, Requirement
from checkin.services.privacy.purge_day import when_text
from checkin.translation import clock_time, translate

# What a control point requires of people, in words: who may enter, what a person has instead, where they may go.


def access_sentences(answer: Answer, programme: Programme) -> str:
    """Return for whom the control point is, what this person has instead, and where they may enter."""
    return ". ".join(_sentences(answer, programme))


def _sentences(answer: Answer, programme: Programme) -> Iterator[str]:
    point, person = answer.control_point, answer.attendee
    categories = required_category(programme, point)
    conditions = [*([categories] if categories else []), *point.requires]
    if conditions == [categories]:
        yield translate(Message("answer", "Reserved for: {values}"), values=values_text(conditions[0]))
    else:
        yield translate(_RESERVED, conditions="; ".join(map(requirement_text, conditions)))
    if person:
        own = {condition: _own_value(person, condition.field, programme) for condition in conditions}
        for condition, value in own.items():
            if not meets(value, condition):
                field = person_field_label(condition.field)
                yield translate(_THEIRS, field=field, value=value or translate(_NOT_FILLED))
    if answer.alternatives.open_to:
        yield translate(_OPEN_TO, points=", ".join(p.name for p in answer.alternatives.open_to))
    elif later := answer.alternatives.open_later:
        yield translate(_OPEN_LATER, points=", ".join(_with_opening(p, answer.at) for p in later))


def _with_opening(point: ControlPoint, at: datetime) -> str:
    return translate(_WITH_OPENING, point=point.name, when=when_text(point.opens, at)) if point.opens else point.name


def requirement_text(required: Requirement) -> str:
    """Return what is required as people say it: "Jours : Les deux ou Lundi 5"."""
    return translate(_REQUIRED, field=person_field_label(required.field), values=values_text(required))


def values_text(required: Requirement) -> str:
    """Return the values of which one is required: "Les deux ou Lundi 5"."""
    *first, last = required.values
    return translate(Message("answer", "{first} or {last}"), first=", ".join(first), last=last) if first else last


def _own_value(person: Attendee, field: str, programme: Programme) -> str:
    """Return the value of a person's field as the desk shows it: a category by its name."""
    text = text_field(person, field)
    return programme.category_name(text) if field == "category" and text else text


def person_field_label(name: str) -> str:
    """Return the translated name of a person's field; a column of the list by its own title."""
    return translate(FIELD_NAMES[name]) if name in FIELD_NAMES else name.removeprefix(CUSTOM)


_REQUIRED = Message("answer", "{field}: {values}")
_RESERVED = Message("answer", "Reserved ({conditions})")
_THEIRS, _NOT_FILLED = Message("answer", "{field} for this person: {value}"), Message("answer", "not filled in")
_OPEN_TO = Message("answer", "Open to them: {points}")
_OPEN_LATER = Message("answer", "Open to them later: {points}")
_WITH_OPENING = Message("answer", "{point} ({when})")


# Payments in words: by which means, and how much where it is known.


def means_text(means: str) -> str:
    """Return the name of a means of payment; the word itself for one of a newer version."""
    return translate(MEANS_NAMES[PaymentMeans(means)]) if means in set(PaymentMeans) else means


def amount_shown(cents: int, currency: str = "") -> str:
    """Return an amount as people write it, "" for an unknown one."""
    amount = written_amount(cents, QLocale().decimalPoint())
    return "\N{NO-BREAK SPACE}".join(filter(None, (amount, currency))) if amount else ""


def paid_amount(person: Attendee | None, cents: int) -> str:
    """Return an amount that a person paid: as their list writes it, with the currency, if it is that amount."""
    listed = amount_text(person) if person else ""
    return (
        listed
        if listed and parse_cents(listed) == cents
        else amount_shown(cents, currency_of([person] if person else []))
    )


def payment_text(means: str, amount: str) -> str:
    """Return a payment in one phrase: “cash, 45 €”."""
    return ", ".join(filter(None, (means_text(means), amount)))


PAID = Message("answer", "Paid: {payment}")


ARRIVAL_UNDONE = Message("answer", "Arrival undone")
_LOANS = {
    EntryKind.CHECKED_IN: Message("answer", "Loan undone"),
    EntryKind.CHECKED_OUT: Message("answer", "Return undone"),
}
NO_LONGER_HERE = Message("answer", "No longer counted as here. They are still registered.")
_TITLES = {
    EntryKind.CHECKED_OUT: Message("answer", "Exit undone"),
    EntryKind.WAITING_JOINED: Message("answer", "Off the waiting list"),
    EntryKind.ATTENDEE_CORRECTED: Message("answer", "Workshop change undone"),
    EntryKind.SIGNED: Message("answer", "Signature undone"),
    EntryKind.THING_LENT: Message("answer", "Number taken off"),
    EntryKind.PAYMENT_RECEIVED: Message("answer", "Payment undone"),
}
_CORRECTION_LINE = Message("people", "Correction undone: {name}. As before: {fields}.")
_STILL_HERE = Message("answer", "Still counted as here: an earlier arrival still counts.")
_STILL_SOME = Message("answer", "{still} of {places} still {still:counts|count}.")
_PEOPLE = Message("people", "{text} ({people} of {places} people)")
_GIVE_BACK = Message("answer", "Give back {amount}.")
_GIVE_BACK_TOO = Message("answer", "Payment of {amount} undone too: give it back.")
_EXIT_THERE = Message("answer", "In pretix the arrival stays, and an exit follows.")
_ARRIVAL_THERE = Message("answer", "In pretix the exit stays, and an arrival follows.")


def undo_title(answer: Answer) -> Message:
    """Return what was undone, in two words."""
    undone = answer.undone
    if undone and answer.is_loan and undone.entry.kind in _LOANS:
        return _LOANS[EntryKind(undone.entry.kind)]
    if undone and is_tie(undone.entry):
        return Message("answer", "New code taken back")
    if undone and corrected_fields(undone.entry):
        return Message("answer", "Correction undone")
    return _TITLES.get(EntryKind(undone.entry.kind), ARRIVAL_UNDONE) if undone else ARRIVAL_UNDONE


def undo_explanation(answer: Answer) -> str:
    """Return the state of the person after the undo, of a group with numbers, and what is to be given back to them; of
    a loan its title says all.
    """
    undone, person = answer.undone, answer.attendee
    words = None if undone and answer.is_loan and undone.entry.kind in _LOANS else _explanation(undone)
    if undone is None:
        return translate(words) if words else ""
    said = [translate(words, still=undone.still, places=undone.places)] if words else []
    if undone.payment:
        amount = paid_amount(person, undone.payment.cents)
        back = _GIVE_BACK if undone.entry.kind == EntryKind.PAYMENT_RECEIVED else _GIVE_BACK_TOO
        said.append(translate(back if amount else Message("answer", "Give the payment back."), amount=amount))
    if undone.is_kept_there:
        said.append(translate(_EXIT_THERE if undone.entry.kind == EntryKind.CHECKED_IN else _ARRIVAL_THERE))
    return " ".join(said)


def with_people(text: str, people: int, places: int) -> str:
    """Return `text`, for a group with the number of people that the undo takes back."""
    return translate(_PEOPLE, text=text, people=people, places=places) if people and places > 1 else text


def _explanation(undone: UndoResult | None) -> Message | None:
    if undone is None:
        return NO_LONGER_HERE
    if is_tie(undone.entry):
        return Message("answer", "The code is nobody’s again; their code from before is valid.")
    if undone.with_registration:
        return Message("answer", "No longer counted as here, nor registered: they were registered on arrival.")
    match undone.entry.kind:
        case EntryKind.CHECKED_IN:
            return _still_here(undone) if undone.is_inside else NO_LONGER_HERE
        case EntryKind.PAYMENT_RECEIVED:
            return Message("answer", "The registration is unpaid again.")
        case EntryKind.CHECKED_OUT if undone.is_inside:
            return Message("answer", "Counted as here again.")
    return None


def _still_here(undone: UndoResult) -> Message:
    return _STILL_SOME if stated_people(undone.entry) and undone.places > 1 else _STILL_HERE


def undo_line(answer: Answer) -> str:
    """Return the whole undo in one line: "Arrival undone: Zoé Kerno, 08:41, Accueil 1 (Accueil)."."""
    undone, person = answer.undone, answer.attendee
    assert undone
    name = person.name if person else answer.read
    if fields := corrected_fields(undone.entry):
        return translate(_CORRECTION_LINE, name=name, fields=", ".join(map(person_field_label, fields)))
    sentence = translate(
        Message("people", "{title}: {name}, {where} ({point})."),
        title=translate(undo_title(answer)),
        name=name,
        where=when_and_where(undone.entry, answer.at.tzinfo),
        point=answer.control_point.name,
    )
    return " ".join(filter(None, (sentence, undo_explanation(answer))))


def when_and_where(entry: Entry, zone: tzinfo | None) -> str:
    """Return the time of an entry and the desk that made it: "08:41, Accueil 1"."""
    return ", ".join(part for part in (clock_time(entry.happened_at.astimezone(zone)), entry.desk) if part)
