# SPDX-License-Identifier: GPL-3.0-or-later
"""Tying codes: any code that can be read (a wristband, an NFC number, a card, a preprinted badge) becomes a person's,
unless it is somebody else's (docs/adr/0079).
"""

from checkin.core.answer import Answer
from checkin.core.attendance.certificate_code import CodeValidity, read_certificate_code
from checkin.core.attendee import CheckInMethod
from checkin.core.decision import Decision, Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.errors import UserError
from checkin.core.history import History
from checkin.core.mail_address import deliverable_address
from checkin.core.message import Message
from checkin.core.sync.invitation import is_invitation
from checkin.core.text_folding import words_in
from checkin.core.tied_codes import claim_to, tie_entry
from checkin.core.tokens import CodeOrigin, Token, strip_frame
from checkin.services.admission_service import AdmissionService, make_displayable
from checkin.services.code_owners import code_owners
from checkin.services.event_file import EventFile
from checkin.storage.settings_store import BLANKS_MADE, noted
from checkin.sync.pretix_device_code import looks_like_device_code


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
        return Answer(Verdict.REFUSE, Reason.NOT_TIED, at, point, CheckInMethod.CODE, read=read, refusal=why)

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
