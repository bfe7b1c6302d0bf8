# SPDX-License-Identifier: GPL-3.0-or-later
"""History of one attendee, a pure fold of their journal entries in id order; their codes, and what can be undone.

The first arrival wins; a second entry while inside is kept but changes nothing; an undo names its targets; a correction
changes fields; an entry of an unknown kind changes nothing. No entry is ever rejected here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from checkin.core.attendee import (
    CUSTOM,
    MOST_PLACES,
    Attendee,
    Status,
    attendee_body,
    attendee_from_body,
    custom_of,
    parse_places,
    set_field,
)
from checkin.core.entries import THING, TIED, Entry, EntryKind, NewEntry
from checkin.core.paper_entries import order_paper_entries
from checkin.core.sync.conflicts import (
    Conflict,
    corrected_twice,
    double_admission,
    undone_ids,
    unresolved,
    without_shared_ids,
)

UNDERSTOOD = "understood"
"""The key of a body whose change a list made, or a second reading of a list once the programme knew its words; such a
change is no correction.
"""

TICKETING = "ticketing"
"""The key of a body that says what a ticketing's server has: true in one about a person, the number of the check-in in
a passage. Such a change is no correction either, and contradicts none: the server's newest word replaces the one
before.
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """An attendee's visit to one control point. `arrived` is the entry that counts, None after an undo.

    `entered` is the newest entry through the door (an arrival, a return, or an admission anyway), `left` the newest
    exit if they are out again, `last_exit` the newest exit of all. `people` have come on this code: a group may come in
    parts, but goes out and comes back together. `thing` is the number of what they have from here, "" for nothing.
    """

    arrived: Entry | None = None
    entered: Entry | None = None
    left: Entry | None = None
    last_exit: Entry | None = None
    people: int = 0
    thing: str = ""

    @property
    def is_inside(self) -> bool:
        return self.arrived is not None and self.left is None


_NEVER_THERE = Visit()


@dataclass(frozen=True, slots=True)
class Correction:
    """One field that was changed at a desk; or, with "checked_in:POINT" as `field`, a passage that was undone, with the
    time and desk of the passage. A change made by a list is no correction (`UNDERSTOOD`), nor is a code given (`TIED`).
    """

    field: str
    old: str
    new: str
    at: datetime
    desk: str


@dataclass(frozen=True, slots=True)
class History:
    """All that the journal says of one attendee, as `fold_history` reads it. A value: the same entries give the same
    history at every desk, whatever order they came in.

    `attendee` is None while only arrivals under that id are known here (a ticket whose person this desk has not heard
    of). `other_codes` admit like the ticket code: a list brought them for an attendee who had a code already;
    `revoked_codes` no longer do; `code_entries` holds, for each code, the entry that gave it. `visits` are by control
    point. `waiting` holds, by session, the entry that joined its waiting line. `edits` are the newest corrections by
    field, `conflicts` all that desks did without knowing of each other, `resolved_conflicts` the keys of resolved ones.
    `replaced_by` is the record id of the substitute while the attendee is cancelled. `photograph` is the entry that set
    or removed theirs, `payment` the newest payment since which they have not come in anywhere.

        history = fold_history(entries_of_attendee)
        if history.visit(point.id).is_inside: ...
    """

    attendee: Attendee | None = None
    revoked_codes: tuple[str, ...] = ()
    other_codes: tuple[str, ...] = ()
    code_entries: Mapping[str, Entry] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    visits: Mapping[str, Visit] = field(default_factory=dict)
    waiting: Mapping[str, Entry] = field(default_factory=dict)
    edits: Mapping[str, Entry] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    resolved_conflicts: frozenset[str] = frozenset()
    replaced_by: str = ""
    photograph: Entry | None = None
    payment: Entry | None = None

    @property
    def open_conflicts(self) -> tuple[Conflict, ...]:
        """The conflicts that still need a decision."""
        return unresolved(self.conflicts, self.resolved_conflicts) if self.conflicts else ()

    def visit(self, control_point: str) -> Visit:
        return self.visits.get(control_point, _NEVER_THERE)


def fold_history(entries: Iterable[Entry]) -> History:
    """Return the history of the one attendee whose entries, in id order, these are.

    Undone entries and ids that two entries share do not count; entries from paper take their place by the time on the
    paper. Never raises for what an entry holds.
    """
    rows = order_paper_entries(without_shared_ids(list(entries)))
    undone, fold = undone_ids(rows), HistoryFold()
    for entry in rows:
        if undone and entry.id.hex() in undone:
            fold.undo(entry)
        else:
            fold.take(entry)
    return fold.history()


def passages_at(entries: Iterable[Entry], control_point: str) -> tuple[Entry, ...]:
    """Return the arrivals and exits at a control point that count, of the one attendee whose entries these are."""
    known = list(entries)
    undone = undone_ids(known)
    passages = (entry for entry in known if entry.kind in (EntryKind.CHECKED_IN, EntryKind.CHECKED_OUT))
    here = (entry for entry in passages if entry.body.get("control_point") == control_point)
    return tuple(entry for entry in here if entry.id.hex() not in undone)


class HistoryFold:
    """The fold over the entries of one attendee, which come in id order: `take` one that counts, `undo` one that was
    undone, `history` at any time.

    It changes in place, so that an entry costs the same after a hundred thousand others. Each `History` that it gives
    is a value of its own, which later entries do not change.
    """

    def __init__(self) -> None:
        self._attendee: Attendee | None = None
        self._body: dict[str, Any] = {}
        """The fields of `_attendee` since the first correction, empty before."""
        self._own_custom: dict[str, Any] = {}
        """The other columns in `_body`, once they are a copy that belongs to the fold."""
        self._revoked: dict[str, None] = {}
        self._others: dict[str, None] = {}
        self._code_entries: dict[str, Entry] = {}
        self._corrections: list[Correction] = []
        self._visits: dict[str, Visit] = {}
        self._waiting: dict[str, Entry] = {}
        self._edits: dict[str, Entry] = {}
        self._conflicts: list[Conflict] = []
        self._resolved: set[str] = set()
        self._replaced_by = ""
        self._photograph: Entry | None = None
        self._payment: Entry | None = None

    def history(self) -> History:
        """Return what the entries taken until now add up to."""
        return History(
            self.attendee,
            tuple(self._revoked),
            tuple(self._others),
            {**self._code_entries},
            tuple(self._corrections),
            {**self._visits},
            {**self._waiting},
            {**self._edits},
            tuple(self._conflicts),
            frozenset(self._resolved),
            self._replaced_by,
            self._photograph,
            self._payment,
        )

    @property
    def attendee(self) -> Attendee | None:
        return attendee_from_body(self._attendee.id, self._body) if self._attendee and self._body else self._attendee

    def take(self, entry: Entry) -> None:
        """Add an entry that counts. One whose kind is not about a person changes nothing."""
        if step := _STEPS.get(entry.kind):
            step(self, entry)

    def undo(self, entry: Entry) -> None:
        """Add an entry that was undone: an arrival or exit stays visible as a correction from its time to nothing. An
        undone correction is forgotten, so that a later one is no conflict with it.
        """
        changes = entry.body.get("changes")
        if entry.kind == EntryKind.ATTENDEE_CORRECTED and isinstance(changes, dict):
            for name in changes:
                self._edits.pop(name, None)
        elif entry.kind in (EntryKind.CHECKED_IN, EntryKind.CHECKED_OUT):
            what = f"{entry.kind}:{entry.body.get('control_point', '')}"
            self.add_correction(Correction(what, "", "", entry.happened_at, entry.desk))

    def add_correction(self, correction: Correction) -> None:
        self._corrections.append(correction)

    def revoke_codes(self) -> None:
        """Revoke all codes that admit now, though no other comes in their place."""
        self._revoked |= dict.fromkeys(filter(None, (self._ticket_code(), *self._others)))

    def _added(self, entry: Entry) -> None:
        # Two desks may have added one id: the first stands.
        if self._attendee is None:
            self._attendee = attendee_from_body(entry.subject, entry.body)
            self._code_entries = {self._attendee.ticket_code: entry}

    def _corrected(self, entry: Entry) -> None:
        changes = entry.body.get("changes")
        if self._attendee is None or not isinstance(changes, dict):
            return
        body = self._opened_body()
        is_pulled = entry.body.get(TICKETING) is True
        is_correction = not (is_pulled or entry.body.get(UNDERSTOOD) is True or entry.body.get(TIED) is True)
        changed = []
        for name, pair in changes.items():
            if not (isinstance(pair, list) and len(pair) == 2):
                continue
            old, new = pair
            if is_correction:
                self.add_correction(Correction(name, _value_text(old), _value_text(new), entry.at, entry.desk))
            if not is_pulled:
                self._edited(entry, name, is_aware=_is_now(body, name, pair))
            if name == "ticket_code":
                self._ticket_changed(entry, str(old), str(new))
            elif name.startswith(CUSTOM):
                self._set_custom(name.removeprefix(CUSTOM), new)
            else:
                set_field(body, name, new)
                changed.append(name)
        self._tidy(changed)
        is_off = body.get("status") == Status.CANCELLED
        self._replaced_by = str(entry.body.get("replaced_by") or self._replaced_by) if is_off else ""

    def _opened_body(self) -> dict[str, Any]:
        """Return the fields of the attendee, to be changed; they are never empty."""
        if not self._body and self._attendee:
            self._body = attendee_body(self._attendee)
        return self._body

    def _tidy(self, names: Sequence[str]) -> None:
        """Bring these fields into the form that an attendee gives them, each by itself: it may hold anything."""
        told = {name: self._body[name] for name in names if name in self._body}
        tidied = attendee_body(attendee_from_body("", told)) if names else {}
        for name in names:
            self._body.pop(name, None)
            if name in tidied:
                self._body[name] = tidied[name]

    def _set_custom(self, title: str, value: object) -> None:
        """Set one of the list's other columns, in a copy that is made once and not with each entry."""
        own = self._own_custom
        if self._body.get("custom") is not own:
            own = {known: text for known, text in custom_of(self._body).items() if text}
            self._own_custom = self._body["custom"] = own
        if value:
            own[title] = str(value)
        else:
            own.pop(title, None)

    def _edited(self, entry: Entry, name: str, *, is_aware: bool) -> None:
        if not is_aware and name != "ticket_code" and (found := corrected_twice(self._edits.get(name), entry, name)):
            self._conflicts.append(found)
        self._edits[name] = entry

    def _ticket_code(self) -> str:
        if self._body:
            return str(self._body.get("ticket_code", ""))
        return self._attendee.ticket_code if self._attendee else ""

    def _ticket_changed(self, entry: Entry, old: str, new: str) -> None:
        """Add that a list named another code, or a desk tied one. The list's own earlier one (`old`, "" for none, and
        for a desk) is revoked; a code that we issued, or that a desk gave in its place, stays valid beside the new one.
        """
        was_revoked = new in self._revoked
        for code in (old, new):
            self._revoked.pop(code, None)
            self._others.pop(code, None)
        if old:
            self._revoked[old] = None
            self._code_entries.setdefault(old, entry)
        if old and self._ticket_code() == old:
            self._body["ticket_code"] = new
        elif self._ticket_code() != new:
            self._others[new] = None
        if was_revoked or new not in self._code_entries:
            self._code_entries[new] = entry

    def _code_replaced(self, entry: Entry) -> None:
        new = entry.body.get("new")
        if self._attendee is None or not isinstance(new, str):
            return
        old = self._ticket_code()
        if entry.body.get(TIED) is not True:
            self.add_correction(Correction("ticket_code", old, new, entry.at, entry.desk))
        self._revoked |= dict.fromkeys((old, *self._others))
        self._revoked.pop(new, None)  # two desks may have given the same one
        self._others.clear()
        self._opened_body()["ticket_code"] = new
        self._code_entries[new] = entry

    def _checked_in(self, entry: Entry) -> None:
        point = str(entry.body.get("control_point", ""))
        visit = self._visits.get(point, _NEVER_THERE)
        if visit.arrived is None:
            visit = _NEVER_THERE  # an exit before it belongs to an arrival that was undone
        is_again = visit.is_inside and not self._is_rest_of_group(visit)
        if is_again and visit.arrived and (found := double_admission(visit.arrived, entry)):
            self._conflicts.append(found)
        people = max(1, visit.people) if visit.left else visit.people + stated_people(entry)
        arrived = visit.arrived or entry
        self._payment = None
        self._visits[point] = Visit(arrived, entry, None, visit.last_exit, max(1, people), visit.thing)

    def _is_rest_of_group(self, visit: Visit) -> bool:
        places = parse_places(self._body.get("places")) if self._body else self._attendee and self._attendee.places
        return visit.people < (places or 0)

    def _checked_out(self, entry: Entry) -> None:
        point = str(entry.body.get("control_point", ""))
        visit = self._visits.get(point, _NEVER_THERE)
        self._visits[point] = Visit(visit.arrived, visit.entered, entry, entry, visit.people)

    def _thing_lent(self, entry: Entry) -> None:
        point, thing = str(entry.body.get("control_point", "")), entry.body.get(THING)
        visit = self._visits.get(point, _NEVER_THERE)
        if isinstance(thing, str) and visit.is_inside:
            self._visits[point] = replace(visit, thing=thing)

    def _paid(self, entry: Entry) -> None:
        """Confirm the registration of somebody from whom a payment was due."""
        if self._attendee is None or self._status() != Status.UNPAID:
            return
        set_field(self._opened_body(), "status", Status.CONFIRMED)
        self._tidy(["status"])
        self._payment = entry

    def _status(self) -> object:
        if self._body:
            return self._body.get("status", Status.CONFIRMED)
        return self._attendee.status if self._attendee else None

    def _waiting_joined(self, entry: Entry) -> None:
        """Add the attendee to the waiting line; one who waits already keeps their place."""
        self._waiting.setdefault(str(entry.body.get("session", "")), entry)

    def _waiting_left(self, entry: Entry) -> None:
        left = entry.body.get("session")
        if isinstance(left, str):
            self._waiting.pop(left, None)

    def _photographed(self, entry: Entry) -> None:
        self._photograph = entry

    def _conflict_resolved(self, entry: Entry) -> None:
        self._resolved.add(str(entry.body.get("conflict")))


_STEPS: dict[str, Callable[[HistoryFold, Entry], None]] = {
    EntryKind.ATTENDEE_ADDED: HistoryFold._added,
    EntryKind.ATTENDEE_CORRECTED: HistoryFold._corrected,
    EntryKind.CODE_REPLACED: HistoryFold._code_replaced,
    EntryKind.CHECKED_IN: HistoryFold._checked_in,
    EntryKind.CHECKED_OUT: HistoryFold._checked_out,
    EntryKind.WAITING_JOINED: HistoryFold._waiting_joined,
    EntryKind.WAITING_LEFT: HistoryFold._waiting_left,
    EntryKind.CONFLICT_SETTLED: HistoryFold._conflict_resolved,
    EntryKind.PHOTOGRAPH_SET: HistoryFold._photographed,
    EntryKind.THING_LENT: HistoryFold._thing_lent,
    EntryKind.PAYMENT_RECEIVED: HistoryFold._paid,
}


def stated_people(entry: Entry) -> int:
    """Return how many people an entry says came in; 0 where it does not say, and the entry counts once for its
    person.
    """
    value = entry.body.get("people")
    return min(value, MOST_PLACES) if isinstance(value, int) and value > 0 else 0


def _is_now(body: Mapping[str, Any], name: str, pair: list[Any]) -> bool:
    """Whether the field holds the old or the new value of the correction: its author knew the current value. Desk names
    are no evidence of that, two desks may share one.
    """
    now = custom_of(body).get(name.removeprefix(CUSTOM)) if name.startswith(CUSTOM) else body.get(name)
    nothing = 1 if name == "places" else ""
    return _value_text(now or nothing) in (_value_text(pair[0] or nothing), _value_text(pair[1] or nothing))


def _value_text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


# Codes tied to a person at a desk (a wristband, a card, a preprinted badge), and whose a code is where several people
# have it (docs/adr/0079).
# A tie has no kind of its own: it is a replaced code where it takes the place of the old ones, a correction that adds
# a code where the old ones stay.


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


# Which entries a desk can undo, among them corrections that somebody typed there.

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
