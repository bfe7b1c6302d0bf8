# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of this desk in memory, changed one at a time from any window. Stores nothing."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from checkin.core.desk_settings import Settings


class CurrentSettings(QObject):
    """The current settings. `changed` carries the old and the new ones after a choice."""

    changed = Signal(Settings, Settings)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings

    def choose(self, **changed: object) -> None:
        """Change settings by their names in `Settings`; equal values emit nothing."""
        before = self.settings
        self.settings = replace(before, **changed)  # type: ignore[arg-type]
        if self.settings != before:
            self.changed.emit(before, self.settings)

    def take(self, settings: Settings) -> None:
        """Replace the settings without a signal, because they were stored elsewhere."""
        self.settings = settings
