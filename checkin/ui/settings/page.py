# SPDX-License-Identifier: GPL-3.0-or-later
"""What a page of the settings is, and how each begins. The same pages are the steps of setting a desk up."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from checkin.core.words import Words
from checkin.language import say
from checkin.ui.look.theme import DETAIL, TEXT
from checkin.ui.parts.labels import Paragraph

EDGE, ABOVE, BELOW = 28, 20, 12
"""Pixels around a page; buttons follow below."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the list of pages calls it, and what makes it when it is first opened."""

    words: Words
    icon: str
    make: Callable[[], QWidget]


def page_column(place: QWidget, title: Words, why: Words) -> QVBoxLayout:
    """The column that `place` is laid out in, with its title and what it is for."""
    column = QVBoxLayout(place)
    column.setContentsMargins(EDGE, ABOVE, EDGE, BELOW)
    column.setSpacing(12)
    heading, told = Paragraph(DETAIL, 700), Paragraph(TEXT)
    heading.show_text(say(title))
    told.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    told.show_text(say(why))
    column.addWidget(heading)
    column.addWidget(told)
    return column


def page_button(words: Words, verb: object) -> QPushButton:
    """As wide as its words. Enter goes on to the next step, so it is nobody's default."""
    button = QPushButton(say(words))
    button.setAutoDefault(False)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    button.clicked.connect(verb)
    return button
