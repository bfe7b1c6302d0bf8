# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk's verbs. Each is one decision and one transaction, and returns only after the commit.

Nothing here knows a widget, a thread or a device. `StorageError` means that nothing was recorded.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from checkin.core.admission import Decision, Reason, Verdict, decide
from checkin.core.answer import Answer, SearchMatch, UndoResult
from checkin.core.attendee import Attendee, CheckInMethod
from checkin.core.entries import Entry, EntryKind
from checkin.core.errors import StorageError, UserError
from checkin.core.history import History
from checkin.core.keyboard_layouts import repair
from checkin.core.message import Message
from checkin.core.programme.programme import ControlPoint, Programme
from checkin.core.supervisor import Authority
from checkin.core.tokens import CodeOrigin
from checkin.desk.admission_service import AdmissionService, Case, make_displayable
from checkin.desk.badge_printing import Printing
from checkin.desk.desk_conflicts import Conflicts
from checkin.desk.desk_handover import DeskHandover
from checkin.desk.event_file import EventFile
from checkin.desk.help_calls import HelpCalls
from checkin.desk.person_lookup import PersonLookup
from checkin.desk.registration import Registration
from checkin.desk.signing import Signing
from checkin.desk.workshops import Workshops
from checkin.storage.connection import transaction


class Desk:
    """One welcome desk at work on one event file. `clock` gives aware times; `registration` has the verbs about
    people themselves, `workshops` those about full sessions, `handing_over` what one volunteer leaves to the next,
    `signing` what people write on its screen, `help` who calls somebody."""

    def __init__(self, event: EventFile, clock: Callable[[], datetime], name: str, control_point: str = "") -> None:
        self._event = event
        self.door = AdmissionService(event, clock, name, control_point)
        self._finding = PersonLookup(event)
        self.registration = Registration(event, self.door)
        self.workshops = Workshops(event, self.door)
        self.handover = DeskHandover(event, self.door)
        self.signing = Signing(event, self.door)
        self.help = HelpCalls(event, self.door)
        self.conflicts = Conflicts(event, self.door, self.registration)

    @property
    def name(self) -> str:
        """What this desk is called in its entries."""
        return self.door.name

    @property
    def printing(self) -> Printing:
        """What this desk prints, and asks to be printed."""
        return self.door.printing

    @property
    def programme(self) -> Programme:
        return self.door.programme

    @property
    def control_point(self) -> ControlPoint:
        return self.door.control_point

    def now(self) -> datetime:
        """The time in the event's zone."""
        return self.door.now()

    def rename(self, name: str) -> None:
        """From the next entry on."""
        self.door.name = name

    # Verbs

    def scan(self, text: str) -> Answer:
        """A code was read. Whatever `text` holds, the answer is a value.

        A text that is no ticket but names people of the list (a business card) asks which of them it is.
        """
        token = self._event.key.read(text)
        if token.origin is CodeOrigin.TRIAL:
            return self._tried(text)
        with transaction(self._event.db):
            subject = self.door.known(token, text) or token.id
            if not subject and (named := self._finding.named_in(text, self.programme, self.control_point)):
                return self._which_of(named)
            return self.door.pass_through(self.door.case(token, subject, CheckInMethod.CODE, make_displayable(text)))

    def check_in(self, attendee_id: str) -> Answer:
        """A person was picked from the list."""
        with transaction(self._event.db):
            return self.door.pass_through(self.door.case(None, attendee_id, CheckInMethod.SEARCH))

    def admit(self, asked: Answer, people: int = 0) -> Answer:
        """Let in the person of an answer that asked: of a group, `people` of them, 0 for all who are still awaited.

        If another desk was faster, or what was asked for has been settled, its answer is the one returned.
        """
        with transaction(self._event.db):
            case = self._case_again(asked)
            decision = decide(case.token, case.history, case.place)
            if decision.verdict is not Verdict.ASK:
                return self.door.record(case, decision)
            return self.door.admit_anyway(case, decision, people)

    def overrule(self, refused: Answer, authority: Authority) -> Answer:
        """Let in the person of an answer that refused, asked, or found them in already, as `authority` says.

        If something else stands in the way by now, or nothing, that is the answer returned. `UserError` where nobody
        is known to let in.
        """
        if not refused.can_overrule:
            raise UserError(NOBODY_TO_LET_IN)
        with transaction(self._event.db):
            case = self._case_again(refused)
            decision = _let_in_since(case, refused) or decide(case.token, case.history, case.place)
            if decision.reason is not refused.reason:
                return self.door.record(case, decision)
            return self.door.admit_anyway(case, decision, allowed=authority.body())

    def undo(self, entry_id: bytes) -> Answer:
        """Take back an arrival, an exit, a move or a place in the line, with what was written together with it. The
        journal keeps both."""
        with transaction(self._event.db):
            entry = self._event.journal.entry(entry_id)
            if entry is None or not _can_be_undone(entry):
                raise UserError(Message("desk", "There is nothing to undo here."))
            if entry_id.hex() in self._event.journal.undone([entry.subject]):
                raise UserError(Message("desk", "This was already undone. Nothing changed."))
            point = self.programme.control_point(str(entry.body.get("control_point")))
            how = entry.body.get("how")
            case = self.door.case(
                None,
                entry.subject,
                CheckInMethod(str(how)) if how in set(CheckInMethod) else CheckInMethod.CODE,
                "",
                point,
            )
            undone = self._take_back(entry)
            if entry.kind == EntryKind.CHECKED_IN:
                self.printing.taken_back(entry.subject)
            answer = self.door.answer(case, Decision(Verdict.REFUSE, Reason.UNDONE, earlier=entry), undone)
            return replace(answer, undone=self._undone(entry, case.history))

    def _undone(self, entry: Entry, before: History) -> UndoResult:
        now = self._event.journal.history(entry.subject)
        visit = now.visit(str(entry.body.get("control_point")))
        places = now.attendee.places if now.attendee else 1
        is_gone = before.attendee is not None and now.attendee is None
        return UndoResult(entry, visit.is_inside, is_gone, visit.people, places)

    def complete(self, asked: Answer, changes: Mapping[str, str]) -> Answer:
        """Fill in what an INCOMPLETE answer missed, and decide again. What was filled in stays whatever is decided."""
        if asked.attendee is None:
            raise UserError(NOBODY_TO_LET_IN)
        self.registration.correct(asked.attendee.id, changes)
        with transaction(self._event.db):
            return self.door.pass_through(self._case_again(asked))

    def replace_code(self, attendee_id: str) -> str:
        """Give a person a new code; the old one is answered "replaced" from now on. Returns the new code."""
        with transaction(self._event.db):
            token = self._event.issue_code()
            self.door.append(EntryKind.CODE_REPLACED, self._event.journal.person(attendee_id), {"new": token.code})
        return token.code

    def stand_at(self, control_point: str) -> None:
        """Move to another control point; an unknown one changes nothing."""
        self.door.control_point = self.programme.control_point(control_point) or self.control_point

    def reload(self) -> None:
        """Read the programme again after another window or command changed the file; its time zone too."""
        self.door.reload()

    @property
    def written(self) -> datetime | None:
        """The time on the paper that is being entered; None while people stand at the desk themselves."""
        return self.door.written

    def enter_from_paper(self, written: datetime | None) -> None:
        """From now on whoever is named came at the time that a paper says (`core.paper`); None ends it."""
        self.door.written = written

    # Answers of which nothing is written

    def not_saved(self, read: str, how: CheckInMethod, attendee: Attendee | None = None) -> Answer:
        """The answer for a verb whose transaction failed; `attendee` if it is known whom it was for."""
        point, at = self.control_point, self.now()
        return Answer(Verdict.REFUSE, Reason.NOT_SAVED, at, point, how, attendee=attendee, read=make_displayable(read))

    def _tried(self, text: str) -> Answer:
        """Of the code that is nobody's: that it was read."""
        point, at = self.control_point, self.now()
        return Answer(Verdict.REFUSE, Reason.TRIAL, at, point, CheckInMethod.CODE, read=make_displayable(text))

    def resolve(self, typed: str) -> str | None:
        """What a keyboard scanner meant by `typed`: the one reading that is a ticket here, or None.

        Never raises: a disk that cannot be read is for `scan` to say.
        """
        try:
            return repair(typed, self._is_ticket)
        except StorageError:
            return None

    def _which_of(self, candidates: tuple[SearchMatch, ...]) -> Answer:
        """One of them is to be picked with `check_in`."""
        point, at = self.control_point, self.now()
        return Answer(Verdict.ASK, Reason.SEVERAL, at, point, CheckInMethod.CODE, candidates=candidates)

    def _case_again(self, answered: Answer) -> Case:
        """The case of an answer, as it is by now."""
        token = (
            self._event.key.read(answered.ticket)
            if answered.ticket and answered.how in (CheckInMethod.CODE, CheckInMethod.PAPER)
            else None
        )
        subject = answered.attendee.id if answered.attendee else (token.id if token else "")
        return self.door.case(token, subject, answered.how, answered.read, answered.control_point)

    def _is_ticket(self, text: str) -> bool:
        token = self._event.key.read(text)
        return token.origin in (CodeOrigin.GENUINE, CodeOrigin.TRIAL) or self.door.known(token, text) is not None

    def _take_back(self, entry: Entry) -> Entry:
        """A person is the fold of their own entries, so each of the people of `together` is given what undoes theirs.

        Somebody who was registered with this arrival stays once anything else is known of them.
        """
        named = entry.body.get("together")
        together = [bytes.fromhex(str(t)) for t in named] if isinstance(named, list) else []
        others = [e for e in map(self._event.journal.entry, together) if e and not self._has_grown(e, together, entry)]
        for subject in {e.subject for e in others if e.subject != entry.subject}:
            targets = [e.id.hex() for e in others if e.subject == subject]
            self.door.append(EntryKind.UNDONE, subject, {"targets": targets})
        own = [e.id.hex() for e in others if e.subject == entry.subject]
        return self.door.append(EntryKind.UNDONE, entry.subject, {"targets": [entry.id.hex(), *own]})

    def _has_grown(self, added: Entry, together: list[bytes], entry: Entry) -> bool:
        if added.kind != EntryKind.ATTENDEE_ADDED:
            return False
        return any(e.id not in (*together, entry.id) for e in self._event.journal.about(added.subject))


def _let_in_since(case: Case, refused: Answer) -> Decision | None:
    """Another desk was faster: it let them in after `refused` was written."""
    visit = case.history.visit(case.place.control_point.id)
    if visit.is_inside and visit.entered and refused.entry and visit.entered.id > refused.entry:
        return Decision(Verdict.DUPLICATE, Reason.ALREADY_ARRIVED, earlier=visit.entered)
    return None


def _can_be_undone(entry: Entry) -> bool:
    """Passages, signatures, and what was done about a full session."""
    can_be = entry.kind in (EntryKind.CHECKED_IN, EntryKind.CHECKED_OUT, EntryKind.WAITING_JOINED, EntryKind.SIGNED)
    return can_be or (entry.kind == EntryKind.ATTENDEE_CORRECTED and "moved_to" in entry.body)


NOBODY_TO_LET_IN = Message("desk", "Nobody is shown. Look for a name (F3), or register them (F2).")
