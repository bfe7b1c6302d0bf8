# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be done with the people selected in the list, each with its key. Does nothing of it itself."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtGui import QKeySequence

from checkin.core.model import Status
from checkin.core.people import OFF, Standing
from checkin.core.words import Words


class Act(StrEnum):
    """The verbs of the list of people."""

    CHECK_IN = "check_in"
    CORRECT = "correct"
    UNDO = "undo"
    APPROVE = "approve"
    PAID = "paid"
    BRING_BACK = "bring_back"
    PRINT = "print"
    REPLACE_CODE = "replace_code"
    COPY_CODE = "copy_code"
    MERGE = "merge"
    SEPARATE = "separate"
    GIVE_DATA = "give_data"
    CANCEL = "cancel"
    BLOCK = "block"


KEYS = {
    Act.CHECK_IN: "F7",
    Act.CORRECT: "F4",
    Act.UNDO: "F8",
    Act.APPROVE: "F9",
    Act.PAID: "F9",
    Act.BRING_BACK: "Ctrl+Shift+D",
    Act.PRINT: "Ctrl+R",
    Act.REPLACE_CODE: "Ctrl+Shift+R",
    Act.COPY_CODE: "Ctrl+K",
    Act.MERGE: "Ctrl+M",
    Act.SEPARATE: "Ctrl+Shift+M",
    Act.GIVE_DATA: "Ctrl+Shift+K",
    Act.CANCEL: "Ctrl+D",
    Act.BLOCK: "Ctrl+B",
}

LABELS = {
    Act.CHECK_IN: Words("people", "Let in"),
    Act.CORRECT: Words("people", "Correct"),
    Act.UNDO: Words("people", "Undo the arrival"),
    Act.APPROVE: Words("people", "Approve"),
    Act.PAID: Words("people", "Paid"),
    Act.BRING_BACK: Words("people", "Bring back"),
    Act.PRINT: Words("people", "Print the badge"),
    Act.REPLACE_CODE: Words("people", "Replace the code…"),
    Act.COPY_CODE: Words("people", "Copy the code"),
    Act.MERGE: Words("people", "Make one of both…"),
    Act.SEPARATE: Words("people", "Separate the records again…"),
    Act.GIVE_DATA: Words("people", "Save everything about them…"),
    Act.CANCEL: Words("people", "Cancel the registration…"),
    Act.BLOCK: Words("people", "Block…"),
}


LOUD = frozenset({Act.CHECK_IN, Act.APPROVE, Act.PAID, Act.BRING_BACK})
"""Drawn filled: what the person at the desk most likely wants."""


def acts(people: Sequence[Standing], *, is_merged: bool = False, prints: bool = False) -> tuple[Act, ...]:
    """What makes sense now, what is likeliest first. `is_merged`: the one person has another record; `prints`: this
    computer prints badges.
    """
    if len(people) == 1:
        return _of_one(people[0], is_merged, prints)
    statuses = {standing.attendee.status for standing in people}
    merge = (Act.MERGE,) if len(people) == 2 else ()
    return (*merge, *_of_all(statuses), Act.COPY_CODE, *_ending(statuses)) if people else ()


def _of_one(standing: Standing, is_merged: bool, prints: bool) -> tuple[Act, ...]:
    statuses = {standing.attendee.status}
    likely = (*_of_all(statuses), *_at_the_door(standing))
    loud = [act for act in likely if act in LOUD][:1]
    rest = [act for act in likely if act not in loud]
    separate = (Act.SEPARATE,) if is_merged else ()
    codes = (*_on_paper(standing, prints), Act.REPLACE_CODE, Act.COPY_CODE)
    return (*loud, Act.CORRECT, *rest, *codes, *separate, Act.GIVE_DATA, *_ending(statuses))


def _on_paper(standing: Standing, prints: bool) -> tuple[Act, ...]:
    return (Act.PRINT,) if prints and standing.attendee.status not in OFF else ()


def _at_the_door(standing: Standing) -> tuple[Act, ...]:
    if standing.attendee.status in OFF:
        return (Act.UNDO,) if standing.arrived_at else ()
    is_awaited = standing.came < standing.attendee.places or not standing.is_inside
    return (*((Act.CHECK_IN,) if is_awaited else ()), *((Act.UNDO,) if standing.arrived_at else ()))


def _of_all(statuses: set[Status]) -> tuple[Act, ...]:
    """What settles the registration of all of them."""
    if statuses == {Status.PENDING}:
        return (Act.APPROVE,)
    if statuses == {Status.UNPAID}:
        return (Act.PAID,)
    return (Act.BRING_BACK,) if statuses <= set(OFF) else ()


def _ending(statuses: set[Status]) -> tuple[Act, ...]:
    """Those whom it changes nothing for are left as they are."""
    ends = ((Act.CANCEL, {Status.CANCELLED}), (Act.BLOCK, {Status.BLOCKED}))
    return tuple(act for act, done in ends if statuses != done)


def key_of(act: Act) -> str:
    """Return the key of `act` as keyboards of the language call it: Ctrl+Maj+D in French."""
    return QKeySequence(KEYS[act]).toString(QKeySequence.SequenceFormat.NativeText)
