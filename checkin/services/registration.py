# SPDX-License-Identifier: GPL-3.0-or-later
"""The registration operations: walk-ins, substitutes, corrections, status changes, merged records.

Each operation is one transaction. Each entry has the desk and the time, and the authority where one is needed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from checkin.core.admission import decide
from checkin.core.answer import Answer
from checkin.core.attendee import (
    CUSTOM,
    Attendee,
    CheckInMethod,
    Presence,
    Status,
    accent_corrections,
    attendee_body,
    parse_places,
)
from checkin.core.decision import Decision, Reason, Verdict
from checkin.core.entries import Entry, EntryKind
from checkin.core.history import TICKETING, History
from checkin.core.message import Message, UserError
from checkin.core.people.registration_form import RegistrationForm, place_columns, similar_walk_ins_body, tidy_field
from checkin.core.supervisor import Authority
from checkin.services.admission_service import AdmissionService
from checkin.services.event_file import EventFile

NewValue = str | tuple[str, ...]

_NAMES = ("first_name", "last_name")
CORRECTABLE = frozenset(
    (*_NAMES, "organisation", "role", "email", "phone", "category", "note", "places", "sessions", "presence")
)
"""Fields that a desk may correct, besides the list's own columns, which are named with `CUSTOM`."""


class Registration:
    """Registration operations of one desk. All raise `UserError` for a person no longer known."""

    def __init__(self, event: EventFile, admission: AdmissionService) -> None:
        self._event, self._admission = event, admission

    def walk_in(self, form: RegistrationForm) -> Answer:
        """Add a person who is on no list, with a new code, and check them in by the rules of the control point.

        If these refuse (the workshop is full), the person is registered all the same and the answer says why.
        """
        with self._event.transaction():
            person, added = self._added(form, {})
            return self._enter(person, [added])

    def substitute(self, attendee_id: str, form: RegistrationForm) -> Answer:
        """Register a person who came instead of `attendee_id`, and check them in.

        Where the form is empty they take over organisation, category, sessions and the columns of the place, and the
        ticket that a ticketing's server has (docs/adr/0084). The absent person is cancelled; an arrival recorded here
        by their code is undone. Raises `UserError` if they were cancelled already.
        """
        with self._event.transaction():
            history = self._event.journal.history(attendee_id)
            absent = self._person(history)
            if absent.status is Status.CANCELLED:
                raise UserError(_ALREADY_CANCELLED)
            self._undo_arrivals(history)
            self._admission.printing.cancel_waiting(absent.id)
            ticket: dict[str, object] = {}
            if absent.position.get("id"):
                ticket = {"order": absent.order, "position": dict(absent.position)}
            person, added = self._added(self._in_place_of(absent, form), {"replaces": absent.id} | ticket)
            changes = {"status": [absent.status, Status.CANCELLED]}
            off = self._admission.append(
                EntryKind.ATTENDEE_CORRECTED, absent.id, {"changes": changes, "replaced_by": person.id}
            )
            return self._enter(person, [added, off, *self._without_ticket(absent)])

    def correct(self, attendee_id: str, changes: Mapping[str, NewValue], by: Authority | None = None) -> Attendee:
        """Correct fields of a person, and return the person. Unchanged values are left out; an answer to a question of
        a ticketing is written as it stands in its column. `by` is the authority, where one is needed: such a correction
        is not undone by hand.

        Raises `UserError` for an empty last or first name that was not empty, and for a field that cannot be corrected
        by hand.
        """
        with self._event.transaction():
            person = self._known(attendee_id)
            values = {name: self._column_value(name, value) for name, value in changes.items()}
            news = {name: pair for name, value in values.items() if (pair := _pair(person, name, value))}
            if news:
                body: dict[str, object] = {"changes": news}
                self._admission.append(EntryKind.ATTENDEE_CORRECTED, person.id, body | (by.body() if by else {}))
            return self._known(person.id)

    def accented_addresses(self) -> list[tuple[Attendee, str]]:
        """Return the people of the event whose address only its accents spoil, each with the corrected one."""
        return accent_corrections(person for person, _ in self._event.attendees.all() if not person.is_off)

    def correct_addresses(self, found: Iterable[tuple[Attendee, str]]) -> None:
        """Correct the e-mail addresses of people, all or none, a correction each. One changed meanwhile stays."""
        with self._event.transaction():
            for person, address in found:
                if self._known(person.id).email == person.email:
                    body = {"changes": {"email": [person.email, address]}}
                    self._admission.append(EntryKind.ATTENDEE_CORRECTED, person.id, body)

    def _column_value(self, name: str, value: NewValue) -> NewValue:
        if not name.startswith(CUSTOM) or not isinstance(value, str) or not (pulled := self._event.ticketing()):
            return value
        from checkin.core.ticketing.ticketing import desk_text

        return desk_text(pulled.ticketing, name.removeprefix(CUSTOM), value)

    def set_status(self, news: Mapping[str, Status], by: Authority | None = None) -> list[Attendee]:
        """Cancel, block, approve or restore people by id, all or none, and return them. Arrivals stay.

        `by` is the authority and reason, where these were asked for.
        """
        with self._event.transaction():
            people = [(self._known(attendee_id), status) for attendee_id, status in news.items()]
            for person, status in people:
                if person.status is not status:
                    body: dict[str, object] = {"changes": {"status": [person.status, status]}}
                    self._admission.append(EntryKind.ATTENDEE_CORRECTED, person.id, body | (by.body() if by else {}))
            return [replace(person, status=status) for person, status in people]

    def merge(self, keep_id: str, drop_id: str, by: Authority | None = None) -> Attendee:
        """Merge two records of one person, and return the person. `by` is the authority, where one is needed.

        Both codes stay valid, the first arrival counts, and fields empty in the kept record are filled from the other.
        Raises `UserError` for twice the same record, a missing one, one merged already, or if it would lift a block.
        """
        with self._event.transaction():
            return self.merge_in_write(keep_id, drop_id, by.body() if by else {})

    def merge_in_write(self, keep_id: str, drop_id: str, marked: Mapping[str, object]) -> Attendee:
        """Merge inside a transaction that is open already; every entry has `marked` in its body."""
        from checkin.services.lists.list_importing import merge_facts

        if keep_id == drop_id:
            raise UserError(_ONE_RECORD)
        keep, drop = self._known(keep_id), self._known(drop_id)
        if (keep.id, drop.id) != (keep_id, drop_id):
            raise UserError(_MERGED_ALREADY)
        if drop.status is Status.BLOCKED and keep.status is not Status.BLOCKED:
            raise UserError(_BLOCKED, name=drop.name)
        for fact in merge_facts(keep, drop, marked):
            self._admission.append(*fact)
        return self._known(keep_id)

    def unmerge(self, drop_id: str, by: Authority | None = None) -> Attendee:
        """Undo a merge, and return the record that is separate again. Raises `UserError` if it was not merged.

        Everything the person did since the merge stays with the kept record.
        """
        from checkin.services.lists.list_importing import unmerge_facts

        with self._event.transaction():
            person, about = self._event.journal.person(drop_id), self._event.journal.about(drop_id)
            if person == drop_id:
                raise UserError(_NOT_MERGED)
            for fact in unmerge_facts(drop_id, person, about, by.body() if by else {}):
                self._admission.append(*fact)
            return self._known(drop_id)

    def _added(self, form: RegistrationForm, more: Mapping[str, object]) -> tuple[Attendee, Entry]:
        if self._admission.position.ticketing:
            form = replace(form, places=1)  # a ticket of the server lets in one
        person = form.as_attendee(self._event.issue_code())
        known = similar_walk_ins_body(person, self._event.attendees.conflicts.walk_ins())
        body = attendee_body(person) | {"how": CheckInMethod.WALK_IN} | known | dict(more)
        return person, self._admission.append(EntryKind.ATTENDEE_ADDED, person.id, body)

    def _in_place_of(self, absent: Attendee, form: RegistrationForm) -> RegistrationForm:
        return replace(
            form,
            organisation=form.organisation or absent.organisation,
            category=form.category or absent.category,
            sessions=form.sessions or absent.sessions,
            custom={**place_columns(absent, self._admission.programme), **form.custom},
        )

    def _without_ticket(self, absent: Attendee) -> list[Entry]:
        """Record that the ticket of a ticketing's server is no longer the absent person's. What it was stays readable,
        for what they did with it.
        """
        left = {name: value for name, value in absent.position.items() if name != "id"}
        if left == absent.position:
            return []
        body = {"changes": {"position": [dict(absent.position), left]}, TICKETING: True}
        return [self._admission.append(EntryKind.ATTENDEE_CORRECTED, absent.id, body)]

    def _enter(self, person: Attendee, grouped: list[Entry]) -> Answer:
        """Check a registered person in, so that undoing the arrival undoes `grouped` as well."""
        case = self._admission.case(None, person.id, CheckInMethod.WALK_IN)
        decision = decide(None, case.history, case.place)
        if decision.reason is not Reason.GROUP and decision.verdict is not Verdict.ADMIT:
            return self._admission.record(case, decision)
        more = {"people": person.places} if decision.reason is Reason.GROUP else {}
        admitted = Decision(Verdict.ADMIT, Reason.WALK_IN, position=decision.position, texts=decision.texts)
        return self._admission.record(case, admitted, {"together": [e.id.hex() for e in grouped], **more})

    def _undo_arrivals(self, history: History) -> None:
        """Undo the arrivals here. Each undo has the subject of its target, which may be a merged record."""
        here = history.visit(self._admission.control_point.id)
        named = {e.id.hex(): e.subject for e in (here.arrived, here.entered) if e}
        for subject in dict.fromkeys(named.values()):
            self._admission.append(
                EntryKind.UNDONE, subject, {"targets": [t for t, whose in named.items() if whose == subject]}
            )

    def _known(self, attendee_id: str) -> Attendee:
        return self._person(self._event.journal.history(attendee_id))

    def _person(self, history: History) -> Attendee:
        if history.attendee is None:
            raise UserError(_NOBODY)
        return history.attendee


def _pair(person: Attendee, name: str, value: NewValue) -> list[object] | None:
    """Return the old and the new value, None if they are equal."""
    if name.startswith(CUSTOM):
        old: object = person.custom.get(name.removeprefix(CUSTOM), "")
    elif name in CORRECTABLE:
        old = getattr(person, name)
    else:
        raise UserError(_NOT_BY_HAND, field=name)
    new = _stored_value(name, value)
    if not new and old and name in _NAMES:
        raise UserError(Message("registration", "A name cannot be empty. Nothing was changed; write the name."))
    if isinstance(old, tuple):
        old = list(old)
    return None if old == new else [old, new]


def _stored_value(name: str, value: NewValue) -> object:
    if isinstance(value, tuple):
        return list(value)
    match name:
        case "places":
            return parse_places(value)
        case "presence":
            return Presence(value)
    return tidy_field(value)


_NOBODY = Message("registration", "This person is no longer in the event. Nothing was changed; search again.")
_NOT_BY_HAND = Message("registration", "“{field}” cannot be changed by hand. Nothing was changed.")
_ALREADY_CANCELLED = Message(
    "registration", "This registration was already cancelled. Nobody was added; register the person who came with F2."
)
_ONE_RECORD = Message(
    "registration", "There is only one record here. Nothing was changed; choose two records of the same person."
)
_MERGED_ALREADY = Message(
    "registration", "One of these two is already merged with another. Nothing was changed; search again."
)
_BLOCKED = Message(
    "registration", "{name} is blocked. Nothing was changed; keep the blocked record, or unblock it first."
)
_NOT_MERGED = Message("registration", "This record is not merged with another. Nothing was changed; search again.")
