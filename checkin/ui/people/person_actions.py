# SPDX-License-Identifier: GPL-3.0-or-later
"""The actions available for the people selected in the list, each with its key. Performs none of them."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtGui import QKeySequence

from checkin.core.attendee import OFF_STATUSES, Status
from checkin.core.message import Message
from checkin.core.people_list import PersonAtPoint


class PersonAction(StrEnum):
    """The actions of the list of people."""

    CHECK_IN = "check_in"
    TAKE_BACK = "take_back"
    CORRECT = "correct"
    UNDO = "undo"
    APPROVE = "approve"
    PAID = "paid"
    BRING_BACK = "bring_back"
    PRINT = "print"
    REPLACE_CODE = "replace_code"
    TIE_CODE = "tie_code"
    UNTIE_CODE = "untie_code"
    COPY_CODE = "copy_code"
    PHOTOGRAPH = "photograph"
    REMOVE_PHOTOGRAPH = "remove_photograph"
    MERGE = "merge"
    SEPARATE = "separate"
    GIVE_DATA = "give_data"
    CANCEL = "cancel"
    BLOCK = "block"


KEYS = {
    PersonAction.CHECK_IN: "F7",
    PersonAction.TAKE_BACK: "F7",
    PersonAction.CORRECT: "F4",
    PersonAction.UNDO: "F8",
    PersonAction.APPROVE: "F9",
    PersonAction.PAID: "F9",
    PersonAction.BRING_BACK: "Ctrl+Shift+D",
    PersonAction.PRINT: "Ctrl+R",
    PersonAction.REPLACE_CODE: "Ctrl+Shift+R",
    PersonAction.TIE_CODE: "Ctrl+L",
    PersonAction.UNTIE_CODE: "Ctrl+Shift+L",
    PersonAction.COPY_CODE: "Ctrl+K",
    PersonAction.PHOTOGRAPH: "Ctrl+Shift+P",
    PersonAction.REMOVE_PHOTOGRAPH: "Ctrl+Shift+X",
    PersonAction.MERGE: "Ctrl+M",
    PersonAction.SEPARATE: "Ctrl+Shift+M",
    PersonAction.GIVE_DATA: "Ctrl+Shift+K",
    PersonAction.CANCEL: "Ctrl+D",
    PersonAction.BLOCK: "Ctrl+B",
}

LABELS = {
    PersonAction.CHECK_IN: Message("people", "Let in"),
    PersonAction.TAKE_BACK: Message("people", "Given back"),
    PersonAction.CORRECT: Message("people", "Correct"),
    PersonAction.UNDO: Message("people", "Undo the arrival"),
    PersonAction.APPROVE: Message("people", "Approve"),
    PersonAction.PAID: Message("people", "Paid"),
    PersonAction.BRING_BACK: Message("people", "Reinstate"),
    PersonAction.PRINT: Message("people", "Print the badge"),
    PersonAction.REPLACE_CODE: Message("people", "Replace the code…"),
    PersonAction.TIE_CODE: Message("people", "Give a wristband or badge…"),
    PersonAction.UNTIE_CODE: Message("people", "Take off the last wristband or badge given"),
    PersonAction.COPY_CODE: Message("people", "Copy the code"),
    PersonAction.PHOTOGRAPH: Message("people", "Choose a photograph…"),
    PersonAction.REMOVE_PHOTOGRAPH: Message("people", "Remove the photograph…"),
    PersonAction.MERGE: Message("people", "Merge…"),
    PersonAction.SEPARATE: Message("people", "Separate the records again…"),
    PersonAction.GIVE_DATA: Message("people", "Export their data (GDPR)…"),
    PersonAction.CANCEL: Message("people", "Cancel the registration…"),
    PersonAction.BLOCK: Message("people", "Block…"),
}


LOUD = frozenset(
    {PersonAction.CHECK_IN, PersonAction.TAKE_BACK, PersonAction.APPROVE, PersonAction.PAID, PersonAction.BRING_BACK}
)
"""Drawn filled: what the user most likely wants."""


def available_person_actions(
    people: Sequence[PersonAtPoint],
    *,
    is_merged: bool = False,
    prints: bool = False,
    has_face: bool = False,
    is_tied: bool = False,
) -> tuple[PersonAction, ...]:
    """Return the actions available now, the likeliest first.

    `is_merged`: the single person has a merged record; `prints`: this computer prints badges; `has_face`: there is
    a photograph of the person; `is_tied`: a code was given to them at a desk.
    """
    if len(people) == 1:
        return _of_one(people[0], is_merged, prints, has_face, is_tied)
    statuses = {standing.attendee.status for standing in people}
    merge = (PersonAction.MERGE,) if len(people) == 2 else ()
    return (*merge, *_of_all(statuses), PersonAction.COPY_CODE, *_ending(statuses)) if people else ()


def _of_one(
    standing: PersonAtPoint, is_merged: bool, prints: bool, has_face: bool, is_tied: bool
) -> tuple[PersonAction, ...]:
    statuses = {standing.attendee.status}
    likely = (*_of_all(statuses), *_entrance_actions(standing))
    loud = [act for act in likely if act in LOUD][:1]
    rest = [act for act in likely if act not in loud]
    separate = (PersonAction.SEPARATE,) if is_merged else ()
    ties = (PersonAction.TIE_CODE, *((PersonAction.UNTIE_CODE,) if is_tied else ()))
    codes = (*_on_paper(standing, prints), PersonAction.REPLACE_CODE, *ties, PersonAction.COPY_CODE)
    faces = (PersonAction.PHOTOGRAPH, *((PersonAction.REMOVE_PHOTOGRAPH,) if has_face else ()))
    first = (*loud, PersonAction.CORRECT, *rest)
    if standing.attendee.is_off:  # the arrival of somebody let in all the same is what the desk can settle alone
        first = (*rest, *loud, PersonAction.CORRECT)
    return (*first, *codes, *faces, *separate, PersonAction.GIVE_DATA, *_ending(statuses))


def _on_paper(standing: PersonAtPoint, prints: bool) -> tuple[PersonAction, ...]:
    return (PersonAction.PRINT,) if prints and standing.attendee.status not in OFF_STATUSES else ()


def _entrance_actions(standing: PersonAtPoint) -> tuple[PersonAction, ...]:
    if standing.attendee.status in OFF_STATUSES:
        return (PersonAction.UNDO,) if standing.arrived_at else ()
    is_awaited = standing.came < standing.attendee.places or not standing.is_inside
    first = PersonAction.CHECK_IN if is_awaited else PersonAction.TAKE_BACK if standing.thing else None
    return (*((first,) if first else ()), *((PersonAction.UNDO,) if standing.arrived_at else ()))


def _of_all(statuses: set[Status]) -> tuple[PersonAction, ...]:
    """Return the action that settles the registration of all of them."""
    if statuses == {Status.PENDING}:
        return (PersonAction.APPROVE,)
    if statuses == {Status.UNPAID}:
        return (PersonAction.PAID,)
    return (PersonAction.BRING_BACK,) if statuses <= set(OFF_STATUSES) else ()


def _ending(statuses: set[Status]) -> tuple[PersonAction, ...]:
    """Return the actions that end a registration, unless all have that status already."""
    ends = ((PersonAction.CANCEL, {Status.CANCELLED}), (PersonAction.BLOCK, {Status.BLOCKED}))
    return tuple(act for act, done in ends if statuses != done)


def person_action_key(act: PersonAction) -> str:
    """Return the key of `act` as keyboards of the language call it: Ctrl+Maj+D in French."""
    return QKeySequence(KEYS[act]).toString(QKeySequence.SequenceFormat.NativeText)
