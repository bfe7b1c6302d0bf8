# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface of the screens beside the desk: `refresh`, and the keys for the footer."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from checkin.core.message import Message

Keys = Sequence[tuple[str, Message]]
"""Pairs of the key as printed on the keyboard and a word for what it does."""


class ScreenPage(QWidget):
    """The base of the screens beside the desk.

    `Shell` makes a screen when it is first entered, calls `refresh` at every entry, and shows `keys` in the footer. A
    subclass emits `keys_changed` when a page with other keys covers the screen, or goes. `scrolls_itself`, if set, says
    that the screen has a scroll area of its own.

        class NotesScreen(ScreenPage):
            def refresh(self) -> None:
                self.list.show_notes(self._desk.notes())
    """

    keys_changed = Signal()

    @property
    def keys(self) -> Keys:
        """The keys that work now."""
        return ()

    can_forget_people = False
    """Whether `forget_people` clears the page. One that cannot is made anew after a purge."""

    def refresh(self) -> None:
        """Read everything again: the screen was entered, or people have changed."""

    def forget_people(self) -> None:
        """Everybody was purged: what is shown or typed of people goes, before the page is read again."""
