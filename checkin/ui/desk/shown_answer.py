# SPDX-License-Identifier: GPL-3.0-or-later
"""The answer in the large panel: how it comes there, how long it stays, and when the next code may follow."""

from PySide6.QtCore import QObject, QTimer, Signal

from checkin.core.answer import Answer
from checkin.core.decision import Reason, Verdict
from checkin.services.desk import Desk
from checkin.services.lending import WAIT
from checkin.ui.desk.answer_content import provisional_code
from checkin.ui.desk.desk_chrome import DeskChrome
from checkin.ui.desk.desk_operations import DeskOperations
from checkin.ui.widgets.code_queue import QUESTION_MS, CodeQueue

LINGER_MS = {Verdict.ADMIT: 8_000, Verdict.DUPLICATE: 20_000, Verdict.REFUSE: 30_000}
"""How long an answer stays when nothing follows. A question stays until something follows."""

ORDER_LINGER_MS = 30_000
"""How long an answer stays that offers the others of an order."""

NUMBER_LINGER_MS = round(WAIT.total_seconds() * 1000)
"""How long an answer stays that waits for the number of a thing: as long as the number is for its person."""

PHOTO_MS, PHOTO_LINGER_MS = 8_000, 60_000
"""How long a new code is shown to be photographed: before waiting codes go on, and when nothing follows."""


class ShownAnswer(QObject):
    """The way of an answer to the screen (`present`), and back to the camera (`rest`)."""

    presented = Signal(Answer)
    """Emitted with an answer that is on the screen now."""

    def __init__(self, desk: Desk, operations: DeskOperations, chrome: DeskChrome, codes: CodeQueue) -> None:
        super().__init__(chrome)
        self._desk, self._operations, self._chrome, self._codes = desk, operations, chrome, codes
        self._stage = chrome.stage
        self.linger = QTimer(self, singleShot=True)
        self.linger.timeout.connect(self.rest)

    def rest(self) -> None:
        """Return to the camera and forget the answer."""
        self._operations.forget()
        self._chrome.reset_status()
        self._stage.recent_scans.pop_interruption()
        self._stage.show_idle()

    def make_way(self) -> None:
        """Forget the answer before a form is shown: F7 and F8 were about it."""
        self.linger.stop()
        self._operations.forget()

    def present(self, answer: Answer) -> None:
        """Show an answer at once. Anything but NOT_SAVED is on the disk."""
        self._stage.recent_scans.interrupt()
        if answer.reason is not Reason.NOT_SAVED:
            self._chrome.reset_status()
            self._chrome.show_saved(True)
        is_new = bool(provisional_code(answer))
        self._pause_codes(answer, is_new)
        self._stage.show_answer(answer, self._desk.programme, self._desk.photographs.shown(answer))
        self._stage.search.setFocus()  # the next name can be typed at once, whatever was clicked before
        self.linger.stop()
        if answer.verdict in LINGER_MS:
            self.linger.start(PHOTO_LINGER_MS if is_new else _linger(answer))
        self.presented.emit(answer)

    def _pause_codes(self, answer: Answer, is_new: bool) -> None:
        """Let waiting codes wait until this answer could be read, or its new code photographed."""
        if self._operations.asked:
            self._codes.pause_for(QUESTION_MS)
        elif answer.verdict is not Verdict.ADMIT and self._codes.is_resting:
            self._codes.pause_for()
        if is_new and self._codes.is_waiting:
            self._codes.pause_for(PHOTO_MS)


def _linger(answer: Answer) -> int:
    """Return how long `answer` stays when nothing follows, in milliseconds."""
    if answer.lent.is_asked:
        return NUMBER_LINGER_MS
    return max(LINGER_MS[answer.verdict], ORDER_LINGER_MS if answer.others or answer.party else 0)
