# SPDX-License-Identifier: GPL-3.0-or-later
"""The alarm of an open desk when its file is replaced, damaged or removed by another program.

It is shown above every screen, with the button that carries on with what this desk knows (docs/adr/0051).
"""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent

from checkin.core.message import Message
from checkin.services.event_file import EventFile
from checkin.storage.file_guard import SENTENCES
from checkin.storage.open_file_record import FileTrouble
from checkin.storage.rescue_copies import IS_RIGHT, PUT_RIGHT
from checkin.translation import translate
from checkin.ui.desk.notice_bar import NoticeBar
from checkin.ui.shell import Shell

LOOK_MS = 1_000


class DeskFileTrouble(QObject):
    """The watch over one event file. Call `mount` first; `look` runs every second. Rehearsals and demonstrations are
    not watched.
    """

    reported = Signal(bool)
    """The headline has changed; True if the file is in trouble."""

    def __init__(self, event: EventFile) -> None:
        super().__init__()
        self._event = event
        self._reported: FileTrouble | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def mount(self, shell: Shell, notice: NoticeBar) -> None:
        """Connect a new window of the program."""
        self._shell, self._notice, self._reported = shell, notice, None
        if not shell.band.text:
            shell.band.left.connect(self._repair)
            self._timer.start()

    def look(self) -> None:
        found = self._event.guard.trouble
        if found is self._reported:
            return
        self._reported = found
        if found:
            self._shell.show_occasion(HEADLINES[found], translate(PUT_RIGHT))
            self._shell.show_status(f"{translate(SENTENCES[found])} {translate(_PRESS)}")
            self.reported.emit(True)
            QAccessible.updateAccessibility(QAccessibleEvent(self._shell.band, QAccessible.Event.Alert))
        else:
            self._end(translate(_BACK))

    def stop(self) -> None:
        self._timer.stop()

    def _repair(self) -> None:
        done = self._event.guard.repair()
        self._reported = None
        sentence = translate(IS_RIGHT, people=self._event.attendees.count(), entries=self._event.journal.count())
        kept = translate(_KEPT, name=done.kept.name) if done.kept else ""
        self._end(f"{sentence} {kept}")
        self._notice.show_notice(
            f"{sentence} {translate(_LOST, lost=done.lost)}" if done.lost else sentence, "circle-check"
        )

    def _end(self, sentence: str) -> None:
        self._shell.show_occasion(None)
        self._shell.refresh()
        self._shell.show_status(sentence)
        self.reported.emit(False)


HEADLINES = {
    FileTrouble.GONE: Message("occasion", "NO LONGER SAVING – the event file has gone"),
    FileTrouble.FOREIGN: Message("occasion", "NO LONGER SAVING – another file is in its place"),
    FileTrouble.DAMAGED: Message("occasion", "NO LONGER SAVING – the event file was damaged"),
    FileTrouble.OLDER: Message("occasion", "NO LONGER SAVING – an older copy has replaced the file"),
}
_PRESS = Message("storage", "“Restore the file”, at the top, lets you carry on with it.")
_LOST = Message(
    "storage",
    "{lost} earlier {lost:entry|entries} could not be read: look in a backup, or at another desk.",
)
_BACK = Message("storage", "The event file is back, with everything that was recorded. Carry on.")
_KEPT = Message("storage", "The file that was there is kept next to it: “{name}”.")
