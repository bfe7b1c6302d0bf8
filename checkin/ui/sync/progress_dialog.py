# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog of a background task: progress, result, and Cancel. Does none of the work."""

from collections.abc import Callable

from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QProgressBar, QVBoxLayout, QWidget

from checkin.core.errors import CheckinError
from checkin.core.message import Message
from checkin.services.sync.background_task import BackgroundTask
from checkin.translation import error_text, translate
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import LARGE
from checkin.ui.widgets.labels import Paragraph

WIDTH = 480


class ProgressDialog(QDialog):
    """The dialog. `result_of_work` is the result, None without one; `describe` makes a sentence of it to be read.

    Without `describe` the dialog closes as soon as there is a result.
    """

    can_be_left = True
    """Whether it may be cancelled; not where work elsewhere would continue unnoticed."""

    def __init__(
        self,
        errand: BackgroundTask,
        title: str,
        describe: Callable[[object], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.result_of_work: object = None
        self._is_reported = False
        self._errand, self._describe = errand, describe
        self.setWindowTitle(title)
        self._heading, self._text, self._bar = Paragraph(LARGE, 600), Paragraph(), QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(title)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)  # no default button
        self._buttons.rejected.connect(self._cancel)
        self._buttons.accepted.connect(self.accept)
        self._assemble(title)
        errand.progressed.connect(self._show_progress)
        errand.done.connect(self._show_done)
        errand.refused.connect(self._show_refused)
        errand.finished.connect(self._show_over)

    def go_to_the_end(self, why: str) -> None:
        """Offer no Cancel, and say `why`."""
        self.can_be_left = False
        self._buttons.hide()
        self._text.show_text(why)

    def start(self) -> "ProgressDialog":
        """Start the work and return the dialog, on which the caller calls `exec`."""
        self._buttons.setVisible(self.can_be_left)
        self._errand.start()
        return self

    def _show_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _show_done(self, result: object) -> None:
        self.result_of_work = result
        if self._describe:
            self._end(self._describe(result))
        else:
            self._is_reported = True
            self.accept()

    def _show_refused(self, error: CheckinError) -> None:
        self._end(error_text(error))

    def _show_over(self) -> None:
        """Report that the work stopped if the thread ended without a result."""
        if not self._is_reported:
            self._stand_still(_STOPPED)

    def fail(self, fault: Exception) -> None:
        """Pass a bug to the error handler."""
        self._bar.hide()
        self.reject()
        raise fault

    def _end(self, text: str) -> None:
        self._is_reported = True
        self._bar.hide()
        self._buttons.show()
        self._text.show_text(text)
        self._buttons.setStandardButtons(QDialogButtonBox.StandardButton.Ok)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setFocus()

    def _stand_still(self, words: Message) -> None:
        self._bar.hide()
        self._buttons.show()
        self._text.show_text(translate(words))
        self._buttons.setStandardButtons(QDialogButtonBox.StandardButton.Close)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Cancel):
            self._cancel()
        else:
            super().keyPressEvent(event)

    def _cancel(self) -> None:
        """Ask the work to stop and do not wait for it, because a step may take long."""
        if self._bar.isHidden():
            self.reject()
        elif self.can_be_left:
            self._errand.cancel()
            self._stand_still(_STOPPING)

    def reject(self) -> None:
        """Handle closing; the window's close button comes here too."""
        if self.can_be_left or self._bar.isHidden():
            super().reject()

    def done(self, result: int) -> None:
        self._errand.leave()
        super().done(result)

    def _assemble(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        self._heading.show_text(title)
        for part in (self._heading, self._bar, self._text):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self._buttons)
        self.setFixedWidth(scale_px(WIDTH))


def run_with_progress(
    work: Callable[[], object], title: str, parent: QWidget | None = None, *, can_be_left: bool = True
) -> object:
    """Run `work` in a thread and return its result; None if it was refused (and that was shown) or cancelled."""
    errand = BackgroundTask(lambda _: work())
    dialog = ProgressDialog(errand, title, parent=parent)
    dialog.can_be_left = can_be_left
    errand.failed.connect(dialog.fail)
    dialog.start().exec()
    result = dialog.result_of_work
    dialog.deleteLater()
    return result


_STOPPING = Message("errand", "Stopping… Nothing is lost; you can close this window.")
_STOPPED = Message("errand", "Stopped. Nothing is lost: start again whenever you like.")
