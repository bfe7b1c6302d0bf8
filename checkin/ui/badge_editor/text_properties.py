# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel section for texts: the words with their fields, and their style."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit

from checkin.core.badges.badge_draft import BadgeDraft
from checkin.core.badges.badge_edits import change
from checkin.core.badges.template import MOST_LINES, Align, TextElement
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.badge_editor.badge_field_menu import FieldMenu, format_merge_fields, parse_merge_fields
from checkin.ui.badge_editor.property_section import PropertySection
from checkin.ui.look.measure import scale_px
from checkin.ui.widgets.buttons import DropDownButton
from checkin.ui.widgets.form_fields import labelled_field
from checkin.ui.widgets.small_inputs import CountField, IconChoice, MillimetreField, icon_toggle

TEXT_HEIGHT = 76
"""Pixels."""


class TextSection(PropertySection):
    """Words and style of the selected texts."""

    def __init__(self) -> None:
        super().__init__()
        self.words = QPlainTextEdit()
        self.words.setAccessibleName(translate(_WORDS))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(scale_px(TEXT_HEIGHT))
        self.menu = FieldMenu(self)
        self.insert = DropDownButton(translate(_INSERT))
        self.insert.setAutoDefault(False)
        self.insert.setMenu(self.menu)
        self.letters, self.least = (
            MillimetreField(translate(_SIZE), 1, 100),
            MillimetreField(translate(_LEAST), 0.5, 100),
        )
        self.lines = CountField(translate(_LINES), 1, MOST_LINES)
        self.align = IconChoice([(value, icon, translate(words)) for value, (icon, words) in _ALIGNS.items()])
        self.bold = icon_toggle("bold", translate(_BOLD), lambda on: self.apply(lambda d: change(d, is_bold=on)))
        self.capitals = icon_toggle(
            "case-upper", translate(_CAPITALS), lambda on: self.apply(lambda d: change(d, is_capitals=on))
        )
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.column.addWidget(self.words)
        self.column.addWidget(self.insert)
        style = QHBoxLayout()
        style.setSpacing(2)
        for part in (self.align, self.bold, self.capitals):
            style.addWidget(part)
        style.addStretch(1)
        self.column.addLayout(style)
        fields = ((self.letters, _SIZE), (self.least, _LEAST), (self.lines, _LINES))
        self.row(*(labelled_field(field, translate(words)) for field, words in fields))

    def _connect(self) -> None:
        self.words.textChanged.connect(self._write)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.menu.chosen.connect(self._insert)
        self.letters.edited.connect(lambda mm: self.apply(lambda d: _sized(d, mm), "size"))
        self.least.edited.connect(lambda mm: self.apply(lambda d: change(d, least=mm), "least"))
        self.lines.edited.connect(lambda count: self.apply(lambda d: change(d, lines=count), "lines"))
        self.align.edited.connect(lambda way: self.apply(lambda d: change(d, align=way)))

    def show_draft(self, draft: BadgeDraft) -> None:
        found = [element for element in draft.chosen if isinstance(element, TextElement)]
        self.setVisible(bool(found) and len(found) == len(draft.chosen))
        if not found:
            return
        first = found[0]
        is_one = len(found) == 1
        self.words.setVisible(is_one)
        self.insert.setVisible(is_one)
        self._show_words(first.text)
        self.letters.show_value(first.size)
        self.least.setMaximum(first.size)
        self.least.show_value(first.least)
        self.lines.show_value(first.lines)
        self.align.show_value(first.align)
        self.bold.setChecked(first.is_bold)
        self.capitals.setChecked(first.is_capitals)

    def _show_words(self, text: str) -> None:
        """Show the text, unless it is the one being typed, so that the cursor stays."""
        if parse_merge_fields(self.words.toPlainText()) != text:
            with QSignalBlocker(self.words):
                self.words.setPlainText(format_merge_fields(text))

    def _write(self) -> None:
        text = parse_merge_fields(self.words.toPlainText())
        self.apply(lambda draft: change(draft, text=text), "words")

    def _insert(self, field: str) -> None:
        self.words.insertPlainText(format_merge_fields(field))
        self.words.setFocus()

    def _fill_menu(self) -> None:
        if self.editing:
            self.menu.show_fields(self.editing.overview, self.editing.person)

    def begin_writing(self) -> None:
        """Focus the text and select all of it, to be replaced by typing."""
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.moveCursor(QTextCursor.MoveOperation.End)
        self.words.selectAll()


def _sized(draft: BadgeDraft, mm: float) -> BadgeDraft:
    """Return the draft with a text size in mm; the least size is lowered with it."""
    for element in draft.chosen:
        if isinstance(element, TextElement) and element.least > mm:
            draft = change(draft, least=mm)
    return change(draft, size=mm)


_WORDS = Message("badge editor", "Text")
_INSERT = Message("badge editor", "Insert a field")
_SIZE, _LEAST = Message("badge editor", "Letters"), Message("badge editor", "At least")
_LINES = Message("badge editor", "Lines")
_BOLD, _CAPITALS = Message("badge editor", "Bold"), Message("badge editor", "Capitals")
_ALIGNS = {
    Align.LEFT: ("text-align-start", Message("badge editor", "Align text left")),
    Align.CENTRE: ("text-align-center", Message("badge editor", "Centre text")),
    Align.RIGHT: ("text-align-end", Message("badge editor", "Align text right")),
}
