# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations at a desk besides admission: codes tied to people, things lent, full workshops, calls for help, payments,
signatures.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from checkin.core import payments
from checkin.core.admission import decide
from checkin.core.admission_rules import counting_point, overlapping_registrations
from checkin.core.answer import Alternatives, Answer, GivenCode, LentThing
from checkin.core.attendee import Attendee, CheckInMethod, deliverable_address
from checkin.core.decision import Decision, Reason, Verdict
from checkin.core.entries import THING, Entry, EntryKind
from checkin.core.history import History, claim_to, tie_entry
from checkin.core.kiosk_answers import KINDS, HelpCall, HelpEnd, call_end, end_body, open_calls
from checkin.core.message import Message, UserError
from checkin.core.programme.programme import PointMode, Session
from checkin.core.programme.programme_edits import find_point
from checkin.core.signature import RecordedSignature, Signature, signature_entries, signatures_by_occasion, signed_body
from checkin.core.sync.invitation import is_invitation
from checkin.core.text_folding import fold_text, words_in
from checkin.core.tokens import CodeOrigin, CodeValidity, Token, read_certificate_code, strip_frame
from checkin.services.admission_service import AdmissionService, Case, make_displayable
from checkin.services.event_file import EventFile, zone_of
from checkin.services.person_lookup import code_owners
from checkin.storage.settings_store import BLANKS_MADE, noted
from checkin.sync.pretix_device_code import looks_like_device_code

if TYPE_CHECKING:
    from checkin.core.attendance.sign_in_sheet import Occasion


class CodeTying:
    """Tying and untying of codes at one desk.

    `tie` raises `UserError` for a code that cannot be tied, with whose it is; nothing was changed then. It returns an
    answer after the commit, whose entry `Desk.undo` undoes.
    """

    def __init__(self, event: EventFile, admission: AdmissionService) -> None:
        self._event, self._admission = event, admission

    def tie(self, attendee_id: str, text: str, *, keeps: bool) -> Answer:
        """Make the code that was read the person's. Their other codes stay valid if it `keeps` them."""
        token = self._event.key.read(text)
        with self._event.transaction():
            case = self._admission.case(token, attendee_id, CheckInMethod.CODE, make_displayable(text))
            if case.history.attendee is None:
                raise UserError(_NOBODY)
            self._refuse_unfit(token, text)
            self._refuse_taken(token, text, case.history)
            entry = self._admission.append(*tie_entry(case.subject, token.code, keeps=keeps))
            return self._admission.answer(case, Decision(Verdict.REFUSE, Reason.TIED), entry)

    def refused(self, text: str, why: UserError) -> Answer:
        """Return the answer that says why a code that was read cannot be tied: without a secret. It writes nothing."""
        at, point = self._admission.now(), self._admission.control_point
        read = "" if looks_like_device_code(text) else make_displayable(text)
        return Answer(
            Verdict.REFUSE, Reason.NOT_TIED, at, point, CheckInMethod.CODE, read=read, giving=GivenCode(refusal=why)
        )

    def offer_where_given(self) -> None:
        """Offer in the answers to give a code, where this event has blank badges, or a desk gave a code already."""
        is_given = self.kept_last() is not None or bool(noted(self._event.db, BLANKS_MADE))
        self._admission.ties_codes = self._admission.ties_codes or is_given

    def kept_last(self) -> bool | None:
        """Whether the newest tie of the event, at any desk, kept the old codes; None before the first one."""
        ties = self._event.journal.ties()
        return ties[-1].kind == EntryKind.ATTENDEE_CORRECTED if ties else None

    def _refuse_unfit(self, token: Token, text: str) -> None:
        """Raise `UserError` for a text that can be nobody's code."""
        if looks_like_device_code(text):
            raise UserError(_DEVICE_CODE)
        if read_certificate_code(self._event.key, text).standing is not CodeValidity.UNREADABLE:
            raise UserError(_CERTIFICATE)  # looked for first: the letters of one may look like a piece of a ticket
        if token.origin in _UNFIT:
            raise UserError(_UNFIT[token.origin])
        if is_invitation(text):
            raise UserError(_INVITATION)
        if deliverable_address(text.strip()):
            raise UserError(_ADDRESS)
        if named := self._named(text):
            raise UserError(_NAME, name=named)

    def _named(self, text: str) -> str:
        """Return the name of a person whose name this is, or a part of it without a number; "" without one."""
        words, is_number = {*words_in(text)}, any(map(str.isdigit, text))
        for person in self._event.attendees.search(text) if words else ():
            name = {*words_in(person.name)}
            if words == name or (words < name and not is_number):
                return person.name
        return ""

    def _refuse_taken(self, token: Token, text: str, history: History) -> None:
        """Raise `UserError` for a code that is or was somebody's."""
        person = history.attendee
        assert person
        owners = code_owners(self._event, token, text)
        if not owners and token.origin is CodeOrigin.GENUINE:
            raise UserError(_NOT_HEARD_OF)
        if person.id in owners and len(owners) == 1:
            written = next(code for code in (strip_frame(text), token.code) if code in history.code_entries)
            claim = claim_to(written, person.id, history)
            is_valid = claim is not None and claim.is_valid
            raise UserError(_THEIRS_ALREADY if is_valid else _THEIRS_BEFORE, name=person.name)
        if owners:
            others = (self._event.attendees.get(owner) for owner in owners)
            raise UserError(TAKEN, names=" · ".join(other.name for other in others if other))


_UNFIT = {
    CodeOrigin.TRIAL: Message("tie", "This is the test code: it can be nobody’s. Scan the new code."),
    CodeOrigin.UNREADABLE: Message("tie", "This code could not be read. Nothing was changed; show it again."),
    CodeOrigin.OTHER_EVENT: Message(
        "tie", "This is a code of another event. Nothing was changed; take another badge or wristband."
    ),
    CodeOrigin.FORGED: Message(
        "tie", "This code has been tampered with. Nothing was changed; keep it here and call the supervisor."
    ),
}
_DEVICE_CODE = Message(
    "tie", "This code connects a desk to pretix: it can be nobody’s. Nothing was changed; scan the new code."
)
_CERTIFICATE = Message("tie", "This is the code of a certificate. Nothing was changed; scan the new code.")
_INVITATION = Message(
    "tie", "This invites a computer to the event: it can be nobody’s code. Nothing was changed; scan the new code."
)
_ADDRESS = Message("tie", "This is an e-mail address: it can be nobody’s code. Nothing was changed; scan the new code.")
_NAME = Message(
    "tie",
    "This is a name ({name} is on the list): as a code it would hide that person from the search. Nothing was "
    "changed; scan the new code.",
)
_NOT_HEARD_OF = Message(
    "tie",
    "This is the ticket of someone this desk has not heard of yet. Nothing was changed; take another badge or "
    "wristband.",
)
_THEIRS_ALREADY = Message("tie", "This code is already {name}’s. Nothing was changed; scan the new code.")
_THEIRS_BEFORE = Message(
    "tie", "This code was {name}’s and has been replaced. Nothing was changed; take another badge or wristband."
)
TAKEN = Message("tie", "This code belongs to {names}. Nothing was changed; take another badge or wristband.")
_NOBODY = Message("tie", "This person is no longer in the event. Nothing was changed; search again.")


# Numbered things that a control point lends: who has one, and whom the next one is for (docs/adr/0081).

_NUMBER = re.compile(r"[a-z]{0,3} ?[0-9]{1,4}")
"""What a number of a thing looks like. Any other text may be the ticket of somebody who is not on the list."""

WAIT = timedelta(minutes=2)
"""How long after a person was read a number is for that person."""


@dataclass(frozen=True, slots=True)
class ThingMeaning:
    """What the number of a `thing` would do: it is with `holder` (a name, "" for nobody), and may come back here; or it
    is for `borrower`.
    """

    thing: str
    holder: str = ""
    borrower: str = ""
    is_taken_back: bool = False


class Lending:
    """The things lent where this desk stands. What a number means runs inside the transaction of the scan."""

    def __init__(self, event: EventFile, admission: AdmissionService) -> None:
        self._event, self._admission = event, admission

    @property
    def _point(self) -> str:
        """The control point that lends, also where things come back; "" where none are lent."""
        point = counting_point(self._admission.programme, self._admission.control_point)
        return point.id if point.gives else ""

    def number(self, text: str) -> str:
        """Return the number of a thing as it is kept: “Headset 012” is “12” where headsets are lent."""
        name = counting_point(self._admission.programme, self._admission.control_point).gives
        plain = fold_text(make_displayable(text))
        bare = plain.removeprefix(fold_text(name)).strip() or plain
        return bare.lstrip("0") or bare if bare.isdecimal() else bare

    def holder(self, text: str) -> str:
        """Return the id of the person who has the thing with this code or number now; "" if it is here, or for another
        text.
        """
        point = self._point
        subjects = [entry.subject for entry in self._event.journal.lent(self.number(text))] if point else []
        for person, history in self._event.journal.histories(list(dict.fromkeys(subjects))) if subjects else ():
            visit = history.visit(point)
            if visit.is_inside and visit.thing == self.number(text):
                return person
        return ""

    def borrower(self, text: str) -> str:
        """Return the id of the person for whom this number is meant: the last one whose code was read here, or who was
        picked, at this desk and a moment ago; "" for nobody, or for a text that is no number.

        Who has a thing already exchanges it only after being read again: a number alone gives nobody a second one.
        """
        admission, point = self._admission, self._point
        if not point or self._takes_back or not self._is_number(text):
            return ""
        mine = [e for e in self._event.journal.newest_passages(point, 5) if e.desk == admission.name]
        if not mine or not mine[0].subject or admission.now() - mine[0].at > WAIT:
            return ""
        visit = self._event.journal.history(mine[0].subject).visit(point)
        has_got_it_since = visit.thing and any(e.id > mine[0].id for e in self._event.journal.lent(visit.thing))
        return self._event.journal.person(mine[0].subject) if visit.is_inside and not has_got_it_since else ""

    def meaning(self, text: str) -> ThingMeaning | None:
        """Return what the number of a thing would do here; None for a text that is no number, or where none are
        lent.
        """
        if not self._point or not self._is_number(text):
            return None
        holder, borrower = self.holder(text), self.borrower(text)
        return ThingMeaning(self._called(text), self._name(holder), self._name(borrower), self._takes_back)

    def answer(self, text: str) -> Answer | None:
        """Return the answer to the number of a thing; None for a text that is no number, or where none are lent.

        A thing that is out is not lent a second time: the person who is served stays the one who is served.
        """
        if not self._point or not self._is_number(text):
            return None
        holder, borrower = self.holder(text), self.borrower(text)
        if holder and self._takes_back:
            return self._admission.pass_through(self._admission.case(None, holder, CheckInMethod.CODE))
        if holder and borrower not in ("", holder):
            return self._about(text, borrower, Reason.THING_OUT, self._name(holder))
        if holder:
            return self._look_up(text, holder)
        return self._lend(borrower, text) if borrower else self._about(text, "", Reason.THING_HERE)

    def take_back(self, person: str) -> Answer:
        """Record that the person gave back what they have from here, where it was lent; nothing if they have nothing
        any more.
        """
        with self._event.transaction():
            return self._take_back(person)

    def _take_back(self, person: str) -> Answer:
        point = find_point(self._admission.programme, self._point)
        case = self._admission.case(None, person, CheckInMethod.SEARCH, point=point)
        visit = case.history.visit(self._point)
        if not visit.is_inside:
            return self._admission.answer(case, Decision(Verdict.DUPLICATE, Reason.REPEATED, earlier=visit.left), None)
        return self._admission.record(case, Decision(Verdict.ADMIT, Reason.EXIT))

    def hand_on(self, waiting: Answer) -> Answer:
        """Record that the holder gave back the number of a THING_OUT answer, and that its person has it now."""
        number = waiting.lent.about
        with self._event.transaction():
            if holder := self.holder(number):
                self._take_back(holder)
            return self._lend(waiting.attendee.id if waiting.attendee else "", number)

    def _lend(self, person: str, text: str) -> Answer:
        """Record that the person has the thing with this number, in place of what they had."""
        case = self._admission.case(None, person, CheckInMethod.CODE)
        point = case.place.control_point
        before = case.history.visit(point.id).thing
        entry = self._admission.append(
            EntryKind.THING_LENT, case.subject, {"control_point": point.id, THING: self.number(text)}
        )
        answer = self._admission.answer(case, Decision(Verdict.ADMIT, Reason.LENT), entry)
        return replace(answer, lent=replace(answer.lent, before=self._called(before) if before else ""))

    def _look_up(self, text: str, holder: str) -> Answer:
        """Return who has the thing. Nothing is recorded, and the next number is not for them."""
        case = self._admission.case(None, holder, CheckInMethod.CODE)
        arrived = case.history.visit(self._point).arrived
        answer = self._admission.answer(
            case, Decision(Verdict.DUPLICATE, Reason.ALREADY_ARRIVED, earlier=arrived), None
        )
        return replace(answer, lent=replace(answer.lent, is_asked=False, about=self._called(text)))

    def _about(self, text: str, person: str, reason: Reason, holder: str = "") -> Answer:
        """Return an answer about a thing that gives it to nobody; nothing is recorded."""
        case = self._admission.case(None, person, CheckInMethod.CODE)
        answer = self._admission.answer(case, Decision(Verdict.REFUSE, reason), None)
        lent = LentThing(answer.lent.name, bool(person), self._called(text), holder)
        return replace(answer, lent=lent)

    @property
    def _takes_back(self) -> bool:
        return self._admission.control_point.mode is PointMode.EXIT

    def _is_number(self, text: str) -> bool:
        return _NUMBER.fullmatch(self.number(text)) is not None

    def _called(self, text: str) -> str:
        """Return the thing as people call it: “headset 12”."""
        name = counting_point(self._admission.programme, self._admission.control_point).gives
        return f"{name} {self.number(text)}".strip()

    def _name(self, person: str) -> str:
        found = self._event.attendees.get(person) if person else None
        return found.name if found else ""


# Operations for full sessions: move a person to another, put them on the waiting list, call the first in line.
# Each operation is one transaction; F8 undoes it like an arrival.


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


class HelpCalls:
    """Calls for help from a self-service screen, as one desk sees them: made, promised, withdrawn. Polling is cheap:
    entries are read when new ones come.
    """

    def __init__(self, event: EventFile, admission: AdmissionService) -> None:
        self._event, self._admission = event, admission
        self._read: list[Entry] = []
        self._read_to: int | None = None

    def open(self) -> tuple[HelpCall, ...]:
        """Return the open calls of all desks, the oldest first."""
        return open_calls(self._entries(), self._admission.now())

    def ask(self) -> HelpCall:
        """Call for help at this desk, or return its call that is open already."""
        with self._event.transaction():
            if mine := self.mine():
                return mine
            entry = self._admission.append(EntryKind.HELP_ASKED, "", {})
        return HelpCall(entry.id, entry.desk, entry.at)

    def mine(self) -> HelpCall | None:
        """Return this desk's open call."""
        return next((call for call in self.open() if call.desk == self._admission.name), None)

    def promise(self, call: HelpCall) -> None:
        """Announce that a helper comes. Raises `UserError` if another desk was faster."""
        with self._event.transaction():
            if self.end_of(call):
                raise UserError(_SOMEBODY_ELSE, desk=call.desk)
            self._admission.append(EntryKind.HELP_ENDED, "", end_body(call.id, HelpEnd.COMING))

    def withdraw(self, call: HelpCall) -> None:
        """Withdraw a call. One that has ended already is left as it is."""
        with self._event.transaction():
            if not self.end_of(call):
                self._admission.append(EntryKind.HELP_ENDED, "", end_body(call.id, HelpEnd.WITHDRAWN))

    def end_of(self, call: HelpCall) -> HelpEnd | None:
        """Return how a call ended, None while it is open."""
        return call_end(call.id, self._entries())

    def _entries(self) -> list[Entry]:
        place = self._event.journal.newest_place()
        if place != self._read_to:
            if self._read_to is None or self._event.journal.has_entry_since(KINDS, self._read_to):
                self._read = self._event.journal.entries_of_kinds(KINDS)
            self._read_to = place
        return self._read


_SOMEBODY_ELSE = Message("help", "Someone is already going to {desk}. Nothing was changed.")


class Payments:
    """The payments noted at one desk. Each is an entry of its own; from then on the registration is confirmed."""

    def __init__(self, event: EventFile, admission: AdmissionService) -> None:
        self._event, self._admission = event, admission

    def receive(self, people: Iterable[str], means: payments.PaymentMeans) -> list[payments.Payment]:
        """Note that these people paid, all of it or nothing; return the payments of those who still had to pay."""
        with self._event.transaction():
            noted = [entry for person in people if (entry := self.note(person, means))]
        return [payment for payment in map(payments.read_payment, noted) if payment]

    def note(self, person: str, means: payments.PaymentMeans) -> Entry | None:
        """Note that a person paid, inside the transaction of another operation; None if nothing is due from them any
        more.
        """
        attendee = self._event.journal.history(person).attendee
        if attendee is None or not payments.can_be_paid(attendee):
            return None
        cents = payments.parse_cents(payments.amount_text(attendee))
        body: dict[str, object] = {payments.MEANS: means.value} | ({payments.CENTS: cents} if cents else {})
        return self._admission.append(EntryKind.PAYMENT_RECEIVED, attendee.id, body)

    def admit(self, case: Case, paid: Entry | None, means: payments.PaymentMeans) -> Answer:
        """Decide about a person who has just paid, inside the transaction in which the payment was noted. Undoing the
        arrival also undoes the payment.
        """
        decision = decide(case.token, case.history, case.place)
        with_it = {"together": [paid.id.hex()]} if paid and decision.verdict is Verdict.ADMIT else {}
        answer = self._admission.record(case, decision, with_it)
        return replace(answer, payment=replace(answer.payment, means=means if paid else None))


def read_payments(event: EventFile) -> list[payments.Payment]:
    """Return the payments that count, in the order they were noted."""
    entries = event.journal.entries_of_kinds([EntryKind.PAYMENT_RECEIVED])
    undone = event.journal.undone({entry.subject for entry in entries}) if entries else set()
    found = map(payments.read_payment, (entry for entry in entries if entry.id.hex() not in undone))
    return [payment for payment in found if payment]


class Signing:
    """Signatures written on one desk's screen, for a half-day or a session (docs/adr/0034)."""

    def __init__(self, event: EventFile, admission: AdmissionService) -> None:
        self._event, self._admission = event, admission

    @property
    def is_wanted(self) -> bool:
        """Whether this desk has a screen to sign on, and asks for signatures."""
        return self._admission.takes_signatures

    @is_wanted.setter
    def is_wanted(self, wanted: bool) -> None:
        self._admission.takes_signatures = wanted

    def occasions(self) -> "tuple[Occasion, ...]":
        """Return what can be signed for here and now, the likeliest first; empty if the programme has no times."""
        from checkin.core.attendance.sign_in_sheet import occasions_to_sign
        from checkin.core.attendance.stays import EventOccasions

        programme = self._admission.programme
        all_of_it = EventOccasions.of(programme, zone_of(programme.event))
        return occasions_to_sign(programme, all_of_it, self._admission.control_point, self._admission.now())

    def signed(self, attendee_id: str) -> Mapping[str, RecordedSignature]:
        """Return the person's signatures by the id of the half-day or session."""
        return signatures_by_occasion(self._event.journal.about(attendee_id))

    def sign(self, attendee_id: str, occasion: str, signature: Signature) -> Entry:
        """Record a signature. An earlier one stays in the journal and no longer counts."""
        body = signed_body(occasion, signature)
        with self._event.transaction():
            return self._admission.append(EntryKind.SIGNED, self._event.journal.person(attendee_id), body)

    def undo(self, attendee_id: str, occasion: str) -> Entry | None:
        """Undo the person's signatures for an occasion; return the last undo, None if there was none.

        Each merged record of the person gets an undo of its own.
        """
        with self._event.transaction():
            entries = signature_entries(self._event.journal.about(attendee_id), occasion)
            undone = None
            for subject in sorted({entry.subject for entry in entries}):
                targets = [entry.id.hex() for entry in entries if entry.subject == subject]
                undone = self._admission.append(EntryKind.UNDONE, subject, {"targets": targets})
        return undone
