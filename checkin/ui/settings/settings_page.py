# SPDX-License-Identifier: GPL-3.0-or-later
"""What a page of the settings is, and how each begins. The same pages are the steps of setting a desk up."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.language import translate
from checkin.ui.look.theme import DETAIL, TEXT
from checkin.ui.widgets.labels import Paragraph

EDGE, ABOVE, BELOW = 28, 20, 12
"""Pixels around a page; buttons follow below."""


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """What the list of pages calls it, and what makes it when it is first opened."""

    words: Message
    icon: str
    make: Callable[[], QWidget]


def page_column(place: QWidget, title: Message, why: Message) -> QVBoxLayout:
    """The column that `place` is laid out in, with its title and what it is for."""
    column = QVBoxLayout(place)
    column.setContentsMargins(EDGE, ABOVE, EDGE, BELOW)
    column.setSpacing(12)
    heading, told = Paragraph(DETAIL, 700), Paragraph(TEXT)
    heading.show_text(translate(title))
    told.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    told.show_text(translate(why))
    column.addWidget(heading)
    column.addWidget(told)
    return column


def page_button(words: Message, verb: object) -> QPushButton:
    """As wide as its words. Enter goes on to the next step, so it is nobody's default."""
    button = QPushButton(translate(words))
    button.setAutoDefault(False)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    button.clicked.connect(verb)
    return button
