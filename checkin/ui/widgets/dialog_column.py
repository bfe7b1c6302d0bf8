# SPDX-License-Identifier: GPL-3.0-or-later
"""What a dialog is laid out in: one column under what it is called."""

from PySide6.QtWidgets import QDialog, QVBoxLayout

from checkin.ui.look.theme import LARGE
from checkin.ui.widgets.labels import label


def dialog_column(dialog: QDialog, title: str, spacing: int) -> QVBoxLayout:
    """`spacing` pixels between its parts."""
    column = QVBoxLayout(dialog)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(spacing)
    column.addWidget(label(title, LARGE, 600))
    return column
