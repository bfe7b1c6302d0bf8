# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialogs of a problem report, shown in full before it is saved, and of the removal of Checkin's data."""

from collections.abc import Sequence
from pathlib import Path

from PySide6 import QtWidgets
from PySide6.QtCore import QLocale, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from checkin.core.message import Message
from checkin.services.computer.app_data import NOT_REMOVED, Kept
from checkin.services.computer.crash_recovery import is_event_open
from checkin.services.computer.problem_report import ReportPart
from checkin.translation import translate
from checkin.ui.look.theme import GAP, SMALL, TEXT, scaled_font
from checkin.ui.widgets.boxes import REST, at_left, row_of, wide
from checkin.ui.widgets.buttons import ask_confirmation, push_button
from checkin.ui.widgets.dialogs import Dialog, ask_target
from checkin.ui.widgets.form_fields import FormMessage, label
from checkin.ui.widgets.layouts import CardGroup

WIDTH, HEIGHT, LIST = 1000, 580, 330
"""Pixels; fits the smallest window."""


class ProblemReportDialog(Dialog):
    """The dialog. `chosen` carries the file to write; the caller calls `show_saved` when it is written."""

    chosen = Signal(Path)

    def __init__(self, parts: Sequence[ReportPart], start: Path, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(translate(Message("report", "Report a problem")), parent)
        self._parts, self._start, self._saved = tuple(parts), start, start
        self.list, self.text, self.message = QtWidgets.QListWidget(), QtWidgets.QPlainTextEdit(), FormMessage()
        self.save, self.show_file, self.leave = (
            QtWidgets.QPushButton(translate(words))
            for words in (Message("report", "Save…"), _SHOW, Message("report", "Close"))
        )
        row = row_of(wide(label(translate(_NOTHING_SENT), SMALL)), spacing=8)
        for button in (self.show_file, self.save, self.leave):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.save.setDefault(True)
        self.show_file.hide()
        self.arrange(label(translate(_WHY)), wide(self._texts()), self.message, row)
        self.save.clicked.connect(self._ask)
        self.show_file.clicked.connect(self._show)
        self.leave.clicked.connect(self.reject)
        self.list.currentRowChanged.connect(lambda row: self.text.setPlainText(self._parts[row].text))
        self.list.setCurrentRow(0)
        self.resize(WIDTH, HEIGHT)

    def show_saved(self, path: Path) -> None:
        """Show where the report is, and once more that it was not sent to anybody."""
        self._saved = path
        self.message.note(translate(_SAVED, name=path.name, folder=path.parent))
        self.show_file.show()
        self.leave.setDefault(True)
        self.leave.setFocus()

    def show_error(self, sentence: str) -> None:
        self.message.warn(sentence)

    def _ask(self) -> None:
        if path := ask_target(self, translate(_SAVE_TITLE), self._start, "*.zip", ".zip"):
            self.chosen.emit(path)

    def _show(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved.parent)))

    def _texts(self) -> QtWidgets.QHBoxLayout:
        self.list.setFixedWidth(LIST)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QtWidgets.QListWidget.ResizeMode.Adjust)
        self.list.setAccessibleName(translate(_CONTENT))
        self.list.addItems([translate(part.title) for part in self._parts])
        self.text.setReadOnly(True)
        self.text.setFont(scaled_font(SMALL + 1))
        self.text.setTabChangesFocus(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setAccessibleName(translate(_CONTENT))
        return row_of(self.list, wide(self.text), spacing=12)


_WHY = Message(
    "report",
    "What you see here helps someone find the fault. Read it, save it as one file, and give them the file with "
    "a few words on what you did and what you saw.",
)
_CONTENT = Message("report", "What is in the file")
_NOTHING_SENT = Message(
    "report", "It contains no names, e-mail addresses, codes, notes or organisations. Checkin never sends anything."
)
_SAVE_TITLE = Message("report", "Save the report as")
_SHOW = Message("report", "Open the folder")
_SAVED = Message("report", "Saved as {name} in {folder}. Nothing was sent: it is up to you who gets it.")


# The dialog that removes Checkin's data from this computer, and events if ticked, after a second confirmation.
# It reports what was removed. Removes nothing itself.

REMOVAL_WIDTH, REMOVAL_HEIGHT = 960, 580
"""Pixels; fits the smallest window."""


class DataRemovalDialog(Dialog):
    """The dialog. `wanted` is emitted after the second confirmation.

    `events` are the ticked files; the caller calls `show_removed` when they are gone.
    """

    wanted = Signal()

    def __init__(
        self, kept: Sequence[Kept], known: Sequence[Path], start: Path, parent: QtWidgets.QWidget | None = None
    ) -> None:
        super().__init__(translate(Message("removal", "Remove all Checkin data from this computer")), parent)
        self._start = start
        self.list = QtWidgets.QListWidget()
        self.list.setAccessibleName(translate(_EVENTS))
        self.add = push_button(translate(_ADD), self._ask_event)
        self.meant, self.message = QtWidgets.QCheckBox(translate(_MEANT)), FormMessage()
        self.buttons = self.confirm(translate(Message("removal", "Remove…")), self._confirm, is_danger=True)
        self.go_on = self.buttons.buttons()[0]
        self.go_on.setEnabled(False)
        self.meant.toggled.connect(self.go_on.setEnabled)
        for path in known:
            self.add_event(path, is_ticked=False)
        self.arrange(
            wide(
                row_of(
                    wide(_card(_GOES, [*map(_line, kept)] or [translate(_NOTHING)])),
                    wide(self._events()),
                    wide(_card(_STAYS, [translate(words) for words in NOT_REMOVED])),
                    spacing=GAP,
                )
            ),
            self.message,
            self.meant,
            self.buttons,
        )
        self.resize(REMOVAL_WIDTH, REMOVAL_HEIGHT)

    @property
    def events(self) -> list[Path]:
        items = [self.list.item(row) for row in range(self.list.count())]
        return [Path(i.data(Qt.ItemDataRole.UserRole)) for i in items if i.checkState() is Qt.CheckState.Checked]

    def add_event(self, path: Path, *, is_ticked: bool) -> None:
        """Add an event file. One that is open in a window has no check box, and says why."""
        item = QtWidgets.QListWidgetItem(f"{path.name}\n{path.parent}", self.list)
        item.setData(Qt.ItemDataRole.UserRole, str(path))
        if is_event_open(path):
            item.setText(f"{path.name}\n{translate(_IS_OPEN)}\n{path.parent}")
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            return
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)

    def show_removed(self, sentence: str) -> None:
        """Show what was removed; nothing is left to choose."""
        self.message.note(sentence)
        self.meant.hide()
        self.go_on.hide()
        self.list.setEnabled(False)
        self.add.setEnabled(False)
        leave = self.buttons.button(QtWidgets.QDialogButtonBox.StandardButton.Cancel)
        leave.setText(translate(Message("removal", "Close")))
        leave.setDefault(True)
        leave.setFocus()

    def show_error(self, sentence: str) -> None:
        self.message.warn(sentence)

    def _ask_event(self) -> None:
        chosen, _ = QtWidgets.QFileDialog.getOpenFileName(self, translate(_ADD), str(self._start), "*.checkin")
        if chosen:
            self.add_event(Path(chosen), is_ticked=True)

    def _confirm(self) -> None:
        """Ask a second time."""
        events = self.events
        question = translate(_QUESTION if events else _QUESTION_OWN, count=len(events))
        if ask_confirmation(
            self, (question, "\n".join([*(path.name for path in events), translate(_FOR_GOOD)])), translate(_REMOVE)
        ):
            self.wanted.emit()

    def _events(self) -> CardGroup:
        self.list.setWordWrap(True)
        title, ticked = label(translate(_EVENTS), TEXT, 700), label(translate(_TICK), SMALL)
        return CardGroup(title, ticked, wide(self.list), at_left(self.add))


def _line(kept: Kept) -> str:
    size = QLocale().formattedDataSize(kept.size, 0, QLocale.DataSizeFormat.DataSizeTraditionalFormat)
    return translate(
        _ONE_FILE if len(kept.files) == 1 else _FILES, what=translate(kept.what), count=len(kept.files), size=size
    )


def _card(title: Message, lines: Sequence[str]) -> CardGroup:
    return CardGroup(label(translate(title), TEXT, 700), *(label(line, SMALL) for line in lines), REST)


_GOES, _EVENTS, _STAYS = (
    Message("removal", "What will be removed"),
    Message("removal", "Events"),
    Message("removal", "What stays"),
)
_FILES = Message("removal", "{what} ({count} files, {size})")
_ONE_FILE = Message("removal", "{what} (1 file, {size})")
_NOTHING = Message("removal", "Checkin keeps nothing here.")
_TICK = Message("removal", "A ticked event is removed too, with its people, its arrivals and its backups.")
_ADD = Message("removal", "Another event…")
_MEANT = Message("removal", "I have exported or copied elsewhere everything I still need")
_REMOVE = Message("removal", "Remove for good")
_QUESTION = Message("removal", "Remove everything Checkin keeps here, and the events that are ticked ({count})?")
_QUESTION_OWN = Message("removal", "Remove everything Checkin keeps here? No event is ticked: they all stay.")
_FOR_GOOD = Message("removal", "This cannot be undone.")
_IS_OPEN = Message("removal", "Open: close it first.")
