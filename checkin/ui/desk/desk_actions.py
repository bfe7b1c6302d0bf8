# SPDX-License-Identifier: GPL-3.0-or-later
"""The actions of keys and buttons: which operation each starts, for whom, or why it can do nothing.

Which key it is stands in `desk_window`. What needs another screen (a supervisor, a signature, a person's page) is asked
for by a signal.
"""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from checkin.core.admission_rules import counting_point
from checkin.core.answer import Answer
from checkin.core.attendee import Attendee
from checkin.core.decision import Reason, Verdict
from checkin.core.message import Message
from checkin.core.payments import PaymentMeans
from checkin.core.people.registration_form import MOST_LETTERS
from checkin.core.programme.programme import PointMode
from checkin.services.desk import NOBODY_TO_LET_IN, Desk
from checkin.services.desk_queries import DeskQueries
from checkin.translation import translate
from checkin.ui.desk.desk_bars import HandoverBar
from checkin.ui.desk.desk_chrome import GIVEN_BACK, KEYS, SUPERVISOR, DeskChrome
from checkin.ui.desk.desk_operations import DeskOperations, ShownAnswer
from checkin.ui.desk.desk_search import DeskForms, DeskSearch
from checkin.ui.desk.person_keys import DeskBadges, TargetPerson, TyingKey, UndoKey
from checkin.ui.look.screen_reader import announce
from checkin.ui.look.theme import scale_px
from checkin.ui.widgets.dialogs import Dialog
from checkin.ui.widgets.form_fields import captioned, label
from checkin.ui.widgets.payment_dialog import WITHOUT, ask_payment

WIDTH, FIELD = 520, 132
"""Pixels: of the dialog, and the height of the field, in which the longest note is seen as a whole."""


class NoteDialog(Dialog):
    """The note that a volunteer leaves for the next one at a control point; `text` is the note. One that is too long
    cannot be saved, and nothing is cut.
    """

    def __init__(self, here: str, note: str, parent: QWidget | None = None) -> None:
        super().__init__(translate(Message("desk", "Note at {here}"), here=here), parent)
        self.field, self.length = _NoteField(note), label("")
        buttons = self.confirm(translate(Message("desk", "Leave the note")))
        self.save = buttons.buttons()[0]
        self.field.entered.connect(self.save.click)
        self.field.textChanged.connect(self._measure)
        self.arrange(
            captioned(translate(Message("desk", "For the next person at this desk:")), self.field),
            self.length,
            8,
            buttons,
            spacing=8,
            width=WIDTH,
        )
        self.field.setFocus()
        self._measure()

    @property
    def text(self) -> str:
        return " ".join(self.field.toPlainText().split())

    def accept(self) -> None:
        """Leave the note, or go back to one that is too long: a button that is off would hand Tab on to Cancel."""
        if len(self.text) <= MOST_LETTERS:
            super().accept()
        else:
            self.field.setFocus()
            announce(self, self.length.text(), at_once=True)

    def _measure(self) -> None:
        """Say how long the note is, or by how much too long."""
        over = len(self.text) - MOST_LETTERS
        words = translate(_TOO_LONG, count=over) if over > 0 else translate(_LEFT, count=-over)
        self.length.setText(words)
        self.field.setAccessibleDescription(words)


class _NoteField(QPlainTextEdit):
    """A field of several lines, in which Enter is for the dialog: a note has no lines of its own."""

    entered = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text and text + "\n")  # what is added stands apart
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.setTabChangesFocus(True)
        self.setFixedHeight(scale_px(FIELD))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


_LEFT = Message("desk", "{count} {count:letter|letters} left")
_TOO_LONG = Message("desk", "{count} {count:letter|letters} too many: shorten the note")


# The control point of this desk: the move that the clock proposes, the move itself, and the note for the next
# volunteer.

QUIET = timedelta(minutes=3)
"""Time since the last answer, or the start, before another control point is proposed: a busy desk is left alone."""


class ControlPointSwitcher(QObject):
    """The moves of this desk between control points; the window places its `bar`.

    With `follows_clock` the desk moves without a question, once per pair of control points, where there is only one to
    go to.
    """

    leaving = Signal()
    """Emitted before the move, so that codes read here are answered here."""
    moved = Signal(str)
    """Emitted with the id of the new control point; everything on the screen is about the old one."""
    reported = Signal(str)
    note_left = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._gone: set[tuple[str, str]] = set()
        self._busy_until = desk.now() + QUIET
        self.follows_clock = True
        self.bar = HandoverBar()
        self.bar.chosen.connect(self.move_to)

    def move_to(self, point: str) -> None:
        self.leaving.emit()
        self._desk.move_to(point)
        self.propose(is_free=False)
        self.moved.emit(self._desk.control_point.id)

    def answered(self) -> None:
        """Put off proposals for `QUIET`: a desk with a queue is not asked to move."""
        self._busy_until = self._desk.now() + QUIET

    def propose(self, *, is_free: bool) -> None:
        """Propose a move if the clock calls for one.

        `is_free`: no answer is shown, so the desk may move without a question.
        """
        found, here = self._desk.handover.wanted(), self._desk.control_point
        is_asked = found is not None and (found.is_over or self._desk.now() >= self._busy_until)
        self.bar.propose(found if is_asked else None, here)
        only = found.only if found else None
        if only and self.follows_clock and is_free and (here.id, only.id) not in self._gone:
            self._gone.add((here.id, only.id))
            self.move_to(only.id)
            words = _BY_THE_CLOCK if here.closes else _TIME_FOR
            self.reported.emit(translate(words, gone=here.name, here=only.name))

    def accept_proposal(self) -> bool:
        """Move to the proposed control point; return False if there is none, or several."""
        points = self.bar.points if self.bar.isVisible() else ()
        if len(points) == 1:
            self.move_to(points[0].id)
        return len(points) == 1

    def ask_note(self, parent: QWidget) -> None:
        """Ask for the note that the volunteer leaving this control point writes for the next one."""
        dialog = NoteDialog(self._desk.control_point.name, self._desk.handover.note(), parent)
        if dialog.exec():
            self._desk.handover.leave_note(dialog.text)
            self.note_left.emit()
        dialog.deleteLater()


_BY_THE_CLOCK = Message("desk", "{gone} has closed: this desk is now at {here}. F10 to change.")
_TIME_FOR = Message("desk", "It is time for {here}: this desk is now there. F10 to change.")


class DeskActions(QObject):
    """The actions of the desk. Those about one topic are in a part of their own: `forms` (F2, F4, F6), `search`,
    `undo_key` (F8), `badges` (Ctrl+R), `tying` (Ctrl+L), `switcher` (F10).
    """

    overrule_wanted = Signal(Answer)
    """Emitted with the refused answer that a supervisor is to overrule (F9)."""
    signature_wanted = Signal(Attendee)
    """Emitted with the attendee who is to sign on this screen."""
    person_wanted = Signal(str)
    """Emitted with the id of the attendee whose page is to be opened."""
    correction_wanted = Signal(str)
    """Emitted with the id of the attendee who is to be corrected."""
    new_code_wanted = Signal(str)
    """Emitted with the id of the attendee whose badge is lost."""
    search_wanted = Signal()
    """Emitted when a supervisor is to allow a search at a desk that only scans."""

    def __init__(
        self,
        desk: Desk,
        queries: DeskQueries,
        operations: DeskOperations,
        chrome: DeskChrome,
        shown_answer: ShownAnswer,
    ) -> None:
        super().__init__(chrome)
        self._desk, self.operations, self._chrome, self._shown_answer = desk, operations, chrome, shown_answer
        self._stage = stage = chrome.stage
        self._meant = TargetPerson(queries, operations, stage)
        self.badges = DeskBadges(desk, self._meant, operations, stage)
        self.forms = DeskForms(desk, queries, operations, stage)
        self.search = DeskSearch(desk, queries, operations, stage.search)
        self.undo_key = UndoKey(desk, operations, chrome)
        self.tying = TyingKey(desk, operations, stage)
        self.search.awaits_code = lambda: self.tying.is_waiting
        self.switcher = ControlPointSwitcher(desk, self)
        for part in (self.badges, self.undo_key, self._meant, self.tying):
            part.reported.connect(self.reply)
        self.search.number_lost.connect(self.reply)
        shown_answer.presented.connect(lambda _: self.search.tell_lost_number())
        shown_answer.linger.timeout.connect(self.search.tell_lost_number)
        operations.shown_changed.connect(lambda: chrome.show_first_key(_first_key(operations.shown)))

    def reply(self, text: str) -> None:
        """Show `text` to the user of a key, in the large panel or in the open form."""
        if not self._stage.reply(text):
            self.forms.show_error(text)

    def look_for_name(self) -> None:
        """Focus the search (F3), at a desk that only scans once a supervisor allows it. A form that takes all the room
        is left; its text is kept for a while.
        """
        if self._desk.scans_only and not self.search.is_allowed:
            self.search_wanted.emit()
            return
        if not self._stage.search.isVisibleTo(self._stage):
            self._shown_answer.rest()
        self._stage.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._stage.search.selectAll()

    def allow_search(self) -> None:
        """Search for one person at a desk that only scans."""
        self.search.allow()
        self.look_for_name()

    def _is_closed(self) -> bool:
        """Return whether this desk only scans, and then say so."""
        if self._desk.scans_only:
            self.reply(translate(SCANS_ONLY))
        return self._desk.scans_only

    def register(self) -> None:
        """Open the form for somebody new (F2); it would name people who are alike."""
        if not self._is_closed():
            self.forms.register()

    def correct(self) -> None:
        """Open the form for the fields that the answer lacks, else the correction form of the person meant (F4)."""
        if not self._meant.is_searching() and self.forms.complete():
            return
        if not self._is_closed() and (person := self._meant.person(_NOBODY_SHOWN)) is not None:
            self.correction_wanted.emit(person.id)

    def wait(self) -> None:
        """Put the person in the waiting line (F5); on the idle desk call the first one in it."""
        is_idle = self._stage.is_idle and not self._desk.scans_only
        if not self.operations.wait() and not (is_idle and self.operations.call_next()):
            self.reply(self._not_waiting(self.operations.shown))

    def _not_waiting(self, shown: Answer | None) -> str:
        """Return why F5 puts nobody in a line or calls nobody."""
        waiting = self._desk.workshops.count_waiting()
        place = shown.counts.waiting_position if shown else 0
        words = _not_waiting(shown) or (_NO_SEAT_YET if waiting else _NOBODY_WAITS)
        return translate(words, waiting=waiting, place=place)

    def substitute(self) -> None:
        """Open the form for a substitute of the person found or answered (F6)."""
        if not self._is_closed() and (absent := self._meant.person(self._nobody_shown)) is not None:
            self.forms.substitute(absent)

    def confirm(self) -> None:
        """F7: let in the person highlighted in the search, else the one the answer asks about; without a question show
        again the one of the highlighted line; where a badge waits for a printer in trouble, the second prints it; what
        is lent here is taken back.
        """
        if self.search.take_highlighted() or self._meant.needs_choice() or self._open_again():
            return
        if not (self.badges.print_on_second() or self.operations.take_back() or self.note_payment() or self.admit()):
            self.reply(translate(_not_let_in(self.operations.shown) or self._nobody_to_let_in))

    def admit(self) -> bool:
        """Let in the person of the open question; of an unpaid one ask how they pay. Return False if there is none."""
        asked = self.operations.asked
        if asked is None or not asked.asks_payment or asked.attendee is None:
            return self.operations.admit()
        how = ask_payment([asked.attendee], self._stage.window(), may_enter=True)
        if how == WITHOUT and asked.to_come > 1:
            self.operations.show_decided(
                replace(asked, payment=replace(asked.payment, is_waived=True))
            )  # which asks how many of the group
        elif how == WITHOUT:
            self.operations.admit_asked(asked)
        elif isinstance(how, PaymentMeans):
            self.operations.admit_paid(asked, how)
        return True

    def note_payment(self) -> bool:
        """Ask how who is in already pays; return False if nothing is due. It is undone in their history."""
        shown = self.operations.shown
        if shown is None or not shown.owes_since or shown.attendee is None:
            return False
        how = ask_payment([shown.attendee], self._stage.window(), may_enter=False)
        if isinstance(how, PaymentMeans):
            self.operations.note_payment(shown, how)
        return True

    @property
    def _nobody_to_let_in(self) -> Message:
        return _SCAN_FIRST if self._desk.scans_only else NOBODY_TO_LET_IN

    @property
    def _nobody_shown(self) -> Message:
        return _SCAN_FIRST if self._desk.scans_only else _NOBODY_SHOWN

    def _open_again(self) -> bool:
        """Answer the person of the highlighted line once more, as a search would; false where no case is open."""
        line = self._stage.recent_scans.selected()
        if self.operations.asked or line is None or not line.is_open:
            return False
        self.operations.check_in(line.attendee)
        return True

    def ask_overrule(self) -> None:
        """Ask for a supervisor to let in the shown person (F9); `DeskOperations.overrule` then does it."""
        if (shown := self.operations.shown) is not None and shown.can_overrule:
            self.overrule_wanted.emit(shown)
        else:
            self.reply(translate(_not_overruled(shown) or self._nobody_to_let_in))

    def switch_control_point(self) -> None:
        """Move to the proposed control point, or open the list of them (F10)."""
        if not self.switcher.accept_proposal():
            self._chrome.header.open_points()

    def toggle_full_screen(self) -> None:
        """Toggle full screen (F11)."""
        window = self._stage.window()
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def escape(self) -> None:
        """Leave, in this order: what is searched for, the wait for a code, full screen, the answer (Esc). A search that
        a supervisor allowed ends at once.
        """
        self._stage.recent_scans.clear_highlight()
        was_allowed = self.search.end_allowed()
        if self._stage.search.text():
            self._stage.search.give_up()
        elif was_allowed or self.tying.leave():
            pass
        elif self._stage.is_idle and self._stage.window().isFullScreen():
            self.toggle_full_screen()
        else:
            self._shown_answer.rest()
        self._stage.search.setFocus()

    def repeat(self) -> None:
        """Say the answer that is shown once more; on the idle desk show the last one as a sentence (Alt+R). A desk that
        only scans names nobody who is gone.
        """
        answer = self._stage.answer
        if self._stage.is_showing(answer):
            answer.repeat()
        elif answer.last and not self._desk.scans_only:
            self.reply(translate(_LAST, answer=answer.last))
        else:
            self.reply(translate(_SCAN_FIRST if self._desk.scans_only else _NO_ANSWER))

    def tie_code(self) -> None:
        """Await a code for the person found or answered (Ctrl+L); an unknown code is given to whom the answer offers
        it.
        """
        shown = self.operations.shown
        if shown and shown.giving.to and not self._meant.is_searching():
            self.tying.give_scanned(shown.giving.to)
        elif (person := self._meant.person(self._nobody_shown)) is not None:
            self._stage.search.dismiss()
            self.tying.begin(person)

    def open_person(self) -> None:
        """Open the page of the person found or answered (Ctrl+P)."""
        if not self._is_closed() and (person := self._meant.person(_NOBODY_SHOWN)) is not None:
            self.person_wanted.emit(person.id)

    def replace_code(self) -> None:
        """Open the page that replaces the code of the person found or answered: their badge is lost (Ctrl+Shift+R)."""
        if not self._is_closed() and (person := self._meant.person(_NOBODY_SHOWN)) is not None:
            self.new_code_wanted.emit(person.id)

    def find_missing(self) -> None:
        """Show the speakers who are missing before their session, or where things are lent who still has one (F12)."""
        if self._is_closed():
            return
        if thing := counting_point(self._desk.programme, self._desk.control_point).gives:
            self.look_for_name()
            self._stage.search.setText(thing)
            if not self._stage.search.matches.has_people():
                self._stage.search.dismiss()
                self.reply(translate(Message("desk", "Everything has been given back.")))
        elif self._stage.alert.isHidden():
            self.reply(translate(Message("desk", "No speaker is missing right now.")))
        else:
            self._stage.alert.click()

    def sign(self) -> None:
        """Ask the person of the answer to sign on the screen (Ctrl+G)."""
        if not self._desk.signing.is_wanted:
            self.reply(translate(_NO_SIGNATURES))
        elif (shown := self.operations.shown) is not None and shown.desk.signs:
            self.signature_wanted.emit(shown.attendee)
        else:
            self.reply(translate(_NOBODY_SIGNS))


def _not_waiting(shown: Answer | None) -> Message | None:
    """Return why F5 puts the person shown in no line, and what is offered instead; None where nobody asks for that."""
    if shown is None or shown.reason is not Reason.FULL:
        return None
    if shown.counts.waiting_position:
        return Message("desk", "Already on the waiting list, no. {place}: no seat is free for them yet.")
    if shown.counts.line_length:
        return _LINE_IS_FULL_OTHERS if shown.alternatives.workshops else Message("desk", "The waiting list is full.")
    return _NO_LINE_OTHERS if shown.alternatives.workshops else Message("desk", "This workshop has no waiting list.")


def _first_key(shown: Answer | None) -> tuple[str, Message]:
    """Return the key for the person shown: F7, or F9 where F7 does nothing."""
    if shown is not None and shown.can_take_back:
        return GIVEN_BACK
    return SUPERVISOR if shown is not None and shown.can_overrule and not shown.owes_since else KEYS[0]


def _not_let_in(shown: Answer | None) -> Message | None:
    """Return why F7 lets nobody in; None where nobody is shown."""
    if shown is None or (shown.attendee is None and shown.verdict is Verdict.REFUSE):
        return None
    if shown.can_overrule:
        return Message("desk", "Only a supervisor can let them in: F9.")
    return _WAS_UNDONE if shown.reason is Reason.UNDONE else Message("desk", "There is nothing to confirm here.")


def _not_overruled(shown: Answer | None) -> Message | None:
    """Return why no supervisor lets anybody in; None where nobody is shown."""
    if shown and shown.can_admit:
        return Message("desk", "No supervisor is needed: F7 answers.")
    if shown is None or shown.attendee is None:
        return None
    if shown.reason is Reason.UNDONE:
        return _WAS_UNDONE
    is_in = shown.verdict is Verdict.ADMIT or shown.reason is Reason.REPEATED
    return _IS_IN if is_in and shown.control_point.mode is PointMode.ENTRY else _NOTHING_TO_OVERRULE


SCANS_ONLY = Message("desk", "This desk only scans. A supervisor opens the rest: ⋮.")
_SCAN_FIRST = Message("desk", "Nobody is shown. Scan a code first; to search by name, call a supervisor (F3).")
_NOBODY_SHOWN = Message("desk", "Nobody is shown. Search for a name (F3), or scan a code.")
_LAST, _NO_ANSWER = Message("desk", "Last answer: {answer}"), Message("desk", "Nobody has been scanned here yet.")
_WAS_UNDONE = Message(
    "desk", "This arrival was undone. To let them in, search for the name (F3) or scan the code again."
)
_IS_IN = Message("desk", "Already in: no supervisor is needed.")
_NOTHING_TO_OVERRULE = Message("desk", "There is nothing for a supervisor to decide here.")
_NOBODY_SIGNS = Message("desk", "Nobody is shown who could sign. Search for a name (F3), or scan a code.")
_NO_SIGNATURES = Message("desk", "This desk does not take signatures on screen. Turn this on in its settings (Ctrl+,).")
_NO_LINE_OTHERS = Message("desk", "This workshop has no waiting list. Offer another workshop.")
_LINE_IS_FULL_OTHERS = Message("desk", "The waiting list is full. Offer another workshop.")
_NOBODY_WAITS = Message("desk", "Nobody to call: no one is waiting here.")
_NO_SEAT_YET = Message(
    "desk",
    "{waiting} {waiting:person waits|people wait}, but no seat is free: all are taken, or booked by people who may "
    "still come.",
)
