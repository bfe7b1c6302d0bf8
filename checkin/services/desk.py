# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk's operations: scan, check in, overrule, undo, replace a code, hand over.

Each is one decision and one transaction. An operation returns only after the commit; `StorageError` means that nothing
was recorded. Knows no widget, thread or device.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from checkin.core.admission import decide
from checkin.core.admission_rules import Handover, handover, latest_over
from checkin.core.answer import Answer, SearchMatch, UndoResult
from checkin.core.attendee import Attendee, CheckInMethod
from checkin.core.decision import Decision, Reason, Verdict
from checkin.core.entries import Entry, EntryKind
from checkin.core.history import TICKETING, History, can_be_undone, fields_corrected_since
from checkin.core.keyboard_layouts import repair
from checkin.core.message import Message, StorageError, UserError
from checkin.core.payments import PaymentMeans, read_payment
from checkin.core.people.registration_form import tidy_field
from checkin.core.programme.programme import ControlPoint, Programme
from checkin.core.programme.programme_edits import find_point
from checkin.core.supervisor import Authority
from checkin.core.tokens import CodeOrigin, CodeValidity, read_certificate_code
from checkin.services.admission_service import AdmissionService, Case, make_displayable, order_members
from checkin.services.badge_print_requests import Printing
from checkin.services.desk_conflicts import Conflicts
from checkin.services.desk_services import CodeTying, HelpCalls, Lending, Payments, Signing, Workshops
from checkin.services.event_file import EventFile
from checkin.services.person_lookup import MOST_CANDIDATES, PersonLookup, code_owners
from checkin.services.photographs import Photographs
from checkin.services.registration import Registration
from checkin.storage import settings_store
from checkin.sync.pretix_device_code import looks_like_device_code


class DeskHandover:
    """The handing over of a desk: the control point where the clock wants it next, and the note for who comes there."""

    def __init__(self, event: EventFile, admission: AdmissionService) -> None:
        self._event, self._admission = event, admission

    def wanted(self) -> Handover | None:
        """Return the control point where the desk should stand by now; None while it is in the right place."""
        return handover(self._admission.programme, self._admission.control_point, self._admission.now())

    def stand_at_latest(self) -> None:
        """Stand at the latest of the control points that the desk's own one was the first of, once all have closed."""
        admission = self._admission
        admission.position.move_to(latest_over(admission.programme, admission.control_point, admission.now()).id)

    def note(self) -> str:
        """Return the note for the volunteer at this control point: the last one left, else the programme's."""
        here = self._admission.control_point
        left = (e.body for e in reversed(self._event.journal.entries_of_kinds([EntryKind.NOTE_LEFT])))
        return next((str(body.get("text")) for body in left if body.get("control_point") == here.id), here.note)

    def leave_note(self, text: str) -> None:
        """Leave a note at this control point. An empty text removes it."""
        body = {"control_point": self._admission.control_point.id, "text": tidy_field(text)}
        with self._event.transaction():
            self._admission.append(EntryKind.NOTE_LEFT, "", body)


class Desk:
    """A welcome desk at work on one event file, at one control point.

    Every operation decides by the rules of `core`, records the decision in one transaction and returns an `Answer`
    after the commit. A refusal is an answer; raised are `UserError` where the operation makes no sense any more
    (nothing was changed) and `StorageError` where the disk failed (nothing was recorded; show `not_saved`). `clock`
    gives aware times. Belongs to the thread that opened the event.

    Operations by topic: `registration` (people's data), `workshops` (full sessions), `tying` (codes that become a
    person's), `lending` (numbered things), `payments`, `handover` (the next control point, and notes for the next
    volunteer), `signing` (signatures on the screen), `help` (calls of self-service screens), `photographs` (of people),
    `conflicts` (what desks did independently), `printing` (badges).

        desk = Desk(event, event.clock(), "Desk 1")
        answer = desk.scan("K7Q2…")
        if answer.verdict is Verdict.ASK:
            answer = desk.admit(answer)
        if answer.entry:
            desk.undo(answer.entry)
    """

    def __init__(self, event: EventFile, clock: Callable[[], datetime], name: str, control_point: str = "") -> None:
        self._event = event
        self.admission = AdmissionService(event, clock, name, control_point)
        self._finding = PersonLookup(event)
        self.registration = Registration(event, self.admission)
        self.workshops = Workshops(event, self.admission)
        self.tying = CodeTying(event, self.admission)
        self.handover = DeskHandover(event, self.admission)
        self.signing = Signing(event, self.admission)
        self.lending = Lending(event, self.admission)
        self.payments = Payments(event, self.admission)
        self.photographs = Photographs(event, self.admission)
        self.help = HelpCalls(event, self.admission)
        self.conflicts = Conflicts(event, self.admission, self.registration)

    @property
    def name(self) -> str:
        """The desk's name in its entries."""
        return self.admission.name

    @property
    def printing(self) -> Printing:
        """The badges this desk prints or has printed."""
        return self.admission.printing

    @property
    def scans_only(self) -> bool:
        """Whether this desk only scans (`AdmissionService.scans_only`)."""
        return self.admission.scans_only

    @property
    def has_ticketing(self) -> bool:
        """Whether the event's tickets are those of a ticketing's server."""
        return self.admission.position.ticketing is not None

    @property
    def programme(self) -> Programme:
        return self.admission.programme

    @property
    def control_point(self) -> ControlPoint:
        return self.admission.control_point

    def now(self) -> datetime:
        """Return the current time in the event's zone."""
        return self.admission.now()

    def rename(self, name: str) -> None:
        """Name the desk, from the next entry on."""
        self.admission.name = name

    # Operations

    def scan(self, text: str, *, is_alone: bool = False) -> Answer:
        """Decide about a code and record it, of a guest who `is_alone` too. Never raises for the content of `text`.

        A text that is no ticket but names people on the list (a business card) is answered with those to choose from.
        The test code is answered and not recorded, nor is the code of a certificate, nor one with which a desk becomes
        a device of pretix: it is a secret, and the answer does not repeat it.
        """
        if looks_like_device_code(text):
            return self._unrecorded("", Reason.DEVICE_CODE)
        token = self._event.key.read(text)
        if token.origin is CodeOrigin.TRIAL:
            return self._unrecorded(text, Reason.TRIAL)
        with self._event.transaction():
            owners = code_owners(self._event, token, text)
            if len(owners) > 1:
                return self._ask_whose(owners, text)
            subject = next(iter(owners), token.id) or self.admission.signed_subject(token)
            if not subject and (about_thing := self.lending.answer(text)):
                return about_thing
            if not subject and (certificate := _CERTIFICATES.get(self._certificate(text))):
                return self._unrecorded(text, certificate)
            if not subject and (named := self._named_in(text)):
                return self._which_of(named)
            case = self.admission.case(token, subject, CheckInMethod.CODE, make_displayable(text))
            return self.admission.pass_through(replace(case, place=replace(case.place, is_alone=is_alone)))

    def check_in(self, attendee_id: str) -> Answer:
        """Decide about a person picked from the list."""
        with self._event.transaction():
            return self.admission.pass_through(self.admission.case(None, attendee_id, CheckInMethod.SEARCH))

    def admit(self, asked: Answer, people: int = 0) -> Answer:
        """Admit the person of an ASK answer; `people` counts how many of a group came, 0 for all still awaited. A check
        is confirmed so; the next question of the same person, if there is one, is then returned.

        If the question has been resolved meanwhile, here or at another desk, the present decision is recorded and
        returned.
        """
        with self._event.transaction():
            case = self._case_again(asked)
            decision = decide(case.token, case.history, case.place)
            if decision.verdict is not Verdict.ASK or asked.reason is Reason.TO_CHECK:
                return self.admission.record(case, decision)
            return self.admission.admit_anyway(case, decision, people)

    def admit_paid(self, asked: Answer, means: PaymentMeans) -> Answer:
        """Note how the person of an unpaid registration paid, and decide again: they are let in, or asked about
        something else. What was paid stays whatever is decided.
        """
        if asked.attendee is None:
            raise UserError(NOBODY_TO_LET_IN)
        with self._event.transaction():
            paid = self.payments.note(asked.attendee.id, means)
            return self.payments.admit(self._case_again(asked), paid, means)

    def check_in_order(self, shown: Answer) -> list[Answer]:
        """Check in the others of the order of `shown` whom the rules let in, each with an entry of their own.

        Whoever has arrived or was cancelled meanwhile, or needs a question, is left as they are: the last answer still
        names those. All are written or none.
        """
        with self._event.transaction():
            found = []
            for other in order_members(self._event, shown, self.programme):
                case = self.admission.case(None, other.attendee.id, CheckInMethod.SEARCH, point=shown.control_point)
                decision = decide(case.token, case.history, case.place)
                if decision.verdict is Verdict.ADMIT:
                    found.append(self.admission.record(replace(case, is_of_many=True), decision))
            return [*found[:-1], *map(self.admission.with_others, found[-1:])]

    def overrule(self, refused: Answer, authority: Authority) -> Answer:
        """Admit a person who was refused or is already inside, as `authority` allows.

        If the reason of `refused` no longer holds, the present decision is recorded and returned. Raises `UserError`
        where the answer has no person to admit, and for a question, which `admit` answers.
        """
        if not refused.can_overrule:
            raise UserError(NOBODY_TO_LET_IN)
        with self._event.transaction():
            case = self._case_again(refused)
            decision = _let_in_since(case, refused) or decide(case.token, case.history, case.place)
            if decision.reason is not refused.reason:
                return self.admission.record(case, decision)
            return self.admission.admit_anyway(case, decision, allowed=authority.body())

    def undo(self, entry_id: bytes) -> Answer:
        """Undo an arrival, exit, payment, session move, signature, place on the waiting list or correction by hand, and
        what was written with it.

        Both entries stay in the journal. Raises `UserError` if the entry cannot be undone or was already, and for a
        correction of a field that was corrected again since.
        """
        with self._event.transaction():
            entry = self._event.journal.entry(entry_id)
            if entry is None or not can_be_undone(entry):
                raise UserError(Message("desk", "There is nothing to undo here."))
            if entry_id.hex() in self._event.journal.undone([entry.subject]):
                raise UserError(Message("desk", "This was already undone. Nothing changed."))
            point = find_point(self.programme, str(entry.body.get("control_point")))
            how = entry.body.get("how")
            case = self.admission.case(
                None,
                entry.subject,
                CheckInMethod(str(how)) if how in set(CheckInMethod) else CheckInMethod.CODE,
                "",
                point,
            )
            if fields_corrected_since(entry, case.history):
                raise UserError(_CORRECTED_SINCE)
            undone = self._undo_entry(entry)
            if entry.kind == EntryKind.CHECKED_IN:
                self.printing.cancel_waiting(entry.subject)
            answer = self.admission.answer(case, Decision(Verdict.REFUSE, Reason.UNDONE, earlier=entry), undone)
            return replace(answer, undone=self._undone(entry, undone, case.history))

    def _undone(self, entry: Entry, undo: Entry, before: History) -> UndoResult:
        now = self._event.journal.history(entry.subject)
        visit = now.visit(str(entry.body.get("control_point")))
        places = now.attendee.places if now.attendee else 1
        is_gone = before.attendee is not None and now.attendee is None
        is_arrival = entry.kind == EntryKind.CHECKED_IN
        payment = next(filter(None, map(read_payment, (entry, *self._together(entry)))), None)
        is_kept_there = visit.is_inside is not is_arrival and self._is_kept_by_ticketing(entry, undo)
        return UndoResult(entry, visit.is_inside, is_gone, visit.people, places, is_kept_there, payment)

    def _is_kept_by_ticketing(self, entry: Entry, undo: Entry) -> bool:
        pulled = self.admission.position.ticketing
        if pulled is None:
            return False
        if TICKETING not in entry.body and settings_store.is_still_to_be_sent(self._event.db, entry.id):
            return False  # it never was there
        from checkin.core.ticketing.sent_scans import is_balanced  # loaded where there is a ticketing alone

        return is_balanced(entry, undo, pulled)

    def complete(self, asked: Answer, changes: Mapping[str, str]) -> Answer:
        """Fill in what an INCOMPLETE answer lacked, and decide again. The data stays whatever is decided."""
        if asked.attendee is None:
            raise UserError(NOBODY_TO_LET_IN)
        self.registration.correct(asked.attendee.id, changes)
        with self._event.transaction():
            return self.admission.pass_through(self._case_again(asked))

    def replace_code(self, attendee_id: str) -> str:
        """Give a person a new code and return it; the old one is answered "replaced" from now on."""
        with self._event.transaction():
            token = self._event.issue_code()
            self.admission.append(EntryKind.CODE_REPLACED, self._event.journal.person(attendee_id), {"new": token.code})
        return token.code

    def move_to(self, control_point: str) -> None:
        """Move to another control point; an unknown id changes nothing."""
        self.admission.position.move_to(control_point)

    def follow_day(self) -> bool:
        """Stand at the control point of today; return whether a day of the event has begun that makes it another."""
        return self.admission.position.follow_day()

    def reload(self) -> None:
        """Read the programme and its time zone again, after another window or command changed the file."""
        self.admission.reload()

    @property
    def written(self) -> datetime | None:
        """The time on the paper form being entered, None during live scanning."""
        return self.admission.written

    def enter_from_paper(self, written: datetime | None) -> None:
        """Record arrivals at the time that a paper form says (`core.paper_entries`); None ends it."""
        self.admission.written = written

    # Answers that write no entry

    def not_saved(self, read: str, how: CheckInMethod, attendee: Attendee | None = None) -> Answer:
        """Return the answer for an operation whose transaction failed; `attendee` if they are known."""
        point, at = self.control_point, self.now()
        return Answer(Verdict.REFUSE, Reason.NOT_SAVED, at, point, how, attendee=attendee, read=make_displayable(read))

    def _unrecorded(self, text: str, reason: Reason) -> Answer:
        """Return the answer to a code that is no attendee's ticket: the test code, a certificate's, a device's."""
        point, at = self.control_point, self.now()
        return Answer(Verdict.REFUSE, reason, at, point, CheckInMethod.CODE, read=make_displayable(text))

    def resolve(self, typed: str) -> str | None:
        """Return the one reading of a keyboard scanner's input that is a code with a meaning here, or None.

        Never raises: `scan` reports a disk that cannot be read.
        """
        try:
            return repair(typed, self._has_meaning)
        except StorageError:
            return None

    def _which_of(self, candidates: tuple[SearchMatch, ...]) -> Answer:
        """Return an answer that asks the volunteer to pick one of them (`check_in`)."""
        point, at = self.control_point, self.now()
        return Answer(Verdict.ASK, Reason.SEVERAL, at, point, CheckInMethod.CODE, candidates=candidates)

    def _named_in(self, text: str) -> tuple[SearchMatch, ...]:
        """Return the people whom a code without an owner names; nobody at a desk that only scans."""
        return () if self.scans_only else self._finding.named_in(text, self.programme, self.control_point)

    def _ask_whose(self, owners: Sequence[str], text: str) -> Answer:
        """Return an answer that asks which of these people stands here: desks tied one code to all of them."""
        known = self._event.attendees.known(owners)
        people = self._finding.standings([known[o] for o in owners if o in known], self.programme, self.control_point)
        return replace(
            self._which_of(people[:MOST_CANDIDATES]), reason=Reason.CODE_OF_SEVERAL, read=make_displayable(text)
        )

    def _case_again(self, answered: Answer) -> Case:
        """Return the case of an earlier answer, as things are now."""
        is_read = answered.how is CheckInMethod.CODE or (answered.how is CheckInMethod.PAPER and answered.read)
        token = self._event.key.read(answered.ticket) if answered.ticket and is_read else None
        subject = answered.attendee.id if answered.attendee else (token.id if token else "")
        case = self.admission.case(token, subject, answered.how, answered.read, answered.control_point)
        is_checked = answered.is_checked or answered.reason is Reason.TO_CHECK
        return replace(case, place=replace(case.place, is_checked=is_checked))

    def _certificate(self, text: str) -> CodeValidity:
        return read_certificate_code(self._event.key, text).standing

    def _is_certificate(self, text: str) -> bool:
        return self._certificate(text) is CodeValidity.GENUINE

    def _has_meaning(self, text: str) -> bool:
        return looks_like_device_code(text) or self._is_certificate(text) or self.is_ticket(text)

    def is_ticket(self, text: str) -> bool:
        """Return whether `text` is a ticket of this event, or the test code."""
        token = self._event.key.read(text)
        is_ours = token.origin in (CodeOrigin.GENUINE, CodeOrigin.BLANK, CodeOrigin.TRIAL)
        return is_ours or bool(code_owners(self._event, token, text))

    def _undo_entry(self, entry: Entry) -> Entry:
        """Write the undo of an entry and of those named in its `together`; return the undo of the entry itself.

        History is folded per person, so each person concerned gets an undo of their own. A person who was added by the
        arrival stays if anything else is recorded about them; a substitute then keeps the ticket that they took over.
        """
        named_entries = self._together(entry)
        grouped = [e.id for e in named_entries]
        stays = [e for e in named_entries if self._has_grown(e, grouped, entry)]
        others = [e for e in named_entries if e not in stays]
        if any(e.body.get("position") for e in stays):  # the ticket that they took over from another is theirs
            others = [e for e in others if e.subject == entry.subject]
        for subject in {e.subject for e in others if e.subject != entry.subject}:
            targets = [e.id.hex() for e in others if e.subject == subject]
            self.admission.append(EntryKind.UNDONE, subject, {"targets": targets})
        own = [e.id.hex() for e in others if e.subject == entry.subject]
        return self.admission.append(EntryKind.UNDONE, entry.subject, {"targets": [entry.id.hex(), *own]})

    def _together(self, entry: Entry) -> list[Entry]:
        """Return the entries that were written with `entry`, to be undone with it."""
        named = entry.body.get("together")
        found = [bytes.fromhex(str(each)) for each in named] if isinstance(named, list) else []
        return [each for each in map(self._event.journal.entry, found) if each]

    def _has_grown(self, added: Entry, grouped: list[bytes], entry: Entry) -> bool:
        if added.kind != EntryKind.ATTENDEE_ADDED:
            return False
        return any(e.id not in (*grouped, entry.id) for e in self._event.journal.about(added.subject))


def _let_in_since(case: Case, refused: Answer) -> Decision | None:
    """Return the decision if another desk admitted the person after `refused` was written, else None."""
    visit = case.history.visit(case.place.control_point.id)
    if visit.is_inside and visit.entered and refused.entry and visit.entered.id > refused.entry:
        return Decision(Verdict.DUPLICATE, Reason.ALREADY_ARRIVED, earlier=visit.entered)
    return None


_CORRECTED_SINCE = Message("desk", "This was corrected again since. Nothing changed; undo the newer correction first.")


_CERTIFICATES = {CodeValidity.GENUINE: Reason.CERTIFICATE, CodeValidity.OTHER_EVENT: Reason.OTHER_CERTIFICATE}

NOBODY_TO_LET_IN = Message("desk", "Nobody is shown. Search for a name (F3), or register them (F2).")
