# SPDX-License-Identifier: GPL-3.0-or-later
"""The printers above their queue: state, waiting jobs, and actions on all of these."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QPushButton, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.services.badge_print_requests import Printing
from checkin.services.printing.print_threads import PrintService
from checkin.translation import translate
from checkin.ui.widgets.labels import Paragraph
from checkin.ui.widgets.layouts import FlowLayout
from checkin.ui.widgets.printer_wording import printer_line

LABELS = ("zpl", "brotherql")
"""Beginnings of the addresses of printers with rolls."""
USUAL_ROLL, MOST_LABELS = 300, 5_000


class PrintQueuePrinters(QWidget):
    """The printers. `changed` is emitted after an action on waiting jobs."""

    changed = Signal()
    settings_wanted = Signal()

    def __init__(self, printing: Printing, room: PrintService) -> None:
        super().__init__()
        self._printing, self._room = printing, room
        self.message = Paragraph()
        self.pause, self.move_all = _button("", self._pause), _button(translate(_MOVE), self._move_all)
        self.cancel_batch = _button("", self._cancel_batch)
        self.new_roll = _button(translate(Message("printing", "New roll…")), self._new_roll)
        settings = _button(translate(Message("printing", "Printer…")), self.settings_wanted.emit)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(FlowLayout(self.pause, self.move_all, self.cancel_batch, self.new_roll), 1)
        row.addWidget(settings, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.message)
        column.addLayout(row)

    def refresh(self) -> None:
        plan, room = self._printing.plan, self._room
        lines = [printer_line(plan.name_of(address), room.state(address)) for address in plan.printers]
        waiting, batch = self._printing.waiting(), self._printing.waiting_in_batch()
        lines += [translate(_WAITING, count=waiting)] if waiting else []
        lines += self._roll()
        self.message.show_text("\n".join(lines) or translate(_NO_PRINTER))
        self.pause.setText(translate(_GO_ON if room.is_paused else _PAUSE))
        self.pause.setVisible(bool(batch) or room.is_paused)
        self.cancel_batch.setText(translate(_CANCEL_BATCH, count=batch))
        self.cancel_batch.setVisible(bool(batch))
        self.move_all.setToolTip(plan.name_of(plan.second))
        self.move_all.setVisible(bool(plan.second) and self._printing.waiting_for(plan.printer) > 0)

    def _roll(self) -> list[str]:
        """Return how many labels the first printer has left, if they are counted."""
        address = self._printing.plan.printer
        self.new_roll.setVisible(address.startswith(LABELS))
        roll = self._printing.roll(address)
        if roll is None:
            return []
        return [translate(roll.warning or _LEFT, left=roll.left)]

    def _new_roll(self) -> None:
        count, is_said = QInputDialog.getInt(
            self, translate(_NEW_ROLL), translate(_HOW_MANY), USUAL_ROLL, 0, MOST_LABELS
        )
        if is_said:
            self._printing.new_roll(self._printing.plan.printer, count)
            self.changed.emit()

    def _pause(self) -> None:
        self._room.pause(not self._room.is_paused)
        self.changed.emit()

    def _move_all(self) -> None:
        self._printing.move_to(self._printing.plan.second)
        self._room.wake()
        self.changed.emit()

    def _cancel_batch(self) -> None:
        self._printing.cancel_batch()
        self.changed.emit()


def _button(text: str, operation: object) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(operation)
    return button


_NO_PRINTER = Message("printing", "No printer is chosen: arrivals print nothing.")
_WAITING = Message("printing", "Badges waiting: {count}")
_LEFT = Message("printing", "Labels left on the roll: about {left}")
_NEW_ROLL = Message("printing", "New roll")
_HOW_MANY = Message("printing", "Labels on it (0 to stop counting):")
_PAUSE = Message("printing", "Pause the batch")
_GO_ON = Message("printing", "Resume the batch")
_CANCEL_BATCH = Message("printing", "Cancel the batch ({count})")
_MOVE = Message("printing", "All to the second printer")
