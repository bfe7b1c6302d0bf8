# SPDX-License-Identifier: GPL-3.0-or-later
"""The file dialogs of the closing screen: where reports go, and the logo.

After each dialog the event file is held again, because file dialogs open files to find their icons.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from checkin.core.message import Message
from checkin.translation import translate


class ClosingFiles:
    """The dialogs; `folder` is where they begin."""

    def __init__(self, folder: Path, hold_again: Callable[[], None], parent: QWidget) -> None:
        self._folder, self._relock, self._parent = folder, hold_again, parent

    def ask_pdf_target(self, name: str) -> Path | None:
        start = str(self._folder / f"{name}.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self._parent, translate(_SAVE), start, "PDF (*.pdf)")
        self._relock()
        if not chosen:
            return None
        return Path(chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf")

    def ask_folder(self, name: str) -> Path | None:
        """Return a new folder called `name` in the chosen one, for hundreds of files; None if the user cancelled."""
        chosen = QFileDialog.getExistingDirectory(self._parent, translate(_FOLDER), str(self._folder))
        self._relock()
        return Path(chosen) / name if chosen else None

    def logo(self) -> Path | None:
        kinds = f"{translate(_PICTURES)} (*.png *.jpg *.jpeg *.svg)"
        chosen, _ = QFileDialog.getOpenFileName(self._parent, translate(_LOGO), str(self._folder), kinds)
        self._relock()
        return Path(chosen) if chosen else None


_SAVE = Message("badges", "Save the PDF as")
_FOLDER = Message("closing", "Folder for the certificates")
_LOGO = Message("closing", "Choose a logo")
_PICTURES = Message("badges", "Pictures")
