# SPDX-License-Identifier: GPL-3.0-or-later
"""Codes tied to a person at a desk (a wristband, a card, a preprinted badge), and whose a code is where several people
have it (docs/adr/0079). Pure.

A tie has no kind of its own: it is a replaced code where it takes the place of the old ones, a
correction that adds a code where the old ones stay.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from checkin.core.entries import TIED, Entry, EntryKind, NewEntry
from checkin.core.history import History


@dataclass(frozen=True, slots=True)
class CodeClaim:
    """The claim of `person` to a code: `entry` gave it to them, `is_valid` tells whether it still admits them."""

    person: str
    entry: Entry
    is_valid: bool

    @property
    def is_tied(self) -> bool:
        return is_tie(self.entry)


def tie_entry(person: str, code: str, *, keeps: bool) -> NewEntry:
    """Return the entry that makes `code` the person's; their other codes stay valid if it `keeps` them."""
    if keeps:
        return EntryKind.ATTENDEE_CORRECTED, person, {"changes": {"ticket_code": ["", code]}, TIED: True}
    return EntryKind.CODE_REPLACED, person, {"new": code, TIED: True}


def is_tie(entry: Entry) -> bool:
    return entry.body.get(TIED) is True and entry.kind in (EntryKind.ATTENDEE_CORRECTED, EntryKind.CODE_REPLACED)


def tied_code(entry: Entry) -> str:
    """Return the code that an entry ties, "" for an entry that ties none."""
    if not is_tie(entry):
        return ""
    changes = entry.body.get("changes")
    pair = changes.get("ticket_code") if isinstance(changes, dict) else None
    new = pair[1] if isinstance(pair, list) and len(pair) == 2 else entry.body.get("new")
    return new if isinstance(new, str) else ""


def claim_to(code: str, person: str, history: History) -> CodeClaim | None:
    """Return the claim that a person with this history has to `code`, None if it never was theirs."""
    entry = history.code_entries.get(code) if history.attendee else None
    return CodeClaim(person, entry, code not in history.revoked_codes) if entry else None


def deciding_claims(claims: Iterable[CodeClaim]) -> tuple[CodeClaim, ...]:
    """Return the claims that a scan goes by: one, or several between which a user must choose.

    A valid claim comes before one that was replaced, the earliest before later ones. Two valid claims are a question
    only where one of them was tied at a desk: lists name a code for two people by mistake, and the first stands.
    """
    ordered = sorted(claims, key=lambda claim: (not claim.is_valid, claim.entry.id))
    valid = [claim for claim in ordered if claim.is_valid]
    if len(valid) > 1 and any(claim.is_tied for claim in valid):
        return tuple(valid)
    return tuple(ordered[:1])
