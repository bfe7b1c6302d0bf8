# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk screen: passes codes, keys and clicks to `DeskVerbs` and shows the answers.

Knows no camera, thread or file. Picture of the parts: see the package.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QImage, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checkin.core.admission import Reason, Verdict
from checkin.core.answer import Answer
from checkin.core.attendee import Attendee
from checkin.core.errors import CheckinError, UserError
from checkin.core.message import Message
from checkin.core.supervisor import Authority
from checkin.core.sync.sync_status import SyncStatus
from checkin.desk.desk import NOBODY_TO_LET_IN, Desk
from checkin.desk.desk_queries import DeskQueries
from checkin.language import error_text, translate
from checkin.ui.desk.answer_steps import AnswerAction, AnswerStep
from checkin.ui.desk.control_point_switcher import ControlPointSwitcher
from checkin.ui.desk.desk_badges import DeskBadges
from checkin.ui.desk.desk_chrome import DeskChrome
from checkin.ui.desk.desk_forms import DeskForms
from checkin.ui.desk.desk_search import DeskSearch
from checkin.ui.desk.desk_verbs import DeskVerbs
from checkin.ui.desk.paper_entry_bar import CAMERA_OFF, PaperEntryBar
from checkin.ui.desk.stage_scroll_area import StageScrollArea
from checkin.ui.desk.status_lights import StatusLight
from checkin.ui.desk.target_person import TargetPerson
from checkin.ui.desk.undo_key import UndoKey
from checkin.ui.look.measure import scale_px, text_scale
from checkin.ui.widgets.answer_content import provisional_code
from checkin.ui.widgets.camera_preview import Polygon
from checkin.ui.widgets.code_queue import QUESTION_MS, CodeQueue
from checkin.ui.widgets.navigation_rail import NARROW

LINGER_MS = {Verdict.ADMIT: 8_000, Verdict.DUPLICATE: 20_000, Verdict.REFUSE: 30_000}
"""How long an answer stays when nothing follows. A question stays until something follows."""

PHOTO_MS, PHOTO_LINGER_MS = 8_000, 60_000
"""How long a new code is shown to be photographed: before waiting codes go on, and when nothing follows."""

TICK_MS = 1_000
LEAST_WIDTH, LEAST_HEIGHT = 960, 540
"""Pixels. With rail and title bar the desk fits on a screen of 1024x600."""


class DeskWindow(QWidget):
    """The screen of the desk. `desk` and `board` belong to the UI thread; `language` is the current one."""

    answered = Signal(Answer)
    called = Signal()
    """Emitted when a code arrives: this screen must come to the front."""
    control_point_chosen = Signal(str)
    overrule_wanted = Signal(Answer)
    conflicts_wanted = Signal()
    signature_wanted = Signal(Attendee)
    """Emitted with the attendee who is to sign on this screen."""
    person_wanted = Signal(str)
    """Emitted with the id of the attendee whose page is to be opened."""
    printer_pressed = Signal()
    """Emitted to open the print queue."""
    ready_pressed = Signal()
    """Emitted to open the readiness page."""
    desks_pressed = Signal()
    """Emitted to open the page of the other desks."""
    people_forgotten = Signal()
    """Emitted when the event was purged, here or at another desk: whatever else shows people must be cleared."""
    closed = Signal()

    def __init__(self, desk: Desk, board: DeskQueries, language: str) -> None:
        super().__init__()
        self._desk, self._board = desk, board
        self.verbs = DeskVerbs(desk, board, self)
        self._around = DeskChrome(desk, board, language, self)
        self.header, self.stage, self.footer = self._around.header, self._around.stage, self._around.footer
        self.posting = ControlPointSwitcher(desk, self)
        self.paper = PaperEntryBar(desk)
        self._meant = TargetPerson(board, self.verbs, self.stage)
        self.badges = DeskBadges(desk, self._meant, self.verbs, self.stage)
        self._forms = DeskForms(desk, board, self.verbs, self.stage)
        self._search = DeskSearch(desk, board, self.verbs, self.stage.search)
        self._undo_key = UndoKey(desk, self.verbs, self.stage)
        self._codes = CodeQueue(self)
        self._codes.due.connect(self.verbs.scan)
        self._purge = board.newest_purge()
        self._assemble()
        self._connect()
        self._linger = _timer(self, 0, self.rest, single=True)
        self._counting = _timer(self, 0, self._count, single=True)
        self._tick = _timer(self, TICK_MS, self._keep_time)
        self._tick.start()
        self.refresh()
        self._keep_time()

    # Input

    def take_code(self, text: str) -> None:
        """Answer a code from camera or scanner. Codes that come together are answered one after another."""
        self.called.emit()
        self._codes.add(text)
        if self._codes.is_paused:
            self._forms.tell_code_waits()
        elif self._codes.is_waiting and self.verbs.asked:
            self.tell(translate(_CODE_WAITS))

    def take_seen_code(self, text: str) -> None:
        """Answer a code that the camera saw; ignored while entering from paper, where it would see
        neighbouring codes.
        """
        if self._desk.written:
            self.tell(translate(CAMERA_OFF))
        else:
            self.take_code(text)

    def take_image(self, image: QImage | None) -> None:
        self.stage.set_image(image)

    def outline(self, polygons: Sequence[Polygon]) -> None:
        self.stage.outline(polygons, ok=True)

    def ask_overrule(self) -> None:
        """Ask for a supervisor to let in the person of the shown answer (F9)."""
        if (shown := self.verbs.shown) is not None and shown.can_overrule:
            self.overrule_wanted.emit(shown)
        else:
            self.reply(translate(NOBODY_TO_LET_IN))

    def overrule(self, refused: Answer, authority: Authority) -> None:
        """Let in the person of `refused` on a supervisor's authority."""
        self.verbs.overrule(refused, authority)

    def open_person(self) -> None:
        """Open the page of the person found or answered (Ctrl+P)."""
        if (person := self._meant.person(_NOBODY_SHOWN)) is not None:
            self.person_wanted.emit(person.id)

    def substitute(self) -> None:
        """Open the form for a substitute of the person found or answered (F6)."""
        if (absent := self._meant.person(_NOBODY_SHOWN)) is not None:
            self._forms.substitute(absent)

    def complete(self) -> None:
        """Open the form for the fields that the answer lacks (F4)."""
        if not self._forms.complete():
            self.reply(translate(_NOTHING_MISSING))

    def sign(self) -> None:
        """Ask the person of the answer to sign on the screen (Ctrl+G)."""
        if not self._desk.signing.is_wanted:
            self.reply(translate(_NO_SIGNATURES))
        elif (shown := self.verbs.shown) is not None and shown.signs:
            self.signature_wanted.emit(shown.attendee)
        else:
            self.reply(translate(_NOBODY_SIGNS))

    def pause(self, is_paused: bool) -> None:
        """Keep codes waiting while another user of the screen has it, such as a guest who signs."""
        self._codes.pause(is_paused)

    def record_waiting(self) -> None:
        """Record the waiting codes, up to one that asks a question: the window is about to close."""
        self._codes.finish(lambda: self.verbs.asked is not None)

    def confirm(self) -> None:
        """F7: let in the person highlighted in the search, else the one the answer asks about; without a question show
        again the one of the highlighted line; where a badge waits for a printer in trouble, the second prints it.
        """
        if self._search.take_highlighted() or self._meant.needs_choice() or self._open_again():
            return
        if not self.badges.print_on_second() and not self.verbs.admit():
            self.reply(translate(_not_let_in(self.verbs.shown)))

    def _open_again(self) -> bool:
        """Answer the person of the highlighted line once more, as a search would; false where no case is open."""
        line = self.stage.passages.selected()
        if self.verbs.asked or line is None or not line.is_open:
            return False
        self.verbs.check_in(line.attendee)
        return True

    def undo_last(self) -> None:
        """Undo (F8, see `UndoKey`). Without an answer it is about the recent scans, which are read again first."""
        if self.verbs.shown is None:
            self._around.count()
        self._undo_key.press()

    def wait(self) -> None:
        """Put the person in the waiting line (F5); on the idle desk call the first one in it."""
        if not self.verbs.wait() and not (self.stage.is_idle and self.verbs.call_next()):
            self.reply(translate(_not_waiting(self.verbs.shown)))

    def register(self) -> None:
        """Open the walk-in form (F2)."""
        self._forms.register()

    def search(self) -> None:
        """Focus the search (F3). A form that takes all the room is left; its text is kept for a while."""
        if not self.stage.search.isVisibleTo(self.stage):
            self.rest()
        self.stage.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.stage.search.selectAll()

    def rest(self) -> None:
        """Return to the camera and forget the answer."""
        self.verbs.forget()
        self._around.told()
        self.stage.passages.pop_interruption()
        self.stage.show_idle()

    def toggle_full_screen(self) -> None:
        """Toggle full screen (F11)."""
        window = self.window()
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def switch_control_point(self) -> None:
        """Move to the proposed control point, or open the list of them (F10)."""
        if not self.posting.accept_proposal():
            self.header.open_points()

    # Output

    def set_default_message(self, text: str) -> None:
        """Set the sentence shown at the bottom while there is nothing else to say."""
        self._around.set_default_message(text)

    @property
    def standing(self) -> str:
        """The default sentence, as given to `set_default_message`."""
        return self._around.standing

    def reply(self, text: str) -> None:
        """Show `text` to the user of a key, in the large panel or in the open form."""
        if not self.stage.reply(text):
            self._forms.show_error(text)

    def tell(self, text: str) -> None:
        """Show one sentence at the bottom until the next answer."""
        self._around.tell(text)

    def show_sync_status(self, together: SyncStatus) -> None:
        """Show the state of the exchange with other desks; answers about unknown codes then name the silent desks."""
        self._around.show_sync_status(together)
        self.verbs.silent = together.silent

    def check_for_changes(self) -> None:
        """Look whether entries have come from another desk."""
        self._keep_time()

    def show_space(self, is_enough: bool) -> None:
        """Show whether the event's disk has enough space."""
        self._around.show_space(is_enough)

    def show_printer(self, is_ok: bool | None, tip: str, what: str) -> None:
        """Show the printer: `tip` in sentences, `what` in a few words. The answer's badge is followed too."""
        self._around.set_light("printer", is_ok, tip, what)
        self.badges.follow()

    def show_ready(self, light: StatusLight) -> None:
        """Show whether the doors can stay open: the word of the readiness window, and the gravest finding."""
        self._around.set_ready(light)

    def show_camera(self, words: str, caption: str, is_live: bool | None, is_mirrored: bool) -> None:
        """Show the camera. `words` is its state as a sentence, `caption` stands under the live picture.

        `is_live` None means that there is no camera, which is no fault.
        """
        self._around.show_camera(words, caption, is_live, is_mirrored)

    def fail(self, error: CheckinError) -> None:
        """Show that a verb failed; if nothing was saved, as the most conspicuous answer there is.

        A `UserError` is shown where its user looks, any other failure at the bottom, because it is not about the person
        shown.
        """
        if isinstance(error, UserError):
            self.reply(error_text(error))
            return
        self.tell(error_text(error))
        self._forms.show_error(error_text(error))
        if self.verbs.failed(error):
            self._around.show_saved(False)

    def refresh(self) -> None:
        """Read everything around the answer again: after a start, an import, or a change by another window."""
        self._forms.forget()
        self.setWindowTitle(self._around.title())
        if (purge := self._board.newest_purge()) != self._purge:
            self._purge = purge
            self._forget_people()
        self._around.refresh()
        self.badges.follow()

    # Steps

    def _make_way(self) -> None:
        """Forget the answer before a form is shown: F7 and F8 were about it."""
        self._linger.stop()
        self.verbs.forget()

    def _present(self, answer: Answer) -> None:
        """Show an answer at once and set how long it stays. Anything but NOT_SAVED is on the disk."""
        self.stage.passages.interrupt()
        if answer.reason is not Reason.NOT_SAVED:
            self._around.told()
            self._around.show_saved(True)
            self._counting.start()
        if self.verbs.asked:
            self._codes.hold(QUESTION_MS)
        elif answer.verdict is not Verdict.ADMIT and self._codes.is_resting:
            self._codes.hold()
        if (is_new := bool(provisional_code(answer))) and self._codes.is_waiting:
            self._codes.hold(PHOTO_MS)
        self.stage.show_answer(answer, self._desk.programme)
        self.stage.search.setFocus()  # the next name can be typed at once, whatever was clicked before
        self._linger.stop()
        if answer.verdict in LINGER_MS:
            self._linger.start(PHOTO_LINGER_MS if is_new else LINGER_MS[answer.verdict])
        self.posting.answered()
        self.answered.emit(answer)

    def _tell_waiting(self, count: int) -> None:
        """Say how many codes wait; the default sentence, that everything is saved, is not true of these."""
        if count:
            self.tell(translate(_CODES_WAIT, count=count))

    def _step(self, step: AnswerStep) -> None:
        if step.action not in (AnswerAction.WALK_IN, AnswerAction.SEARCH):  # these go on with what is typed
            self.stage.search.dismiss()  # the others are about the answer, whoever is being looked for
        if step.number:
            self.verbs.choose(step.number)
        else:
            self._acts[step.action]()

    @property
    def _acts(self) -> dict[AnswerAction, Callable[[], object]]:
        return {
            AnswerAction.ADMIT: self.verbs.admit,
            AnswerAction.UNDO: self._undo_key.undo_shown,
            AnswerAction.SEARCH: self.search,
            AnswerAction.OVERRULE: self.ask_overrule,
            AnswerAction.WALK_IN: self.register,
            AnswerAction.SUBSTITUTE: self.substitute,
            AnswerAction.WAIT: self.wait,
            AnswerAction.COMPLETE: self.complete,
            AnswerAction.SECOND_PRINTER: self.confirm,
            AnswerAction.REPRINT: self.badges.reprint,
            AnswerAction.SIGN: self.sign,
        }

    def _forget_people(self) -> None:
        self.stage.search.dismiss()
        self._forms.forget_people()
        self.rest()
        self.people_forgotten.emit()

    def _stand_elsewhere(self, point: str) -> None:
        self._codes.clear()
        self.rest()
        self.refresh()
        self.control_point_chosen.emit(point)

    def _change_paper(self) -> None:
        """Return to the camera: the shown answer was about another time."""
        self._codes.clear()
        self.rest()
        self.stage.search.setFocus()

    def _count(self) -> None:
        self._around.count()
        self._forms.count()

    def _keep_time(self) -> None:
        now = self._desk.now()
        self._around.show_time(now)
        if self._board.has_changed():
            stood = self._desk.control_point
            self._desk.reload()
            self.refresh()
            if self._desk.control_point.id != stood.id:
                self.rest()
                here = self._desk.control_point.name
                self.tell(translate(_POINT_GONE, gone=stood.name, here=here))
        self.posting.propose(is_free=self.stage.is_idle and not self._desk.written)
        if now.second == 0:
            self._count()

    def _assemble(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.posting.bar)
        column.addWidget(self.paper)
        column.addWidget(StageScrollArea(self.stage) if text_scale() > 1 else self.stage, 1)
        column.addWidget(self.footer)
        width = LEAST_WIDTH + NARROW - scale_px(NARROW)  # a rail of large text takes of the desk
        self.setMinimumSize(width, LEAST_HEIGHT)
        self.stage.search.setFocus()

    def _order_tabs(self) -> None:
        """Set the Tab order, again whenever the buttons change."""
        around = (*self.stage.reached, *self.header.reached)
        for before, after in pairwise(part for part in around if part.focusPolicy() & Qt.FocusPolicy.TabFocus):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        self.verbs.answered.connect(self._present)
        self._around.printer_pressed.connect(self.printer_pressed)
        self._around.ready_pressed.connect(self.ready_pressed)
        self._around.desks_pressed.connect(self.desks_pressed)
        self.badges.told.connect(self.reply)
        self._undo_key.told.connect(self.reply)
        self._meant.told.connect(self.reply)
        self.header.control_point_chosen.connect(self.posting.stand_at)
        self.header.note_wanted.connect(lambda: self.posting.ask_note(self))
        self.paper.changed.connect(self._change_paper)
        self.posting.leaving.connect(self._codes.finish)
        self.posting.moved.connect(self._stand_elsewhere)
        self.posting.told.connect(self.tell)
        self.posting.note_left.connect(self.refresh)
        self.stage.conflicts.clicked.connect(self.conflicts_wanted)
        self.header.menu_closed.connect(self.stage.search.setFocus, Qt.ConnectionType.QueuedConnection)
        self.stage.answer.step_chosen.connect(self._step)
        self.stage.answer.arranged.connect(self._order_tabs)
        self.stage.search.query_changed.connect(self.stage.passages.interrupt)  # people found cover the list
        self._search.code_typed.connect(self.take_code)
        self._search.told.connect(self.tell)
        self._forms.opened.connect(self._make_way)
        self._forms.left.connect(self._leave_form)
        self._forms.busy_changed.connect(self._codes.pause)
        self._codes.waiting_changed.connect(self._tell_waiting)
        self._listen_to_keys()

    def _listen_to_keys(self) -> None:
        for key, verb, words in (
            (Qt.Key.Key_F2, self.register, Message("keys", "Register someone new")),
            (Qt.Key.Key_F3, self.search, Message("keys", "Search for someone")),
            (Qt.Key.Key_F4, self.complete, Message("keys", "Fill in what is missing")),
            (Qt.Key.Key_F5, self.wait, Message("keys", "Waiting list: join it, or call the next")),
            (Qt.Key.Key_F6, self.substitute, Message("keys", "Someone came in their place")),
            (Qt.Key.Key_F7, self.confirm, Message("keys", "Let in the person shown")),
            (Qt.Key.Key_F8, self.undo_last, Message("keys", "Undo the arrival shown or selected")),
            (Qt.Key.Key_F9, self.ask_overrule, Message("keys", "A supervisor lets them in")),
            (Qt.Key.Key_F10, self.switch_control_point, Message("keys", "Change the control point")),
            (Qt.Key.Key_F11, self.toggle_full_screen, Message("keys", "Full screen")),
            (Qt.Key.Key_Escape, self._escape, Message("keys", "Back to the camera")),
            ("Ctrl+P", self.open_person, Message("keys", "Everything about this person")),
            ("Ctrl+R", self.badges.reprint, Message("keys", "Print the badge again")),
            ("Ctrl+G", self.sign, Message("keys", "Have the person sign")),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setWhatsThis(translate(words))
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(verb)

    def _escape(self) -> None:
        self.stage.passages.let_go()
        if self.stage.search.text():
            self.stage.search.dismiss()
        elif self.stage.is_idle and self.window().isFullScreen():
            self.toggle_full_screen()
        else:
            self.rest()
        self.stage.search.setFocus()

    def _leave_form(self) -> None:
        """Close the form and let waiting codes go on."""
        self._escape()
        self._codes.resume()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._order_tabs()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._codes.finish()
        self._tick.stop()
        super().closeEvent(event)
        self.closed.emit()


_NOBODY_SHOWN = Message("desk", "Nobody is shown. Search for a name (F3), or scan a code.")
_NOTHING_MISSING = Message("desk", "There is nothing to fill in here.")
_NOTHING_TO_CONFIRM = Message("desk", "There is nothing to confirm here.")
_WAS_UNDONE = Message(
    "desk", "This arrival was undone. To let them in, search for the name (F3) or scan the code again."
)
_FOR_SUPERVISOR = Message("desk", "Only a supervisor can let them in: F9.")
_CODE_WAITS = Message("desk", "Another code was scanned. It is next, after this question.")
_CODES_WAIT = Message("desk", "{count} {count:code|codes} scanned, about to be recorded")
_NOBODY_SIGNS = Message("desk", "Nobody is shown who could sign. Search for a name (F3), or scan a code.")
_NO_SIGNATURES = Message("desk", "This desk does not take signatures on screen. Turn this on in its settings (Ctrl+,).")
_NO_LINE = Message("desk", "This workshop has no waiting list.")
_NO_LINE_OTHERS = Message("desk", "This workshop has no waiting list. Offer another workshop.")
_LINE_IS_FULL = Message("desk", "The waiting list is full.")
_LINE_IS_FULL_OTHERS = Message("desk", "The waiting list is full. Offer another workshop.")
_WAITS_ALREADY = Message("desk", "Already on the waiting list.")
_NOBODY_WAITS = Message("desk", "Nobody to call: no one is waiting, or no seat is free.")
_POINT_GONE = Message("desk", "The control point “{gone}” is no longer in the programme. This desk is now at “{here}”.")


def _not_waiting(shown: Answer | None) -> Message:
    """Return why F5 puts nobody in a line, and what is offered instead."""
    if shown is None or shown.reason is not Reason.FULL:
        return _NOBODY_WAITS
    if shown.waiting_position:
        return _WAITS_ALREADY
    if shown.line_length:
        return _LINE_IS_FULL_OTHERS if shown.workshops else _LINE_IS_FULL
    return _NO_LINE_OTHERS if shown.workshops else _NO_LINE


def _not_let_in(shown: Answer | None) -> Message:
    """Return why F7 lets nobody in."""
    if shown is None or (shown.attendee is None and shown.verdict is Verdict.REFUSE):
        return NOBODY_TO_LET_IN
    if shown.can_overrule:
        return _FOR_SUPERVISOR
    return _WAS_UNDONE if shown.reason is Reason.UNDONE else _NOTHING_TO_CONFIRM


def _timer(parent: QWidget, milliseconds: int, timeout: object, *, single: bool = False) -> QTimer:
    timer = QTimer(parent)
    timer.setInterval(milliseconds)
    timer.setSingleShot(single)
    timer.timeout.connect(timeout)
    return timer
