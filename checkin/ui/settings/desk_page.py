# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk page of the settings: name, language, appearance, and moving by the clock."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from checkin.core.desk_settings import TiedCodes
from checkin.core.languages import LANGUAGES
from checkin.core.message import Message
from checkin.core.sync.desk_names import is_taken as is_taken_by
from checkin.core.sync.desk_names import next_free
from checkin.translation import current_language, translate
from checkin.ui.look.measure import PERCENTS, text_scale
from checkin.ui.look.theme import Theme
from checkin.ui.settings.settings_page import CurrentSettings, page_button, page_column
from checkin.ui.widgets.form_fields import ComboBox, labelled_field, line_field
from checkin.ui.widgets.labels import Notice, label
from checkin.ui.widgets.layouts import CardGroup

LONGEST = 40
"""Most letters of a desk's name."""
LARGE_TEXT = 1.25
"""Text scale above which language, appearance and text size are stacked."""
THIS_DESK = Message("settings", "This desk")

TEXT_SIZE = Message("settings", "Size of text")
_AS_DRAWN = Message("settings", "{percent}% – normal")
_PERCENT = Message("settings", "{percent}%")


class DeskPage(QWidget):
    """The page; each choice applies at once. `others` returns the names of other desks."""

    full_screen_wanted = Signal()

    def __init__(self, choices: CurrentSettings, others: Callable[[], Collection[str]] = tuple) -> None:
        super().__init__()
        self._choices, self._others = choices, others
        settings = choices.settings
        self.name = line_field(translate(_NAME))
        self.name.setMaxLength(LONGEST)
        self.name.setText(settings.desk)
        self.name.editingFinished.connect(self._rename)
        self.notice = Notice()
        self.notice.hide()
        self.language = _choice(_LANGUAGE, _LANGUAGES, settings.language or current_language())
        self.theme = _choice(_APPEARANCE, [(t, translate(w)) for t, w in _THEMES], settings.theme or Theme.SYSTEM)
        self.text_size = TextSize(settings.text_size)
        self.text_size.chosen.connect(lambda percent: choices.choose(text_size=percent))
        self.still = QCheckBox(translate(_STILL))
        self.still.setChecked(settings.is_still)
        self.still.toggled.connect(lambda on: choices.choose(is_still=on))
        self.clock = QCheckBox(translate(_FOLLOW))
        self.clock.setChecked(settings.follows_clock)
        self.clock.toggled.connect(lambda on: choices.choose(follows_clock=on))
        self.signatures = QCheckBox(translate(_SIGN))
        self.signatures.setChecked(settings.has_signatures)
        self.signatures.toggled.connect(lambda on: choices.choose(has_signatures=on))
        self.tied = _choice(_TIED, [(rule, translate(w)) for rule, w in _TIED_RULES], TiedCodes.of(settings))
        self.tied.activated.connect(lambda _: choices.choose(tied_codes=str(self.tied.currentData())))
        self.language.activated.connect(lambda _: choices.choose(language=str(self.language.currentData())))
        self.theme.activated.connect(lambda _: choices.choose(theme=str(self.theme.currentData())))
        self._assemble()
        self.setFocusProxy(self.name)

    def _rename(self) -> None:
        """Rename the desk; an empty name, or one that another desk has, is refused and the old one restored."""
        name, old = self.name.text().strip(), self._choices.settings.desk
        is_taken = name != old and is_taken_by(name, self._others())
        if is_taken or not name:
            self.name.setText(old)
        else:
            self._choices.choose(desk=name)
        self.notice.setVisible(is_taken)
        if is_taken:
            self.notice.setText(translate(_TAKEN, name=name, old=old, free=next_free(name, (*self._others(), old))))

    def _assemble(self) -> None:
        column = page_column(self, THIS_DESK, _WHY)
        row = QHBoxLayout() if text_scale() <= LARGE_TEXT else QVBoxLayout()
        row.setSpacing(16)
        for field in (self.language, self.theme, self.text_size):
            field.show_whole()
            row.addWidget(labelled_field(field, field.accessibleName()), 1)
        how = CardGroup(labelled_field(self.name, translate(_NAME)), self.notice)
        how.column.addLayout(row)
        column.addWidget(how)
        column.addWidget(CardGroup(self.still, self.clock, self.signatures, self._tied_row(), is_divided=True))
        column.addWidget(page_button(_FULL_SCREEN, self.full_screen_wanted))
        column.addStretch(1)

    def _tied_row(self) -> QWidget:
        """Return the choice beside its name, below it for large text."""
        if text_scale() > LARGE_TEXT:
            return labelled_field(self.tied, translate(_TIED))
        row = QWidget()
        parts = QHBoxLayout(row)
        parts.setContentsMargins(6, 0, 0, 0)
        parts.addWidget(label(translate(_TIED)), 1)
        parts.addWidget(self.tied, 1)
        return row


def _choice(name: Message, choices: Sequence[tuple[str, str]], current: str) -> ComboBox:
    made = ComboBox(translate(name))
    for value, text in choices:
        made.addItem(text, str(value))
    made.setCurrentIndex(max(0, made.findData(str(current))))
    return made


def percent_text(percent: int) -> str:
    return translate(_AS_DRAWN if percent == PERCENTS[0] else _PERCENT, percent=percent)


class TextSize(ComboBox):
    """A combo box; `chosen` carries percent of the normal size. Applies nothing: windows made afterwards follow."""

    chosen = Signal(int)

    def __init__(self, percent: int) -> None:
        super().__init__(translate(TEXT_SIZE))
        for each in PERCENTS:
            self.addItem(percent_text(each), each)
        self.setCurrentIndex(max(0, self.findData(percent)))
        self.activated.connect(lambda _: self.chosen.emit(self.percent))

    @property
    def percent(self) -> int:
        return int(self.currentData())


_WHY = Message("settings", "Changes apply at once, on this computer and for this event.")
_NAME = Message("settings", "Name of this desk, in the journal and the export")
_TAKEN = Message("settings", "Another desk is called “{name}”. This one stays “{old}”; “{free}” is available.")
_LANGUAGE = Message("menu", "Language")
_LANGUAGES = tuple((each.code, each.name) for each in LANGUAGES.values())
_APPEARANCE = Message("menu", "Appearance")
_THEMES = (
    (Theme.SYSTEM, Message("menu", "Same as the system")),
    (Theme.LIGHT, Message("menu", "Light")),
    (Theme.DARK, Message("menu", "Dark")),
    (Theme.CONTRAST, Message("menu", "High contrast")),
)
_STILL = Message("settings", "No animations")
_FOLLOW = Message("menu", "Move to the next control point on time")
_SIGN = Message("menu", "Take signatures on screen")
_TIED = Message("settings", "Codes given (Ctrl+L)")
_TIED_RULES = (
    (TiedCodes.ASK, Message("settings", "As last time")),
    (TiedCodes.KEEP, Message("settings", "The old one stays valid")),
    (TiedCodes.REPLACE, Message("settings", "The new one replaces it")),
)
_FULL_SCREEN = Message("settings", "Full screen (F11)")
