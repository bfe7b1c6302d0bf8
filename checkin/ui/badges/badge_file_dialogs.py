# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialogs of the badges screen: template, picture, PDF, and the question before a template is removed.

The event file is held again after each file dialog.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from checkin.core.message import Message
from checkin.core.proposed_file_names import plain
from checkin.translation import translate
from checkin.ui.widgets.dialog_buttons import ask_confirmation


class BadgeFiles:
    """The dialogs; `folder` is where they begin.

    `hold_again` is called after each, because file dialogs open files to find their icons.
    """

    def __init__(self, folder: Path, hold_again: Callable[[], None], parent: QWidget) -> None:
        self._folder, self._relock, self._parent = folder, hold_again, parent

    def template(self) -> Path | None:
        return self._open(translate(Message("badges", "Add a badge")), f"{translate(_BADGES)} (*.toml)")

    def picture(self) -> Path | None:
        return self._open(
            translate(Message("badges", "Choose a picture")), f"{translate(_PICTURES)} (*.png *.jpg *.jpeg *.svg)"
        )

    def ask_template_target(self, name: str) -> Path | None:
        safe = plain(name) or "badge"
        return self._save(
            translate(Message("badges", "Save the badge as")), f"{safe}.toml", f"{translate(_BADGES)} (*.toml)"
        )

    def ask_pdf_target(self, name: str) -> Path | None:
        return self._save(translate(Message("badges", "Save the PDF as")), f"{name}.pdf", "PDF (*.pdf)")

    def _open(self, title: str, kinds: str) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(self._parent, title, str(self._folder), kinds)
        self._relock()
        return Path(chosen) if chosen else None

    def _save(self, title: str, name: str, kinds: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self._parent, title, str(self._folder / name), kinds)
        self._relock()
        suffix = Path(name).suffix
        if not chosen:
            return None
        return Path(chosen if chosen.lower().endswith(suffix) else chosen + suffix)


def confirm_removal(name: str, parent: QWidget) -> bool:
    return ask_confirmation(
        parent, (translate(_QUESTION, name=name), translate(_DETAIL)), translate(_REMOVE), translate(_KEEP)
    )


_BADGES = Message("badges", "Badges")
_PICTURES = Message("badges", "Pictures")

_REMOVE = Message("badges", "Remove")
_KEEP = Message("badges", "Keep")
_QUESTION = Message("badges", "Remove the badge “{name}” from this event?")
_DETAIL = Message(
    "badges", "These people will get the badge for all other categories. Badges already printed stay valid."
)
