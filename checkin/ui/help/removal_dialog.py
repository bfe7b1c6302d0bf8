# SPDX-License-Identifier: GPL-3.0-or-later
"""What Checkin keeps on this computer, and which events are to go with it: whoever wants it says so twice, and is told
there what went. Removes nothing itself.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from checkin.core.words import Words
from checkin.desk.computer.open_mark import is_open
from checkin.desk.computer.own_data import STAYS, Kept
from checkin.language import say
from checkin.ui.look.theme import GAP, SMALL, TEXT
from checkin.ui.parts.dialog_buttons import do_or_go_back, is_meant
from checkin.ui.parts.dialog_column import dialog_column
from checkin.ui.parts.form_fields import Strip
from checkin.ui.parts.group import Group
from checkin.ui.parts.labels import Paragraph, label

WIDTH, HEIGHT = 960, 580
"""Pixels; fits the smallest window."""


class RemovalDialog(QDialog):
    """`wanted` means: it was meant, twice. `events` are the files that somebody ticked; `show_removed` is called when
    they are gone.
    """

    wanted = Signal()

    def __init__(self, kept: Sequence[Kept], known: Sequence[Path], start: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say(_WINDOW))
        self._start = start
        self.list = QListWidget()
        self.list.setAccessibleName(say(_EVENTS))
        self.add = QPushButton(say(_ADD))
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._ask_event)
        self.meant, self.told = QCheckBox(say(_MEANT)), Strip()
        self.buttons = do_or_go_back(self, say(_GO_ON), is_danger=True)
        self.go_on = self.buttons.buttons()[0]
        self.go_on.setEnabled(False)
        self.meant.toggled.connect(self.go_on.setEnabled)
        self.buttons.accepted.connect(self._confirm)
        for path in known:
            self.add_event(path, is_ticked=False)
        self._assemble(kept)
        self.resize(WIDTH, HEIGHT)

    @property
    def events(self) -> list[Path]:
        items = [self.list.item(row) for row in range(self.list.count())]
        return [Path(i.data(Qt.ItemDataRole.UserRole)) for i in items if i.checkState() is Qt.CheckState.Checked]

    def add_event(self, path: Path, *, is_ticked: bool) -> None:
        """One that a window has open has no box: it cannot go, and says why."""
        item = QListWidgetItem(f"{path.name}\n{path.parent}", self.list)
        item.setData(Qt.ItemDataRole.UserRole, str(path))
        if is_open(path):
            item.setText(f"{path.name}\n{say(_IS_OPEN)}\n{path.parent}")
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            return
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)

    def show_removed(self, sentence: str) -> None:
        """What went. There is nothing more to ask."""
        self.told.note(sentence)
        self.meant.hide()
        self.go_on.hide()
        self.list.setEnabled(False)
        self.add.setEnabled(False)
        leave = self.buttons.button(QDialogButtonBox.StandardButton.Cancel)
        leave.setText(say(_CLOSE))
        leave.setDefault(True)
        leave.setFocus()

    def show_error(self, sentence: str) -> None:
        self.told.warn(sentence)

    def _ask_event(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, say(_ADD), str(self._start), "*.checkin")
        if chosen:
            self.add_event(Path(chosen), is_ticked=True)

    def _confirm(self) -> None:
        """The second time."""
        events = self.events
        question = say(_QUESTION if events else _QUESTION_OWN, count=len(events))
        if is_meant(self, (question, "\n".join([*(path.name for path in events), say(_FOR_GOOD)])), say(_REMOVE)):
            self.wanted.emit()

    def _assemble(self, kept: Sequence[Kept]) -> None:
        column = dialog_column(self, say(_WINDOW), 12)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(_card(_GOES, [*map(_line, kept)] or [say(_NOTHING)]), 1)
        row.addWidget(self._events(), 1)
        row.addWidget(_card(_STAYS, [say(words) for words in STAYS]), 1)
        column.addLayout(row, 1)
        column.addWidget(self.told)
        column.addWidget(self.meant)
        column.addWidget(self.buttons)

    def _events(self) -> Group:
        self.list.setWordWrap(True)
        ticked = Paragraph(SMALL)
        ticked.show_text(say(_TICK))
        group = Group(label(say(_EVENTS), TEXT, 700), ticked)
        group.column.addWidget(self.list, 1)
        group.column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        return group


def _line(kept: Kept) -> str:
    size = QLocale().formattedDataSize(kept.size, 0, QLocale.DataSizeFormat.DataSizeTraditionalFormat)
    return say(_ONE_FILE if len(kept.files) == 1 else _FILES, what=say(kept.what), count=len(kept.files), size=size)


def _card(title: Words, lines: Sequence[str]) -> Group:
    group = Group(label(say(title), TEXT, 700))
    for line in lines:
        told = Paragraph(SMALL)
        told.show_text(line)
        group.column.addWidget(told)
    group.column.addStretch(1)
    return group


_WINDOW = Words("removal", "Remove all data of Checkin from this computer")
_GOES, _EVENTS, _STAYS = (
    Words("removal", "What goes"),
    Words("removal", "Events"),
    Words("removal", "What stays"),
)
_FILES = Words("removal", "{what} ({count} files, {size})")
_ONE_FILE = Words("removal", "{what} (1 file, {size})")
_NOTHING = Words("removal", "Checkin keeps nothing here.")
_TICK = Words("removal", "Ticked, an event goes too, with its people, its arrivals and its backups.")
_IS_OPEN = Words("removal", "It is open: close it first.")
_ADD = Words("removal", "Another event…")
_MEANT = Words("removal", "What I still need is exported or copied elsewhere")
_GO_ON = Words("removal", "Remove…")
_REMOVE = Words("removal", "Remove for good")
_CLOSE = Words("removal", "Close")
_QUESTION = Words("removal", "Remove all that Checkin keeps here, and the events that are ticked ({count})?")
_QUESTION_OWN = Words("removal", "Remove all that Checkin keeps here? No event is ticked: they all stay.")
_FOR_GOOD = Words("removal", "There is no way back.")
