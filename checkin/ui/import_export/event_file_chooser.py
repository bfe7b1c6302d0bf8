# SPDX-License-Identifier: GPL-3.0-or-later
"""The choice of the file for a new event: beside its list unless the user chooses another place. Makes no file."""

import os
from itertools import count
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.widgets.labels import label

SUFFIX = ".checkin"
EVENTS = Message("file", "Checkin events")
_TITLE = Message("welcome", "Where to save the event")


class EventFileChooser(QWidget):
    """A line with the proposed file and a button to change it. `path` is a file that does not exist yet."""

    def __init__(self, source: Path, documents: Path) -> None:
        super().__init__()
        self.path = free_path(source, documents)
        self._text = label("")
        self.change = QPushButton(translate(Message("import", "Elsewhere…")))
        self.change.setAutoDefault(False)
        self.change.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._text, 1)
        row.addWidget(self.change)
        self._show()

    def propose(self, source: Path, documents: Path) -> None:
        """Propose a file beside `source`."""
        self.path = free_path(source, documents)
        self._show()

    def _ask(self) -> None:
        if path := ask_event_path(self.path, self):
            self.path = path
            self._show()

    def _show(self) -> None:
        self._text.setText(translate(_KEPT, name=self.path.name, folder=self.path.parent))
        self.change.setAccessibleDescription(self._text.text())


def ask_event_path(proposed: Path, parent: QWidget) -> Path | None:
    chosen, _ = QFileDialog.getSaveFileName(
        parent, translate(_TITLE), str(proposed), f"{translate(EVENTS)} (*{SUFFIX})"
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)  # keeps the day in "Gala 24.12"


def free_path(source: Path, documents: Path) -> Path:
    """Return a free path named after `source`, in its folder or else in `documents` if that is not writable; numbered
    if taken.
    """
    folder = source.parent if os.access(source.parent, os.W_OK) else documents
    path = folder / f"{source.stem}{SUFFIX}"
    numbers = count(2)
    while path.exists():
        path = folder / f"{source.stem} {next(numbers)}{SUFFIX}"
    return path


_KEPT = Message("import", "The event will be saved as “{name}” in {folder}.")
