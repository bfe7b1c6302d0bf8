# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk screen: its parts, where they stand, and how codes and signals go between them.

Knows no camera, thread or file. Picture of the parts: see the package. What a key does: `DeskKeys`; how an answer is
shown: `ShownAnswer`; lights and sentences: `DeskChrome`; what is read again and when: `DeskUpdates`.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QImage, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checkin.core.answer import Answer
from checkin.core.decision import Reason
from checkin.core.message import CheckinError, Message, UserError
from checkin.core.programme.programme_edits import planned_id
from checkin.core.sync.sync_status import SyncStatus
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.translation import error_text, translate
from checkin.ui.desk.answer_steps import LOST_BADGE_KEY, TIE_KEY, AnswerAction, AnswerStep
from checkin.ui.desk.desk_actions import DeskActions
from checkin.ui.desk.desk_bars import CAMERA_OFF, SPEAKERS_KEY, PaperEntryBar
from checkin.ui.desk.desk_chrome import DeskChrome
from checkin.ui.desk.desk_operations import DeskOperations, ShownAnswer
from checkin.ui.desk.desk_stage import DeskStage, StageScrollArea
from checkin.ui.look.screen_reader import announce_after_key
from checkin.ui.look.theme import scale_px, text_scale
from checkin.ui.widgets.camera_preview import Polygon
from checkin.ui.widgets.keyboard import CodeQueue
from checkin.ui.widgets.screen_page import NARROW

CLOSED_WHEN_SCANNING = ("F2", "F6", "F12", "Ctrl+P", LOST_BADGE_KEY, "Ctrl+T")
"""Keys that a desk that only scans does not take, beside those of the menu and of the other screens."""


class DeskKeys(QObject):
    """The keys of `window` and the buttons of the answer on `stage`, which call `actions`."""

    def __init__(self, actions: DeskActions, stage: DeskStage, window: QWidget) -> None:
        super().__init__(window)
        self._actions, self._stage = actions, stage
        for key, operation, words in self._keys():
            shortcut = QShortcut(QKeySequence(key), window)
            shortcut.setWhatsThis(translate(words))
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(operation)
        stage.answer.step_chosen.connect(self._take_step)

    def _keys(self) -> tuple[tuple[Qt.Key | str, Callable[[], object], Message], ...]:
        """Return each key, what it calls, and its line in the list of keys."""
        do = self._actions
        return (
            (Qt.Key.Key_F2, do.register, Message("keys", "Register someone new")),
            (Qt.Key.Key_F3, do.look_for_name, Message("keys", "Search for someone")),
            (Qt.Key.Key_F4, do.correct, Message("keys", "Correct, or fill in what is missing")),
            (Qt.Key.Key_F5, do.wait, Message("keys", "Waiting list: join it, or call the next")),
            (Qt.Key.Key_F6, do.substitute, Message("keys", "Someone came in their place")),
            (Qt.Key.Key_F7, do.confirm, Message("keys", "Let in the person shown")),
            (Qt.Key.Key_F8, do.undo_key.press, Message("keys", "Undo the arrival shown or selected")),
            (Qt.Key.Key_F9, do.ask_overrule, Message("keys", "A supervisor lets them in")),
            (Qt.Key.Key_F10, do.switch_control_point, Message("keys", "Change the control point")),
            (Qt.Key.Key_F11, do.toggle_full_screen, Message("keys", "Full screen")),
            (SPEAKERS_KEY, do.find_missing, Message("keys", "Speakers to find now; or what is still out")),
            (Qt.Key.Key_Escape, do.escape, Message("keys", "Back to the camera")),
            ("Ctrl+P", do.open_person, Message("keys", "Everything about this person")),
            (LOST_BADGE_KEY, do.replace_code, Message("keys", "Replace a lost badge")),
            ("Ctrl+R", do.badges.reprint, Message("keys", "Print the badge again")),
            (TIE_KEY, do.tie_code, Message("keys", "Give a wristband or badge")),
            ("Ctrl+G", do.sign, Message("keys", "Have the person sign")),
            ("Alt+R", do.repeat, Message("keys", "Repeat the last answer")),
        )

    def _buttons(self) -> dict[AnswerAction, Callable[[], object]]:
        """Return what the buttons of an answer call that bear a key; the numbered ones are chosen by their number."""
        do = self._actions
        return {
            AnswerAction.ADMIT: do.admit,
            AnswerAction.UNDO: do.undo_key.undo_shown,
            AnswerAction.SEARCH: do.look_for_name,
            AnswerAction.OVERRULE: do.ask_overrule,
            AnswerAction.WALK_IN: do.register,
            AnswerAction.SUBSTITUTE: do.substitute,
            AnswerAction.WAIT: do.wait,
            AnswerAction.COMPLETE: do.correct,
            AnswerAction.CORRECT: do.correct,
            AnswerAction.SECOND_PRINTER: do.confirm,
            AnswerAction.REPRINT: do.badges.reprint,
            AnswerAction.LOST_BADGE: do.replace_code,
            AnswerAction.SIGN: do.sign,
            AnswerAction.TIE: do.tie_code,
            AnswerAction.TAKE_BACK: do.operations.take_back,
            AnswerAction.PAY: do.note_payment,
        }

    def _take_step(self, step: AnswerStep) -> None:
        if step.action not in (AnswerAction.WALK_IN, AnswerAction.SEARCH):  # these go on with what is typed
            self._stage.search.dismiss()  # the others are about the answer, whoever is being looked for
        if step.number:
            self._actions.operations.choose(step.number)
        else:
            self._buttons()[step.action]()


# What the desk reads again: each second the clock and what other desks changed, after an answer the counts, and all
# of it after an import.

TICK_MS = 1_000


class DeskUpdates(QObject):
    """The updates of the desk's screen. Call `start` once the window is complete."""

    refreshed = Signal()
    people_forgotten = Signal()
    """Emitted when people were erased, here or at another desk: whatever else shows people must be cleared."""

    def __init__(
        self, desk: Desk, queries: DeskQueries, chrome: DeskChrome, shown_answer: ShownAnswer, actions: DeskActions
    ) -> None:
        super().__init__(chrome)
        self._desk, self._queries, self._chrome, self._shown_answer, self._actions = (
            desk,
            queries,
            chrome,
            shown_answer,
            actions,
        )
        self._purge, self._stood = queries.newest_purge(), desk.control_point.id
        self._counting = QTimer(self, singleShot=True)
        self._counting.timeout.connect(self.count)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.keep_time)

    def start(self) -> None:
        self._tick.start()
        self.refresh()
        self.keep_time()

    def stop(self) -> None:
        self._tick.stop()

    def refresh(self) -> None:
        """Read everything around the answer again: after a start, an import, or a change by another window."""
        self._actions.forms.forget()
        self.refreshed.emit()
        self.look_for_purge()
        self._chrome.refresh()
        self._desk.tying.offer_where_given()
        self._actions.badges.follow()

    def look_for_purge(self) -> None:
        """Clear what shows people if the event was purged since the last look."""
        if (purge := self._queries.newest_purge()) != self._purge:
            self._purge = purge
            self.forget_people()

    def count_soon(self) -> None:
        """Count once the answer is on the screen."""
        self._counting.start()

    def count(self) -> None:
        self._chrome.count()
        self._actions.forms.count()

    def keep_time(self) -> None:
        """Show the time, and read again if entries have come from another desk."""
        now = self._desk.now()
        self._chrome.show_time(now)
        self._follow_day()
        if self._queries.has_changed():
            self._reload()
        is_free = self._chrome.stage.is_idle and not self._desk.written
        self._actions.switcher.propose(is_free=is_free)
        if now.second == 0:
            self.count()

    def _follow_day(self) -> None:
        """Show the day that has begun, unless the desk stands at a control point of all days."""
        self._desk.follow_day()
        stood, self._stood = self._stood, self._desk.control_point.id
        if stood != self._stood and planned_id(stood) == planned_id(self._stood):
            self._shown_answer.rest()
            self.refresh()
            self._chrome.show_status(translate(_NEW_DAY, here=self._desk.control_point.name))

    def _reload(self) -> None:
        stood = self._desk.control_point
        self._desk.reload()
        self.refresh()
        here = self._desk.control_point
        if here.id != stood.id:
            self._shown_answer.rest()
            self._chrome.show_status(translate(_POINT_GONE, gone=stood.name, here=here.name))

    def forget_people(self) -> None:
        """Clear what shows people, here and on other screens."""
        self._actions.search.forget_people()
        self._actions.forms.forget_people()
        self._actions.tying.leave()
        self._actions.operations.forget_people()
        self._shown_answer.rest()
        self._chrome.stage.answer.forget()
        self.people_forgotten.emit()


_NEW_DAY = Message("desk", "A new day of the event: at {here} everyone is counted anew.")
_POINT_GONE = Message("desk", "The control point “{gone}” is no longer in the programme. This desk is now at “{here}”.")


LEAST_WIDTH, LEAST_HEIGHT = 960, 540
"""Pixels. With rail and title bar the desk fits on a screen of 1024x600."""


class DeskWindow(QWidget):
    """The screen of the desk. `desk` and `queries` belong to the UI thread; `language` is the current one.

    `operations` keeps the answer that is shown; `desk_actions` has what keys do, `chrome` the lights and the sentence
    below.
    """

    answered = Signal(Answer)
    """Emitted with each answer, once it is on the screen."""
    called = Signal()
    """Emitted when a code arrives: this screen must come to the front."""
    control_point_chosen = Signal(str)
    closed = Signal()

    def __init__(self, desk: Desk, queries: DeskQueries, language: str) -> None:
        super().__init__()
        self._desk = desk
        self.operations = DeskOperations(desk, queries, self)
        self.chrome = DeskChrome(desk, queries, language, self)
        self.header, self.stage, self.footer = self.chrome.header, self.chrome.stage, self.chrome.footer
        self.paper = PaperEntryBar(desk)
        self.codes = CodeQueue(self)
        self.shown_answer = ShownAnswer(desk, self.operations, self.chrome, self.codes)
        self.desk_actions = DeskActions(desk, queries, self.operations, self.chrome, self.shown_answer)
        self.updates = DeskUpdates(desk, queries, self.chrome, self.shown_answer, self.desk_actions)
        self._assemble()
        self._connect_codes()
        self._connect_parts()
        DeskKeys(self.desk_actions, self.stage, self)
        self.updates.start()

    # Codes

    def take_code(self, text: str) -> None:
        """Answer a code from camera or scanner. Codes that come together are answered one after another; one that a
        person is to get is no scan.
        """
        self.called.emit()
        if self.desk_actions.tying.take(text):
            return
        self.codes.add(text)
        if self.codes.is_paused:
            self.desk_actions.forms.show_code_waits()
        elif self.codes.is_waiting and self.operations.asked:
            self.show_status(translate(Message("desk", "Another code was scanned. It is next, after this question.")))

    def take_seen_code(self, text: str) -> None:
        """Answer a code that the camera saw; ignored while entering from paper, where it would see
        neighbouring codes.
        """
        if self._desk.written:
            self.show_status(translate(CAMERA_OFF))
        else:
            self.take_code(text)

    def record_waiting(self) -> None:
        """Record the waiting codes, up to one that asks a question: the window is about to close."""
        self.codes.finish(lambda: self.operations.asked is not None)

    def _show_waiting(self, count: int) -> None:
        """Show how many codes wait; the default sentence, that everything is saved, is not true of these. It is not
        announced: that would take the place of their answers.
        """
        if count:
            self.footer.set_status(translate(Message("desk", "{count} {count:code|codes} being recorded"), count=count))

    # What devices, and the program around, show here

    def take_image(self, image: QImage | None) -> None:
        self.stage.set_image(image)

    def outline(self, polygons: Sequence[Polygon]) -> None:
        self.stage.outline(polygons, ok=True)

    def show_camera(self, words: str, caption: str, is_live: bool | None, is_mirrored: bool) -> None:
        """Show the camera. `words` is its state as a sentence, `caption` stands under the live picture.

        `is_live` None means that there is no camera, which is no fault.
        """
        self.chrome.show_camera(words, caption, is_live, is_mirrored)

    def show_space(self, is_enough: bool) -> None:
        """Show whether the event's disk has enough space."""
        self.chrome.show_space(is_enough)

    def show_printer(self, is_ok: bool | None, tip: str, what: str) -> None:
        """Show the printer: `tip` in sentences, `what` in a few words. The answer's badge is followed too."""
        self.chrome.set_light("printer", is_ok, tip, what)
        self.desk_actions.badges.follow()

    def show_sync_status(self, sync_status: SyncStatus) -> None:
        """Show the state of the exchange with other desks; answers about unknown codes then name the silent desks."""
        self.chrome.show_sync_status(sync_status)
        self.operations.silent = sync_status.silent

    def show_status(self, text: str) -> None:
        """Show one sentence at the bottom until the next answer."""
        self.chrome.show_status(text)

    def fail(self, error: CheckinError) -> None:
        """Show that an operation failed; if nothing was saved, as the most conspicuous answer there is.

        A `UserError` is shown where its user looks, any other failure at the bottom, because it is not about the person
        shown.
        """
        if isinstance(error, UserError):
            self.desk_actions.reply(error_text(error))
            return
        self.show_status(error_text(error))
        self.desk_actions.forms.show_error(error_text(error))
        if self.operations.failed(error):
            self.chrome.show_saved(False)

    def rest(self) -> None:
        """Return to the camera and forget the answer."""
        self.desk_actions.tying.leave()
        self.shown_answer.rest()

    def refresh(self) -> None:
        """Read everything around the answer again: after an import, or a change by another window."""
        self.updates.refresh()

    # Layout

    def _assemble(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.chrome.scan_only)
        column.addWidget(self.desk_actions.switcher.bar)
        column.addWidget(self.paper)
        column.addWidget(self.desk_actions.tying.bar)
        column.addLayout(above := QVBoxLayout())
        column.addWidget(StageScrollArea(self.stage, above) if text_scale() > 1 else self.stage, 1)
        column.addWidget(self.footer)
        width = LEAST_WIDTH + NARROW - scale_px(NARROW)  # a rail of large text takes of the desk
        self.setMinimumSize(width, LEAST_HEIGHT)
        self.stage.search.setFocus()

    def _order_tabs(self) -> None:
        """Set the Tab order, again whenever the buttons change."""
        around = (*self.stage.reached, *self.header.reached)
        for before, after in pairwise(part for part in around if part.focusPolicy() & Qt.FocusPolicy.TabFocus):
            self.setTabOrder(before, after)

    # Connections

    def _connect_codes(self) -> None:
        self.codes.due.connect(self.operations.scan)
        self.codes.waiting_changed.connect(self._show_waiting)
        self.paper.changed.connect(self._change_paper)
        forms, switcher = self.desk_actions.forms, self.desk_actions.switcher
        self.desk_actions.search.code_typed.connect(self.take_code)
        forms.busy_changed.connect(self.codes.pause)
        forms.opened.connect(self.shown_answer.make_way)
        forms.opened.connect(self.desk_actions.tying.leave)
        forms.left.connect(self._leave_form)
        switcher.leaving.connect(self.codes.finish)
        switcher.moved.connect(self._stand_elsewhere)

    def _connect_parts(self) -> None:
        switcher, stage = self.desk_actions.switcher, self.stage
        self.operations.answered.connect(self.shown_answer.present)
        self.shown_answer.presented.connect(self._note_answered)
        self.updates.refreshed.connect(lambda: self.setWindowTitle(self.chrome.title()))
        self.header.control_point_chosen.connect(switcher.move_to)
        self.header.note_wanted.connect(lambda: switcher.ask_note(self))
        switcher.reported.connect(self.show_status)
        switcher.note_left.connect(self.refresh)
        self.header.menu_closed.connect(stage.search.setFocus, Qt.ConnectionType.QueuedConnection)
        stage.answer.arranged.connect(self._order_tabs)
        stage.search.query_changed.connect(stage.recent_scans.interrupt)  # people found cover the list
        self.desk_actions.search.reported.connect(self.show_status)

    def _note_answered(self, answer: Answer) -> None:
        if answer.reason is not Reason.NOT_SAVED:
            self.updates.count_soon()
        self.desk_actions.switcher.answered()
        self.answered.emit(answer)

    def _stand_elsewhere(self, point: str) -> None:
        self.codes.clear()
        self.rest()
        self.refresh()
        announce_after_key(self, translate(_STANDS, name=self._desk.control_point.name, count=self.header.spoken_count))
        self.control_point_chosen.emit(point)

    def _change_paper(self) -> None:
        """Return to the camera: the shown answer was about another time."""
        self.codes.clear()
        self.rest()
        self.stage.search.setFocus()

    def _leave_form(self) -> None:
        """Close the form and let waiting codes go on."""
        self.desk_actions.escape()
        self.codes.resume()

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._order_tabs()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.codes.finish()
        self.updates.stop()
        super().closeEvent(event)
        self.closed.emit()


_STANDS = Message("desk", "Control point: {name}. {count}.")
