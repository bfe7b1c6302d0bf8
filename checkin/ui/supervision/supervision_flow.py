# SPDX-License-Identifier: GPL-3.0-or-later
"""The acts that need a supervisor: each asks who allows it and why, then calls the desk. Decides nothing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from checkin.core.answer import Answer
from checkin.core.attendee import Attendee, Status
from checkin.core.message import CheckinError, Message, UserError, list_names
from checkin.core.supervisor import Authority
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.lists.import_undo import ImportRecord, newest_import, undo_import, undone_sentence
from checkin.services.supervision import Supervision, stated_why
from checkin.translation import clock_time, error_text, translate
from checkin.ui.look.answer_looks import LOOKS
from checkin.ui.look.typesetting import unbroken
from checkin.ui.look.undo_wording import person_field_label
from checkin.ui.widgets.boxes import REST
from checkin.ui.widgets.dialogs import Dialog, asked
from checkin.ui.widgets.form_fields import Notice, captioned, label
from checkin.ui.widgets.payment_dialog import JustificationBox, PinField

# The question for a supervisor's PIN and justification, before an act that a desk may not do alone.

TICK_MS = 1_000


@dataclass(frozen=True, slots=True)
class AuthorityRequest:
    """The act to be allowed, translated. `allow` labels the button, `whys` are the usual reasons; without any, no
    reason is asked for, as nothing is recorded. `is_danger`: the act cannot be undone. `dismiss` labels the other
    button, where “Cancel” could be taken for the act. `unguarded` says, where no
    supervisor is named, what follows from that.
    """

    what: str
    allow: str
    whys: tuple[str, ...]
    detail: str = ""
    is_danger: bool = False
    unguarded: str = ""
    dismiss: str = ""


class AuthorityDialog(Dialog):
    """The dialog; `authority` is what was given, else None. Without named supervisors no PIN is asked.

    The PIN comes first, and the first of the usual reasons is chosen: a PIN typed at once is never shown.
    """

    def __init__(self, supervision: Supervision, request: AuthorityRequest, parent: QWidget | None = None) -> None:
        super().__init__(translate(Message("supervisor", "Supervisor")), parent)
        self.authority: Authority | None = None
        self._supervision, self._is_danger = supervision, request.is_danger
        self._asks_pin, self._lacks, self._asks_why = supervision.is_needed, "", bool(request.whys)
        self.why, self.pin, self.notice = JustificationBox(request.whys), PinField(), Notice()
        self._buttons = self.confirm(request.allow, self._try, is_danger=request.is_danger)
        if request.dismiss:
            self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(request.dismiss)
        self.allow = self._buttons.buttons()[0]
        self.why.editTextChanged.connect(self._note_typed)
        self.pin.textEdited.connect(self._note_typed)
        if not self._asks_why:
            self.why.setCurrentText(request.allow)
        elif self._asks_pin:
            self.why.setCurrentIndex(0)
        signs = label(translate(_DESK_SIGNS, desk=unbroken(self._supervision.desk_name)))
        signs.setVisible(not self._asks_pin)
        is_warned = bool(request.unguarded) and not self._asks_pin
        if is_warned:
            self.notice.setText(request.unguarded)
        pin = captioned(translate(Message("supervisor", "PIN of a supervisor")), self.pin)
        why = captioned(translate(Message("supervisor", "Why")), self.why)
        for parts, is_asked in ((pin, self._asks_pin), (why, self._asks_why)):
            for part in parts:
                part.setVisible(is_asked)
        self.arrange(
            label(request.detail) if request.detail else None,
            8,
            pin,
            8 if self._asks_pin else 0,
            why,
            8 if self._asks_why else 0,
            signs,
            8 if is_warned else None,
            self.notice,
            8,
            REST,
            self._buttons,
            spacing=8,
            width=540,
            heading=request.what,
        )
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._look_at_lock)
        (self.pin if self._asks_pin else self.why).setFocus()
        if self._asks_pin:
            self._look_at_lock()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the reason only chooses it where the act cannot be undone, and goes on to what is next."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        is_reason = self.focusWidget() in (self.why, self.why.lineEdit()) and bool(self.why.currentText().strip())
        if is_enter and is_reason and self._is_danger:
            (self.pin if self._asks_pin else self.allow).setFocus()
        else:
            super().keyPressEvent(event)

    def _try(self) -> None:
        """Submit; a reason that may not be recorded, or a PIN that is missing or scanned, wastes no attempt."""
        try:
            stated_why(self.why.currentText(), self.pin.text())
        except UserError as error:
            self._ask_why_again(error)
            return
        if self._asks_pin and not self.pin.text():
            self._lacks = translate(_NO_PIN)
            self._show_notice(self._lacks)
            self.pin.setFocus()
        elif self.pin.was_scanned:
            self.pin.clear()
            self._show_notice(translate(_SCANNED))
        else:
            self._ask()

    def _ask(self) -> None:
        try:
            self.authority = self._supervision.authority(self.why.currentText(), self.pin.text())
        except CheckinError as error:  # shown here: the desk's own line is covered by this window
            self._show_notice(error_text(error))
            self.pin.clear()
            self._look_at_lock()
        else:
            self.accept()

    def _ask_why_again(self, error: UserError) -> None:
        """Say why the reason is not taken, and empty its field: what stands there may be a PIN."""
        self.why.setCurrentIndex(-1)
        self._lacks = error_text(error)
        self._show_notice(self._lacks)
        self.why.setFocus()

    def _note_typed(self, text: str) -> None:
        """Take away the sentence that a reason or the PIN is missing once something is typed."""
        if text.strip() and self._lacks and self.notice.text() == self._lacks:
            self._lacks = ""
            self._show_notice("")

    def _look_at_lock(self) -> None:
        """Show the remaining lock time each second. Storage errors go to the error handler."""
        wait = self._supervision.waiting_time() if self._asks_pin else None
        was_locked = self._tick.isActive()
        for part in (self.pin, self.allow):
            part.setEnabled(wait is None)
        if wait is not None:
            seconds = math.ceil(wait.total_seconds())
            self._show_notice(translate(_LOCKED, time=f"{seconds // 60}:{seconds % 60:02}"))
            self._tick.start()
        elif was_locked:
            self._tick.stop()
            self._show_notice("")
            self.pin.setFocus()

    def _show_notice(self, text: str) -> None:
        self.notice.setText(text)

    def done(self, result: int) -> None:
        self._tick.stop()
        self.pin.clear()
        super().done(result)


def ask_authority(supervision: Supervision, request: AuthorityRequest, parent: QWidget | None) -> Authority | None:
    """Return the authority given, None if the user cancelled."""
    dialog = AuthorityDialog(supervision, request, parent)
    asked(dialog)
    return dialog.authority


def ask_where_named(
    supervision: Supervision, request: AuthorityRequest, parent: QWidget | None
) -> tuple[bool, Authority | None]:
    """Return whether to go on, and the authority given. While no supervisor is named nobody is asked."""
    if not supervision.is_needed:
        return True, None
    authority = ask_authority(supervision, request, parent)
    return authority is not None, authority


def programme_request(question: Message) -> AuthorityRequest:
    """Return the question before the programme is changed."""
    whys = (Message("programme editor", "Change of programme"), _MISTAKE, Message("supervisor", "Supervisor agreed"))
    return AuthorityRequest(translate(question), translate(_CONTINUE), tuple(map(translate, whys)))


_CONTINUE = Message("supervisor", "Continue")
_MISTAKE = Message("programme editor", "Mistake in the programme")
_DESK_SIGNS = Message("supervisor", "No PIN to type. This choice is recorded under the name of this desk, “{desk}”.")
_NO_PIN = Message("supervisor", "A supervisor types their PIN here first. Esc goes back.")
_SCANNED = Message("supervisor", "A scanner typed this, so it was not used. Type the PIN by hand.")
_LOCKED = Message("supervisor", "Too many wrong PINs. A PIN can be tried again in {time}; scanning goes on as before.")


# The questions before a registration is cancelled, blocked, reinstated or merged, and the sentences after it.

MOST_NAMED = 4
"""Most people named in a question; beyond that it gives their number."""


def status_request(people: Sequence[Attendee], status: Status) -> AuthorityRequest:
    """Return the question for a new `status`; people who are reinstated may each get another one."""
    before = {person.status for person in people}
    sentence_when_done = _SETTLED.get(before.pop()) if status is Status.CONFIRMED and len(before) == 1 else None
    one, several, allow, detail, whys = sentence_when_done or _ASKED.get(status, _BACK)
    what = translate(one, name=people[0].name) if len(people) == 1 else translate(several, count=len(people))
    named = list_names([person.name for person in people], MOST_NAMED, translate)
    parts = (people[0].organisation if len(people) == 1 else named, translate(detail))
    return AuthorityRequest(
        what, translate(allow), tuple(map(translate, whys)), detail="\n".join(part for part in parts if part)
    )


def confirmation_question(person: Attendee) -> tuple[tuple[str, str], str]:
    """Return (question, detail) and the button label for confirming an unpaid or pending registration."""
    question, _, do, detail, _ = _SETTLED[person.status]
    return (translate(question, name=person.name), translate(detail)), translate(do)


def confirmed_sentence(before: Attendee) -> str:
    """Return the sentence after confirming; `before` is the person as they were."""
    return translate(_SETTLED_NOW[before.status], name=before.name)


def status_sentence(people: Sequence[Attendee]) -> str:
    """Return the sentence after a change; `people` are as they are now."""
    if len(people) == 1:
        return translate(_NOW[people[0].status], name=people[0].name)
    kinds = {person.status for person in people}
    return translate(_ALL_NOW[kinds.pop()] if len(kinds) == 1 else _CHANGED, count=len(people))


def correction_request(name: str, fields: Sequence[str]) -> AuthorityRequest:
    """Return the question before fields are corrected that decide where a person may enter."""
    told = translate(_DECIDES, fields=", ".join(map(person_field_label, fields)))
    return AuthorityRequest(
        translate(_CORRECT, name=name), translate(_DO_CORRECT), tuple(map(translate, _CORRECT_WHYS)), detail=told
    )


def merge_request(keep: Attendee, drop: Attendee) -> AuthorityRequest:
    """Return the question before `drop` is merged into `keep`."""
    parts = (drop.name, drop.organisation, drop.ticket_code)
    detail = translate(_BECOMES, record=" · ".join(part for part in parts if part))
    return AuthorityRequest(
        translate(_ONE, name=keep.name), translate(_MAKE_ONE), tuple(map(translate, _MERGE_WHYS)), detail=detail
    )


def separation_request(person: Attendee) -> AuthorityRequest:
    return AuthorityRequest(
        translate(Message("people", "Separate the records of {name}?"), name=person.name),
        translate(Message("people", "Separate")),
        tuple(map(translate, _SEPARATE_WHYS)),
        detail=translate(_GIVEN_BACK),
    )


_Asked = tuple[Message, Message, Message, Message, tuple[Message, ...]]

_ASKED: dict[Status, _Asked] = {
    Status.CANCELLED: (
        Message("people", "Cancel the registration of {name}?"),
        Message("people", "Cancel {count} registrations?"),
        Message("people", "Cancel the registration"),
        Message("people", "Their code then gives “Registration cancelled”. An arrival already recorded stays."),
        (
            Message("people", "Told us they are not coming"),
            Message("people", "Registered twice"),
            Message("people", "Supervisor agreed"),
        ),
    ),
    Status.BLOCKED: (
        Message("people", "Block {name}?"),
        Message("people", "Block {count} people?"),
        Message("people", "Block"),
        Message("people", "Their code then gives “Registration blocked”. An arrival already recorded stays."),
        (
            Message("people", "Supervisor agreed"),
            Message("people", "Code passed on to someone else"),
            Message("people", "Safety"),
        ),
    ),
}
_BACK: _Asked = (
    Message("people", "Reinstate {name}?"),
    Message("people", "Reinstate {count} people?"),
    Message("people", "Reinstate"),
    Message("people", "The registration goes back to what it was, and the code is valid again."),
    (
        Message("people", "Supervisor agreed"),
        Message("people", "Cancelled by mistake"),
        Message("people", "Coming after all"),
    ),
)
_SETTLED: dict[Status, _Asked] = {
    Status.UNPAID: (
        Message("people", "Has {name} paid?"),
        Message("people", "Have these {count} people paid?"),
        Message("people", "Paid"),
        Message("people", "The payment is recorded and the registration confirmed: no desk will ask for it again."),
        (
            Message("people", "Paid at the desk"),
            Message("people", "Transfer received"),
            Message("people", "Invoiced later"),
        ),
    ),
    Status.PENDING: (
        Message("people", "Approve the registration of {name}?"),
        Message("people", "Approve {count} registrations?"),
        Message("people", "Approve"),
        Message("people", "The registration is confirmed: no desk will ask about it again."),
        (Message("people", "Supervisor agreed"), Message("people", "There is room")),
    ),
}
_SETTLED_NOW = {
    Status.UNPAID: Message("people", "{name}: paid, the registration is confirmed."),
    Status.PENDING: Message("people", "{name}: approved, the registration is confirmed."),
}
_NOW = {
    Status.CONFIRMED: Message("people", "{name}: the registration is confirmed."),
    Status.PENDING: Message("people", "{name}: the registration awaits approval."),
    Status.UNPAID: Message("people", "{name}: the registration is valid, but payment is due."),
    Status.CANCELLED: Message("people", "{name}: the registration is cancelled."),
    Status.BLOCKED: Message("people", "{name}: the registration is blocked."),
}
_ALL_NOW = {
    Status.CONFIRMED: Message("people", "{count} registrations are confirmed."),
    Status.PENDING: Message("people", "{count} registrations await approval."),
    Status.UNPAID: Message("people", "{count} registrations are valid, but payment is due."),
    Status.CANCELLED: Message("people", "{count} registrations are cancelled."),
    Status.BLOCKED: Message("people", "{count} registrations are blocked."),
}
_CHANGED = Message("people", "{count} registrations were changed.")

_CORRECT, _DO_CORRECT = Message("people", "Correct {name}?"), Message("people", "Correct")
_DECIDES = Message("people", "This decides where they may enter: {fields}.")
_CORRECT_WHYS = (
    Message("people", "Mistake in the list"),
    Message("people", "Supervisor agreed"),
    Message("people", "Changed their booking"),
)
_ONE = Message("people", "Are both records {name}?")
_BECOMES = Message("people", "Joins it: {record}. This can be undone.")
_MAKE_ONE = Message("people", "Merge")
_MERGE_WHYS = (
    Message("people", "Registered twice"),
    Message("people", "Registered at the desk, but on the list"),
    Message("people", "Supervisor agreed"),
)
_SEPARATE_WHYS = (Message("people", "Two people after all"), Message("people", "Wrong record"))
_GIVEN_BACK = Message(
    "people", "Both go back to how they were. Anything done since stays with the record that was kept."
)
MERGED = Message("people", "{name} now has one record: both codes work.")
SEPARATED = Message("people", "{name} has a separate record again.")


class SupervisionFlow(QWidget):
    """An invisible widget that runs these acts.

    `overruled` carries answer and authority; `changed`: people have changed.
    """

    overruled = Signal(Answer, Authority)
    changed = Signal()
    reported = Signal(str)

    def __init__(self, event: EventFile, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._event, self._desk = event, desk
        self._supervision = Supervision(event, desk)

    def ask_overrule(self, refused: Answer) -> None:
        """Ask to let in the person of `refused` anyway."""
        if authority := self._ask(overrule_request(refused)):
            self.overruled.emit(refused, authority)

    def ask_status(self, changes: Sequence[tuple[Attendee, Status]]) -> None:
        """Ask to set the status of these people: cancel, block, or reinstate with a status each."""
        if authority := self._ask(status_request([person for person, _ in changes], changes[0][1])):
            news = {person.id: status for person, status in changes}
            done = self._desk.registration.set_status(news, authority)
            self.changed.emit()
            self.reported.emit(status_sentence(done))

    def ask_correction(self, name: str, fields: Sequence[str]) -> tuple[bool, Authority | None]:
        """Ask to correct fields that decide where a person may enter; return whether to go on, and who allowed it."""
        return ask_where_named(self._supervision, correction_request(name, fields), self.parentWidget())

    def ask_merge(self, keep: Attendee, drop: Attendee) -> bool:
        """Ask to merge `drop` into `keep`; return whether it was allowed."""
        if authority := self._ask(merge_request(keep, drop)):
            done = self._desk.registration.merge(keep.id, drop.id, authority)
            self.changed.emit()
            self.reported.emit(translate(MERGED, name=done.name))
        return authority is not None

    def ask_separate(self, person: Attendee, record: str) -> None:
        """Ask to separate a record that was merged with `person`."""
        if authority := self._ask(separation_request(person)):
            done = self._desk.registration.unmerge(record, authority)
            self.changed.emit()
            self.reported.emit(translate(SEPARATED, name=done.name))

    def ask_undo_import(self) -> None:
        """Ask to undo the newest import, and show the result."""
        record = newest_import(self._event)
        if record is None:
            self.reported.emit(translate(Message("list", "There is no import to undo. Nothing was changed.")))
        elif authority := self._ask(undo_import_request(record)):
            at, desk = self._desk.now(), self._desk.name
            done = undo_import(self._event, record.import_id, at=at, desk=desk, authority=authority)
            self.changed.emit()
            self.reported.emit(undone_sentence(record, done, translate))

    def ask_supervisors(self) -> None:
        """Open the list of supervisors.

        A supervisor's PIN is needed once there is one, and signs the changes made there.
        """
        from checkin.ui.supervision.supervisor_settings import SupervisorSettings

        authority: Authority | None = Authority(self._desk.name, translate(Message("supervisor", "First supervisor")))
        if self._supervision.is_needed:
            authority = self._ask(supervisors_request())
        if authority:
            dialog = SupervisorSettings(self._supervision, authority, self.parentWidget())
            asked(dialog)

    def _ask(self, request: AuthorityRequest) -> Authority | None:
        return ask_authority(self._supervision, request, self.parentWidget())


def overrule_request(refused: Answer) -> AuthorityRequest:
    """Return the question before an override: the person, and the reason overruled."""
    person = refused.attendee
    reason, since = translate(LOOKS[refused.reason].title), clock_time(refused.earlier.at) if refused.earlier.at else ""
    parts = (reason, since, refused.earlier.desk, person.organisation if person else "")
    question = _LET_IN_GROUP if refused.to_come > 1 else Message("supervisor", "Let in {name}?")
    return AuthorityRequest(
        translate(question, name=person.name if person else refused.read, count=refused.to_come),
        translate(Message("supervisor", "Let in anyway")),
        tuple(map(translate, _OVERRULE_WHYS)),
        detail=" · ".join(part for part in parts if part),
    )


_LET_IN_GROUP = Message("supervisor", "Let in all {count} people of {name}?")


def undo_import_request(record: ImportRecord) -> AuthorityRequest:
    """Return the question before an import is undone: which list, what it did, what becomes of the people."""
    entry = record.entry
    counts = {"added": record.added, "changed": record.changed, "gone": record.gone}
    return AuthorityRequest(
        translate(_QUESTION, at=f"{entry.at:%d/%m %H:%M}", desk=entry.desk, **counts),
        translate(Message("supervisor", "Undo this import")),
        tuple(map(translate, _UNDO_IMPORT_WHYS)),
        detail=translate(_CODES if record.added else _EVERYONE),
        dismiss=translate(Message("supervisor", "Do nothing")),
    )


def supervisors_request() -> AuthorityRequest:
    return AuthorityRequest(
        translate(Message("supervisor", "Change the supervisors?")),
        translate(Message("supervisor", "Continue")),
        tuple(map(translate, _TEAM_WHYS)),
    )


_OVERRULE_WHYS = (
    Message("supervisor", "Supervisor agreed"),
    Message("supervisor", "Identity checked"),
    Message("supervisor", "Paid at the desk"),
    Message("supervisor", "Mistake in the list"),
    Message("supervisor", "Badges were mixed up"),
)
_UNDO_IMPORT_WHYS = (
    Message("supervisor", "Wrong file"),
    Message("supervisor", "Mistake in the list"),
    Message("supervisor", "Supervisor agreed"),
)
_TEAM_WHYS = (
    Message("supervisor", "Change of team"),
    Message("supervisor", "PIN forgotten"),
    Message("supervisor", "PIN known to others"),
)
_QUESTION = Message(
    "file",
    "Undo the import of {at} ({desk}): {added} {added:person|people} added, {changed} changed, "
    "{gone} no longer on the list?",
)
_EVERYONE = Message("file", "Everyone goes back to how they were before it. Arrivals stay.")
_CODES = Message(
    "file",
    "Everyone goes back to how they were before it. The people it added leave the event, and codes already "
    "sent to them are no longer valid; anyone a desk has seen since stays.",
)
