# SPDX-License-Identifier: GPL-3.0-or-later
"""The layout of dialogs: one column under a title."""

from PySide6.QtWidgets import QDialog, QVBoxLayout

from checkin.ui.look.theme import LARGE
from checkin.ui.widgets.labels import label


def dialog_column(dialog: QDialog, title: str, spacing: int) -> QVBoxLayout:
    """Return the column of `dialog`, begun with its title; `spacing` in pixels."""
    column = QVBoxLayout(dialog)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(spacing)
    column.addWidget(label(title, LARGE, 600))
    return column
