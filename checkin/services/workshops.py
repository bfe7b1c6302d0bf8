# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations for full sessions: move a person to another, put them on the waiting list, call the first in line.

Each operation is one transaction; F8 undoes it like an arrival.
"""

from collections.abc import Mapping
from dataclasses import replace

from checkin.core.access import overlapping_registrations
from checkin.core.answer import Alternatives, Answer
from checkin.core.attendee import Attendee
from checkin.core.decision import Decision, Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.programme.programme import Session
from checkin.services.admission_service import AdmissionService, Case
from checkin.services.event_file import EventFile


class Workshops:
    """Full-session operations of one desk."""

    def __init__(self, event: EventFile, admission: AdmissionService) -> None:
        self._event, self._admission = event, admission

    def move(self, refused: Answer, session_id: str) -> Answer:
        """Register the person of `refused` for another session instead of those at the same time.

        If its last seat was taken meanwhile, `refused` is returned with the seats left now.
        """
        session = self._admission.programme.session(session_id)
        if session is None or refused.attendee is None:
            raise UserError(_NO_SESSION)
        with self._event.transaction():
            case = self._case_of(refused)
            if self._is_taken(case, session):
                return self._admission.answer(case, Decision(refused.verdict, refused.reason), None)
            given_up = tuple(overlapping_registrations(refused.attendee, self._admission.programme, session))
            entry, *_ = self._admission.exchange(case, session)
            answer = self._admission.answer(case, Decision(Verdict.REFUSE, Reason.MOVED, moved_to=session), entry)
            return replace(answer, alternatives=Alternatives(given_up=given_up))

    def wait(self, refused: Answer) -> Answer:
        """Put the person of a FULL answer on the waiting list. Raises `UserError` if that is full."""
        session = self._admission.programme.session(refused.control_point.session)
        if session is None or refused.attendee is None:
            raise UserError(_NO_SESSION)
        with self._event.transaction():
            case = self._case_of(refused)
            line = self._admission.seats.line(session)
            if case.subject not in line and len(line) >= session.waiting:
                raise UserError(_LINE_IS_FULL)
            entry = None
            if case.subject not in line:
                entry = self._admission.append(EntryKind.WAITING_JOINED, case.subject, self._body(case, session))
            return self._admission.answer(case, Decision(Verdict.REFUSE, Reason.WAITING), entry)

    def next_in_line(self) -> Attendee | None:
        """Return the first attendee on the waiting list here, if a seat is free for them."""
        point = self._admission.control_point
        session = self._admission.programme.session(point.session)
        line = self._admission.seats.line(session) if session and session.waiting else []
        if not session or not line:
            return None
        inside, awaited, ahead = self._admission.seats.taken(self._admission.programme, point, line[0])
        return self._event.attendees.get(line[0]) if session.seats_left(inside, awaited, ahead) else None

    def count_waiting(self) -> int:
        """Return how many people wait for a seat here."""
        session = self._admission.programme.session(self._admission.control_point.session)
        return len(self._admission.seats.line(session)) if session else 0

    def _case_of(self, answered: Answer) -> Case:
        subject = answered.attendee.id if answered.attendee else ""
        return self._admission.case(None, subject, answered.how, answered.read, answered.control_point)

    def _is_taken(self, case: Case, session: Session) -> bool:
        """Whether no seat is left for the person. A seat they have booked is theirs."""
        is_own = case.history.attendee is not None and session.id in case.history.attendee.sessions
        (there,) = self._admission.seats.left(self._admission.programme, [session])
        return there.seats == 0 and not is_own

    def _body(self, case: Case, session: Session) -> Mapping[str, object]:
        return {"session": session.id, "control_point": case.place.control_point.id, "how": case.how}


_NO_SESSION = Message("workshop", "This session is no longer in the programme. Nothing was changed; scan again.")
_LINE_IS_FULL = Message("workshop", "The waiting list is full. Nothing was changed; offer another workshop.")
