# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of this desk as they are chosen, one at a time, from whichever window. Keeps nothing on the disk."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from checkin.core.desk_settings import Settings


class CurrentSettings(QObject):
    """`changed` carries all of them, before and now, after somebody chose."""

    changed = Signal(Settings, Settings)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings

    def choose(self, **changed: object) -> None:
        """By the names of `Settings`. What is chosen already is no change."""
        before = self.settings
        self.settings = replace(before, **changed)  # type: ignore[arg-type]
        if self.settings != before:
            self.changed.emit(before, self.settings)

    def take(self, settings: Settings) -> None:
        """As something else has kept them: nobody need be told."""
        self.settings = settings
