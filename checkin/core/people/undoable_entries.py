# SPDX-License-Identifier: GPL-3.0-or-later
"""Which entries a desk can undo, among them corrections that somebody typed there. Pure."""

from checkin.core.entries import Entry, EntryKind
from checkin.core.history import History
from checkin.core.tied_codes import is_tie

_UNDOABLE_KINDS = (
    EntryKind.CHECKED_IN,
    EntryKind.CHECKED_OUT,
    EntryKind.WAITING_JOINED,
    EntryKind.SIGNED,
    EntryKind.THING_LENT,
    EntryKind.PAYMENT_RECEIVED,
)
_NEVER_ALONE = {"status", "ticket_code"}
"""Fields that have operations of their own, with a supervisor or a code to take back."""


def can_be_undone(entry: Entry) -> bool:
    """Whether the entry is a passage, a signature, a number lent, a payment, a code tied to a person, a correction by
    hand, or something done about a full session.
    """
    is_move = entry.kind == EntryKind.ATTENDEE_CORRECTED and "moved_to" in entry.body
    return entry.kind in _UNDOABLE_KINDS or is_tie(entry) or is_move or bool(corrected_fields(entry))


def corrected_fields(entry: Entry) -> tuple[str, ...]:
    """Return the fields that the entry corrects by hand; empty for what a list, a ticketing, a merge or a resolution of
    a conflict wrote, and for a change of state or code.
    """
    changes = entry.body.get("changes")
    if entry.kind != EntryKind.ATTENDEE_CORRECTED or not isinstance(changes, dict) or entry.body.keys() != {"changes"}:
        return ()
    return () if _NEVER_ALONE & changes.keys() else tuple(map(str, changes))


def fields_corrected_since(entry: Entry, history: History) -> tuple[str, ...]:
    """Return the fields of a correction that a later one changed again: undoing it would change nothing of these."""
    last = {name: history.edits.get(name) for name in corrected_fields(entry)}
    return tuple(name for name, edit in last.items() if edit and edit.id > entry.id)
