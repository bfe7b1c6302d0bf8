# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk screen: its parts, where they stand, and how codes and signals go between them.

Knows no camera, thread or file. Picture of the parts: see the package. What a key does: `desk_keys`; how an answer is
shown: `shown_answer`; lights and sentences: `desk_chrome`; what is read again and when: `desk_updates`.
"""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QImage, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checkin.core.answer import Answer
from checkin.core.decision import Reason
from checkin.core.errors import CheckinError, UserError
from checkin.core.message import Message
from checkin.core.sync.sync_status import SyncStatus
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.translation import error_text, translate
from checkin.ui.desk.desk_actions import DeskActions
from checkin.ui.desk.desk_chrome import DeskChrome
from checkin.ui.desk.desk_keys import DeskKeys
from checkin.ui.desk.desk_operations import DeskOperations
from checkin.ui.desk.desk_stage import StageScrollArea
from checkin.ui.desk.desk_updates import DeskUpdates
from checkin.ui.desk.paper_entry_bar import CAMERA_OFF, PaperEntryBar
from checkin.ui.desk.shown_answer import ShownAnswer
from checkin.ui.look.measure import scale_px, text_scale
from checkin.ui.look.screen_reader import announce_after_key
from checkin.ui.widgets.camera_preview import Polygon
from checkin.ui.widgets.code_queue import CodeQueue
from checkin.ui.widgets.navigation_rail import NARROW

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
            self.show_status(translate(_CODE_WAITS))

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
            self.footer.set_status(translate(_CODES_WAIT, count=count))

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
_CODE_WAITS = Message("desk", "Another code was scanned. It is next, after this question.")
_CODES_WAIT = Message("desk", "{count} {count:code|codes} being recorded")
