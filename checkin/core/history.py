# SPDX-License-Identifier: GPL-3.0-or-later
"""History of one attendee: a pure fold of their journal entries in id order.

The first arrival wins; a second entry while inside is kept but changes nothing; an undo names its targets; a correction
changes fields; an entry of an unknown kind changes nothing. No entry is ever rejected here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from checkin.core.attendee import Attendee, Status
from checkin.core.attendee_body import CUSTOM, MOST_PLACES, attendee_body, attendee_from_body, custom_of, set_field
from checkin.core.entries import THING, TIED, Entry, EntryKind
from checkin.core.paper_entries import order_paper_entries
from checkin.core.sync.conflict_resolution import undone_ids, without_shared_ids
from checkin.core.sync.sync_conflicts import Conflict, corrected_twice, double_admission, unresolved

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
    or removed theirs.

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

    @property
    def open_conflicts(self) -> tuple[Conflict, ...]:
        """The conflicts that still need a decision."""
        return unresolved(self.conflicts, self.resolved_conflicts) if self.conflicts else ()

    def visit(self, control_point: str) -> Visit:
        return self.visits.get(control_point, _NEVER_THERE)


_NOTHING_KNOWN = History()


def fold_history(entries: Iterable[Entry]) -> History:
    """Return the history of the one attendee whose entries, in id order, these are.

    Undone entries and ids that two entries share do not count; entries from paper take their place by the time on the
    paper. Never raises for what an entry holds.
    """
    rows = order_paper_entries(without_shared_ids(list(entries)))
    undone = undone_ids(rows)
    history = _NOTHING_KNOWN
    for entry in rows:
        history = apply_undone(history, entry) if undone and entry.id.hex() in undone else apply_entry(history, entry)
    return history


def passages_at(entries: Iterable[Entry], control_point: str) -> tuple[Entry, ...]:
    """Return the arrivals and exits at a control point that count, of the one attendee whose entries these are."""
    known = list(entries)
    undone = undone_ids(known)
    passages = (entry for entry in known if entry.kind in (EntryKind.CHECKED_IN, EntryKind.CHECKED_OUT))
    here = (entry for entry in passages if entry.body.get("control_point") == control_point)
    return tuple(entry for entry in here if entry.id.hex() not in undone)


def apply_entry(history: History, entry: Entry) -> History:
    """Return `history` after one more entry that counts; unchanged if its kind is not about a person."""
    stepped = _STEPS.get(entry.kind)
    return stepped(history, entry) if stepped else history


def apply_undone(history: History, entry: Entry) -> History:
    """Return `history` after an entry that was undone: an arrival or exit stays visible as a correction from its time
    to nothing. An undone correction is forgotten, so that a later one is no conflict with it.
    """
    changes = entry.body.get("changes")
    if entry.kind == EntryKind.ATTENDEE_CORRECTED and isinstance(changes, dict):
        return replace(history, edits={name: edit for name, edit in history.edits.items() if name not in changes})
    if entry.kind not in (EntryKind.CHECKED_IN, EntryKind.CHECKED_OUT):
        return history
    what = f"{entry.kind}:{entry.body.get('control_point', '')}"
    return replace(history, corrections=(*history.corrections, Correction(what, "", "", entry.happened_at, entry.desk)))


def _added(history: History, entry: Entry) -> History:
    # Two desks may have added one id: the first stands.
    if history.attendee:
        return history
    attendee = attendee_from_body(entry.subject, entry.body)
    given = {attendee.ticket_code: entry}
    if history is _NOTHING_KNOWN:
        return History(attendee, code_entries=given)
    return replace(history, attendee=attendee, code_entries=given)


def _corrected(history: History, entry: Entry) -> History:
    changes = entry.body.get("changes")
    if history.attendee is None or not isinstance(changes, dict):
        return history
    body = attendee_body(history.attendee)
    is_pulled = entry.body.get(TICKETING) is True
    seen = []
    for name, pair in changes.items():
        if not (isinstance(pair, list) and len(pair) == 2):
            continue
        seen.append(Correction(name, _value_text(pair[0]), _value_text(pair[1]), entry.at, entry.desk))
        if not is_pulled:
            history = _edited(history, entry, name, is_aware=_is_now(body, name, pair))
        if name == "ticket_code":
            history = _ticket_changed(history, entry, str(pair[0]), str(pair[1]))
            body[name] = history.attendee.ticket_code if history.attendee else ""
        else:
            set_field(body, name, pair[1])
    is_no_correction = is_pulled or entry.body.get(UNDERSTOOD) is True or entry.body.get(TIED) is True
    seen_since = () if is_no_correction else seen
    attendee = attendee_from_body(entry.subject, body)
    is_off = attendee.status is Status.CANCELLED
    return replace(
        history,
        attendee=attendee,
        corrections=(*history.corrections, *seen_since),
        replaced_by=str(entry.body.get("replaced_by") or history.replaced_by) if is_off else "",
    )


def _is_now(body: Mapping[str, Any], name: str, pair: list[Any]) -> bool:
    """Whether the field holds the old or the new value of the correction: its author knew the current value. Desk names
    are no evidence of that, two desks may share one.
    """
    now = custom_of(body).get(name.removeprefix(CUSTOM)) if name.startswith(CUSTOM) else body.get(name)
    nothing = 1 if name == "places" else ""
    return _value_text(now or nothing) in (_value_text(pair[0] or nothing), _value_text(pair[1] or nothing))


def _edited(history: History, entry: Entry, name: str, *, is_aware: bool) -> History:
    found = None if is_aware or name == "ticket_code" else corrected_twice(history.edits.get(name), entry, name)
    conflicts = (*history.conflicts, found) if found else history.conflicts
    return replace(history, edits={**history.edits, name: entry}, conflicts=conflicts)


def _ticket_changed(history: History, entry: Entry, old: str, new: str) -> History:
    """Return the history after a list named another code, or a desk tied one. The list's own earlier one (`old`, "" for
    none, and for a desk) is revoked; a code that we issued, or that a desk gave in its place, stays valid beside the
    new one.
    """
    attendee = history.attendee
    assert attendee
    revoked = tuple(c for c in history.revoked_codes if c not in (old, new)) + ((old,) if old else ())
    others = tuple(c for c in history.other_codes if c not in (old, new))
    if old and attendee.ticket_code == old:
        attendee = replace(attendee, ticket_code=new)
    elif attendee.ticket_code != new:
        others = (*others, new)
    given = {old: entry, **history.code_entries} if old else dict(history.code_entries)
    if new not in given or new in history.revoked_codes:
        given[new] = entry
    return replace(history, attendee=attendee, revoked_codes=revoked, other_codes=others, code_entries=given)


def _code_replaced(history: History, entry: Entry) -> History:
    new = entry.body.get("new")
    if history.attendee is None or not isinstance(new, str):
        return history
    old = history.attendee.ticket_code
    is_given = entry.body.get(TIED) is True
    replaced = () if is_given else (Correction("ticket_code", old, new, entry.at, entry.desk),)
    revoked = (*history.revoked_codes, old, *history.other_codes)
    return replace(
        history,
        attendee=replace(history.attendee, ticket_code=new),
        revoked_codes=tuple(code for code in revoked if code != new),  # two desks may have given the same one
        other_codes=(),
        code_entries={**history.code_entries, new: entry},
        corrections=(*history.corrections, *replaced),
    )


def _checked_in(history: History, entry: Entry) -> History:
    point = str(entry.body.get("control_point", ""))
    visit = history.visit(point)
    if visit.arrived is None:
        visit = _NEVER_THERE  # an exit before it belongs to an arrival that was undone
    if visit.is_inside and visit.arrived and not _is_rest_of_group(history, visit):
        found = double_admission(visit.arrived, entry)
        history = replace(history, conflicts=(*history.conflicts, found)) if found else history
    people = max(1, visit.people) if visit.left else visit.people + stated_people(entry)
    arrived = visit.arrived or entry
    return _with_visit(history, point, Visit(arrived, entry, None, visit.last_exit, max(1, people), visit.thing))


def _is_rest_of_group(history: History, visit: Visit) -> bool:
    return history.attendee is not None and visit.people < history.attendee.places


def stated_people(entry: Entry) -> int:
    """Return how many people an entry says came in; 0 where it does not say, and the entry counts once for its
    person.
    """
    value = entry.body.get("people")
    return min(value, MOST_PLACES) if isinstance(value, int) and value > 0 else 0


def _checked_out(history: History, entry: Entry) -> History:
    point = str(entry.body.get("control_point", ""))
    visit = history.visit(point)
    return _with_visit(history, point, Visit(visit.arrived, visit.entered, entry, entry, visit.people))


def _with_visit(history: History, point: str, visit: Visit) -> History:
    """Return the history with this visit. Most entries are passages, and `replace` takes three times as long."""
    return History(*_before_visits(history), {**history.visits, point: visit}, *_after_visits(history))  # type: ignore[call-arg]


_NAMES = [each.name for each in fields(History)]
_before_visits = attrgetter(*_NAMES[: _NAMES.index("visits")])
_after_visits = attrgetter(*_NAMES[_NAMES.index("visits") + 1 :])


def _thing_lent(history: History, entry: Entry) -> History:
    point, thing = str(entry.body.get("control_point", "")), entry.body.get(THING)
    if not isinstance(thing, str) or not history.visit(point).is_inside:
        return history
    return replace(history, visits={**history.visits, point: replace(history.visit(point), thing=thing)})


def _waiting_joined(history: History, entry: Entry) -> History:
    """Return the history with the attendee in the waiting line; one who waits already keeps their place."""
    session = str(entry.body.get("session", ""))
    return replace(history, waiting={session: entry} | dict(history.waiting))


def _waiting_left(history: History, entry: Entry) -> History:
    left = entry.body.get("session")
    return replace(history, waiting={s: e for s, e in history.waiting.items() if s != left})


def _photographed(history: History, entry: Entry) -> History:
    return replace(history, photograph=entry)


def _conflict_resolved(history: History, entry: Entry) -> History:
    return replace(history, resolved_conflicts=history.resolved_conflicts | {str(entry.body.get("conflict"))})


_STEPS: dict[str, Callable[[History, Entry], History]] = {
    EntryKind.ATTENDEE_ADDED: _added,
    EntryKind.ATTENDEE_CORRECTED: _corrected,
    EntryKind.CODE_REPLACED: _code_replaced,
    EntryKind.CHECKED_IN: _checked_in,
    EntryKind.CHECKED_OUT: _checked_out,
    EntryKind.WAITING_JOINED: _waiting_joined,
    EntryKind.WAITING_LEFT: _waiting_left,
    EntryKind.CONFLICT_SETTLED: _conflict_resolved,
    EntryKind.PHOTOGRAPH_SET: _photographed,
    EntryKind.THING_LENT: _thing_lent,
}


def _value_text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
