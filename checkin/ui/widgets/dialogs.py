# SPDX-License-Identifier: GPL-3.0-or-later
"""Dialogs: a title, parts below each other, and buttons; and the question where to write a file."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QPushButton, QWidget

from checkin.ui.look.screen_reader import announce_when_shown
from checkin.ui.look.theme import LARGE, scale_px
from checkin.ui.look.typesetting import escape_mnemonic
from checkin.ui.widgets.boxes import Part, column_of
from checkin.ui.widgets.buttons import DANGER
from checkin.ui.widgets.form_fields import Paragraph, label

AROUND = (24, 20, 24, 20)
"""Pixels around what is in a dialog."""


class Dialog(QDialog):
    """The base of dialogs. A subclass makes its fields, then calls `arrange` once. Title and the text right below it
    are announced, because the key that opens a dialog cuts what a screen reader says of it by itself.

    class ServerDialog(Dialog):
        def __init__(self, parent: QWidget | None = None) -> None:
            super().__init__(translate(_TITLE), parent)
            self.field, self.notice = QLineEdit(), Notice()
            buttons = self.confirm(translate(_CONNECT), self._try)
            self.arrange(label(translate(_HOW)), 8, self.field, self.notice, REST, buttons, width=620)
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        announce_when_shown(self, self._opening_words)

    def arrange(self, *parts: Part, spacing: int = 12, width: int = 0, heading: str = "") -> None:
        """Put `parts` below the title, or below another `heading`; `width`, if given, is fixed, in design pixels."""
        title = label(heading or self.windowTitle(), LARGE, 600)
        column_of(title, *parts, spacing=spacing, around=AROUND, of=self)
        if width:
            self.setFixedWidth(scale_px(width))

    def confirm(
        self,
        text: str,
        then: Callable[[], object] | None = None,
        *,
        others: Sequence[QPushButton] = (),
        is_danger: bool = False,
    ) -> QDialogButtonBox:
        """Return a button that confirms, labelled `text`, which Enter presses, `others`, and one that cancels. Without
        `then` the dialog is accepted. `is_danger`: the action cannot be undone.
        """
        box = QDialogButtonBox(self)  # a default that is set outside its dialog goes to the button that Tab passes
        button = box.addButton(escape_mnemonic(text), QDialogButtonBox.ButtonRole.AcceptRole)
        button.setDefault(True)
        button.setProperty(DANGER, is_danger)
        for each in others:
            box.addButton(each, QDialogButtonBox.ButtonRole.ActionRole)
        box.addButton(QDialogButtonBox.StandardButton.Cancel)
        box.accepted.connect(then or self.accept)
        box.rejected.connect(self.reject)
        return box

    def closing(self) -> QDialogButtonBox:
        """Return a button that closes the dialog."""
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(self.reject)
        return box

    def _opening_words(self) -> str:
        """Return the title and the texts of the visible labels at the top."""
        texts, layout = [self.windowTitle()], self.layout()
        for item in map(layout.itemAt, range(layout.count())) if layout else ():
            top = item.widget() if item else None
            if not isinstance(top, Paragraph):
                break
            texts += [] if top.isHidden() else [top.text()]
        return " ".join(dict.fromkeys(texts))


def asked(dialog: QDialog) -> bool:
    """Show a dialog, let go of it when it is closed, and return whether it was accepted. Read what was entered at once:
    it is gone with the next event.
    """
    is_accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return is_accepted


def ask_target(parent: QWidget | None, title: str, start: Path | str, kinds: str, suffix: str) -> Path | None:
    """Ask where to write a file, which gets `suffix` if its name ends otherwise; None if the user cancelled."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(start), kinds)
    return Path(chosen if chosen.lower().endswith(suffix) else chosen + suffix) if chosen else None
