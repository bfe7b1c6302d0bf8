# SPDX-License-Identifier: GPL-3.0-or-later
"""What the shell asks of each screen beside the desk: to be read again, and which of its keys to tell at its bottom."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from checkin.core.message import Message

Keys = Sequence[tuple[str, Message]]
"""Each as it stands on the keyboard, and in a word what it does."""


class ScreenPage(QWidget):
    """`keys_changed` when a page comes over the screen, or goes, where other keys work."""

    keys_changed = Signal()

    @property
    def keys(self) -> Keys:
        """Those that work now."""
        return ()

    can_forget_people = False
    """Whether `forget_people` clears the page. One that cannot is made anew after a purge."""

    def refresh(self) -> None:
        """Read everything again: the screen is entered, or people are others than before."""

    def forget_people(self) -> None:
        """Everybody was purged: what is shown or typed of people goes, before the page is read again."""
