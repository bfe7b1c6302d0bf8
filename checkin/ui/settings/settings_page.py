# SPDX-License-Identifier: GPL-3.0-or-later
"""The common parts of settings pages, which are also the steps of the setup wizard; and the settings they change."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from checkin.core.desk_settings import Settings
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.theme import DETAIL, TEXT
from checkin.ui.widgets.boxes import Part, column_of
from checkin.ui.widgets.buttons import push_button
from checkin.ui.widgets.form_fields import Paragraph

EDGE, ABOVE, BELOW = 28, 20, 12
"""Pixels around a page; buttons follow below."""


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """A page: its name and icon in the list, and the factory called when it is first opened."""

    words: Message
    icon: str
    make: Callable[[], QWidget]


def fill_page(place: QWidget, title_and_why: tuple[Message, Message], *parts: Part) -> None:
    """Lay out a page: title and explanation, then its parts."""
    title, why = title_and_why
    place.setAccessibleDescription(translate(why))
    heading, paragraph = Paragraph(DETAIL, 700), Paragraph(TEXT)
    heading.show_text(translate(title))
    paragraph.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    paragraph.show_text(translate(why))
    column_of(heading, paragraph, *parts, spacing=12, around=(EDGE, ABOVE, EDGE, BELOW), of=place)


def page_button(words: Message, operation: object) -> QPushButton:
    """Return a button as wide as its text; never the default, because Enter goes to the next step."""
    button = push_button(translate(words), operation)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return button


class CurrentSettings(QObject):
    """The settings of this desk in memory, changed one at a time from any window. Stores nothing.

    `changed` carries the old and the new ones after a choice.
    """

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
