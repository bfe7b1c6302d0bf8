# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences about an undo. They never say that a registration is cancelled, which is a state of a person."""

from datetime import tzinfo

from checkin.core.answer import Answer, UndoResult
from checkin.core.entries import Entry, EntryKind
from checkin.core.history import stated_people
from checkin.core.message import Message
from checkin.core.people.undoable_entries import corrected_fields
from checkin.core.tied_codes import is_tie
from checkin.translation import clock_time, translate
from checkin.ui.look.access_wording import person_field_label
from checkin.ui.look.payment_wording import paid_amount

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
_CORRECTION = Message("answer", "Correction undone")
_CORRECTION_LINE = Message("people", "Correction undone: {name}. As before: {fields}.")
_CODE_OFF = Message("answer", "New code taken back")
_OLD_CODE = Message("answer", "The code is nobody’s again; their code from before is valid.")
_STILL_HERE = Message("answer", "Still counted as here: an earlier arrival still counts.")
_STILL_SOME = Message("answer", "{still} of {places} still {still:counts|count}.")
_PEOPLE = Message("people", "{text} ({people} of {places} people)")
_HERE_AGAIN = Message("answer", "Counted as here again.")
_UNPAID_AGAIN = Message("answer", "The registration is unpaid again.")
_GIVE_BACK = Message("answer", "Give back {amount}.")
_GIVE_BACK_TOO = Message("answer", "Payment of {amount} undone too: give it back.")
_GIVE_BACK_UNKNOWN = Message("answer", "Give the payment back.")
_EXIT_THERE = Message("answer", "In pretix the arrival stays, and an exit follows.")
_ARRIVAL_THERE = Message("answer", "In pretix the exit stays, and an arrival follows.")
_NOT_REGISTERED = Message("answer", "No longer counted as here, nor registered: they were registered on arrival.")
_LINE = Message("people", "{title}: {name}, {where} ({point}).")


def undo_title(answer: Answer) -> Message:
    """Return what was undone, in two words."""
    undone = answer.undone
    if undone and answer.is_loan and undone.entry.kind in _LOANS:
        return _LOANS[EntryKind(undone.entry.kind)]
    if undone and is_tie(undone.entry):
        return _CODE_OFF
    if undone and corrected_fields(undone.entry):
        return _CORRECTION
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
        said.append(translate(back if amount else _GIVE_BACK_UNKNOWN, amount=amount))
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
        return _OLD_CODE
    if undone.with_registration:
        return _NOT_REGISTERED
    match undone.entry.kind:
        case EntryKind.CHECKED_IN:
            return _still_here(undone) if undone.is_inside else NO_LONGER_HERE
        case EntryKind.PAYMENT_RECEIVED:
            return _UNPAID_AGAIN
        case EntryKind.CHECKED_OUT if undone.is_inside:
            return _HERE_AGAIN
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
        _LINE,
        title=translate(undo_title(answer)),
        name=name,
        where=when_and_where(undone.entry, answer.at.tzinfo),
        point=answer.control_point.name,
    )
    return " ".join(filter(None, (sentence, undo_explanation(answer))))


def when_and_where(entry: Entry, zone: tzinfo | None) -> str:
    """Return the time of an entry and the desk that made it: "08:41, Accueil 1"."""
    return ", ".join(part for part in (clock_time(entry.happened_at.astimezone(zone)), entry.desk) if part)
