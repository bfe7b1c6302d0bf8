# SPDX-License-Identifier: GPL-3.0-or-later
"""A place for several pages, of which one is shown. Knows nothing of them."""

from PySide6.QtWidgets import QStackedLayout, QWidget


class Pages(QWidget):
    """Pages in one place, with the methods of a `QStackedWidget`. That one has a role, which Orca says whenever the
    focus comes back into it: "layered pane, 0 items".
    """

    def __init__(self) -> None:
        super().__init__()
        self._stacked = QStackedLayout(self)
        self.addWidget, self.removeWidget = self._stacked.addWidget, self._stacked.removeWidget
        self.currentWidget, self.setCurrentWidget = self._stacked.currentWidget, self._stacked.setCurrentWidget
        self.setCurrentIndex = self._stacked.setCurrentIndex
